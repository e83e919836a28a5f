"""Who says what a cue says: the words of the source, from the tree."""

from __future__ import annotations

from detente.claims.frames import RELATIVES, SPEECH, SUBJECTS, VERB_TAGS
from detente.language import Sentence

_HELD = frozenset({"convince", "persuade", "satisfy", "worry", "concern", "alarm", "please", "determine", "resolve", "scare"})
"""Verbs whose passive says what its subject thinks: "is convinced that …"."""
_SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten"})


def find_source(s: Sentence, v: int) -> tuple[tuple[int, ...], str]:
    """Return who says what the verb `v` says: token indices, and how they were found."""
    seen = 0
    how = "own"
    if s.tags[v] == "VBG" and v > 1 and s.words[v - 1] == "," and s.bases[v - 2] in SPEECH and s.tags[v - 2] in VERB_TAGS:
        v, how = v - 2, "controlled"  # "…, analysts say, reasoning that …"
    while seen < 8:
        seen += 1
        subjects = [k for k in s.children(v) if s.deps[k] in SUBJECTS]
        if not subjects and seen == 1 and (beside := _noun_beside(s, v)):
            return beside, "beside"
        if subjects:
            if s.deps[subjects[0]] == "nsubj:pass" and not (s.bases[v] in _HELD and s.children_with(v, "ccomp")):
                agent = agent_of(s, v)
                return (agent, "agent") if agent else ((), "passive")
            if s.low[subjects[0]] in RELATIVES and s.deps[v] == "acl:relcl":
                return tuple(range(first_of(s, s.heads[v]), subjects[0] + 1)), "relative"
            return noun_phrase(s, subjects[0]), how
        dep, head = s.deps[v], s.heads[v]
        if s.children_with(v, "aux:pass") or (s.tags[v] == "VBN" and dep in ("acl", "amod")):
            agent = agent_of(s, v)
            return (agent, "agent") if agent else ((), "passive")
        if head < 0:
            return (), "none"
        if dep == "conj" and s.upos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
            v, how = head, "shared" if how == "own" else how
        elif dep == "xcomp":
            objects = s.children_with(head, "obj", "iobj")
            if objects and s.bases[head] not in _SUBJECT_CONTROL:
                return noun_phrase(s, objects[0]), "controlled"
            v, how = head, "controlled"
        elif dep in ("parataxis", "ccomp") and not s.children_with(v, "mark"):
            v, how = head, "controlled"
        elif dep == "advcl":
            if s.tags[v] == "VBG" and v and s.words[v - 1] == ",":
                head = _main_clause(s, head)  # "she said, a day after he fell ill, calling it …"
            v, how = head, "controlled"
        elif dep == "acl" or dep == "acl:relcl":
            return tuple(range(first_of(s, head), head + 1)), "noun"
        else:
            return (), "none"
    return (), "none"


def _noun_beside(s: Sentence, v: int) -> tuple[int, ...]:
    """Return the plural noun right before "say", which the tree hung elsewhere ("… his allies and analysts say he …")."""
    if v and s.tags[v] in ("VBP", "VBD", "VBZ") and s.bases[v] in SPEECH and s.tags[v - 1] in ("NNS", "NNPS", "PRP"):
        return tuple(range(first_of(s, v - 1), v))
    return ()


def _main_clause(s: Sentence, i: int) -> int:
    """Climb out of clauses that a conjunction subordinates."""
    seen = 0
    while s.heads[i] >= 0 and seen < 8 and s.deps[i] in ("advcl", "acl", "acl:relcl", "advcl:relcl"):
        i, seen = s.heads[i], seen + 1
    return i


def agent_of(s: Sentence, v: int) -> tuple[int, ...]:
    """Return who did what a passive says: the words behind "by"."""
    for k in s.children_with(v, "obl:agent", "obl"):
        if s.deps[k] == "obl:agent" or any(s.low[c] == "by" for c in s.children_with(k, "case")):
            return without_case(s, k)
    return ()


def first_of(s: Sentence, n: int) -> int:
    """Return where the noun phrase of `n` begins."""
    own = [k for k in s.children(n) if k < n and s.deps[k] not in ("punct", "case", "cc", "mark")]
    return min([n, *(first_of(s, k) for k in own)])


def noun_phrase(s: Sentence, n: int) -> tuple[int, ...]:
    """Return the words of a noun phrase without what only comments on it (relative clauses, parentheses behind it)."""
    out: list[int] = []
    stack = [n]
    while stack:
        i = stack.pop()
        out.append(i)
        for k in s.children(i):
            if s.deps[k] in ("acl:relcl", "parataxis", "advcl", "mark", "cc:preconj") or (
                i == n and s.deps[k] in ("case", "cc")
            ):
                continue
            stack.append(k)
    out.sort()
    while out and s.deps[out[-1]] == "punct" and s.words[out[-1]] not in (")", "]"):
        out.pop()
    while out and s.deps[out[0]] == "punct":
        out.pop(0)
    return tuple(out)


def without_case(s: Sentence, n: int) -> tuple[int, ...]:
    """Return the words of a noun phrase without its preposition."""
    case = {c for k in s.children_with(n, "case") for c in s.subtree(k)}
    return tuple(i for i in noun_phrase(s, n) if i not in case)
