"""Events of several documents to events counted once: the raw codings stay beneath, each with the reason why it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from detente.mentions.grouping import group
from detente.mentions.telling import telling_of
from detente.records import Event, ToldEvent


def combine(
    events: Iterable[Event],
    *,
    outlets: Mapping[str, str | None] | None = None,
    joined: Collection[frozenset[str]] = (),
    split: Collection[frozenset[str]] = (),
    by_rule: bool = True,
) -> list[ToldEvent]:
    """Return each deed once with all its tellings, in order of date, then document and place in it.

    The telling that names the day leads, then the earliest; its coding is the event's, whatever the number of the others.

    Parameters
    ----------
    events : iterable of Event
        In any order; the result does not depend on it.
    outlets : mapping of document id to outlet, optional
    joined, split : collections of two event ids each
        Decisions of a person (`group`).
    by_rule : bool, default True
        False undoes the rule: only what a person joined is together.
    """
    known = {(e.document, e.id): e for e in events}
    named = outlets or {}
    found = []
    for its in group((telling_of(e) for e in known.values()), joined=joined, split=split, by_rule=by_rule):
        tellings = sorted((known[key] for key in its.keys), key=_leads)
        reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
        for link in its.links:
            reasons[link.a].append(link.reason)
            reasons[link.b].append(link.reason)
        lead = tellings[0] if len(tellings) == 1 else replace(tellings[0], mentions=sum(e.mentions for e in tellings))
        papers = {named.get(e.document) for e in tellings} - {None}
        why = tuple("; ".join(dict.fromkeys(reasons[e.document, e.id])) for e in tellings)
        found.append(ToldEvent(lead, tuple(tellings), why, tuple(sorted(map(str, papers)))))
    return sorted(found, key=lambda told: (told.event.date or date.max, *_place(told.event)))


def _leads(event: Event) -> tuple[bool, date, str, int, int, str]:
    return event.date_basis != "text", event.date or date.max, *_place(event)


def _place(event: Event) -> tuple[str, int, int, str]:
    return event.document, event.start, event.trigger.start, event.id
