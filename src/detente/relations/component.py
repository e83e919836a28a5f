"""Posterior of words or of deeds of one pair: what is known each month, and what is known in hindsight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.kalman import (
    filter_grid,
    keep_points,
    observation_weights,
    posterior_weights,
    prior_covariance,
    smooth_grid,
)
from detente.relations.mixture import Mixture, reduce_mixture
from detente.relations.months import Monthly
from detente.relations.prior import ComponentPrior

Floats = NDArray[np.float64]

PARTS = 5
"""Normals per component and month in the bands; a quantile moves by less than .02 point against the full mixture (tested)."""

NEGLIGIBLE = 1e-5
"""Grid points that together weigh less than this are left out of the smoother."""


@dataclass(frozen=True, slots=True)
class State:
    """The present of one component under each kept grid point, the start of every forecast.

    Attributes
    ----------
    weights : array, shape (points,)
    grid : array, shape (points, 4)
        phi, sd, q, k.
    moments : array, shape (5, points)
        Mean of level, mean of fast part, variance of level, variance of fast part, covariance.
    event_var : float
        Variance of single events of this pair.
    """

    weights: Floats
    grid: Floats
    moments: Floats
    event_var: float


@dataclass(frozen=True, slots=True)
class Component:
    """Words or deeds of one pair.

    `hindsight` is the level seen from the last month, `month` the same with each month's own news shock, `known` the level as
    the months up to each one show it (the parameters' weights too; the variance of single events is that of the whole
    series). Mixtures of shape (months, parts) in Goldstein points.
    """

    monthly: Monthly
    hindsight: Mixture
    month: Mixture
    known: Mixture
    state: State
    prior: ComponentPrior

    def observation_weights(self, level: Sequence[Floats], fast: Sequence[Floats] | None = None) -> tuple[Floats, Floats]:
        """Weights of every month's mean on sums of smoothed states, parameters averaged out, and the sums' posterior variance.

        Parameters
        ----------
        level, fast : sequences of arrays, shape (months,)
            Coefficients of the level and of the fast part of each month; one pair per sum.

        Returns
        -------
        weights, shape (sums, months); variances, shape (sums,)
            A sum is its value without data plus weights times (monthly mean - `prior.level_mean`).
        """
        run = filter_grid(
            self.monthly.mean[:, None],
            self.monthly.count[:, None],
            event_var=[self.state.event_var],
            grid=self.state.grid,
            level_mean=self.prior.level_mean,
            level_var=self.prior.level_var,
        )
        share = self.state.weights
        miss = np.where(self.monthly.count > 0, self.monthly.mean - self.prior.level_mean, 0.0)
        averaged, variances = [], []
        for j, of_mu in enumerate(level):
            of_d = np.zeros_like(of_mu) if fast is None else fast[j]
            by_point = observation_weights(run, of_mu, of_d)[:, 0]
            with_data, before = prior_covariance(self.state.grid, self.prior.level_var, of_mu, of_d)
            within = np.maximum(before - (by_point * with_data).sum(0), 0.0)
            mean = by_point.T @ miss
            averaged.append(by_point @ share)
            variances.append(float(share @ (within + (mean - share @ mean) ** 2)))
        return np.stack(averaged), np.array(variances)


def estimate_components(series: Sequence[Monthly], priors: Sequence[ComponentPrior]) -> list[Component]:
    """Estimate many components over the same months at once.

    Parameters
    ----------
    series : sequence of Monthly, all of the same length
    priors : sequence of ComponentPrior, one per series
    """
    count = np.stack([s.count for s in series], axis=1)
    mean = np.stack([s.mean for s in series], axis=1)
    event_var = np.array([s.event_variance(p.event_var, p.event_var_weight) for s, p in zip(series, priors, strict=True)])
    grids, start_weights = _align(priors)
    run = filter_grid(
        mean,
        count,
        event_var=event_var,
        grid=grids,
        level_mean=np.array([p.level_mean for p in priors]),
        level_var=np.array([p.level_var for p in priors]),
    )
    weights = posterior_weights(run.loglik, start_weights)
    known = reduce_mixture(weights, run.state[0], run.state[2], parts=PARTS)

    # the smoother needs only the points that count in the end
    last = weights[-1]
    order = np.argsort(-last, axis=1, kind="stable")
    left = 1 - np.cumsum(np.take_along_axis(last, order, 1), axis=1)
    kept = int((left > NEGLIGIBLE).sum(1).max()) + 1
    index = order[:, :kept]
    small = keep_points(run, index)
    final = np.take_along_axis(last, index, 1)
    final = final / final.sum(1, keepdims=True)
    level = smooth_grid(small)
    wide = np.broadcast_to(final, level[0].shape)
    hindsight = reduce_mixture(wide, level[0], np.maximum(level[1], 1e-12), parts=PARTS)
    month = reduce_mixture(wide, level[2], np.maximum(level[3], 1e-12), parts=PARTS)

    out = []
    for j, (monthly, prior) in enumerate(zip(series, priors, strict=True)):
        state = State(final[j], small.grid[j].copy(), small.state[:, -1, j].copy(), float(event_var[j]))
        out.append(Component(monthly, _one(hindsight, j), _one(month, j), _one(known, j), state, prior))
    return out


def _align(priors: Sequence[ComponentPrior]) -> tuple[Floats, Floats]:
    """Stack grids of unlike size: shorter ones repeat their last point with weight 0."""
    size = max(len(p.weights) for p in priors)
    grids = [np.concatenate([p.grid, np.repeat(p.grid[-1:], size - len(p.weights), 0)]) for p in priors]
    return np.stack(grids), np.stack([np.pad(p.weights, (0, size - len(p.weights))) for p in priors])


def _one(mixture: Mixture, j: int) -> Mixture:
    return Mixture(mixture.weights[:, j], mixture.means[:, j], mixture.sds[:, j])
