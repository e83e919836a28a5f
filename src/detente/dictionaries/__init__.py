"""Actor and verb dictionaries that a user already has, or writes: TOML of ours, TABARI, PETRARCH, PETRARCH 2.

read_own(actors=[…], verbs=[…])   files to the `Own` that `code_documents`, `explain` and `Project.add` take
read_file(path)                   one file as `Entries`, whatever its format
to_toml(entries)                  the same in our TOML

The format is recognised by content. A line that can't be read is set aside with its number and the reason.
"""

from __future__ import annotations

from detente.dictionaries.entries import Entries
from detente.dictionaries.reading import read_file, read_own
from detente.dictionaries.writing import to_toml

__all__ = ["Entries", "read_file", "read_own", "to_toml"]
