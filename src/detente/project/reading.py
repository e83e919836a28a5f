"""Events of a pair as lines, sentences and arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.ontology import MATERIAL_QUADS
from detente.records import Document, Event

if TYPE_CHECKING:
    from detente.relations import PairEvents

_WHITE = re.compile(r"\s+")


def pair_arrays(events: Sequence[Event], *, source: Sequence[int] | None = None, first: str | None = None) -> PairEvents:
    """Return events that have a date as the arrays that `relations` and `outlook` take.

    `source` numbers their documents; `first` is the code of the pair's first state, from which it follows who acts.
    """
    from detente.relations import PairEvents, month_number

    return PairEvents.of(
        [month_number(e.date.year, e.date.month) for e in events if e.date is not None],
        [e.goldstein for e in events],
        [e.quad in MATERIAL_QUADS for e in events],
        source=source,
        side=None if first is None else [_side(e, first) for e in events if e.date is not None],
    )


def _side(event: Event, first: str) -> int:
    """1 where the first state acts, -1 where the other does, 0 where both do."""
    if event.reciprocal:
        return 0
    return 1 if event.source is not None and event.source.code == first else -1


def once(events: Iterable[Event]) -> list[Event]:
    """Drop lines that tell one deed again because a side was named twice ("Obama and the White House condemned …")."""
    seen: dict[tuple[Any, ...], Event] = {}
    for event in sorted(events, key=lambda e: (e.date or date.min, e.id)):
        sides = (event.source and event.source.code, event.target and event.target.code)
        key = (event.document, event.trigger.start, event.cameo, frozenset(sides) if event.reciprocal else sides)
        seen.setdefault(key, event)
    return list(seen.values())


def record_of(document: Document) -> str:
    """Return what vouches for a document: its title and outlet."""
    return ", ".join(part for part in (document.title, document.outlet) if part)


def sentence_of(event: Event, texts: Mapping[str, Document]) -> str:
    """Return the sentence of an event, white space as single spaces."""
    return _WHITE.sub(" ", texts[event.document].text[event.start : event.end]).strip()
