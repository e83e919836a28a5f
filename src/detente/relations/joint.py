"""Words and deeds of one pair as one posterior: what is known each month, and what is known in hindsight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.kalman import (
    Dynamics,
    Filtered,
    filter_grid,
    observation_weights,
    posterior_weights,
    smooth_grid,
)
from detente.relations.mixture import Mixture, reduce_mixture
from detente.relations.months import Monthly
from detente.relations.prior import PanelPrior

Floats = NDArray[np.float64]

PARTS = 5
"""Normals per month in the bands; a quantile moves by less than .02 point against the full mixture (tested)."""

NEGLIGIBLE = 1e-4
"""Parameter points that together weigh less than this are left out of the smoother."""

WORDS, DEEDS = 0, 1
LEVELS, SHOCKS = [0, 2], [1, 3]
"""Places of words' and deeds' level and news shock among the four states."""


@dataclass(frozen=True, slots=True)
class State:
    """The present under each kept parameter point, the start of every forecast.

    Attributes
    ----------
    weights : array, shape (points,)
    persist : array, shape (4, points)
    innovation : array, shape (4, 4, points)
    mean, cov : arrays, shape (4, points) and (4, 4, points)
        Level of words, news shock of words, level of deeds, news shock of deeds.
    noise : array, shape (2, points)
        Variance of the mean of a single event: words, deeds.
    """

    weights: Floats
    persist: Floats
    innovation: Floats
    mean: Floats
    cov: Floats
    noise: Floats

    def ahead(self, months: int) -> State:
        """Return the state so many months on, nothing seen in between."""
        mean, cov = self.mean, self.cov
        both = self.persist[:, None] * self.persist[None]
        for _ in range(months):
            mean, cov = self.persist * mean, both * cov + self.innovation
        return State(self.weights, self.persist, self.innovation, mean, cov, self.noise)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Words and deeds of one pair; mixtures of shape (months, parts), Goldstein points.

    `level`, `words`, `deeds`, `gap` in hindsight, `month` the composite with each month's own news shock, `known` the composite
    as the months up to each one show it (the parameters' weights too; the variance of single events is that of all months).
    """

    monthly: tuple[Monthly, Monthly]
    prior: PanelPrior
    event_var: Floats
    level: Mixture
    month: Mixture
    known: Mixture
    words: Mixture
    deeds: Mixture
    gap: Mixture
    state: State
    points: NDArray[np.intp]

    def sums(self, coefficients: Sequence[Floats]) -> tuple[Floats, Floats]:
        """Return the weight of every month in sums of smoothed states, parameters averaged out, and the sums' variance.

        Parameters
        ----------
        coefficients : sequence of arrays, shape (months, 4)
            Of the four states of each month.

        Returns
        -------
        weights, shape (sums, months, 2)
            Weight of the mean of words and of deeds; 0 without events. A sum is its value without data plus the sum of
            weight times (mean - level without data).
        variances, shape (sums,)
        """
        run = _filter([self.monthly], self.prior, self.event_var[:, None], points=self.points[None])
        share = self.state.weights
        usual = np.array([self.prior.verbal.level_mean, self.prior.material.level_mean])
        miss = np.where(run.count > 0, run.seen - usual[:, None], 0.0)
        averaged, variances = [], []
        for wanted in coefficients:
            by_point, within = observation_weights(run, wanted)
            mean = (by_point[:, :, 0] * miss).sum((0, 1))
            averaged.append(by_point[:, :, 0] @ share)
            variances.append(float(share @ (within[0] + (mean - share @ mean) ** 2)))
        return np.stack(averaged), np.array(variances)


def pair_dynamics(prior: PanelPrior, event_var: Floats, points: NDArray[np.intp] | None = None) -> Dynamics:
    """Return the dynamics of words and deeds together.

    Parameters
    ----------
    event_var : array, shape (2, series)
        Variance of single events of words and of deeds.
    points : array, shape (series, kept), optional
        Parameter points of each series; all by default.
    """
    grids = []
    for part in (prior.verbal, prior.material):
        grid = np.asarray(part.grid, float)
        grids.append(np.moveaxis(grid[None] if points is None else grid[points], -1, 0))
    (phi_v, sd_v, q_v, k_v), (phi_m, sd_m, q_m, k_m) = grids
    shape = phi_v.shape
    rho = prior.correlation
    persist, innovation = np.ones((4, *shape)), np.zeros((4, 4, *shape))
    persist[1], persist[3] = phi_v, phi_m
    # what both shocks of a month have in common: correlation `shock` between what is new in each
    new_v, new_m = sd_v * np.sqrt(1 - phi_v**2), sd_m * np.sqrt(1 - phi_m**2)
    for i, j, value in (
        (0, 0, q_v**2), (2, 2, q_m**2), (0, 2, rho.drift * q_v * q_m), (1, 1, new_v**2), (3, 3, new_m**2),
        (1, 3, rho.shock * new_v * new_m),
    ):  # fmt: skip
        innovation[i, j] = innovation[j, i] = value
    mean, cov = np.zeros((4, 1, 1)), np.zeros((4, 4, *shape))
    mean[0], mean[2] = prior.verbal.level_mean, prior.material.level_mean
    spread_v, spread_m = prior.verbal.level_var, prior.material.level_var
    for i, j, value in (
        (0, 0, spread_v), (2, 2, spread_m), (0, 2, rho.start * np.sqrt(spread_v * spread_m)), (1, 1, sd_v**2), (3, 3, sd_m**2),
        # two shocks that always came like this
        (1, 3, rho.shock * new_v * new_m / (1 - phi_v * phi_m)),
    ):  # fmt: skip
        cov[i, j] = cov[j, i] = value
    noise = np.stack([k_v * event_var[WORDS][:, None], k_m * event_var[DEEDS][:, None]])
    return Dynamics(np.array([[1.0, 1.0, 0, 0], [0, 0, 1.0, 1.0]]), persist, innovation, mean, cov, noise)


def _filter(
    series: Sequence[tuple[Monthly, Monthly]], prior: PanelPrior, event_var: Floats, points: NDArray[np.intp] | None = None
) -> Filtered:
    count = np.stack([[s.count for s in pair] for pair in series], axis=-1)
    mean = np.stack([[s.mean for s in pair] for pair in series], axis=-1)
    dynamics = pair_dynamics(prior, event_var, points)
    return filter_grid(np.moveaxis(mean, 1, 0), np.moveaxis(count, 1, 0), dynamics)


def estimate_posteriors(series: Sequence[tuple[Monthly, Monthly]], prior: PanelPrior) -> list[Posterior]:
    """Estimate words and deeds of many pairs over the same months at once.

    Parameters
    ----------
    series : sequence of (Monthly, Monthly)
        Words and deeds of each pair, all of the same length.
    """
    parts = (prior.verbal, prior.material)
    event_var = np.array(
        [[s.event_variance(p.event_var, p.event_var_weight) for s, p in zip(pair, parts, strict=True)] for pair in series]
    ).T
    run = _filter(series, prior, event_var)
    weights = posterior_weights(run.loglik, prior.weights)
    factors = prior.composite.factors
    mix = np.array([factors[0], 0, factors[1], 0])
    known = reduce_mixture(
        weights,
        factors[0] * run.mean[:, 0] + factors[1] * run.mean[:, 2],
        factors[0] ** 2 * run.cov[:, 0, 0]
        + factors[1] ** 2 * run.cov[:, 2, 2]
        + 2 * factors[0] * factors[1] * run.cov[:, 0, 2],
        parts=PARTS,
    )

    # the smoother needs only the points that count in the end
    last = weights[-1]
    order = np.argsort(-last, axis=1, kind="stable")
    left = 1 - np.cumsum(np.take_along_axis(last, order, 1), axis=1)
    index = order[:, : int((left > NEGLIGIBLE).sum(1).max()) + 1]
    final = np.take_along_axis(last, index, 1)
    final = final / final.sum(1, keepdims=True)
    small = keep_points(run, index, pair_dynamics(prior, event_var, index))
    a, b = prior.gap
    sums = [[1.0, 0, 0, 0], [0, 0, 1.0, 0], [factors[0], factors[0], factors[1], factors[1]]]
    mean, cov = smooth_grid(small, sums, [(0, 0), (1, 1), (0, 1), (2, 2)])
    words, deeds, month = mean[:, 0], mean[:, 1], mean[:, 2]
    wide = np.broadcast_to(final, words.shape)

    def merge(means: Floats, variances: Floats) -> Mixture:
        return reduce_mixture(wide, means, np.maximum(variances, 1e-12), parts=PARTS)

    def mixed(f: float, g: float) -> Floats:
        return f * f * cov[:, 0] + g * g * cov[:, 1] + 2 * f * g * cov[:, 2]

    found = {
        "level": merge(mix[0] * words + mix[2] * deeds, mixed(*factors)),
        "month": merge(month, cov[:, 3]),
        "known": known,
        "words": merge(words, cov[:, 0]),
        "deeds": merge(deeds, cov[:, 1]),
        "gap": merge(words - a - b * deeds, mixed(1.0, -b)),
    }
    out = []
    for j, pair in enumerate(series):
        dynamics = small.dynamics
        state = State(
            final[j], dynamics.persist[:, j].copy(), dynamics.innovation[:, :, j].copy(), small.mean[-1, :, j].copy(),
            small.cov[-1, :, :, j].copy(), dynamics.noise[:, j].copy(),
        )  # fmt: skip
        mine = {name: Mixture(m.weights[:, j], m.means[:, j], m.sds[:, j]) for name, m in found.items()}
        out.append(Posterior(pair, prior, event_var[:, j], **mine, state=state, points=index[j]))
    return out


def keep_points(run: Filtered, index: NDArray[np.intp], dynamics: Dynamics) -> Filtered:
    """Keep only the parameter points `index` (series, kept) of each series; the log-likelihoods are dropped."""

    def take(array: Floats) -> Floats:
        out = np.empty((*array.shape[:-1], index.shape[-1]))
        for j, kept in enumerate(index):
            out[..., j, :] = array[..., j, kept]
        return out

    # the likelihoods have done their work in the weights
    return Filtered(dynamics, run.loglik[:0], take(run.mean), take(run.cov), run.seen, run.count)
