"""Results as plain JSON values: days as YYYY-MM-DD, figures to four digits, no NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from detente.errors import InputError

DIGITS = 4


def as_json(value: Any) -> Any:
    """Return a result as plain JSON values; a dataclass as an object of its public fields.

    Raises
    ------
    InputError
        A figure is not a number (I90).
    """
    if is_dataclass(value):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return figure(value) if isinstance(value, float) else value


def figure(value: Any) -> float | None:
    """Return a number, of numpy too, rounded for print and JSON; None stays None. Raises I90 where it is not a number."""
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        raise InputError("I90", "a result is not a number", help="please report this with the command that gave it")
    return round(number, DIGITS)
