"""Where it happened, if the deed's clause names a place: "in Geneva", "near the town of Tovuz", "off the coast of Crete".

Only what stands behind a preposition of place counts; the place is given as written, with the state it belongs to where the
who-is-who knows it or the text says so ("in Isfahan, Iran"; "in the Somali port of Kismayo").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from detente.actors import Found, role
from detente.coding.arguments import objects, prepositions, relation, subjects
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.ontology import cameo
from detente.records import Place

_NAMES = ("compound", "flat", "amod")
_BELONGING = ("of", "in", "near", "off", "at")
_DEPTH = 4
_THEN_STATE = re.compile(r"(?: province| district| region)?,? (?:in )?(?:the )?(?:\w+ern )?")
_Kind: TypeAlias = Literal["town", "region", "state"]
# What is said is about a place; it was said in one only where the place stands beside the verb ("condemned in Geneva …").
_SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONSULT"})
_SIGNED = "057"


def place_of(sentence: Sentence, reading: Reading, participants: Participants) -> Place | None:
    """Return the first named place of a deed, a town before a state; None where its clause names none."""
    around = _Around(participants)
    found: list[Place] = []
    for head in _phrases(sentence, reading, participants):
        place = _named(sentence, head, around)
        if place is not None:
            found.append(place)
    return next((p for p in found if p.kind != "state"), found[0] if found else None)


def _phrases(sentence: Sentence, reading: Reading, participants: Participants) -> Iterator[int]:
    """Yield the heads behind prepositions of place: of the deed's own words, then of its objects (and of who protests)."""
    event = cameo(reading.cameo).event
    directly = event in _SAID and reading.cameo != _SIGNED
    own = list(dict.fromkeys((reading.anchor, *reading.trigger)))
    verb = reading.anchor
    if sentence.upos[verb] == "NOUN" and relation(sentence, verb) in ("obj", "nsubj", "obl") and sentence.heads[verb] >= 0:
        own.append(sentence.heads[verb])  # "held talks in Geneva"
    stack = [(i, 0) for i in own]
    acted_on = [h for i in own if sentence.upos[i] in ("VERB", "AUX") for h in objects(sentence, i)]
    if not directly:
        stack += [(h, 1) for h in acted_on]
    topics: list[int] = []
    if directly:  # "met the minister in …", "criticised Peru in …"; not "discussed the war in …", "condemned the raid in …"
        whom = [h for h in acted_on if _is_party(sentence, h, participants)]
        topics = [h for h in acted_on if h not in whom]
        if event == "CONSULT":
            stack += [(h, _DEPTH) for h in whom]
    if event == "PROTEST":
        stack += [(h, _DEPTH) for h in subjects(sentence, verb)]  # "protesters in Dhaka burned …"
    seen: set[int] = set()
    for i, depth in stack:
        for k in sentence.children(i):
            if k in seen or relation(sentence, k) not in ("obl", "nmod", "advcl", "xcomp") or any(h < k for h in topics):
                continue
            seen.add(k)
            before = prepositions(sentence, k)
            if before is not None and _is_local(sentence, k, before):
                yield k
            of_object = depth and relation(sentence, k) == "nmod"  # not "expelled … in response to the attack at …"
            if of_object and before is not None and depth < _DEPTH and sentence.upos[k] == "NOUN":
                stack.append((k, depth + 1))  # "bombed a camp of the group near Mosul"


def _is_party(sentence: Sentence, head: int, participants: Participants) -> bool:
    """Tell whether a noun phrase is somebody ("Peru", "the minister", "a Peruvian team"), no matter ("the war in Peru")."""
    if participants.strong(head) or role(sentence.lemmas[head].lower()) is not None:
        return True
    return any(actor.start < sentence.starts[head] for actor in participants.weak(head))


def _is_local(sentence: Sentence, k: int, before: str) -> bool:
    words = set(before.split())
    if words & _words("where"):
        return True
    return bool(words & _words("where_with_a_place_noun")) and sentence.lemmas[k].lower() in _words("places")


def _named(sentence: Sentence, k: int, around: _Around, depth: int = 0) -> Place | None:
    """Return the place that a noun phrase names: itself a name, or a place noun that carries one."""
    if depth > _DEPTH or sentence.lemmas[k].lower() in _words("times"):
        return None
    known = around.at(sentence.starts[k])
    if known is not None and known.identity.kind != "state":
        kind: _Kind = "town" if known.identity.kind == "seat" else "region"
        return Place(known.text, known.identity.code, kind, known.start, known.end)
    if known is not None and sentence.upos[k] == "PROPN":
        return Place(known.text, known.identity.code, "state", known.start, known.end)
    if known is None and sentence.words[k][:1].isupper() and sentence.upos[k] in ("PROPN", "NOUN") and k:
        start, end = _span(sentence, k)
        if around.is_taken(start, end):
            return None  # a person, a body: nobody's whereabouts
        return Place(around.text[start:end], _state_of(sentence, k, start, end, around), "town", start, end)
    is_place = sentence.lemmas[k].lower() in _words("places")
    belonging = (*_BELONGING, None) if is_place else ("in", "near", "at")
    inner = [
        c
        for c in sentence.children(k)
        if relation(sentence, c) in ("nmod", "compound", "appos", "flat")
        and prepositions(sentence, c) in belonging
        and sentence.deps[c] != "nmod:poss"
    ]
    places = [p for c in inner if (p := _named(sentence, c, around, depth + 1)) is not None]
    town = next((p for p in places if p.kind != "state"), None)
    if town is not None and town.code is None:
        return replace(town, code=_state_of(sentence, k, town.start, town.end, around))
    return town or next(iter(places), None)


def _span(sentence: Sentence, k: int) -> tuple[int, int]:
    """Return where a name begins and ends: the capitalised words that hang on its head, in a row with it."""
    kids = sentence.children(k)
    below = {k, *kids, *(c for d in kids if relation(sentence, d) in _NAMES for c in sentence.children(d))}
    low = high = k
    while low > 1 and low - 1 in below and sentence.words[low - 1][:1].isupper():
        low -= 1
    while high + 1 in below and sentence.words[high + 1][:1].isupper() and relation(sentence, high + 1) in _NAMES:
        high += 1
    return sentence.starts[low], sentence.ends[high]


def _state_of(sentence: Sentence, k: int, start: int, end: int, around: _Around) -> str | None:
    """Return the state that a place is said to lie in: "Isfahan, Iran", "Isfahan in Iran", "the Iranian city of Isfahan"."""
    inside = [m for m in around.named if start <= m.start and m.end <= end]
    after = [m for m in around.named if m.start >= end and _THEN_STATE.fullmatch(around.text[end : m.start])]
    modifiers = [c for c in sentence.children(k) if relation(sentence, c) in ("amod", "compound")]
    before = [m for c in modifiers if (m := around.at(sentence.starts[c])) is not None]
    states = [m.identity.code for m in (*inside, *after, *before) if m.identity.kind in ("state", "seat")]
    return states[0] if states else None


class _Around:
    """What is known of the names of a sentence: places, and those of anybody else."""

    def __init__(self, participants: Participants) -> None:
        self.text = participants.text
        self.named = [m for m in participants.mentions if _is_place(m)]
        self._taken = [(m.start, m.end) for m in participants.mentions if not _is_place(m)]

    def at(self, start: int) -> Found | None:
        """Return the known place that covers a position."""
        return next((m for m in self.named if m.start <= start < m.end), None)

    def is_taken(self, start: int, end: int) -> bool:
        """Tell whether a stretch touches the name of a person or body."""
        return any(a < end and start < b for a, b in self._taken)


def _is_place(found: Found) -> bool:
    """Tell whether an actor's name names a place too: states, seats, and lands such as Kashmir or Abkhazia."""
    identity = found.identity
    return identity.kind in ("state", "seat") or (identity.kind == "group" and identity.sector in (None, "REB"))


@cache
def _words(name: str) -> frozenset[str]:
    text = files("detente.data").joinpath("lexicon/places.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"][name].split())
