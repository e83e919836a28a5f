"""Who did what to whom: actors, events, and what is decided on events told more than once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Quad = Literal["verbal_coop", "material_coop", "verbal_conflict", "material_conflict"]
Status = Literal["happened", "future", "hypothetical", "negated"]
DateBasis = Literal["text", "document"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a name stands for at a date: one row of the who-is-who.

    `code` is ISO 3166-1 alpha-3 for all that belongs to a state, a body's short name for international bodies,
    None where no state is known. `sector` follows PLOVER (GOV, MIL, LEG, JUD, SPY, REB, OPP, PTY, MED, BUS, CVL, IGO, NGO …);
    None means the state as such. `source` names where the row comes from.
    """

    id: str
    name: str
    code: str | None
    sector: str | None
    kind: Literal["state", "seat", "person", "office", "agency", "legislature", "party", "body", "group"]
    role: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of an event: the identity and the words that name it (`text[start:end]` of the document)."""

    code: str | None
    name: str
    sector: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that carry the event (`text[start:end]` of the document)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened: the name as written (`text[start:end]` of the document), and its state where known."""

    name: str
    code: str | None
    kind: Literal["town", "region", "state"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A further telling of an event in the same document: its sentence, its trigger, and why it is the same deed."""

    id: str
    start: int
    end: int
    trigger: Trigger
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """One source -> target event, coded from one sentence (`start`, `end`) of one document.

    `mentions` counts how often it is told; the first telling gives sentence and trigger, `mention_spans` holds the others of
    the same document. `gist` is what tellings are compared by (`detente.mentions`): what the clause says beside who and when.
    """

    id: str
    document: str
    start: int
    end: int
    trigger: Trigger
    date: date | None
    date_basis: DateBasis | None
    source: Actor | None
    target: Actor | None
    event: str
    mode: str | None
    context: str | None
    cameo: str
    quad: Quad
    goldstein: float
    status: Status
    reciprocal: bool
    mentions: int
    attributed_to: str | None
    rule: str
    mention_spans: tuple[Mention, ...] = ()
    gist: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with all its tellings across documents.

    `event` is the telling that leads, with the mentions of all; `tellings` are the codings as they were made, the leading one
    first, `reasons` why each is of this event (empty for a lone one), `outlets` the publications that told it, sorted.
    """

    event: Event
    tellings: tuple[Event, ...]
    reasons: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on merging: of one event ("join"), of two ("split"), or neither ("undo"), by event ids.

    "rule off" and "rule on" stand for all merging by rule and name no events.
    """

    kind: Literal["join", "split", "undo", "rule off", "rule on"]
    first: str = ""
    second: str = ""
    reason: str = ""


def event_as_dict(event: Event) -> dict[str, Any]:
    """Return an event as a line of the output contract (`detente code --format jsonl`)."""
    return {
        "id": event.id,
        "document": event.document,
        "start": event.start,
        "end": event.end,
        "trigger": _trigger_as_dict(event.trigger),
        "date": event.date.isoformat() if event.date else None,
        "date_basis": event.date_basis,
        "place": place_as_dict(event.place),
        "source": _actor_as_dict(event.source),
        "target": _actor_as_dict(event.target),
        "event": event.event,
        "mode": event.mode,
        "context": event.context,
        "cameo": event.cameo,
        "quad": event.quad,
        "goldstein": event.goldstein,
        "status": event.status,
        "reciprocal": event.reciprocal,
        "mentions": event.mentions,
        "mention_spans": [mention_as_dict(m) for m in event.mention_spans],
        "attributed_to": event.attributed_to,
        "rule": event.rule,
    }


def place_as_dict(place: Place | None) -> dict[str, Any] | None:
    """Return a place as the output contract has it."""
    if place is None:
        return None
    return {"name": place.name, "code": place.code, "kind": place.kind, "start": place.start, "end": place.end}


def mention_as_dict(mention: Mention) -> dict[str, Any]:
    """Return a further telling as the output contract has it (`mention_spans`)."""
    return {
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "trigger": _trigger_as_dict(mention.trigger),
        "reason": mention.reason,
    }


def _trigger_as_dict(trigger: Trigger) -> dict[str, Any]:
    return {"start": trigger.start, "end": trigger.end, "text": trigger.text}


def _actor_as_dict(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {
        "code": actor.code,
        "name": actor.name,
        "sector": actor.sector,
        "text": actor.text,
        "start": actor.start,
        "end": actor.end,
    }
