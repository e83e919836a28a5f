"""Closed word lists of the tree rules, kept as data in `data/lexicon/grammar.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def word_list(name: str) -> tuple[str, ...]:
    """Return one list of lemmas, lower case, in its order."""
    return tuple(_lists()[name].split())


def words(name: str) -> frozenset[str]:
    """Return one list of lemmas as a set."""
    return frozenset(word_list(name))


@cache
def _lists() -> dict[str, str]:
    text = files("detente.data").joinpath("lexicon/grammar.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)["words"]
    return found
