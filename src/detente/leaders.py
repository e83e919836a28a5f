"""Who led a state when: terms of office from the table of office-holders, one office per state.

The office that leads: the one of head of state and head of government in whose holder Archigos and REIGN saw the effective
leader on more days since 1989 (`data/leaders/leading_offices.csv`); where only one of the two exists, that one. The same rule
for every state.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from detente.errors import NotFoundError

Office = Literal["head_of_state", "head_of_government"]
OFFICES: tuple[Office, ...] = ("head_of_state", "head_of_government")
_SAME_TERM = timedelta(days=31)
"""Two offices of one person no further apart than this are one term ("Acting President", then "President")."""


@dataclass(frozen=True, slots=True)
class LeaderTerm:
    """One uninterrupted term of one leader.

    `start` is the first day, `end` the day on which the next one takes over (None: still in office); `state` the code.
    """

    person: str
    state: str
    office: str
    start: date
    end: date | None
    source: str

    @property
    def label(self) -> str:
        """The person and the years: "Barack Obama 2009–2017"."""
        if self.end is not None and self.end.year == self.start.year:
            return f"{self.person} {self.start.year}"
        return f"{self.person} {self.start.year}–{self.end.year if self.end else ''}"

    def holds(self, on: date) -> bool:
        """Tell whether the office was held on that day; the day of a hand-over is the successor's."""
        return self.start <= on and (self.end is None or on < self.end)


@lru_cache(maxsize=1)
def _table() -> dict[str, Office]:
    text = files("detente.data").joinpath("leaders", "leading_offices.csv").read_text(encoding="utf-8")
    return {row["state"]: row["office_kind"] for row in csv.DictReader(text.splitlines())}  # type: ignore[misc]


def leading_office(state: str) -> Office:
    """Return which office leads a state: "head_of_state" or "head_of_government".

    Examples
    --------
    >>> leading_office("USA"), leading_office("IND")
    ('head_of_state', 'head_of_government')
    """
    from detente.actors.gazetteer import default_gazetteer

    known = {term.kind for term in default_gazetteer().terms_of.get(state, ())}
    held = [kind for kind in OFFICES if kind in known]
    if len(held) == 1:
        return held[0]
    return _table().get(state, "head_of_government")


def leader_terms(state: str, *, office: Office | None = None) -> tuple[LeaderTerm, ...]:
    """Return the terms of a state's leaders, earliest first.

    Parameters
    ----------
    state : str
        ISO 3166-1 alpha-3.
    office : "head_of_state" or "head_of_government", optional
        By default the one that leads (`leading_office`).

    Raises
    ------
    NotFoundError
        The tables hold nobody in that office (T01).

    Examples
    --------
    >>> [term.label for term in leader_terms("USA")][-2:]
    ['Joe Biden 2021–2025', 'Donald Trump 2025–']
    """
    from detente.actors.gazetteer import default_gazetteer

    kind = office or leading_office(state)
    rows = [term for term in default_gazetteer().terms_of.get(state, ()) if term.kind == kind and term.start is not None]
    if not rows:
        raise NotFoundError(
            "T01", f"the tables know no {kind.replace('_', ' ')} of {state}", help="docs/office_holders.md says what they cover"
        )
    found: list[LeaderTerm] = []
    for row in sorted(rows, key=lambda r: (r.start or date.min, r.end or date.max)):
        assert row.start is not None
        last = found[-1] if found else None
        if last is not None and last.person == row.name and last.end is not None and row.start - last.end <= _SAME_TERM:
            ends = None if row.end is None else max(last.end, row.end)
            found[-1] = LeaderTerm(row.name, state, row.office, last.start, ends, last.source)
        else:
            found.append(LeaderTerm(row.name, state, row.office, row.start, row.end, row.source))
    return tuple(found)


def choose_term(terms: Sequence[LeaderTerm], asked: str) -> LeaderTerm:
    """Return the term that a name means: "Obama", "Barack Obama", or with a year of office "Trump 2018".

    Raises
    ------
    NotFoundError
        Nobody of that name (T02), or of that name in that year; several terms and no year (T03). `near` holds what can be
        chosen.
    """
    words = asked.replace("–", " ").replace("-", " ").split()
    years = [int(word) for word in words if word.isdigit() and len(word) == 4]
    name = " ".join(word for word in asked.split() if not word.strip("–-").replace("–", "").isdigit()).casefold()
    matching = [t for t in terms if name and (name == t.person.casefold() or f" {name}" in f" {t.person.casefold()}")]
    for year in years:
        matching = [t for t in matching if t.start.year <= year <= (t.end or date.max).year]
    if len(matching) > 1 and years:  # the year of a hand-over belongs to whom it begins with, when it is named first
        begun = [t for t in matching if t.start.year == years[0]]
        matching = begun if len(begun) == 1 else matching
    if len(matching) == 1:
        return matching[0]
    near = [t.label for t in matching or terms]
    if matching:
        raise NotFoundError(
            "T03", f'"{asked}" means {len(matching)} terms', help="add a year of office: " + ", ".join(near), near=near
        )
    raise NotFoundError("T02", f'no leader in these tables is "{asked}"', help="near: " + ", ".join(near[-8:]), near=near)
