"""Our own TOML: `[[actors]]`, `[[roles]]`, and `verbs`, `nouns`, `[classes]` in the form of the shipped lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from detente.actors import Role
from detente.actors.tables import NamedRow, parse_date
from detente.dictionaries.entries import Entries, Row, SetAside
from detente.dictionaries.lines import Line
from detente.errors import FormatError

ACTOR_KEYS = ("name", "names", "code", "sector", "kind", "from", "to")
ROLE_KEYS = ("role", "plural", "sector")
KINDS = ("state", "seat", "person", "office", "agency", "legislature", "party", "body", "group", "none")
PARTS = ("actors", "roles", "verbs", "nouns", "classes")


def read_toml(text: str, entries: Entries, set_aside: SetAside) -> None:
    """Read a file of ours into `entries`; FormatError W10 where it is no TOML or holds something else."""
    content = _parse(text, entries.file)
    raw = text.splitlines()

    def each(part: str, name: str, take: Callable[[Row, str], None]) -> None:
        number = 0
        for row in content.get(part, []):
            number = _line_of(text, name, row.get(name, ""), after=number) or number
            try:
                take(row, f"{entries.file}:{number}")
            except FormatError as error:
                set_aside(error, Line(number, "", raw[number - 1] if number else ""))

    def take_rule(part: str, rules: list[Row], row: Row, source: str) -> None:
        _check_rule(row, part, entries)
        entries.deed(row, part)
        rules.append(row)
        entries.origins[row["id"]] = source

    entries.classes = content.get("classes", {})
    each("actors", "name", lambda row, source: entries.actors.append(_actor(row, source)))
    each("roles", "role", lambda row, source: entries.roles.append(_role(row, source)))
    each("verbs", "id", partial(take_rule, "verbs", entries.verbs))
    each("nouns", "id", partial(take_rule, "nouns", entries.nouns))


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise FormatError("W10", f"{file} is not TOML: {cause}", help="mend the line it names") from cause
    unknown = sorted(set(content) - set(PARTS))
    if unknown:
        message = f'{file} has "{unknown[0]}", which is no part of a dictionary'
        raise FormatError("W10", message, help="parts are " + ", ".join(PARTS))
    for part in PARTS[:-1]:
        rows = content.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            forms = f"write [[{part}]] before each entry, or {part} = [ {{…}}, … ]"
            raise FormatError("W10", f'"{part}" of {file} is no list of tables', help=forms)
    classes = content.get("classes", {})
    if not isinstance(classes, dict) or not all(isinstance(words, str) for words in classes.values()):
        raise FormatError("W10", f'"classes" of {file} is no table of words', help='write [classes] and name = "word word"')
    return content


def _check_rule(row: Row, part: str, entries: Entries) -> None:
    """Refuse what a rule must not be: words that are no text, `has` that is no list, a name that another rule has."""
    where = f'rule "{row.get("id", "?")}"'
    for key, value in row.items():
        words = value if key == "has" and isinstance(value, list) else [value]
        if (key == "has") != isinstance(value, list) or not all(isinstance(word, str | bool) for word in words):
            raise FormatError("W19", f'{where}: "{key}" is {value!r}', help='write words as text, and has = ["word", "word"]')
    if "has" in row and part == "nouns":
        raise FormatError("W19", f'{where}: "has" is for verbs', help="leave it out")
    if row.get("id") in entries.origins:
        raise FormatError("W19", f"two rules of {entries.file} are called {row['id']!r}", help="give each its own id")


def _line_of(text: str, key: str, value: object, *, after: int = 0) -> int:
    """Return the number of the line, behind line `after`, where an entry says `key = "value"`; 0 where it can't be told."""
    wanted = re.compile(rf"""\b{re.escape(key)}\s*=\s*(?:"{re.escape(str(value))}"|'{re.escape(str(value))}')""")
    return next((n for n, line in enumerate(text.splitlines(), start=1) if n > after and wanted.search(line)), 0)


def _actor(row: Row, source: str) -> NamedRow:
    """Build one actor of its table; FormatError W19 names what is wrong with it."""
    where = f'actor "{row.get("name", "?")}"'
    _check(row, ACTOR_KEYS, "name", where)
    kind = row.get("kind", "group" if row.get("sector") else "state" if row.get("code") else "group")
    if kind not in KINDS:
        raise FormatError("W19", f'{where} has the kind "{kind}"', help="kinds are " + ", ".join(KINDS))
    names = row.get("names", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise FormatError("W19", f'{where}: "names" is no list of names', help='write names = ["Army", "Forces"]')
    start, end = _day(row.get("from"), where, last=False), _day(row.get("to"), where, last=True)
    if start and end and start > end:
        raise FormatError("W19", f"{where} ends before it begins", help="from is the first day, to the last")
    code, sector = row.get("code") or None, row.get("sector") or None
    return NamedRow(source, row["name"], tuple(names), code, sector, kind, start, end, True, source)


def _role(row: Row, source: str) -> Role:
    """Build one role of its table."""
    where = f'role "{row.get("role", "?")}"'
    _check(row, ROLE_KEYS, "role", where)
    if not row.get("sector"):
        raise FormatError("W19", f"{where} has no sector", help='write sector = "GOV", "MIL", …')
    name = row["role"].lower()
    return Role(name, str(row.get("plural", f"{name}s")).lower(), row["sector"], source=source)


def _check(row: Row, allowed: tuple[str, ...], name: str, where: str) -> None:
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise FormatError("W19", f'{where} has "{unknown[0]}", which is not read', help="read are " + ", ".join(allowed))
    if not isinstance(row.get(name), str) or not row[name].strip():
        raise FormatError("W19", f"{where} has no {name}", help=f'write {name} = "…"')
    for key in ("code", "sector", "kind", "plural"):
        if not isinstance(row.get(key, ""), str):
            raise FormatError("W19", f'{where}: "{key}" is {row[key]!r}, not text', help="put it in quotes")


def _day(value: Any, where: str, *, last: bool) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value) if value is not None else "", last=last)
    except ValueError as cause:
        raise FormatError("W19", f'{where} has the day "{value}"', help="write 1989-06-01, 1989-06 or 1989") from cause
