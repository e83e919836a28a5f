"""Did it happen? Negation, modality, conditions and questions around a verb or noun."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.arguments import relation
from detente.coding.grammar import words
from detente.language import Sentence
from detente.records import Status

_CONTACT = words("contact")
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_HYPOTHETICAL = frozenset({"would", "could", "might", "may", "should", "can", "must", "ought", "'d", "’d"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_INVERTED = frozenset({"had", "were", "should"})
_UNPROVED = words("unproved")
_IMMINENT = words("imminent")
_LIKING = frozenset({"like", "love", "prefer", "wish"})
_UPCOMING = frozenset(
    {"go", "about", "due", "scheduled", "expect", "schedule", "set", "poised", "likely", "able", "unable", "unlikely"}
)


@dataclass(frozen=True, slots=True)
class Modality:
    """What auxiliaries and clause openers say about one verb."""

    negated: bool
    future: bool
    hypothetical: bool
    would: bool = False
    must: bool = False
    should: bool = False


def modality(sentence: Sentence, i: int) -> Modality:
    """Read negation, "will", "would", "if" around token i (its own clause only)."""
    negated = future = hypothetical = would = must = should = False
    for k in sentence.children(i):
        word, kind = sentence.words[k].lower(), relation(sentence, k)
        if kind == "aux" and word in _INVERTED and _opens_condition(sentence, k, i):
            hypothetical = True  # "Had Peru closed the strait, …"
        if kind == "aux" or (kind == "advmod" and word in _NEGATIONS) or kind == "det":
            if word in _FUTURE:
                future = True
            elif word == "would" and sentence.lemmas[i].lower() in _LIKING:
                future = True  # "would like to join": a wish told politely
            elif word in _HYPOTHETICAL and kind == "aux":
                hypothetical = True
                would = would or word in ("would", "'d", "’d")
                must = must or word == "must"
                should = should or word in ("should", "ought")
            elif word in _NEGATIONS or (word == "ca" and sentence.lemmas[k] == "can"):
                negated = True
        elif kind == "mark" and word in _CONDITIONS:
            hypothetical = True
        elif (kind == "nsubj" and _is_nobody(sentence, k)) or (
            kind == "obj"
            and (
                word in ("nobody", "nothing", "none")
                or any(sentence.words[d].lower() == "no" for d in sentence.children_with(k, "det"))
            )
        ):
            negated = True
    ahead, not_ahead = _is_to_happen(sentence, i)
    return Modality(negated or not_ahead, future or ahead, hypothetical, would, must, should)


def _opens_condition(sentence: Sentence, auxiliary: int, i: int) -> bool:
    """Tell whether an auxiliary opens a clause that asks nothing, before its subject: "but had Peru closed the strait".

    Where an adverb goes first ("no sooner had Peru closed …", "never before had …") the clause is a plain statement.
    """
    if any(k < auxiliary and sentence.upos[k] not in ("PUNCT", "CCONJ") for k in sentence.subtree(i)):
        return False
    named = [h for h in sentence.children(i) if relation(sentence, h) == "nsubj"]
    return any(auxiliary < h < i for h in named) and sentence.words[len(sentence) - 1] != "?"


def _is_to_happen(sentence: Sentence, i: int) -> tuple[bool, bool]:
    """Tell whether "be to", "be going to", "be about to" stands before an infinitive, and whether negated.

    Asks the words themselves, not the tree: parsers hang such an infinitive in several ways.
    """
    to = i - 1
    while to >= 0 and sentence.upos[to] == "ADV":
        to -= 1  # "is to formally open"
    if sentence.tags[i] != "VB" or to < 1 or sentence.words[to].lower() != "to":
        return False, False
    if sentence.words[to - 1].lower() == "yet" and to > 1 and sentence.lemmas[to - 2].lower() in ("have", "be"):
        return False, True  # "has yet to sign"
    negated, k = False, to - 1
    while k >= 0 and (sentence.upos[k] == "ADV" or sentence.words[k].lower() in _IMMINENT | _NEGATIONS):
        negated = negated or sentence.words[k].lower() in _NEGATIONS
        k -= 1
    is_to = k >= 0 and sentence.lemmas[k].lower() == "be" and sentence.tags[k] != "VB"
    return is_to, is_to and negated


def status_of(sentence: Sentence, i: int) -> Status:
    """Return the status of what token i names, its own clause and the clauses above it considered.

    A condition, a purpose ("flew there to sign"), a question or a modal above makes it hypothetical; negation counts
    only in its own clause.
    """
    own = modality(sentence, i)
    marked = {sentence.words[k].lower() for k in sentence.children_with(i, "mark")}
    head = sentence.heads[i]
    told = head >= 0 and sentence.lemmas[head].lower() in _CONTACT
    infinitive = sentence.tags[i] == "VB" and "to" in marked and relation(sentence, i) != "xcomp" and not (told or own.future)
    if own.hypothetical or infinitive or sentence.words[len(sentence) - 1] == "?":
        return "hypothetical"
    if own.negated:
        return "negated"
    future = own.future
    j, kind = i, relation(sentence, i)
    while sentence.heads[j] >= 0 and kind in ("conj", "xcomp", "advcl", "acl", "obj", "obl", "nmod", "ccomp"):
        marks = {sentence.words[k].lower() for k in sentence.children_with(j, "mark")}
        head = sentence.heads[j]
        if marks & _CONDITIONS or (kind == "acl" and sentence.lemmas[head].lower() in _UNPROVED):
            return "hypothetical"
        if kind == "advcl" and "to" in marks and sentence.lemmas[head].lower() in _CONTACT:
            break
        if kind == "advcl" and "to" in marks and sentence.tags[j] == "VB":
            return "hypothetical"  # a purpose is not yet a deed
        if kind in ("xcomp", "ccomp") and sentence.lemmas[head].lower() in _UPCOMING and "to" in marks:
            future = True
        if kind == "advcl" and sentence.tags[j] == "VBG" and modality(sentence, head).hypothetical:
            return "hypothetical"  # "would gain ground by closing its ports"
        if kind in ("conj", "xcomp", "obj", "obl", "nmod"):
            above = modality(sentence, head)
            if above.hypothetical:
                return "hypothetical"
            future = future or above.future
            if above.negated and kind in ("xcomp", "obj"):
                return "negated"
        j, kind = head, relation(sentence, head)
    return "future" if future else "happened"


def _is_nobody(sentence: Sentence, k: int) -> bool:
    word = sentence.words[k].lower()
    below = {sentence.words[d].lower() for d in sentence.children(k)}
    return word in ("nobody", "none", "neither") or bool(below & {"no", "not", "neither", "nor"})
