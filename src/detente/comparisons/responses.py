"""What came within so many days after a day: windows over sorted days, and how many windows do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Bools = NDArray[np.bool_]

DAYS_PER_MONTH = 30.4375

NEAR_DAYS = 731
"""Quiet months up to two years from a trigger are set against it."""


def window_days(months: int) -> int:
    """Return how many days a window of so many months has.

    Examples
    --------
    >>> window_days(1), window_days(6)
    (30, 183)
    """
    return round(months * DAYS_PER_MONTH)


def follow(days: ArrayLike, answers: ArrayLike, *, last: int, length: int) -> tuple[Ints, Ints, Ints]:
    """Count the answers in the window that follows each day.

    Parameters
    ----------
    days : array of int
        Days (ordinals) from which windows run; a window holds the days after it, up to `length` later. The day itself is not
        in it: of what happened on one day nobody knows which came first.
    answers : array of int
        Days of what may follow; each day counts once.
    last : int
        Last day of which anything is known; windows that end later are left out.
    length : int
        Days.

    Returns
    -------
    days, count, first : arrays of int, shape (windows,)
        The distinct days whose windows are complete, sorted; how many answers lie in each; the first of them (0: none).
    """
    start = np.unique(np.asarray(days, np.int64))
    start = start[start + length <= last]
    came = np.unique(np.asarray(answers, np.int64))
    before = np.searchsorted(came, start, side="right")
    count = np.searchsorted(came, start + length, side="right") - before
    first = np.zeros(len(start), np.int64)
    first[count > 0] = came[before[count > 0]]
    return start, np.asarray(count), first


def apart(days: ArrayLike, length: int) -> int:
    """Count windows that do not overlap: from the first day on, the next that begins after the one before has ended.

    Examples
    --------
    >>> apart([0, 10, 31, 32, 100], 30)
    3
    """
    count, free = 0, None
    for day in np.sort(np.asarray(days, np.int64)):
        if free is None or day > free:
            count, free = count + 1, day + length
    return count


@dataclass(frozen=True, slots=True)
class Tally:
    """Windows in which something came: `hits` of `count`; `effective` of them do not overlap.

    `hits` of quiet months may be a fraction: see `tally`.
    """

    hits: float
    count: int
    effective: int


def quiet_days(triggers: ArrayLike, *, first: int, last: int) -> Ints:
    """Return the last day of every month without a trigger, from the month of the first day to that of the last.

    The last and not the middle: a window that began within a month chosen for having no trigger would be the emptier for it.

    Examples
    --------
    >>> jan, mar = date(2020, 1, 1).toordinal(), date(2020, 3, 31).toordinal()
    >>> [date.fromordinal(d).isoformat() for d in quiet_days([date(2020, 2, 3).toordinal()], first=jan, last=mar).tolist()]
    ['2020-01-31', '2020-03-31']
    """
    taken = {_month(day) for day in np.asarray(triggers, np.int64).tolist()}
    months = (number for number in range(_month(first), _month(last) + 1) if number not in taken)
    days = (date((number + 1) // 12, (number + 1) % 12 + 1, 1).toordinal() - 1 for number in months)
    return np.array([day for day in days if first <= day <= last], np.int64)


def tally(
    triggers: ArrayLike, answers: ArrayLike, *, first: int, last: int, length: int, near: int = NEAR_DAYS
) -> tuple[Tally, Tally]:
    """Count what came after triggers, and otherwise: after the end of months without one, not far from them.

    Parameters
    ----------
    triggers, answers : arrays of int
        Days (ordinals).
    first, last : int
        First and last day of which anything is known; windows that end later are left out.
    length : int
        Days of a window.
    near : int
        Days from a trigger within which quiet months are set against it.

    Returns
    -------
    after, base : Tally
        The share of `base` is the mean over triggers of the share among the quiet months near each; `hits` is that share times
        `count`, the quiet months near any.

    Notes
    -----
    Near: relations have times of many such events and times of few; years far off would make what belongs to a time look like
    an answer. And where an answer can be a trigger itself ("more sanctions after sanctions"), a trigger is not followed by
    itself but a quiet month before it is: so each trigger is taken away when quiet months are looked at for it. Without that,
    what never clusters would seem to repel itself (Miller and Sanjurjo 2018 on the same bias in streaks).
    """
    start, count, _ = follow(triggers, answers, last=last, length=length)
    after = _tally(start, float((count > 0).sum()), length)
    quiet, count, _ = follow(quiet_days(triggers, first=first, last=last), answers, last=last, length=length)
    is_answer = np.isin(start, np.asarray(answers, np.int64))
    own = (start[:, None] > quiet[None, :]) & (start[:, None] <= quiet[None, :] + length) & is_answer[:, None]
    hit = count[None, :] - own > 0
    return after, _matched(start, quiet, hit, length, near)


def tally_falls(
    triggers: ArrayLike, level: Floats, *, first: int, last: int, months: int, fall: float, near: int = NEAR_DAYS
) -> tuple[Tally, Tally]:
    """Count falls of a monthly level: by more than `fall` from the month before to `months` after.

    Parameters
    ----------
    level : array, shape (months,)
        By month as known then, the first month that of the day `first`.

    See `tally` for the rest.
    """
    begin, length = _month(first), window_days(months)

    def falls(days: Ints) -> tuple[Ints, Bools]:
        start = np.unique(days)
        place = np.array([_month(day) - begin for day in start.tolist()], np.int64)
        fits = (place >= 1) & (place + months < len(level)) & (start + length <= last)
        at = place[fits]
        return start[fits], np.asarray(level[at - 1] - level[at + months] > fall)

    start, fell = falls(np.asarray(triggers, np.int64))
    quiet, others = falls(quiet_days(triggers, first=first, last=last))
    after = _tally(start, float(fell.sum()), length)
    return after, _matched(start, quiet, np.broadcast_to(others, (len(start), len(quiet))), length, near)


def _matched(start: Ints, quiet: Ints, hit: Bools, length: int, near: int) -> Tally:
    """Average over triggers the share of hits among the quiet months near each; `hit` has shape (triggers, quiet months)."""
    close = np.abs(start[:, None] - quiet[None, :]) <= near
    number = close.sum(1)
    used = quiet[close.any(0)] if len(start) else quiet[:0]
    if not len(used):
        return Tally(0.0, 0, 0)
    shares = (hit & close).sum(1)[number > 0] / number[number > 0]
    return _tally(used, float(shares.mean()) * len(used), length)


def add_tallies(parts: Iterable[tuple[Tally, Tally]]) -> tuple[Tally, Tally]:
    """Put the tallies of both directions together."""
    both = list(parts)
    after = [after for after, _ in both]
    triggers = sum(t.count for t in after)
    count, effective = (sum(getattr(base, name) for _, base in both) for name in ("count", "effective"))
    # otherwise: each direction by the number of its triggers, as they weigh in the sum of what came after
    weights = [after.count if base.count else 0 for after, base in both]
    shares = [base.hits / base.count if base.count else 0.0 for _, base in both]
    share = sum(w * s for w, s in zip(weights, shares, strict=True)) / max(sum(weights), 1)
    return Tally(sum(t.hits for t in after), triggers, sum(t.effective for t in after)), Tally(share * count, count, effective)


def _tally(days: Ints, hits: float, length: int) -> Tally:
    return Tally(hits, len(days), apart(days, length))


def _month(day: int) -> int:
    when = date.fromordinal(day)
    return when.year * 12 + when.month - 1
