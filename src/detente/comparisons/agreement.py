"""Do two voices point the same way: agreement of what is said near in time, against what two statements at random would
give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.comparisons.blocks import Estimate, jackknife

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Voice:
    """Statements of one side, in any order: day (ordinal), Goldstein value, half-year; each of shape (statements,)."""

    day: Ints
    value: Floats
    block: Ints

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a leader and others of the same state point the same way.

    Attributes
    ----------
    share : Estimate
        Chance that a statement of the leader and one of the others, at most `window` days from it, are both friendly or both
        hostile: mean over the leader's statements that have such a neighbour.
    base : Estimate
        The same for any two different statements, whoever made them and whenever.
    excess : Estimate
        share - base.
    gap : Estimate
        Leader's value less the mean value of the neighbours, points on the Goldstein scale.
    matched : array of bool, shape (leader's statements,)
        Which of them have a neighbour.
    opposed : array of float, shape (leader's statements,)
        Share of the neighbours that point the other way; NaN without neighbours.
    """

    share: Estimate
    base: Estimate
    excess: Estimate
    gap: Estimate
    matched: NDArray[np.bool_]
    opposed: Floats


def agreement(leader: Voice, others: Voice, *, window: int) -> Agreement | None:
    """Compare two voices.

    Parameters
    ----------
    leader, others : Voice
        Statements with a sign: none has the value 0.
    window : int
        Days between two statements that are compared, either way.

    Returns
    -------
    Agreement or None
        None where too few half-years have statements that can be compared (`blocks.LEAST_BLOCKS`).

    Notes
    -----
    Intervals: jackknife over half-years of the statements.
    """
    near = np.abs(leader.day[:, None] - others.day[None, :]) <= window
    same = np.sign(leader.value)[:, None] == np.sign(others.value)[None, :]
    # every statement once, leader's first
    sign = np.sign(np.concatenate([leader.value, others.value])) > 0
    block = np.concatenate([leader.block, others.block])
    size = len(leader)

    def shares(kept: Floats) -> float | None:
        pairs = near * kept[size:][None, :] * kept[:size][:, None]
        neighbours = pairs.sum(1)
        has = neighbours > 0
        return float(((pairs * same).sum(1)[has] / neighbours[has]).mean()) if has.any() else None

    def base(kept: Floats) -> float | None:
        friendly, every = float(kept[sign].sum()), float(kept.sum())
        hostile = every - friendly
        return (friendly * (friendly - 1) + hostile * (hostile - 1)) / (every * (every - 1)) if every > 1 else None

    def gap(kept: Floats) -> float | None:
        pairs = near * kept[size:][None, :] * kept[:size][:, None]
        neighbours = pairs.sum(1)
        has = neighbours > 0
        return float((leader.value[has] - (pairs @ others.value)[has] / neighbours[has]).mean()) if has.any() else None

    def excess(kept: Floats) -> float | None:
        one, other = shares(kept), base(kept)
        return None if one is None or other is None else one - other

    found = [jackknife(statistic, block) for statistic in (shares, base, excess, gap)]
    if any(f is None for f in found):
        return None
    share, by_chance, more, apart = (f for f in found if f is not None)
    neighbours = near.sum(1)
    opposed = np.full(size, np.nan)
    np.divide((near & ~same).sum(1), neighbours, out=opposed, where=neighbours > 0)
    return Agreement(share, by_chance, more, apart, neighbours > 0, opposed)
