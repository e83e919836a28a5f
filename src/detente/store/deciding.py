"""What persons decided on merging: a log in the store, of which the last word on two events, and on the rule, counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import InputError, NotFoundError
from detente.records import Decision
from detente.store.selection import CURRENT

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions that hold: pairs of event ids joined and split, and whether the rule merges at all."""

    joined: frozenset[frozenset[str]]
    split: frozenset[frozenset[str]]
    by_rule: bool


def read_decisions(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Return all decisions in the order they were made."""
    rows = connection.execute("SELECT kind, first, second, reason FROM decisions ORDER BY number").fetchall()
    return [Decision(*row) for row in rows]


def standing(decisions: list[Decision]) -> Standing:
    """Return what holds after a log of decisions."""
    last: dict[frozenset[str], str] = {}
    by_rule = True
    for decision in decisions:
        if decision.kind.startswith("rule"):
            by_rule = decision.kind == "rule on"
        else:
            last[frozenset((decision.first, decision.second))] = decision.kind
    chosen = {kind: frozenset(pair for pair, k in last.items() if k == kind) for kind in ("join", "split")}
    return Standing(chosen["join"], chosen["split"], by_rule)


def write_decision(connection: duckdb.DuckDBPyConnection, decision: Decision, shown: str) -> None:
    """Add a decision to the log.

    Raises
    ------
    InputError
        Both ids are the same (S14).
    NotFoundError
        The store has no such event (S13).
    """
    if not decision.kind.startswith("rule"):
        if decision.first == decision.second:
            raise InputError("S14", f'"{decision.first}" is given twice', help="name two events: detente mentions list A B")
        for event in (decision.first, decision.second):
            sql = f"SELECT count(*) FROM events e JOIN ({CURRENT}) d ON d.number = e.document WHERE e.id = $id"
            if connection.execute(sql, {"id": event, "until": None}).fetchone() == (0,):
                raise NotFoundError("S13", f'{shown} has no event "{event}"', help="list them: detente mentions list A B")
    connection.execute(
        "INSERT INTO decisions SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM decisions",
        [decision.kind, decision.first, decision.second, decision.reason],
    )
