"""The store: documents, the events and claims found in them, and what was set aside, in one DuckDB file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from detente.errors import NotFoundError
from detente.mentions import combine
from detente.records import Claim, Decision, Document, Event, Reject, ToldEvent
from detente.store.adding import Added, Coded, add_chunk, add_rejects, chunks
from detente.store.columns import EVENT_FIELDS, Column, claim_of, event_of, plain, strings
from detente.store.deciding import read_decisions, standing, write_decision
from detente.store.journal import Journal
from detente.store.opening import connect, explained
from detente.store.schema import prepare
from detente.store.selection import CURRENT, ORDER, SELECTED, choose

if TYPE_CHECKING:
    import duckdb


class Store:
    """Documents with their events and claims in one file, or in memory.

    A document is known by its `id`. The same document again changes nothing; one with anything changed (text, date,
    title …, or the coder) becomes a new revision: questions are answered from the newest revision, and no older one is lost.

    Examples
    --------
    >>> with Store.open(None) as store:
    ...     store.add_documents_with_events([(Document("a1", "Norway thanked Peru."), [])]).documents
    1
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, shown: str) -> None:
        self._connection = connection
        self._shown = shown

    @classmethod
    def open(cls, path: str | Path | None = None, *, read_only: bool = False) -> Self:
        """Open a store, or make it.

        Parameters
        ----------
        path : path, optional
            The file; None keeps all in memory.
        read_only : bool, default False
            Several programs may read one file at the same time; only one may write, and none may read meanwhile.

        Raises
        ------
        StoreError
            No such file or folder (S01), in use (S02), not writable (S03), no store (S04), of another version (S05).
        """
        shown = "the store in memory" if path is None else str(path)
        connection = connect(path, read_only=read_only)
        try:
            with explained(shown):
                prepare(connection, shown, read_only=read_only and path is not None)
        except BaseException:
            connection.close()
            raise
        return cls(connection, shown)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def add_documents_with_events(self, batch: Iterable[Coded], *, coder: str = "", rejects: Iterable[Reject] = ()) -> Added:
        """Add documents with their events, and claims where given: all of them, or none if anything fails on the way.

        Parameters
        ----------
        batch : iterable of (Document, events) or (Document, events, claims)
            Read as a stream: memory does not grow with its length.
        coder : str
            Name and version of what coded them; another name makes a new revision, so that documents coded again
            by a better coder count with their new events.
        rejects : iterable of Reject
            What was set aside while the batch was read; looked at after its end, so a collector that fills meanwhile will do.

        Returns
        -------
        Added
            Counts. An event whose id was met before in the same document is the same event and is stored once.

        Raises
        ------
        StoreError
            The store cannot be written; it is as it was before.
        InputError
            An event or claim that names another document than its own (S11).
        """
        added = Added()
        with explained(self._shown):
            self._connection.begin()
        try:
            for chunk in chunks(batch):
                with explained(self._shown):
                    added += add_chunk(self._connection, chunk, coder)
            with explained(self._shown):
                added += add_rejects(self._connection, rejects)
                self._connection.commit()
        except BaseException:
            self._undo()
            raise
        return added

    def documents(self, *, ids: Collection[str] | None = None, until: date | None = None) -> Iterator[Document]:
        """Yield the documents, each in its newest revision (under `until`: the newest not dated later), in the order added.

        A document without a date is not dated later than any day, here as in `events`.
        """
        sql = f"""
            SELECT d.id, t.text, d.date, d.title, d.url, d.outlet, d.author FROM ({CURRENT}) d JOIN texts t USING (sha256)
            {"" if ids is None else "WHERE d.id IN (SELECT id FROM wanted)"}
            ORDER BY d.number
        """
        with explained(self._shown):
            cursor = self._connection.cursor()  # its own: a caller may ask other questions between two documents
            if ids is not None:
                # a list bound as a parameter costs DuckDB two vain imports of pandas an item
                cursor.register("wanted", {"id": strings(ids, "a document's id")})
            cursor.execute(sql, {"until": until})
            while rows := cursor.fetchmany(500):
                yield from (Document(*row) for row in rows)

    def events(
        self,
        pair: tuple[str, str] | None = None,
        *,
        dyad: tuple[str, str] | None = None,
        since: date | None = None,
        until: date | None = None,
        status: str | Collection[str] | None = None,
        kinds: str | Collection[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Event]:
        """Return events in order of date, then document and place in it, whatever the order they were added in.

        Parameters
        ----------
        pair : (str, str), optional
            Codes of two actors, in either direction.
        dyad : (str, str), optional
            Codes of source and target, in this direction; reciprocal events count in both.
        since, until : date, optional
            First and last day, both included. `until` is strict: no event dated later and none from a document dated later,
            so nothing is seen that was not known on that day. Under either, an event without a date is left out.
        status : str or several, optional
            happened, future, hypothetical, negated.
        kinds : str or several, optional
            PLOVER types (SANCTION, CONSULT …).
        documents : collection of str, optional
            Ids of documents.

        Raises
        ------
        InputError
            Both `pair` and `dyad`, or not two codes (S12).
        """
        chosen = choose(pair, dyad, since, until, status, kinds, documents)
        with explained(self._shown):
            rows = self._connection.execute(f"SELECT {EVENT_FIELDS} {SELECTED} {ORDER}", chosen).fetchall()
        return [event_of(row) for row in rows]

    def event_columns(
        self,
        pair: tuple[str, str] | None = None,
        *,
        dyad: tuple[str, str] | None = None,
        since: date | None = None,
        until: date | None = None,
        status: str | Collection[str] | None = None,
        kinds: str | Collection[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> dict[str, Column]:
        """Return the same events as `events`, in the same order, as NumPy columns.

        Returns
        -------
        dict of str to array, each of shape (events,)
            `id`, `document`, `source`, `target` (codes), `event`, `cameo`, `quad`, `status`: object (str or None);
            `date`: datetime64[D], NaT where none; `goldstein`: float, -10..10; `reciprocal`: bool; `mentions`: int.
        """
        chosen = choose(pair, dyad, since, until, status, kinds, documents)
        fields = (
            "e.id AS id, d.id AS document, e.date AS date, e.source_code AS source, e.target_code AS target, e.event AS event, "
            "e.cameo AS cameo, e.quad AS quad, e.goldstein AS goldstein, e.status AS status, e.reciprocal AS reciprocal, "
            "e.mentions AS mentions"
        )
        with explained(self._shown):
            found = self._connection.execute(f"SELECT {fields} {SELECTED} {ORDER}", chosen).fetchnumpy()
        return {name: plain(column) for name, column in found.items()}

    def told_events(self, events: Iterable[Event], *, until: date | None = None) -> list[ToldEvent]:
        """Return events of this store with the tellings of one deed together, as the rule and the decisions of persons have it.

        Nothing stored is changed by it, and nothing depends on the order of adding: what is together is worked out of `events`
        each time, so that under a day only what was known then is put together. `until` is that day.
        """
        chosen = list(events)
        with explained(self._shown):
            rows = self._connection.execute(f"SELECT id, outlet FROM ({CURRENT})", {"until": until}).fetchall()
            held = standing(read_decisions(self._connection))
        return combine(chosen, outlets=dict(rows), joined=held.joined, split=held.split, by_rule=held.by_rule)

    def decide(self, decision: Decision) -> None:
        """Keep what a person decided on merging; the last word on two events, and on the rule, counts.

        Raises
        ------
        InputError, NotFoundError
            The same event twice (S14); no such event (S13).
        StoreError
            The store cannot be written.
        """
        with explained(self._shown):
            write_decision(self._connection, decision, self._shown)

    def decisions(self) -> list[Decision]:
        """Return all decisions on merging in the order they were made."""
        with explained(self._shown):
            return read_decisions(self._connection)

    def claims(
        self,
        about: tuple[str, str] | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        types: str | Collection[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> list[Claim]:
        """Return claims in order of date, then document and place in it.

        Parameters
        ----------
        about : (str, str), optional
            Codes of the two states a claim is about, in either order.
        since, until : date, optional
            First and last day, both included. Under `until` nothing from a document dated later is seen. Under either, a claim
            without a date is left out.
        types : str or several, optional
            fact, assessment, forecast, commitment, threat, accusation, demand, question.
        documents : collection of str, optional
            Ids of documents.

        Raises
        ------
        InputError
            `about` is not two codes (S12).
        """
        sql = f"""
            SELECT c.record FROM claims c JOIN ({CURRENT}) d ON d.number = c.document
            WHERE ($since IS NULL OR c.date >= $since::DATE) AND ($until IS NULL OR c.date <= $until::DATE)
              AND ($a IS NULL OR (c.about_first = least($a, $b) AND c.about_second = greatest($a, $b)))
              AND ($kinds IS NULL OR list_contains($kinds::VARCHAR[], c.type))
              AND ($ids IS NULL OR list_contains($ids::VARCHAR[], d.id))
            ORDER BY c.date NULLS LAST, d.id, c.place
        """
        chosen = choose(about, None, since, until, None, types, documents)
        with explained(self._shown):
            rows = self._connection.execute(sql, {k: v for k, v in chosen.items() if f"${k}" in sql}).fetchall()
        return [claim_of(record) for (record,) in rows]

    def journal(self) -> Journal:
        """Return the log and the scores of the ledger that this file keeps."""
        return Journal(self._connection, self._shown)

    def text_of(self, document_id: str) -> str:
        """Return the text of a document as it was read, newest revision; offsets of its events refer to it.

        Raises
        ------
        NotFoundError
            No such document (S13).
        """
        sql = "SELECT t.text FROM documents d JOIN texts t USING (sha256) WHERE d.id = ? ORDER BY d.number DESC LIMIT 1"
        with explained(self._shown):
            found = self._connection.execute(sql, [document_id]).fetchone()
        if found is None:
            raise NotFoundError("S13", f'{self._shown} has no document "{document_id}"', help="list them: store.documents()")
        return str(found[0])

    def sentence_of(self, event: Event) -> str:
        """Return the sentence an event was coded from, as written; from the revision of the document that the event is in.

        Raises
        ------
        NotFoundError
            No such event (S13).
        """
        sql = """
            SELECT t.text FROM events e JOIN documents d ON d.number = e.document JOIN texts t USING (sha256)
            WHERE e.id = ? AND d.id = ? AND e.sentence_start = ? ORDER BY d.number DESC LIMIT 1
        """
        with explained(self._shown):
            found = self._connection.execute(sql, [event.id, event.document, event.start]).fetchone()
        if found is None:
            raise NotFoundError(
                "S13", f'{self._shown} has no event "{event.id}" of {event.document}', help="list them: store.events()"
            )
        return str(found[0])[event.start : event.end]

    def counts(self) -> dict[str, int]:
        """Return the numbers of documents, older revisions, events, mentions and claims of the newest, and rejects."""
        sql = f"""
            SELECT (SELECT count(DISTINCT id) FROM documents), (SELECT count(*) - count(DISTINCT id) FROM documents),
                   count(e.id), coalesce(sum(e.mentions), 0), (SELECT count(*) FROM rejects),
                   (SELECT count(*) FROM claims c JOIN ({CURRENT}) d ON d.number = c.document)
            FROM events e JOIN ({CURRENT}) d ON d.number = e.document
        """
        with explained(self._shown):
            row = self._connection.execute(sql, {"until": None}).fetchone()
        names = ("documents", "older_revisions", "events", "mentions", "rejects", "claims")
        return dict(zip(names, map(int, row or ()), strict=True))

    def rejects(self) -> list[Reject]:
        """Return what was set aside, by file and line."""
        with explained(self._shown):
            rows = self._connection.execute(
                "SELECT file, line, code, reason, head, help FROM rejects ORDER BY file, line NULLS FIRST, code, head"
            ).fetchall()
        return [Reject(*row) for row in rows]

    def _undo(self) -> None:
        import duckdb

        try:
            self._connection.rollback()
        except duckdb.Error:  # the failure itself ended the transaction, or the connection
            return


__all__ = ["Added", "Store"]
