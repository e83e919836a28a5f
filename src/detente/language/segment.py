"""Cut a text into blocks a parser can read, and remember where each character came from.

A block is a paragraph, a headline or a list item. What the parser reads is cleaner than what was written: runs of white
space (no-break spaces, wrapped lines) become one space, invisible characters go, foreign quotation marks become English ones,
datelines such as "MOSCOW (Reuters) -" are left out. Every character kept knows its place in the untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from detente.language.datelines import dateline_length, is_lone_colon_dateline

MAX_BLOCK = 4000
"""Longest block in characters: bounds memory and time for a file without line ends. A longer one is cut after a sentence."""

# One character for one, so that offsets stay as they are.
_REPLACED = str.maketrans(
    {
        **dict.fromkeys("«„‟″", "“"),
        **dict.fromkeys("»", "”"),
        **dict.fromkeys("‚‹", "‘"),
        **dict.fromkeys("›ʼ′´", "’"),
        **dict.fromkeys("‐‑−", "-"),
        **dict.fromkeys("―", "—"),
    }
)
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PLAIN = re.compile(r"(?:[!-~–—‘’“”…À-ÖØ-öø-ſ]+ )*[!-~–—‘’“”…À-ÖØ-öø-ſ]*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]* (?=[^a-z])")
_ENDS_LIKE_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")
# A line that ends so goes on in the next, capital letter or not: "… the fight against –", "… signed by the".
_UNFINISHED = re.compile(
    r"(?:,|[–—-]|\b(?:an?|and|as|at|between|but|by|for|from|in|into|is|its|of|on|or|over|that|the|their|to|under|was|were|with))\s*$"
)
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
_UNREADABLE = "\ufffd"  # stands for what could not be decoded: part of no word


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text for the parser.

    Attributes
    ----------
    text : str
        What the parser reads: no white space at either end, single spaces within.
    offsets : sequence of int, one a character of `text`
        Where each character stands in the untouched text, code points, increasing.
    """

    text: str
    offsets: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` (not empty) stands in the untouched text, end exclusive."""
        return self.offsets[start], self.offsets[end - 1] + 1


def segment(text: str) -> list[Block]:
    """Return the blocks of a text that hold something to parse, in order.

    Parameters
    ----------
    text : str
        Any text, as read. Blank lines and line ends part blocks; lines that were only wrapped are joined again.

    Returns
    -------
    list of Block
        Empty where nothing is written in Latin letters.

    Examples
    --------
    >>> [block.text for block in segment("MOSCOW (Reuters) - Russia  sent\\u00a0aid.")]
    ['Russia sent aid.']
    """
    blocks = [block for start, end in _block_spans(text) if _is_readable(block := _clean(text, start, end))]
    colon = [i for i, block in enumerate(blocks) if is_lone_colon_dateline(block.text)]
    # "ISLAMABAD: The Foreign Office …" opens a report; in a transcript ("PUTIN: …") many blocks open so and none is cut.
    lone = colon[0] if len(colon) == 1 and colon[0] < 3 else None
    cut = (_without_dateline(block, allow_colon=i == lone) for i, block in enumerate(blocks))
    return list(chain.from_iterable(_split_long(block) for block in cut if block.text))


def _block_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks stand: paragraphs between blank lines, cut at line ends that are not mere wrapping."""
    paragraphs: list[list[tuple[int, int]]] = [[]]
    for start, end in _lines(text):
        if text[start:end].strip():
            paragraphs[-1].append((start, end))
        elif paragraphs[-1]:
            paragraphs.append([])
    width = _wrap_width(text, paragraphs)
    for lines in paragraphs:
        if not lines:
            continue
        begin = lines[0][0]
        for line, following in pairwise(lines):
            if not _is_wrapped(text, line, following, width):
                yield begin, line[1]
                begin = following[0]
        yield begin, lines[-1][1]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _wrap_width(text: str, paragraphs: list[list[tuple[int, int]]]) -> int | None:
    """Return the width at which the text was wrapped, None where lines are paragraphs.

    A line was wrapped if the first word of the next one would not have fitted. One short line proves nothing, so paragraphs of
    three lines and more are asked, and most of them must agree.
    """
    wrapped, asked, width = 0, 0, 0
    for lines in paragraphs:
        longest = max((end - start for start, end in lines), default=0)
        if len(lines) < 3 or longest < 30:
            continue
        asked += 1
        if longest <= 130 and all(_would_overflow(text, line, following, longest) for line, following in pairwise(lines)):
            wrapped += 1
            width = max(width, longest)
    return width if wrapped and wrapped * 2 > asked else None


def _would_overflow(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    words = text[following[0] : following[1]].split(maxsplit=1)
    return len(text[line[0] : line[1]].rstrip()) + 1 + len(words[0]) >= width


def _is_wrapped(text: str, line: tuple[int, int], following: tuple[int, int], width: int | None) -> bool:
    if width is not None:
        return _would_overflow(text, line, following, width)
    written = text[line[0] : line[1]]
    if _UNFINISHED.search(written):
        return True
    starts_low = text[following[0] : following[1]].lstrip()[:1].islower()
    return starts_low and not _ENDS_LIKE_SENTENCE.search(written)


def _clean(text: str, start: int, end: int) -> Block:
    raw = text[start:end].translate(_REPLACED)
    trimmed = raw.strip()
    if _PLAIN.fullmatch(trimmed):  # nearly always: nothing to collapse or drop
        begin = start + raw.index(trimmed)
        return Block(trimmed, range(begin, begin + len(trimmed)))
    kept: list[str] = []
    offsets: list[int] = []
    for i, character in enumerate(raw, start):
        if character.isspace():
            if kept and kept[-1] != " ":
                kept.append(" ")
                offsets.append(i)
        elif character != _UNREADABLE and unicodedata.category(character) not in _DROPPED_CATEGORIES:
            kept.append(character)
            offsets.append(i)
    if kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    return Block("".join(kept), offsets)


def _is_readable(block: Block) -> bool:
    """Tell whether at least half of the letters are Latin: the parser knows English only."""
    if block.text.isascii():
        return any(map(str.isalpha, block.text))
    letters = [character for character in block.text if character.isalpha()]
    latin = sum(character < "ɐ" or "Ḁ" <= character <= "ỿ" for character in letters)
    return latin > 0 and latin * 2 >= len(letters)


def _without_dateline(block: Block, *, allow_colon: bool) -> Block:
    length = dateline_length(block.text, allow_colon=allow_colon)
    return Block(block.text[length:], block.offsets[length:])


def _split_long(block: Block) -> Iterator[Block]:
    while len(block.text) > MAX_BLOCK:
        ends = [match.end() for match in _SENTENCE_END.finditer(block.text, MAX_BLOCK // 2, MAX_BLOCK)]
        space = block.text.rfind(" ", MAX_BLOCK // 2, MAX_BLOCK)
        cut = ends[-1] if ends else space + 1 if space >= 0 else MAX_BLOCK
        head = block.text[:cut].rstrip(" ")
        yield Block(head, block.offsets[: len(head)])
        block = Block(block.text[cut:], block.offsets[cut:])
    if block.text:
        yield block
