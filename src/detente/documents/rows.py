"""A JSON object to a Document, by the input contract: id, text, and what else is known."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from detente.errors import FormatError
from detente.records import Document

SHAPE = 'a row is one object: {"id": "a1", "text": "…", "date": "2020-10-27"}; title, url, outlet, author may be added'

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}.*)?\Z", re.ASCII | re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str, where: str) -> Any:
    """Return the value of a JSON text; every way in which it can be broken is one FormatError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as cause:
        place = f"column {cause.colno}" if "\n" not in text.strip() else f"line {cause.lineno} column {cause.colno}"
        said = cause.msg.removesuffix(" at")  # "Invalid control character at"
        raise FormatError("D04", f"{where} is not JSON: {said} at {place}", help=SHAPE) from cause
    except (ValueError, RecursionError) as cause:  # a number of more than 4,300 digits; thousands of nested brackets
        raise FormatError("D04", f"{where} is not JSON that can be read: {cause}", help=SHAPE) from cause


def document_from_row(row: object, where: str, *, default_date: date | None = None) -> Document:
    """Return the document of one row; keys that the contract does not know are ignored.

    Parameters
    ----------
    row : object
        What JSON gave.
    where : str
        File and line, for the message.
    default_date : date, optional
        Where the row states none.

    Raises
    ------
    FormatError
        Not an object, no id, no text or an empty one, a value of the wrong kind (D05); a date that is none (D06).
    """
    if not isinstance(row, dict):
        raise FormatError("D05", f"{where} is {_kind(row)}, not an object", help=SHAPE)
    name = row.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name.strip():
        seen = "has no id" if "id" not in row else f"has the id {_shown(row['id'])}"
        raise FormatError("D05", f"{where} {seen}", help="give each row its own id, a text that is not empty; " + SHAPE)
    text = row.get("text")
    if not isinstance(text, str):
        seen = "has no text" if "text" not in row else f"has {_kind(text)} as text"
        keys = ", ".join(map(str, row)) if "text" not in row else ""
        raise FormatError("D05", f"{where} {seen}" + (f"; its keys are {keys[:200]}" if keys else ""), help=SHAPE)
    if not text.strip():
        raise FormatError("D05", f"{where} has an empty text", help="give the text, or leave the row out")
    known = {key: _optional(row.get(key), key, where) for key in ("title", "url", "outlet", "author")}
    return Document(clean(name), clean(text), _date(row.get("date"), where) or default_date, **known)


def clean(text: str) -> str:
    """Return the text with lone surrogates (half a character, no text at all) as U+FFFD; the length stays, so offsets hold."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def parse_date(text: str) -> date | None:
    """Return the day of an ISO 8601 date or instant as written (no change of time zone), None if it is neither."""
    match = _DATE.match(text.strip())
    if not match:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def _date(value: object, where: str) -> date | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = parse_date(value) if isinstance(value, str) else None
    if found is None:
        raise FormatError(
            "D06",
            f"{where} has the date {_shown(value)}, which is {_wrong_date(value)}",
            help="write dates as 2020-10-27 (a time may follow: 2020-10-27T12:00:00Z)",
        )
    return found


def _wrong_date(value: object) -> str:
    """Say why a value is no date."""
    if not isinstance(value, str):
        return f"{_kind(value)}, not a text"
    return "no day of the calendar" if _DATE.match(value.strip()) else "not written as year-month-day"


def _optional(value: object, key: str, where: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return clean(", ".join(value))  # several authors
    if not isinstance(value, str):
        raise FormatError("D05", f"{where} has {_kind(value)} as {key}", help=f"{key} is a text, or is left out")
    return clean(value)


def _kind(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
    return names.get(type(value), type(value).__name__)


def _shown(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=True)
    return shown if len(shown) <= 80 else shown[:80] + "…"
