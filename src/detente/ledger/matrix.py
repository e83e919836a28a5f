"""What others foretold of a pair over an election: scenario × (worse, about the same, better), and deeds apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.ledger.ledger import Standing
from detente.records import Election

DIRECTIONS = ("worsen", "unchanged", "improve")
COLUMNS = (*DIRECTIONS, "deed", "other")
"""The last two hold foretold deeds, and claims that say neither."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What is foretold if one outcome comes: standings by column, oldest first."""

    outcome: str
    label: str
    cells: Mapping[str, tuple[Standing, ...]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One row per outcome of an election; a claim for "whoever wins" stands in every row."""

    rows: tuple[MatrixRow, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every claim of the matrix once, oldest first."""
        found = {s.entry.id: s for row in self.rows for cell in row.cells.values() for s in cell}
        return tuple(sorted(found.values(), key=lambda s: (s.entry.made, s.entry.speaker, s.entry.id)))

    def as_list(self) -> list[dict[str, Any]]:
        """Return one row per claim and outcome for JSON."""
        return [
            {
                "outcome": row.outcome, "column": column, "id": s.entry.id, "speaker": s.entry.speaker, "text": s.entry.text,
                "date": s.entry.made.isoformat(), "until": s.entry.until.isoformat(), "vow": s.entry.vow,
                "prob": s.entry.prob, "low": s.entry.low, "high": s.entry.high, "phrase": s.entry.phrase or None,
                "came": s.resolution and s.resolution.outcome,
            }
            for row in self.rows
            for column in COLUMNS
            for s in row.cells[column]
        ]  # fmt: skip


def make_matrix(standings: Iterable[Standing], *, pair: tuple[str, str], vote: Election, as_of: date) -> Matrix:
    """Return the claims on a pair and an election that were made by a day and speak of days after it.

    Left out: void entries, the program's own outlooks, claims under a condition that is no outcome of this election.
    """
    chosen = [
        s
        for s in standings
        if s.state != "void"
        and s.entry.kind != "outlook"
        and s.entry.pair == tuple(sorted(pair))
        and s.entry.made <= as_of < s.entry.until
        and s.entry.condition is None
    ]
    chosen.sort(key=lambda s: (s.entry.made, s.entry.speaker, s.entry.id))
    rows = []
    for outcome in vote.outcomes:
        name = f"{vote.id}/{outcome.id}"
        own = [s for s in chosen if not s.entry.scenario or name in s.entry.scenario]
        cells = {column: tuple(s for s in own if _column(s) == column) for column in COLUMNS}
        rows.append(MatrixRow(outcome.id, outcome.label, cells))
    return Matrix(tuple(rows))


def _column(standing: Standing) -> str:
    entry = standing.entry
    return "deed" if entry.deed is not None else entry.direction or "other"
