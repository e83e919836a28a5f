"""Mend trees that contradict themselves before rules read them: prepositions, particles, participles, receivers, agents.

The mends are tried in the order of `_MENDS`; `repair_roots.py` has the one for a main verb that was hung too low.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from detente.coding.arguments import PARTICLES
from detente.coding.grammar import words
from detente.coding.lexicon import base_of_gerund, default_lexicon
from detente.coding.participants import Participants
from detente.coding.repair_roots import FINITE, NOUNS, with_verb_at_root
from detente.coding.rules import Lexicon
from detente.language import Sentence

_CARRIERS = words("acts")
_GIVING = words("giving")


def repaired(sentence: Sentence) -> Sentence:
    """Return the sentence with what the tags contradict mended, else the sentence itself."""
    for mend in _MENDS:
        sentence = mend(sentence)
    return sentence


def _with_cases_as_obliques(sentence: Sentence) -> Sentence:
    """Take nouns behind a preposition for what they are: no subjects, no objects.

    "In a call with Bush, Putin rejected …": `call` and `Bush` stand behind prepositions, so `Putin` is the subject.
    """
    heads, deps = list(sentence.heads), list(sentence.deps)
    for n in range(len(sentence)):
        if deps[n] not in ("nsubj", "obj"):
            continue
        cases = [k for k in sentence.children_with(n, "case") if k < n and sentence.tags[k] in ("IN", "TO")]
        if not cases:
            continue
        verb, was_subject = heads[n], deps[n] == "nsubj"
        before = cases[0] - 1
        nominal = before >= 0 and sentence.upos[before] in ("NOUN", "PROPN")
        heads[n], deps[n] = (before, "nmod") if nominal else (verb, "obl")
        for k in sentence.children_with(n, "conj") if was_subject else ():
            if not sentence.children_with(k, "cc") and k < verb and not sentence.children_with(k, "case"):
                heads[k], deps[k] = verb, "nsubj"
                break
    if heads == list(sentence.heads):
        return sentence
    return replace(sentence, heads=tuple(heads), deps=tuple(deps))


def _with_lemmas(sentence: Sentence) -> Sentence:
    """Give verb forms whose lemma the lexicon does not know the one it does: "vetoed" is a form of "veto", not of "vetoe"."""
    keys = default_lexicon().triggers
    lemmas = list(sentence.lemmas)
    for i, tag in enumerate(sentence.tags):
        if tag in ("VBD", "VBN", "VBG", "VBZ") and lemmas[i].lower() not in keys and sentence.upos[i] == "VERB":
            lemmas[i] = next((form for form in bases(sentence.words[i].lower()) if form in keys), lemmas[i])
    return sentence if lemmas == list(sentence.lemmas) else replace(sentence, lemmas=tuple(lemmas))


def bases(word: str) -> Iterator[str]:
    """Yield what a verb form may be a form of: without its ending, with "e", with the doubled consonant single, "y" for "i"."""
    for ending in ("ing", "ed", "es", "s", "d"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (stem, f"{stem}e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"


def _with_receivers(sentence: Sentence) -> Sentence:
    """Take a name right behind a verb of giving for the receiver where an adjective or number parts it from the thing given.

    "Sent Peru long-range missiles": no noun modifies another from before an adjective.
    """
    for v in range(len(sentence) - 3):
        name, thing = v + 1, sentence.heads[v + 1]
        if sentence.lemmas[v].lower() not in _GIVING or sentence.upos[v] != "VERB" or sentence.upos[name] != "PROPN":
            continue
        if sentence.deps[name] not in ("compound", "nmod", "amod") or thing <= name:
            continue
        top = thing
        while sentence.heads[top] > v and sentence.deps[top] == "compound":
            top = sentence.heads[top]
        parted = any(sentence.upos[k] in ("ADJ", "NUM") for k in range(name + 1, top))
        if sentence.heads[top] != v or sentence.deps[top] != "obj" or not parted:
            continue
        heads, deps = list(sentence.heads), list(sentence.deps)
        heads[name], deps[name] = v, "iobj"
        return replace(sentence, heads=tuple(heads), deps=tuple(deps))
    return sentence


def with_headline_verb(sentence: Sentence, names: Participants, lexicon: Lexicon) -> Sentence:
    """Read "Norway expels three diplomats" with a verb where the tagger found none: the word in -s right behind a name."""
    if any(kind in ("VERB", "AUX") for kind in sentence.upos):
        return sentence
    for i in range(1, len(sentence)):
        word = sentence.words[i]
        known = next((form for form in bases(word) if form in lexicon.headline_verbs), None)
        if known and word.islower() and word.endswith("s") and names.covers(i - 1) and not names.covers(i):
            tags, upos, lemmas = list(sentence.tags), list(sentence.upos), list(sentence.lemmas)
            tags[i], upos[i], lemmas[i] = "VBZ", "VERB", known
            return replace(sentence, tags=tuple(tags), upos=tuple(upos), lemmas=tuple(lemmas))
    return sentence


def _with_agents_of_nouns(sentence: Sentence) -> Sentence:
    """Hang "by Peru" on the deed and not on its object in "the arrest of three farmers by Peru"."""
    heads = list(sentence.heads)
    deeds = default_lexicon().noun_deeds
    for n, lemma in enumerate(sentence.lemmas):
        if sentence.upos[n] != "NOUN" or lemma.lower() not in deeds:
            continue
        for thing in sentence.children_with(n, "nmod"):
            if not any(sentence.words[k].lower() == "of" for k in sentence.children_with(thing, "case")):
                continue
            for agent in sentence.children_with(thing, "nmod"):
                if any(sentence.words[k].lower() == "by" for k in sentence.children_with(agent, "case")):
                    heads[agent] = n
    return sentence if heads == list(sentence.heads) else replace(sentence, heads=tuple(heads))


def _with_particles(sentence: Sentence) -> Sentence:
    """Read particles that were taken for prepositions: "break off relations", "pulled out of the valley"."""
    phrasal = _phrasal_verbs()
    for v in range(1, len(sentence) - 1):
        thing = sentence.heads[v]
        before_preposition = sentence.deps[v] == sentence.deps[v + 1] == "case" and sentence.heads[v + 1] == thing
        fixed = sentence.deps[v] == "case" and sentence.deps[v + 1] == "fixed" and sentence.heads[v + 1] == v
        if not (before_preposition or fixed) or sentence.words[v].lower() not in PARTICLES:
            continue
        verb = sentence.heads[thing]
        if verb < 0 or sentence.upos[verb] != "VERB" or not verb < v < thing or not sentence.deps[thing].startswith("obl"):
            continue
        heads, deps = list(sentence.heads), list(sentence.deps)
        heads[v], deps[v], heads[v + 1], deps[v + 1] = verb, "compound:prt", thing, "case"
        sentence = replace(sentence, heads=tuple(heads), deps=tuple(deps))
    for v in range(len(sentence) - 1):
        word = sentence.words[v + 1].lower()
        if sentence.deps[v + 1] != "case" or f"{sentence.lemmas[v].lower()}-{word}" not in phrasal or word not in PARTICLES:
            continue
        thing = sentence.heads[v + 1]
        if sentence.heads[thing] != v or not sentence.deps[thing].startswith("obl"):
            continue
        heads, deps = list(sentence.heads), list(sentence.deps)
        heads[v + 1], deps[v + 1], deps[thing] = v, "compound:prt", "obj"
        return replace(sentence, heads=tuple(heads), deps=tuple(deps))
    return sentence


@cache
def _phrasal_verbs() -> frozenset[str]:
    lexicon = default_lexicon()
    return frozenset(k for k in (*lexicon.verb_deeds, *lexicon.verb_operators) if "-" in k)


def _with_participle_after_noun(sentence: Sentence) -> Sentence:
    """Read "a law banning imports" as a law that bans imports where both words were hung on "imports"."""
    for v in range(1, len(sentence) - 1):
        if sentence.tags[v] != "VBG" and not sentence.words[v].endswith("ing"):
            continue
        thing, left = sentence.heads[v], v - 1
        if thing <= v or sentence.deps[v] not in ("amod", "compound") or sentence.upos[thing] not in NOUNS:
            continue
        if (
            sentence.heads[left] not in (thing, v)
            or sentence.upos[left] != "NOUN"
            or sentence.lemmas[left].lower() not in _CARRIERS
        ):
            continue
        heads, deps = list(sentence.heads), list(sentence.deps)
        heads[left], deps[left] = sentence.heads[thing], sentence.deps[thing]
        heads[v], deps[v] = left, "acl"
        heads[thing], deps[thing] = v, "obj"
        for k in sentence.children(thing):
            if k < left:
                heads[k] = left
        lemmas, tags, upos = list(sentence.lemmas), list(sentence.tags), list(sentence.upos)
        lemmas[v], tags[v], upos[v] = base_of_gerund(sentence.words[v].lower(), default_lexicon().triggers), "VBG", "VERB"
        return replace(sentence, heads=tuple(heads), deps=tuple(deps), lemmas=tuple(lemmas), tags=tuple(tags), upos=tuple(upos))
    return sentence


def _with_coordination_of_like(sentence: Sentence) -> Sentence:
    """Hang a finite verb that was coordinated with a verb of another form on the finite verb above.

    "said that Russia would build missiles and accused Washington": `accused` (past) goes with `said`, not with `would build`.
    """
    moved: dict[int, int] = {}
    for k, dep in enumerate(sentence.deps):
        head = sentence.heads[k]
        tag = sentence.tags[k]
        if tag == "VBN" and dep == "conj" and sentence.tags[head] in ("VBG", "VB"):
            tag = "VBD"  # "accused Peru of spying and ordered …": no participle goes with "spying"
        if dep != "conj" or tag not in FINITE or sentence.upos[k] != "VERB" or sentence.upos[head] != "VERB":
            continue
        if any(sentence.deps[c].startswith("nsubj") or sentence.deps[c].startswith("aux") for c in sentence.children(k)):
            continue
        if sentence.tags[head] == tag and not any(sentence.deps[c] == "aux" for c in sentence.children(head)):
            continue
        above = head
        while sentence.heads[above] >= 0:
            above = sentence.heads[above]
            perfect = sentence.tags[above] == "VBN" and any(sentence.lemmas[c] == "have" for c in sentence.children(above))
            if (sentence.tags[above] == tag or perfect) and sentence.upos[above] == "VERB":
                moved[k] = above
                break
    if not moved:
        return sentence
    return replace(sentence, heads=tuple(moved.get(i, h) for i, h in enumerate(sentence.heads)))


_MENDS = (
    _with_lemmas,
    _with_particles,
    _with_cases_as_obliques,
    _with_participle_after_noun,
    with_verb_at_root,
    _with_coordination_of_like,
    _with_receivers,
    _with_agents_of_nouns,
)
