"""Records to columns and back: how events, claims and documents go into DuckDB fast, and come out as they went in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import StoreError
from detente.records import (
    Actor,
    Claim,
    Document,
    Event,
    Mention,
    Place,
    Trigger,
    claim_as_dict,
    claim_from_dict,
    mention_as_dict,
    place_as_dict,
)

Column = NDArray[Any]
NO_OFFSET = -1  # stands for "no actor" in columns of offsets, which are NumPy integers; NULL in the table


def content_hash(document: Document, coder: str) -> str:
    """Hash of all that is known of a document, and of who coded it: equal means there is nothing new to store."""
    day = document.date.isoformat() if document.date else None
    known = [document.sha256, day, document.title, document.url, document.outlet, document.author, coder]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def strings(values: Iterable[str | None], what: str) -> Column:
    """Return a column of texts, None kept.

    Raises
    ------
    StoreError
        A text holds half a character (a lone surrogate), which no file can hold (S20).
    """
    kept = list(values)
    try:
        "".join(v for v in kept if v is not None and not v.isascii()).encode()
    except UnicodeEncodeError:
        bad = next(v for v in kept if v is not None and any("\ud800" <= c <= "\udfff" for c in v))
        raise StoreError(
            "S20",
            f"{what} holds half a character (a lone surrogate): {bad[:60]!r}",
            help="read it with detente.documents.read_documents, which replaces these with U+FFFD",
        ) from None
    column = np.empty(len(kept), dtype=object)
    column[:] = kept
    return column


def days(values: Iterable[date | None]) -> Column:
    """Return a column of dates; NaT for None."""
    return np.array(list(values), dtype="datetime64[us]")  # DuckDB takes no coarser unit from NumPy


def event_columns(numbered: Sequence[tuple[int, Event]]) -> dict[str, Column]:
    """Return the columns of the events table, in its order; `numbered` holds the number of each event's document."""
    events = [event for _, event in numbered]
    columns: dict[str, Column] = {
        "document": np.array([number for number, _ in numbered], dtype=np.int64),
        "id": strings((e.id for e in events), "an event's id"),
        "sentence_start": np.array([e.start for e in events], dtype=np.int32),
        "sentence_end": np.array([e.end for e in events], dtype=np.int32),
        "trigger_start": np.array([e.trigger.start for e in events], dtype=np.int32),
        "trigger_end": np.array([e.trigger.end for e in events], dtype=np.int32),
        "trigger_text": strings((e.trigger.text for e in events), "a trigger"),
        "date": days(e.date for e in events),
        "date_basis": strings((e.date_basis for e in events), "date_basis"),
    }
    for role, actors in (("source", [e.source for e in events]), ("target", [e.target for e in events])):
        for name in ("code", "name", "sector", "text"):
            columns[f"{role}_{name}"] = strings((getattr(a, name) if a else None for a in actors), f"a {role}'s {name}")
        for name in ("start", "end"):
            columns[f"{role}_{name}"] = np.array([getattr(a, name) if a else NO_OFFSET for a in actors], dtype=np.int32)
    for name in ("event", "mode", "context", "cameo", "quad"):
        columns[name] = strings((getattr(e, name) for e in events), name)
    columns["goldstein"] = np.array([e.goldstein for e in events], dtype=np.float64)
    columns["status"] = strings((e.status for e in events), "status")
    columns["reciprocal"] = np.array([e.reciprocal for e in events], dtype=np.bool_)
    columns["mentions"] = np.array([e.mentions for e in events], dtype=np.int32)
    columns["attributed_to"] = strings((e.attributed_to for e in events), "attributed_to")
    columns["rule"] = strings((e.rule for e in events), "rule")
    return columns


def detail_columns(numbered: Sequence[tuple[int, Event]]) -> dict[str, Column]:
    """Return the columns of the details table, in its order."""
    events = [event for _, event in numbered]
    spans = (json.dumps([mention_as_dict(m) for m in e.mention_spans]) if e.mention_spans else None for e in events)
    return {
        "document": np.array([number for number, _ in numbered], dtype=np.int64),
        "id": strings((e.id for e in events), "an event's id"),
        "gist": strings((" ".join(e.gist) or None for e in events), "gist"),
        "mention_spans": strings(spans, "mention_spans"),
        "place": strings((json.dumps(place_as_dict(e.place)) if e.place else None for e in events), "place"),
    }


def insert_events_sql() -> str:
    """Return the statement that takes the registered columns into the table."""
    names = list(event_columns([]))
    taken = {"date": "date::DATE"} | {
        f"{role}_{edge}": f"nullif({role}_{edge}, {NO_OFFSET})" for role in ("source", "target") for edge in ("start", "end")
    }
    return f"INSERT INTO events ({', '.join(names)}) SELECT {', '.join(taken.get(n, n) for n in names)} FROM incoming_events"


EVENT_FIELDS = (
    "e.id, d.id, e.sentence_start, e.sentence_end, e.trigger_start, e.trigger_end, e.trigger_text, e.date, e.date_basis, "
    "e.source_code, e.source_name, e.source_sector, e.source_text, e.source_start, e.source_end, "
    "e.target_code, e.target_name, e.target_sector, e.target_text, e.target_start, e.target_end, "
    "e.event, e.mode, e.context, e.cameo, e.quad, e.goldstein, e.status, e.reciprocal, e.mentions, e.attributed_to, e.rule, "
    "x.mention_spans, x.gist, x.place"
)


def event_of(row: tuple[Any, ...]) -> Event:
    """Return the event of one row of `EVENT_FIELDS`."""
    source = Actor(row[9], row[10], row[11], row[12], row[13], row[14]) if row[13] is not None else None
    target = Actor(row[15], row[16], row[17], row[18], row[19], row[20]) if row[19] is not None else None
    rest = [*row[21:32], _mentions(row[32]), tuple((row[33] or "").split()), row[34] and Place(**json.loads(row[34]))]
    return Event(row[0], row[1], row[2], row[3], Trigger(row[4], row[5], row[6]), row[7], row[8], source, target, *rest)


def _mentions(spans: str | None) -> tuple[Mention, ...]:
    return tuple(
        Mention(m["id"], m["start"], m["end"], Trigger(**m["trigger"]), m["reason"])
        for m in (json.loads(spans) if spans else ())
    )


def claim_columns(numbered: Sequence[tuple[int, int, Claim]]) -> dict[str, Column]:
    """Return the columns of the claims table, in its order; `numbered` holds document number, place in it, claim."""
    claims = [claim for *_, claim in numbered]
    return {
        "document": np.array([number for number, *_ in numbered], dtype=np.int64),
        "place": np.array([place for _, place, _ in numbered], dtype=np.int32),
        "id": strings((c.id for c in claims), "a claim's id"),
        "speaker": strings((c.speaker.name for c in claims), "a speaker's name"),
        "type": strings((c.type for c in claims), "type"),
        "about_first": strings((c.about[0] if c.about else None for c in claims), "about"),
        "about_second": strings((c.about[1] if c.about else None for c in claims), "about"),
        "date": days(c.date for c in claims),
        "record": strings((json.dumps(claim_as_dict(c), ensure_ascii=False) for c in claims), "a claim"),
    }


def claim_of(record: str) -> Claim:
    """Return the claim of one `record` of the claims table."""
    return claim_from_dict(json.loads(record))


def plain(column: Any) -> Column:
    """Return a column that DuckDB gave, its mask turned into None (texts), NaT (dates)."""
    if isinstance(column, np.ma.MaskedArray):
        filled = np.ma.getdata(column).copy()
        mask = np.ma.getmaskarray(column)
        if mask.any():
            filled[mask] = np.datetime64("NaT") if filled.dtype.kind == "M" else None
        column = filled
    array: Column = np.asarray(column)
    return array.astype("datetime64[D]") if array.dtype.kind == "M" else array
