"""Contacts told in passing: "in a call with X, Y rejected …"; officials who are "in Bogota for talks" have come there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.actors import role
from detente.coding.arguments import conjuncts, prepositions, relation, subjects
from detente.coding.participants import Participants
from detente.coding.reader import Reader
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.records import Actor

_TRAVELLERS = frozenset({"GOV", "LEG", "MIL", "SPY", "PTY", "JUD"})
_RESIDENT = frozenset("ambassador embassy envoy consul consulate troop troops soldier soldiers force forces army base".split())

_AT_CONTACTS = frozenset({"in", "at", "during", "on", "after", "following", "amid", "from"})


def contacts(sentence: Sentence, participants: Participants, reader: Reader, candidates: Sequence[int]) -> Iterator[Reading]:
    """Yield the contact during which something was said: "In a telephone call with X, Y rejected …"."""
    for i in candidates:
        if relation(sentence, i) != "obl" or prepositions(sentence, i) not in _AT_CONTACTS:
            continue
        reading = reader.read(i)
        if reading is None or reading.cameo[:2] != "04" or reading.anchor != i:
            continue
        verb = sentence.heads[i]
        sources = reading.sources or tuple(a for h in subjects(sentence, verb) for a in participants.either(h))
        own = {a.code for a in sources}
        targets = tuple(a for a in reading.targets if a.code not in own)
        if own - {None} and targets:
            yield replace(reading, sources=sources, targets=targets, reciprocal=True)
            return


def visits(sentence: Sentence, participants: Participants) -> Iterator[Reading]:
    """Yield a visit for each clause that says an official is in another state ("is in Moscow", "was in Bogota for talks")."""
    for i in range(len(sentence)):
        if not participants.covers(i) or prepositions(sentence, i) not in ("in", "at"):
            continue
        verb = [k for k in sentence.children_with(i, "cop") if sentence.lemmas[k].lower() == "be"]
        head = sentence.heads[i]
        if not verb and relation(sentence, i) == "obl" and head >= 0 and sentence.lemmas[head].lower() == "be":
            verb, subject_of = [head], head
        else:
            subject_of = i
        if not verb or any(sentence.upos[k] == "ADJ" for k in range(verb[0], i)):
            continue  # "is due in Oslo", "is absent in Oslo"
        heads = [h for k in sentence.children_with(subject_of, "nsubj") for h in conjuncts(sentence, k)]
        guests = [a for h in heads if sentence.lemmas[h].lower() not in _RESIDENT for a in _officials(participants, h)]
        hosts = [a for a in participants.strong(i) if a.code is not None and a.sector != "IGO"]
        hosts = [a for a in hosts if all(a.code != g.code for g in guests)]
        if guests and hosts:
            trigger = (verb[0], i)
            yield Reading("042", ("presence",), subject_of, trigger, tuple(guests), tuple(hosts[:1]), consumed=frozenset({i}))


def _officials(participants: Participants, head: int) -> list[Actor]:
    """Return the office-holders and delegations that a subject names, of a known state."""
    found = [a for a in participants.either(head) if a.code is not None]
    official = role(participants.sentence.lemmas[head].lower())
    of_state = official is not None and official.sector in _TRAVELLERS
    return [a for a in found if of_state or a.sector in _TRAVELLERS]
