"""The two-speed state space, filtered and smoothed for many series and many parameter points at once.

    y_t  = mu_t + d_t + e_t,       e_t ~ N(0, k s2 / n_t)            mean of the n_t events of month t; no events, no update
    mu_t = mu_{t-1} + a_t,         a_t ~ N(0, q^2)                   slow level
    d_t  = phi d_{t-1} + b_t,      b_t ~ N(0, sd^2 (1 - phi^2))      fast part, mean-reverting
    mu_0 ~ N(m0, v0),  d_0 ~ N(0, sd^2)                              one month before the first

Durbin & Koopman 2012, ch. 4. Array axes: month, series, grid point. A state is five arrays: mean of mu, mean of d, variance
of mu, variance of d, covariance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Filtered:
    """What the filter leaves: `loglik` (months, series, points) and `state` (5, months, series, points)."""

    loglik: Floats
    state: Floats
    start: Floats
    noise: Floats
    grid: Floats
    mean: Floats
    observed: NDArray[np.bool_]


def filter_months(
    mean: ArrayLike,
    count: ArrayLike,
    *,
    event_var: ArrayLike,
    grid: ArrayLike,
    level_mean: ArrayLike,
    level_var: ArrayLike,
    bound: float | None = None,
) -> Iterator[tuple[Floats, tuple[Floats, ...]]]:
    """Filter month by month, keeping nothing: for panels too large to hold; see `filter_grid`.

    Parameters
    ----------
    bound : float, optional
        Bounded influence: what a month surprises by beyond so many standard deviations is put down to noise, in proportion
        to the noise's share of the variance, and weighs in the likelihood as in Huber's loss (Huber 1964, Ann. Math. Stat. 35).
        A dense month is believed, a wild one of three events is not. None: the plain filter.

    Yields
    ------
    loglik : array, shape (series, points)
        Of this month; 0 where nothing was seen.
    state : five arrays, shape (series, points)
        After this month.
    """
    counts = np.asarray(count, float)
    observed = counts > 0
    seen = np.where(observed, np.asarray(mean, float), 0.0)
    phi, sd, q, k = _columns(grid)
    shape = (counts.shape[1], phi.shape[1])
    base = np.broadcast_to(k * np.broadcast_to(np.asarray(event_var, float), shape[:1])[:, None], shape)
    drift, shock, phi2 = q**2, sd**2 * (1 - phi**2), phi**2
    mu, d, p_mu, p_d, p_c = _start(shape, sd, level_mean, level_var)
    for t in range(len(counts)):
        d, p_mu, p_d, p_c = phi * d, p_mu + drift, phi2 * p_d + shock, phi * p_c
        loglik = np.zeros(shape)
        if observed[t].any():
            seen_here = observed[t][:, None]
            to_mu, to_d = p_mu + p_c, p_d + p_c
            noise = base / np.where(observed[t], counts[t], 1.0)[:, None]
            spread = to_mu + to_d + noise
            miss = seen[t][:, None] - mu - d
            gain_mu, gain_d = to_mu / spread * seen_here, to_d / spread * seen_here
            if bound is None:
                loss = miss * miss / spread
            else:
                size = np.abs(miss) / np.sqrt(spread)
                within = np.minimum(size, bound)
                loss = within * (2 * size - within)
                miss = miss * (1 - (1 - bound / np.maximum(size, bound)) * noise / spread)
            loglik = -0.5 * (LOG_2PI + np.log(spread) + loss) * seen_here
            mu, d = mu + gain_mu * miss, d + gain_d * miss
            p_mu, p_d, p_c = p_mu - gain_mu * to_mu, p_d - gain_d * to_d, p_c - gain_mu * to_d
        yield loglik, (mu, d, p_mu, p_d, p_c)


def _columns(grid: ArrayLike) -> tuple[Floats, ...]:
    """phi, sd, q, k, each of shape (series or 1, points)."""
    points = np.asarray(grid, float)
    points = points[None] if points.ndim == 2 else points
    return tuple(np.ascontiguousarray(points[..., j]) for j in range(4))


def _start(shape: tuple[int, int], sd: Floats, level_mean: ArrayLike, level_var: ArrayLike) -> Floats:
    """State one month before the first, shape (5, series, points)."""
    start = np.zeros((5, *shape))
    start[0] += np.broadcast_to(np.asarray(level_mean, float), shape[:1])[:, None]
    start[2] += np.broadcast_to(np.asarray(level_var, float), shape[:1])[:, None]
    start[3] += sd**2
    return start


def filter_grid(
    mean: ArrayLike, count: ArrayLike, *, event_var: ArrayLike, grid: ArrayLike, level_mean: ArrayLike, level_var: ArrayLike
) -> Filtered:
    """Filter every series under every grid point and keep every month.

    Parameters
    ----------
    mean, count : arrays, shape (months, series)
        Mean Goldstein value and number of events; `mean` is not read where `count` is 0.
    event_var : array, shape (series,)
        Variance of single events, points squared.
    grid : array, shape (points, 4) or (series, points, 4)
        phi, sd, q, k.
    level_mean, level_var : scalar or array, shape (series,)
        Start of the level.

    Returns
    -------
    Filtered
        Log-likelihood of each month (0 where nothing was seen) and the state after it.

    Notes
    -----
    Cost O(months * series * points).
    """
    counts = np.asarray(count, float)
    observed = counts > 0
    seen = np.where(observed, np.asarray(mean, float), 0.0)
    months, series = counts.shape
    points = np.asarray(grid, float)
    points = points[None] if points.ndim == 2 else points
    shape = (series, points.shape[1])
    noise = np.zeros((months, *shape))
    base = points[..., 3] * np.broadcast_to(np.asarray(event_var, float), (series,))[:, None]
    np.divide(base, counts[:, :, None], out=noise, where=observed[:, :, None])
    state, loglik = np.empty((5, months, *shape)), np.empty((months, *shape))
    run = filter_months(mean, count, event_var=event_var, grid=grid, level_mean=level_mean, level_var=level_var)
    for t, (gained, after) in enumerate(run):
        loglik[t] = gained
        for j, part in enumerate(after):
            state[j, t] = part
    start = _start(shape, np.ascontiguousarray(points[..., 1]), level_mean, level_var)
    return Filtered(loglik, state, start, noise, np.broadcast_to(points, (*shape, 4)), seen, observed)


def posterior_weights(loglik: Floats, prior: Floats) -> Floats:
    """Weights of the grid points after each month: prior times likelihood so far, each row sums to 1."""
    with np.errstate(divide="ignore"):
        log_weight = np.cumsum(loglik, axis=0) + np.log(prior)
    weights: Floats = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def keep_points(run: Filtered, index: NDArray[np.intp]) -> Filtered:
    """Keep only the grid points `index` (series, kept) of each series; the log-likelihoods are dropped."""

    def take(array: Floats) -> Floats:
        out = np.empty((*array.shape[:-1], index.shape[-1]))
        for j, kept in enumerate(index):
            out[..., j, :] = array[..., j, kept]
        return out

    grid = np.take_along_axis(run.grid, index[:, :, None], axis=1)
    # the likelihoods have done their work in the weights
    return Filtered(run.loglik[:0], take(run.state), take(run.start), take(run.noise), grid, run.mean, run.observed)


def predict_next(state: Floats, grid: Floats) -> Floats:
    """Return the state one month on, before that month's events are seen; `state` (5, ...), `grid` (..., 4)."""
    phi, sd, q, _ = (grid[..., j] for j in range(4))
    mu, d, p_mu, p_d, p_c = state
    return np.stack([mu, phi * d, p_mu + q**2, phi**2 * p_d + sd**2 * (1 - phi**2), phi * p_c])


def smooth_grid(run: Filtered) -> Floats:
    """Estimate the level and the month itself in hindsight, from all months.

    Returns
    -------
    array, shape (4, months, series, points)
        Mean and variance of mu, mean and variance of mu + d.

    Notes
    -----
    State smoother without matrix inverses, Durbin & Koopman 2012, 4.4: well-defined also where sd or q is 0.
    """
    phi, sd, q = run.grid[..., 0], run.grid[..., 1], run.grid[..., 2]
    drift, shock, phi2 = q**2, sd**2 * (1 - phi**2), phi**2
    r_mu, r_d = np.zeros_like(phi), np.zeros_like(phi)
    n_mu, n_d, n_c = np.zeros_like(phi), np.zeros_like(phi), np.zeros_like(phi)
    months = run.state.shape[1]
    out = np.empty((4, *run.state.shape[1:]))
    for t in range(months - 1, -1, -1):
        mu, d, p_mu, p_d, p_c = run.state[:, t - 1] if t else run.start
        d, p_mu, p_d, p_c = phi * d, p_mu + drift, phi2 * p_d + shock, phi * p_c
        # through the transition F = diag(1, phi) ...
        r_d = phi * r_d
        n_d, n_c = phi2 * n_d, phi * n_c
        if run.observed[t].any():
            # ... and through the update I - K Z
            seen = run.observed[t][:, None]
            spread = p_mu + p_d + 2 * p_c + run.noise[t]
            k_mu, k_d = (p_mu + p_c) / spread * seen, (p_d + p_c) / spread * seen
            one = seen / spread
            pull = (run.mean[t][:, None] - mu - d) * one - k_mu * r_mu - k_d * r_d
            nk_mu, nk_d = n_mu * k_mu + n_c * k_d, n_c * k_mu + n_d * k_d
            knk = k_mu * nk_mu + k_d * nk_d + one
            r_mu, r_d = r_mu + pull, r_d + pull
            n_mu, n_d, n_c = n_mu - 2 * nk_mu + knk, n_d - 2 * nk_d + knk, n_c - nk_mu - nk_d + knk
        out[0, t] = mu + p_mu * r_mu + p_c * r_d
        out[1, t] = p_mu - (p_mu * p_mu * n_mu + 2 * p_mu * p_c * n_c + p_c * p_c * n_d)
        to_mu, to_d = p_mu + p_c, p_d + p_c
        out[2, t] = mu + d + to_mu * r_mu + to_d * r_d
        out[3, t] = to_mu + to_d - (to_mu * to_mu * n_mu + 2 * to_mu * to_d * n_c + to_d * to_d * n_d)
    return out


def observation_weights(run: Filtered, level: ArrayLike, fast: ArrayLike | None = None) -> Floats:
    """Weight of every month's mean on a sum of smoothed states, sum_t (level_t mu_t + fast_t d_t).

    Smoothed states are linear in the data: under each grid point such a sum is its value without data (m0 times the sum of
    `level`) plus sum_s w_s (y_s - m0).

    Parameters
    ----------
    run : Filtered
    level, fast : arrays, shape (months,)
        Coefficients; `fast` is 0 by default. A single 1 in `level` asks for the smoothed level of that month, in the last
        month the filtered one.

    Returns
    -------
    array, shape (months, series, points)
        w_s; 0 for months without events.

    Notes
    -----
    One forward sweep for the weights on later prediction errors, one backward (adjoint) sweep through the filter. O(months).
    """
    of_mu = np.asarray(level, float)
    of_d = np.zeros_like(of_mu) if fast is None else np.asarray(fast, float)
    ahead = predict_next(np.concatenate([run.start[:, None], run.state[:, :-1]], axis=1), run.grid)
    phi = run.grid[..., 0]
    months = run.state.shape[1]
    spread = ahead[2] + ahead[3] + 2 * ahead[4] + run.noise
    seen = run.observed[:, :, None]
    k_mu, k_d = (ahead[2] + ahead[4]) / spread * seen, (ahead[3] + ahead[4]) / spread * seen
    out = np.zeros((months, *phi.shape))
    u_mu, u_d = np.zeros_like(phi), np.zeros_like(phi)
    for t in range(months):
        # row of coefficients times the covariance carried to later prediction errors: u <- (u + c P) L', L = F (I - K Z)
        u_mu = u_mu + of_mu[t] * ahead[2, t] + of_d[t] * ahead[4, t]
        u_d = u_d + of_mu[t] * ahead[4, t] + of_d[t] * ahead[3, t]
        both = u_mu + u_d
        out[t] = both / spread[t] * seen[t]
        u_mu, u_d = u_mu - k_mu[t] * both, phi * (u_d - k_d[t] * both)
    a_mu, a_d = np.zeros_like(phi), np.zeros_like(phi)
    for t in range(months - 1, -1, -1):
        f_mu, f_d = a_mu, phi * a_d
        out[t] += (k_mu[t] * f_mu + k_d[t] * f_d) * seen[t]
        a_mu, a_d = f_mu - out[t] + of_mu[t], f_d - out[t] + of_d[t]
    return out


def prior_covariance(grid: Floats, level_var: float, level: Floats, fast: Floats) -> tuple[Floats, Floats]:
    """Covariance before any data of sum_t (level_t mu_t + fast_t d_t) with mu_s + d_s of each month s, and its own variance.

    Returns
    -------
    array (months, points), array (points,)
    """
    phi, sd, q, _ = grid.T
    month = np.arange(len(level))
    chosen = np.flatnonzero((level != 0) | (fast != 0))
    shared = np.minimum(month[:, None], chosen) + 1
    of_mu = level.sum() * level_var + (shared @ level[chosen])[:, None] * q**2
    apart = np.abs(month[:, None] - chosen)
    of_d = np.zeros_like(of_mu)
    for value in np.unique(phi):
        same = phi == value
        of_d[:, same] = (value**apart @ fast[chosen])[:, None] * sd[same] ** 2
    return of_mu + of_d, np.asarray(level @ of_mu + fast @ of_d)
