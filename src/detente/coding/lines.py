"""From a reading to events: one line for each pair of states, with its day and what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from detente.coding.arguments import relation
from detente.coding.dates import event_date
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.ontology import cameo
from detente.records import Actor, DateBasis, Document, Event, Trigger

_MOST_PAIRS = 6  # more than this many named on one side is a list, not a dyad


def events_of(document: Document, sentence: Sentence, reading: Reading, version: str) -> Iterator[Event]:
    """Build the events of one reading; `version` names the document with the hash of its text."""
    row = cameo(reading.cameo)
    if row.event is None:
        return
    start, end = sentence.starts[min(reading.trigger)], sentence.ends[max(reading.trigger)]
    trigger = Trigger(start, end, document.text[start:end])
    attributed = document.text[reading.attributed[0].start : reading.attributed[0].end] if reading.attributed else None
    day, basis = _day(document, sentence, reading)
    for source, target, reciprocal in _pairs(reading):
        sides = "|".join(f"{a.start},{a.code}" if a else "" for a in (source, target))
        key = f"{version}|{start}|{end}|{sides}|{row.code}"
        yield Event(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            document=document.id,
            start=sentence.start,
            end=sentence.end,
            trigger=trigger,
            date=day,
            date_basis=basis,
            source=source,
            target=target,
            event=row.event,
            mode=row.mode,
            context=row.context,
            cameo=row.code,
            quad=row.quad,
            goldstein=row.goldstein,
            status=reading.status or "happened",
            reciprocal=reciprocal,
            mentions=1,
            attributed_to=attributed,
            rule=" > ".join(reading.rules),
        )


def _day(document: Document, sentence: Sentence, reading: Reading) -> tuple[date | None, DateBasis | None]:
    """Return the day of a deed: what the sentence says, else the document's; what lies ahead is dated by its announcement."""
    said: tuple[date | None, DateBasis | None] = (document.date, "document" if document.date else None)
    if reading.status == "future":
        return said
    day, basis = event_date(sentence, reading.anchor, document.text, document.date)
    if basis == "document" and _is_background(sentence, reading.anchor):
        return None, None
    return day, basis


def _is_background(sentence: Sentence, i: int) -> bool:
    """Tell whether a subordinate clause tells what had happened before ("states that had imposed sanctions"): day unknown."""
    j = i
    while sentence.heads[j] >= 0 and relation(sentence, j) in ("conj", "xcomp", "obj"):
        j = sentence.heads[j]
    had = any(
        sentence.words[k].lower() in ("had", "'d", "’d")
        for k in (*sentence.children_with(i, "aux"), *sentence.children_with(j, "aux"))
    )
    return had and relation(sentence, j) in ("acl", "advcl")


def _pairs(reading: Reading) -> list[tuple[Actor | None, Actor | None, bool]]:
    """Return the source-target pairs of a reading, one for two states or bodies however many of their people are named.

    A reciprocal deed between two sides is one pair. A state that is named on both sides beside another ("Russia's parliament
    ratified the Moscow treaty with the United States") is not its own target.
    """
    sources, targets = _by_code(reading.sources), _by_code(reading.targets)
    if reading.reciprocal and not (sources and targets):
        sides = sources or targets
        if len(sides) >= 2:
            pairs: list[tuple[Actor | None, Actor | None, bool]] = [
                (a, b, True) for i, a in enumerate(sides) for b in sides[i + 1 :]
            ]
            return pairs[:_MOST_PAIRS]
    mutual = reading.reciprocal and bool(sources) and bool(targets)
    one_side: list[Actor | None] = [*sources[:_MOST_PAIRS]] or [None]
    other_side: list[Actor | None] = [*targets[:_MOST_PAIRS]] or [None]
    found = [(s, t, mutual) for s in one_side for t in other_side if s is not None or t is not None]
    apart = [(s, t, m) for s, t, m in found if s is None or t is None or s.code is None or s.code != t.code]
    if len({frozenset((s and s.code, t and t.code)) for s, t, _ in apart}) < len(apart) and mutual:
        apart = list({frozenset((s and s.code, t and t.code)): (s, t, m) for s, t, m in reversed(apart)}.values())
    return apart or found


def _by_code(actors: Sequence[Actor]) -> list[Actor]:
    """Return the first actor of each state or body."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.code or f"?{actor.start}", actor)
    return list(seen.values())
