"""What surrounds a name: the questions by which scan.py tells the state Jordan from Michael Jordan.

None of them looks across a blank line, so a text cut there gives the same answers.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from detente.actors.trie import WORD

_WORD_BEFORE = re.compile(r"(?:([^\W_]+)|\b([^\W_]{1,3})\.) $")
_CALENDAR = frozenset({*calendar.day_name, *calendar.month_name})
_BLANK_LINE = re.compile(r"\n[ \t\xa0\r]*\n")
_LETTERS = re.compile(r"[^\W\d_]")
# "US-backed rebels" are not the United States; "US-led forces" are led by them.
_PARTICIPLE = re.compile(
    r"[-‑](?:backed|supported|sponsored|funded|financed|trained|armed|equipped|allied|aligned|born|made|built|designed|style|"
    r"speaking|educated|based|held|occupied|controlled|administered|annexed|brokered|mediated|drafted|proposed|friendly|bound|era)\b"
)
_PREFIXES = ("thnic ", "anti-", "pro-", "non-", "post-", "Anti-", "Pro-", "Non-", "Post-", "ANTI-", "PRO-")


def word_at(text: str, place: int) -> tuple[str, int]:
    """Return the word that starts at a place, and its end; ("", place) where none does."""
    match = WORD.match(text, place)
    return (match.group(), match.end()) if match else ("", place)


def word_before(text: str, start: int) -> str:
    """Return the word just before a place, or "" where more than a space (or the stop of a short form: "Gen. ") parts them."""
    match = _WORD_BEFORE.search(text[max(0, start - 25) : start])
    return match.group(1) or match.group(2) if match else ""


def is_qualified(text: str, start: int, stop: int) -> bool:
    """Return whether a name is only part of a word that means others: "pro-Russian", "ethnic Albanians", "Iran-backed"."""
    return text[max(0, start - 6) : start].endswith(_PREFIXES) or (
        text[stop : stop + 1] in "-‑" and _PARTICIPLE.match(text, stop) is not None
    )


def is_first_in_sentence(text: str, start: int) -> bool:
    """Return whether nothing but marks stands between a place and the sentence's (or paragraph's) beginning."""
    before = text[max(0, start - 4) : start].rstrip(" \t\xa0\"“”'‘(")
    return not before or before[-1] in ".!?\n:;"


def surroundings(text: str, start: int, stop: int) -> str:
    """Return up to 400 characters on either side of a place, not beyond a blank line."""
    before, after = text[max(0, start - 400) : start], text[stop : stop + 400]
    begin = max((match.end() for match in _BLANK_LINE.finditer(before)), default=0)
    end = _BLANK_LINE.search(after)
    return before[begin:] + text[start:stop] + (after[: end.start()] if end else after)


def is_line_start(text: str, start: int) -> bool:
    """Return whether a line starts here."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def starts_before(text: str, place: int, floor: int) -> list[int]:
    """Return where the up to five words before a place (just behind a space) start, the farthest first."""
    starts: list[int] = []
    end = place - 1
    while len(starts) < 5 and end > floor and place - end < 60:
        start = max(text.rfind(" ", floor, end), text.rfind("\xa0", floor, end)) + 1 or floor
        starts.append(start)
        end = start - 1
    return starts[::-1]


def is_longer_name(text: str, stop: int, known: Callable[[str], bool]) -> bool:
    """Return whether a name goes on in a way nobody knows: "Omar" in "Omar Hassan", "Trump" in "Trump Tower".

    `known` says whether a word starts a role, or the name of something else than a person. Days and months are no part of
    a name either.
    """
    if text[stop : stop + 1] not in (" ", "\xa0"):
        return False
    word, _ = word_at(text, stop + 1)
    if not word[:1].isupper() or not word[1:].islower() or len(word) < 3:
        return False
    return word not in _CALENDAR and not known(word)


def is_in_capitals(text: str, start: int, stop: int) -> bool:
    """Return whether the line around a name is set in capitals, the name itself left aside."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", stop)
    rest = text[max(first, start - 200) : start] + text[stop : min(last if last >= 0 else len(text), stop + 200)]
    letters = _LETTERS.findall(rest)
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)
