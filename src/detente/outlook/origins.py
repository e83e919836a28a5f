"""Forecasts of a pair's own past: from each origin, with what was known there and the shipped prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.outcomes import Spread, count_values, forecast_outcome
from detente.relations.joint import State, pair_dynamics
from detente.relations.kalman import filter_months
from detente.relations.mixture import Mixture
from detente.relations.months import Monthly, PairEvents, count_months
from detente.relations.prior import VALUES, PanelPrior

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ANCHOR = 24
"""Months for which the variance of single events is kept, as known in the first of them."""
BLOCK = 16
RECENT = 36
"""Months whose windows say how many events one may have."""
LEAST_WINDOWS = 4
LEAST_EVENTS = 3
"""Events that a window needs to be scored."""


@dataclass(frozen=True, slots=True)
class Past:
    """Words and deeds by month, and their values so far: `values` (2, months, values) counts all events up to each month."""

    monthly: tuple[Monthly, Monthly]
    values: Floats

    @classmethod
    def of(cls, events: PairEvents, *, first: int, last: int) -> Past:
        """Count the events of months first..last."""
        series, values = [], np.zeros((2, last - first + 1, len(VALUES)))
        for kind, chosen in enumerate((~events.material, events.material)):
            month, weight = events.month[chosen], events.weight[chosen]
            series.append(count_months(month, weight, first=first, last=last))
            for t in np.unique(month):
                values[kind, t - first] = count_values(weight[month == t])
        return cls((series[0], series[1]), np.cumsum(values, axis=1))


def forecast_origins(past: Past, prior: PanelPrior, origins: Ints, ahead: Ints) -> Mixture:
    """Forecast the composite of the mean event weights of the window `ahead` from each origin, everything from its own past.

    The filter runs on copies of the series, one per two years of origins, which differ in the event variance known then; in
    blocks, so that copies for early origins need not run to the end.

    Parameters
    ----------
    past : Past
    prior : PanelPrior
    origins : array of int, shape (origins,), increasing
        Places of months.
    ahead : array of int, shape (months,), increasing
        Months after the origin.

    Returns
    -------
    Mixture, shape (origins, parts)
    """
    spans = np.split(origins, np.flatnonzero(np.diff(origins // ANCHOR)) + 1) if len(origins) else []
    blocks = [_forecast_block(past, prior, spans[j : j + BLOCK], ahead) for j in range(0, len(spans), BLOCK)]
    parts = [part for block in blocks for part in block]
    if not parts:
        return Mixture(*(np.zeros((0, 1)) for _ in range(3)))
    return Mixture(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("weights", "means", "sds")))


def _forecast_block(past: Past, prior: PanelPrior, spans: Sequence[Ints], ahead: Ints) -> list[Mixture]:
    starts, end = [int(span[0]) // ANCHOR * ANCHOR for span in spans], int(spans[-1][-1]) + 1
    kinds = prior.verbal, prior.material
    event_var = np.array(
        [
            [
                Monthly(s.count[: t + 1], s.mean[: t + 1], s.squares[: t + 1]).event_variance(p.event_var, p.event_var_weight)
                for t in starts
            ]
            for s, p in zip(past.monthly, kinds, strict=True)
        ]
    )
    log_weight = np.repeat(np.log(np.maximum(prior.weights, 1e-300))[None], len(spans), 0)
    dynamics = pair_dynamics(prior, event_var)
    values, counts = (
        np.repeat(np.stack([getattr(s, name)[:end] for s in past.monthly], axis=1)[:, :, None], len(spans), 2)
        for name in ("mean", "count")
    )
    place = {int(t): j for j, span in enumerate(spans) for t in span}
    found = []
    for t, (loglik, mean, cov) in enumerate(filter_months(values, counts, dynamics)):
        log_weight += loglik
        if t not in place:
            continue
        j = place[t]
        weights = np.exp(log_weight[j] - log_weight[j].max())
        state = State(
            weights / weights.sum(), dynamics.persist[:, 0], dynamics.innovation[:, :, 0], mean[:, j], cov[:, :, j],
            dynamics.noise[:, j],
        )  # fmt: skip
        centre, covariance = forecast_window(state, ahead)
        found.append(
            forecast_outcome(
                state, centre, covariance,
                event_var=event_var[:, j],
                # the panel weighs as many events as it does for their variance
                spreads=[Spread.of(p.event_var_weight * p.shares + own[t]) for p, own in zip(kinds, past.values, strict=True)],
                counts=window_counts(past.monthly, t, len(ahead)),
                factors=prior.composite.factors,
                seed=t,
            )
        )  # fmt: skip
    return found


def window_counts(monthly: tuple[Monthly, Monthly], origin: int, width: int) -> Floats:
    """Words and deeds of the windows of the last `RECENT` months that could be scored, shape (windows, 2).

    All windows where fewer than `LEAST_WINDOWS` could; one word and one deed at least.
    """
    recent = [s.count[max(origin + 1 - RECENT, 0) : origin + 1] for s in monthly]
    sums = np.stack([np.convolve(x, np.ones(width), "valid") if len(x) >= width else x for x in recent], axis=1)
    scored = (sums >= 1).all(1) & (sums.sum(1) >= LEAST_EVENTS)
    return np.maximum(sums[scored] if scored.sum() >= LEAST_WINDOWS else sums, 1.0)


def forecast_window(state: State, ahead: Ints) -> tuple[Floats, Floats]:
    """Mean and covariance of words and deeds (level and news shock), averaged over the months `ahead`, by parameter point.

    Parameters
    ----------
    state : State
        At the origin.
    ahead : array of int, shape (months,), increasing
        Months after the origin.

    Returns
    -------
    mean, shape (2, points); covariance, shape (2, 2, points)
    """
    mean, cov = np.zeros_like(state.mean), np.zeros_like(state.cov)
    now, at = state, 0
    for i, month in enumerate(ahead):
        now, at = now.ahead(int(month) - at), int(month)
        mean += now.mean
        cov += now.cov
        for later in ahead[i + 1 :]:
            # covariance with a later month: what is left of this one
            shared = now.persist[:, None] ** float(later - month) * now.cov
            cov += shared + shared.transpose(1, 0, 2)
    size = len(ahead)
    both = cov.reshape(2, 2, 2, 2, -1).sum((1, 3)) / size**2
    return mean.reshape(2, 2, -1).sum(1) / size, both
