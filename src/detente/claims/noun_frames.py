"""Frames of nouns, adjectives and participles: "his warning that …", "in the view of …", "is sure that …", "the alleged …"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.frames import PREPOSITIONS, Candidate, clause_top, preposition
from detente.claims.sources import agent_of, find_source, noun_phrase, without_case
from detente.language import Sentence

_CLAUSAL_NOUN = frozenset({"acl", "ccomp", "xcomp"})
_LIGHT = frozenset(
    {"make", "give", "have", "express", "voice", "issue", "offer", "take", "release", "raise", "repeat", "hold", "put"}
)
_VIEW = frozenset(
    {"view", "opinion", "word", "eye", "estimate", "estimation", "mind", "telling", "judgment", "judgement", "assessment"}
)


def noun_frames(s: Sentence, n: int) -> Iterator[Candidate]:
    """Yield what a noun introduces: "his claim that …", "the hope is …", "criticism of …", "in the view of …"."""
    source, how = noun_source(s, n)
    children = s.children(n)
    for k in children:
        dep = s.deps[k]
        if k > n and dep in _CLAUSAL_NOUN and (s.children_with(k, "mark") or dep == "ccomp"):
            yield Candidate(n, "noun-clause", (n,), source, tuple(s.subtree(k)), how)
            return
        if k > n and dep == "appos" and any(s.low[c] == "that" for c in s.children_with(k, "mark")):
            yield Candidate(n, "noun-clause", (n,), source, tuple(s.subtree(k)), how)
            return
    if s.deps[n] in ("nsubj", "nsubj:outer") and s.heads[n] >= 0:
        top = s.heads[n]
        copula = s.children_with(top, "cop")
        clauses = s.children_with(top, "ccomp", "xcomp") if s.bases[top] == "be" else ()
        if copula and not clauses and s.upos[top] in ("VERB", "AUX"):
            content = [i for i in s.subtree(top) if i > copula[-1]]
            yield Candidate(n, "noun-is", (n, copula[-1]), source, tuple(content), how)
            return
        for k in clauses[:1]:
            yield Candidate(n, "noun-is", (n, top), source, tuple(s.subtree(k)), how)
            return
    for k in children:
        if k > n and s.deps[k] == "nmod" and (word := preposition(s, k)) in PREPOSITIONS:
            if word == "of" and how == "of":
                continue
            yield Candidate(n, f"noun-{word}", (n,), source, tuple(s.subtree(k)), how)
            return
    if s.deps[n] == "obl" and (word := preposition(s, n)) in ("in", "to", "from") and source and s.bases[n] in _VIEW:
        own = set(s.subtree(n))
        rest = tuple(i for i in s.subtree(clause_top(s, s.heads[n])) if i not in own)
        yield Candidate(n, "in-view", (n,), source, rest, how)


def noun_source(s: Sentence, n: int) -> tuple[tuple[int, ...], str]:
    """Return whose statement a noun names, and how that was found: possessor, agent, light verb, "of", compound."""
    for k in s.children_with(n, "nmod:poss"):
        return tuple(i for i in noun_phrase(s, k) if s.words[i] not in ("'s", "’s", "'", "’")), "possessor"
    for k in s.children_with(n, "nmod"):
        word = preposition(s, k)
        if word in ("by", "from", "among"):
            return without_case(s, k), "agent"
    verb = s.heads[n]
    if s.deps[n] in ("obj", "obl") and verb >= 0:
        return find_source(s, verb)[0], "light" if s.bases[verb] in _LIGHT else "verb"
    for k in s.children_with(n, "nmod"):
        if preposition(s, k) == "of" and (s.upos[k] in ("PROPN", "PRON")):
            return without_case(s, k), "of"
    compound = s.children_with(n, "compound")
    if compound and s.upos[compound[0]] == "PROPN":
        return compound, "compound"
    return (), "none"


def participle_frames(s: Sentence, i: int) -> Iterator[Candidate]:
    """Yield the noun that a participle before it says something about: "the alleged attack"."""
    noun = s.heads[i]
    agent = agent_of(s, i)
    content = [k for k in noun_phrase(s, noun) if k != i]
    if content and (agent or s.tags[i] == "VBN"):
        yield Candidate(i, "amod", (i,), agent, tuple(content), "agent" if agent else "none")


def adjective_frames(s: Sentence, a: int) -> Iterator[Candidate]:
    """Yield what an adjective governs: "is sure that …", "are critical of …"."""
    source, how = find_source(s, a)
    cue = tuple(sorted([a, *s.children_with(a, "cop")]))
    for k in s.children(a):
        dep = s.deps[k]
        if k < a or dep not in ("ccomp", "xcomp", "advcl", "obl", "csubj"):
            continue
        word = preposition(s, k)
        frame = (
            "adj-clause"
            if dep in ("ccomp", "csubj") or word in ("that", "whether", "if")
            else "adj-to"
            if dep == "xcomp"
            else f"adj-{word}"
        )
        if dep in ("obl", "advcl") and word not in PREPOSITIONS and frame != "adj-clause":
            continue
        yield Candidate(a, frame, cue, source, tuple(s.subtree(k)), how)
        return
