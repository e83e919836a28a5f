"""Who is who: states, their words and seats, offices and who held them, bodies, agencies, armed groups.

    state("Burma").iso3                                  "MMR"
    resolve("President Clinton", date(1996, 5, 1)).name  "Bill Clinton"
    find("Russian forces left Grozny.")[0].identity      RUS, MIL

The tables lie in `detente/data/actors`; docs/actors.md says what they cover.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from detente.actors.gazetteer import Form, Gazetteer, default_gazetteer
from detente.actors.scan import Found, Scanner
from detente.actors.tables import Capital, Role, State, Term
from detente.records import Identity

__all__ = [
    "Capital",
    "Form",
    "Found",
    "Gazetteer",
    "Identity",
    "Role",
    "Scanner",
    "State",
    "Term",
    "find",
    "resolve",
    "role",
    "search",
    "state",
]


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner(default_gazetteer())


def state(text_or_code: str) -> State:
    """Return the state that a name or code means, in any case; NotFoundError A01 with near names otherwise.

    Examples
    --------
    >>> state("Zaire").iso3, state("gb").name, state("365").name
    ('COD', 'United Kingdom', 'Russia')
    """
    return default_gazetteer().state(text_or_code)


def resolve(text: str, date: date | None = None) -> Identity | None:
    """Return who a name, title with name, office or seat stands for on a date; None where unknown or ambiguous.

    Examples
    --------
    >>> resolve("Russian forces").code, resolve("Russian forces").sector
    ('RUS', 'MIL')
    """
    return _scanner().resolve(text, date)


def find(text: str, date: date | None = None) -> list[Found]:
    """Return every actor named in a raw text, in order: leftmost, longest, offsets in code points, end exclusive.

    Cost grows with the text's length alone; nothing looks across a blank line.

    Examples
    --------
    >>> [(found.text, found.identity.code) for found in find("Moscow and New Delhi sign a pact.")]
    [('Moscow', 'RUS'), ('New Delhi', 'IND')]
    """
    return _scanner().find(text, date)


def role(lemma: str) -> Role | None:
    """Return what a role noun stands for: its sector and, for an office, the kinds of office it names.

    Examples
    --------
    >>> role("troops").sector, role("foreign minister").office_kinds
    ('MIL', ('foreign_minister',))
    """
    return default_gazetteer().role(lemma)


def search(text: str, limit: int = 10) -> list[Identity]:
    """Return actors whose names are like the text, best first."""
    return default_gazetteer().search(text, limit)
