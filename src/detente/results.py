"""What an analysis gives back: `Index` and `Outlook` of one pair, each number with the events and words behind it."""

from __future__ import annotations

import math
import string
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.branching import branch_id, pushes
from detente.constraints import Constraint
from detente.plain import as_json, figure
from detente.records import Election, Event, Evidence, IndexPoint, Provenance, ToldEvent

if TYPE_CHECKING:
    from detente.branching import View
    from detente.directions import Directions
    from detente.elections import Combinations, Weights
    from detente.ledger.matrix import Matrix
    from detente.outlook import BranchOutlook, Forecast, Judgement, PairOutlook, Record, Stance
    from detente.relations import PairIndex

INTERVAL = 0.90
LEAST_PAST = 24
"""Months before the present from which on its place among them is told."""
_MOVERS = 3


def _not_counted() -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Turn:
    """A lettered turning point: first month of the new half-year, change against the half-year before and how sure it is.

    `change` is in points; `prob` is the probability that relations really moved that way; `events` are those of the new
    half-year that pushed most, each with what it adds to the change.
    """

    letter: str
    month: date
    change: float
    prob: float
    events: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The level at the end of a year or month with its 90 % interval, points, and the events of that time."""

    label: str
    level: float
    low: float
    high: float
    events: int


@dataclass(frozen=True, slots=True)
class Index:
    """The relations index of a pair as known on `as_of`; -10 conflict .. +10 cooperation.

    `result` holds the arrays (`detente.relations.PairIndex`), `events` the coded events in the order of those arrays,
    `sentences` the sentence of each, `records` what vouches for its document (title, outlet), `told` its tellings.
    """

    pair: tuple[str, str]
    names: tuple[str, str]
    as_of: date
    result: PairIndex
    events: tuple[Event, ...]
    sentences: tuple[str, ...]
    records: tuple[str, ...]
    told: tuple[ToldEvent, ...]
    provenance: Provenance
    _count_naming_both: Callable[[], int | None] = field(default=_not_counted, repr=False, compare=False)

    def point(self) -> IndexPoint:
        """Return the present level with its 90 % interval and its place in the pair's own past.

        The percentile is None where the past is shorter than two years: a share of a few months says nothing.
        """
        level = self.result.level
        past = len(self.result.months) - 1
        return IndexPoint(
            float(level.mean[-1]),
            float(level.low90[-1]),
            float(level.high90[-1]),
            float(self.result.percentile) if past >= LEAST_PAST else None,
            len(self.events),
        )

    @property
    def documents(self) -> int:
        """Number of documents that tell of the events."""
        return len({e.document for t in self.told for e in t.tellings})

    @property
    def mentions(self) -> int:
        """Number of tellings of the events: what the index does not count."""
        return sum(e.mentions for e in self.events)

    @property
    def outlets(self) -> int:
        """Number of named publications that tell of the events."""
        return len({outlet for t in self.told for outlet in t.outlets})

    def months(self) -> list[date]:
        """Return the first day of each month of the series."""
        return [_month_date(int(m)) for m in self.result.months]

    def table(self, freq: Literal["year", "month"] = "year") -> list[Row]:
        """Return the level at the end of each year, or of each month, with the events of that time."""
        months, level = self.months(), self.result.level
        counts = Counter((e.date.year, e.date.month) for e in self.events if e.date is not None)
        rows = []
        for i, month in enumerate(months):
            last = i == len(months) - 1 or months[i + 1].year != month.year
            if freq == "year" and not last:
                continue
            number = sum(n for (y, m), n in counts.items() if y == month.year and (freq == "year" or m == month.month))
            label = str(month.year) if freq == "year" else month.isoformat()[:7]
            rows.append(Row(label, float(level.mean[i]), float(level.low90[i]), float(level.high90[i]), number))
        return rows

    def explain(self, month: date | None = None, *, limit: int | None = 10) -> tuple[Evidence, ...]:
        """Return the sentences that moved the level of a month most, largest first; contributions are exact, in points.

        The events of one sentence are one piece of evidence: its contribution is their sum, its id that of the largest. With
        `limit` None all are returned; they sum to the level less the level without data.
        """
        number = None if month is None else _month_number(month)
        return self.evidence(self.result.contributions(number), limit=limit)

    def evidence(self, amounts: Any, *, limit: int | None = None) -> tuple[Evidence, ...]:
        """Return the sentences of the events, shape (events,) of points, that amount to most, largest first."""
        found = self._by_sentence(amounts, range(len(self.events)))
        return tuple(sorted(found, key=lambda e: (-abs(e.contribution), e.id))[:limit])

    def directions(self) -> Directions:
        """Return what each of the two states does to the other, or why this is withheld."""
        from detente.directions import split_directions

        return split_directions(self.result.sides(), self.pair, self.names, self.evidence)

    def turning_points(self, *, limit: int = 6) -> tuple[Turn, ...]:
        """Return the months at which relations moved most, lettered by date, each with the sentences behind the change."""
        turns = sorted(self.result.turning_points(limit=limit), key=lambda t: t.month)
        when = self.result.events.month
        found = []
        for letter, turn in zip(string.ascii_uppercase, turns, strict=False):
            later = [i for i in range(len(self.events)) if turn.month <= when[i] <= turn.after]
            pushed = [e for e in self._by_sentence(turn.parts, later) if e.contribution * turn.change > 0]
            events = tuple(sorted(pushed, key=lambda e: (-abs(e.contribution), e.id))[:_MOVERS])
            found.append(Turn(letter, _month_date(turn.month), turn.change, turn.prob, events))
        return tuple(found)

    @property
    def texts_naming_both(self) -> int | None:
        """Number of texts up to `as_of` that name both states, coded into an event or not.

        None where the collection holds more than 20,000 texts. Counted when first asked for.
        """
        return self._count_naming_both()

    def _by_sentence(self, amounts: Any, places: Iterable[int]) -> list[Evidence]:
        groups: dict[tuple[str, int], list[int]] = {}
        for place in places:
            event = self.events[place]
            groups.setdefault((event.document, event.start), []).append(place)
        found = []
        for group in groups.values():
            largest = max(group, key=lambda i: (abs(float(amounts[i])), self.events[i].id))
            event = self.events[largest]
            total = math.fsum(float(amounts[i]) for i in group)
            told = [self.told[i] for i in group]
            found.append(
                Evidence(
                    event.id, event.date or self.as_of, self.sentences[largest], event.document, total,
                    mentions=max(t.event.mentions for t in told),
                    documents=len({e.document for t in told for e in t.tellings}),
                    outlets=len({outlet for t in told for outlet in t.outlets}),
                )
            )  # fmt: skip
        return found

    def change_since(self, months: int) -> float | None:
        """Return the change of the level over the last `months`, points; None where the series is shorter."""
        mean = self.result.level.mean
        return float(mean[-1] - mean[-1 - months]) if len(mean) > months else None

    def rows(self) -> list[dict[str, Any]]:
        """Return the series, one row a month: level with its 50 and 90 % intervals, as known then, words, deeds; points."""
        level, known = self.result.level, self.result.known
        return [
            {
                "month": m.isoformat()[:7],
                "mean": figure(level.mean[i]), "low": figure(level.low90[i]), "high": figure(level.high90[i]),
                "low50": figure(level.low50[i]), "high50": figure(level.high50[i]), "known": figure(known.mean[i]),
                "words": figure(self.result.words.mean[i]), "deeds": figure(self.result.deeds.mean[i]),
            }
            for i, m in enumerate(self.months())
        ]  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`: the present, the series, turning points, coverage, provenance."""
        gap, coverage, enough = self.result.gap, self.result.coverage, self.result.sufficiency
        return {
            "pair": list(self.pair),
            "as_of": self.as_of.isoformat(),
            "interval": INTERVAL,
            "index": as_json(self.point()),
            "rows": self.rows(),
            "words_deeds_gap": {
                "mean": figure(gap.mean[-1]), "sd": figure(gap.sd[-1]), "prob_positive": figure(gap.prob_positive[-1]),
                "flag": gap.flag,
            },
            "directions": self.directions().as_dict(),
            "turning_points": [
                {
                    "letter": t.letter, "month": t.month.isoformat()[:7], "change": figure(t.change), "prob": figure(t.prob),
                    "events": as_json(t.events),
                }
                for t in self.turning_points()
            ],
            "coverage": {
                "events": coverage.events, "events_last_12": coverage.events_last_12, "documents": self.documents,
                "mentions": self.mentions, "outlets": self.outlets,
                "texts_naming_both": self.texts_naming_both,
                "months_covered_of_12": coverage.months_covered, "top_source_share": coverage.top_source_share,
                "sufficiency": enough.level, "reason": enough.reason,
            },
            "evidence": as_json(self.explain()),
            "provenance": as_json(self.provenance),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in which `speaker` says something of the other state.

    `value` is the mean Goldstein value of its `events`; `record` is what vouches for the document (title, outlet). The events
    of a speaker out of office are not among those of the index.
    """

    speaker: str
    date: date
    text: str
    document: str
    record: str
    value: float
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    """How people of the voting state usually speak of the other: what stances are pulled to.

    `mean` is that of `count` statements (`basis` "pair"), or of the panel's words where these are too few ("panel").
    """

    mean: float
    count: int
    basis: Literal["pair", "panel"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook of a pair over an election: one forecast per outcome, whether the outcome matters, the past record.

    `combinations` says how the leading office and the chambers make up the branches, `legislatures` how the legislature stands
    in each, by the id of the branch.
    `stances` says what the words of those who stand, and of the incumbent, come to; `statements` holds these words by speaker,
    with an empty tuple for who has said nothing; `tone` is how that state's people usually speak. `judgement` holds the
    assumptions used, shipped or the user's own, `assumptions` the whole file with its sources. `claims` holds what others
    foretold, where a ledger or a store with claims is at hand; it moves no number.
    """

    index: Index
    election: Election
    horizon_months: int
    result: PairOutlook
    record: Record
    weights: Weights
    combinations: Combinations
    stances: Mapping[str, Stance]
    statements: Mapping[str, tuple[Statement, ...]]
    tone: Tone
    legislatures: Mapping[str, View]
    constraints: tuple[Constraint, ...]
    judgement: Judgement
    assumptions: Mapping[str, Any]
    provenance: Provenance
    claims: Matrix | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the contract of `detente outlook --json`."""
        matters = self.result.matters
        record: dict[str, Any] | None = None
        if not self.record.reason:
            record = {
                "n": self.record.n, "crps_skill": figure(self.record.crps_skill), "brier": figure(self.record.brier),
                "coverage90": figure(self.record.coverage90),
            }  # fmt: skip
        return {
            "pair": list(self.index.pair),
            "as_of": self.index.as_of.isoformat(),
            "election": self.election.id,
            "horizon_months": self.horizon_months,
            "interval": INTERVAL,
            "index": as_json(self.index.point()),
            "outcomes": [
                {
                    "id": b.id, "label": b.label, "prob": b.prob, **_forecast_dict(b.forecast),
                }
                for b in self.result.outcomes
            ],
            "branches": [self._branch_dict(b) for b in self.result.branches],
            "chambers": self._chambers_dict(),
            "matters": {
                "share": figure(matters.usable), "low": figure(matters.usable_low), "high": figure(matters.usable_high),
                "total_variation": figure(matters.total_variation),
                "potential": figure(matters.potential), "potential_low": figure(matters.potential_low),
                "potential_high": figure(matters.potential_high),
                "signed": figure(matters.signed),
                "split": None if matters.split is None else {
                    office: {
                        "share": figure(part.share), "low": figure(part.low), "high": figure(part.high),
                        "total_variation": figure(part.total_variation),
                    }
                    for office, part in matters.split.items()
                },
            },
            "verdict": self.verdict(),
            "record": record,
            **({"record_reason": self.record.reason} if record is None else {}),
            **({"claims": self.claims.as_list()} if self.claims is not None else {}),
            "evidence": as_json(self.index.explain()),
            "probabilities": {"source": self.weights.source, "date": self.weights.date and self.weights.date.isoformat()},
            "provenance": as_json(self.provenance),
        }  # fmt: skip

    def _branch_dict(self, branch: BranchOutlook) -> dict[str, Any]:
        row = next(r for r in self.combinations.rows if branch_id(r) == branch.id)
        view = self.legislatures[branch.id]
        return {
            "id": branch.id, "outcome": branch.outcome, "chambers": dict(row.chambers), "label": branch.label,
            "prob": branch.prob, "share": branch.share, **_forecast_dict(branch.forecast),
            "legislature": view.view, "reason": view.reason,
        }  # fmt: skip

    def _chambers_dict(self) -> dict[str, Any]:
        """Return where the chances of the chambers come from, and what the file expects of them on their own."""
        found = self.combinations
        return {
            "joint": found.joint and {"source": found.joint.source, "date": found.joint.date.isoformat()},
            "margins": {
                office: {"source": w.source, "date": w.date and w.date.isoformat()} for office, w in found.margins.items()
            },
            "independent": list(found.independent),
            "independent_reason": self.election.independent if found.independent else "",
            "left_out": list(found.left_out),
            "pushes": [
                {"chamber": office, "outcome": o.id, "mean": push.mean, "sd": push.sd, "source": push.source}
                for office, o, push in pushes(self.election, found)
            ],
        }

    def verdict(self) -> str:
        """Return the words that the rules allow: on all branches together, and on whether the outcome matters."""
        return "; ".join([*self.result.sentences, f"the outcome {self.result.matters.verdict}"])

    def came(self) -> str | None:
        """Return the label of the outcome that came true, None while it is open."""
        return next((o.label for o in self.election.outcomes if o.id == self.election.came), None)


def _forecast_dict(forecast: Forecast) -> dict[str, Any]:
    return {
        "level": figure(forecast.mean), "low": figure(forecast.low90), "high": figure(forecast.high90),
        "prob_improve": forecast.chances.improve, "prob_unchanged": forecast.chances.unchanged,
        "prob_worsen": forecast.chances.worsen,
    }  # fmt: skip


def _month_date(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
