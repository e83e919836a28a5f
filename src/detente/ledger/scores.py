"""Scores of probabilities of things that happened or did not: arrays in, arrays out.

Brier 1950 (Monthly Weather Review 78, 1-3); decomposition: Murphy 1973 (Journal of Applied Meteorology 12, 595-600), with the
two terms within bins of Stephenson, Coelho & Jolliffe 2008 (Weather and Forecasting 23, 752-757). The Brier score itself is
that of `detente.outlook.scores`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.outlook.scores import brier

Floats = NDArray[np.float64]

COIN = 0.5
LEAST_PROB = 0.001
"""The log score takes no probability nearer to 0 or 1: one "never" that happens would outweigh all else without bound."""
BINS = np.linspace(0, 1, 11)
PSEUDO_CLAIMS = 10
"""So many claims of average quality are added to every speaker's own: the same weight as pseudo-statements of a stance."""

__all__ = [
    "Calibration",
    "Murphy",
    "brier",
    "brier_range",
    "calibration",
    "days_held",
    "log_loss",
    "log_points",
    "murphy",
    "shrink",
    "skill",
    "time_averaged_brier",
]


def check(prob: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as float arrays of one shape.

    Raises
    ------
    InputError
        A probability outside 0..1 or not a number (K01), an outcome that is neither 0 nor 1 (K02), other lengths (K03).
    """
    p, o = np.atleast_1d(np.asarray(prob, float)), np.atleast_1d(np.asarray(happened, float))
    if p.shape != o.shape:
        raise InputError("K03", f"{p.size} probabilities and {o.size} outcomes", help="give one outcome per probability")
    if not ((p >= 0) & (p <= 1)).all():
        bad = p[~((p >= 0) & (p <= 1))][0]
        raise InputError("K01", f"{bad:g} is not a probability", help="probabilities lie from 0 to 1")
    if not ((o == 0) | (o == 1)).all():
        bad = o[~((o == 0) | (o == 1))][0]
        raise InputError("K02", f"{bad:g} is not an outcome", help="1 for what happened, 0 for what did not")
    return p, o


def log_loss(prob: ArrayLike, happened: ArrayLike) -> Floats:
    """Minus the logarithm of the probability given to what came, nats; 0 is perfect, .693 a coin.

    Examples
    --------
    >>> round(float(log_loss(0.75, 1)[0]), 4)
    0.2877
    """
    p, o = check(prob, happened)
    return np.asarray(-np.log(np.clip(np.where(o == 1, p, 1 - p), LEAST_PROB, 1)))


def log_points(prob: ArrayLike, happened: ArrayLike) -> Floats:
    """Return the log score against a coin, as Metaculus counts it: 100 (log2 p + 1), p given to what came.

    0 is a coin, 100 perfect.
    """
    return np.asarray(100 * (1 - log_loss(prob, happened) / np.log(2)))


def brier_range(low: ArrayLike, high: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    """Return the best and the worst Brier score that an interval of probabilities allows.

    Examples
    --------
    >>> best, worst = brier_range(0.1, 0.7, 1)
    >>> round(float(best[0]), 4), round(float(worst[0]), 4)
    (0.09, 0.81)
    """
    a, o = check(low, happened)
    b, _ = check(high, happened)
    if (a > b).any():
        raise InputError(
            "K04", f"an interval goes from {a[a > b][0]:g} down to {b[a > b][0]:g}", help="give the lower end first"
        )
    ends = brier(a, o), brier(b, o)
    return np.minimum(*ends), np.maximum(*ends)


def skill(score: float, reference: float) -> float | None:
    """Return 1 - score / reference: 1 is perfect, 0 no better than the reference; None where the reference is perfect."""
    return None if reference <= 0 else 1 - score / reference


def days_held(steps: Sequence[tuple[date, float]], *, close: date) -> tuple[Floats, Floats]:
    """Return the probabilities a speaker held up to the close, and for how many days each.

    Parameters
    ----------
    steps : sequence of (date, probability)
        First forecast and its revisions; of several of one day the last given counts. Those made on the day of the close
        or later do not count.
    close : date
        The day the question was answered: that of the event, or the horizon.

    Raises
    ------
    InputError
        No forecast before the close (K05).
    """
    held = dict(sorted((s for s in steps if s[0] < close), key=lambda s: s[0]))  # a later one of the same day replaces
    if not held:
        raise InputError("K05", f"no forecast was made before {close.isoformat()}", help="it must lie after the first")
    days = [*held, close]
    return np.array(list(held.values()), float), np.array([(b - a).days for a, b in pairwise(days)], float)


def time_averaged_brier(steps: Sequence[tuple[date, float]], happened: int, *, close: date) -> float:
    """Return the Brier score averaged over the days from the first forecast to the close, each day by the forecast then held.

    Examples
    --------
    >>> round(time_averaged_brier([(date(2020, 1, 1), 0.5), (date(2020, 1, 11), 0.9)], 1, close=date(2020, 1, 21)), 4)
    0.13
    """
    held, days = days_held(steps, close=close)
    p, o = check(held, np.full(len(held), happened))
    return float(np.average(brier(p, o), weights=days))


@dataclass(frozen=True, slots=True)
class Murphy:
    """Parts of the mean Brier score: brier = reliability - resolution + uncertainty + within_variance - within_covariance.

    Attributes
    ----------
    n : float
        Number of forecasts, or the sum of their weights.
    base_rate : float
        Share of what happened.
    brier : float
    reliability : float
        How far forecasts lie from the shares that came, 0 is best.
    resolution : float
        How far the shares that came lie apart, large is best.
    uncertainty : float
        Brier score of always saying the base rate.
    within_variance, within_covariance : float
        What binning hides; 0 where the groups are the distinct forecasts.
    """

    n: float
    base_rate: float
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within_variance: float
    within_covariance: float


def murphy(prob: ArrayLike, happened: ArrayLike, *, edges: ArrayLike | None = None, weights: ArrayLike | None = None) -> Murphy:
    """Split the mean Brier score by Murphy.

    Parameters
    ----------
    prob, happened : array, shape (forecasts,)
    edges : array, optional
        Edges of bins; the last bin holds its upper edge. By default each distinct probability is a group of its own, as fits
        words; figures that hardly repeat need bins.
    weights : array, shape (forecasts,), optional
        How much each counts, > 0: revisions of one forecast by the share of its days. By default 1.

    Raises
    ------
    InputError
        No forecasts (K06), or as in `check`.
    """
    p, o = check(prob, happened)
    if not p.size:
        raise InputError("K06", "no forecasts: there is nothing to score")
    w = np.ones(p.size) if weights is None else np.asarray(weights, float)
    n = float(w.sum())
    # 10 digits: .1 + .2 and .3 are the same word
    group = np.unique(np.round(p, 10), return_inverse=True)[1] if edges is None else _bin(p, edges)
    _, place = np.unique(group, return_inverse=True)
    count = np.bincount(place, w)
    mean_p, mean_o = (np.bincount(place, w * x) / count for x in (p, o))
    base = float((w * o).sum() / n)
    off_p, off_o = p - mean_p[place], o - mean_o[place]
    return Murphy(
        n=n,
        base_rate=base,
        brier=float((w * brier(p, o)).sum() / n),
        reliability=float((count * (mean_p - mean_o) ** 2).sum() / n),
        resolution=float((count * (mean_o - base) ** 2).sum() / n),
        uncertainty=base * (1 - base),
        within_variance=float((w * off_p**2).sum() / n),
        within_covariance=float(2 * (w * off_p * off_o).sum() / n),
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """One row of a calibration table: forecasts from `low` to below `high` (the last up to 1).

    `count` is the number of forecasts, or the sum of their weights; `share` is what happened of them, with a 90 % interval
    (Jeffreys).
    """

    low: float
    high: float
    count: float
    mean_prob: float
    share: float
    share_low: float
    share_high: float


def calibration(
    prob: ArrayLike, happened: ArrayLike, *, edges: ArrayLike = BINS, weights: ArrayLike | None = None
) -> tuple[Calibration, ...]:
    """Return the calibration table: one row per bin that holds a forecast.

    Notes
    -----
    Interval: quantiles of Beta(k + 1/2, n - k + 1/2); Brown, Cai & DasGupta 2001 (Statistical Science 16, 101-133).
    """
    from scipy.stats import beta

    p, o = check(prob, happened)
    w = np.ones(p.size) if weights is None else np.asarray(weights, float)
    bounds = np.asarray(edges, float)
    group = _bin(p, bounds)
    rows = []
    for j in np.unique(group):
        mine = group == j
        n, k = float(w[mine].sum()), float((w * o)[mine].sum())
        low, high = (float(beta.ppf(q, k + 0.5, n - k + 0.5)) for q in (0.05, 0.95))
        rows.append(
            Calibration(
                float(bounds[j]), float(bounds[j + 1]), n, float((w * p)[mine].sum() / n), k / n,
                0.0 if k == 0 else low, 1.0 if k == n else high,
            )
        )  # fmt: skip
    return tuple(rows)


def shrink(mean: float, count: int, overall: float, *, pseudo: float = PSEUDO_CLAIMS) -> float:
    """Pull a speaker's mean score to that of all: (count * mean + pseudo * overall) / (count + pseudo)."""
    return (count * mean + pseudo * overall) / (count + pseudo)


def _bin(p: Floats, edges: ArrayLike) -> NDArray[np.int64]:
    bounds = np.asarray(edges, float)
    # rounded: .3 belongs to the bin that begins with .3, though 0.1 * 3 lies a hair above it
    place = np.searchsorted(np.round(bounds, 10), np.round(p, 10), side="right") - 1
    return np.asarray(np.clip(place, 0, len(bounds) - 2))
