"""What the results of comparisons are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence behind a figure: the event (or its first), day, text, document, and what it says or adds, points."""

    id: str
    date: date
    text: str
    document: str
    value: float
