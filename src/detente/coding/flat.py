"""A second tree from tags alone, for sentences whose parse gave no event.

A small parser mistakes some past forms for participles ("Ecuador and Peru swapped lists" read as a noun phrase). Noun phrases,
prepositions and verb groups can be told from tags alone; here they are put together in the plain order of English: subject,
verb, objects, prepositional phrases. The result is read by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from detente.coding.grammar import words
from detente.language import Sentence

_NOMINAL = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SPEECH = words("speech")
_PARTICLES = words("particles")
_TIMES = words("times")
_OPENERS = words("openers")
_RELATIVES = frozenset({"that", "who", "which", "whose", "whom"})


@dataclass(slots=True)
class _Tree:
    """Heads and relations under construction."""

    heads: list[int]
    deps: list[str]

    def hang(self, i: int, head: int, dep: str) -> None:
        self.heads[i], self.deps[i] = head, dep


@dataclass(slots=True)
class _Clause:
    """What has been read of one clause."""

    verb: int = -1
    phrases: list[int] = field(default_factory=list)  # bare noun phrases before the verb
    obliques: list[int] = field(default_factory=list)  # prepositional phrases before the verb
    mark: int = -1
    objects: int = 0


def flat(sentence: Sentence) -> Sentence | None:
    """Return the sentence with a tree made from its tags, None where no verb stands after a noun phrase."""
    n = len(sentence)
    tree = _Tree([-2] * n, ["dep"] * n)
    chunk = _noun_phrases(sentence, tree)
    clause, first, last_noun, opener = _Clause(), -1, -1, -1
    last_verb, coordinated, comma = -1, False, False
    i = 0
    while i < n:
        upos, tag, word = sentence.upos[i], sentence.tags[i], sentence.words[i].lower()
        if i in chunk:
            head = chunk[i]
            preposition = _preposition(sentence, tree, i)
            if preposition is not None and preposition != "by" and last_noun >= 0 and (preposition == "of" or clause.verb < 0):
                tree.hang(head, last_noun, "nmod")
            elif preposition is not None and clause.verb >= 0:
                tree.hang(
                    head, clause.verb, "obl:agent" if preposition == "by" and _passive(sentence, tree, clause.verb) else "obl"
                )
            elif preposition is not None:
                clause.obliques.append(head)
            elif preposition is None and sentence.words[head].lower() in _TIMES:  # "… on Monday, …", "… last week"
                if clause.verb >= 0:
                    tree.hang(head, clause.verb, "obl:unmarked")
                else:
                    clause.obliques.append(head)
            elif coordinated and last_noun >= 0 and (clause.verb < 0 or not _verb_follows(sentence, chunk, i)):
                tree.hang(head, last_noun, "conj")
            elif clause.verb >= 0 and not comma and not _verb_follows(sentence, chunk, i):
                tree.hang(head, clause.verb, "obj")
                clause.objects += 1
                if clause.objects == 2:  # "handed the envoy a note": the first of two is the receiver
                    for k in range(n):
                        if tree.heads[k] == clause.verb and tree.deps[k] == "obj" and k != head:
                            tree.deps[k] = "iobj"
            else:
                if clause.verb >= 0:
                    clause = _Clause(mark=opener)
                    opener = -1
                clause.phrases.append(head)
            if preposition is None or preposition == "of" or last_noun < 0 or clause.verb >= 0:
                last_noun = head
            coordinated = comma = False
            i = max(k for k in chunk if chunk[k] == head) + 1
            continue
        if upos == "VERB" or (upos == "AUX" and not _group(sentence, i)):
            subject = clause.phrases[0] if clause.phrases and clause.verb < 0 else -1
            if clause.verb < 0 and first < 0:
                if i and sentence.words[i - 1].lower() == "to":
                    return None  # a headline's infinitive: nothing is said to be done
                tree.hang(i, -1, "root")
                first = i
            elif subject >= 0:
                said = sentence.lemmas[i].lower() in _SPEECH  # "…, the ministry said"
                mark = sentence.words[clause.mark].lower() if clause.mark >= 0 else ""
                dep = "ccomp" if mark == "that" else "advcl" if mark else "parataxis" if said else "conj"
                tree.hang(i, first if dep == "parataxis" else last_verb, dep)
            elif tag == "VB" and i and sentence.words[i - 1].lower() == "to":
                tree.hang(i, last_verb, "xcomp")
                tree.hang(i - 1, i, "mark")
            elif tag == "VBG" and not coordinated:
                tree.hang(i, last_verb, "advcl")
            elif tag == "VBN" and last_noun >= 0 and not coordinated and not _auxiliaries(sentence, i):
                tree.hang(i, last_noun, "acl")
            elif i and sentence.words[i - 1].lower() in _RELATIVES and last_noun >= 0:
                tree.hang(i, last_noun, "acl:relcl")
                tree.hang(i - 1, i, "nsubj")
            else:
                tree.hang(i, last_verb, "conj")
            for k in _auxiliaries(sentence, i):
                tree.hang(k, i, "aux:pass" if tag == "VBN" and sentence.lemmas[k] == "be" else "aux")
            if clause.mark >= 0:
                tree.hang(clause.mark, i, "mark")
            passive = _passive(sentence, tree, i)
            for k in clause.phrases:
                tree.hang(k, i, ("nsubj:pass" if passive else "nsubj") if k == subject else "dep")
            for k in clause.obliques:
                tree.hang(k, i, "obl")
            clause = _Clause(verb=i)
            last_verb, coordinated, comma = i, False, False
        elif upos == "CCONJ":
            coordinated = True
        elif word == ",":
            comma = True
        elif word == "that" and clause.verb == i - 1:  # "charged that Peru …"
            opener, comma = i, True
        elif word in _OPENERS and upos in ("SCONJ", "ADV", "ADP"):
            opener, comma = i, True
            if clause.verb < 0:
                clause.mark, opener = i, -1
        elif word in _PARTICLES and clause.verb == i - 1 and tree.heads[i] == -2:
            tree.hang(i, clause.verb, "compound:prt")
        elif upos == "ADV" and clause.verb >= 0:
            tree.hang(i, clause.verb, "advmod")
        i += 1
    if first < 0:
        return None
    for k in (*clause.phrases, *clause.obliques):
        if tree.heads[k] == -2:
            tree.hang(k, first, "dep")
    for k in range(n):
        if tree.heads[k] == -2:
            tree.hang(k, first, "punct" if sentence.upos[k] == "PUNCT" else "dep")
    return None if _loops(tree.heads) else replace(sentence, heads=tuple(tree.heads), deps=tuple(tree.deps))


def _noun_phrases(sentence: Sentence, tree: _Tree) -> dict[int, int]:
    """Return the head of the noun phrase each token belongs to; hang modifiers and prepositions on the heads."""
    chunk: dict[int, int] = {}
    i, n = 0, len(sentence)
    while i < n:
        if not _in_phrase(sentence, i):
            i += 1
            continue
        j = i
        while j + 1 < n and (_in_phrase(sentence, j + 1) or sentence.tags[j + 1] == "POS"):
            if sentence.upos[j + 1] == "DET" or (sentence.upos[j + 1] == "PRON" and sentence.tags[j + 1] != "PRP$"):
                break
            j += 1
        head = next((k for k in range(j, i - 1, -1) if sentence.upos[k] in _HEADS), None)
        if head is not None:
            for k in range(i, j + 1):
                chunk[k] = head
            _hang_modifiers(sentence, tree, i, head)
            if (i and sentence.upos[i - 1] == "ADP" and sentence.words[i - 1].lower() not in ("after", "before", "since")) or (
                i and sentence.tags[i - 1] == "TO"
            ):
                tree.hang(i - 1, head, "case")
        i = j + 1
    return chunk


def _in_phrase(sentence: Sentence, i: int) -> bool:
    if sentence.upos[i] in _NOMINAL and sentence.words[i].lower() not in _RELATIVES:
        return True
    # "a wanted banker", "the visiting envoy": a participle between a determiner and a noun
    before = (i and sentence.upos[i - 1] in ("DET", "NUM", "ADJ")) or (i and sentence.tags[i - 1] in ("POS", "PRP$"))
    after = i + 1 < len(sentence) and sentence.upos[i + 1] in ("NOUN", "PROPN", "ADJ")
    return bool(before and after and sentence.tags[i] in ("VBN", "VBG", "JJ"))


def _hang_modifiers(sentence: Sentence, tree: _Tree, start: int, head: int) -> None:
    owner = next((k for k in range(head - 1, start - 1, -1) if sentence.tags[k] == "POS"), None)
    border = start
    if owner is not None and owner > start:
        tree.hang(owner, owner - 1, "case")
        tree.hang(owner - 1, head, "nmod:poss")
        for k in range(start, owner - 1):
            tree.hang(k, owner - 1, _modifier(sentence, k))
        border = owner + 1
    for k in range(border, head):
        tree.hang(k, head, _modifier(sentence, k))


def _modifier(sentence: Sentence, k: int) -> str:
    if sentence.tags[k] == "PRP$":
        return "nmod:poss"
    return {"DET": "det", "NUM": "nummod", "NOUN": "compound", "PROPN": "compound"}.get(sentence.upos[k], "amod")


def _preposition(sentence: Sentence, tree: _Tree, start: int) -> str | None:
    return sentence.words[start - 1].lower() if start and tree.deps[start - 1] == "case" else None


def _group(sentence: Sentence, i: int) -> bool:
    """Tell whether an auxiliary belongs to a verb after it."""
    for k in range(i + 1, min(i + 5, len(sentence))):
        if sentence.upos[k] == "VERB":
            return True
        if sentence.upos[k] not in ("AUX", "ADV", "PART"):
            return False
    return False


def _auxiliaries(sentence: Sentence, verb: int) -> list[int]:
    found, k = [], verb - 1
    while k >= 0 and sentence.upos[k] in ("AUX", "ADV", "PART"):
        if sentence.upos[k] == "AUX" or sentence.lemmas[k].lower() == "not":
            found.append(k)
        k -= 1
    return found


def _passive(sentence: Sentence, tree: _Tree, verb: int) -> bool:
    return any(h == verb and d == "aux:pass" for h, d in zip(tree.heads, tree.deps, strict=True))


def _verb_follows(sentence: Sentence, chunk: dict[int, int], start: int) -> bool:
    """Tell whether a noun phrase (its "of" phrases included) is followed by a finite verb: it opens a clause."""
    k = start
    while k < len(sentence) and (k in chunk or sentence.words[k].lower() in ("of", "in", "from") or sentence.upos[k] == "ADV"):
        k += 1
    return k < len(sentence) and sentence.tags[k] in _FINITE


def _loops(heads: list[int]) -> bool:
    for i in range(len(heads)):
        seen, k = 0, i
        while heads[k] >= 0:
            k, seen = heads[k], seen + 1
            if seen > len(heads):
                return True
    return False
