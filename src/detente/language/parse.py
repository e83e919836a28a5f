"""Parse texts in batches and hand back plain sentences whose offsets point into the untouched text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError
from detente.language.mend import titles
from detente.language.pipeline import load
from detente.language.schemes import is_clear_style, to_universal
from detente.language.segment import Block, segment
from detente.language.sentence import Sentence
from detente.records import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH_SIZE = 64
"""Blocks parsed together: more is hardly faster and takes more memory."""


def parse(
    texts: Iterable[str | Document], *, nlp: Language | None = None, batch_size: int = BATCH_SIZE
) -> Iterator[list[Sentence]]:
    """Parse texts and yield, for each in turn, the list of its sentences.

    Texts are read as a stream: memory does not grow with their number.

    Parameters
    ----------
    texts : iterable of str or Document
        As read, untouched; offsets refer to them.
    nlp : spacy.language.Language, optional
        From `load`; by default what `load()` gives.
    batch_size : int, default 64
        Blocks parsed at a time.

    Yields
    ------
    list of Sentence
        Empty where the text holds nothing to parse.

    Raises
    ------
    InputError
        A single text instead of many.

    Examples
    --------
    >>> [[sentence.text for sentence in text] for text in parse(["Iran freed the sailors. Britain thanked it."])]
    [['Iran freed the sailors.', 'Britain thanked it.']]
    """
    if isinstance(texts, str | Document):
        raise InputError("L04", "parse takes many texts and was given one", help="use parse_text(text), or put it in a list")
    pipeline = nlp if nlp is not None else load()
    names = _Names(pipeline)
    convert = is_clear_style(pipeline.pipe_labels["parser"])
    waiting: deque[tuple[int, list[Sentence]]] = deque()  # texts handed to the parser: blocks still out, sentences so far

    def blocks() -> Iterator[tuple[str, Block]]:
        for text in texts:
            found = segment(text.text if isinstance(text, Document) else text)
            waiting.append((len(found), []))
            for block in found:
                yield block.text, block

    for doc, block in pipeline.pipe(blocks(), as_tuples=True, batch_size=batch_size):
        while not waiting[0][0]:
            yield waiting.popleft()[1]
        count, sentences = waiting.popleft()
        found = _sentences(doc, block, names)
        sentences.extend(map(_convert, found) if convert else found)
        waiting.appendleft((count - 1, sentences))
    while waiting:
        yield waiting.popleft()[1]


def parse_text(text: str | Document, *, nlp: Language | None = None) -> list[Sentence]:
    """Parse one text; many are faster through `parse`."""
    return next(parse([text], nlp=nlp))


def _convert(sentence: Sentence) -> Sentence:
    deps, heads = to_universal(sentence.lemmas, sentence.tags, upos=sentence.upos, deps=sentence.deps, heads=sentence.heads)
    return replace(sentence, deps=tuple(deps), heads=tuple(heads))


class _Names(dict[int, str]):
    """spaCy's numbers for strings, looked up once each."""

    def __init__(self, nlp: Language) -> None:
        super().__init__()
        self._strings: Any = nlp.vocab.strings

    def __missing__(self, key: int) -> str:
        name: str = self._strings[key] if key else ""
        self[key] = name
        return name


_COLUMNS: list[int | str] = ["IDX", "LENGTH", "HEAD", "SENT_START", "LEMMA", "TAG", "POS", "DEP"]


def _sentences(doc: Doc, block: Block, names: _Names) -> Iterator[Sentence]:
    # One call for the whole block: reading attributes token by token costs as much as a fifth of the parse.
    columns = doc.to_array(_COLUMNS).T  # unsigned; relative heads and sentence starts are signed numbers in disguise
    begins, lengths, heads, starts_sentence = columns[:4].view(np.int64)
    begin, end, head = begins.tolist(), (begins + lengths).tolist(), heads.tolist()
    lemmas, tags, upos, deps = (list(map(names.__getitem__, column.tolist())) for column in columns[4:])
    text, offsets = block.text, block.offsets
    cuts = [0, *(i for i in np.flatnonzero(starts_sentence == 1).tolist() if i), len(doc)]
    for low, high in pairwise(cuts):
        here = range(low, high)
        own_deps = [deps[i] if head[i] else "root" for i in here]
        own_heads = [i - low + head[i] if head[i] else -1 for i in here]
        for title, name in titles(tags[low:high], own_heads, own_deps):
            own_heads[title], own_deps[title] = name, "nmod:desc"
        yield Sentence(
            text=text[begin[low] : end[high - 1]],
            words=tuple([text[begin[i] : end[i]] for i in here]),
            lemmas=tuple(lemmas[low:high]),
            tags=tuple(tags[low:high]),
            upos=tuple(upos[low:high]),
            deps=tuple(own_deps),
            heads=tuple(own_heads),
            starts=tuple([offsets[begin[i]] for i in here]),
            ends=tuple([offsets[end[i] - 1] + 1 for i in here]),
        )
