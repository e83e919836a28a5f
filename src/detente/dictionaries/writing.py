"""Entries of any format as our TOML, which reads back to the same entries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from detente.dictionaries.entries import Entries


def to_toml(entries: Entries) -> str:
    """Write actors, roles and rules as TOML; each rule keeps the file and line it came from as its `id`."""
    return "\n".join([f"# From {entries.file}", *_lines(entries)]) + "\n"


def _lines(entries: Entries) -> Iterator[str]:
    for part in ("verbs", "nouns"):
        rows = getattr(entries, part)
        if rows:
            yield ""
            yield f"{part} = ["
            yield from ("{" + ", ".join(_pairs(row)) + "}," for row in rows)
            yield "]"
    if entries.classes:
        yield ""
        yield "[classes]"
        yield from _pairs(entries.classes)
    for actor in entries.actors:
        yield ""
        yield "[[actors]]"
        known = {"name": actor.name, "names": list(actor.other_names), "code": actor.code, "sector": actor.sector,
                 "kind": actor.kind, "from": actor.start, "to": actor.end}  # fmt: skip
        yield from _pairs({key: value for key, value in known.items() if value not in (None, [])})
    for role in entries.roles:
        yield ""
        yield "[[roles]]"
        yield from _pairs({"role": role.name, "plural": role.plural, "sector": role.sector})


def _pairs(row: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value(value)}" for key, value in row.items())


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    """Write a basic string of TOML: JSON's escapes are its own, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
