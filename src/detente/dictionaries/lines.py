"""Lines of TABARI and PETRARCH dictionaries without their comments, each with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

CODES = re.compile(r"\[([^\]]*)\]")
_BRACKETED = re.compile(r"\[[^\]]*\]|[#;]")
_XML_START, _XML_END = re.compile(r"<!\s*--"), "-->"


class Line(NamedTuple):
    """One line: its number from 1, its text without comment and trailing blanks ("" for a blank line), and as it stood."""

    number: int
    text: str
    raw: str


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a dictionary that hold something, and blank ones, which can end a block.

    A comment runs from "#" or ";" (not within brackets: "[###]" is a code) to the end of the line, or from "<!--" to "-->".
    Lines that are comment only are left out.
    """
    inside = False
    for number, raw in enumerate(text.splitlines(), start=1):
        kept, rest = "", raw
        while rest:
            if inside:
                _, end, rest = rest.partition(_XML_END)
                inside = not end
            elif (start := _XML_START.search(rest)) is not None:
                kept, rest, inside = kept + rest[: start.start()], rest[start.end() :], True
            else:
                kept, rest = kept + rest, ""
        kept = _without_comment(kept).rstrip()
        if kept.strip() or not raw.strip():
            yield Line(number, kept if kept.strip() else "", raw)


def _without_comment(text: str) -> str:
    for match in _BRACKETED.finditer(text):
        if match.group() in ("#", ";"):
            return text[: match.start()]
    return text
