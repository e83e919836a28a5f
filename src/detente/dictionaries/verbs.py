"""Verb dictionaries of TABARI and PETRARCH as rules of ours (rows in the form of `data/lexicon/deeds`).

    --- GRANT [070] ---      PETRARCH 2: a block; its code is that of each verb with none of its own
    GIVE {GAVE GIVEN} [071]  a verb; irregular forms are read over, the parser knows them
    +SET_UP, SHUT_+DOWN      of several words; "+" before the word that is the verb
    - * &FOOD [073]          a pattern of all verbs of the block (see patterns.py)
    &FOOD                    a synonym set, its words below it, each with "+"

In TABARI each verb has patterns of its own, and a verb without a final "_" is a stem: we look for the stem, with -e and -y.
[---] behind a verb: no event by itself; behind a pattern: no event at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from detente.coding.grammar import words
from detente.dictionaries.entries import Row, SetAside
from detente.dictionaries.lines import CODES, Line
from detente.dictionaries.patterns import read_pattern
from detente.errors import FormatError
from detente.ontology import cameo_table

NO_EVENT = "010"  # a statement, which is no event: what "[---]" behind a pattern asks for
_NULL = frozenset({"---", "###", "+++", ""})
_HEADER = re.compile(r"-{3}\s*(?P<name>.*?)\s*(?:\[(?P<code>[^\]]*)\]\s*)*-{3}")
_FORMS = re.compile(r"\{[^}]*\}")
_PARTICLES = words("particles") | words("target_prepositions") | {"away", "forward", "aside", "upon", "apart"}


@dataclass(slots=True)
class _Block:
    code: str | None = None
    verbs: list[tuple[Line, str]] = field(default_factory=list)
    patterns: list[Line] = field(default_factory=list)


def read_verbs(lines: Iterable[Line], file: str, set_aside: SetAside) -> Iterator[Row]:
    """Yield a row in the form of a deed for each verb with a code and each pattern; `id` and `origin` are file and line."""
    kept = list(lines)
    synsets = _synsets(kept)
    petrarch = (line.text.startswith(("---", "&")) or (line.text[:1] != "-" and _FORMS.search(line.text)) for line in kept)
    stems = not any(petrarch)
    for block in _blocks(kept, set_aside, alone=stems):
        groups = _with_keys(block.verbs, stems=stems)
        for line, text, lemmas, needed in groups:
            try:
                code = _code(next(iter(CODES.findall(text)), block.code or "---"))
            except FormatError as error:
                set_aside(error, line)
                continue
            if code is not None:
                yield _row(f"{file}:{line.number}", lemmas, code[0], has=needed, mutual=code[1])
        for line in block.patterns:
            try:
                yield from _pattern_rows(line, file, groups, synsets)
            except FormatError as error:
                set_aside(error, line)


def _pattern_rows(line: Line, file: str, groups: list[_Keyed], synsets: Mapping[str, list[str]]) -> Iterator[Row]:
    codes = CODES.findall(line.text)
    if not codes:
        raise FormatError("W17", f'the pattern "{line.text.strip()}" has no code', help="write it at the end: - * WORD [070]")
    if not groups:
        raise FormatError("W17", f'the pattern "{line.text.strip()}" stands below no verb', help="write its verb above it")
    code = _code(codes[0])
    asked = read_pattern(CODES.sub("", line.text).strip().removeprefix("-").strip(), synsets)
    by_need: dict[tuple[str, ...], set[str]] = {}
    for _, _, keys, needed in groups:
        by_need.setdefault(needed, set()).update(keys)
    for number, (needed, lemmas) in enumerate(by_need.items()):
        name = f"{file}:{line.number}" + (f".{number + 1}" if number else "")
        yield _row(name, sorted(lemmas), code[0] if code else NO_EVENT, has=(*needed, *asked.has), to=asked.to,
                   mutual=asked.mutual or bool(code and code[1]))  # fmt: skip


def _row(
    name: str, keys: Iterable[str], code: str, *, has: Iterable[str] = (), to: str | None = None, mutual: bool = False
) -> Row:
    row: Row = {"id": name, "verbs": " ".join(keys), "cameo": code}
    if asked := list(has):
        row["has"] = asked
    if to is not None:
        row["to"] = to
    if mutual:
        row["reciprocal"] = True
    return row


def _synsets(lines: Iterable[Line]) -> dict[str, list[str]]:
    """Gather the synonym sets; one inside another is taken in if it is defined."""
    found: dict[str, list[str]] = {}
    name: str | None = None
    for line in lines:
        text = line.text.strip()
        if text.startswith("&"):
            name = text.split()[0].rstrip("_")
            found.setdefault(name, [])
        elif name is not None and text.startswith("+"):
            found[name].append("_".join(text[1:].replace("_", " ").split()))
        elif text:
            name = None
    return {
        name: [w for member in members for w in (found.get(member, [member]) if member.startswith("&") else [member])]
        for name, members in found.items()
    }


def _blocks(lines: Iterable[Line], set_aside: SetAside, *, alone: bool) -> Iterator[_Block]:
    """Cut into blocks: at headers; without them at blank lines; in TABARI's form (`alone`) each verb is one."""
    block, in_synset, headed = _Block(), False, False
    for line in lines:
        text = line.text.strip()
        if text.startswith("&"):
            in_synset = True
        elif text.startswith("---"):
            yield block
            match = _HEADER.match(text)
            if match is None:
                set_aside(FormatError("W17", f'"{text}" is no head of a block', help="write --- NAME [CODE] ---"), line)
            block, in_synset, headed = _Block(match["code"] if match else None), False, True
        elif text.startswith("+") and in_synset:
            continue
        elif text.startswith("-"):
            block.patterns.append(line)
        elif text:
            in_synset = False
            if alone or (not headed and block.patterns):
                yield block
                block = _Block()
            block.verbs.append((line, text))
        elif not headed and not alone and block.verbs:
            yield block
            block = _Block()
    yield block


_Keyed: TypeAlias = tuple[Line, str, list[str], tuple[str, ...]]


def _with_keys(verbs: Iterable[tuple[Line, str]], *, stems: bool) -> list[_Keyed]:
    """Return each verb with the lemmas to look for and the other words that must stand in its clause."""
    keyed: list[_Keyed] = []
    for line, text in verbs:
        phrase = _FORMS.sub("", CODES.sub("", text)).strip()
        parts = [part for part in re.split(r"[\s_]+", phrase) if part]
        marked = [k for k, part in enumerate(parts) if part.startswith("+")]
        verb = marked[0] if marked else 0
        parts = [part.lstrip("+").lower() for part in parts]
        if not parts or not parts[verb]:
            continue
        others = [part for k, part in enumerate(parts) if k != verb and part]
        lemmas = _lemmas(parts[verb]) if stems and not phrase.endswith("_") and not others else [parts[verb]]
        if len(others) == 1 and others[0] in _PARTICLES and verb == 0:
            keyed.append((line, text, [f"{parts[0]}-{others[0]}"], ()))
        else:
            keyed.append((line, text, lemmas, tuple(others)))
    return keyed


def _lemmas(stem: str) -> list[str]:
    """Return the verbs a stem may stand for: "accus" accuse, "den" deny is not guessed, "defi" defy, "barr" bar."""
    found = [stem, f"{stem}e"]
    if stem.endswith("i"):
        found.append(f"{stem[:-1]}y")
    if len(stem) > 3 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    return found


def _code(text: str) -> tuple[str, bool] | None:
    """Read an event code; None for no event. Of a paired code ("042:043") the first counts; twice the same is mutual.

    A code finer than CAMEO's own is cut to the one above it.
    """
    first, _, second = text.strip().rstrip("!").partition(":")
    first, second = first.strip(), second.strip()
    if not first and second:
        message = f'"[{text}]" has a code for the second side only'
        raise FormatError("W18", message, help="write the rule with source and target exchanged")
    if first in _NULL:
        return None
    known = cameo_table()
    for length in range(len(first), 1, -1):
        if first[:length] in known and first.isdigit():
            return first[:length], first == second
    raise FormatError("W18", f'"[{text}]" is no code of CAMEO', help="codes are 01 to 20 with their subdivisions")
