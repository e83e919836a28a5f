"""The log of a ledger in the store's file: rows are only ever appended, each sealed with the hash of all before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import StoreError
from detente.store.columns import strings
from detente.store.opening import explained

if TYPE_CHECKING:
    import duckdb

SCORES = ("happened", "brier", "brier_low", "brier_high", "log_loss")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done to one entry: `detail` is a row for JSON; `person` is who did it, None for the program."""

    entry: str
    action: str
    detail: Mapping[str, Any]
    person: str | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log; `at` is UTC, `hash` seals this row and all before it."""

    number: int
    at: datetime
    entry: str
    action: str
    person: str | None
    detail: dict[str, Any]
    hash: str


class Journal:
    """The log and the scores of a ledger. Nothing in the log is changed or deleted; scores go as they came."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, shown: str) -> None:
        self._connection = connection
        self._shown = shown

    def write(
        self,
        actions: Iterable[Action],
        *,
        scores: Mapping[str, Mapping[str, Any]] | None = None,
        without: Iterable[str] = (),
    ) -> list[LogRow]:
        """Append actions, add scores of entries and remove those of others, in one transaction: all of it or nothing.

        Parameters
        ----------
        actions : iterable of Action
        scores : mapping of entry to row, optional
            Columns `SCORES`.
        without : iterable of str
            Entries whose scores are removed.

        Raises
        ------
        StoreError
            The file cannot be written; it is as it was before.
        """
        import duckdb

        at = datetime.now(UTC).replace(tzinfo=None)
        written: list[LogRow] = []
        details: list[str] = []
        with explained(self._shown):
            self._connection.begin()
        try:
            with explained(self._shown):
                last = self._connection.execute("SELECT number, hash FROM ledger_log ORDER BY number DESC LIMIT 1").fetchone()
                number, seal = (int(last[0]), str(last[1])) if last else (0, "")
                for action in actions:
                    number += 1
                    detail = json.dumps(action.detail, ensure_ascii=False, sort_keys=True, allow_nan=False)
                    seal = _seal(seal, number, at, action.entry, action.action, action.person, detail)
                    written.append(LogRow(number, at, action.entry, action.action, action.person, json.loads(detail), seal))
                    details.append(detail)
                self._append(written, details)
                for entry in without:
                    self._connection.execute("DELETE FROM ledger_scores WHERE entry = ?", [entry])
                if scores:
                    rows = [[entry, *(score[name] for name in SCORES)] for entry, score in scores.items()]
                    self._connection.executemany("INSERT INTO ledger_scores VALUES (?, ?, ?, ?, ?, ?)", rows)
                self._connection.commit()
        except BaseException:
            with suppress(duckdb.Error):  # the failure itself may have ended the transaction
                self._connection.rollback()
            raise
        return written

    def _append(self, rows: list[LogRow], details: list[str]) -> None:
        if not rows:
            return
        columns = {
            "number": np.array([row.number for row in rows], dtype=np.int64),
            "added_at": np.array([row.at for row in rows], dtype="datetime64[us]"),
            **{n: strings((getattr(row, n) for row in rows), n) for n in ("entry", "action", "person", "hash")},
            "detail": strings(details, "detail"),
        }
        self._connection.register("incoming_log", columns)
        try:
            self._connection.execute(
                "INSERT INTO ledger_log SELECT number, added_at, entry, action, person, detail, hash FROM incoming_log"
            )
        finally:
            self._connection.unregister("incoming_log")

    def rows(self) -> list[LogRow]:
        """Return the log from its beginning.

        Raises
        ------
        StoreError
            A row does not bear the seal of those before it: the file was changed by other means (S30).
        """
        sql = "SELECT number, added_at, entry, action, person, detail, hash FROM ledger_log ORDER BY number"
        with explained(self._shown):
            found = self._connection.execute(sql).fetchall()
        rows, seal = [], ""
        for place, (number, at, entry, action, person, detail, own) in enumerate(found, 1):
            seal = _seal(seal, number, at, entry, action, person, detail)
            if seal != own or number != place:
                raise StoreError(
                    "S30",
                    f"the log of {self._shown} was changed at row {place}: it does not bear the seal of the rows before it",
                    help="go back to a copy of the file from before the change",
                )
            rows.append(LogRow(number, at, entry, action, person, json.loads(detail), own))
        return rows

    def scores(self) -> dict[str, dict[str, Any]]:
        """Return the scores by entry."""
        with explained(self._shown):
            found = self._connection.execute(f"SELECT entry, {', '.join(SCORES)} FROM ledger_scores ORDER BY entry").fetchall()
        return {entry: dict(zip(SCORES, values, strict=True)) for entry, *values in found}


def _seal(before: str, number: int, at: datetime, entry: str, action: str, person: str | None, detail: str) -> str:
    content = json.dumps([before, number, at.isoformat(), entry, action, person, detail], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
