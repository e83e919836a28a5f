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


SpeakerKind = Literal["person", "institution", "collective", "author", "unnamed"]
ResolvedBy = Literal["name", "pronoun", "carried", "appositive"]
ClaimMode = Literal["direct", "indirect", "mixed"]
ClaimType = Literal["fact", "assessment", "forecast", "commitment", "threat", "accusation", "demand", "question"]
Direction = Literal["improve", "worsen", "unchanged"]
Polarity = Literal["positive", "negative"]
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a claim.

    `as_written` is what the text calls the speaker beside the cue ("he"), `name` the fullest name the text gives the same
    speaker ("Ana Ruiz"); both None where no one is named. `role` and `affiliation` are the text's own words.
    """

    name: str | None
    as_written: str | None
    role: str | None
    affiliation: str | None
    kind: SpeakerKind
    resolved_by: ResolvedBy


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which condition a claim is to hold.

    `text` joins the words at `spans` with " … "; both are empty (None, ()) where the condition is carried over from an earlier
    sentence. `scenario` lists the ids of every outcome it covers (`usa-2020/biden`), () where it is no outcome of an election.
    """

    text: str | None
    spans: tuple[Span, ...]
    scenario: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A likelihood word as written, and what surveys found readers to take it for (probabilities, 0..1).

    `kind` ("class" in the output): `point` (scored by its median), `interval` (never scored as a point), `unscored` (no survey
    gives figures; then `low`, `high`, `median` are None).
    """

    phrase: str
    low: float | None
    high: float | None
    median: float | None
    kind: Literal["point", "interval", "unscored"]


@dataclass(frozen=True, slots=True)
class Horizon:
    """Until when a claim speaks: the text's words, and the last day they mean where they name one."""

    text: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Claim:
    """An attributed statement, or (with `part_of`) one forecast within it.

    `text` joins the words at `content_spans` with " … ". `about` holds the codes of a pair of states, sorted. `nested_in` is
    the id of the claim in which this one is quoted. `rule` says by which rule it was found.
    """

    id: str
    document: str
    part_of: str | None
    speaker: Speaker
    source_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    text: str
    mode: ClaimMode
    type: ClaimType
    condition: Condition | None
    likelihood: Likelihood | None
    about: tuple[str, str] | None
    direction: Direction | None
    polarity: Polarity
    horizon: Horizon | None
    nested_in: str | None
    date: date | None
    venue: str | None
    rule: str


def claim_as_dict(claim: Claim) -> dict[str, Any]:
    """Return a claim as a line of the output contract (`detente claims --format jsonl`)."""
    row = {name: getattr(claim, name) for name in Claim.__slots__}
    row["speaker"] = {name: getattr(claim.speaker, name) for name in Speaker.__slots__}
    for name in ("source_span", "cue_span", "about"):
        row[name] = None if row[name] is None else list(row[name])
    row["content_spans"] = [list(span) for span in claim.content_spans]
    if (condition := claim.condition) is not None:
        spans = [list(span) for span in condition.spans]
        row["condition"] = {"text": condition.text, "spans": spans, "scenario": list(condition.scenario)}
    if (likelihood := claim.likelihood) is not None:
        row["likelihood"] = {name: getattr(likelihood, name) for name in ("phrase", "low", "high", "median")}
        row["likelihood"]["class"] = likelihood.kind
    if (horizon := claim.horizon) is not None:
        row["horizon"] = {"text": horizon.text, "until": horizon.until and horizon.until.isoformat()}
    row["date"] = claim.date and claim.date.isoformat()
    return row


def claim_from_dict(row: dict[str, Any]) -> Claim:
    """Return the claim of a line of the output contract: the inverse of `claim_as_dict`."""
    condition, likelihood, horizon = row["condition"], row["likelihood"], row["horizon"]

    def span(value: Any) -> Any:
        return None if value is None else tuple(value)

    def day(value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)

    return Claim(
        **{
            **row,
            "speaker": Speaker(**row["speaker"]),
            "source_span": span(row["source_span"]),
            "cue_span": span(row["cue_span"]),
            "content_spans": tuple(map(tuple, row["content_spans"])),
            "condition": condition
            and Condition(condition["text"], tuple(map(tuple, condition["spans"])), tuple(condition["scenario"])),
            "likelihood": likelihood
            and Likelihood(
                likelihood["phrase"], likelihood["low"], likelihood["high"], likelihood["median"], likelihood["class"]
            ),
            "about": span(row["about"]),
            "horizon": horizon and Horizon(horizon["text"], day(horizon["until"])),
            "date": day(row["date"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office: the party (or coalition), the person where one is named, and since when (incumbents).

    `partners` are the parties that govern with it: a chamber in their hands stands on the holder's side.
    """

    party: str
    person: str | None = None
    since: date | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedProb:
    """A probability of an outcome as published on a date before the vote."""

    date: date
    prob: float
    source: str


@dataclass(frozen=True, slots=True)
class Push:
    """What a chamber in these hands is expected to do on its own, index points on deeds: an expert's entry, with its source."""

    mean: float
    sd: float
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an election can end: who then holds each office it decides (`holders`: office -> holder).

    `push` is only for outcomes of a chamber.
    """

    id: str
    label: str
    holders: dict[str, Holder]
    probs: tuple[PublishedProb, ...] = ()
    push: Push | None = None


@dataclass(frozen=True, slots=True)
class Chamber:
    """Control of a legislature decided in the same vote; `seated` is the first day of the new members."""

    office: str
    outcomes: tuple[Outcome, ...]
    came: str | None = None
    seated: date | None = None


@dataclass(frozen=True, slots=True)
class JointTable:
    """Chances of the leading office and of chambers together, as published on a date.

    `offices` are the chambers; `cells` has the chance of each combination, keyed by the id of the leading outcome and then
    those of the chambers in that order.
    """

    source: str
    date: date
    offices: tuple[str, ...]
    cells: dict[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Election:
    """An election as data: offices, outcomes, published probabilities, and what came.

    `date` is the last day of voting, `opens` the first where voting takes several days; `inauguration` is the day the
    winner takes office; `incumbents` are those who held each office up to the vote, earliest first, `incumbent` the last of
    them, on the day of the vote (`detente.elections.incumbents_on` for an earlier day); `remainder` says how what no outcome
    covers (third candidates, ties) is treated; `came` is the id of the outcome that came true, None while it is open. `joint`
    says how the chambers go together with the leading office; where no table does, they are taken as independent, and
    `independent` says why.
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
    joint: tuple[JointTable, ...] = ()
    independent: str = ""
    incumbents: dict[str, tuple[Holder, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """The index in words of the contract: level and 90 % interval, points; percentile of the pair's own past, 0..100.

    `percentile` is None where there is too little past to tell.
    """

    level: float
    low: float
    high: float
    percentile: float | None
    events: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event that moved the index, with its sentence and its exact contribution to the present level, points.

    `mentions` counts how often it is told, in `documents` documents of `outlets` named publications.
    """

    id: str
    date: date
    text: str
    document: str
    contribution: float
    mentions: int = 1
    documents: int = 1
    outlets: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made: versions, data hashes, settings, the command that rebuilds it."""

    version: str
    command: str
    settings: dict[str, Any]
    data: dict[str, str]
