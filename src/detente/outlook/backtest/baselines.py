"""Forecasts without a model, the ones to beat: normal, with the spread of their own past errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.outlook.backtest.panel import Panel
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]

NO_CHANGE, SMOOTHED, CLIMATOLOGY, RECENT = "no_change", "smoothed_no_change", "climatology", "last_24_months"
BASELINES = (SMOOTHED, CLIMATOLOGY, RECENT)
"""Those against which skill is given."""

PSEUDO = 12.0
"""Months with which a pair's own spread is pulled to the panel's: a handful of errors says little."""
LEAST_RECENT = 4


def forecast_baselines(past: Panel, horizon: int) -> dict[str, Mixture]:
    """Forecast every pair from the end of `past`, `horizon` months ahead.

    * no change: the latest month with events;
    * smoothed no-change: the mean of the events of the last three months, or of the latest month where those have none;
    * climatology: the mean of all months; last 24 months: the same of those, where four have events.

    The spread is that of the rule's own errors at this horizon (of the months about their mean for climatology), pulled to
    that of the panel.

    Returns
    -------
    dict of Mixture, shape (pairs, 1)
        A pair that never had an event gets the panel's mean.
    """
    seen = past.count > 0
    value = np.where(seen, past.mean, np.nan)
    last = carry_forward(value)
    three = _three_months(past, last)
    steps = _errors(value, last, horizon), _errors(value, three, horizon)
    grand = float(np.nanmean(value)) if seen.any() else 0.0
    center, within = _moments(value, grand)
    own, months = _moments(value[-24:], grand)
    enough = seen[-24:].sum(0) >= LEAST_RECENT
    spread_all = _pull(within, seen.sum(0))
    out = {
        NO_CHANGE: (last[-1], _pull(*steps[0])),
        SMOOTHED: (three[-1], _pull(*steps[1])),
        CLIMATOLOGY: (center, spread_all),
        RECENT: (np.where(enough, own, center), np.where(enough, _pull(months, seen[-24:].sum(0)), spread_all)),
    }
    floor = 1e-3 * max(float(np.nanstd(value)) if seen.any() else 1.0, 1e-9)
    return {
        name: Mixture(np.ones((len(past.names), 1)), np.where(np.isfinite(m), m, grand)[:, None], np.maximum(s, floor)[:, None])
        for name, (m, s) in out.items()
    }


def carry_forward(value: Floats) -> Floats:
    """Fill months without events with the latest value before; NaN before the first."""
    place = np.where(np.isfinite(value), np.arange(len(value))[:, None], -1)
    place = np.maximum.accumulate(place, axis=0)
    return np.where(place >= 0, np.take_along_axis(value, np.maximum(place, 0), 0), np.nan)


def _three_months(past: Panel, last: Floats) -> Floats:
    def moving(values: Floats) -> Floats:
        total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        return np.asarray(total[1:] - total[np.maximum(np.arange(len(values)) - 2, 0)])

    count, total = moving(past.count), moving(past.count * past.mean)
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), last)


def _errors(value: Floats, basis: Floats, horizon: int) -> tuple[Floats, Floats]:
    """Mean square and number of a rule's past errors, by pair."""
    miss = value[horizon:] - basis[:-horizon] if horizon < len(value) else value[:0]
    n = np.isfinite(miss).sum(0)
    return np.nansum(miss**2, axis=0) / np.maximum(n, 1), n


def _moments(value: Floats, grand: float) -> tuple[Floats, Floats]:
    n = np.isfinite(value).sum(0)
    mean = np.where(n > 0, np.nansum(value, axis=0) / np.maximum(n, 1), grand)
    return mean, np.nansum((value - mean) ** 2, axis=0) / np.maximum(n, 1)


def _pull(variance: Floats, n: Floats) -> Floats:
    """Standard deviation, pulled to the panel's with `PSEUDO` months."""
    panel = float((variance * n).sum() / max(float(n.sum()), 1.0))
    return np.asarray(np.sqrt((variance * n + panel * PSEUDO) / (n + PSEUDO)))
