"""One event told twice in a document is one event with two mentions.

`gist_of` takes from the parse what a clause says beside who and when; `merge` puts tellings of one deed together by the rule of
`detente.mentions`. The first telling that names both sides gives the event
its sentence, the others stay as `mention_spans`, each with its reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from detente.coding.arguments import relation
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.mentions import group, telling_of
from detente.records import Event, Mention, Place

# Lemmas are compared by their first letters, so that "withdraw" meets "withdrawal" and "violate" "violation".
_STEM = 6
_MOST_WORDS = 24  # a clause that says more is badly parsed
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_SCALE = 100.0  # "two hundred", "40 million": the second number is a scale of the first


def gist_of(
    sentence: Sentence, reading: Reading, participants: Participants, place: Place | None, clause: Sequence[int]
) -> tuple[str, ...]:
    """Return what a reading's clause says beside who and when, sorted.

    Words by their first six letters, "!" before those that carry the deed; "@name" for names of others than the parties;
    "#diplom=3" for what is counted; "%geneva" for the place, if it is less than a state.
    """
    parties = {a.code for a in (*reading.sources, *reading.targets)}
    others = {m.start: m for m in participants.mentions}
    covered = [(m.start, m.end) for m in participants.mentions]
    light, time = _words("light"), _words("time")
    found: dict[str, None] = {}
    numbers: dict[int, list[float]] = {}
    if place is not None and place.kind != "state":
        covered.append((place.start, place.end))
        found["%" + "_".join(place.name.lower().split())] = None
    for i in clause[:_MOST_WORDS]:
        start, upos, lemma = sentence.starts[i], sentence.upos[i], sentence.lemmas[i].lower()
        if any(a <= start < b for a, b in covered):
            actor = others.get(start)
            if actor is not None and actor.identity.code not in parties:
                found["@" + "_".join((actor.identity.code or actor.identity.name).lower().split())] = None
        elif lemma in time or lemma in light:
            continue
        elif upos == "NUM" or lemma in _numbers():
            number = _number(sentence.words[i])
            head = _counted(sentence, i)
            if number is not None and head is not None:
                numbers.setdefault(head, []).append(number)
        elif upos == "PROPN":
            found[f"@{sentence.words[i].lower()}"] = None
        elif upos in ("NOUN", "VERB", "ADJ") and lemma.isalpha():
            found["!" * (i in reading.trigger) + lemma[:_STEM]] = None
    for head, several in numbers.items():
        if sentence.lemmas[head].lower() not in time:
            found[f"#{sentence.lemmas[head].lower()[:_STEM]}={_product(several):g}"] = None
    return tuple(sorted(found))


def merge(events: Sequence[Event]) -> list[Event]:
    """Return the events of one document, each deed once, in the order of the text."""
    if len(events) < 2:
        return list(events)
    tellings = [telling_of(e) for e in events]
    by_id = {e.id: e for e in events}
    merged: list[Event] = []
    for _, kind in groupby(sorted(tellings, key=lambda t: t.kind), key=lambda t: t.kind):
        for found in group(kind, within=True):
            told = sorted((by_id[event] for _, event in found.keys), key=_in_text)
            reasons = {event: link.reason for link in reversed(found.links) for _, event in (link.a, link.b)}
            merged.append(_merged(told, reasons))
    return sorted(merged, key=_in_text)


def _in_text(event: Event) -> tuple[int, int, str]:
    return event.start, event.trigger.start, event.id


def _merged(told: Sequence[Event], reasons: dict[str, str]) -> Event:
    """Return the first telling that names both sides, the others as its mentions; a day that only one names is the event's."""
    if len(told) == 1:
        return told[0]
    first = next((e for e in told if e.source and e.target), told[0])
    dated = next((e for e in told if e.date_basis == "text"), first)
    return replace(
        first,
        date=dated.date,
        date_basis=dated.date_basis,
        place=next((e.place for e in told if e.place), None),
        mentions=sum(e.mentions for e in told),
        mention_spans=tuple(Mention(e.id, e.start, e.end, e.trigger, reasons[e.id]) for e in told if e is not first),
        gist=tuple(sorted({token for e in told for token in e.gist})),
    )


def told(sentence: Sentence, reading: Reading) -> list[int]:
    """Return the words that say what was done: below the anchor, without other deeds, asides and clauses of time."""
    found: list[int] = []
    stack = sorted({reading.anchor, *reading.trigger})
    seen = set(stack)
    while stack:
        i = stack.pop(0)
        found.append(i)
        for k in sentence.children(i):
            if k not in seen and not _is_aside(sentence, k):
                seen.add(k)
                stack.append(k)
    return sorted(found)


def _is_aside(sentence: Sentence, k: int) -> bool:
    kind = relation(sentence, k)
    if kind in ("parataxis", "appos", "punct") or sentence.deps[k] == "acl:relcl":
        return True
    if kind == "conj" and sentence.upos[k] == "VERB":
        return True
    marks = {sentence.words[m].lower() for m in sentence.children_with(k, "mark")}
    return kind == "advcl" and bool(marks & _words("before_and_after"))


def _counted(sentence: Sentence, i: int) -> int | None:
    """Return the noun that a number counts; None for bare numbers, days and years."""
    head, kind = sentence.heads[i], relation(sentence, i)
    if head < 0 or kind not in ("nummod", "compound", "flat", "nmod") or sentence.upos[head] not in ("NOUN", "SYM", "NUM"):
        return None
    return _counted(sentence, head) if sentence.upos[head] == "NUM" else head


def _number(word: str) -> float | None:
    plain = _DIGITS.fullmatch(word)
    return float(word.replace(",", "")) if plain else _numbers().get(word.lower())


def _product(numbers: Sequence[float]) -> float:
    """Return what number words say together ("40 million"); the first alone where they do not make one number."""
    value = numbers[0]
    for scale in numbers[1:]:
        value = value * scale if scale >= _SCALE else value
    return value


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_table()["words"][name].split())


@cache
def _numbers() -> dict[str, float]:
    return {word: float(value) for word, value in _table()["numbers"].items()}


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("detente.data").joinpath("lexicon/mentions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
