"""Mend trees that contradict themselves before rules read them.

A small parser sometimes hangs a finite verb on its own object as an adjective ("Norway voiced concern" read as a noun phrase).
The tags or the missing main verb give it away. Nothing is changed in a sentence that has a verb or copula at its root.
"""

from __future__ import annotations

from dataclasses import replace

from detente.language import Sentence

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_LEFT = frozenset({"nsubj", "compound", "obl:unmarked", "nmod", "nmod:poss", "amod", "dep", "obl"})


def repaired(sentence: Sentence) -> Sentence:
    """Return the sentence with what the tags contradict mended, else the sentence itself."""
    return _with_coordination_of_like(_with_verb_at_root(sentence))


def _with_coordination_of_like(sentence: Sentence) -> Sentence:
    """Hang a finite verb that was coordinated with a verb of another form on the finite verb above.

    "said that Russia would build missiles and accused Washington": `accused` (past) goes with `said`, not with `would build`.
    """
    moved: dict[int, int] = {}
    for k, dep in enumerate(sentence.deps):
        head = sentence.heads[k]
        if dep != "conj" or sentence.tags[k] not in _FINITE or sentence.upos[k] != "VERB" or sentence.upos[head] != "VERB":
            continue
        if any(sentence.deps[c].startswith("nsubj") or sentence.deps[c].startswith("aux") for c in sentence.children(k)):
            continue
        if sentence.tags[head] == sentence.tags[k] and not any(sentence.deps[c] == "aux" for c in sentence.children(head)):
            continue
        above = head
        while sentence.heads[above] >= 0:
            above = sentence.heads[above]
            if sentence.tags[above] == sentence.tags[k] and sentence.upos[above] == "VERB":
                moved[k] = above
                break
    if not moved:
        return sentence
    return replace(sentence, heads=tuple(moved.get(i, h) for i, h in enumerate(sentence.heads)))


def _with_verb_at_root(sentence: Sentence) -> Sentence:
    """Put a verb that was hung below its own object as an adjective at the root, its subject and object below it."""
    root = sentence.root
    if sentence.upos[root] not in _NOUNS or any(sentence.deps[k] in ("cop", "nsubj") for k in sentence.children(root)):
        return sentence
    for v in sentence.children_with(root, "amod", "acl"):
        if v >= root or sentence.tags[v] not in ("VBD", "VBN", "VBZ") or v == 0:
            continue
        left = _phrase_head(sentence, v - 1, {v, root})
        if left is None or sentence.upos[left] not in _NOUNS or sentence.deps[left] not in _LEFT:
            continue
        heads, deps = list(sentence.heads), list(sentence.deps)
        heads[v], deps[v] = -1, "root"
        heads[root], deps[root] = v, "obj"
        heads[left], deps[left] = v, "nsubj"
        for k in sentence.children(root):
            if k < left:
                heads[k] = left
            elif k > root and deps[k] in ("punct", "parataxis", "advcl", "obl"):
                heads[k] = v
        return replace(sentence, heads=tuple(heads), deps=tuple(deps))
    return sentence


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
