"""What the events of some months ahead may come to: few events of two kinds, each friendly or hostile, seldom in between.

The mean of many events is about normal; that of the two or three deeds of a quarter is not. Here each event is drawn: from how
such events are spread over the scale (the panel's, with the pair's own past), tilted so that they have the mean foreseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.joint import State
from detente.relations.mixture import Mixture, merge_slices
from detente.relations.prior import VALUES

Floats = NDArray[np.float64]

DRAWS = 800
PARTS = 40
MOST = 8
"""Events drawn one by one; the mean of more is drawn in towards its centre as their number asks."""
BLUR = 0.4
"""Standard deviation, points, given to each draw: what comes does not lie on half points."""
TILTS = np.linspace(-1.5, 1.5, 121)
"""Exponential tilts: at the ends nearly all events lie at one end of the scale."""
LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Spread:
    """How single events are spread over the scale for every mean: `cumulative` (tilts, values), `mean` (tilts,), rising."""

    cumulative: Floats
    mean: Floats

    @classmethod
    def of(cls, shares: Floats) -> Spread:
        """Tilt shares of events by value, shape (values,): shares * exp(tilt * value), the least change that moves a mean.

        Notes
        -----
        Exponential tilting: Csiszar 1975, Annals of Probability 3, 146-158.
        """
        tilted = np.maximum(shares, LEAST_SHARE) * np.exp(TILTS[:, None] * VALUES)
        tilted /= tilted.sum(1, keepdims=True)
        return cls(np.minimum(np.cumsum(tilted, axis=1), 1.0), tilted @ VALUES)

    def draw(self, mean: Floats, count: Floats, rng: np.random.Generator) -> Floats:
        """Draw the mean of `count` events (whole numbers, at least 1) whose expected value is `mean`; shapes (draws,)."""
        # one of the two tilts about the mean, so that it is met on average
        place = np.interp(mean, self.mean, np.arange(len(self.mean)))
        row = np.minimum(np.floor(place + rng.random(len(mean))).astype(int), len(self.mean) - 1)
        some = np.minimum(count, MOST)
        wanted = np.arange(MOST) < some[:, None]
        uniform = rng.random((len(mean), MOST))[wanted]
        # one search for all tilts: each tilt's shares stand one above the last's
        ladder = (self.cumulative + np.arange(len(TILTS))[:, None]).ravel()
        tilt = np.repeat(row, wanted.sum(1))
        place = np.searchsorted(ladder, tilt + uniform) - tilt * len(VALUES)
        value = np.zeros(wanted.shape)
        value[wanted] = VALUES[np.minimum(place, len(VALUES) - 1)]
        found = value.sum(1) / some
        return np.asarray(self.mean[row] + (found - self.mean[row]) * np.sqrt(some / count))


def forecast_outcome(
    state: State,
    centre: Floats,
    covariance: Floats,
    *,
    event_var: Floats,
    spreads: Sequence[Spread],
    counts: Floats,
    factors: tuple[float, float],
    seed: int,
) -> Mixture:
    """Forecast the composite of the mean values of the words and deeds to come.

    Parameters
    ----------
    state : State
        Weights and noise of the parameter points.
    centre, covariance : arrays, shape (2, points) and (2, 2, points)
        What words and deeds will be like on average, by point.
    event_var : array, shape (2,)
        Variance of single events.
    spreads : (Spread, Spread)
        Of words and of deeds.
    counts : array, shape (windows, 2)
        Words and deeds that such a stretch had before: one row is drawn each time.
    factors : (float, float)
        What a point of words and of deeds adds.
    seed : int
        The same seed gives the same forecast.

    Returns
    -------
    Mixture, shape (1, parts)
    """
    rng = np.random.default_rng(seed)
    point = np.searchsorted(np.cumsum(state.weights), (np.arange(DRAWS) + 0.5) / DRAWS)
    point = rng.permutation(np.minimum(point, len(state.weights) - 1))
    normal = rng.normal(size=(2, DRAWS))
    words = np.sqrt(np.maximum(covariance[0, 0], 1e-12))
    shared = covariance[0, 1] / words
    deeds = np.sqrt(np.maximum(covariance[1, 1] - shared**2, 1e-12))
    means = centre[:, point]
    means[0] += words[point] * normal[0]
    means[1] += shared[point] * normal[0] + deeds[point] * normal[1]
    number = counts[rng.integers(0, len(counts), DRAWS)]
    found = np.zeros(DRAWS)
    for kind, (spread, factor) in enumerate(zip(spreads, factors, strict=True)):
        # events that come together say less: as many as make the noise of the model
        factor_k = state.noise[kind, point] / event_var[kind]
        alone = np.maximum(np.floor(np.maximum(number[:, kind], 1) / factor_k + rng.random(DRAWS)), 1.0)
        found += factor * spread.draw(means[kind], alone, rng)
    found.sort()
    even = np.full((1, DRAWS), 1 / DRAWS)
    return merge_slices(even, found[None], np.full((1, DRAWS), BLUR**2), parts=PARTS)


def count_values(weight: Floats) -> Floats:
    """Number of events at each of `VALUES`, the nearest half point; shape (values,)."""
    place = np.rint((np.asarray(weight, float) - VALUES[0]) * 2).astype(int)
    return np.bincount(place, minlength=len(VALUES)).astype(float)
