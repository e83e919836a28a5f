"""What earlier forecasts of the same horizon teach the next: how far off all pairs were together, and how wide to be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.relations.learning import learn_weights
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]

FACTORS = np.array([0.4, 0.55, 0.75, 1.0, 1.35, 1.8, 2.5, 3.5])
UNCHANGED, OTHER = 30.0, 0.5
"""Pseudo-forecasts for the width as it is, and for each other one."""
FIRST_ROUNDS, LATER_ROUNDS = 200, 30
"""EM rounds, from equal shares and from the shares of the month before."""
PSEUDO_WINDOWS = 8.0
"""Windows without an error in common that the past is weighed against."""
LARGEST = 2.5
"""Errors count up to so many standard deviations in the mean of a month."""
TINY = 1e-300


class Correction:
    """Correct forecasts of one horizon by what came of earlier ones, all pairs together.

    * *Shift*: the mean error of a month over all pairs, in standard deviations of the forecasts, averaged over the months and
      pulled to 0 with `PSEUDO_WINDOWS`. Months closer than the horizon share most of their error, so they count as one window.
    * *Width*: each forecast is drawn together or apart about its mean by each of `FACTORS`; the mixture's shares are learned by
      EM from the densities at what came, starting from `UNCHANGED` pseudo-forecasts at factor 1. So a sharp middle with long
      tails, or intervals too narrow throughout, are mended by what was known at the time.

    Parameters
    ----------
    horizon : int
        Months.
    """

    def __init__(self, horizon: int) -> None:
        self._horizon = horizon
        self._errors: list[float] = []
        self._density: list[Floats] = []
        self._shares: Floats | None = None
        self._smoothing = np.where(FACTORS == 1.0, UNCHANGED + OTHER, OTHER)

    def learn(self, forecast: Mixture, came: Floats, usable: NDArray[np.bool_]) -> None:
        """Take note of uncorrected forecasts, shape (pairs,), and of what came of the usable ones."""
        if not usable.any():
            return
        chosen, seen = Mixture(forecast.weights[usable], forecast.means[usable], forecast.sds[usable]), came[usable]
        self._errors.append(float(np.clip((seen - chosen.mean) / chosen.sd, -LARGEST, LARGEST).mean()))
        density = _draw(chosen).density(np.repeat(seen[:, None], len(FACTORS), 1))
        self._density.append(np.log(np.maximum(density, TINY)))
        rounds = FIRST_ROUNDS if self._shares is None else LATER_ROUNDS
        self._shares = learn_weights(
            np.concatenate(self._density), start=self._shares, rounds=rounds, smoothing=self._smoothing
        )

    @property
    def shift(self) -> float:
        """Error in common to expect, in standard deviations of a forecast."""
        windows = len(self._errors) / self._horizon
        return float(np.mean(self._errors)) * windows / (windows + PSEUDO_WINDOWS) if self._errors else 0.0

    @property
    def shares(self) -> Floats:
        """Share of each of `FACTORS`, shape (factors,)."""
        return np.where(FACTORS == 1.0, 1.0, 0.0) if self._shares is None else self._shares

    def apply(self, forecast: Mixture) -> Mixture:
        """Return the corrected forecast, shape (pairs, parts * factors)."""
        drawn = _draw(forecast)
        size = len(drawn.weights)
        weights = (drawn.weights * self.shares[None, :, None]).reshape(size, -1)
        means = drawn.means.reshape(size, -1) + self.shift * forecast.sd[:, None]
        return Mixture(weights, means, drawn.sds.reshape(size, -1))


def _draw(forecast: Mixture) -> Mixture:
    """The forecast at every width, shape (pairs, factors, parts)."""
    centre, factor = forecast.mean[:, None, None], FACTORS[None, :, None]
    means = centre + factor * (forecast.means[:, None, :] - centre)
    return Mixture(np.repeat(forecast.weights[:, None, :], len(FACTORS), 1), means, factor * forecast.sds[:, None, :])
