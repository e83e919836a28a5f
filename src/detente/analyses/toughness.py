"""Who was tougher: what a state did and said to the other under one leader, against another's term.

Read from all that the state did or said to the other in the term, meetings and agreements included; by whom in the government
does not matter. A tougher term is one with a lower level of the state's own words and deeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from detente.analyses.spans import toward_whom, within_data
from detente.analyses.values import Interval, Quote
from detente.errors import InputError, RefusalError
from detente.leaders import LeaderTerm, Office, choose_term, leader_terms
from detente.ontology import MATERIAL_QUADS
from detente.plain import as_json
from detente.records import Event
from detente.results import Index

if TYPE_CHECKING:
    from detente.comparisons import Estimate, TermDifference
    from detente.relations import Sum

LEAST_WORDS, LEAST_DEEDS, LEAST_MONTHS = 10, 5, 12
"""A term with fewer words or deeds of that state toward the other, or shorter within the data, is not measured."""

DRIFT_MONTHS = 24
"""The drift of a shorter term is not given: its first and last half-year would be most of it."""

Quantity = Literal["words", "deeds", "both"]
QUANTITIES: tuple[Quantity, ...] = ("both", "words", "deeds")

_QUOTES = 3


@dataclass(frozen=True, slots=True)
class TermMeasure:
    """What a state did and said to the other in one leader's term.

    Attributes
    ----------
    label, person, office : str
    start, end : date
        The part of the term within the data; `end` is the last day.
    months : float
    words, deeds : int
        Events of the state toward the other.
    hostile_words, hostile_deeds : float or None
        Share of them that is hostile, 0..1; None where there are none.
    level_words, level_deeds, level : Interval or None
        Mean level of the term in Goldstein points, of both as the index weighs them; None where not measured (`reason`).
    drift : Interval or None
        Level of both in its last half-year less that in its first.
    reason : str
        What was not measured, and why; empty where all was.
    """

    label: str
    person: str
    office: str
    start: date
    end: date
    months: float
    words: int
    deeds: int
    hostile_words: float | None
    hostile_deeds: float | None
    level_words: Interval | None
    level_deeds: Interval | None
    level: Interval | None
    drift: Interval | None
    reason: str


@dataclass(frozen=True, slots=True)
class Contest:
    """One term against another.

    `difference` is the level in `first` less that in `second`, points; `prob_tougher` the probability that `first` was tougher
    (its level lower); `per_event` the difference of the mean values of single events, half-years taken as units (None: too few
    half-years); `quotes` the sentences that make most of the difference, each with what it adds.
    """

    first: str
    second: str
    quantity: Quantity
    difference: Interval
    prob_tougher: float
    per_event: Interval | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Toughness:
    """Terms of the leaders of `of` compared by what the state did and said to `toward`."""

    of: str
    toward: str
    names: tuple[str, str]
    as_of: date
    office: str
    terms: tuple[TermMeasure, ...]
    contests: tuple[Contest, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {"interval": 0.9, **as_json(self)}


@dataclass(frozen=True, slots=True)
class _Span:
    term: LeaderTerm
    start: date
    end: date  # the day after the last one
    words: tuple[int, ...]
    deeds: tuple[int, ...]

    @property
    def own(self) -> tuple[int, ...]:
        return (*self.words, *self.deeds)

    @property
    def months(self) -> float:
        return (self.end - self.start).days / 30.4375

    def measured(self, quantity: Quantity) -> bool:
        if self.months < LEAST_MONTHS:
            return False
        words, deeds = len(self.words) >= LEAST_WORDS, len(self.deeds) >= LEAST_DEEDS
        return {"words": words, "deeds": deeds, "both": words and deeds}[quantity]


def compare_leaders(index: Index, *, of: str, leaders: Sequence[str] = (), office: Office | None = None) -> Toughness:
    """Compare the terms of a state's leaders by what it did and said to the other state.

    Parameters
    ----------
    index : Index
        Of the pair, as known on the chosen day.
    of : str
        Code of the state whose leaders are compared.
    leaders : sequence of str
        Two names ("Obama", "Trump 2017"): the first against the second. None: every term against the one before it.
    office : str, optional
        By default the office that leads the state (`detente.leaders`).

    Raises
    ------
    InputError
        `of` is not one of the two (T04); not none or two names (T05), or twice the same term (T06).
    NotFoundError
        A name that is no leader's (T02, T03).
    RefusalError
        Nothing can be compared (T07): says how many events each term has and needs.
    """
    toward, names = toward_whom(index, of)
    if len(leaders) not in (0, 2):
        raise InputError("T05", f"{len(leaders)} names given; a comparison needs two", help="name two leaders, or none for all")
    terms = leader_terms(of, office=office)
    chosen = [choose_term(terms, name) for name in leaders]
    if chosen and chosen[0] == chosen[1]:
        raise InputError("T06", f"both names mean {chosen[0].label}", help="name two different terms")
    own = [i for i, event in enumerate(index.events) if _is_by(event, of)]
    spans = [span for term in terms if (span := _span(index, own, term)) is not None]
    pairs = _to_compare(spans, chosen)
    measures, contests = _measure(index, spans, pairs)
    if not contests:
        raise RefusalError("T07", _refusal(*names, spans, chosen), help=_help(index.pair))
    wanted = {term.label for term in chosen}
    return Toughness(
        of, toward, names, index.as_of, terms[-1].office,
        tuple(m for m in measures if not wanted or m.label in wanted), contests,
    )  # fmt: skip


def _is_by(event: Event, of: str) -> bool:
    source = event.source.code if event.source else None
    target = event.target.code if event.target else None
    return source == of or (event.reciprocal and target == of)


def _span(index: Index, own: Sequence[int], term: LeaderTerm) -> _Span | None:
    """Return the part of a term within the data with its events; None where there is none."""
    days = within_data(index, term)
    if days is None:
        return None
    start, end = days
    inside = [i for i in own if (day := index.events[i].date) is not None and start <= day < end]
    deeds = tuple(i for i in inside if index.events[i].quad in MATERIAL_QUADS)
    return _Span(term, start, end, tuple(i for i in inside if index.events[i].quad not in MATERIAL_QUADS), deeds)


def _to_compare(spans: Sequence[_Span], chosen: Sequence[LeaderTerm]) -> list[tuple[_Span, _Span, Quantity]]:
    """Return which spans to compare in what: the chosen two, else each with the last one before it that is measured too."""
    found: list[tuple[_Span, _Span, Quantity]] = []
    for quantity in QUANTITIES:
        measured = [span for span in spans if span.measured(quantity)]
        if chosen:
            two = [next((s for s in measured if s.term == term), None) for term in chosen]
            if two[0] is not None and two[1] is not None:
                found.append((two[0], two[1], quantity))
        else:
            found += [(later, earlier, quantity) for earlier, later in pairwise(measured)]
    return found


def _measure(
    index: Index, spans: Sequence[_Span], pairs: Sequence[tuple[_Span, _Span, Quantity]]
) -> tuple[tuple[TermMeasure, ...], tuple[Contest, ...]]:
    """Estimate the state's own words and deeds in each term by itself, and compare."""
    import numpy as np

    from detente.comparisons import difference_of_terms, term_index, term_weights
    from detente.relations import PairEvents

    every, half = index.result.events, timedelta(days=183)
    measures: list[TermMeasure] = []
    found: dict[LeaderTerm, dict[Quantity, Sum]] = {}
    for span in spans:
        if not any(span.measured(quantity) for quantity in QUANTITIES):
            measures.append(_term(index, span, {}, None))
            continue
        own = np.array(span.own)
        part = PairEvents.of(every.month[own], every.weight[own], every.material[own])
        result = term_index(part, start=span.start, end=span.end, prior=index.result.prior)
        late = term_weights(result.months, max(span.end - half, span.start), span.end)
        early = term_weights(result.months, span.start, min(span.start + half, span.end))
        rows = [term_weights(result.months, span.start, span.end), late - early]
        sums = {quantity: result.sums(rows, of=quantity, shock=True) for quantity in QUANTITIES}
        found[span.term] = {quantity: sums[quantity][0] for quantity in QUANTITIES}
        measures.append(_term(index, span, found[span.term], sums["both"][1]))
    contests = []
    for a, b, quantity in pairs:
        first, second = found[a.term][quantity], found[b.term][quantity]
        difference = difference_of_terms(first, second)
        amounts = np.zeros(len(index.events))
        amounts[list(a.own)], amounts[list(b.own)] = first.parts, -second.parts
        contests.append(
            Contest(
                a.term.label, b.term.label, quantity, _interval(difference), difference.prob_negative,
                _per_event(index, a, b, quantity), _quotes(index, amounts, difference.mean),
            )
        )  # fmt: skip
    return tuple(measures), tuple(contests)


def _term(index: Index, span: _Span, levels: Mapping[Quantity, Sum], drift: Sum | None) -> TermMeasure:
    short = []
    if span.months < LEAST_MONTHS:
        short.append(f"{span.months:.0f} of {LEAST_MONTHS} months within the data")
    if len(span.words) < LEAST_WORDS:
        short.append(f"{len(span.words)} of {LEAST_WORDS} words")
    if len(span.deeds) < LEAST_DEEDS:
        short.append(f"{len(span.deeds)} of {LEAST_DEEDS} deeds")
    level = {quantity: _interval(levels[quantity]) if span.measured(quantity) else None for quantity in QUANTITIES}
    return TermMeasure(
        span.term.label, span.term.person, span.term.office, span.start, span.end - timedelta(days=1), span.months,
        len(span.words), len(span.deeds), _hostile(index, span.words), _hostile(index, span.deeds),
        level["words"], level["deeds"], level["both"],
        _interval(drift) if drift is not None and level["both"] is not None and span.months >= DRIFT_MONTHS else None,
        "; ".join(short),
    )  # fmt: skip


def _hostile(index: Index, places: Sequence[int]) -> float | None:
    if not places:
        return None
    return sum(index.events[i].quad.endswith("conflict") for i in places) / len(places)


def _per_event(index: Index, a: _Span, b: _Span, quantity: Quantity) -> Interval | None:
    """Return the difference of mean event values without any model: half-years are the units; None for the composite."""
    from detente.comparisons import difference_of_means, half_year

    if quantity == "both":
        return None
    places = [span.words if quantity == "words" else span.deeds for span in (a, b)]
    values = [[index.events[i].goldstein for i in side] for side in places]
    blocks = [[half_year(day) for i in side if (day := index.events[i].date) is not None] for side in places]
    found: Estimate | None = difference_of_means(values[0], blocks[0], values[1], blocks[1])
    return None if found is None else Interval(found.mean, found.low, found.high)


def _quotes(index: Index, amounts: Any, difference: float) -> tuple[Quote, ...]:
    """Return the sentences of the two terms that push the difference most in its own direction."""
    pushed = [e for e in index.evidence(amounts) if e.contribution * difference > 0]
    return tuple(Quote(e.id, e.date, e.text, e.document, e.contribution) for e in pushed[:_QUOTES])


def _interval(found: Sum | TermDifference) -> Interval:
    from detente.comparisons import Z90

    return Interval(found.mean, found.mean - Z90 * found.sd, found.mean + Z90 * found.sd)


def _refusal(of: str, toward: str, spans: Sequence[_Span], chosen: Sequence[LeaderTerm]) -> str:
    shown = [s for s in spans if not chosen or s.term in chosen]
    have = "; ".join(f"{s.term.label}: {len(s.words)} words, {len(s.deeds)} deeds in {s.months:.0f} months" for s in shown[-4:])
    missing = [term.label for term in chosen if term not in [s.term for s in spans]]
    if missing:
        have = "; ".join(filter(None, [have, *(f"{label}: nothing within the data" for label in missing)]))
    return (
        f"no two terms can be compared by what {of} did and said to {toward}; each needs {LEAST_WORDS} words or {LEAST_DEEDS} "
        f"deeds in {LEAST_MONTHS} months or more. There are: {have or 'no terms within the data'}"
    )


def _help(pair: tuple[str, str]) -> str:
    return f"add texts of these years (detente add), or see what there is: detente index {pair[0]} {pair[1]}"
