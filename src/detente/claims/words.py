"""Lists of words that the finders of claims share (`data/claims/words.toml`)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("detente") / "data" / "claims" / "words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


def word_set(name: str) -> frozenset[str]:
    """Return a list of words in lower case."""
    return _table()[name]
