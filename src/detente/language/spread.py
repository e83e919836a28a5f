"""Parse documents and read each with one reader, in this process or spread over several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from detente.language.parse import parse
from detente.language.pipeline import load
from detente.language.sentence import Sentence
from detente.records import Document

R = TypeVar("R")
_BATCH = 64  # documents a worker gets at a time
_of_worker: list[Any] = []  # reader and pipeline's name of this worker process, made once


def spread(
    documents: Iterable[Document],
    make: Callable[..., Callable[[Document, list[Sentence]], R]],
    *settings: Any,
    model: str | None = None,
    workers: int = 1,
) -> Iterator[tuple[Document, R]]:
    """Yield each document with what a reader finds in it, in order, as a stream: memory does not grow with their number.

    Parameters
    ----------
    documents : iterable of Document
        Read lazily.
    make : function
        Makes the reader from `settings`, once a process; at the top level of a module, so that workers can find it.
    settings : any
        What `make` takes; must travel to another process.
    model : str, optional
        spaCy pipeline to parse with.
    workers : int, default 1
        Processes that share the work.

    Yields
    ------
    (Document, what the reader gave)

    Examples
    --------
    >>> def count_sentences():
    ...     return lambda document, sentences: len(sentences)
    >>> [n for _, n in spread([Document("d", "Peru voted. Chile waits.")], count_sentences)]
    [2]
    """
    if workers <= 1:
        yield from _read(documents, make(*settings), model)
        return
    stream = iter(documents)
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(make, settings, model)) as pool:
        waiting = []
        for batch in iter(lambda: list(islice(stream, _BATCH)), []):
            waiting.append((batch, pool.submit(_read_batch, batch)))
            if len(waiting) > workers * 2:
                done, future = waiting.pop(0)
                yield from zip(done, future.result(), strict=True)
        for done, future in waiting:
            yield from zip(done, future.result(), strict=True)


def _read(
    documents: Iterable[Document], reader: Callable[[Document, list[Sentence]], R], model: str | None
) -> Iterator[tuple[Document, R]]:
    kept: list[Document] = []

    def texts() -> Iterator[str]:
        for document in documents:
            kept.append(document)
            yield document.text

    for sentences in parse(texts(), nlp=load(model)):
        document = kept.pop(0)
        yield document, reader(document, sentences)


def _start(make: Callable[..., Any], settings: tuple[Any, ...], model: str | None) -> None:
    _of_worker[:] = [make(*settings), model]


def _read_batch(documents: list[Document]) -> list[Any]:
    reader, model = _of_worker
    return [found for _, found in _read(documents, reader, model)]
