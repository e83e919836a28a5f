"""Scores from raw text: the pipeline cuts words and sentences itself, as in the CoNLL 2018 shared task.

A word counts as right only where the pipeline found exactly the same characters as the treebank, so every score includes the
errors of tokenization. F1 = 2 * right / (words of the treebank + words of the pipeline).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from treebanks import Sentence, paragraphs

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of one test set and what follows from them; scores lie in 0..1."""

    counts: Counter[str]
    right: Counter[str]
    expected: Counter[str]
    found: Counter[str]

    def f1(self, what: str) -> float:
        """Return the F1 of `token`, `sentence`, `xpos`, `upos`, `lemma`, `uas` or `las`."""
        pair = "sentences" if what == "sentence" else "words"
        return 2 * self.counts[what] / (self.counts[f"gold_{pair}"] + self.counts[f"found_{pair}"])

    def without_punctuation(self, what: str) -> float:
        """Return the share of words other than punctuation whose `uas` or `las` is right."""
        return self.counts[f"{what}_words_only"] / self.counts["gold_words_only"]

    def relation_f1(self, relation: str) -> float:
        """Return the F1 of one relation: label with subtype and head both right."""
        return 2 * self.right[relation] / (self.expected[relation] + self.found[relation])


def score(nlp: Language, sentences: list[Sentence], *, batch_size: int = 64) -> Scores:
    """Parse the raw text of the sentences, paragraph by paragraph, and compare."""
    result = Scores(Counter(), Counter(), Counter(), Counter())
    groups = paragraphs(sentences)
    for group, doc in zip(groups, nlp.pipe(map(raw_text, groups), batch_size=batch_size), strict=True):
        _compare(group, doc, result)
    return result


def raw_text(group: list[Sentence]) -> str:
    """Return a paragraph as it was written; sentences are parted by a space."""
    return "".join(
        word + (" " if space or i == len(sentence.words) - 1 else "")
        for sentence in group
        for i, (word, space) in enumerate(zip(sentence.words, sentence.spaces, strict=True))
    ).rstrip()


def _compare(group: list[Sentence], doc: Doc, result: Scores) -> None:
    counts = result.counts
    gold_starts, found_starts = set(), set()
    found = {(token.idx, token.idx + len(token)): token for token in doc if not token.is_space}
    for sentence in doc.sents:
        found_starts.update([token.idx for token in sentence if not token.is_space][:1])
    for token in found.values():
        result.found[_label(token.dep_)] += 1

    position = 0
    for sentence in group:
        gold_starts.add(position)
        spans: list[Span] = []
        for i, (word, space) in enumerate(zip(sentence.words, sentence.spaces, strict=True)):
            spans.append((position, position + len(word)))
            position += len(word) + (space or i == len(sentence.words) - 1)
        for i, span in enumerate(spans):
            gold_head = spans[sentence.heads[i]] if sentence.heads[i] >= 0 else None
            relation, is_word = sentence.relations[i], sentence.upos[i] != "PUNCT"
            counts["gold_words"] += 1
            counts["gold_words_only"] += is_word
            result.expected[relation] += 1
            token = found.get(span)
            if token is None:
                continue
            head = None if token.head.i == token.i else (token.head.idx, token.head.idx + len(token.head))
            label = _label(token.dep_)
            is_attached = head == gold_head
            is_labelled = is_attached and label.partition(":")[0] == relation.partition(":")[0]
            counts["token"] += 1
            counts["xpos"] += token.tag_ == sentence.xpos[i]
            counts["upos"] += token.pos_ == sentence.upos[i]
            counts["lemma"] += token.lemma_ == sentence.lemmas[i]
            counts["uas"] += is_attached
            counts["las"] += is_labelled
            counts["uas_words_only"] += is_attached and is_word
            counts["las_words_only"] += is_labelled and is_word
            result.right[relation] += is_attached and label == relation

    gold_spans, found_spans = _sentence_spans(gold_starts), _sentence_spans(found_starts)
    counts["found_words"] += len(found)
    counts["gold_sentences"] += len(gold_spans)
    counts["found_sentences"] += len(found_spans)
    counts["sentence"] += len(gold_spans & found_spans)


def _label(dep: str) -> str:
    return "root" if dep == "ROOT" else dep


def _sentence_spans(starts: set[int]) -> set[tuple[int, int | None]]:
    ordered = sorted(starts)
    return set(zip(ordered, [*ordered[1:], None], strict=True))
