"""Find what stands in double quotation marks, however many of them were forgotten.

A mark opens or closes by its shape where it has one, else by what stands beside it. A quotation ends at the latest where its
paragraph does; it goes on in the next one where it was left open there and that one opens with a mark again (the custom of
long quotations). One forgotten mark so spoils its own paragraph at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile("[“”„‟«»\"]|''|``|’’(?=[\\s.,;:!?)]|$)|‘‘|\n")
_OPENS, _CLOSES = frozenset({"“", "„", "‟", "«", "``", "‘‘"}), frozenset({"”", "»", "’’"})


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation, marks included: code points into the untouched text, end exclusive.

    `closed` is False where the closing mark is missing; `continues` is True where it takes up the quotation before it.
    """

    start: int
    end: int
    closed: bool
    continues: bool


def find_quotes(text: str) -> list[Quote]:
    """Return the quotations of a text in order; none overlaps another.

    Examples
    --------
    >>> [(q.start, q.end, q.closed) for q in find_quotes('“Yes,” she said. "No')]
    [(0, 6, True), (17, 20, False)]
    """
    quotes: list[Quote] = []
    begin = -1  # where the open quotation starts
    open_before = continued = False  # whether the last paragraph left one open, whether the open one takes it up
    for match in _MARK.finditer(text):
        mark, place = match.group(), match.start()
        if mark == "\n":
            if begin >= 0:
                quotes.append(Quote(begin, _rstrip(text, begin, place), False, continued))
                open_before, begin = True, -1
            elif text[text.rfind("\n", 0, place) + 1 : place].strip():
                open_before = False
            continue
        if begin < 0:
            if _can_open(text, match, mark):
                begin = place
                first = not text[text.rfind("\n", 0, place) + 1 : place].strip()
                continued, open_before = open_before and first, False
        elif _must_close(text, match) or mark in _CLOSES or (mark not in _OPENS and not _is_opening_place(text, match)):
            quotes.append(Quote(begin, match.end(), True, continued))
            begin = -1
        # else a mark that opens within an open quotation: the closing one was forgotten, or one quotes another
    if begin >= 0:
        quotes.append(Quote(begin, _rstrip(text, begin, len(text)), False, continued))
    return quotes


def _rstrip(text: str, begin: int, end: int) -> int:
    return begin + max(1, len(text[begin:end].rstrip()))


def _is_opening_place(text: str, match: re.Match[str]) -> bool:
    """Tell whether a mark without a shape of its own opens: space or a bracket before it, a word after it."""
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    return (not before or before.isspace() or before in "([{—–-―") and bool(after) and not after.isspace()


def _must_close(text: str, match: re.Match[str]) -> bool:
    """Tell whether an opening mark stands where only a closing one can: behind a word, before a space (“so“ )."""
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    return (
        bool(before)
        and not before.isspace()
        and before not in "([{—–-―"
        and (not after or after.isspace() or after in ".,;:!?)")
    )


def _can_open(text: str, match: re.Match[str], mark: str) -> bool:
    if mark in _CLOSES:
        return mark == "»" and _is_opening_place(text, match)
    if mark in _OPENS:
        return not _must_close(text, match)
    after = text[match.end() : match.end() + 1]
    before = text[match.start() - 1 : match.start()]
    if not after or after.isspace() or (before.isdigit() and mark in ('"', "''")):
        return False  # a stray mark, or inches
    return not (mark == "''" and before.isalnum())
