"""Texts as read, and what is set aside while reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read, with what is known about it."""

    id: str
    text: str
    date: date | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of the text alone: the same words are the same document, whatever the file was called."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reject:
    """One row or file set aside while reading.

    `line` is the line in the file (from 1), the position in a JSON list, or None where the whole file is meant;
    `head` is the beginning of the raw line; `code`, `reason` and `help` are those of the error.
    """

    file: str
    line: int | None
    code: str
    reason: str
    head: str
    help: str | None = None


def document_as_dict(document: Document) -> dict[str, Any]:
    """Return a document as a line of the input contract; what is not known is left out."""
    row: dict[str, Any] = {"id": document.id, "text": document.text}
    if document.date is not None:
        row["date"] = document.date.isoformat()
    for name in ("title", "url", "outlet", "author"):
        if (value := getattr(document, name)) is not None:
            row[name] = value
    return row
