"""Events and claims of documents from one parse: what `detente add` keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from detente.claims import CLAIMS_VERSION, read_claims
from detente.coding import Coder, coder_name
from detente.language import Sentence, spread
from detente.records import Claim, Document, Event
from detente.scenarios import contests

if TYPE_CHECKING:
    from detente.coding import Own


def extract(
    documents: Iterable[Document], *, workers: int = 1, own: Own | None = None
) -> Iterator[tuple[Document, list[Event], list[Claim]]]:
    """Yield each document with its events and its claims, in order, as a stream.

    Parameters
    ----------
    documents : iterable of Document
        Read lazily.
    workers : int, default 1
        Processes that share the work.
    own : Own, optional
        Names and rules of a user's, for the events.
    """
    for document, (events, claims) in spread(documents, _reader, own, workers=workers):
        yield document, events, claims


def extractor_name(own: Own | None = None) -> str:
    """Return what the store keeps as the coder: another name makes a new revision of a document that is added again."""
    return f"{coder_name(own=own)} claims {CLAIMS_VERSION}"


def _reader(own: Own | None) -> Callable[[Document, list[Sentence]], tuple[list[Event], list[Claim]]]:
    coder, known = Coder.default(own=own), contests()
    return lambda document, sentences: (coder.read(document, sentences), read_claims(document, sentences, known))
