"""Classes of events after which one asks what followed, what may follow, and what followed in other pairs.

The only place where `data/triggers/triggers.toml` and `data/panel/responses.json` are opened.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from detente.errors import FormatError

HORIZONS = (1, 3, 6)
"""Months within which something is said to follow."""

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TriggerClass:
    """A class of events: CAMEO codes (with all that begin with one), and stems that make a hostile event one of the class."""

    id: str
    name: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    example: str

    def has_code(self, cameo: str) -> bool:
        """Tell whether a CAMEO code is of the class."""
        return cameo.startswith(self.codes) if self.codes else False

    def has_word(self, sentence: str) -> bool:
        """Tell whether a sentence has a word of the class."""
        return bool(self.words) and _pattern(self.words).search(sentence) is not None


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """What may follow; see the table for `kind` and `by`."""

    id: str
    name: str
    kind: Literal["same", "codes", "fall"]
    by: Literal["either", "other"]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    """The whole table."""

    version: str
    triggers: tuple[TriggerClass, ...]
    responses: tuple[ResponseClass, ...]


@dataclass(frozen=True, slots=True)
class PanelRate:
    """What followed in other pairs.

    Attributes
    ----------
    pairs, triggers : int
        Pairs with such events, and the days of them.
    after, base : float
        Share of windows in which the response came: after such a day, and what the same pairs' months without one would give
        (each pair weighted by its number of triggers).
    log_odds, sd : float
        Log odds ratio within pairs (Mantel and Haenszel), and its standard error over pairs.
    between : float
        Standard deviation of the log odds ratio between pairs.
    """

    pairs: int
    triggers: int
    after: float
    base: float
    log_odds: float
    sd: float
    between: float


@dataclass(frozen=True, slots=True)
class PanelResponses:
    """The panel's table: rates by trigger, response and horizon; what it was made from."""

    version: str
    source: str
    rates: Mapping[tuple[str, str, int], PanelRate]


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + ")", re.IGNORECASE)


def load_triggers(path: str | Path | None = None) -> Triggers:
    """Read the classes, shipped or a file of your own of the same form.

    Raises
    ------
    FormatError
        Not TOML (T20), another format (T21), a field missing, an unknown kind or code (T22).
    """
    from detente.ontology import cameo_table

    name = "triggers.toml" if path is None else str(path)
    try:
        text = (
            files("detente.data").joinpath("triggers", "triggers.toml").read_text(encoding="utf-8")
            if path is None
            else Path(path).read_text(encoding="utf-8")
        )
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError("T20", f"{name} cannot be read: {error}", help="compare with the shipped triggers.toml") from error
    if content.get("format") != FORMAT:
        raise FormatError("T21", f"{name} has format {content.get('format')!r}; this version reads format {FORMAT}")
    try:
        triggers = tuple(
            TriggerClass(str(r["id"]), str(r["name"]), tuple(r["codes"]), tuple(r["words"]), str(r["example"]))
            for r in content["trigger"]
        )
        responses = tuple(
            ResponseClass(str(r["id"]), str(r["name"]), r["kind"], r["by"], tuple(r["codes"])) for r in content["response"]
        )
    except (KeyError, TypeError) as error:
        raise FormatError("T22", f"{name}: missing or not what it should be: {error}") from error
    table = cameo_table()
    named = [(t.id, code) for t in triggers for code in t.codes] + [(r.id, code) for r in responses for code in r.codes]
    for row, code in named:
        if not any(known.startswith(code) for known in table):
            raise FormatError("T22", f'{name}: {row} names "{code}", with which no CAMEO code begins')
    for response in responses:
        if response.kind not in ("same", "codes", "fall") or response.by not in ("either", "other"):
            raise FormatError("T22", f"{name}: {response.id} has kind {response.kind!r} by {response.by!r}")
    return Triggers(str(content["version"]), triggers, responses)


@lru_cache(maxsize=1)
def load_panel_responses() -> PanelResponses:
    """Read what followed such events in other pairs."""
    content: dict[str, Any] = json.loads(
        files("detente.data").joinpath("panel", "responses.json").read_text(encoding="utf-8")
    )  # fmt: skip
    rates = {
        (row["trigger"], row["response"], int(row["months"])): PanelRate(
            int(row["pairs"]), int(row["triggers"]), float(row["after"]), float(row["base"]),
            float(row["log_odds"]), float(row["sd"]), float(row["between"]),
        )
        for row in content["rates"]
    }  # fmt: skip
    return PanelResponses(str(content["version"]), str(content["source"]), rates)
