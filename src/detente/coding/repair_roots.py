"""Mend trees whose main verb was hung on its own object or subject as a modifier.

A small parser sometimes takes a finite verb for an adjective of its object ("Norway voiced concern" read as a noun phrase).
The tags or the missing main verb give it away. Nothing is changed in a sentence that has a verb or copula at its root.
"""

from __future__ import annotations

from dataclasses import replace

from detente.coding.grammar import words
from detente.language import Sentence

_SAYING = words("speech") | frozenset({"warn", "caution", "complain", "charge", "allege", "argue"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_LEFT = frozenset({"nsubj", "compound", "obl:unmarked", "nmod", "nmod:poss", "amod", "dep", "obl"})


def with_verb_at_root(sentence: Sentence) -> Sentence:
    """Put a finite verb that hangs on its own object or subject as a modifier at the head of the clause.

    "Norway voiced concern" read as a noun phrase, "the president signed a treaty" read as "president (who) signed".
    """
    for noun in range(len(sentence)):
        if sentence.upos[noun] not in NOUNS or any(sentence.deps[k] in ("cop", "nsubj") for k in sentence.children(noun)):
            continue
        for v in sentence.children_with(noun, "amod"):  # an adjective has no subject: the plainest sign
            own = sentence.children_with(v, "nsubj")
            if v < noun and own and own[0] < v and sentence.upos[v] == "VERB":
                place = sentence.deps[noun] if sentence.deps[noun] in ("root", "parataxis", "ccomp", "conj") else "parataxis"
                return _rehung(sentence, noun, v, own[0], "obj", place)
        clause = _clause_role(sentence, noun)
        if clause is None:
            continue
        for v in sentence.children_with(noun, "amod", "acl"):
            past = sentence.tags[v] in ("VBD", "VBN", "VBZ") or (
                sentence.upos[v] == "VERB" and sentence.words[v].endswith("ed")
            )
            if v < noun and past:
                left = _phrase_head(sentence, v - 1, {v, noun}) if v else None
                if left is not None and sentence.upos[left] in NOUNS and sentence.deps[left] in _LEFT:
                    return _rehung(sentence, noun, v, left, "obj", clause)
            elif (
                v > noun
                and sentence.deps[v] == "acl"
                and (clause == "parataxis" or sentence.tags[v] in FINITE or _is_only_verb(sentence, v))
            ):
                return _rehung(sentence, noun, v, noun, "nsubj", clause)
        if clause == "root":
            verb = _verb_among_siblings(sentence, noun)
            if verb is not None and _is_only_verb(sentence, verb):
                return _rehung(sentence, noun, verb, noun, "nsubj", clause)
    return sentence


def _is_only_verb(sentence: Sentence, verb: int) -> bool:
    """Tell whether a past form is the sentence's only candidate for a main verb: no finite verb, no agent, no auxiliary."""
    if sentence.tags[verb] not in ("VBD", "VBN", "VBZ"):
        return False
    if any(sentence.deps[k] in ("obl:agent", "aux", "aux:pass", "mark") for k in sentence.children(verb)):
        return False
    others = (i for i in range(len(sentence)) if i != verb and sentence.tags[i] in (*FINITE, "MD"))
    below = set(sentence.subtree(verb))
    return all(i in below for i in others)


def _verb_among_siblings(sentence: Sentence, noun: int) -> int | None:
    """Return a verb that was coordinated with its own subject, or hung on its object beside it."""
    for k in sentence.children(noun):
        if k > noun and sentence.deps[k] == "conj" and sentence.upos[k] == "VERB":
            return k
        if k > noun and sentence.deps[k] == "obj":  # a noun has no object
            for v in sentence.children_with(k, "amod"):
                if noun < v < k and sentence.upos[v] == "VERB":
                    return v
    return None


def _clause_role(sentence: Sentence, noun: int) -> str | None:
    """Return what a clause at a noun's place would be: the root, or what a verb with two subjects says ("…, X said")."""
    if sentence.heads[noun] < 0:
        return "root"
    if sentence.deps[noun] == "parataxis" and any(
        sentence.lemmas[v].lower() in _SAYING for v in sentence.children_with(noun, "acl") if v > noun
    ):
        return "parataxis"  # "…, a foreign ministry official warned"
    siblings = [k for k in sentence.children(sentence.heads[noun]) if sentence.deps[k] == "nsubj"]
    return "ccomp" if sentence.deps[noun] == "nsubj" and len(siblings) > 1 else None


def _rehung(sentence: Sentence, noun: int, verb: int, subject: int, role: str, clause: str) -> Sentence:
    """Return the sentence with `verb` in the noun's place, the noun as its `role`, and `subject` as its subject."""
    heads, deps = list(sentence.heads), list(sentence.deps)
    heads[verb], deps[verb] = sentence.heads[noun], clause
    heads[noun], deps[noun] = verb, role
    for k in sentence.children(noun):
        if k == verb:
            continue
        if k > verb and deps[k] == "conj" and sentence.upos[k] in NOUNS:
            heads[k], deps[k] = verb, "obj"
        elif k > noun and deps[k] in ("punct", "parataxis", "advcl", "obl", "obj"):
            heads[k] = verb
        elif k < subject and subject != noun:
            heads[k] = subject
    if subject != noun:
        heads[subject], deps[subject] = verb, "nsubj"
    else:  # "A's minister and B's president signed": the second subject is coordinated with the first
        for k in sentence.children(verb):
            if noun < k < verb and sentence.upos[k] in NOUNS and deps[k] in _LEFT:
                heads[k], deps[k] = noun, "conj"
    return replace(sentence, heads=tuple(heads), deps=tuple(deps))


def _phrase_head(sentence: Sentence, i: int, above: set[int]) -> int | None:
    """Return the head of the phrase that ends at token i, if it hangs on one of `above`."""
    for _ in range(len(sentence)):
        head = sentence.heads[i]
        if head in above:
            return i
        if head < 0 or sentence.deps[i].partition(":")[0] not in ("flat", "compound", "conj", "nmod", "appos"):
            return None
        i = head
    return None
