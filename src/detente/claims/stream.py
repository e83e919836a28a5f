"""Many documents: parsed and read as a stream, by one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from detente.claims.conditions import Contest
from detente.claims.extract import read_claims
from detente.language import Sentence, spread
from detente.records import Claim, Document


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
    yield from spread(documents, _reader, tuple(contests), model=model, workers=workers)


def _reader(contests: Sequence[Contest]) -> Callable[[Document, list[Sentence]], list[Claim]]:
    return lambda document, sentences: read_claims(document, sentences, contests)
