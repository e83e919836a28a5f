"""What could not be read: kept aside with its reason, counted, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.errors import FormatError
from detente.records import Reject

HEAD_LENGTH = 200
"""Characters of the raw line that a reject keeps."""


@dataclass(slots=True)
class Rejects:
    """Collects what is set aside while documents are read.

    Attributes
    ----------
    rows : list of Reject
        In the order met.
    skipped : Counter
        Files of a folder that are of no kind we read, by suffix: not an error, but said.
    notes : list of str
        What was read, but not as its name or first bytes promised (an older encoding, for instance).
    """

    rows: list[Reject] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Reject]:
        return iter(self.rows)

    def counts(self) -> dict[str, int]:
        """Return the number of rejects by error code."""
        return dict(sorted(Counter(row.code for row in self.rows).items()))

    def add(self, error: FormatError, *, file: str, line: int | None = None, head: str = "") -> None:
        """Set one row or file aside."""
        self.rows.append(Reject(file, line, error.code, error.message, head[:HEAD_LENGTH], error.help))
