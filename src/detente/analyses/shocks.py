"""What followed such events before: after sanctions, expulsions, uses of force … in this pair, and in other pairs.

Classes of triggers and of what may follow are data (`detente.triggers`). A window runs from the day after the trigger for 1, 3
or 6 months; what came on the same day is not counted, since nobody knows which came first. Beside it the months without such
an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.analyses.values import Interval, Quote
from detente.errors import RefusalError
from detente.plain import as_json
from detente.records import Event
from detente.results import Index
from detente.triggers import HORIZONS, PanelRate, ResponseClass, TriggerClass, load_panel_responses, load_triggers

if TYPE_CHECKING:
    from detente.comparisons import LogOdds, Rate, Tally

LEAST_TRIGGERS = 5
"""Fewer triggers whose windows of one month do not overlap give no rate."""

LEAST_BASE = 12
"""Months without a trigger that are needed, their windows not overlapping."""

LEAST_BETWEEN = 0.5
"""Least standard deviation between pairs of the log odds ratio when a pair is set beside the panel (docs/comparisons.md)."""


@dataclass(frozen=True, slots=True)
class PairRate:
    """How often something came in this pair: share of windows with 90 % interval; `count` windows, `apart` of them without
    overlap.
    """

    share: float
    low: float
    high: float
    hits: float
    count: int
    apart: int


@dataclass(frozen=True, slots=True)
class FoundResponse:
    """What came within so many months.

    Attributes
    ----------
    response, name : str
    months : int
    after, base : PairRate or None
        In this pair, after such an event and from the end of months without one; None where the windows are too few (`reason`).
    difference : Interval or None
        after - base; `prob_higher` is the probability that it came more often after such an event.
    panel : PanelRate or None
        In other pairs; None where the panel's data cannot tell.
    pooled : Interval or None
        Rate after such an event that the pair's own windows and the panel together give, the pair's base rate held fixed.
    reason : str
        Why there is no rate of the pair's own; empty where there is.
    """

    response: str
    name: str
    months: int
    after: PairRate | None
    base: PairRate | None
    difference: Interval | None
    prob_higher: float | None
    panel: PanelRate | None
    pooled: Interval | None
    reason: str


@dataclass(frozen=True, slots=True)
class Shock:
    """One class of triggers: its days in this pair with a sentence of each, and what followed.

    `days` counts days with such an event, `apart` those whose windows of one month do not overlap.
    """

    trigger: str
    name: str
    days: int
    apart: int
    quotes: tuple[Quote, ...]
    responses: tuple[FoundResponse, ...]
    reason: str

    @property
    def measured(self) -> bool:
        """Whether the pair's own events give rates."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Shocks:
    """What followed shocks between two states."""

    pair: tuple[str, str]
    names: tuple[str, str]
    first: date
    as_of: date
    change: float
    classes: str
    panel: str
    shocks: tuple[Shock, ...]

    @property
    def measured(self) -> tuple[Shock, ...]:
        """The classes with rates of the pair's own."""
        return tuple(shock for shock in self.shocks if shock.measured)

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {"interval": 0.9, **as_json(self)}


@dataclass(frozen=True, slots=True)
class _History:
    """Days (ordinals) of one class by the state that acts; `joint` events stand under both."""

    events: tuple[tuple[Event, str], ...]
    days: dict[str, list[int]]

    @property
    def all_days(self) -> list[int]:
        return sorted({day for days in self.days.values() for day in days})


def find_responses(index: Index, told: Sequence[tuple[Event, str]], *, change: float, only: Sequence[str] = ()) -> Shocks:
    """Find what followed each class of triggers between two states.

    Parameters
    ----------
    index : Index
        Of the pair, as known on the chosen day.
    told : sequence of (Event, str)
        Every event of the pair known on that day, also of groups and persons who act for no state, with its sentence.
    change : float
        Points by which the index must fall to count (`judgement.toml`).
    only : sequence of str
        Ids of classes; by default all.

    Raises
    ------
    RefusalError
        No class has enough triggers (T09): says how many there are of each.
    """
    table, panel = load_triggers(), load_panel_responses()
    dated = [(event, sentence) for event, sentence in told if event.date is not None]
    chosen = [t for t in table.triggers if not only or t.id in only]
    shocks = tuple(_shock(index, dated, trigger, table.responses, panel.rates, change) for trigger in chosen)
    if not any(shock.measured for shock in shocks):
        have = ", ".join(f"{shock.name} {shock.apart}" for shock in shocks if shock.days)
        raise RefusalError(
            "T09",
            f"what followed shocks between {index.names[0]} and {index.names[1]} cannot be told: a class needs "
            f"{LEAST_TRIGGERS} such "
            f"events a month or more apart. There are: {have or 'none'}",
            help="add texts of more years (detente add)",
        )
    days = [event.date for event, _ in dated if event.date is not None]
    return Shocks(
        index.pair, index.names, min(days), index.as_of, change, table.version, f"{panel.source} ({panel.version})", shocks
    )


def _shock(
    index: Index, told: Sequence[tuple[Event, str]], trigger: TriggerClass, responses: Sequence[ResponseClass],
    panel: Any, change: float,
) -> Shock:  # fmt: skip
    from detente.comparisons import apart, window_days

    history = _history(told, trigger)
    days = history.all_days
    number = apart(days, window_days(1))
    last_quotes = _quotes(history)
    if number < LEAST_TRIGGERS:
        reason = f"{number} such events a month or more apart, {LEAST_TRIGGERS} are needed"
        return Shock(trigger.id, trigger.name, len(days), number, last_quotes, (), reason)
    level = _level_without(index, {event.id for event, _ in history.events})
    first = min(event.date.toordinal() for event, _ in told if event.date is not None)
    last = index.as_of.toordinal()
    found = []
    for response in responses:
        answers = history if response.kind == "same" else _history_of_codes(told, response.codes)
        for months in HORIZONS:
            if response.kind == "fall":
                after_base = _falls(index, days, level, months, change, last)
            else:
                after_base = _tallies(history, answers, response, (first, last), months)
            found.append(_response(response, months, after_base, panel.get((trigger.id, response.id, months))))
    return Shock(trigger.id, trigger.name, len(days), number, last_quotes, tuple(found), "")


def _history(told: Sequence[tuple[Event, str]], trigger: TriggerClass) -> _History:
    return _by_side(
        [
            (event, sentence)
            for event, sentence in told
            if trigger.has_code(event.cameo) or (event.quad.endswith("conflict") and trigger.has_word(sentence))
        ]
    )


def _history_of_codes(told: Sequence[tuple[Event, str]], codes: tuple[str, ...]) -> _History:
    return _by_side([(event, sentence) for event, sentence in told if event.cameo.startswith(codes)])


def _by_side(chosen: list[tuple[Event, str]]) -> _History:
    days: dict[str, list[int]] = {}
    for event, _ in chosen:
        sides = [event.source, event.target] if event.reciprocal else [event.source]
        for side in sides:
            if side is not None and side.code is not None and event.date is not None:
                days.setdefault(side.code, []).append(event.date.toordinal())
    return _History(tuple(chosen), days)


def _tallies(
    history: _History, answers: _History, response: ResponseClass, span: tuple[int, int], months: int
) -> tuple[Tally, Tally]:
    from detente.comparisons import add_tallies, tally, window_days

    first, last = span
    length = window_days(months)
    if response.by == "either":
        return tally(history.all_days, answers.all_days, first=first, last=last, length=length)
    parts = []
    for side, own in sorted(history.days.items()):
        # what both did on one day answers nothing
        theirs = {day for other, days in answers.days.items() if other != side for day in days} - set(own)
        parts.append(tally(own, sorted(theirs), first=first, last=last, length=length))
    return add_tallies(parts)


def _falls(index: Index, days: Sequence[int], level: Any, months: int, change: float, last: int) -> tuple[Tally, Tally] | None:
    from detente.comparisons import tally_falls

    if level is None:
        return None
    start = index.months()[0]
    inside = [day for day in days if day >= start.toordinal()]
    return tally_falls(inside, level, first=start.toordinal(), last=last, months=months, fall=change)


def _level_without(index: Index, ids: set[str]) -> Any:
    """Return the index by month as known then, made without some events; None where none are left."""
    import numpy as np

    from detente.relations import PairEvents, estimate_index

    every, result = index.result.events, index.result
    kept = np.array([event.id not in ids for event in index.events], bool)
    if not kept.any():
        return None
    part = PairEvents.of(every.month[kept], every.weight[kept], every.material[kept])
    return estimate_index(part, prior=result.prior, last=result.last, first=int(result.months[0])).known.mean


def _response(
    response: ResponseClass, months: int, tallies: tuple[Tally, Tally] | None, panel: PanelRate | None
) -> FoundResponse:
    from detente.comparisons import compare_rates, log_odds, pool_log_odds, rate, shift_rate

    short = ""
    if tallies is None or tallies[0].effective < LEAST_TRIGGERS:
        number = tallies[0].effective if tallies else 0
        short = f"{number} windows of {months} months after it do not overlap, {LEAST_TRIGGERS} are needed"
    elif tallies[1].effective < LEAST_BASE:
        short = f"{tallies[1].effective} windows without it do not overlap, {LEAST_BASE} are needed"
    if tallies is None or short:
        return FoundResponse(response.id, response.name, months, None, None, None, None, panel, None, short)
    after, base = (rate(t.hits, t.count, t.effective) for t in tallies)
    found = compare_rates(after, base)
    pooled = None
    if panel is not None and 0 < base.share < 1:
        others = _log_odds(panel)
        both = pool_log_odds(log_odds(after, base), others, max(panel.between, LEAST_BETWEEN))
        pooled = Interval(*shift_rate(base.share, both))
    return FoundResponse(
        response.id, response.name, months, _pair_rate(after), _pair_rate(base),
        Interval(found.mean, found.low, found.high), found.prob_higher, panel, pooled, "",
    )  # fmt: skip


def _log_odds(panel: PanelRate) -> LogOdds:
    from detente.comparisons import LogOdds

    return LogOdds(panel.log_odds, panel.sd)


def _pair_rate(found: Rate) -> PairRate:
    return PairRate(found.share, found.low, found.high, found.hits, found.count, int(found.effective))


def _quotes(history: _History) -> tuple[Quote, ...]:
    """Return one sentence a day, the latest day first: the one whose event is most hostile or most friendly."""
    by_day: dict[date, tuple[Event, str]] = {}
    for event, sentence in sorted(history.events, key=lambda item: (-abs(item[0].goldstein), item[0].id)):
        if event.date is not None:
            by_day.setdefault(event.date, (event, sentence))
    return tuple(
        Quote(event.id, day, sentence, event.document, event.goldstein)
        for day, (event, sentence) in sorted(by_day.items(), reverse=True)
    )
