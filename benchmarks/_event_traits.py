"""What is hard about a coded event: traits from its annotation and the parse of its sentence, by one rule for every set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from _event_coding import Coded
from _event_scores import Gold

if TYPE_CHECKING:
    from detente.language import Sentence

LONG = 30  # words, marks left out
TRAITS = {
    "passive": "an event word is a passive verb or a past participle behind its noun",
    "negated": "a negation at an event word, or a word of refusing, denying or failing among them",
    "compound": "several sources or several targets that are not mutual, or three and more that are",
    "reciprocal": "annotated as mutual",
    "conditional": "if, unless, would, could, might or may at an event word",
    "nominal": "a noun tells the event: no verb among the event words but one that only carries it (gave, held, made …)",
    "long": f"more than {LONG} words in the sentence",
    "plain": "none of these",
}
_NEGATIONS = frozenset("not no never neither nor n't without".split())
_CONDITIONS = frozenset("if unless would could might may".split())
_TELLING = ("VERB", "NOUN", "ADJ", "PROPN", "ADV")


def traits(coded: Coded, gold: Gold) -> frozenset[str]:
    """Return the traits of one coded event."""
    told = list(event_tokens(coded, gold))
    sides = len(gold.row["sources"]), len(gold.row["targets"])
    found = {
        "passive": any(_is_passive(s, i) for s, i in told),
        "negated": any(_has(s, i, _NEGATIONS) or _refuses(s, i) for s, i in told),
        "compound": sum(sides) > 2 if gold.row["reciprocal"] else max(sides) > 1,
        "reciprocal": bool(gold.row["reciprocal"]),
        "conditional": any(_has(s, i, _CONDITIONS) for s, i in told),
        "nominal": any(s.upos[i] == "NOUN" for s, i in told) and all(_only_carries(s, i) for s, i in told),
        "long": sum(upos != "PUNCT" for s in coded.parsed for upos in s.upos) > LONG,
    }
    return frozenset(name for name, holds in found.items() if holds) or frozenset({"plain"})


def event_tokens(coded: Coded, gold: Gold) -> Iterator[tuple[Sentence, int]]:
    """Yield the content words of a sentence that the annotation names as telling the event."""
    wanted = set((gold.row.get("eventText") or "").lower().replace("-", " ").split())
    for sentence in coded.parsed:
        for i, word in enumerate(sentence.words):
            if sentence.upos[i] in _TELLING and wanted & set(word.lower().replace("-", " ").split()):
                yield sentence, i


def _is_passive(s: Sentence, i: int) -> bool:
    if s.upos[i] != "VERB":
        return False
    return bool(s.children_with(i, "nsubj:pass", "aux:pass", "obl:agent")) or (s.deps[i] == "acl" and s.tags[i] == "VBN")


def _has(s: Sentence, i: int, words: frozenset[str]) -> bool:
    below = [*s.children(i), *(k for c in s.children_with(i, "advcl") for k in s.children(c))]
    return any({s.words[k].lower(), s.lemmas[k].lower()} & words for k in below)


def _refuses(s: Sentence, i: int) -> bool:
    return s.lemmas[i].lower() in _operator_words("reject", "denial", "fail")


def _only_carries(s: Sentence, i: int) -> bool:
    return s.upos[i] != "VERB" or s.lemmas[i].lower() in _operator_words("light", "aspect")


@cache
def _operator_words(*families: str) -> frozenset[str]:
    from detente.coding.lexicon import default_lexicon

    lexicon = default_lexicon()
    tables = lexicon.verb_operators, lexicon.noun_operators, lexicon.adjective_operators
    return frozenset(word for table in tables for word, rules in table.items() if any(r.family in families for r in rules))
