"""A trie of names over word tokens, and the walk that finds the longest name at a place in a text.

Words are runs of letters and digits. Between two words of a name may stand what usually does: a space or a hyphen (the same
for us), an apostrophe, a full stop; one line break, but never a blank line. Accents are folded on both sides, so that
"Élysée" and "Elysee" are one name while offsets stay those of the text as read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Generic, TypeVar

T = TypeVar("T")

WORD = re.compile(r"[^\W_]+")
_STEP = re.compile(
    r"(?P<gap>[ \t\xa0]*(?:\r?\n[ \t\xa0]*)?[-‐‑–]?[ \t\xa0]*|['’] |['’‘ʼ`]|\.[ \t\xa0]*(?:\r?\n[ \t\xa0]*)?| ?& ?| ?\(|, )"
    r"(?P<word>[^\W_]+)"
)
_VALUE = 0  # key of a node's value: an int, so that it can't clash with a word


def fold(word: str) -> str:
    """Strip the accents of a word: "Élysée" -> "Elysee"."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _join(gap: str) -> str:
    """Class of what stands between two words: "" space or hyphen, else the mark itself."""
    if "." in gap:
        return "."
    if "&" in gap:
        return "&"
    if "," in gap:
        return ","
    if "(" in gap:
        return "("
    if gap in ("'", "’", "‘", "ʼ", "`"):
        return "'"
    return ""


def split_name(name: str) -> list[str]:
    """Cut a name into trie keys: its words, each with the mark that joins it to the one before."""
    keys: list[str] = []
    end = 0
    for match in WORD.finditer(name):
        gap = name[end : match.start()]
        keys.append((_join(gap) if keys else "") + fold(match.group()))
        end = match.end()
    return keys


class Trie(Generic[T]):
    """Names mapped to values, looked up by the longest name that starts at a place.

    Parameters
    ----------
    lower : bool, default False
        Ignore case, on both sides.
    """

    def __init__(self, *, lower: bool = False) -> None:
        self._lower = lower
        self.root: dict[Any, Any] = {}

    def add(self, name: str, value: T) -> None:
        """Add a name; a later value takes the place of an earlier one."""
        variants = [split_name(name.lower() if self._lower else name)]
        if any(key.startswith(".") for key in variants[0]):  # "St. Lucia" is also written "St Lucia"
            variants.append([key.removeprefix(".") for key in variants[0]])
        for keys in variants:
            node = self.root
            for key in keys:
                node = node.setdefault(key, {})
            if keys:
                node[_VALUE] = value

    def get(self, name: str) -> T | None:
        """Return the value of exactly that name."""
        node = self.root
        for key in split_name(name.lower() if self._lower else name):
            if key not in node:
                return None
            node = node[key]
        value: T | None = node.get(_VALUE)
        return value

    def longest(self, text: str, word: str, end: int) -> tuple[int, T] | None:
        """Return (end offset, value) of the longest name whose first word is `word`, which ends at `end`."""
        matches = self.all(text, word, end)
        return matches[-1] if matches else None

    def all(self, text: str, word: str, end: int) -> list[tuple[int, T]]:
        """Return every (end offset, value) for names that start with `word`, shortest first."""
        node = self.root.get(fold(word.lower() if self._lower else word))
        matches: list[tuple[int, T]] = []
        while node is not None:
            if _VALUE in node:
                matches.append((end, node[_VALUE]))
                if len(node) == 1:
                    break
            step = _STEP.match(text, end)
            if step is None:
                break
            after = fold(step["word"].lower() if self._lower else step["word"])
            node = node.get(_join(step["gap"]) + after)
            end = step.end()
        return matches
