"""Do two relations move together: correlation of monthly changes with a lag, its interval, and false discovery controlled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.comparisons.blocks import Z90

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MOST_LAGS = 6
"""Months of autocorrelation that the effective number of months takes account of."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """Correlation of changes, the second series `lag` months after the first.

    `months` were compared; `effective` is how many independent ones they are worth; `low`, `high` the 90 % interval (Fisher),
    `p` the two-sided chance of so strong a correlation where there is none.
    """

    lag: int
    value: float
    low: float
    high: float
    p: float
    months: int
    effective: float


def correlate(x: Floats, y: Floats, lag: int, *, least: int) -> Correlation | None:
    """Correlate x[t] with y[t + lag] over the months in which both are known.

    Parameters
    ----------
    x, y : arrays, shape (months,)
        Changes; NaN where there is none.
    lag : int
        Months by which y is later; negative: earlier.
    least : int
        Fewer common months than this: None.

    Returns
    -------
    Correlation or None
        None also where one of the two does not move.

    Notes
    -----
    Fisher's z with the number of months cut to what autocorrelated series are worth: n / (1 + 2 sum r_x(k) r_y(k)), k up to 6
    (Bartlett 1946), never more than n.
    """
    from scipy.special import ndtr

    one, other = (x[: len(x) - lag], y[lag:]) if lag >= 0 else (x[-lag:], y[: len(y) + lag])
    both = np.isfinite(one) & np.isfinite(other)
    count = int(both.sum())
    if count < least:
        return None
    a, b = one[both] - one[both].mean(), other[both] - other[both].mean()
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    if not scale > 1e-12:
        return None
    value = float(np.clip((a @ b) / scale, -0.999999, 0.999999))
    wide = [np.where(both, s - s[both].mean(), np.nan) for s in (one, other)]
    sum_of = sum(_autocorrelation(wide[0], k) * _autocorrelation(wide[1], k) for k in range(1, _MOST_LAGS + 1))
    effective = min(float(count), count / max(1 + 2 * sum_of, 1e-6))
    effective = max(effective, 4.0)
    z, sd = np.arctanh(value), 1 / np.sqrt(effective - 3)
    low, high = np.tanh(z - Z90 * sd), np.tanh(z + Z90 * sd)
    return Correlation(lag, value, float(low), float(high), float(2 * ndtr(-abs(z) / sd)), count, effective)


def _autocorrelation(x: Floats, lag: int) -> float:
    """Autocorrelation over pairs of known months, 0 where there are fewer than eight such pairs."""
    one, other = x[:-lag], x[lag:]
    both = np.isfinite(one) & np.isfinite(other)
    if int(both.sum()) < 8:
        return 0.0
    return float(np.clip(np.mean(one[both] * other[both]) / np.nanmean(x**2), -1, 1))


def discoveries(p: Floats, *, rate: float) -> Bools:
    """Tell which of many tests stand out, at most a share `rate` of them falsely on average (Benjamini and Hochberg 1995).

    Examples
    --------
    >>> discoveries(np.array([0.001, 0.5, 0.03, 0.8]), rate=0.1).tolist()
    [True, False, True, False]
    """
    size = len(p)
    if not size:
        return np.zeros(0, bool)
    order = np.argsort(p, kind="stable")
    below = np.flatnonzero(p[order] <= rate * np.arange(1, size + 1) / size)
    out = np.zeros(size, bool)
    if len(below):
        out[order[: below[-1] + 1]] = True
    return out
