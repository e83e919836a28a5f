"""One forecast, said three ways: figures, words and dots come from the same object and agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]

DOTS = 20
FINE = 2.0**30
"""Chances are kept in steps of 2^-30, so that three of them sum to exactly 1 in binary floating point."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances that the level will have improved, stayed or worsened by the horizon; the three sum to exactly 1.

    `dots_*` say how many of 20 equally likely dots lie in each range; they sum to 20 and the words are made of them.
    """

    improve: float
    unchanged: float
    worsen: float
    dots_improve: int
    dots_unchanged: int
    dots_worsen: int

    def words(self, kind: str) -> str:
        """Say the chance of "improve", "unchanged" or "worsen" in words.

        Examples
        --------
        >>> Chances(0.65, 0.25, 0.1, 13, 5, 2).words("improve")
        '13 in 20'
        """
        return _say(getattr(self, kind), getattr(self, f"dots_{kind}"))


def words(prob: float) -> str:
    """Say a probability in twentieths.

    Examples
    --------
    >>> words(0.64), words(0.004), words(1.0)
    ('13 in 20', 'less than 1 in 20', '20 in 20')
    """
    return _say(prob, int(np.floor(DOTS * prob + 0.5)))


def _say(prob: float, dots: int) -> str:
    if dots == 0 and prob > 0:
        return f"less than 1 in {DOTS}"
    if dots == DOTS and prob < 1:
        return f"more than {DOTS - 1} in {DOTS}"
    return f"{dots} in {DOTS}"


def dot_positions(forecast: Mixture) -> Floats:
    """Return the 20 quantiles at (i + 1/2) / 20, shape (..., 20): each dot stands for a twentieth of the chance."""
    return forecast.quantiles((np.arange(DOTS) + 0.5) / DOTS)


def measure_chances(forecast: Mixture, dots: Floats, *, now: float, change: float) -> Chances:
    """Chances against today's level: improved by more than `change` points, worsened by more, or neither.

    Parameters
    ----------
    forecast : Mixture, shape (parts,)
    dots : array, shape (20,)
        From `dot_positions` of the same forecast.
    """
    improve = float(np.round((1 - float(forecast.below(now + change))) * FINE) / FINE)
    worsen = float(np.round(float(forecast.below(now - change)) * FINE) / FINE)
    up, down = int((dots > now + change).sum()), int((dots < now - change).sum())
    return Chances(improve, 1 - improve - worsen, worsen, up, DOTS - up - down, down)
