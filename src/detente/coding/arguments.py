"""Who does it, to whom, in a dependency tree: logical subjects, objects and prepositional complements of a verb or noun.

Works on Universal Dependencies. A passive's object is its grammatical subject and its agent stands behind "by"; a verb without
a subject of its own borrows it from the verb it is coordinated with or controlled by; a relative pronoun is its antecedent.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.grammar import words
from detente.language import Sentence

QUANTITIES = words("quantities")
OBJECT_CONTROL = words("object_control")
PARTICLES = words("particles")
RELATIVE = words("relative")
_JOINING = words("joining")
COMPANY = words("company")


@dataclass(frozen=True, slots=True)
class Oblique:
    """A prepositional complement: the preposition and the head of its noun phrase."""

    preposition: str
    head: int


def relation(sentence: Sentence, i: int) -> str:
    """Return the universal relation of token i, without its subtype."""
    return sentence.deps[i].partition(":")[0]


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb form is passive (a participle with "be", or one that modifies a noun)."""
    kids = sentence.children(verb)
    if any(sentence.deps[k] in ("nsubj:pass", "aux:pass", "csubj:pass") for k in kids):
        return True
    if sentence.tags[verb] != "VBN":
        return False
    if relation(sentence, verb) in ("acl", "amod", "advcl"):
        # "the sailors held by Norway"; not "having said" (aux) and not a full relative clause with its own subject
        return not any(relation(sentence, k) in ("aux", "obj", "nsubj") for k in kids)
    return (
        relation(sentence, verb) == "conj" and is_passive(sentence, sentence.heads[verb]) and not _own_subjects(sentence, verb)
    )


def prepositions(sentence: Sentence, noun: int) -> str | None:
    """Return the preposition of a noun phrase ("on", "because of"), None without one."""
    cases = [k for k in sentence.children_with(noun, "case") if sentence.words[k] not in ("'s", "’s", "'", "’")]
    if not cases:
        return None
    first = cases[0]
    words = [first, *sentence.children_with(first, "fixed"), *cases[1:]]
    return " ".join(sentence.words[k].lower() for k in words)


def obliques(sentence: Sentence, i: int) -> list[Oblique]:
    """Return the prepositional complements of a verb or noun, in text order, coordinated ones included."""
    found: list[Oblique] = []
    for k in sentence.children(i):
        if relation(sentence, k) in ("obl", "nmod"):
            preposition = prepositions(sentence, k)
            if preposition is None:
                continue
            found.extend(Oblique(preposition, h) for h in conjuncts(sentence, k))
        elif relation(sentence, k) == "advcl" and sentence.upos[k] in ("NOUN", "PROPN", "PRON"):
            preposition = prepositions(sentence, k)
            if preposition:
                found.append(Oblique(preposition, k))
    return found


_DAYS = words("times")


def is_temporal(sentence: Sentence, head: int) -> bool:
    """Tell whether a noun phrase says when ("on Saturday", "in 1999")."""
    return sentence.lemmas[head].lower() in _DAYS or sentence.words[head].lower() in _DAYS or sentence.words[head].isdigit()


def conjuncts(sentence: Sentence, head: int) -> list[int]:
    """Return a head and the heads coordinated with it, in text order."""
    found = [head]
    for k in sentence.children_with(head, "conj"):
        if sentence.upos[k] not in ("VERB", "AUX") or sentence.upos[head] in ("VERB", "AUX"):
            found.extend(conjuncts(sentence, k))
    return found


def content_heads(sentence: Sentence, head: int) -> list[int]:
    """Return the nouns a noun phrase is about: conjuncts, and what stands behind "of" after a quantity."""
    found: list[int] = []
    for h in conjuncts(sentence, head):
        found.append(h)
        if sentence.lemmas[h].lower() in QUANTITIES or sentence.upos[h] == "NUM":
            for k in sentence.children_with(h, "nmod"):
                if prepositions(sentence, k) in ("of", "among"):
                    found.extend(content_heads(sentence, k))
    return found


def _own_subjects(sentence: Sentence, verb: int) -> list[int]:
    return [k for k in sentence.children(verb) if relation(sentence, k) == "nsubj"]


def antecedent(sentence: Sentence, token: int) -> int:
    """Return what a relative pronoun stands for, or the token itself."""
    if sentence.lemmas[token].lower() not in RELATIVE or sentence.tags[token] not in ("WP", "WDT", "WP$", "IN", "DT"):
        return token
    i = token
    for _ in range(len(sentence)):
        if relation(sentence, i) == "acl" and sentence.heads[i] >= 0:
            return sentence.heads[i]
        i = sentence.heads[i]
        if i < 0:
            break
    return token


def subjects(sentence: Sentence, verb: int, *, depth: int = 0) -> list[int]:
    """Return the heads of those who do what the verb says; empty where nobody is named (agentless passive)."""
    if depth > 6:
        return []
    if is_passive(sentence, verb):
        given = sentence.children_with(
            verb, "obj"
        )  # "was granted a loan by Norway": a small parser hangs the agent on the loan
        agents = [
            h
            for k in (*sentence.children(verb), *(k for o in given for k in sentence.children_with(o, "nmod")))
            if sentence.deps[k] == "obl:agent"
            or (relation(sentence, k) in ("obl", "nmod") and prepositions(sentence, k) == "by")
            for h in conjuncts(sentence, k)
        ]
        low = (k for o in sentence.children_with(verb, "obl") for k in sentence.children_with(o, "nmod"))
        return agents or [k for k in low if prepositions(sentence, k) == "by"]  # "was met at the airport by …", hung too low
    own = [k for k in _own_subjects(sentence, verb) if sentence.deps[k] != "nsubj:pass"]
    if own:
        return [h for k in own for h in conjuncts(sentence, antecedent(sentence, k))]
    return _borrowed_subjects(sentence, verb, depth)


def _borrowed_subjects(sentence: Sentence, verb: int, depth: int) -> list[int]:
    head, dep = sentence.heads[verb], relation(sentence, verb)
    if head < 0:
        return []
    if dep == "conj":
        return _surface_subjects(sentence, head, depth)
    if dep == "xcomp":
        if sentence.lemmas[head].lower() in OBJECT_CONTROL:
            controlled = objects(sentence, head)
            if controlled:
                return [h for k in controlled for h in conjuncts(sentence, k)]
        return _surface_subjects(sentence, head, depth)
    if dep == "acl":
        if sentence.deps[verb] == "acl:relcl":
            return conjuncts(sentence, head)
        if sentence.tags[verb] == "VBG" and not any(
            sentence.lemmas[k] in ("to", "of") for k in sentence.children_with(verb, "mark")
        ):
            return conjuncts(sentence, head)
        return [head]  # "its decision to withdraw": the decision's own source is found inside its noun phrase
    if dep == "advcl" and sentence.tags[verb] == "VBG" and is_passive(sentence, head) and (agents := subjects(sentence, head)):
        return agents  # "the camp was attacked by militiamen, killing five"
    if dep == "advcl" and sentence.lemmas[head].lower() in _JOINING and _has_mark(sentence, verb, "in"):
        return [*_surface_subjects(sentence, head, depth), *objects(sentence, head)]  # "joined Peru in condemning …": both do
    if dep in ("advcl", "ccomp", "parataxis", "dep") and sentence.tags[verb] in ("VBG", "VB", "VBN"):
        return _surface_subjects(sentence, head, depth)
    return []


def _has_mark(sentence: Sentence, verb: int, word: str) -> bool:
    return any(sentence.words[k].lower() == word for k in sentence.children_with(verb, "mark"))


def _surface_subjects(sentence: Sentence, verb: int, depth: int) -> list[int]:
    """Return the grammatical subject, even of a passive: coordinated and controlled verbs share that one."""
    if depth > 6:
        return []
    own = _own_subjects(sentence, verb)
    if own:
        return [h for k in own for h in conjuncts(sentence, antecedent(sentence, k))]
    if sentence.upos[verb] in ("NOUN", "PROPN"):
        return [verb] if relation(sentence, verb) not in ("root", "ccomp") else []
    return _borrowed_subjects(sentence, verb, depth + 1)


def objects(sentence: Sentence, verb: int) -> list[int]:
    """Return the heads of what the verb acts on: object, passive subject, the noun a participle or relative clause modifies."""
    kids = sentence.children(verb)
    own = [h for k in kids if sentence.deps[k] == "obj" for h in conjuncts(sentence, antecedent(sentence, k))]
    if own:
        return own
    receivers = indirect_objects(sentence, verb)
    if receivers:
        return receivers  # "urged Peru to withdraw": some parses call the only object indirect
    if is_passive(sentence, verb):
        passive = _own_subjects(sentence, verb)
        if passive:
            return [h for k in passive for h in conjuncts(sentence, antecedent(sentence, k))]
        if relation(sentence, verb) in ("acl", "amod") and sentence.heads[verb] >= 0:
            if sentence.upos[sentence.heads[verb]] == "VERB":
                return _surface_subjects(sentence, sentence.heads[verb], 0)  # "stands accused by Peru"
            return conjuncts(sentence, sentence.heads[verb])
        if relation(sentence, verb) == "conj":
            return _surface_subjects(sentence, sentence.heads[verb], 0)
        if relation(sentence, verb) == "xcomp":
            return _surface_subjects(sentence, sentence.heads[verb], 0)
        return []
    if sentence.deps[verb] == "acl:relcl" and _own_subjects(sentence, verb):
        subjects_are_relative = any(antecedent(sentence, k) != k for k in _own_subjects(sentence, verb))
        if not subjects_are_relative and not any(sentence.lemmas[k].lower() in ("where", "when", "why") for k in kids):
            return [sentence.heads[verb]]
    return []


def companions(sentence: Sentence, verb: int) -> list[int]:
    """Return the heads of those with whom the subject acts: "Norway, together with Peru, condemned …"."""
    doers = [verb, *(k for k in sentence.children(verb) if sentence.deps[k] == "nsubj")]
    doers += [k for d in doers for k in sentence.children_with(d, "advmod") if sentence.words[k].lower() in COMPANY]
    return [
        h
        for d in doers
        for k in sentence.children(d)
        if relation(sentence, k) in ("obl", "nmod", "advcl") and _is_company(sentence, k, d)
        for h in conjuncts(sentence, k)
    ]


def _is_company(sentence: Sentence, noun: int, above: int) -> bool:
    preposition = prepositions(sentence, noun) or ""
    first, _, rest = preposition.partition(" ")
    together = sentence.words[above].lower() in COMPANY or (noun and sentence.words[noun - 2].lower() in COMPANY)
    return (first in COMPANY and (first == "alongside" or rest == "with")) or (preposition == "with" and bool(together))


def indirect_objects(sentence: Sentence, verb: int) -> list[int]:
    """Return the heads of those to whom something is given."""
    receivers = list(sentence.children_with(verb, "iobj"))
    if not receivers and sentence.children_with(verb, "obj") and is_passive(sentence, verb):
        receivers = _own_subjects(sentence, verb)  # "Peru was granted a loan"
    return [h for k in receivers for h in conjuncts(sentence, antecedent(sentence, k))]


def particle(sentence: Sentence, verb: int) -> str | None:
    """Return the particle of a phrasal verb ("shoot down")."""
    for k in sentence.children_with(verb, "compound:prt"):
        return sentence.words[k].lower()
    for k in sentence.children_with(verb, "advmod"):
        if sentence.words[k].lower() in PARTICLES and k == verb + 1:
            return sentence.words[k].lower()
    return None
