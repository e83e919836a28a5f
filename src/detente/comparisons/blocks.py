"""Uncertainty of what is measured over time: stretches of time, not single events, are the units.

What happens in one month hangs together with what happens in the next, so single events say less than their number. Here
half-years are taken as the units: their sums are nearly independent, and how much they differ from each other tells how far the
figure could have come out otherwise (batch means; Künsch 1989 for the jackknife over blocks).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INTERVAL = 0.90
Z90 = 1.6448536269514722
"""Half width of a 90 % interval of a normal distribution, in standard deviations."""

LEAST_BLOCKS = 5
"""Fewer half-years than this give no interval that could be relied on."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its standard error and 90 % interval; `blocks` half-years in all carry it."""

    mean: float
    sd: float
    low: float
    high: float
    blocks: int


def half_year(day: date) -> int:
    """Return the number of the half-year that a day lies in.

    Examples
    --------
    >>> half_year(date(2020, 7, 1)) - half_year(date(2019, 12, 31))
    2
    """
    return day.year * 2 + (day.month > 6)


def difference_of_means(
    a: ArrayLike, a_blocks: ArrayLike, b: ArrayLike, b_blocks: ArrayLike, *, interval: float = INTERVAL
) -> Estimate | None:
    """Return mean(a) - mean(b), the values of one block counted as one piece of evidence.

    Parameters
    ----------
    a, b : arrays
        Values, such as Goldstein values of single events.
    a_blocks, b_blocks : arrays of int, as long
        Block (half-year) of each value; a and b share none.
    interval : float
        Coverage of the interval.

    Returns
    -------
    Estimate or None
        None where either side has fewer than `LEAST_BLOCKS` blocks.

    Notes
    -----
    The residuals of a block are summed; their squares, times G / (G - 1) and divided by the squared number of values, are the
    variance of the mean (cluster-robust variance of a ratio). Degrees of freedom by Welch and Satterthwaite.
    """
    parts = [_mean_of_blocks(np.asarray(v, float), np.asarray(g)) for v, g in ((a, a_blocks), (b, b_blocks))]
    if any(p[2] < LEAST_BLOCKS for p in parts):
        return None
    (mean_a, var_a, blocks_a), (mean_b, var_b, blocks_b) = parts
    variance = var_a + var_b
    down = var_a**2 / (blocks_a - 1) + var_b**2 / (blocks_b - 1)
    freedom = variance**2 / down if down > 0 else float(blocks_a + blocks_b - 2)
    return _estimate(mean_a - mean_b, float(np.sqrt(variance)), freedom, blocks_a + blocks_b, interval)


def jackknife(
    statistic: Callable[[Floats], float | None], blocks: Sequence[int] | Ints, *, interval: float = INTERVAL
) -> Estimate | None:
    """Return a statistic with its interval, leaving out one block of time after the other.

    Parameters
    ----------
    statistic : callable
        Takes a mask over the observations (1 kept, 0 left out) and gives the figure; None where it is not defined.
    blocks : array of int
        Block of each observation.

    Returns
    -------
    Estimate or None
        None where there are fewer than `LEAST_BLOCKS` blocks, or the figure is not defined on all that is left.
    """
    group = np.asarray(blocks)
    names = np.unique(group)
    count = len(names)
    whole = statistic(np.ones(len(group)))
    if whole is None or count < LEAST_BLOCKS:
        return None
    left: list[float] = []
    for name in names:
        value = statistic((group != name).astype(float))
        if value is None:
            return None
        left.append(value)
    spread = np.asarray(left) - float(np.mean(left))
    sd = float(np.sqrt((count - 1) / count * (spread**2).sum()))
    return _estimate(whole, sd, count - 1.0, count, interval)


def _mean_of_blocks(values: Floats, blocks: Ints) -> tuple[float, float, int]:
    """Return mean, variance of the mean, and the number of blocks."""
    names, place = np.unique(blocks, return_inverse=True)
    count = len(names)
    if count < 2:
        return (float(values.mean()) if len(values) else 0.0), 0.0, count
    mean = float(values.mean())
    sums = np.bincount(place, weights=values - mean, minlength=count)
    return mean, float(count / (count - 1) * (sums**2).sum() / len(values) ** 2), count


def _estimate(mean: float, sd: float, freedom: float, blocks: int, interval: float) -> Estimate:
    from scipy.special import stdtrit

    reach = float(stdtrit(freedom, 0.5 + interval / 2)) * sd
    return Estimate(mean, sd, mean - reach, mean + reach, blocks)
