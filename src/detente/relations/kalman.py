"""Linear state space of a few states, filtered and smoothed for many series and many parameter points at once.

One component (words, or the values of a panel) is a level and a news shock; a pair is two of them, whose drifts and shocks may
correlate; one of two directions adds what sets the two sides apart. All are

    y_ot  = sum of some states + e_ot,  e_ot ~ N(0, noise_o / n_ot)    mean of the n events of kind o in month t
    x_t   = persist * x_{t-1} + u_t,    u_t ~ N(0, innovation)         state by state; x one month before the first is `start`

Kinds of one month are taken in one after the other, which gives the same as all at once (Durbin & Koopman 2012, 6.4); filter,
smoother and weights: chs. 4.3 to 4.8. Array axes: month, state or kind, series, parameter point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How states move and what is seen of them; every array ends in (series, points), either may be 1.

    Attributes
    ----------
    loadings : array, shape (kinds, states)
        What the states add to the mean of each kind of event: 0, 1 or -1.
    persist : array, shape (states, series, points)
        Share of a state that is left a month later.
    innovation : array, shape (states, states, series, points)
        Covariance of what each month adds.
    start_mean : array, shape (states, series, points)
    start_cov : array, shape (states, states, series, points)
        One month before the first.
    noise : array, shape (kinds, series, points)
        Variance of the mean of a single event.
    """

    loadings: Floats
    persist: Floats
    innovation: Floats
    start_mean: Floats
    start_cov: Floats
    noise: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Series and points."""
        parts = (self.persist, self.innovation, self.start_mean, self.start_cov, self.noise)
        found = np.broadcast_shapes(*(part.shape[-2:] for part in parts))
        return int(found[0]), int(found[1])

    def start(self) -> tuple[Floats, Floats]:
        """Mean and covariance one month before the first, in full."""
        states, shape = len(self.persist), self.shape
        mean = np.array(np.broadcast_to(self.start_mean, (states, *shape)))
        return mean, np.array(np.broadcast_to(self.start_cov, (states, states, *shape)))


@dataclass(frozen=True, slots=True)
class Filtered:
    """What the filter leaves.

    `loglik` (months, series, points); `mean` (months, states, series, points) and `cov` (months, states, states, series,
    points) after each month; `seen` and `count` (months, kinds, series): what was given, 0 where nothing was seen.
    """

    dynamics: Dynamics
    loglik: Floats
    mean: Floats
    cov: Floats
    seen: Floats
    count: Floats


def two_speeds(grid: ArrayLike, *, event_var: ArrayLike, level_mean: ArrayLike, level_var: ArrayLike) -> Dynamics:
    """Return the dynamics of one component: a level that drifts and a news shock that fades.

    Parameters
    ----------
    grid : array, shape (points, 4) or (series, points, 4)
        phi, sd, q, k: persistence and deviation of the shock, monthly drift of the level, noise factor.
    event_var : scalar or array, shape (series,)
        Variance of single events.
    level_mean, level_var : scalar or array, shape (series,)
        Where the level starts.
    """
    points = np.asarray(grid, float)
    phi, sd, q, k = np.moveaxis(points[None] if points.ndim == 2 else points, -1, 0)
    shape = np.broadcast_shapes(phi.shape, (np.size(event_var), 1))
    persist, innovation = np.ones((2, *phi.shape)), np.zeros((2, 2, *phi.shape))
    persist[1] = phi
    innovation[0, 0], innovation[1, 1] = q**2, sd**2 * (1 - phi**2)
    rows = (max(shape[0], np.size(level_mean), np.size(level_var)), shape[1])
    mean, cov = np.zeros((2, *rows)), np.zeros((2, 2, *rows))
    mean[0] += np.reshape(np.asarray(level_mean, float), (-1, 1))
    cov[0, 0] += np.reshape(np.asarray(level_var, float), (-1, 1))
    cov[1, 1] += sd**2
    noise = (k * np.reshape(np.asarray(event_var, float), (-1, 1)))[None]
    return Dynamics(np.array([[1.0, 1.0]]), persist, innovation, mean, cov, noise)


def filter_months(
    mean: ArrayLike, count: ArrayLike, dynamics: Dynamics, *, bound: float | None = None
) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Filter month by month, keeping nothing: for panels too large to hold.

    Parameters
    ----------
    mean, count : arrays, shape (months, kinds, series)
        Mean value and number of events; `mean` is not read where `count` is 0.
    dynamics : Dynamics
    bound : float, optional
        Bounded influence: what a month surprises by beyond so many standard deviations is put down to noise, in proportion
        to the noise's share of the variance, and weighs in the likelihood as in Huber's loss (Huber 1964, Ann. Math. Stat. 35).
        A dense month is believed, a wild one of three events is not. None: the plain filter.

    Yields
    ------
    loglik : array, shape (series, points)
        Of this month; 0 where nothing was seen.
    mean, cov : arrays, shape (states, series, points) and (states, states, series, points)
        After this month. Not to be changed by the caller.

    Notes
    -----
    Cost O(months * kinds * states^2 * series * points).
    """
    counts = np.asarray(count, float)
    observed = counts > 0
    values = np.where(observed, np.asarray(mean, float), 0.0)
    x, cov = dynamics.start()
    shape = dynamics.shape
    persist = np.ascontiguousarray(dynamics.persist)
    both = persist[:, None] * persist[None]
    for t in range(len(counts)):
        x, cov = persist * x, both * cov
        cov += dynamics.innovation
        loglik = np.zeros(shape)
        for o, loading in enumerate(dynamics.loadings):
            here = observed[t, o]
            if not here.any():
                continue
            noise = dynamics.noise[o] / np.where(here, counts[t, o], 1.0)[:, None]
            along = _times(loading, cov)
            spread = _times(loading, along) + noise
            miss = values[t, o][:, None] - _times(loading, x)
            if bound is None:
                loss = miss * miss / spread
            else:
                size = np.abs(miss) / np.sqrt(spread)
                within = np.minimum(size, bound)
                loss = within * (2 * size - within)
                miss = miss * (1 - (1 - bound / np.maximum(size, bound)) * noise / spread)
            term = np.log(spread) + loss
            term += LOG_2PI
            gain = along / spread
            if not here.all():
                mask = here[:, None].astype(float)
                term *= mask
                gain *= mask
            loglik -= 0.5 * term
            x += gain * miss
            cov -= gain[:, None] * along[None]
        yield loglik, x, cov


def _times(loading: Floats, array: Floats) -> Floats:
    """Sum of the first axis weighted with 0, 1 or -1."""
    out: Floats | None = None
    for weight, row in zip(loading, array, strict=True):
        if weight:
            term = row if weight == 1 else weight * row
            out = term if out is None else out + term
    return np.zeros(array.shape[1:]) if out is None else out


def filter_grid(mean: ArrayLike, count: ArrayLike, dynamics: Dynamics) -> Filtered:
    """Filter every series under every parameter point and keep every month; see `filter_months`."""
    counts = np.asarray(count, float)
    states, shape, months = len(dynamics.persist), dynamics.shape, len(counts)
    loglik = np.empty((months, *shape))
    means, covs = np.empty((months, states, *shape)), np.empty((months, states, states, *shape))
    for t, (gained, x, cov) in enumerate(filter_months(mean, count, dynamics)):
        loglik[t], means[t], covs[t] = gained, x, cov
    seen = np.where(counts > 0, np.asarray(mean, float), 0.0)
    return Filtered(dynamics, loglik, means, covs, seen, counts)


def posterior_weights(loglik: Floats, prior: Floats) -> Floats:
    """Weights of the grid points after each month: prior times likelihood so far, each row sums to 1."""
    with np.errstate(divide="ignore"):
        log_weight = np.cumsum(loglik, axis=0) + np.log(prior)
    weights: Floats = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind of event of one month, as the filter took it in."""

    kind: int
    gain: Floats
    along: Floats
    inverse: Floats
    miss: Floats


def _retrace(run: Filtered, t: int, both: Floats, *, means: bool = True) -> tuple[Floats, Floats, list[_Step]]:
    """Predicted state of month t, and the steps in which its events were taken in; `both` is persist times persist."""
    dynamics = run.dynamics
    x0, cov0 = (run.mean[t - 1], run.cov[t - 1]) if t else dynamics.start()
    x0, cov0 = dynamics.persist * x0, both * cov0
    cov0 += dynamics.innovation
    x, cov, steps = x0, cov0, []
    for o, loading in enumerate(dynamics.loadings):
        here = run.count[t, o] > 0
        if not here.any():
            continue
        mask = here[:, None].astype(float)
        noise = dynamics.noise[o] / np.where(here, run.count[t, o], 1.0)[:, None]
        along = _times(loading, cov)
        inverse = mask / (_times(loading, along) + noise)
        gain = along * inverse
        miss = run.seen[t, o][:, None] - _times(loading, x) if means else inverse
        steps.append(_Step(o, gain, along, inverse, miss))
        if means:
            x = x + gain * miss
        cov = cov - gain[:, None] * along[None]
    return x0, cov0, steps


def smooth_grid(run: Filtered, sums: Sequence[Sequence[float]], pairs: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """Estimate sums of states in hindsight, from all months.

    Parameters
    ----------
    run : Filtered
    sums : sequence of arrays, shape (states,)
        What to estimate in every month.
    pairs : sequence of (int, int)
        Places in `sums` whose covariance is wanted; (j, j) for a variance.

    Returns
    -------
    means, shape (months, sums, series, points); covariances, shape (months, pairs, series, points)

    Notes
    -----
    State smoother without matrix inverses, Durbin & Koopman 2012, 4.4: well-defined also where the drift or the shock is 0.
    """
    dynamics = run.dynamics
    months, states, *shape = run.mean.shape
    wanted = np.asarray(sums, float).tolist()
    back, info = np.zeros((states, *shape)), np.zeros((states, states, *shape))
    persist, loadings = dynamics.persist, dynamics.loadings.tolist()
    both = persist[:, None] * persist[None]
    means, covs = np.empty((months, len(wanted), *shape)), np.empty((months, len(pairs), *shape))
    for t in range(months - 1, -1, -1):
        x, cov, steps = _retrace(run, t, both)
        # through the transition ...
        back = persist * back
        info = both * info
        # ... and through the updates I - K Z, the last first
        for step in reversed(steps):
            loading = loadings[step.kind]
            pull = step.miss * step.inverse - (step.gain * back).sum(0)
            along = np.einsum("ikst,kst->ist", info, step.gain)
            middle = (along * step.gain).sum(0) + step.inverse
            for i, sign in enumerate(loading):
                if sign:
                    back[i] += sign * pull
                    info[i] -= sign * along
                    info[:, i] -= sign * along
                    for j, other in enumerate(loading):
                        if other:
                            info[i, j] += sign * other * middle
        carried = [_weighted(row, cov) for row in wanted]
        told = {j: np.einsum("ikst,kst->ist", info, carried[j]) for j in {b for _, b in pairs}}
        for j, row in enumerate(wanted):
            means[t, j] = _weighted(row, x) + (carried[j] * back).sum(0)
        for m, (i, j) in enumerate(pairs):
            covs[t, m] = _weighted(wanted[i], carried[j]) - (carried[i] * told[j]).sum(0)
    return means, covs


def _weighted(row: Sequence[float] | Floats, array: Floats) -> Floats:
    """Sum of the first axis weighted with `row`."""
    out = np.zeros(array.shape[1:])
    for weight, part in zip(row, array, strict=True):
        if weight:
            out += part if weight == 1 else weight * part
    return out


def observation_weights(run: Filtered, coefficients: ArrayLike) -> tuple[Floats, Floats]:
    """Weight of every month's mean of every kind on a sum of smoothed states, and the sum's posterior variance.

    Smoothed states are linear in the values taken in: under each parameter point the sum is its value without data (the start
    carried on) plus sum w (y - value of y without data).

    Parameters
    ----------
    run : Filtered
    coefficients : array, shape (months, states)
        Of the state of each month in the sum. A single 1 asks for the smoothed state of a month, in the last one the filtered.

    Returns
    -------
    weights, shape (months, kinds, series, points); variance, shape (series, points)
        Weights are 0 for months without events.

    Notes
    -----
    One forward sweep for the weights on later prediction errors, one backward (adjoint) sweep through the filter.
    """
    wanted, dynamics = np.asarray(coefficients, float), run.dynamics
    months, states, *shape = run.mean.shape
    out, variance = np.zeros((months, len(dynamics.loadings), *shape)), np.zeros(tuple(shape))
    both = dynamics.persist[:, None] * dynamics.persist[None]
    carried = np.zeros((states, *shape))
    kept: list[list[_Step]] = []
    for t in range(months):
        _, cov, steps = _retrace(run, t, both, means=False)
        # covariance of the sum so far with the state, given the months before
        if wanted[t].any():
            own = _weighted(wanted[t], cov)
            variance += 2 * _weighted(wanted[t], carried) + _weighted(wanted[t], own)
            carried = carried + own
        for step in steps:
            with_value = _times(dynamics.loadings[step.kind], carried)
            out[t, step.kind] = with_value * step.inverse
            variance -= with_value * out[t, step.kind]
            carried = carried - step.gain * with_value
        carried = dynamics.persist * carried
        kept.append(steps)
    back = np.zeros((states, *shape))
    for t in range(months - 1, -1, -1):
        back = dynamics.persist * back
        for step in reversed(kept[t]):
            out[t, step.kind] += (step.gain * back).sum(0)
            for i, sign in enumerate(dynamics.loadings[step.kind]):
                if sign:
                    back[i] -= sign * out[t, step.kind]
        back = back + wanted[t][:, None, None]
    return out, np.maximum(variance, 0.0)
