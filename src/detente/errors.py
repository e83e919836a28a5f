"""The exceptions détente raises.

    DetenteError
    ├── InputError          a wrong argument or an impossible request        (exit 2)
    │   └── NotFoundError   a name nobody knows; offers near ones            (exit 2)
    ├── FormatError         a file is not what it should be                  (exit 1)
    ├── RefusalError        too little data for an honest answer             (exit 1)
    ├── StoreError          the store cannot be read or written              (exit 1)
    ├── OutputError         a file cannot be written                         (exit 1)
    └── MissingExtraError   an optional package is not installed             (exit 1)

Each carries a `code` that can be searched for, the message, a `help` line with the next step, and `near` names if any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class DetenteError(Exception):
    """Base of all errors of this package."""

    exit_code = 1

    def __init__(self, code: str, message: str, *, help: str | None = None, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.near = tuple(near)

    def __str__(self) -> str:
        lines = [f"error[{self.code}]: {self.message}"]
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that `--json` prints."""
        return {"ok": False, "code": self.code, "error": self.message, "help": self.help, "near": list(self.near)}


class InputError(DetenteError):
    """A wrong argument or an impossible request."""

    exit_code = 2


class NotFoundError(InputError):
    """A country, election or other name that is not known; `near` holds close ones."""


class FormatError(DetenteError):
    """A file that is not what its name or the command says it is."""


class RefusalError(DetenteError):
    """Too little data to answer honestly: says what is missing and what would help."""


class StoreError(DetenteError):
    """The store cannot be read or written."""


class OutputError(DetenteError):
    """A file cannot be written where it should go."""


class MissingExtraError(DetenteError):
    """An optional package is needed and not installed."""
