"""Scores of probability forecasts: smaller is better except for the log score.

Gneiting & Raftery 2007 (Journal of the American Statistical Association 102, 359-378); CRPS of normal mixtures: Grimit et al.
2006.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]


def _absolute_mean(mean: Floats, sd: Floats) -> Floats:
    """E|X| of a normal X."""
    from scipy.special import ndtr

    z = mean / sd
    return np.asarray(2 * sd * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) + mean * (2 * ndtr(z) - 1))


def crps(forecast: Mixture, came: ArrayLike) -> Floats:
    """Continuous ranked probability score of normal mixtures, closed form: E|X - y| - E|X - X'| / 2.

    Parameters
    ----------
    forecast : Mixture, shape (..., parts)
    came : scalar or array, shape (...)
        What came, in the unit of the forecast.

    Returns
    -------
    array, shape (...)
        In the unit of the forecast; 0 is perfect. Cost O(parts^2).
    """
    y = np.asarray(came, float)[..., None]
    first = (forecast.weights * _absolute_mean(y - forecast.means, forecast.sds)).sum(-1)
    apart = forecast.means[..., :, None] - forecast.means[..., None, :]
    spread = np.sqrt(forecast.sds[..., :, None] ** 2 + forecast.sds[..., None, :] ** 2)
    both = forecast.weights[..., :, None] * forecast.weights[..., None, :]
    return np.asarray(first - 0.5 * (both * _absolute_mean(apart, spread)).sum((-1, -2)))


def log_score(forecast: Mixture, came: ArrayLike) -> Floats:
    """Logarithm of the forecast density at what came, nats; larger is better."""
    from scipy.special import logsumexp

    z = (np.asarray(came, float)[..., None] - forecast.means) / forecast.sds
    with np.errstate(divide="ignore"):
        parts = np.log(forecast.weights) - np.log(forecast.sds) - 0.5 * z * z - 0.5 * np.log(2 * np.pi)
    return np.asarray(logsumexp(parts, axis=-1))


def pit(forecast: Mixture, came: ArrayLike) -> Floats:
    """Probability integral transform: the forecast's chance of less than what came; uniform on 0..1 if calibrated."""
    return forecast.below(came)


def brier(prob: ArrayLike, happened: ArrayLike) -> Floats:
    """Squared difference between a probability and what happened (1 or 0)."""
    return np.asarray((np.asarray(prob, float) - np.asarray(happened, float)) ** 2)


def interval_score(low: ArrayLike, high: ArrayLike, came: ArrayLike, *, coverage: float = 0.90) -> Floats:
    """Width of a central interval plus 2 / (1 - coverage) for each unit by which it missed."""
    a, b, y = (np.asarray(x, float) for x in (low, high, came))
    miss = np.maximum(a - y, 0) + np.maximum(y - b, 0)
    return np.asarray(b - a + 2 / (1 - coverage) * miss)
