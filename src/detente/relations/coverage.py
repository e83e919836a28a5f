"""How much an index rests on: coverage, concentration, and what the events suffice for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.relations.months import PairEvents

Level = Literal["all", "no_monthly_arrows", "thin", "refuse"]

# docs/method.md: events a month over the last 12 months, and events in all
FULL_RATE, STEADY_RATE, LEAST_RATE, LEAST_EVENTS = 5.0, 2.0, 0.5, 12


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the present level rests on.

    Attributes
    ----------
    events, events_last_12 : int
    material_last_12 : int
    months_covered : int
        Months of the last 12 with at least 3 events.
    months_since_last : int or None
        Months since the last event; 0 in the month of one.
    top_source_share : float or None
        Share of the last 12 months' events from the most frequent source, 0..1; None where sources are not given or there are
        no events.
    """

    events: int
    events_last_12: int
    material_last_12: int
    months_covered: int
    months_since_last: int | None
    top_source_share: float | None


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """What the events suffice for.

    Attributes
    ----------
    level : {"all", "no_monthly_arrows", "thin", "refuse"}
        refuse: under 0.5 events a month over the last 12 months or under 12 in all; thin: under 2 a month, only the index
        band and the outlook; no_monthly_arrows: under 5 a month; all otherwise.
    per_month : float
        Events a month over the last 12 months.
    events : int
    material_quarterly : bool
        Deeds are too few (under 5 a month) to be read by month: read them by quarter.
    missing_recent, missing_total : int
        Events still missing, in the last 12 months and in all, for an outlook; 0 unless refused.
    reason, help : str
        What is short and what would help, for a reader; empty when all is given.
    """

    level: Level
    per_month: float
    events: int
    material_quarterly: bool
    missing_recent: int
    missing_total: int
    reason: str
    help: str


def measure_coverage(events: PairEvents, *, last: int) -> Coverage:
    """Count what the level of month `last` rests on; later events are not counted."""
    events = events.upto(last)
    recent = events.month > last - 12
    by_month = np.bincount(events.month[recent] - (last - 11), minlength=12)
    share = None
    if events.source is not None and recent.any():
        _, counts = np.unique(events.source[recent], return_counts=True)
        share = float(counts.max() / counts.sum())
    since = int(last - events.month.max()) if len(events) else None
    material = int(events.material[recent].sum())
    return Coverage(len(events), int(recent.sum()), material, int((by_month >= 3).sum()), since, share)


def judge_sufficiency(coverage: Coverage) -> Sufficiency:
    """Apply the thin-data rule of docs/method.md."""
    rate = coverage.events_last_12 / 12
    missing_recent = max(0, int(np.ceil(LEAST_RATE * 12)) - coverage.events_last_12)
    missing_total = max(0, LEAST_EVENTS - coverage.events)
    level: Level
    reason = help_line = ""
    if missing_recent or missing_total:
        level = "refuse"
        reason = (
            f"{coverage.events} events in all and {coverage.events_last_12} in the last 12 months; "
            f"an outlook needs {LEAST_EVENTS} and {int(LEAST_RATE * 12)}"
        )
        wants = [f"{missing_recent} more from the last 12 months"] if missing_recent else []
        wants += [f"{missing_total} more in all"] if missing_total else []
        help_line = "add texts about this pair: " + ", ".join(wants)
    elif rate < STEADY_RATE:
        level = "thin"
        reason = f"{rate:.1f} events a month over the last 12 months: read the band, not the line"
        help_line = f"{STEADY_RATE:.0f} events a month would steady the level"
    elif rate < FULL_RATE:
        level = "no_monthly_arrows"
        reason = f"{rate:.1f} events a month over the last 12 months: too few to read single months"
        help_line = f"{FULL_RATE:.0f} events a month would allow it"
    else:
        level = "all"
    quarterly = coverage.material_last_12 / 12 < FULL_RATE
    return Sufficiency(level, rate, coverage.events, quarterly, missing_recent, missing_total, reason, help_line)
