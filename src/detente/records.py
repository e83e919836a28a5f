"""The frozen records that pass from room to room.

Nothing here imports another room. Offsets are Unicode code points into the text as read, end exclusive.
Dates are `datetime.date`; probabilities lie in 0..1; index and Goldstein values on -10 (conflict) .. +10 (cooperation).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

Quad = Literal["verbal_coop", "material_coop", "verbal_conflict", "material_conflict"]
Status = Literal["happened", "future", "hypothetical", "negated"]
DateBasis = Literal["text", "document"]
Day: TypeAlias = date  # for classes whose own field is called `date`


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read, with what is known about it."""

    id: str
    text: str
    date: date | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of the text alone: the same words are the same document, whatever the file was called."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reject:
    """One row or file set aside while reading.

    `line` is the line in the file (from 1), the position in a JSON list, or None where the whole file is meant;
    `head` is the beginning of the raw line; `code`, `reason` and `help` are those of the error.
    """

    file: str
    line: int | None
    code: str
    reason: str
    head: str
    help: str | None = None


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
class Event:
    """One source -> target event, coded from one sentence (`start`, `end`) of one document."""

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


def document_as_dict(document: Document) -> dict[str, Any]:
    """Return a document as a line of the input contract; what is not known is left out."""
    row: dict[str, Any] = {"id": document.id, "text": document.text}
    if document.date is not None:
        row["date"] = document.date.isoformat()
    for name in ("title", "url", "outlet", "author"):
        if (value := getattr(document, name)) is not None:
            row[name] = value
    return row


def event_as_dict(event: Event) -> dict[str, Any]:
    """Return an event as a line of the output contract (`detente code --format jsonl`)."""
    return {
        "id": event.id,
        "document": event.document,
        "start": event.start,
        "end": event.end,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end, "text": event.trigger.text},
        "date": event.date.isoformat() if event.date else None,
        "date_basis": event.date_basis,
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
        "attributed_to": event.attributed_to,
        "rule": event.rule,
    }


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


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office: the party (or coalition), the person where one is named, and since when (incumbents)."""

    party: str
    person: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class PublishedProb:
    """A probability of an outcome as published on a date before the vote."""

    date: date
    prob: float
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an election can end: who then holds each office it decides (`holders`: office -> holder)."""

    id: str
    label: str
    holders: dict[str, Holder]
    probs: tuple[PublishedProb, ...] = ()


@dataclass(frozen=True, slots=True)
class Chamber:
    """Control of a legislature decided in the same vote; `seated` is the first day of the new members."""

    office: str
    outcomes: tuple[Outcome, ...]
    came: str | None = None
    seated: date | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """An election as data: offices, outcomes, published probabilities, and what came.

    `date` is the last day of voting, `opens` the first where voting takes several days; `inauguration` is the day the
    winner takes office; `incumbents` are those who held each office up to the vote, earliest first, `incumbent` the last of
    them, on the day of the vote (`detente.elections.incumbents_on` for an earlier day); `remainder` says how what no outcome
    covers (third candidates, ties) is treated; `came` is the id of the outcome that came true, None while it is open.
    """

    id: str
    country: str
    name: str
    date: date
    inauguration: Day
    offices: tuple[str, ...]
    incumbent: dict[str, Holder]
    outcomes: tuple[Outcome, ...]
    came: str | None
    sources: tuple[str, ...] = field(default=())
    opens: Day | None = None
    came_source: str = ""
    remainder: str = ""
    chambers: tuple[Chamber, ...] = ()
    incumbents: dict[str, tuple[Holder, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """The index in words of the contract: level and 90 % interval, points; percentile of the pair's own past, 0..100."""

    level: float
    low: float
    high: float
    percentile: float
    events: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event that moved the index, with its sentence and its exact contribution to the present level, points."""

    id: str
    date: date
    text: str
    document: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made: versions, data hashes, settings, the command that rebuilds it."""

    version: str
    command: str
    settings: dict[str, Any]
    data: dict[str, str]
