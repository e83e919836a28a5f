"""What a candidate for an attribution is, and what its finders share: the words that matter, ways up and down a tree."""

from __future__ import annotations

from dataclasses import dataclass

from detente.claims.cues import families_of
from detente.language import Sentence

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
PREPOSITIONS = frozenset({"for", "about", "on", "against", "of", "to", "over", "with", "as", "in", "from", "at", "that"})
RELATIVES = frozenset({"who", "that", "which", "whom"})
RAISING = frozenset({"seem", "appear", "happen", "tend"})
SPEECH = frozenset(w for w in families_of("say") | families_of("think") if w not in RAISING)
TELLING = SPEECH.union(*map(families_of, ("predict", "fear", "hope", "vow", "accuse", "demand", "show"))) - RAISING
"""What may stand behind what is said: "…, the minister warned"."""
CHANCES = frozenset({"chance", "prospect", "likelihood", "odds", "possibility", "probability", "hope", "risk", "danger"})
RATING = frozenset({"see", "foresee", "give", "put", "place", "rate", "estimate", "set", "find"})
"""Verbs that say how likely their object is: "sees little chance of …", "puts the odds at …"."""
QUOTE_MARKS = frozenset({'"', "“", "”", "``", "''", "«", "»"})


@dataclass(slots=True)
class Candidate:
    """One cue with what would be its source and content, as token indices of one sentence.

    `how` says how the source was found: own, shared (by coordination), controlled, noun, relative, possessor, agent, none.
    """

    head: int
    frame: str
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    how: str


def cue_of(s: Sentence, v: int) -> tuple[int, ...]:
    """Return a verb with its auxiliaries, particle and negation."""
    aux = [k for k in s.children(v) if s.deps[k] in ("aux", "aux:pass", "compound:prt") or s.bases[k] == "not"]
    return tuple(sorted([v, *aux]))


def clause_top(s: Sentence, i: int) -> int:
    """Climb from what a parenthesis hangs on to the clause it comments on."""
    while s.heads[i] >= 0 and s.deps[i] not in ("ccomp", "parataxis", "advcl", "acl:relcl", "root"):
        if s.deps[i] == "conj" and any(s.deps[k] in SUBJECTS for k in s.children(i)):
            break
        i = s.heads[i]
    return i


def preposition(s: Sentence, x: int) -> str:
    """Return the word that introduces a phrase or clause, lower case; "" where none does."""
    marks = [k for k in s.children(x) if s.deps[k] in ("case", "mark") and k < x]
    return s.low[marks[0]] if marks else ""
