"""Rank correlation of two dated series, with an interval that allows for runs of like years or months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from scipy.stats import t as student_t

Series = Mapping[int, float]
"""Period number (year, or year * 12 + month - 1) to value."""

Floats = NDArray[np.float64]

LEAST_FOR_RHO = 5
LEAST_FOR_INTERVAL = 8
LEAST_FREEDOM = 3.0


@dataclass(frozen=True, slots=True)
class Rank:
    """Spearman's rho of n periods with its 90 % interval; None where there are too few or one side does not vary."""

    n: int
    rho: float | None
    low: float | None
    high: float | None
    block: int | None

    def as_dict(self) -> dict[str, float | int | None]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def spearman(x: Floats, y: Floats) -> Floats:
    """Return Spearman's rho along the last axis, ties at their mean rank; NaN where a side does not vary."""
    a, b = rankdata(x, axis=-1), rankdata(y, axis=-1)
    a, b = a - a.mean(-1, keepdims=True), b - b.mean(-1, keepdims=True)
    scale = np.sqrt((a**2).sum(-1) * (b**2).sum(-1))
    out = np.full(scale.shape, np.nan)
    return np.divide((a * b).sum(-1), scale, out=out, where=scale > 0)


def block_length(n: int) -> int:
    """Return periods per block: 1.5 times the cube root of n, rounded up (5 for 33 years, 7 for 74 months)."""
    return min(n, max(2, int(np.ceil(1.5 * n ** (1 / 3)))))


def common_periods(x: Series, y: Series) -> list[int]:
    """Return the periods in which both have a value, in order."""
    return sorted(p for p in x.keys() & y.keys() if np.isfinite(x[p]) and np.isfinite(y[p]))


def changes(x: Series) -> dict[int, float]:
    """Return each period's value less that of the period before, where both are there."""
    return {p: x[p] - x[p - 1] for p in x if p - 1 in x and np.isfinite(x[p] - x[p - 1])}


def rank_correlation(x: Series, y: Series, *, resamples: int = 2000, seed: int = 0) -> Rank:
    """Correlate two series by rank over their common periods.

    Parameters
    ----------
    x, y : mapping of int to float
    resamples : int, default 2000
    seed : int, default 0

    Returns
    -------
    Rank
        The interval rests on a circular moving-block bootstrap of the pairs (x, y): blocks of `block_length(n)` neighbouring
        periods are drawn with replacement until n pairs are there, so that runs of like years stay together. Its limits are
        Fisher's z of rho plus and minus the bootstrap's standard deviation of z times Student's t with one degree of freedom
        less than there are blocks, at least three; plain percentiles are too narrow with so few blocks. It does not make up
        for a trend that both series share: read it beside the rho of changes.

    Notes
    -----
    Politis & Romano 1992, circular block bootstrap; block length of order n^(1/3), Künsch 1989.
    """
    periods = common_periods(x, y)
    n = len(periods)
    a, b = (np.array([s[p] for p in periods], float) for s in (x, y))
    if n < LEAST_FOR_RHO or np.ptp(a) == 0 or np.ptp(b) == 0:
        return Rank(n, None, None, None, None)
    rho = float(spearman(a, b))
    if n < LEAST_FOR_INTERVAL:
        return Rank(n, rho, None, None, None)
    block = block_length(n)
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, n, size=(resamples, -(-n // block)))
    places = ((starts[:, :, None] + np.arange(block)) % n).reshape(resamples, -1)[:, :n]
    drawn = spearman(a[places], b[places])
    spread = float(np.nanstd(np.arctanh(np.clip(drawn, -0.999, 0.999)), ddof=1))
    reach = float(student_t.ppf(0.95, max(LEAST_FREEDOM, n / block - 1))) * spread
    centre = np.arctanh(np.clip(rho, -0.999, 0.999))
    low, high = np.tanh([centre - reach, centre + reach])
    return Rank(n, rho, float(low), float(high), block)


def false_alarm_rate(n: int, *, autocorrelation: float, trials: int = 300, seed: int = 0) -> float:
    """Return how often the 90 % interval of two unrelated AR(1) series leaves out zero; 0.10 were ideal."""
    rng = np.random.default_rng(seed)
    alarms = 0
    for trial in range(trials):
        noise = rng.normal(size=(2, n + 50))
        series = np.zeros_like(noise)
        for t in range(1, n + 50):
            series[:, t] = autocorrelation * series[:, t - 1] + noise[:, t]
        one, two = (dict(enumerate(row[50:])) for row in series)
        found = rank_correlation(one, two, resamples=400, seed=trial)
        assert found.low is not None and found.high is not None
        alarms += not found.low <= 0 <= found.high
    return alarms / trials
