"""Who moved with them: relations of either state to others whose monthly changes went along with those of the pair.

What is correlated is the change of the index as known then, from month to month: it says what each month's news brought, is
nearly free of its own past, and sees nothing that came later. Shown, not explained: what moves together need not move each
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import RefusalError
from detente.plain import as_json
from detente.records import Event
from detente.results import Index

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MONTHS = 24
"""Months in which both relations have events; fewer give no correlation."""

LAGS = range(-3, 4)
FALSE_DISCOVERIES = 0.10
"""Share of the lags said to stand out that may be so by chance, on average (Benjamini and Hochberg)."""


@dataclass(frozen=True, slots=True)
class LagCorrelation:
    """Correlation of monthly changes at one lag, with 90 % interval.

    `lag`: months by which the other relation is later (negative: earlier); `months` compared, worth `effective` independent
    ones; `p` the chance of so strong a one where there is none; `stands_out` after control of false discoveries over all
    relations and lags.
    """

    lag: int
    correlation: float
    low: float
    high: float
    months: int
    effective: float
    p: float
    stands_out: bool


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """A relation that shares a state with the pair.

    `months` counts those in which both have events; `shared` the events of this relation that stand in one sentence with an
    event of the pair, which are left out. `lags` is empty where the months are too few (`reason`).
    """

    pair: tuple[str, str]
    names: tuple[str, str]
    events: int
    shared: int
    months: int
    lags: tuple[LagCorrelation, ...]
    reason: str

    @property
    def same_month(self) -> LagCorrelation | None:
        """The correlation within the same month."""
        return next((lag for lag in self.lags if lag.lag == 0), None)

    @property
    def standing_out(self) -> tuple[LagCorrelation, ...]:
        """The lags that stand out."""
        return tuple(lag for lag in self.lags if lag.stands_out)


@dataclass(frozen=True, slots=True)
class Linked:
    """Relations that share a state with the pair, the strongest correlation first."""

    pair: tuple[str, str]
    names: tuple[str, str]
    as_of: date
    false_discoveries: float
    linked: tuple[LinkedPair, ...]

    @property
    def measured(self) -> tuple[LinkedPair, ...]:
        """Those with enough common months."""
        return tuple(other for other in self.linked if other.lags)

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {"interval": 0.9, **as_json(self)}


def find_linked(
    index: Index,
    others: Iterable[tuple[tuple[str, str], tuple[str, str]]],
    events_of: Callable[[tuple[str, str]], Sequence[Event]],
) -> Linked:
    """Find which relations moved with a pair.

    Parameters
    ----------
    index : Index
        Of the pair, as known on the chosen day.
    others : iterable of (codes, names)
        Pairs of states that share one with it.
    events_of : callable
        Gives the events of such a pair known on that day in which who acts does so for the state.

    Raises
    ------
    RefusalError
        No relation has enough common months (T12): says how many the nearest have.
    """
    import numpy as np

    from detente.comparisons import discoveries

    told = {(event.document, event.start) for event in index.events}
    own, active = _changes(index, index.events)
    rows: list[tuple[tuple[str, str], tuple[str, str], int, int, int, list[Any]]] = []
    for codes, names in others:
        every = events_of(codes)
        kept = [event for event in every if (event.document, event.start) not in told]
        change, theirs = _changes(index, kept)
        common = int((active & theirs).sum())
        found = _correlate(own, active, change, theirs) if common >= LEAST_MONTHS else []
        rows.append((codes, names, len(kept), len(every) - len(kept), common, found))
    tests = [c for *_, found in rows for c in found]
    out = iter(discoveries(np.array([c.p for c in tests]), rate=FALSE_DISCOVERIES).tolist())
    linked = []
    for codes, names, number, shared, common, found in rows:
        lags = tuple(LagCorrelation(c.lag, c.value, c.low, c.high, c.months, c.effective, c.p, next(out)) for c in found)
        reason = "" if lags else f"{common} months with events of both, {LEAST_MONTHS} are needed"
        linked.append(LinkedPair(codes, names, number, shared, common, lags, reason))
    if not tests:
        nearest = sorted(linked, key=lambda x: (-x.months, x.pair))[:3]
        have = ", ".join(f"{'–'.join(x.names)} {x.months}" for x in nearest if x.events)
        raise RefusalError(
            "T12",
            f"who moved with {index.names[0]} and {index.names[1]} cannot be told: another relation of one of them needs "
            f"{LEAST_MONTHS} months in which both have events. There are: {have or 'none'}",
            help="add texts about the neighbours and allies of both (detente add)",
        )
    linked.sort(key=lambda x: (-max((abs(c.correlation) for c in x.lags), default=-1.0), -x.months, x.pair))
    return Linked(index.pair, index.names, index.as_of, FALSE_DISCOVERIES, tuple(linked))


def _changes(index: Index, events: Sequence[Event]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the monthly changes of the index as known then, over the months of the pair, and in which of them events lie."""
    import numpy as np

    from detente.ontology import MATERIAL_QUADS
    from detente.relations import PairEvents, estimate_index, month_number

    first, last = int(index.result.months[0]), index.result.last
    dated = [e for e in events if e.date is not None and first <= month_number(e.date.year, e.date.month) <= last]
    change, active = np.full(last - first + 1, np.nan), np.zeros(last - first + 1, bool)
    if not dated:
        return change, active
    months = [month_number(e.date.year, e.date.month) for e in dated if e.date is not None]
    part = PairEvents.of(months, [e.goldstein for e in dated], [e.quad in MATERIAL_QUADS for e in dated])
    known = estimate_index(part, prior=index.result.prior, last=last, first=first).known.mean
    change[1:] = np.diff(known)
    active[np.array(months) - first] = True
    active[0] = False
    return change, active


def _correlate(own: Any, active: Any, change: Any, theirs: Any) -> list[Any]:
    import numpy as np

    from detente.comparisons import correlate

    x, y = np.where(active, own, np.nan), np.where(theirs, change, np.nan)
    found = [correlate(x, y, lag, least=LEAST_MONTHS) for lag in LAGS]
    return [c for c in found if c is not None]
