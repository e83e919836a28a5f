"""Which events are meant: the choices of a caller as bound parameters of one query."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from detente.errors import InputError

# The revision that counts: the newest, or under `until` the newest that is not dated later.
CURRENT = """
    SELECT * FROM documents WHERE number IN (
        SELECT max(number) FROM documents WHERE $until IS NULL OR date IS NULL OR date <= $until::DATE GROUP BY id)
"""
SELECTED = f"""
    FROM events e JOIN ({CURRENT}) d ON d.number = e.document
    LEFT JOIN details x ON x.document = e.document AND x.id = e.id
    WHERE ($since IS NULL OR e.date >= $since::DATE)
      AND ($until IS NULL OR e.date <= $until::DATE)
      AND ($a IS NULL OR (e.source_code = $a AND e.target_code = $b)
           OR (($both OR e.reciprocal) AND e.source_code = $b AND e.target_code = $a))
      AND ($status IS NULL OR list_contains($status::VARCHAR[], e.status))
      AND ($kinds IS NULL OR list_contains($kinds::VARCHAR[], e.event))
      AND ($ids IS NULL OR list_contains($ids::VARCHAR[], d.id))
"""
ORDER = " ORDER BY e.date NULLS LAST, d.id, e.sentence_start, e.trigger_start, e.id"


def choose(
    pair: tuple[str, str] | None,
    dyad: tuple[str, str] | None,
    since: date | None,
    until: date | None,
    status: str | Collection[str] | None,
    kinds: str | Collection[str] | None,
    documents: Collection[str] | None,
) -> dict[str, Any]:
    """Return the parameters of `SELECTED`."""
    if pair is not None and dyad is not None:
        raise InputError("S12", "both pair and dyad are given", help="pair is unordered, dyad is source → target: give one")
    two = pair if pair is not None else dyad
    if two is not None and (isinstance(two, str) or len(two) != 2 or not all(isinstance(c, str) for c in two)):
        raise InputError("S12", f"{two!r} is not two codes", help='give codes as in ("RUS", "USA")')
    return {
        "a": two[0] if two else None,
        "b": two[1] if two else None,
        "both": pair is not None,
        "since": since,
        "until": until,
        "status": _several(status),
        "kinds": _several(kinds),
        "ids": _several(documents),
    }


def _several(value: str | Collection[str] | None) -> list[str] | None:
    return None if value is None else [value] if isinstance(value, str) else list(value)
