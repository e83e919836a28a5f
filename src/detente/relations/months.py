"""Events of one pair as arrays, and their monthly counts and means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def month_number(year: int, month: int) -> int:
    """Number of a calendar month: year * 12 + month - 1, so that neighbours differ by one.

    Examples
    --------
    >>> month_number(2020, 10) - month_number(2019, 12)
    10
    """
    return year * 12 + month - 1


@dataclass(frozen=True, slots=True)
class PairEvents:
    """Merged events of one pair: one entry per event, in any order.

    Attributes
    ----------
    month : array of int, shape (events,)
        `month_number` of each event.
    weight : array, shape (events,)
        Goldstein value, -10 conflict .. +10 cooperation.
    material : array of bool, shape (events,)
        True for a deed (quad classes material), False for words.
    source : array of int, shape (events,), or None
        Any number that names the outlet or document; only used to report concentration.
    side : array of int, shape (events,), or None
        Who acts: 1 the first state of the pair, -1 the second, 0 both together. None where it is not known; the pair's level
        does not need it.
    """

    month: Ints
    weight: Floats
    material: Bools
    source: Ints | None = None
    side: Ints | None = None

    @classmethod
    def of(
        cls,
        month: ArrayLike,
        weight: ArrayLike,
        material: ArrayLike,
        *,
        source: ArrayLike | None = None,
        side: ArrayLike | None = None,
    ) -> PairEvents:
        """Check and keep plain sequences.

        Raises
        ------
        InputError
            Lengths differ (R10), a month is not whole (R11), a weight is not a number in -10..10 (R12), a side is not -1, 0 or
            1 (R13).
        """
        when, value, deed = np.asarray(month), np.asarray(weight, float), np.asarray(material)
        origin = None if source is None else np.asarray(source)
        acts = None if side is None else np.asarray(side)
        lengths = {len(part) for part in (when, value, deed, origin, acts) if part is not None}
        if len(lengths) > 1:
            raise InputError("R10", f"months, weights and kinds differ in length: {len(when)}, {len(value)}, {len(deed)}")
        if len(when) and not np.all(np.equal(np.mod(when.astype(float), 1), 0)):
            raise InputError("R11", "months must be whole numbers", help="use month_number(year, month)")
        bad = np.flatnonzero(~(np.abs(value) <= 10))
        if len(bad):
            raise InputError("R12", f"weight {value[bad[0]]} of event {bad[0]} is not a Goldstein value in -10..10")
        if acts is not None and not np.isin(acts, (-1, 0, 1)).all():
            raise InputError("R13", "a side must be 1 (the first state acts), -1 (the second) or 0 (both)")
        known, actors = (None if part is None else part.astype(np.int64) for part in (origin, acts))
        return cls(when.astype(np.int64), value, deed.astype(bool), known, actors)

    def __len__(self) -> int:
        return len(self.month)

    def upto(self, month: int) -> PairEvents:
        """Return the events of `month` and before."""
        keep = self.month <= month
        source, side = (None if part is None else part[keep] for part in (self.source, self.side))
        return PairEvents(self.month[keep], self.weight[keep], self.material[keep], source, side)


@dataclass(frozen=True, slots=True)
class Monthly:
    """Counts, sums and squared deviations of one kind of event by month; `mean` is NaN where `count` is 0."""

    count: Floats
    mean: Floats
    squares: Floats

    def event_variance(self, pooled: float, weight: float) -> float:
        """Variance of events within a month, pulled to `pooled` with `weight` pseudo-events (docs/method.md)."""
        freedom = np.maximum(self.count - 1, 0).sum()
        return float((self.squares.sum() + weight * pooled) / (freedom + weight))


def count_months(month: ArrayLike, weight: ArrayLike, *, first: int, last: int) -> Monthly:
    """Count events by month and take their mean.

    Parameters
    ----------
    month, weight : arrays, shape (events,)
        Month numbers within first..last, Goldstein values.
    first, last : int
        First and last month of the series, both included.

    Returns
    -------
    Monthly
        Arrays of shape (last - first + 1,).
    """
    place = np.asarray(month, np.int64) - first
    value = np.asarray(weight, float)
    size = last - first + 1
    count = np.bincount(place, minlength=size).astype(np.float64)
    total = np.bincount(place, weights=value, minlength=size)
    mean = np.full(size, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    squares = np.bincount(place, weights=(value - mean[place]) ** 2, minlength=size).astype(np.float64)
    return Monthly(count, mean, squares)
