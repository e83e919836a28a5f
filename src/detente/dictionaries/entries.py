"""What one dictionary holds, whatever its format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from detente.actors import Role
from detente.actors.tables import NamedRow
from detente.coding.lexicon import default_lexicon, read_deed
from detente.coding.rules import Deed
from detente.dictionaries.lines import Line
from detente.errors import FormatError

Row: TypeAlias = dict[str, Any]
"""A rule in the form of the shipped lexicon (`data/lexicon/deeds`)."""
SetAside: TypeAlias = Callable[[FormatError, Line], None]
"""Takes a line that can't be read, with the reason."""


@dataclass(slots=True)
class Entries:
    """What a file holds.

    Attributes
    ----------
    file, form : str
        Its name, and its format, a key of `reading.FORMATS`.
    actors, roles : list of NamedRow, of Role
    verbs, nouns : list of dict
        Rules in the form of the shipped lexicon; `origins` has the file and line of each, by its `id`.
    classes : dict
        Noun classes that the file defines beside ours.
    """

    file: str
    form: str
    actors: list[NamedRow] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    verbs: list[Row] = field(default_factory=list)
    nouns: list[Row] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.actors) + len(self.roles) + len(self.verbs) + len(self.nouns)

    def deeds(self, part: str) -> list[Deed]:
        """Return the rules of a part ("verbs" or "nouns") as the coder has them."""
        return [self.deed(row, part) for row in (self.verbs if part == "verbs" else self.nouns)]

    def deed(self, row: Row, part: str) -> Deed:
        """Build one rule; a mistake in it is a FormatError."""
        classes = default_lexicon().classes
        if self.classes:
            classes = {**classes, **{name: frozenset(words.split()) for name, words in self.classes.items()}}
        read = read_deed({"ex": "", **row}, part, classes, self.file.removesuffix(".toml"))
        return replace(read, origin=self.origins.get(row["id"], self.file))
