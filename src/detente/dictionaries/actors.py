"""Actor and agent dictionaries of TABARI and PETRARCH.

    NAME_ [CODE]                       a name; "+SYNONYM" lines below it have the same codes
        [CODE <921231]                 codes with dates below it, or several on the line: until, from (>), between (A-B)
    FOREIGN_MINISTER {…} [~GOV]        an agent: its plural in braces ("{}": none), its code behind (or before) the state's

Dates are YYMMDD (00 to 30: this century) or YYYYMMDD, both ends included. The first code whose dates hold counts, one without
dates where none does. Formats: TABARI 0.8 manual, chapter 5; PETRARCH documentation, "Dictionary Formats".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from detente.actors import Role
from detente.actors.tables import NamedRow
from detente.dictionaries.codes import read_actor_code, read_sector
from detente.dictionaries.entries import SetAside
from detente.dictionaries.lines import CODES, Line
from detente.dictionaries.names import completed, written
from detente.errors import FormatError

_RESTRICTED = re.compile(r"(?P<code>[^\s<>]+)\s*(?:(?P<sign>[<>])\s*(?P<day>\d+)|(?P<start>\d+)\s*-\s*(?P<end>\d+))?\s*>?\s*")
_PLURAL = re.compile(r"\{([^}]*)\}")
_MARKER = re.compile(r"![^!\s]+!")
_OF_GROUPS = frozenset({"REB", "NGO", "BUS", "PTY", "CRM"})  # who has other roles at other times is a person
_THIS_CENTURY = 30  # two digits up to this one are years of this century


@dataclass(slots=True)
class _Block:
    """A name with its synonyms and the codes that hold for all of them."""

    line: Line
    phrases: list[str] = field(default_factory=list)
    codes: list[tuple[Line, str]] = field(default_factory=list)


def read_actors(lines: Iterable[Line], file: str, set_aside: SetAside) -> Iterator[NamedRow]:
    """Yield a row for each name and code; what can't be read goes to `set_aside`."""
    for block in _blocks(lines, set_aside):
        if not block.codes:
            set_aside(
                FormatError("W12", f'"{block.phrases[0]}" has no code', help="write it behind the name: NAME [CODE]"),
                block.line,
            )
        names = list(dict.fromkeys(form for phrase in block.phrases for form in completed(phrase) or written(phrase)))
        dated = len(block.codes) > 1
        rows = []
        for line, text in block.codes:
            try:
                rows.append(_row(names, text, dated=dated, source=f"{file}:{line.number}"))
            except FormatError as error:
                set_aside(error, line)
        if len(rows) < len(block.codes) and all(row.kind == "none" for row in rows):
            continue  # of "[XQZ <911226] [###]" the second half alone would make a name that we know nobody's
        yield from rows


def _row(names: list[str], text: str, *, dated: bool, source: str) -> NamedRow:
    code, start, end = read_restricted(text)
    meant = read_actor_code(code)
    if meant is None:
        return NamedRow(source, names[0], tuple(names[1:]), None, None, "none", start, end, True, source)
    person = meant.kind == "group" and (dated or start or end) and meant.sector not in _OF_GROUPS
    kind = "person" if person else meant.kind
    return NamedRow(source, names[0], tuple(names[1:]), meant.code, meant.sector, kind, start, end, True, source)


def _blocks(lines: Iterable[Line], set_aside: SetAside) -> Iterator[_Block]:
    block: _Block | None = None
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        name = CODES.sub("", text).strip()
        codes = [(line, code) for code in CODES.findall(text)]
        if "[" in name or "]" in name:
            set_aside(FormatError("W13", f'a bracket is not closed in "{text}"', help="a code stands in [ and ]"), line)
        elif not name and block is not None:
            block.codes += codes
        elif name.startswith("+") and block is not None and name[1:].strip(" _"):
            block.phrases.append(name[1:].strip())
            block.codes += codes
        elif not name.strip("+ _"):
            set_aside(FormatError("W12", f'"{text}" belongs to no name', help="a code or synonym stands below its name"), line)
        else:
            if block is not None:
                yield block
            block = _Block(line, [name.lstrip("+").strip()], codes)
    if block is not None:
        yield block


def read_restricted(text: str) -> tuple[str, date | None, date | None]:
    """Read what stands in brackets: a code, and the first and last day on which it holds.

    Examples
    --------
    >>> read_restricted("PERGOV 850728-900728")
    ('PERGOV', datetime.date(1985, 7, 28), datetime.date(1990, 7, 28))
    """
    match = _RESTRICTED.fullmatch(text.strip())
    if match is None:
        forms = "[CODE], [CODE <921231], [CODE >921231] or [CODE 890101-921231]"
        raise FormatError("W14", f'"[{text}]" is no code with dates', help=f"write {forms}")
    if match["sign"]:
        day = _day(match["day"])
        return match["code"], (day if match["sign"] == ">" else None), (day if match["sign"] == "<" else None)
    start, end = (_day(match[k]) if match[k] else None for k in ("start", "end"))
    if start and end and start > end:
        raise FormatError("W14", f'"[{text}]" ends before it begins', help="write the earlier day first")
    return match["code"], start, end


def _day(digits: str) -> date:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _THIS_CENTURY else "19") + digits
    try:
        if len(digits) != 8:
            raise ValueError
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as cause:
        raise FormatError("W14", f'"{digits}" is no day', help="write YYMMDD or YYYYMMDD") from cause


def read_agents(lines: Iterable[Line], file: str, set_aside: SetAside) -> Iterator[Role]:
    """Yield a role for each agent; a substitution marker (!PERSON! = MAN, WOMAN …) gives one for each of its words."""
    markers: dict[str, list[str]] = {}
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if text.startswith("!") and "=" in text and not CODES.search(text):
            marker, _, words = text.partition("=")
            markers[marker.strip()] = [word.strip() for word in words.split(",") if word.strip()]
            continue
        try:
            yield from _agent(text, f"{file}:{line.number}", markers)
        except FormatError as error:
            set_aside(error, line)


def _agent(text: str, source: str, markers: dict[str, list[str]]) -> Iterator[Role]:
    codes, plural = CODES.findall(text), _PLURAL.search(text)
    phrase = _PLURAL.sub("", CODES.sub("", text)).strip()
    if len(codes) != 1 or "~" not in codes[0] or not phrase:
        raise FormatError("W15", f'"{text}" is no agent', help="write AGENT {PLURAL} [~CODE]")
    sector = read_sector(codes[0].replace("~", "").strip())
    if sector is None:
        raise FormatError("W15", f'the agent "{phrase}" has no role in its code "[{codes[0]}]"', help="write [~GOV], [~MIL] …")
    found = _MARKER.search(phrase)
    if found is not None and found.group() not in markers:
        raise FormatError("W15", f'"{found.group()}" is not defined', help=f"define it above: {found.group()} = WORD, WORD")
    for word in markers[found.group()] if found else [""]:
        name = " ".join((phrase.replace(found.group(), word) if found else phrase).replace("_", " ").split()).lower()
        many = " ".join(plural[1].replace("_", " ").split()).lower() if plural and not found else None
        yield Role(name, name if found or many == "" else many or _plural(name), sector, source=source)


def _plural(name: str) -> str:
    """Form a regular plural as PETRARCH does: -ies for -y, -es for -ss, else -s."""
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith("ss") else f"{name}s"
