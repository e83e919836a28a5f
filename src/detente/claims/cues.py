"""The families of cue words (`data/claims/cues.toml`)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

_PARTS = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}


@lru_cache(maxsize=1)
def _families() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for each part of speech: word -> its families, in the order of the file."""
    table = tomllib.loads((files("detente") / "data" / "claims" / "cues.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, tuple[str, ...]]] = {part: {} for part in _PARTS}
    for family, lists in table.items():
        for part, name in _PARTS.items():
            for word in lists.get(name, "").split():
                before = found[part].get(word, ())
                found[part][word] = before if family in before else (*before, family)
    return found


def families(lemma: str, upos: str) -> tuple[str, ...]:
    """Return the families of a word in dictionary form, lower case; () where it is no cue word.

    Examples
    --------
    >>> families("vow", "VERB"), families("table", "NOUN")
    (('vow',), ())
    """
    return _families()[upos if upos in _PARTS else "VERB"].get(lemma, ())


def families_of(family: str, upos: str = "VERB") -> frozenset[str]:
    """Return the words of a family."""
    return frozenset(word for word, found in _families()[upos].items() if family in found)


def known_words(upos: str) -> frozenset[str]:
    """Return every cue word of a part of speech."""
    return frozenset(_families()[upos])
