"""The past record of such outlooks: a rolling back-test on the pair's own series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.outlook.backtest.baselines import CLIMATOLOGY, RECENT, SMOOTHED, carry_forward
from detente.outlook.backtest.rolling import OURS, YEAR, Scored, score_forecasts
from detente.outlook.origins import Past, forecast_origins
from detente.relations.mixture import Mixture
from detente.relations.months import Monthly, PairEvents
from detente.relations.prior import PanelPrior

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW = 3
"""Months whose events are averaged into what came: single months are too thin."""
LEAST_EVENTS = 3
FIRST_ORIGIN = 24
LEAST_ORIGINS = 12
LEAST_ERRORS = 12
RECENT_MONTHS = 24
LEAST_RECENT = 6
FLOOR = 0.05
"""Least spread of a rule without a model, points."""


@dataclass(frozen=True, slots=True)
class Record:
    """How outlooks like this one fared on the pair's own past; all None but `n` and `reason` where there were too few.

    Attributes
    ----------
    n : int
        Forecasts scored; they overlap, so they say less than so many independent ones.
    horizon_months : int
    crps, crps_no_change : float
        Mean CRPS of the model and of smoothed no-change, points.
    crps_skill : float
        1 - crps / crps_no_change: above 0 is better than no-change.
    brier : float
        Mean Brier score of the chance of lying above the mean of the last 12 months; a coin has .25.
    coverage50, coverage90 : float
        Share of what came inside the central 50 and 90 % interval.
    first_origin, last_origin : int
        Month numbers.
    reason : str
        Why there is no record; empty where there is one.
    """

    n: int
    horizon_months: int
    crps: float | None
    crps_no_change: float | None
    crps_skill: float | None
    brier: float | None
    coverage50: float | None
    coverage90: float | None
    first_origin: int | None
    last_origin: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class PastForecasts:
    """Forecasts from past origins and what came; arrays and mixtures of shape (origins,).

    `origin` holds month numbers, `forecast` that of the model, `baselines` those of the rules without one, `threshold` the mean
    of the last 12 months, from which up and down are told.
    """

    origin: Ints
    forecast: Mixture
    baselines: dict[str, Mixture]
    came: Floats
    threshold: Floats

    def scores(self, *, horizon: int, pair: int = 0) -> dict[str, Scored]:
        """Score the model and the baselines; `pair` is a number to tell pairs apart."""
        models = {OURS: self.forecast, **self.baselines}
        return {
            name: score_forecasts(mixture, self.came, self.threshold, pair=pair, origin=self.origin, horizon=horizon)
            for name, mixture in models.items()
        }


def score_past(events: PairEvents, *, prior: PanelPrior, last: int, horizon: int = 12, step: int = 3) -> Record:
    """Score the model on the pair's own past, see `forecast_past`; a reason instead where under 12 forecasts can be scored."""
    past = forecast_past(events, prior=prior, last=last, horizon=horizon, step=step)
    n = len(past.origin)
    if n < LEAST_ORIGINS:
        few = "no" if n == 0 else f"only {n}"
        reason = f"{few} past forecasts at {horizon} months can be scored; {LEAST_ORIGINS} are needed"
        return Record(n, horizon, None, None, None, None, None, None, None, None, reason)
    scores = past.scores(horizon=horizon)
    own, other = scores[OURS], scores[SMOOTHED]
    return Record(
        n=n,
        horizon_months=horizon,
        crps=float(own.crps.mean()),
        crps_no_change=float(other.crps.mean()),
        crps_skill=float(1 - own.crps.sum() / other.crps.sum()),
        brier=float(own.brier.mean()),
        coverage50=float(((own.pit >= 0.25) & (own.pit <= 0.75)).mean()),
        coverage90=float(((own.pit >= 0.05) & (own.pit <= 0.95)).mean()),
        first_origin=int(past.origin[0]),
        last_origin=int(past.origin[-1]),
        reason="",
    )


def forecast_past(events: PairEvents, *, prior: PanelPrior, last: int, horizon: int = 12, step: int = 3) -> PastForecasts:
    """Forecast from past origins, each from the events up to its origin only.

    What came is the composite of the mean weights of words and of deeds over the three months that end at the horizon (at
    least one of each and three in all). The forecast adds the news shock to the level and draws the events to come, see
    `detente.outlook.outcomes`; the event variance, the weights of the parameters and how events are spread over the scale are
    estimated from the past of each origin. The panel prior is the shipped one. No election effect enters: branches are not
    tested.

    Parameters
    ----------
    events : PairEvents
        None after `last`.
    prior : PanelPrior
    last : int
        Last month.
    horizon : int
        Months ahead, >= 1.
    step : int
        Months between origins.

    Returns
    -------
    PastForecasts
        Origins from the 25th month on whose outcome can be told.

    Raises
    ------
    InputError
        Horizon or step below 1 (O20), an event after `last` (O21).

    Notes
    -----
    Baselines, all normal. Smoothed no-change: the mean of the last three months (of the latest month with events where those
    have none), with the root mean square of its own past errors at this horizon; origins before it has 12 such errors are left
    out. Climatology and last 24 months: mean and spread of the windows of three months up to the origin, or of the last 24 of
    them where six have events.
    """
    if horizon < 1 or step < 1:
        raise InputError("O20", f"horizon {horizon} and step {step} must be at least 1")
    if len(events) and int(events.month.max()) > last:
        raise InputError("O21", f"an event of month {int(events.month.max())} lies after the last month {last}")
    first = int(events.month.min()) if len(events) else last
    past = Past.of(events, first=first, last=last)
    words, deeds = past.monthly
    factors = prior.composite.factors

    size, width = last - first + 1, min(WINDOW, horizon)
    # by the month in which the window ends; the errors of no-change by the month in which they are known
    came = _composite_means(past.monthly, width, factors)
    basis = factors[0] * _last_known(words) + factors[1] * _last_known(deeds)
    year = _composite_means(past.monthly, YEAR, factors)
    errors = np.full(size, np.nan)
    errors[horizon:] = came[horizon:] - basis[:-horizon]
    known = np.cumsum(np.isfinite(errors))
    spread = np.sqrt(np.cumsum(np.nan_to_num(errors) ** 2) / np.maximum(known, 1))

    origins = np.arange(FIRST_ORIGIN, max(size - horizon, FIRST_ORIGIN), step)
    usable = np.isfinite(came[origins + horizon]) & np.isfinite(basis[origins]) & np.isfinite(year[origins])
    origins = origins[usable & (known[origins] >= LEAST_ERRORS)]
    ahead = np.arange(horizon - width + 1, horizon + 1)
    all_windows = [came[: t + 1][np.isfinite(came[: t + 1])] for t in origins]
    recent = [
        _latest(came[max(t + 1 - RECENT_MONTHS, 0) : t + 1], every) for t, every in zip(origins, all_windows, strict=True)
    ]
    return PastForecasts(
        origin=first + origins,
        forecast=forecast_origins(past, prior, origins, ahead),
        baselines={
            SMOOTHED: _normal(basis[origins], spread[origins]),
            CLIMATOLOGY: _normal([w.mean() for w in all_windows], [w.std() for w in all_windows]),
            RECENT: _normal([w.mean() for w in recent], [w.std() for w in recent]),
        },
        came=came[origins + horizon],
        threshold=year[origins],
    )


def _normal(mean: ArrayLike, spread: ArrayLike) -> Mixture:
    centre = np.asarray(mean, float)
    return Mixture(np.ones((len(centre), 1)), centre[:, None], np.maximum(np.asarray(spread, float), FLOOR)[:, None])


def _latest(recent: Floats, every: Floats) -> Floats:
    known = recent[np.isfinite(recent)]
    return known if len(known) >= LEAST_RECENT else every


def _window_means(series: Monthly, width: int) -> tuple[Floats, Floats]:
    """Mean weight and number of the events of the `width` months up to each one; NaN where there are none."""

    def add(monthly: Floats) -> Floats:
        total = np.concatenate([np.zeros(width), np.cumsum(monthly)])
        return np.asarray(total[width:] - total[:-width])

    n = add(series.count)
    total = add(np.where(series.count > 0, series.mean * series.count, 0.0))
    return np.where(n > 0, total / np.maximum(n, 1), np.nan), n


def _composite_means(monthly: tuple[Monthly, Monthly], width: int, factors: tuple[float, float]) -> Floats:
    """Composite of the mean weights of the `width` months up to each one; NaN where a kind is missing or all are too few."""
    (v, n_words), (m, n_deeds) = (_window_means(series, width) for series in monthly)
    return np.where(n_words + n_deeds >= LEAST_EVENTS, factors[0] * v + factors[1] * m, np.nan)


def _last_known(series: Monthly) -> Floats:
    """Mean of the last three months, of the latest month with events where those have none; NaN before the first event."""
    mean, n = _window_means(series, WINDOW)
    return np.where(n > 0, mean, carry_forward(series.mean[:, None])[:, 0])
