"""A panel of pairs by month, as a back-test reads it: arrays of shape (months, pairs)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts and means of many pairs by month.

    Attributes
    ----------
    names : tuple of str
        One per pair.
    first : int
        Month number (year * 12 + month - 1) of the first month.
    count : array, shape (months, pairs)
        Events; 0 where there is no row.
    mean : array, shape (months, pairs)
        Mean value of the events; 0 where `count` is 0.
    squares : array, shape (months, pairs)
        Squared deviations of the rows from their month's mean, times the events of each row.
    freedom : array, shape (months, pairs)
        Rows of the month less one: what `squares` rests on.
    """

    names: tuple[str, ...]
    first: int
    count: Floats
    mean: Floats
    squares: Floats
    freedom: Floats

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        month: ArrayLike,
        pair: ArrayLike,
        value: ArrayLike,
        count: ArrayLike,
        *,
        squares: ArrayLike = 0.0,
        rows: ArrayLike = 1,
    ) -> Panel:
        """Build a panel from rows in any order; rows of the same pair and month are merged.

        Parameters
        ----------
        names : sequence of str
        month, pair : arrays of int
            Month number, place in `names`.
        value, count : arrays
            Mean value of the row's events, and how many they are (above 0).
        squares, rows : arrays
            Where a row stands for several: their squared deviations from `value`, times events, and how many they are.

        Raises
        ------
        InputError
            No rows (B01).
        """
        when, who = np.asarray(month, np.int64), np.asarray(pair, np.int64)
        level, events = np.asarray(value, float), np.asarray(count, float)
        if not len(when):
            raise InputError("B01", "the panel has no usable rows: there is nothing to test")
        first = int(when.min())
        shape = (int(when.max()) - first + 1, len(names))
        place = (when - first) * shape[1] + who

        def add(weight: Floats) -> Floats:
            return np.bincount(place, weights=weight, minlength=shape[0] * shape[1]).astype(np.float64)

        total = add(events)
        mean = add(events * level) / np.where(total > 0, total, 1.0)
        deviations = add(np.asarray(squares, float) + events * (level - mean[place]) ** 2)
        lines = add(np.broadcast_to(np.asarray(rows, float), level.shape))
        parts = (total, mean, deviations, np.maximum(lines - 1, 0))
        return cls(tuple(names), first, *(part.reshape(shape) for part in parts))

    @property
    def months(self) -> int:
        """Number of months."""
        return len(self.count)

    def upto(self, months: int) -> Panel:
        """Return the first `months` months: all that was known then."""
        return Panel(
            self.names, self.first, self.count[:months], self.mean[:months], self.squares[:months], self.freedom[:months]
        )

    def keep(self, pairs: ArrayLike) -> Panel:
        """Return some of the pairs, by place or by truth values."""
        pick = np.asarray(pairs)
        names = tuple(np.asarray(self.names, object)[pick])
        return Panel(names, self.first, self.count[:, pick], self.mean[:, pick], self.squares[:, pick], self.freedom[:, pick])
