"""Many documents: parsed and read as a stream, by one process or several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from detente.claims.conditions import Contest
from detente.claims.extract import read_claims
from detente.language import load, parse
from detente.records import Claim, Document

_BATCH = 64  # documents a worker gets at a time


def claims_of_documents(
    documents: Iterable[Document], *, contests: Sequence[Contest] = (), model: str | None = None, workers: int = 1
) -> Iterator[tuple[Document, list[Claim]]]:
    """Yield each document with its claims, in order, as a stream.

    Parameters
    ----------
    documents : iterable of Document
        Read lazily; memory does not grow with their number.
    contests : sequence of Contest
        Elections whose outcomes conditions may name (`detente.scenarios.contests()`); without any, scenarios stay empty.
    model : str, optional
        spaCy pipeline to parse with.
    workers : int, default 1
        Processes that share the work.

    Yields
    ------
    (Document, list of Claim)

    Examples
    --------
    >>> text = "Norway's minister said talks would fail."
    >>> [(c.speaker.as_written, c.text) for _, found in claims_of_documents([Document("d", text)]) for c in found]
    [("Norway's minister", 'talks would fail')]
    """
    if workers <= 1:
        kept: list[Document] = []

        def texts() -> Iterator[str]:
            for document in documents:
                kept.append(document)
                yield document.text

        for sentences in parse(texts(), nlp=load(model)):
            document = kept.pop(0)
            yield document, read_claims(document, sentences, contests)
        return
    stream = iter(documents)
    with ProcessPoolExecutor(workers) as pool:
        waiting = []
        for batch in iter(lambda: list(islice(stream, _BATCH)), []):
            waiting.append(pool.submit(_read_batch, batch, contests, model))
            if len(waiting) > workers * 2:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _read_batch(
    documents: list[Document], contests: Sequence[Contest], model: str | None
) -> list[tuple[Document, list[Claim]]]:
    return list(claims_of_documents(documents, contests=contests, model=model))
