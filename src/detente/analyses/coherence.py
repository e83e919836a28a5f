"""Do a leader and the officials of the same government speak alike about the other state?

A statement is one sentence of one speaker: words only, one-sided, nobody else's (`detente.stances.statements`). Friendly or
hostile is the sign of its mean Goldstein value. Officials: the government other than its leader (persons, ministries, the
state as such); not legislature, courts and forces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from detente.analyses.spans import toward_whom, within_data
from detente.analyses.values import Interval, Quote
from detente.errors import RefusalError
from detente.leaders import LeaderTerm, Office, leader_terms
from detente.plain import as_json
from detente.records import Event
from detente.results import Index
from detente.stances import statements, value_of

if TYPE_CHECKING:
    from detente.comparisons import Estimate, Voice

WINDOW_DAYS = 30
LEAST_MATCHED, LEAST_OTHERS, LEAST_HALF_YEARS = 10, 10, 5
"""Fewer statements of the leader with an official's at most 30 days away, fewer statements of officials, or fewer half-years:
not measurable.
"""

GOVERNMENT = frozenset({None, "GOV"})
_QUOTES = 5


@dataclass(frozen=True, slots=True)
class TermCoherence:
    """Leader and officials in one term.

    Attributes
    ----------
    label : str
    start, end : date
        The part of the term within the data; `end` is the last day.
    leader, officials, matched, neutral : int
        Statements of the leader; of the officials; those of the leader with an official's at most 30 days away; those of either
        with the value 0, which are left out.
    share : Interval or None
        Chance that a statement of the leader and an official's at most 30 days away point the same way, 0..1.
    base : Interval or None
        The same for any two statements of that government in the term.
    excess : Interval or None
        share - base; above 0: nearer in time and by different voices they agree more than two at random.
    gap : Interval or None
        The leader's value less the officials', points on the Goldstein scale; above 0 the leader is friendlier.
    opposed : tuple of Quote
        The leader's statements against which most of the officials' nearest statements point the other way, latest first.
    reason : str
        Why it is not measurable; empty where it is.
    """

    label: str
    start: date
    end: date
    leader: int
    officials: int
    matched: int
    neutral: int
    share: Interval | None
    base: Interval | None
    excess: Interval | None
    gap: Interval | None
    opposed: tuple[Quote, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Coherence:
    """Coherence of a government's words toward the other state, term by term."""

    of: str
    toward: str
    names: tuple[str, str]
    as_of: date
    window_days: int
    terms: tuple[TermCoherence, ...]

    @property
    def measured(self) -> tuple[TermCoherence, ...]:
        """The terms in which it can be measured."""
        return tuple(term for term in self.terms if term.share is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {"interval": 0.9, **as_json(self)}


def measure_coherence(index: Index, *, of: str, office: Office | None = None) -> Coherence:
    """Measure in each leader's term whether leader and officials of one state speak alike about the other.

    Raises
    ------
    InputError
        `of` is not one of the two (T04).
    NotFoundError
        No leader of that state is known (T01).
    RefusalError
        Not measurable in any term (T08): says how many statements there are and are needed.
    """
    toward, names = toward_whom(index, of)
    said = statements(index.events, of=of, about=toward, as_of=index.as_of, since=date.min)
    spoken = [s for s in said if s[0].source is not None and s[0].source.sector in GOVERNMENT]
    sentences = dict(zip((e.id for e in index.events), index.sentences, strict=True))
    found = []
    for term in leader_terms(of, office=office):
        if (days := within_data(index, term)) is not None:
            start, end = days
            inside = [s for s in spoken if (day := s[0].date) is not None and start <= day < end]
            found.append(_term(term, start, end, inside, sentences))
    if not any(term.share is not None for term in found):
        spoke = [t for t in found if t.leader + t.officials]
        have = "; ".join(f"{t.label}: {t.leader} and {t.officials}, {t.matched} near" for t in spoke[-4:])
        raise RefusalError(
            "T08",
            f"whether leader and officials of {names[0]} speak alike about {names[1]} is not measurable: needed are "
            f"{LEAST_MATCHED} statements of the leader with an official's at most {WINDOW_DAYS} days away, "
            f"{LEAST_OTHERS} of officials, {LEAST_HALF_YEARS} half-years. There are (leader and officials) {have or 'none'}",
            help="add texts that quote both (detente add)",
        )
    return Coherence(of, toward, names, index.as_of, WINDOW_DAYS, tuple(found))


def _term(
    term: LeaderTerm, start: date, end: date, said: Sequence[tuple[Event, ...]], sentences: dict[str, str]
) -> TermCoherence:
    from detente.comparisons import agreement

    signed = [s for s in said if value_of(s)]
    own = [s for s in signed if _speaker(s) == term.person]
    others = [s for s in signed if _speaker(s) != term.person]
    voices = _voice(own), _voice(others)
    found = agreement(*voices, window=WINDOW_DAYS) if own and others else None
    near = sum(any(abs((a[0].date - b[0].date).days) <= WINDOW_DAYS for b in others if b[0].date) for a in own if a[0].date)
    blocks = len(set(voices[0].block.tolist()) | set(voices[1].block.tolist()))
    short = [
        f"{have} of {least} {what}"
        for have, least, what in (
            (near, LEAST_MATCHED, f"statements of the leader with an official’s at most {WINDOW_DAYS} days away"),
            (len(others), LEAST_OTHERS, "statements of officials"),
            (blocks, LEAST_HALF_YEARS, "half-years with statements"),
        )
        if have < least
    ]
    counts = (len(own), len(others), near, len(said) - len(signed))
    end -= timedelta(days=1)
    if short or found is None:
        reason = "; ".join(short) or "all in too few half-years"
        return TermCoherence(term.label, start, end, *counts, None, None, None, None, (), reason)
    against = [
        Quote(s[0].id, s[0].date or start, sentences[s[0].id], s[0].document, value_of(s))
        for s, opposed in zip(own, found.opposed, strict=True)
        if opposed > 0.5
    ]
    against.sort(key=lambda q: (q.date, q.id), reverse=True)
    return TermCoherence(
        term.label, start, end, *counts,
        _within(found.share), _within(found.base), _interval(found.excess), _interval(found.gap), tuple(against[:_QUOTES]), "",
    )  # fmt: skip


def _speaker(statement: Sequence[Event]) -> str | None:
    return statement[0].source.name if statement[0].source else None


def _voice(said: Sequence[Sequence[Event]]) -> Voice:
    import numpy as np

    from detente.comparisons import Voice, half_year

    days = [s[0].date for s in said if s[0].date is not None]
    return Voice(
        np.array([day.toordinal() for day in days], np.int64),
        np.array([value_of(s) for s in said], float),
        np.array([half_year(day) for day in days], np.int64),
    )


def _interval(found: Estimate) -> Interval:
    return Interval(found.mean, found.low, found.high)


def _within(found: Estimate) -> Interval:
    """Return the interval of a share, which lies in 0..1."""
    return Interval(found.mean, max(found.low, 0.0), min(found.high, 1.0))
