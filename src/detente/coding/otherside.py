"""The other side of a deed whose words leave it out: addressee of the verb before, who is answered, the one other state named.

"Peru's president was received by Norway's king, who promised to hand over the maps": the maps go to Peru.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.arguments import conjuncts, objects, prepositions, relation, subjects
from detente.coding.grammar import words
from detente.coding.home import is_done_to_people
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.coding.references import Memory
from detente.language import Sentence
from detente.ontology import MATERIAL_QUADS, cameo
from detente.records import Actor

_NO_TARGET = frozenset({"0831", "012", "0811", "0812", "0813", "0814"})  # domestic by nature
_BESIDE = words("beside_clause")
_STEPS = words("steps")
_PLACES = ("in", "at", "near", "outside", "off", "around", "along", "across", "inside", "through")


def with_other_side(sentence: Sentence, participants: Participants, reading: Reading, before: Sequence[Reading]) -> Reading:
    """Give a reading without a target the one its sentence implies; `before` are the readings of its earlier verbs."""
    reading = _on_condition(sentence, participants, _sharing(sentence, reading, before))
    reading = _about_deed(sentence, participants, reading, before)
    reading = _nearest_named(sentence, participants, reading)
    return _facing(sentence, participants, reading, before)


def _on_condition(sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
    """Let a threat go to whose act it depends on ("threatened to end the talks if Peru …")."""
    if reading.cameo[:2] != "13":
        return reading
    own = {a.code for a in reading.sources}
    for k in sentence.subtree(reading.anchor):
        marks = {sentence.words[m].lower() for m in sentence.children_with(k, "mark")}
        if marks & {"if", "unless", "until"}:
            named = [a for h in subjects(sentence, k) for a in participants.either(h) if a.code not in own]
            if named:
                return replace(reading, targets=tuple(named))
    return reading


def _nearest_named(sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
    """Let a deed whose rule found no target go to the next other state named below it, where one side alone is missing."""
    if reading.targets or not reading.sources or reading.cameo in _NO_TARGET:
        return reading
    own = {a.code for a in reading.sources}
    if reading.reciprocal and len(own) > 1:
        return reading  # both sides are there
    talk = reading.cameo[:2] in ("03", "04", "05")  # where people talk is no side of the talk
    taken = {(a.start, a.end) for a in reading.sources}
    below = set(sentence.subtree(reading.anchor))
    if is_done_to_people(sentence, reading):  # not whom they "had spied for", "were said to have abused"
        below -= {i for k in below - {reading.anchor} if _is_clause(sentence, k) for i in sentence.subtree(k)}
    at_home = participants.name_one_state()  # rebels against their own government
    for i in sorted(k for k in below if k > reading.anchor and participants.covers(k)):
        named = [
            a for a in participants.strong(i) if a.code is not None and a.sector != "MED" and (a.start, a.end) not in taken
        ]
        named = [a for a in named if (at_home or a.code not in own) and a not in reading.attributed]
        if talk and prepositions(sentence, i) in ("in", "at", "near", "outside"):
            continue
        if named:
            return replace(reading, targets=tuple(named[:1]))
    return reading


def _about_deed(sentence: Sentence, participants: Participants, reading: Reading, before: Sequence[Reading]) -> Reading:
    """Let what is said of "a step that …" go to its doer: "Norway closed the strait, a step that Peru called a mistake"."""
    if reading.targets or reading.cameo[:2] not in ("05", "11", "12") or sentence.upos[reading.anchor] != "VERB":
        return reading
    own = {a.code for a in reading.sources}
    above = [sentence.heads[reading.anchor]] if relation(sentence, reading.anchor) == "acl" else []
    for k in (*objects(sentence, reading.anchor), *above):
        if sentence.lemmas[k].lower() in _STEPS and not participants.either(k):
            told = [r for r in before if r.anchor < k and any(a.code is not None and a.code not in own for a in r.sources)]
            if told:
                doers = max(told, key=lambda r: r.anchor).sources
                return replace(reading, targets=tuple(a for a in doers if a.code is not None and a.code not in own))
    return reading


def _is_clause(sentence: Sentence, k: int) -> bool:
    return relation(sentence, k) in ("acl", "advcl", "ccomp", "xcomp") and sentence.upos[k] in ("VERB", "AUX")


def toward_subject(sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
    """Let a noun named beside a clause ("amid Peruvian threats, Norway …") aim at who acts in that clause."""
    n = reading.anchor
    verb = sentence.heads[n]
    if reading.targets or verb < 0 or relation(sentence, n) not in ("obl", "nmod", "advcl", "dep"):
        return reading
    if (prepositions(sentence, n) or "") not in _BESIDE:
        return reading
    own = {a.code for a in reading.sources}
    heads = [h for k in sentence.children_with(verb, "nsubj") for h in conjuncts(sentence, k)]
    others = [a for h in heads for a in participants.strong(h) if a.code is not None and a.code not in own]
    return replace(reading, targets=tuple(others))


def answering(reading: Reading, participants: Participants, memory: Memory) -> Reading:
    """Let a reply ("Pakistan rejected the accusation.") go to who spoke or acted in the sentence before.

    Only rejections and accusations that name nobody else; the rule says so ("… > reply").
    """
    if reading.targets or not reading.sources or reading.cameo[:2] not in ("11", "12"):
        return reading
    own = {a.code for a in reading.sources}
    if any(a.code not in own for a in participants.all()):
        return reading  # somebody else is named here; the sentence speaks for itself
    others = [a for a in memory.spoke if a.code not in own]
    return replace(reading, targets=tuple(others[-1:]), rules=(*reading.rules, "reply")) if others else reading


def _sharing(sentence: Sentence, reading: Reading, before: Sequence[Reading]) -> Reading:
    """Let words without an addressee take that of the verb before them ("summoned the ambassador and demanded …")."""
    if reading.targets or relation(sentence, reading.anchor) != "conj" or cameo(reading.cameo).quad in MATERIAL_QUADS:
        return reading
    codes = {a.code for a in reading.sources}
    for other in before:
        if other.anchor == sentence.heads[reading.anchor] and codes == {a.code for a in other.sources} and codes:
            return replace(reading, targets=other.targets)
    return reading


def _facing(sentence: Sentence, participants: Participants, reading: Reading, before: Sequence[Reading]) -> Reading:
    """Take the other side of an earlier deed of the same sentence, else the one other state or body that the sentence names."""
    own = {a.code for a in reading.sources if a.code is not None}
    if reading.targets or len(own) != 1 or reading.cameo in _NO_TARGET or _is_aside(sentence, reading):
        return reading
    for other in reversed(before):
        sides = (other.sources, other.targets)
        for here, there in (sides, sides[::-1]):
            partners = [a for a in there if a.code is not None and a.code not in own]
            if own & {a.code for a in here} and partners:
                return replace(reading, targets=tuple(partners[:1]), rules=(*reading.rules, "facing"))
    said = {a.code for a in reading.attributed}
    others = {
        a.code: a
        for a in participants.all()
        if a.code is not None and a.code not in own and a.code not in said and a.sector != "MED"
        and not _is_place(sentence, participants, a)
    }  # fmt: skip
    if len(others) != 1:
        return reading
    return replace(reading, targets=tuple(others.values()), rules=(*reading.rules, "facing"))


def _is_place(sentence: Sentence, participants: Participants, actor: Actor) -> bool:
    """Tell whether a name only says where ("in Oslo")."""
    inside = [i for i in range(len(sentence)) if actor.start <= sentence.starts[i] < actor.end]
    return any((prepositions(sentence, i) or "").split(" ")[0] in _PLACES for i in inside)


def _is_aside(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether a deed has no other side to look for: a noun or gerund named in passing, or done to people of no state."""
    i = reading.anchor
    if sentence.upos[i] != "VERB" or (sentence.tags[i] == "VBG" and relation(sentence, i) in ("nmod", "obl", "obj", "amod")):
        return True
    return is_done_to_people(sentence, reading)
