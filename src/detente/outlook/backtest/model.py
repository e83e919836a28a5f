"""Our model on a panel: everything it knows at an origin, scales and prior included, comes from the panel's own past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.outlook.backtest.correction import Correction
from detente.outlook.backtest.panel import Panel
from detente.relations.kalman import filter_months, two_speeds
from detente.relations.learning import learn_weights
from detente.relations.mixture import Mixture, merge_slices

Floats = NDArray[np.float64]

PHI = (0.0, 0.5, 0.8, 0.95)
SD = (0.0, 0.4, 0.8, 1.4, 2.4)
DRIFT = (0.0, 0.06, 0.12, 0.24, 0.45)
NOISE = (1.0, 2.0, 4.0)
BOUND = 2.0
"""Standard deviations beyond which a month's surprise is put down to noise."""
ANCHOR = 12
PSEUDO_EVENTS = 60.0
LEAST_FREEDOM = 100.0
PARTS = 5
VOLUMES = 4
WARM_UP = 12
LEAST_OBSERVED = 6
"""Months with events that a pair needs to be forecast."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the past of a panel says before the filter runs.

    `event_var` (pairs,): variance of single events; `level_mean`, `level_var`: where pairs lie; `grid` (points, 4).
    """

    event_var: Floats
    level_mean: float
    level_var: float
    grid: Floats


def learn_scale(past: Panel) -> Scale:
    """Learn the scale of events, pairs and months from the past."""
    seen = past.count > 0
    pooled = _event_variance(past)
    freedom = past.freedom.sum(0)
    event_var = (past.squares.sum(0) + PSEUDO_EVENTS * pooled) / (freedom + PSEUDO_EVENTS)
    total = past.count.sum(0)
    known = total > 0
    level = (past.count * past.mean).sum(0)[known] / total[known]
    weight = np.minimum(total[known], 30.0)
    mean = float((weight * level).sum() / weight.sum())
    own = event_var[known] / total[known]
    between = float((weight * (level - mean) ** 2).sum() / weight.sum() - (weight * own).sum() / weight.sum())
    # months about their pair's mean, less what sampling alone would do
    centre = np.zeros(len(past.names))
    centre[known] = level
    months = float(seen.sum())
    raw = np.where(seen, (past.mean - centre) ** 2, 0.0)
    weights = np.minimum(past.count, 30.0)
    sampling = np.where(seen, event_var / np.where(seen, past.count, 1.0), 0.0)
    size = weights.sum()
    spread = float((weights * raw).sum() / size)
    within = max(spread - float((weights * sampling).sum() / size), 0.1 * spread, 1e-8) if months else 1.0
    unit = np.sqrt(within)
    grid = [(phi, sd * unit, q * unit, k) for phi, sd, q, k in product(PHI, SD, DRIFT, NOISE) if sd > 0 or phi == PHI[0]]
    return Scale(event_var, mean, max(between, 0.25 * within), np.array(grid))


def _event_variance(past: Panel) -> float:
    """Variance of single events, pooled: within months; from neighbouring months where each month is one row."""
    freedom = float(past.freedom.sum())
    if freedom >= LEAST_FREEDOM:
        return max(float(past.squares.sum()) / freedom, 1e-8)
    both = (past.count[1:] > 0) & (past.count[:-1] > 0)
    if both.sum() < 10:
        return 1.0
    squared = ((past.mean[1:] - past.mean[:-1]) ** 2)[both]
    rate = (1 / np.where(both, past.count[1:], 1.0) + 1 / np.where(both, past.count[:-1], 1.0))[both]
    from scipy.optimize import nnls

    share, _ = nnls(np.stack([np.ones_like(rate), rate], axis=1), squared)
    return max(float(share[1]), 0.05 * float(squared.mean() / rate.mean()), 1e-8)


def forecast_model(
    panel: Panel, origins: Sequence[int], horizons: Sequence[int], *, least: float
) -> Iterator[tuple[int, dict[int, Mixture]]]:
    """Forecast the mean event value of the month `origin + horizon`, for every pair, origin by origin.

    Parameters
    ----------
    panel : Panel
    origins : sequence of int, increasing
        Places of months; a forecast sees the months up to and including its origin.
    horizons : sequence of int
    least : float
        Events that a month needs to be scored: what its volume may be is read from past months with as many.

    Yields
    ------
    origin, {horizon: Mixture of shape (pairs, parts)}

    Notes
    -----
    The first forecasts are made a year into the panel, before the first origin: what came of them corrects the later ones,
    see `Correction`.
    """
    early = min(WARM_UP, origins[0])
    learned = {h: Correction(h) for h in horizons}
    waiting: dict[tuple[int, int], tuple[Mixture, NDArray[np.bool_]]] = {}
    wanted = set(origins)
    for t, forecasts in _raw_forecasts(panel, range(early, origins[-1] + 1), horizons, least):
        known = (panel.count[: t + 1] > 0).sum(0) >= LEAST_OBSERVED
        for h in horizons:
            if (t, h) in waiting:
                past, usable = waiting.pop((t, h))
                learned[h].learn(past, panel.mean[t], usable & (panel.count[t] >= least))
            waiting[t + h, h] = forecasts[h], known
        if t in wanted:
            yield t, {h: learned[h].apply(mixture) for h, mixture in forecasts.items()}


def _raw_forecasts(
    panel: Panel, origins: range, horizons: Sequence[int], least: float
) -> Iterator[tuple[int, dict[int, Mixture]]]:
    for start in range(origins.start, origins.stop, ANCHOR):
        block = range(start, min(start + ANCHOR, origins.stop))
        yield from _forecast_block(panel.upto(block[-1] + 1), learn_scale(panel.upto(start + 1)), block, horizons, least)


def _forecast_block(
    panel: Panel, scale: Scale, origins: range, horizons: Sequence[int], least: float
) -> Iterator[tuple[int, dict[int, Mixture]]]:
    grid = scale.grid
    loglik = np.zeros((len(panel.names), len(grid)))
    prior = None
    dynamics = two_speeds(grid, event_var=scale.event_var, level_mean=scale.level_mean, level_var=scale.level_var)
    run = filter_months(panel.mean[:, None], panel.count[:, None], dynamics, bound=BOUND)
    for t, (gained, mean, cov) in enumerate(run):
        loglik += gained
        if t not in origins:
            continue
        known = panel.count[: t + 1].sum(0) > 0
        prior = learn_weights(loglik[known], start=prior, rounds=200 if prior is None else 60)
        weights = prior * np.exp(loglik - loglik.max(1, keepdims=True))
        weights /= weights.sum(1, keepdims=True)
        inverse = expected_inverse_counts(panel.count[: t + 1], least)
        noise = grid[:, 3] * scale.event_var[:, None]
        yield t, {h: _predict(mean, cov, grid, weights, h, noise, inverse) for h in horizons}


def _predict(
    state: Floats, cov: Floats, grid: Floats, weights: Floats, horizon: int, noise: Floats, inverse: Floats
) -> Mixture:
    phi, sd, q, _ = grid.T
    kept = phi**horizon
    mean = state[0] + kept * state[1]
    variance = cov[0, 0] + horizon * q**2 + kept**2 * cov[1, 1] + sd**2 * (1 - kept**2) + 2 * kept * cov[0, 1]
    rows = len(mean)
    volumes = inverse.shape[1]
    spread = (variance[:, :, None] + noise[:, :, None] * inverse[:, None, :]).reshape(rows, -1)
    share = np.repeat(weights / volumes, volumes, axis=1)
    order = np.argsort(spread, axis=1, kind="stable")
    parts = (np.take_along_axis(x, order, 1) for x in (share, np.repeat(mean, volumes, axis=1), spread))
    return merge_slices(*parts, parts=PARTS)


def expected_inverse_counts(count: Floats, least: float) -> Floats:
    """What 1 / n of a month to come may be: `VOLUMES` quantiles of the last 24 months with at least `least` events.

    Returns
    -------
    array, shape (pairs, VOLUMES)
    """
    recent = count[-24:]
    usable = np.where(recent >= least, recent, np.nan)
    probs = (np.arange(VOLUMES) + 0.5) / VOLUMES
    out = np.full((count.shape[1], VOLUMES), 1 / max(least, 1.0))
    some = np.isfinite(usable).any(0)
    if some.any():
        out[some] = np.nanquantile(1 / usable[:, some], probs, axis=0).T
    return out
