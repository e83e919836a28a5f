"""Scored forecasts to a table: scores by model and horizon, skill with its interval, calibration, misses by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.backtest.baselines import BASELINES
from detente.outlook.backtest.rolling import OURS, Scored

Floats = NDArray[np.float64]

DRAWS = 1000
LEAST_PAIRS = 5
"""Pairs from which it can be told how much a share would vary with other pairs."""
MISS = 0.005
"""A forecast missed where what came had less than this chance on its side."""


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of one model at one horizon.

    Attributes
    ----------
    model : str
    horizon : int
        Months.
    n : int
        Forecasts; they overlap in time and share pairs, so they say less than so many independent ones.
    crps, log_score, interval_score90, brier : float
        Means. Interval score of the central 90 % interval; Brier of "above the mean of the last 12 months".
    coverage50, coverage90 : float
        Share of what came inside the central intervals.
    coverage50_interval, coverage90_interval : (float, float) or None
        90 % interval of each, from resampling pairs; None under `LEAST_PAIRS` of them.
    skill : dict of float
        1 - CRPS / CRPS of each baseline: above 0 is better.
    skill_interval : dict of (float, float)
        90 % interval of each, from resampling pairs.
    pit : tuple of float
        Shares of the PIT in ten equal bins; .1 each if calibrated.
    """

    model: str
    horizon: int
    n: int
    crps: float
    log_score: float
    interval_score90: float
    brier: float | None
    coverage50: float
    coverage90: float
    coverage50_interval: tuple[float, float] | None
    coverage90_interval: tuple[float, float] | None
    skill: dict[str, float]
    skill_interval: dict[str, tuple[float, float]]
    pit: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of "up" of about the same chance, over all horizons: `said` on average, `came_true` in what share.

    `error` is the standard error of `came_true` - `said`, forecasts of one pair taken together since they resemble each other;
    None under `LEAST_PAIRS` pairs.
    """

    low: float
    high: float
    n: int
    said: float
    came_true: float
    error: float | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A month that came far outside what had been forecast: the worst of our forecasts of it."""

    pair: str
    target: int
    origin: int
    horizon: int
    came: float
    low90: float
    high90: float
    pit: float


def summarise(scored: Mapping[str, Scored], *, seed: int = 0) -> list[Row]:
    """Scores of each model by horizon; models in the order given, our own first."""
    rng = np.random.default_rng(seed)
    pairs = 1 + max(int(s.pair.max()) for s in scored.values())
    # how often each pair is drawn, the same for every model and horizon
    drawn = rng.multinomial(pairs, np.full(pairs, 1 / pairs), size=DRAWS).astype(float)
    rows = []
    for horizon in sorted(set(scored[OURS].horizon.tolist())):
        picks = {name: s.horizon == horizon for name, s in scored.items()}
        forecasts = np.bincount(scored[OURS].pair[picks[OURS]], minlength=pairs)
        sums = {name: np.bincount(s.pair[picks[name]], s.crps[picks[name]], pairs) for name, s in scored.items()}
        for name, s in scored.items():
            pick = picks[name]
            place = s.pit[pick]
            score = s.brier[pick]
            half, most = (np.abs(place - 0.5) <= reach for reach in (0.25, 0.45))
            against = [b for b in BASELINES if b in scored and b != name]
            rows.append(
                Row(
                    model=name,
                    horizon=int(horizon),
                    n=int(pick.sum()),
                    crps=float(s.crps[pick].mean()),
                    log_score=float(s.log_score[pick].mean()),
                    interval_score90=float(s.interval_score[pick].mean()),
                    brier=float(np.nanmean(score)) if np.isfinite(score).any() else None,
                    coverage50=float(half.mean()),
                    coverage90=float(most.mean()),
                    coverage50_interval=_share_interval(np.bincount(s.pair[pick], half, pairs), forecasts, drawn),
                    coverage90_interval=_share_interval(np.bincount(s.pair[pick], most, pairs), forecasts, drawn),
                    skill={b: float(1 - sums[name].sum() / sums[b].sum()) for b in against},
                    skill_interval={b: _interval(drawn @ sums[name], drawn @ sums[b]) for b in against},
                    pit=tuple((np.histogram(place, 10, (0, 1))[0] / max(len(place), 1)).tolist()),
                )
            )
    return rows


def _interval(own: Floats, other: Floats) -> tuple[float, float]:
    usable = other > 0
    if not usable.any():
        return 0.0, 0.0
    low, high = np.quantile(1 - own[usable] / other[usable], [0.05, 0.95])
    return float(low), float(high)


def _share_interval(inside: NDArray[Any], forecasts: NDArray[Any], drawn: Floats) -> tuple[float, float] | None:
    """90 % interval of a share over forecasts, pairs drawn anew; `inside` and `forecasts` count them by pair."""
    if (forecasts > 0).sum() < LEAST_PAIRS:
        return None
    total = drawn @ forecasts
    low, high = np.quantile((drawn @ inside)[total > 0] / total[total > 0], [0.05, 0.95])
    return float(low), float(high)


def reliability(scored: Scored, *, bins: int = 10) -> list[Bin]:
    """How often "up" came true for forecasts of about the same chance."""
    usable = np.isfinite(scored.went_up)
    prob, up, pair = scored.prob_up[usable], scored.went_up[usable], scored.pair[usable]
    place = np.minimum((prob * bins).astype(int), bins - 1)
    out = []
    for j in range(bins):
        mine = place == j
        if mine.any():
            off = up[mine] - prob[mine]
            by_pair = np.bincount(pair[mine], off - off.mean())
            several = len(np.unique(pair[mine])) >= LEAST_PAIRS
            error = float(np.sqrt((by_pair**2).sum()) / len(off)) if several else None
            said, came = float(prob[mine].mean()), float(up[mine].mean())
            out.append(Bin(j / bins, (j + 1) / bins, len(off), said, came, error))
    return out


def list_misses(scored: Scored, names: Sequence[str], *, limit: int = 20) -> list[Miss]:
    """Months that came with less than `MISS` chance on their side, one row per pair and month, the least likely first."""
    tail = np.minimum(scored.pit, 1 - scored.pit)
    order = np.argsort(scored.log_score, kind="stable")
    seen, out = set(), []
    for i in order[tail[order] < MISS]:
        key = (int(scored.pair[i]), int(scored.target[i]))
        if key in seen:
            continue
        seen.add(key)
        out.append(
            Miss(
                pair=names[key[0]],
                target=key[1],
                origin=int(scored.origin[i]),
                horizon=int(scored.horizon[i]),
                came=float(scored.came[i]),
                low90=float(scored.low90[i]),
                high90=float(scored.high90[i]),
                pit=float(scored.pit[i]),
            )
        )
        if len(out) == limit:
            break
    return out
