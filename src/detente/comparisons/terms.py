"""How much each month counts in a term: by the days of it that the term covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def term_weights(months: Ints, start: date, end: date) -> Floats:
    """Return weights of each month in a term's average: the share of its days from `start` on and before `end`; they sum to 1.

    Parameters
    ----------
    months : array of int, shape (months,)
        `month_number` of each month.
    start, end : date
        First day, and the day after the last one.

    Raises
    ------
    InputError
        No day of the term lies in these months (T10).

    Examples
    --------
    >>> term_weights(np.array([2020 * 12, 2020 * 12 + 1]), date(2020, 1, 17), date(2020, 2, 16)).round(3).tolist()
    [0.5, 0.5]
    """
    out = np.zeros(len(months))
    for i, number in enumerate(months):
        year, month = divmod(int(number), 12)
        days = monthrange(year, month + 1)[1]
        first = date(year, month + 1, 1).toordinal()
        inside = min(end.toordinal(), first + days) - max(start.toordinal(), first)
        out[i] = max(inside, 0)
    if not out.sum():
        raise InputError("T10", f"no day from {start.isoformat()} to {end.isoformat()} lies within the index")
    return np.asarray(out / out.sum())
