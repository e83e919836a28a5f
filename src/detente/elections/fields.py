"""Single values of an election file, and the errors that name them by place and value."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from detente.errors import FormatError


class Fields:
    """Reads single values of a file and says what is wrong with them; `where` opens every message."""

    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, code: str, what: str, help: str = "see docs/elections.md") -> FormatError:
        """Return the error for a mistake of this file."""
        return FormatError(code, f"{self.where}: {what}", help=help)

    def keys(self, table: Mapping[str, Any], at: str, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuse a table that lacks a field, or has one that nobody reads."""
        required, optional = tuple(required), tuple(optional)
        missing = [k for k in required if k not in table]
        unknown = [k for k in table if k not in required and k not in optional]
        if missing:
            near = difflib.get_close_matches(missing[0], unknown, n=1)
            help = f'"{near[0]}" is not a field: is it meant to be "{missing[0]}"?' if near else f"add {', '.join(missing)}"
            raise self.fail("E03", f"{at} has no {', '.join(missing)}", help)
        if unknown:
            raise self.fail("E03", f'{at} has an unknown field "{unknown[0]}"', f"fields: {', '.join(required + optional)}")

    def text(self, table: Mapping[str, Any], key: str, at: str) -> str:
        """Return a text that is not empty."""
        value = table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.fail("E03", f"{key} of {at} is {value!r}; a text is needed")
        return value

    def table(self, value: Any, at: str) -> dict[str, Any]:
        """Return a table that is not empty."""
        if not isinstance(value, dict) or not value:
            raise self.fail("E03", f"{at} is {value!r}; a table is needed")
        return value

    def rows(self, value: Any, at: str) -> list[dict[str, Any]]:
        """Return a list of tables."""
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fail("E03", f"{at} is not a list of tables")
        return value

    def texts(self, value: Any, at: str) -> tuple[str, ...]:
        """Return a list of texts, at least one."""
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail("E03", f"{at} is {value!r}; a list of texts is needed")
        return tuple(value)

    def day(self, table: Mapping[str, Any], key: str, at: str) -> date:
        """Return a day."""
        value = table[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail("E03", f"{key} of {at} is {value!r}; a date is needed", f"write {key} = 2020-11-03, no quotes")
        return value

    def number(self, table: Mapping[str, Any], key: str, at: str, low: float, high: float) -> float:
        """Return a number within bounds."""
        value = table[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.fail("E03", f"{key} of {at} is {value!r}; a number from {low:g} to {high:g} is needed")
        return float(value)

    def prob(self, value: Any, at: str) -> float:
        """Return a probability."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.fail("E04", f"{at} is {value!r}; a probability from 0 to 1 is needed", "write 0.87, not 87 or '87 %'")
        return float(value)
