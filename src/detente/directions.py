"""The level of a pair split into its two directions: what each of the two states does to the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.plain import as_json, figure
from detente.records import Evidence

if TYPE_CHECKING:
    from detente.relations import Sides

_MOVERS = 3


@dataclass(frozen=True, slots=True)
class Direction:
    """What `source` does to `target`: level with its 90 % interval, points; its own events in all and in the last 12 months.

    `evidence`: the sentences that move this level most, largest first, among them those of both sides.
    """

    source: str
    target: str
    names: tuple[str, str]
    level: float
    low: float
    high: float
    events: int
    recent: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Directions:
    """Both directions of a pair; `both` is None and `reason` says why where a side has too few events of its own.

    Attributes
    ----------
    both : (Direction, Direction) or None
        The state that comes first by its code, then the other. The pair's level is their mean, weighted in words and in deeds
        with `words_share` and `deeds_share`, the share of the first side's events.
    difference, low, high : float
        The first direction less the second, points, with its 90 % interval; `prob_first_higher` is the chance that it is
        above 0.
    result : Sides
        The arrays by month.
    """

    both: tuple[Direction, Direction] | None
    difference: float
    low: float
    high: float
    prob_first_higher: float
    words_share: float
    deeds_share: float
    reason: str
    result: Sides

    def as_dict(self) -> dict[str, Any]:
        """Return the directions for `--json`; `levels` is None where they are withheld."""
        counts = [{"events": c.events, "events_last_12": c.recent} for c in self.result.counts]
        if self.both is None:
            return {"levels": None, "reason": self.reason, "counts": counts}
        return {
            "levels": [
                {
                    "source": d.source, "target": d.target, "level": figure(d.level), "low": figure(d.low),
                    "high": figure(d.high), "events": d.events, "events_last_12": d.recent, "evidence": as_json(d.evidence),
                }
                for d in self.both
            ],
            "difference": {
                "mean": figure(self.difference), "low": figure(self.low), "high": figure(self.high),
                "prob_first_higher": figure(self.prob_first_higher),
            },
            "share_of_first": {"words": figure(self.words_share), "deeds": figure(self.deeds_share)},
        }  # fmt: skip


def split_directions(
    found: Sides, pair: tuple[str, str], names: tuple[str, str], evidence: Callable[..., tuple[Evidence, ...]]
) -> Directions:
    """Put the directed levels of a pair in words that a user holds; `evidence` turns amounts by event into sentences."""
    if found.first is None or found.second is None or found.apart is None or found.share is None:
        return Directions(None, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5, found.reason, found)
    both = []
    for side, (level, count) in enumerate(zip((found.first, found.second), found.counts, strict=True)):
        other = 1 - side
        both.append(
            Direction(
                pair[side], pair[other], (names[side], names[other]),
                float(level.level.mean[-1]), float(level.level.low90[-1]), float(level.level.high90[-1]),
                count.events, count.recent, evidence(level.parts, limit=_MOVERS),
            )
        )  # fmt: skip
    apart = found.apart
    return Directions(
        (both[0], both[1]), float(apart.mean[-1]), float(apart.low90[-1]), float(apart.high90[-1]),
        float(found.prob_first_higher or 0.0), *found.share, "", found,
    )  # fmt: skip
