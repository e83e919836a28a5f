"""Mode (how) and context (what about) of an event, where the words of its sentence say so; else those of its CAMEO code.

Rules are data (`data/lexicon/modes.toml`), each with an example that a test codes. Modes are those of PLOVER 2021.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import FormatError
from detente.language import Sentence
from detente.ontology import CameoCode, plover_modes


@dataclass(frozen=True, slots=True)
class ModeRules:
    """Rules by type, in their order; contexts by word, and their order."""

    modes: Mapping[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]
    contexts: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]

    def mode(self, row: CameoCode, clause: Set[str]) -> str | None:
        """Return how the deed was done: the first rule of its type whose words the clause has, else the code's mode."""
        for mode, choices in self.modes.get(row.event or "", ()):
            if any(words <= clause for words in choices):
                return mode
        return row.mode

    def context(self, row: CameoCode, clause: Set[str], sentence: Set[str]) -> str | None:
        """Return what the deed was about: the context with most words, those of its clause twice; else the code's."""
        weight: dict[str, int] = defaultdict(int)
        for word in sentence:
            for context in self.contexts.get(word, ()):
                weight[context] += 1 + (word in clause)
        return max(self.order, key=lambda c: weight.get(c, 0)) if weight else row.context


def mode_and_context(sentence: Sentence, row: CameoCode, clause: Collection[int]) -> tuple[str | None, str | None]:
    """Return mode and context of a deed coded as `row`; `clause` holds the words that tell of it."""
    rules = default_modes()
    own = _words(sentence, clause)
    return rules.mode(row, own), rules.context(row, own, _words(sentence, range(len(sentence))))


def _words(sentence: Sentence, tokens: Collection[int]) -> set[str]:
    """Return words and lemmas of some tokens, lower case."""
    return {w for i in tokens for w in (sentence.lemmas[i].lower(), sentence.words[i].lower())}


def read_modes(text: str) -> ModeRules:
    """Read the rules.

    Raises
    ------
    FormatError
        A mode that PLOVER 2021 does not have for its type (X06).
    """
    table = tomllib.loads(text)
    modes: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = defaultdict(list)
    for row in table["modes"]:
        if row["mode"] not in plover_modes().get(row["event"], ()):
            raise FormatError(
                "X06", f'modes.toml gives {row["event"]} the mode "{row["mode"]}", which PLOVER 2021 does not have',
                help=f"its modes: {', '.join(plover_modes().get(row['event'], ())) or 'none'}",
            )  # fmt: skip
        modes[row["event"]].append((row["mode"], tuple(frozenset(words.split("+")) for words in row["words"].split())))
    contexts: dict[str, list[str]] = defaultdict(list)
    for row in table["contexts"]:
        for word in row["words"].split():
            contexts[word].append(row["context"])
    return ModeRules(
        {event: tuple(rules) for event, rules in modes.items()},
        {word: tuple(names) for word, names in contexts.items()},
        tuple(row["context"] for row in table["contexts"]),
    )


@cache
def default_modes() -> ModeRules:
    """Return the rules that ship with the package."""
    return read_modes(files("detente.data").joinpath("lexicon/modes.toml").read_text(encoding="utf-8"))
