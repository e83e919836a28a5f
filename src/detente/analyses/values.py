"""What the results of comparisons are made of, and how they are written for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from detente.errors import InputError


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence behind a figure: the event (or its first), day, text, document, and what it says or adds, points."""

    id: str
    date: date
    text: str
    document: str
    value: float


def as_json(value: Any) -> Any:
    """Return a result as plain JSON values: dataclasses as objects, days as YYYY-MM-DD, figures to four digits, no NaN.

    Raises
    ------
    InputError
        A figure is not a number (I90).
    """
    if is_dataclass(value):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, dict):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise InputError("I90", "a result is not a number", help="please report this with the command that gave it")
        return round(value, 4)
    return value
