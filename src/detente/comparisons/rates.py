"""Rates with intervals, the chance that one is higher than another, and what a pair's own history and a panel say together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.comparisons.blocks import INTERVAL, Z90
from detente.errors import InputError

Floats = NDArray[np.float64]

_STEPS = 400


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of occasions, with its 90 % interval.

    Attributes
    ----------
    share : float
        Of `count` occasions, 0..1.
    count : int
        Occasions.
    hits : float
        Those on which it came; a fraction only where a rule says so (`responses.tally`).
    effective : float
        Occasions that do not overlap: what the interval rests on.
    low, high : float
        Jeffreys interval.
    """

    share: float
    count: int
    hits: float
    effective: float
    low: float
    high: float

    @property
    def beta(self) -> tuple[float, float]:
        """Parameters of the posterior Beta distribution under Jeffreys' prior Beta(1/2, 1/2)."""
        return 0.5 + self.share * self.effective, 0.5 + (1 - self.share) * self.effective


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more often something came after than otherwise: share with 90 % interval, and the chance that it is more
    often.
    """

    mean: float
    low: float
    high: float
    prob_higher: float


@dataclass(frozen=True, slots=True)
class LogOdds:
    """Log odds ratio (after against otherwise) and its standard error."""

    mean: float
    sd: float

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Odds ratio with its 90 % interval."""
        reach = Z90 * self.sd
        return math.exp(self.mean), math.exp(self.mean - reach), math.exp(self.mean + reach)


def rate(hits: float, count: int, effective: float | None = None, *, interval: float = INTERVAL) -> Rate:
    """Return a rate with Jeffreys' interval (Brown, Cai and DasGupta 2001).

    Parameters
    ----------
    hits : float
    count : int
        `hits` of `count` occasions, 0 <= hits <= count, count >= 1.
    effective : float, optional
        Occasions that do not overlap, 0 < effective <= count; by default all.

    Raises
    ------
    InputError
        Counts out of range (T11).

    Examples
    --------
    >>> found = rate(2, 10)
    >>> round(found.share, 2), round(found.low, 2), round(found.high, 2)
    (0.2, 0.06, 0.45)
    """
    from scipy.special import betaincinv

    size = float(count if effective is None else effective)
    if not (0 <= hits <= count and count >= 1 and 0 < size <= count):
        raise InputError("T11", f"{hits:g} of {count} occasions, {size:g} apart, is no rate")
    share = hits / count
    a, b = 0.5 + share * size, 0.5 + (1 - share) * size
    tail = (1 - interval) / 2
    low = 0.0 if hits == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if hits == count else float(betaincinv(a, b, 1 - tail))
    return Rate(share, count, hits, size, low, high)


def compare_rates(after: Rate, base: Rate, *, interval: float = INTERVAL) -> Difference:
    """Return the difference of two rates from their posteriors, by their quantiles (no chance is used)."""
    from scipy.special import betaincinv

    p = (np.arange(_STEPS) + 0.5) / _STEPS
    one, other = (np.asarray(betaincinv(*r.beta, p)) for r in (after, base))
    gaps = one[:, None] - other[None, :]
    low, high = np.quantile(gaps, [(1 - interval) / 2, (1 + interval) / 2])
    return Difference(after.share - base.share, float(low), float(high), float((gaps > 0).mean()))


def log_odds(after: Rate, base: Rate) -> LogOdds:
    """Return the log odds ratio with half an occasion added to each cell (Haldane), from occasions that do not overlap."""
    cells = (*after.beta, *base.beta)
    return LogOdds(
        math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3]), math.sqrt(sum(1 / cell for cell in cells))
    )  # fmt: skip


def pool_log_odds(own: LogOdds, panel: LogOdds, between: float) -> LogOdds:
    """Return what a pair's own odds ratio and that of other pairs say together.

    Parameters
    ----------
    own, panel : LogOdds
        Of the pair, and the mean over other pairs.
    between : float
        Standard deviation between pairs: how far one pair is from the mean of the others.

    Notes
    -----
    Random effects: the panel foretells this pair's value with variance panel.sd^2 + between^2, the pair's own figure measures
    it with own.sd^2; both are weighted by the inverse (DerSimonian and Laird 1986; Higgins et al. 2009 for prediction).
    """
    weights = 1 / own.sd**2, 1 / (panel.sd**2 + between**2)
    total = sum(weights)
    return LogOdds((weights[0] * own.mean + weights[1] * panel.mean) / total, math.sqrt(1 / total))


def shift_rate(share: float, odds: LogOdds) -> tuple[float, float, float]:
    """Return the rate, with its 90 % interval, that an odds ratio makes of a base rate held fixed (0 < share < 1)."""
    logit = math.log(share / (1 - share))
    low, mid, high = (1 / (1 + math.exp(-(logit + odds.mean + z * odds.sd))) for z in (-Z90, 0.0, Z90))
    return mid, low, high
