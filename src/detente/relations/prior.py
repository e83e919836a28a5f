"""What the panel of other pairs teaches before a pair's own events speak: numbers only, no files."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]

VALUES = np.linspace(-10.0, 10.0, 41)
"""Half points of the Goldstein scale."""


@dataclass(frozen=True, slots=True)
class ComponentPrior:
    """Prior of one component (words or deeds), in Goldstein points and months.

    Attributes
    ----------
    grid : array, shape (points, 4)
        Columns phi (monthly persistence of the fast part), sd (its standing deviation), q (monthly drift of the level), k
        (noise factor). Row j belongs to row j of the other component: `PanelPrior.weights` is that of both together.
    level_mean, level_var : float
        Mean and variance of the level between pairs: where a pair starts before its first event.
    event_var : float
        Variance of single events within a month, pooled over the panel.
    event_var_weight : float
        Pseudo-events with which a pair's own variance is pulled to `event_var`.
    shares : array, shape (41,)
        Share of the panel's events at each of `VALUES`, every pair counting up to a hundred times; sums to 1.
    """

    grid: Floats
    level_mean: float
    level_var: float
    event_var: float
    event_var_weight: float = 60.0
    shares: Floats = field(default_factory=lambda: np.full(len(VALUES), 1 / len(VALUES)))

    def __post_init__(self) -> None:
        grid = np.asarray(self.grid, float)
        if grid.ndim != 2 or grid.shape[1] != 4:
            raise InputError("R01", f"prior grid has shape {grid.shape}; need (points, 4)")
        phi, sd, q, k = grid.T
        if not np.all(np.isfinite(grid)) or np.any(np.abs(phi) >= 1) or np.any(sd < 0) or np.any(q < 0) or np.any(k <= 0):
            raise InputError("R03", "prior grid out of range: need |phi| < 1, sd >= 0, q >= 0, k > 0")
        if not (self.level_var > 0 and self.event_var > 0 and self.event_var_weight >= 0):
            raise InputError("R04", f"prior variances must be positive: level {self.level_var}, event {self.event_var}")
        if np.shape(self.shares) != VALUES.shape or np.any(np.asarray(self.shares) < 0) or not np.sum(self.shares) > 0:
            raise InputError("R06", f"prior shares of event values must be {len(VALUES)} numbers >= 0")


@dataclass(frozen=True, slots=True)
class Composite:
    """Fixed weights of the composite index, never moved by volume.

    Words and deeds are put on one scale by the panel's deviation between pairs (`verbal_sd`, `material_sd`), weighted with
    `verbal` and `material` (0.5 and 0.5), and the sum is put back on -10..10 so that 0 stays neutral:

        I = (verbal mu_V / verbal_sd + material mu_M / material_sd) / (verbal / verbal_sd + material / material_sd)

    Words and deeds so account for the same share of the differences between pairs. Unlike a full z-score the panel's mean is
    not taken off: it would only add a constant, and a pair whose deeds are hostile would not read below zero.
    """

    verbal: float
    material: float
    verbal_sd: float
    material_sd: float

    @property
    def factors(self) -> tuple[float, float]:
        """What one point of words and one point of deeds add to the composite; they sum to 1."""
        words, deeds = self.verbal / self.verbal_sd, self.material / self.material_sd
        return words / (words + deeds), deeds / (words + deeds)


@dataclass(frozen=True, slots=True)
class Correlation:
    """How words and deeds go together, -1..1: where pairs lie (`start`), how levels drift, how news shocks come."""

    start: float
    drift: float
    shock: float

    def __post_init__(self) -> None:
        found = (self.start, self.drift, self.shock)
        if not all(np.isfinite(x) and abs(x) < 1 for x in found):
            raise InputError("R05", f"correlations of words and deeds must lie between -1 and 1; got {found}")


@dataclass(frozen=True, slots=True)
class SidesPrior:
    """How far the two directions of a pair lie apart, half of it: deviation between pairs and monthly drift, points.

    `correlation` is that of words and deeds, in both.
    """

    words_sd: float = 0.3
    deeds_sd: float = 1.0
    words_drift: float = 0.02
    deeds_drift: float = 0.1
    correlation: float = 0.0

    def __post_init__(self) -> None:
        found = (self.words_sd, self.deeds_sd, self.words_drift, self.deeds_drift)
        if not all(np.isfinite(x) and x >= 0 for x in found) or not abs(self.correlation) < 1:
            raise InputError("R07", f"prior of the two sides out of range: {found}, correlation {self.correlation}")


@dataclass(frozen=True, slots=True)
class PanelPrior:
    """All that is learned from the panel.

    Attributes
    ----------
    verbal, material : ComponentPrior
        Words and deeds.
    weights : array, shape (points,)
        Prior probability of each point, a row of both grids together; sums to 1.
    correlation : Correlation
    composite : Composite
    gap : (float, float)
        (a, b) of words = a + b * deeds between pairs.
    sides : SidesPrior
    """

    version: str
    verbal: ComponentPrior
    material: ComponentPrior
    weights: Floats
    correlation: Correlation
    composite: Composite
    gap: tuple[float, float]
    sides: SidesPrior = field(default_factory=SidesPrior)

    def __post_init__(self) -> None:
        weights = np.asarray(self.weights, float)
        sizes = len(self.verbal.grid), len(self.material.grid), weights.size
        if len(set(sizes)) > 1:
            raise InputError(
                "R01", f"prior grids of {sizes[0]} and {sizes[1]} points and {sizes[2]} weights do not go together"
            )
        if not np.all(weights >= 0) or not abs(float(weights.sum()) - 1) <= 1e-6:
            raise InputError("R02", f"prior weights must be >= 0 and sum to 1; they sum to {float(weights.sum()):.6f}")

    @property
    def no_data_level(self) -> float:
        """Composite level of a pair of which nothing is known."""
        by_words, by_deeds = self.composite.factors
        return by_words * self.verbal.level_mean + by_deeds * self.material.level_mean

    @property
    def between_sd(self) -> float:
        """Standard deviation of the composite between the panel's pairs, points, with what words and deeds share."""
        words, deeds = np.array(self.composite.factors) * np.sqrt([self.verbal.level_var, self.material.level_var])
        return float(np.sqrt(words**2 + deeds**2 + 2 * self.correlation.start * words * deeds))
