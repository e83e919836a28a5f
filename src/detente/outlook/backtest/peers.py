"""Forecasts of well-known libraries on the same series: statsforecast and statsmodels, where they are installed.

Both expect a value every month: gaps are filled with the latest value before. Their intervals are taken as normal.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.backtest.baselines import carry_forward
from detente.outlook.backtest.panel import Panel
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]
Fit = Callable[[Floats, int], tuple[Floats, Floats]]

PEERS = {
    "auto_ets": "statsforecast",
    "auto_theta": "statsforecast",
    "auto_arima": "statsforecast",
    "local_level": "statsmodels",
}
Z80 = 1.2815515655446004
LEAST_MONTHS = 12


def installed_peers() -> tuple[list[str], list[str]]:
    """Names of the peers that can run here, and of the libraries that are missing."""
    missing = []
    try:
        import statsforecast.models  # noqa: F401
    except ImportError:
        missing.append("statsforecast")
    try:
        import statsmodels.tsa.statespace.structural  # noqa: F401
    except ImportError:
        missing.append("statsmodels")
    return [name for name, library in PEERS.items() if library not in missing], missing


def forecast_peers(past: Panel, horizons: Sequence[int], names: Sequence[str]) -> dict[str, dict[int, Mixture]]:
    """Forecast every pair from the end of `past` by each peer; where a peer fails, by the series' own mean and spread.

    Returns
    -------
    {peer: {horizon: Mixture of shape (pairs, 1)}}
    """
    filled = carry_forward(np.where(past.count > 0, past.mean, np.nan))
    longest = max(horizons)
    out: dict[str, dict[int, Mixture]] = {}
    for name in names:
        fit = _FITS[name]()
        means, sds = np.zeros((len(past.names), longest)), np.ones((len(past.names), longest))
        for j, series in enumerate(filled.T):
            known = series[np.isfinite(series)]
            means[j], sds[j] = _fit_or_mean(fit, known, longest)
        out[name] = {h: Mixture(np.ones((len(means), 1)), means[:, h - 1, None], sds[:, h - 1, None]) for h in horizons}
    return out


def _fit_or_mean(fit: Fit, series: Floats, steps: int) -> tuple[Floats, Floats]:
    spread = float(series.std()) if len(series) > 1 else 1.0
    floor = max(1e-3 * spread, 1e-6)
    if len(series) >= LEAST_MONTHS and spread > 0:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                mean, sd = fit(series, steps)
            if np.isfinite(mean).all() and np.isfinite(sd).all():
                return mean, np.maximum(sd, floor)
        except (ValueError, ArithmeticError, IndexError, np.linalg.LinAlgError):
            pass  # a peer that finds no fit gets the series' own mean, as in docs/method.md
    centre = float(series.mean()) if len(series) else 0.0
    return np.full(steps, centre), np.full(steps, max(spread, floor))


def _statsforecast(model: str) -> Callable[[], Fit]:
    def make() -> Fit:
        from statsforecast import models

        def fit(series: Floats, steps: int) -> tuple[Floats, Floats]:
            found: dict[str, Any] = getattr(models, model)(season_length=1).forecast(series, h=steps, level=[80])
            return np.asarray(found["mean"], float), np.asarray(found["hi-80"] - found["lo-80"], float) / (2 * Z80)

        return fit

    return make


def _local_level() -> Fit:
    from statsmodels.tsa.statespace import structural

    def fit(series: Floats, steps: int) -> tuple[Floats, Floats]:
        found = structural.UnobservedComponents(series, "llevel").fit(disp=False).get_forecast(steps)
        return np.asarray(found.predicted_mean, float), np.sqrt(np.asarray(found.var_pred_mean, float))

    return fit


_FITS: dict[str, Callable[[], Fit]] = {
    "auto_ets": _statsforecast("AutoETS"),
    "auto_theta": _statsforecast("AutoTheta"),
    "auto_arima": _statsforecast("AutoARIMA"),
    "local_level": _local_level,
}
