"""One term by itself, and one against another: nothing is carried over from the term before.

An index over all years believes that levels move slowly, and so would pull two terms toward each other across the day on
which one leader follows the other. Here each term is estimated from its own events, starting from what pairs in general are
like.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.relations import PairEvents, PairIndex, PanelPrior, Sum, estimate_index, month_number

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


def term_index(events: PairEvents, *, start: date, end: date, prior: PanelPrior) -> PairIndex:
    """Return the index of one term, from its own events.

    Parameters
    ----------
    events : PairEvents
        Those of the term, one at least.
    start, end : date
        First day, and the day after the last one.
    """
    last = end - timedelta(days=1)
    first = month_number(start.year, start.month)
    return estimate_index(events, prior=prior, first=first, last=month_number(last.year, last.month))


@dataclass(frozen=True, slots=True)
class TermDifference:
    """Mean of one term less that of another, points, and its standard deviation; the two are independent."""

    mean: float
    sd: float

    @property
    def prob_negative(self) -> float:
        """Probability that it lies below 0."""
        from scipy.special import ndtr

        return float(ndtr(-self.mean / self.sd)) if self.sd > 0 else float(self.mean < 0)


def difference_of_terms(first: Sum, second: Sum) -> TermDifference:
    """Return the difference of the means of two terms, each estimated by itself."""
    return TermDifference(first.mean - second.mean, float(np.hypot(first.sd, second.sd)))
