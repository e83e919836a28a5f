"""What stands in the ledger: one thing foretold, by whom, on which day, under which condition, until when."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from detente.errors import InputError
from detente.records import Claim, Document, Event, Likelihood

Kind = Literal["claim", "question", "outlook"]
Direction = Literal["improve", "unchanged", "worsen"]
Basis = Literal["stated", "default"]

HORIZON_MONTHS = 12
"""Until when a claim without a horizon is held to speak, counted from its day: the horizon of an outlook. Shown as such."""

ID_LENGTH = 12

FORETELLING = ("forecast", "commitment", "threat")
"""Types of claims that the ledger takes; the last two are vows: kept or not kept, outside calibration."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A foretold deed: an event of this PLOVER type from `source` to `target` (codes of states)."""

    source: str
    target: str
    event: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing foretold.

    Attributes
    ----------
    id : str
        Hash of speaker, day, words, question and probability: the same claim in a second text is the same entry.
    kind : str
        `claim` (extracted from a text), `question` (from a table of a person's own), `outlook` (the program's own, frozen).
    speaker, speaker_kind : str
        `speaker_kind` as in a claim: person, institution, collective, author, unnamed.
    text : str
        The words of the claim or question.
    made, until : date
        The day it was said, and the last day it speaks of. `until_basis` says whether the speaker named that day or the
        ledger supplied it (`HORIZON_MONTHS`).
    pair : (str, str) or None
        Codes of two states, sorted.
    direction : str or None
        What is foretold of the relation of the pair.
    deed : Deed or None
        Or which deed. Without either only a person can say what came.
    scenario : tuple of str
        Ids of the outcomes under which it is to hold (`usa-2020/biden`), () for a claim without an electoral condition; all
        outcomes of an election mean "whoever wins".
    condition : str or None
        Words of a condition that is no outcome of an election: only a person can say whether it came.
    prob, low, high : float or None
        Probability of `direction` or `deed`, or the interval that surveys found for the speaker's word; all None where no
        figure is known.
    phrase : str
        The likelihood word as written.
    vow : bool
        A vow or threat: a prediction of one's own deeds.
    document, sha256, spans, claim
        Where it stands: id and hash of the text, offsets of the words in it, id of the claim.
    url : str
    group : str
        Entries that one reading of the world settles together (the three directions of an outlook) count as one claim.
    band : float or None
        Points of the index that count as better or worse, where the entry names its own (a frozen outlook).
    """

    id: str
    kind: Kind
    speaker: str
    text: str
    made: date
    until: date
    until_basis: Basis
    pair: tuple[str, str] | None
    direction: Direction | None
    deed: Deed | None
    scenario: tuple[str, ...]
    condition: str | None
    prob: float | None
    low: float | None
    high: float | None
    phrase: str
    vow: bool
    document: str | None = None
    sha256: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    claim: str | None = None
    url: str | None = None
    group: str = ""
    band: float | None = None
    speaker_kind: str = "person"

    @property
    def question(self) -> str:
        """What is asked, apart from who answers and when: entries of one speaker on one question are revisions."""
        asked = [self.pair, self.direction, self.deed and asdict(self.deed), sorted(self.scenario), self.condition, self.band]
        by_text = None if self.direction or self.deed else self.text
        return _hash([*asked, by_text, self.until.isoformat()])

    @property
    def checkable(self) -> bool:
        """Whether the program can say what came: there is a deed or a direction, and no condition but an election."""
        return (self.deed is not None or (self.pair is not None and self.direction is not None)) and self.condition is None

    @property
    def vague(self) -> bool:
        """Whether no point score will ever come of it: an interval word, a word without figures, or nothing to check."""
        return self.prob is None or not (self.deed or self.direction)


def make_entry(**given: Any) -> Entry:
    """Return an entry with its id.

    Raises
    ------
    InputError
        Its last day is not after the day it was made (L20).
    """
    values = {f.name: given[f.name] for f in fields(Entry) if f.name in given}
    if values.get("pair"):
        values["pair"] = tuple(sorted(values["pair"]))
    if values["until"] <= values["made"]:
        raise InputError(
            "L20", f"the last day, {values['until'].isoformat()}, is not after that of the claim, {values['made'].isoformat()}",
            help="a claim speaks of days after its own",
        )  # fmt: skip
    entry = Entry(id="", **values)
    own = [entry.kind, entry.speaker, " ".join(entry.text.split()), entry.made.isoformat(), entry.vow]
    return Entry(id=_hash([*own, entry.question, entry.prob, entry.low, entry.high])[:ID_LENGTH], **values)


def entry_as_dict(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row for JSON."""
    row = asdict(entry)
    for name in ("made", "until"):
        row[name] = row[name].isoformat()
    for name in ("pair", "scenario"):
        row[name] = None if row[name] is None else list(row[name])
    row["spans"] = [list(span) for span in entry.spans]
    return row


def entry_from_dict(row: dict[str, Any]) -> Entry:
    """Return the entry of a row: the inverse of `entry_as_dict`."""
    return Entry(
        **{
            **row,
            "made": date.fromisoformat(row["made"]),
            "until": date.fromisoformat(row["until"]),
            "pair": None if row["pair"] is None else tuple(row["pair"]),
            "deed": None if row["deed"] is None else Deed(**row["deed"]),
            "scenario": tuple(row["scenario"]),
            "spans": tuple(tuple(span) for span in row["spans"]),
        }
    )


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where that has no such day.

    Examples
    --------
    >>> months_later(date(2020, 10, 31), 4)
    datetime.date(2021, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def entries_of(
    claims: Sequence[Claim],
    documents: Iterable[Document],
    events: Iterable[Event] = (),
    *,
    horizon_months: int = HORIZON_MONTHS,
    points_down: Callable[[Likelihood], bool] = lambda likelihood: False,
    asks_more: Callable[[str], bool] = lambda words: False,
) -> tuple[list[Entry], list[Claim]]:
    """Turn claims into entries.

    Parameters
    ----------
    claims : sequence of Claim
        Statements that only hold forecasts of their own (`part_of`) are passed by in favour of these.
    documents : iterable of Document
        The texts of the claims.
    events : iterable of Event
        Coded from the same texts. One that has not happened and whose words lie within a claim is the deed it foretells.
    horizon_months : int
        For claims that name no horizon.
    points_down : callable
        Whether a likelihood word itself denies ("unlikely", "little chance"). Its figures are those of the thing predicted.
        Where the speaker denies the thing and the word does not ("may not", "is likely not to"), they are turned round.

    asks_more : callable
        Whether the words of a condition ask for more than who wins the leading office ("if she wins and her party takes the
        Senate"). Such a claim is annulled where she does not win, and else left to a person.

    Returns
    -------
    entries, undated
        `undated` holds claims of a foretelling type without a day, which cannot be held to any horizon.
    """
    texts = {document.id: document for document in documents}
    foreseen: dict[str, list[Event]] = {}
    for event in events:
        if event.status != "happened":
            foreseen.setdefault(event.document, []).append(event)
    divided = {claim.part_of for claim in claims}
    entries, undated = [], []
    for claim in claims:
        if claim.type not in FORETELLING or claim.id in divided:
            continue
        document = texts.get(claim.document)
        made = claim.date or (document.date if document else None)
        if made is None or document is None:
            undated.append(claim)
            continue
        figures = _figures(claim, points_down)
        entries.append(_entry_of(claim, document, made, list(_deeds(claim, foreseen)), figures, horizon_months, asks_more))
    return entries, undated


def _figures(claim: Claim, points_down: Callable[[Likelihood], bool]) -> dict[str, Any]:
    """Return the probability, or its interval, of the thing a claim is about, and the word for it with its negation."""
    figures: dict[str, Any] = {"prob": None, "low": None, "high": None, "phrase": ""}
    likely = claim.likelihood
    if likely is None:
        return figures
    denies = claim.polarity == "negative"
    turned = denies != points_down(likely)
    figures["phrase"] = (f"{likely.phrase} not" if denies else f"not {likely.phrase}") if turned else likely.phrase
    if likely.kind == "unscored":
        return figures
    if likely.kind == "point" and likely.median is not None:
        figures["prob"] = round(1 - likely.median, 10) if turned else likely.median
    elif likely.low is not None and likely.high is not None:
        ends = (1 - likely.high, 1 - likely.low) if turned else (likely.low, likely.high)
        figures["low"], figures["high"] = (round(end, 10) for end in ends)
    return figures


def _entry_of(
    claim: Claim, document: Document, made: date, deeds: list[Deed], figures: dict[str, Any], horizon_months: int,
    asks_more: Callable[[str], bool],
) -> Entry:  # fmt: skip
    stated = claim.horizon.until if claim.horizon is not None else None
    stated = stated if stated is not None and stated > made else None
    condition = claim.condition
    scenario = condition.scenario if condition is not None else ()
    deed = deeds[0] if len(set(deeds)) == 1 else None
    pair = (deed.source, deed.target) if deed is not None and claim.about is None else claim.about
    return make_entry(
        kind="claim",
        speaker=claim.speaker.name or claim.speaker.as_written or "unnamed",
        speaker_kind=claim.speaker.kind,
        text=claim.text,
        made=made,
        until=stated or months_later(made, horizon_months),
        until_basis="stated" if stated else "default",
        pair=pair,
        direction=None if deed else claim.direction,
        deed=deed,
        scenario=scenario,
        condition=condition.text if condition is not None and (not scenario or asks_more(condition.text or "")) else None,
        **figures,
        vow=claim.type != "forecast",
        document=document.id,
        sha256=document.sha256,
        spans=claim.content_spans,
        claim=claim.id,
        url=document.url,
    )


def _deeds(claim: Claim, foreseen: dict[str, list[Event]]) -> Iterator[Deed]:
    """Yield the deeds between two states whose words lie within a claim."""
    if claim.type != "forecast" and claim.polarity == "negative":
        return  # a vow not to do it: the deed would break it
    for event in foreseen.get(claim.document, []):
        if event.status == "negated" and claim.polarity == "positive":
            continue
        source, target = event.source, event.target
        if source is None or target is None or source.code is None or target.code is None or source.code == target.code:
            continue
        if claim.about is not None and {source.code, target.code} != set(claim.about):
            continue
        if any(start <= event.trigger.start and event.trigger.end <= end for start, end in claim.content_spans):
            yield Deed(source.code, target.code, event.event)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
