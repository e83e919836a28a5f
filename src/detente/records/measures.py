"""What is measured: points of the index, the evidence behind them, and how a result was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """The index in words of the contract: level and 90 % interval, points; percentile of the pair's own past, 0..100.

    `percentile` is None where there is too little past to tell.
    """

    level: float
    low: float
    high: float
    percentile: float | None
    events: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event that moved the index, with its sentence and its exact contribution to the present level, points.

    `mentions` counts how often it is told, in `documents` documents of `outlets` named publications.
    """

    id: str
    date: date
    text: str
    document: str
    contribution: float
    mentions: int = 1
    documents: int = 1
    outlets: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made: versions, data hashes, settings, the command that rebuilds it."""

    version: str
    command: str
    settings: dict[str, Any]
    data: dict[str, str]
