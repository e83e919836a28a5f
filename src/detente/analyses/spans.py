"""Which of the two states is meant, and which part of a leader's term lies within the data of an index."""

from __future__ import annotations

from datetime import date, timedelta

from detente.errors import InputError
from detente.leaders import LeaderTerm
from detente.results import Index


def toward_whom(index: Index, of: str) -> tuple[str, tuple[str, str]]:
    """Return the code of the other state, and the names of `of` and of the other.

    Raises
    ------
    InputError
        `of` is not one of the two (T04).
    """
    if of not in index.pair:
        raise InputError("T04", f"{of} is not one of {' and '.join(index.pair)}", help="name one of the two")
    first = index.pair[0] == of
    return index.pair[1 if first else 0], index.names if first else (index.names[1], index.names[0])


def within_data(index: Index, term: LeaderTerm) -> tuple[date, date] | None:
    """Return the first day of a term within the data and the day after the last one; None where no day of it is."""
    after = index.as_of + timedelta(days=1)
    start, end = max(term.start, index.months()[0]), min(term.end or after, after)
    return (start, end) if end > start else None
