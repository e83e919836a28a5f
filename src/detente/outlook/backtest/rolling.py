"""The rolling origin: every model forecasts the same months from the same pasts, and every forecast is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError, RefusalError
from detente.outlook.backtest.baselines import forecast_baselines
from detente.outlook.backtest.model import LEAST_OBSERVED, forecast_model
from detente.outlook.backtest.panel import Panel
from detente.outlook.backtest.peers import forecast_peers
from detente.outlook.scores import brier, crps, interval_score, log_score, pit
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OURS = "detente"
HORIZONS = (1, 3, 6, 12, 24)
LONGEST = 60
LEAST_MONTHS = 24
LEAST_EVENTS = 3.0
YEAR = 12


@dataclass(frozen=True, slots=True)
class Scored:
    """Forecasts of one model, scored: arrays of shape (forecasts,).

    `pair` (place in the panel), `origin` and `target` (month numbers), `horizon` in months; `came`; `mean`, `low90`, `high90`
    of the forecast; `crps`, `interval_score` in units of the value; `log_score` in nats, larger is better; `pit`; `prob_up` and
    `went_up`: above the mean of the pair's last 12 months (NaN where those have no events).
    """

    pair: Ints
    origin: Ints
    target: Ints
    horizon: Ints
    came: Floats
    mean: Floats
    low90: Floats
    high90: Floats
    crps: Floats
    log_score: Floats
    interval_score: Floats
    pit: Floats
    prob_up: Floats
    went_up: Floats

    @property
    def brier(self) -> Floats:
        """Brier score of `prob_up`; NaN where it is."""
        return brier(self.prob_up, self.went_up)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a back-test does: places of the origins in the panel, horizons, events that a month needs to be scored."""

    origins: tuple[int, ...]
    horizons: tuple[int, ...]
    least: float


def plan_backtest(
    panel: Panel, *, horizons: Sequence[int] = HORIZONS, first: int | None = None, step: int = 1, least: float | None = None
) -> Plan:
    """Choose origins and months to score from the panel.

    Parameters
    ----------
    horizons : sequence of int
        Months ahead, 1..60; those that the panel is too short for are dropped.
    first : int, optional
        Month number of the first origin. By default two fifths into the panel, at least the 24th month.
    step : int
        Months between origins.
    least : float, optional
        A month with fewer events is not scored. By default 3, or what a quarter of the months before the first origin reach
        if that is less.

    Raises
    ------
    InputError
        A horizon, step or first origin out of range (B02).
    RefusalError
        Too few months for one forecast (B03).
    """
    check_horizons(horizons, step)
    start = max(LEAST_MONTHS, round(0.4 * panel.months)) - 1 if first is None else first - panel.first
    if first is not None and not LEAST_MONTHS - 1 <= start < panel.months:
        raise InputError(
            "B02",
            f"the first origin lies {start + 1} months into a panel of {panel.months}",
            help=f"choose a month from the {LEAST_MONTHS}th on",
        )
    kept = tuple(sorted({h for h in horizons if start + h < panel.months}))
    if not kept:
        raise RefusalError(
            "B03",
            f"the panel has {panel.months} months; the first forecast needs {LEAST_MONTHS} before it and "
            f"{min(horizons)} after it",
            help="give a longer panel, or shorter horizons",
        )
    if least is None:
        before = panel.count[: start + 1]
        usual = float(np.quantile(before[before > 0], 0.75)) if (before > 0).any() else 1.0
        least = min(LEAST_EVENTS, usual)
    return Plan(tuple(range(start, panel.months - kept[0], step)), kept, least)


def check_horizons(horizons: Sequence[int], step: int) -> None:
    """Raise InputError (B02) where horizons or the step between origins are out of range."""
    if not horizons or min(horizons) < 1 or max(horizons) > LONGEST or step < 1:
        raise InputError("B02", f"horizons {list(horizons)} must lie in 1..{LONGEST} and the step, {step}, must be at least 1")


def run_backtest(panel: Panel, plan: Plan, *, peers: Sequence[str] = ()) -> dict[str, Scored]:
    """Forecast and score, for our model, the baselines and the peers named.

    A pair is forecast from an origin on which it has `LEAST_OBSERVED` months with events; a month is scored if it has
    `plan.least` events. All models are scored on the same cells.

    Returns
    -------
    {model: Scored}

    Raises
    ------
    RefusalError
        No month of any pair can be scored (B04).
    """
    cells: dict[str, list[Scored]] = {}
    for t, ours in forecast_model(panel, plan.origins, plan.horizons, least=plan.least):
        past = panel.upto(t + 1)
        known = (past.count > 0).sum(0) >= LEAST_OBSERVED
        year = past.count[-YEAR:].sum(0)
        threshold = np.where(year > 0, (past.count * past.mean)[-YEAR:].sum(0) / np.where(year > 0, year, 1.0), np.nan)
        outside = forecast_peers(past, plan.horizons, peers) if peers and known.any() else {}
        for h, own in ours.items():
            if t + h >= panel.months:
                continue
            pick = known & (panel.count[t + h] >= plan.least)
            if not pick.any():
                continue
            models: Mapping[str, Mixture] = {
                OURS: own,
                **forecast_baselines(past, h),
                **{name: by_horizon[h] for name, by_horizon in outside.items()},
            }
            came, above, place = panel.mean[t + h][pick], threshold[pick], np.flatnonzero(pick)
            for name, mixture in models.items():
                chosen = Mixture(mixture.weights[pick], mixture.means[pick], mixture.sds[pick])
                found = score_forecasts(chosen, came, above, pair=place, origin=panel.first + t, horizon=h)
                cells.setdefault(name, []).append(found)
    if not cells:
        raise RefusalError(
            "B04",
            f"no month can be scored: no pair has {LEAST_OBSERVED} months with events before an origin and a later month with "
            f"{plan.least:g} events",
            help="give a denser panel, or ask for fewer events a month: --least 1",
        )
    return {name: join_scored(parts) for name, parts in cells.items()}


def score_forecasts(
    forecast: Mixture, came: Floats, threshold: Floats, *, pair: ArrayLike, origin: ArrayLike, horizon: int
) -> Scored:
    """Score forecasts of shape (forecasts,) against what came; `origin` in month numbers, scalars stand for all."""
    low, high = np.moveaxis(forecast.quantiles([0.05, 0.95], tolerance=1e-6), -1, 0)
    start = np.broadcast_to(np.asarray(origin, np.int64), came.shape)
    known = np.isfinite(threshold)
    return Scored(
        pair=np.broadcast_to(np.asarray(pair, np.int64), came.shape),
        origin=start,
        target=start + horizon,
        horizon=np.full(came.shape, horizon),
        came=came,
        mean=forecast.mean,
        low90=low,
        high90=high,
        crps=crps(forecast, came),
        log_score=log_score(forecast, came),
        interval_score=interval_score(low, high, came),
        pit=pit(forecast, came),
        prob_up=np.where(known, 1 - forecast.below(np.where(known, threshold, 0.0)), np.nan),
        went_up=np.where(known, came > threshold, np.nan),
    )


def join_scored(parts: Sequence[Scored]) -> Scored:
    """Put forecasts of one model together."""
    return Scored(*(np.concatenate([getattr(part, name) for part in parts]) for name in Scored.__slots__))
