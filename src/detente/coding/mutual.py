"""Deeds that two sides do to one another though no word stands for the other side: "Georgia and Turkey reopened their border".

Only where two states or more are the subject and nobody else is named as the other side.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from detente.coding.arguments import objects
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.language import Sentence

# Cooperation that two do with one another if they do it together: meet, restore ties, sign, cooperate, cease fire, withdraw.
_TOGETHER = ("04", "050", "057", "06", "0871", "0874")
_EXCHANGE = words("exchange")
_SHARED = words("shared")


def mutual(sentence: Sentence, reading: Reading) -> Reading:
    """Return a reading of two states' common deed as reciprocal, where that is what the words say."""
    if not reading.sources and _is_what_two_share(sentence, reading):
        # "relations between A and B were suspended"
        return replace(reading, sources=reading.targets, targets=(), reciprocal=True)
    states = {a.code for a in reading.sources if a.code is not None}
    if reading.reciprocal or len(states) < 2 or any(a.code not in states for a in reading.targets):
        return reading
    if reading.cameo.startswith(_TOGETHER) or _is_between_them(sentence, reading):
        return replace(reading, targets=(), reciprocal=True)
    return reading


def _is_what_two_share(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether a passive or noun without an agent is about what its two targets have in common."""
    i = reading.anchor
    heads = objects(sentence, i) if sentence.upos[i] == "VERB" else [i]
    common = any(sentence.lemmas[h].lower() in _SHARED for h in heads)
    return common and len({a.code for a in reading.targets if a.code is not None}) > 1


def _is_between_them(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether "each other", "their border", "traded …" says that both sides do it to one another."""
    i = reading.anchor
    below = [sentence.words[k].lower() for k in sentence.subtree(i)]
    if any(pair in (("each", "other"), ("one", "another")) for pair in pairwise(below)):
        return True
    if sentence.lemmas[i].lower() in _EXCHANGE or _EXCHANGE & set(below):
        return True
    things = objects(sentence, i) if sentence.upos[i] == "VERB" else []
    return any(
        sentence.lemmas[h].lower() in _SHARED and sentence.words[k].lower() == "their"
        for h in things
        for k in sentence.children_with(h, "nmod:poss")
    )
