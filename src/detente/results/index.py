"""The index of one pair, each number with the events and words behind it."""

from __future__ import annotations

import math
import string
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.plain import as_json, figure
from detente.records import Event, Evidence, IndexPoint, Provenance, ToldEvent

if TYPE_CHECKING:
    from detente.directions import Directions
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
        """Return the series, one row a month, points: level with 50 and 90 % intervals, as known then, words, deeds; events."""
        level, known = self.result.level, self.result.known
        events = [row.events for row in self.table("month")]
        return [
            {
                "month": m.isoformat()[:7],
                "mean": figure(level.mean[i]), "low": figure(level.low90[i]), "high": figure(level.high90[i]),
                "low50": figure(level.low50[i]), "high50": figure(level.high50[i]), "known": figure(known.mean[i]),
                "words": figure(self.result.words.mean[i]), "deeds": figure(self.result.deeds.mean[i]), "events": events[i],
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


def _month_date(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
