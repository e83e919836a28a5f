"""What many series teach about one: weights of the parameter grid by empirical Bayes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS, SMOOTHING = 200, 0.05


def learn_weights(
    loglik: Floats, *, start: Floats | None = None, rounds: int = ROUNDS, smoothing: float | Floats = SMOOTHING
) -> Floats:
    """Weights of the grid points by EM over all series, lightly smoothed.

    Parameters
    ----------
    loglik : array, shape (series, points)
        Log-likelihood of each series under each point.
    start : array, shape (points,), optional
        Weights to begin from; equal by default.
    rounds : int
        EM rounds.
    smoothing : float or array, shape (points,)
        Pseudo-series per point: no point dies out.

    Returns
    -------
    array, shape (points,)
        Sums to 1.

    Notes
    -----
    Nonparametric empirical Bayes: Laird 1978, JASA 73, 805-811.
    """
    series, points = loglik.shape
    extra = np.broadcast_to(np.asarray(smoothing, float), (points,))
    weights = np.full(points, 1 / points) if start is None else np.asarray(start, float)
    likelihood = np.exp(loglik - loglik.max(1, keepdims=True))
    for _ in range(rounds):
        share = weights / (likelihood @ weights)[:, None] * likelihood
        weights = (share.sum(0) + extra) / (series + extra.sum())
    return np.asarray(weights / weights.sum())
