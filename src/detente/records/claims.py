"""Who says what will happen, and under which condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

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
