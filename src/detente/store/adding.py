"""Put documents, events, claims and rejects into the tables, chunk by chunk, within a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from detente.errors import InputError
from detente.records import Claim, Document, Event, Reject
from detente.store.columns import (
    Column,
    claim_columns,
    content_hash,
    days,
    detail_columns,
    event_columns,
    insert_events_sql,
    strings,
)

if TYPE_CHECKING:
    import duckdb

Coded: TypeAlias = tuple[Document, Sequence[Event]] | tuple[Document, Sequence[Event], Sequence[Claim]]
_CHUNK_DOCUMENTS = 5_000
_CHUNK_CHARACTERS = 50_000_000  # texts held in memory at once while adding


@dataclass(frozen=True, slots=True)
class Added:
    """What an add did.

    Documents new to the store, new revisions of known ones, documents already there, events, rejects and claims stored.
    """

    documents: int = 0
    revisions: int = 0
    already: int = 0
    events: int = 0
    rejects: int = 0
    claims: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.documents + other.documents,
            self.revisions + other.revisions,
            self.already + other.already,
            self.events + other.events,
            self.rejects + other.rejects,
            self.claims + other.claims,
        )


def chunks(batch: Iterable[Coded]) -> Iterator[list[Coded]]:
    """Yield the batch in parts that fit into memory."""
    chunk: list[Coded] = []
    size = 0
    for coded in batch:
        chunk.append(coded)
        document, *found = coded
        size += len(document.text) + 1000 * sum(map(len, found))
        if len(chunk) >= _CHUNK_DOCUMENTS or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def add_chunk(connection: duckdb.DuckDBPyConnection, chunk: list[Coded], coder: str) -> Added:
    """Store what is new of a chunk."""
    known, revisions, number = _known(connection, [document.id for document, *_ in chunk])
    new: list[tuple[int, int, str, Document]] = []
    events: list[tuple[int, Event]] = []
    claims: list[tuple[int, int, Claim]] = []
    for document, its_events, *its_claims in chunk:
        content = content_hash(document, coder)
        if (document.id, content) in known:
            continue
        known.add((document.id, content))
        revisions[document.id] = revision = revisions.get(document.id, 0) + 1
        new.append((number, revision, content, document))
        once: dict[str, Event] = {}
        for event in its_events:
            if event.document != document.id:
                raise InputError("S11", f'an event of "{document.id}" names the document "{event.document}"')
            once.setdefault(event.id, event)
        events.extend((number, event) for event in once.values())
        claims.extend((number, place, claim) for place, claim in enumerate(_own_claims(document, *its_claims)))
        number += 1
    if new:
        _insert(connection, new, events, coder)
    if claims:
        with _registered(connection, "incoming_claims", claim_columns(claims)):
            connection.execute("INSERT INTO claims SELECT * REPLACE (date::DATE AS date) FROM incoming_claims")
    first = sum(revision == 1 for _, revision, _, _ in new)
    return Added(first, len(new) - first, len(chunk) - len(new), len(events), claims=len(claims))


def _own_claims(document: Document, claims: Sequence[Claim] = ()) -> Sequence[Claim]:
    """Return a document's claims, having seen that they are its own."""
    for claim in claims:
        if claim.document != document.id:
            raise InputError("S11", f'a claim of "{document.id}" names the document "{claim.document}"')
    return claims


def add_rejects(connection: duckdb.DuckDBPyConnection, rejects: Iterable[Reject]) -> Added:
    """Store the rejects that are not there yet."""
    rows = list({(r.file, r.line, r.code, r.head): r for r in rejects}.values())
    if not rows:
        return Added()

    def texts(name: str) -> Column:
        values = (getattr(r, name) for r in rows)
        return strings((v and v.encode("utf-8", "replace").decode() for v in values), name)

    columns = {name: texts(name) for name in ("file", "code", "reason", "head", "help")}
    columns["line"] = np.array([-1 if r.line is None else r.line for r in rows], dtype=np.int64)
    with _registered(connection, "incoming_rejects", columns):
        found = connection.execute(
            """
            INSERT INTO rejects SELECT file, nullif(line, -1), code, reason, head, help FROM incoming_rejects i
            WHERE NOT EXISTS (
                SELECT 1 FROM rejects r
                WHERE r.file = i.file AND coalesce(r.line, -1) = i.line AND r.code = i.code AND r.head = i.head)
            """
        ).fetchone()
    return Added(rejects=int(found[0]) if found else 0)


def _known(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> tuple[set[tuple[str, str]], dict[str, int], int]:
    """Return what is stored of these documents: (id, content) pairs, last revisions, and the next free number."""
    with _registered(connection, "incoming_ids", {"id": strings(ids, "a document's id")}):
        rows = connection.execute(
            "SELECT id, content, revision FROM documents WHERE id IN (SELECT id FROM incoming_ids) ORDER BY revision"
        ).fetchall()
    found = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM documents").fetchone()
    known = {(name, content) for name, content, _ in rows}
    return known, {name: revision for name, _, revision in rows}, int(found[0]) if found else 1


def _insert(
    connection: duckdb.DuckDBPyConnection,
    new: list[tuple[int, int, str, Document]],
    events: list[tuple[int, Event]],
    coder: str,
) -> None:
    documents = [document for *_, document in new]
    hashes = [document.sha256 for document in documents]
    texts = dict(zip(hashes, (document.text for document in documents), strict=True))
    columns = {
        "number": np.array([number for number, *_ in new], dtype=np.int64),
        "id": strings((d.id for d in documents), "a document's id"),
        "revision": np.array([revision for _, revision, *_ in new], dtype=np.int32),
        "content": strings((content for _, _, content, _ in new), "content"),
        "sha256": strings(hashes, "sha256"),
        "date": days(d.date for d in documents),
    }
    columns |= {
        n: strings((getattr(d, n) for d in documents), f"a document's {n}") for n in ("title", "url", "outlet", "author")
    }
    with _registered(
        connection, "incoming_texts", {"sha256": strings(texts, "sha256"), "text": strings(texts.values(), "a text")}
    ):
        connection.execute("INSERT INTO texts SELECT sha256, text FROM incoming_texts ON CONFLICT DO NOTHING")
    with _registered(connection, "incoming_documents", columns):
        connection.execute(
            "INSERT INTO documents SELECT number, id, revision, content, sha256, date::DATE, title, url, outlet, author, ? "
            "FROM incoming_documents",
            [coder],
        )
    if events:
        with _registered(connection, "incoming_events", event_columns(events)):
            connection.execute(insert_events_sql())
        with _registered(connection, "incoming_details", detail_columns(events)):
            connection.execute("INSERT INTO details SELECT * FROM incoming_details")


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Column]) -> Iterator[None]:
    """Make NumPy columns readable as a table for one statement."""
    connection.register(name, columns)
    try:
        yield
    finally:
        connection.unregister(name)
