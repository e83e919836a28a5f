"""The tables of likelihood words and of words that say which way relations move."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from detente.records import Likelihood, Polarity


@lru_cache(maxsize=1)
def likelihood_table() -> dict[str, tuple[Likelihood, Polarity]]:
    """Return phrase -> what surveys found it to mean, and which way it points (`data/claims/likelihood.csv`)."""
    text = (files("detente") / "data" / "claims" / "likelihood.csv").read_text(encoding="utf-8")

    def number(value: str) -> float | None:
        return float(value) if value else None

    table: dict[str, tuple[Likelihood, Polarity]] = {}
    for row in csv.DictReader(text.splitlines()):
        known = Likelihood(row["phrase"], number(row["low"]), number(row["high"]), number(row["median"]), row["class"])  # type: ignore[arg-type]
        table[row["phrase"]] = (known, row["polarity"])  # type: ignore[assignment]
    return table


def likelihood_of(phrase: str, key: str) -> Likelihood:
    """Return the figures of `key` for a phrase as written; without figures where no survey has it.

    Examples
    --------
    >>> likelihood_of("could potentially", "could").kind, likelihood_of("conceivably", "conceivably").median
    ('interval', None)
    """
    known = likelihood_table().get(key)
    if known is None:
        return Likelihood(phrase, None, None, None, "unscored")
    row = known[0]
    return Likelihood(phrase, row.low, row.high, row.median, row.kind)


def is_stated(likelihood: Likelihood) -> bool:
    """Tell whether the speaker gave the figures of a likelihood, not a survey of readers."""
    surveyed = {(known.low, known.high, known.median) for known, _ in likelihood_table().values()}
    return likelihood.low is not None and (likelihood.low, likelihood.high, likelihood.median) not in surveyed


@lru_cache(maxsize=1)
def direction_words() -> dict[str, frozenset[str]]:
    """Return the lists of `data/claims/directions.toml`."""
    table = tomllib.loads((files("detente") / "data" / "claims" / "directions.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in table.items()}


ADVERBS = re.compile(
    r"(?:almost|nearly|virtually|highly|very|most|extremely|probably|possibly|perhaps|certainly|likely|maybe|potentially|conceivably|surely|undoubtedly|definitely)"
)
