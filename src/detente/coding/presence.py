"""Presence told as a visit: officials of one state who are "in Bogota for talks" have come there."""

from __future__ import annotations

from collections.abc import Iterator

from detente.actors import role
from detente.coding.arguments import conjuncts, prepositions, relation
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.records import Actor

_TRAVELLERS = frozenset({"GOV", "LEG", "MIL", "SPY", "PTY", "JUD"})
_RESIDENT = frozenset("ambassador embassy envoy consul consulate troop troops soldier soldiers force forces army base".split())


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
        subjects = [h for k in sentence.children_with(subject_of, "nsubj") for h in conjuncts(sentence, k)]
        guests = [a for h in subjects if sentence.lemmas[h].lower() not in _RESIDENT for a in _officials(participants, h)]
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
