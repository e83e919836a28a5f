"""Mixtures of normal distributions, many at once: moments, chances, quantiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROOT_2PI = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Mixture:
    """Normal mixtures along the last axis: `weights`, `means`, `sds` of shape (..., parts); weights sum to 1 along it."""

    weights: Floats
    means: Floats
    sds: Floats

    @property
    def mean(self) -> Floats:
        """Mean, shape (...)."""
        return np.asarray((self.weights * self.means).sum(-1))

    @property
    def sd(self) -> Floats:
        """Standard deviation, shape (...)."""
        centred = self.means - self.mean[..., None]
        return np.asarray(np.sqrt((self.weights * (self.sds**2 + centred**2)).sum(-1)))

    def below(self, value: ArrayLike) -> Floats:
        """Probability of lying below `value` (scalar or shape (...))."""
        from scipy.special import ndtr

        level = np.asarray(value, float)[..., None]
        return np.asarray((self.weights * ndtr((level - self.means) / self.sds)).sum(-1))

    def density(self, value: ArrayLike) -> Floats:
        """Density at `value` (scalar or shape (...))."""
        z = (np.asarray(value, float)[..., None] - self.means) / self.sds
        return np.asarray((self.weights * np.exp(-0.5 * z * z) / (self.sds * ROOT_2PI)).sum(-1))

    def quantiles(self, probs: ArrayLike, *, tolerance: float = 1e-9) -> Floats:
        """Quantiles at `probs`, shape (..., probs): Newton steps kept inside a shrinking bracket.

        Examples
        --------
        >>> standard = Mixture(np.array([1.0]), np.array([0.0]), np.array([1.0]))
        >>> [round(float(q), 3) for q in standard.quantiles([0.05, 0.5])]
        [-1.645, 0.0]
        """
        from scipy.special import ndtr, ndtri

        p = np.atleast_1d(np.asarray(probs, float))
        lead, parts = self.weights.shape[:-1], self.weights.shape[-1]
        weights, means, sds = (part.reshape(-1, 1, parts) for part in (self.weights, self.means, self.sds))
        z = ndtri(p)
        # every part's own quantile lies on one side of the mixture's: an exact bracket
        own = means + z[:, None] * sds
        low, high = own.min(-1), own.max(-1)
        x = np.clip(self.mean.reshape(-1, 1) + z * self.sd.reshape(-1, 1), low, high)
        inverse, height = 1 / sds, weights / (sds * ROOT_2PI)
        found = x.copy()
        rows = np.arange(len(x))
        for _ in range(100):
            score = (x[..., None] - means) * inverse
            excess = (weights * ndtr(score)).sum(-1) - p
            slope = (height * np.exp(-0.5 * score * score)).sum(-1)
            low, high = np.where(excess < 0, x, low), np.where(excess < 0, high, x)
            after = x - excess / np.maximum(slope, 1e-300)
            # outside the bracket Newton is replaced by halving
            after = np.where((after >= low) & (after <= high), after, 0.5 * (low + high))
            moving = (np.abs(after - x) >= tolerance).any(-1)
            found[rows] = x = after
            if not moving.any():
                break
            if not moving.all():
                # mixtures that have come to rest are left alone
                rows = rows[moving]
                x, low, high, weights, means, inverse, height = (
                    part[moving] for part in (x, low, high, weights, means, inverse, height)
                )
        return found.reshape(*lead, len(p))


def reduce_mixture(weights: Floats, means: Floats, variances: Floats, *, parts: int) -> Mixture:
    """Merge mixtures, one per month, into `parts` normals that keep each one's mean and variance.

    The points are ordered once, by their spread in the last month; each month's order is cut into slices of equal weight, and
    each slice is replaced by the normal of the same mean and variance. Only the shape changes; tests bound the change of a
    quantile.

    Parameters
    ----------
    weights, means, variances : arrays, shape (months, series, points)
    """
    series, points = weights.shape[1:]
    if points <= parts:
        return Mixture(weights, means, np.sqrt(variances))
    order = np.argsort(variances[-1], axis=-1, kind="stable")
    # one series at a time: small enough for the processor's cache
    merged = [merge_slices(*(part[:, j, order[j]] for part in (weights, means, variances)), parts=parts) for j in range(series)]
    return Mixture(*(np.stack([getattr(m, name) for m in merged], axis=1) for name in ("weights", "means", "sds")))


def merge_slices(weights: Floats, means: Floats, variances: Floats, *, parts: int) -> Mixture:
    """Cut ordered points into `parts` slices of equal weight and replace each slice by the normal of its mean and variance.

    Parameters
    ----------
    weights, means, variances : arrays, shape (rows, points)
        In the order in which they are to be cut; weights of a row sum to 1.
    """
    rows = len(weights)
    middle = np.cumsum(weights, -1) - 0.5 * weights
    place = np.arange(rows)[:, None] * parts + np.minimum((middle * parts).astype(np.int64), parts - 1)
    flat, size = place.ravel(), rows * parts
    total = np.bincount(flat, weights.ravel(), size).astype(np.float64)
    safe = np.where(total > 0, total, 1.0)
    mean = np.bincount(flat, (weights * means).ravel(), size) / safe
    spread = np.bincount(flat, (weights * (variances + (means - mean[place]) ** 2)).ravel(), size) / safe
    # an empty slice has no weight; give it a harmless spread
    spread = np.sqrt(np.where(total > 0, spread, 1.0))
    return Mixture(total.reshape(rows, parts), mean.reshape(rows, parts), spread.reshape(rows, parts))


def combine(first: Mixture, second: Mixture, *, factors: tuple[float, float], constant: float = 0.0) -> Mixture:
    """Distribution of `constant + factors[0] * X + factors[1] * Y` for independent X and Y: all pairs of parts."""
    a, b = factors
    weights = first.weights[..., :, None] * second.weights[..., None, :]
    means = constant + a * first.means[..., :, None] + b * second.means[..., None, :]
    variances = (a * first.sds[..., :, None]) ** 2 + (b * second.sds[..., None, :]) ** 2
    target = (*first.weights.shape[:-1], first.weights.shape[-1] * second.weights.shape[-1])
    return Mixture(weights.reshape(target), means.reshape(target), np.sqrt(variances).reshape(target))
