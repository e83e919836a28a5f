"""One dictionary file, whatever its format, to `Entries`; several to the `Own` that the coder takes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from detente.actors import Role
from detente.actors.tables import NamedRow
from detente.coding import Own
from detente.coding.rules import Deed
from detente.dictionaries.actors import read_actors, read_agents
from detente.dictionaries.entries import Entries
from detente.dictionaries.lines import CODES, Line, read_lines
from detente.dictionaries.own_toml import read_toml
from detente.dictionaries.verbs import read_verbs
from detente.documents import Rejects
from detente.documents.decoding import decode
from detente.errors import FormatError, InputError

FORMATS = {"toml": "TOML"} | {form: f"TABARI or PETRARCH {form}" for form in ("actors", "agents", "verbs")}
_SEE = "formats and examples: docs/dictionaries.md"
_EVENT_CODE = re.compile(r":?\d{2,4}[A-Za-z]?(?::\d{2,4})?!?")


def read_own(actors: Iterable[str | Path] = (), verbs: Iterable[str | Path] = (), *, rejects: Rejects | None = None) -> Own:
    """Read dictionaries for the coder; a later file goes before an earlier one where both have the same name or rule.

    Parameters
    ----------
    actors, verbs : paths
        Files in any format that `read_file` knows.
    rejects : Rejects, optional
        Takes what was set aside; without it the first such line is an error.

    Raises
    ------
    InputError
        W01: a file is not there; W02: a file of verbs given as actors, or the other way round; W03: two of one name.
    FormatError
        A file that is no dictionary, or one of which nothing could be read.
    """
    rows: list[NamedRow] = []
    roles: dict[str, Role] = {}
    rules: dict[str, dict[str, Deed]] = {"verbs": {}, "nouns": {}}
    read: set[str] = set()
    for wanted, path in [*(("actors", path) for path in actors), *(("verbs", path) for path in verbs)]:
        entries = read_file(path, rejects=rejects)
        _check_kind(entries, wanted)
        if entries.file in read:
            raise InputError(
                "W03", f"two dictionaries are called {entries.file}", help="rename one: a rule is known by file and line"
            )
        read.add(entries.file)
        names = {name for row in entries.actors for name in (row.name, *row.other_names)}
        rows = [*(kept for row in rows if (kept := _without(row, names)) is not None), *entries.actors]
        roles |= {role.name: role for role in entries.roles}
        for part, known in rules.items():
            newer = {deed.id: deed for deed in entries.deeds(part)}
            rules[part] = newer | {name: deed for name, deed in known.items() if name not in newer}
    return Own(tuple(rows), tuple(roles.values()), tuple(rules["verbs"].values()), tuple(rules["nouns"].values()))


def _without(row: NamedRow, names: set[str]) -> NamedRow | None:
    """Take from an actor the names that a later file has too; None where it has no other."""
    if names.isdisjoint((row.name, *row.other_names)):
        return row
    kept = [name for name in (row.name, *row.other_names) if name not in names]
    return replace(row, name=kept[0], other_names=tuple(kept[1:])) if kept else None


def _check_kind(entries: Entries, wanted: str) -> None:
    has_actors, has_verbs = bool(entries.actors or entries.roles), bool(entries.verbs or entries.nouns)
    if (has_verbs and not has_actors) if wanted == "actors" else (has_actors and not has_verbs):
        other = "verbs" if wanted == "actors" else "actors"
        raise InputError("W02", f"{entries.file} holds {other}, not {wanted}", help=f"give it as --{other} {entries.file}")


def read_file(path: str | Path, *, rejects: Rejects | None = None) -> Entries:
    """Read one dictionary; the format is recognised by content.

    Parameters
    ----------
    path : path
        A file of ours (TOML), of TABARI or PETRARCH.
    rejects : Rejects, optional
        Takes what was set aside; without it the first such line is an error.

    Raises
    ------
    InputError
        W01: the file is not there.
    FormatError
        W10: no dictionary, or nothing in it could be read; W11 to W19, X02 to X05: a line, where `rejects` is not given.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise InputError("W01", f"{path} cannot be read: {cause.strerror}", help="check the path") from cause
    text, _ = decode(data, str(path))
    kept = Rejects()

    def set_aside(error: FormatError, line: Line) -> None:
        where = f"{path.name} line {line.number}" if line.number else path.name
        located = FormatError(error.code, f"{where}: {error.message}", help=error.help)
        if rejects is None:
            raise located from error
        kept.add(located, file=str(path), line=line.number or None, head=line.raw)

    entries = Entries(path.name, recognise(text, path))
    if entries.form == "toml":
        read_toml(text, entries, set_aside)
    elif entries.form == "actors":
        entries.actors += read_actors(read_lines(text), path.name, set_aside)
    elif entries.form == "agents":
        entries.roles += read_agents(read_lines(text), path.name, set_aside)
    else:
        entries.verbs += read_verbs(read_lines(text), path.name, set_aside)
        entries.origins |= {row["id"]: row["id"] for row in entries.verbs}
    if not len(entries):
        first = f"; the first line set aside: {kept.rows[0].reason}" if kept else ""
        raise FormatError("W10", f"{path} holds no entry that can be read{first}", help=_SEE)
    if rejects is not None:
        rejects.rows += kept.rows
    return entries


def recognise(text: str, path: Path) -> str:
    """Return the format of a dictionary, a key of `FORMATS`: TOML, verbs (patterns, event codes), agents (~), else actors."""
    if path.suffix.lower() == ".toml" or _is_toml(text):
        return "toml"
    lines = [line.text.strip() for line in read_lines(text) if line.text]
    codes = [code.strip() for line in lines for code in CODES.findall(line)]
    if not codes:
        raise FormatError("W10", f"{path} is no dictionary that we know: no line has a code in brackets", help=_SEE)
    if any("~" in code for code in codes):
        return "agents"
    events = sum(_EVENT_CODE.fullmatch(code) is not None for code in codes)
    patterns = any(line.startswith(("- ", "---")) and CODES.search(line) for line in lines)
    return "verbs" if patterns or events * 2 > len(codes) else "actors"


def _is_toml(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False
