"""Names as dictionaries write them (in capitals, "_" for a space) as a text writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import islice, takewhile

from detente.actors.gazetteer import default_gazetteer

_SMALL = frozenset("of the and for in on at to de la le del der von van den du da do dos das des y e al el bin ibn".split())
_FEWEST = 4  # letters: shorter single words in mixed case are mostly other words ("US", "WHO"); they count in capitals only
_STEM = 4  # letters a stem must have to be completed
_PART = re.compile(r"[^\s-]+")


def written(phrase: str) -> tuple[str, ...]:
    """Return the ways in which a text writes a name; the who-is-who knows each in capitals, too.

    Examples
    --------
    >>> written("MINISTRY_OF_DEFENCE_"), written("IMF")
    (('Ministry of Defence',), ('IMF',))
    """
    name = " ".join(phrase.replace("_", " ").split())
    if name != name.upper():
        return (name,)  # written as in a text already
    if len(name) < _FEWEST or not any(c.isalpha() for c in name):
        return (name,)
    first = True

    def cased(match: re.Match[str]) -> str:
        nonlocal first
        part, small = match.group(), not first and match.group().lower() in _SMALL
        first = False
        if small:
            return part.lower()
        return part if "." in part else part[:1] + _after(part[1:])

    mixed = _PART.sub(cased, name)
    lower = re.sub(r"\b(Al|El)-(?=[A-Z])", lambda m: f"{m[1].lower()}-", mixed)
    return tuple(dict.fromkeys((mixed, lower)))


def _after(rest: str) -> str:
    """Put what follows a first letter in lower case, but for the letter after an apostrophe: "O'Brien"."""
    return re.sub(r"(?<=['’])\w(?=\w\w)", lambda m: m.group().upper(), rest.lower())


def completed(stem: str) -> tuple[str, ...]:
    """Return the words of the who-is-who that a TABARI stem stands for ("NORW": Norway, Norwegian).

    TABARI takes a name without a final "_" for the beginning of a word; one that is a word itself stands for itself alone.
    """
    if "_" in stem or " " in stem or len(stem) < _STEM or not stem.isalpha():
        return ()
    title, known = stem.capitalize(), _single_words()
    first = bisect_left(known, title)
    if first < len(known) and known[first] == title:
        return ()
    return tuple(takewhile(lambda name: name.startswith(title), islice(known, first, None)))


@cache
def _single_words() -> list[str]:
    return sorted({entry.text for entry in default_gazetteer().entries() if entry.text.isalpha()})
