"""Who acts for a state, and what people said about the other one: the choices behind index and stances.

The same rules for every state and person; docs/method.md states them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from detente.records import Actor, Event

STATE_SECTORS = frozenset({None, "GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
"""Sectors that act for a state: the state as such, government, forces, legislature, courts, services, police."""

STANCE_YEARS = 4
"""Statements of so many years before `as_of` make a stance."""

# Meetings and calls are contacts of both sides; a signature concludes what was agreed. Neither is one side's opinion.
_NO_STATEMENT_TYPES = frozenset({"CONSULT"})
_NO_STATEMENT_CODES = frozenset({"057"})


def acts_for_state(event: Event) -> bool:
    """Tell whether an event belongs in the index: whoever acts does so for the state.

    Words count where both sides are of the state, so that what candidates, parties, firms or armed groups say, and what is
    said about them, moves no level. Deeds count where the one who acts is of the state, whomever of the other state they hit:
    sanctions on a firm, the arrest of a citizen, a strike on an armed group. What both sides do together needs both.
    """
    source, target = (_is_of_state(side, event.date) for side in (event.source, event.target))
    if event.reciprocal or event.quad.startswith("verbal"):
        return source and target
    return source


def _is_of_state(actor: Actor | None, day: date | None) -> bool:
    if actor is None or actor.sector not in STATE_SECTORS:
        return False
    return actor.sector is not None or not _is_person(actor.name, day)


@lru_cache(maxsize=10_000)
def _is_person(name: str, day: date | None) -> bool:
    """Tell whether a name without a sector is a person's.

    "No sector" is the state as such; a person without one holds an office that is none of government (leads a party, is
    elected but not yet sworn in).
    """
    from detente.actors import resolve

    known = resolve(name, day)
    return known is not None and known.kind == "person"


def statements(
    events: Iterable[Event], *, of: str, about: str, as_of: date, person: str | None = None, since: date | None = None
) -> list[tuple[Event, ...]]:
    """Return what was said of the other state up to `as_of`, one tuple of events per sentence and speaker.

    Parameters
    ----------
    events : iterable of Event
        All events of the pair that happened, also those that the index leaves out: who stands for election is often out of
        office.
    of, about : str
        Codes of the state whose people speak and of the other one.
    as_of : date
    person : str, optional
        Only this person's.
    since : date, optional
        First day; by default that four years before `as_of`.

    Notes
    -----
    A statement is one-sided words: no meetings and calls, nothing reciprocal, no signatures, nothing that the text puts
    into the mouth of somebody else than the one it credits with it.
    """
    since = since or as_of - timedelta(days=round(365.25 * STANCE_YEARS))
    found: dict[tuple[str, int, str], list[Event]] = {}
    for event in events:
        source, target, day = event.source, event.target, event.date
        if source is None or target is None or day is None or not since <= day <= as_of:
            continue
        if (source.code, target.code) != (of, about) or (person is not None and source.name != person):
            continue
        if event.reciprocal or not event.quad.startswith("verbal"):
            continue
        if event.event in _NO_STATEMENT_TYPES or event.cameo in _NO_STATEMENT_CODES or not _is_own(event):
            continue
        found.setdefault((event.document, event.start, source.name), []).append(event)
    return [tuple(group) for group in found.values()]


def value_of(statement: Iterable[Event]) -> float:
    """Return the mean Goldstein value of the events of one statement."""
    values = [event.goldstein for event in statement]
    return sum(values) / len(values)


def _is_own(event: Event) -> bool:
    """Tell whether nobody else is named as the one who says so ("Clinton said that Trump had praised Putin" is Clinton's)."""
    from detente.actors import resolve

    said_by, speaker = event.attributed_to, event.source
    if said_by is None or speaker is None:
        return True
    known = resolve(said_by, event.date)
    if known is not None and known.kind == "person":
        return known.name == speaker.name
    if known is not None:
        # an office of the same state speaks for the state itself, not for one of its people
        return known.name == speaker.name or (speaker.sector is None and known.code == speaker.code)
    names_nobody = not any(letter.isupper() for letter in said_by)  # a pronoun or a noun
    return names_nobody or speaker.name.split()[-1].casefold() in said_by.casefold().split()
