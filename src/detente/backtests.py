"""Back-tests as a user holds them: of a panel in a file, with scores, calibration and misses by name."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.errors import RefusalError

if TYPE_CHECKING:
    from detente.outlook.backtest import Bin, Miss, Plan, Row

MOST_PAIRS = 1000
"""Pairs that are tested at most, those with most events before the first origin: a bound on memory."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """A back-test and what it rests on.

    `rows` holds one row per model and horizon, `reliability` and `misses` are those of our model. `rejects` says why rows of
    the file were set aside, and how many. `peers_missing` names libraries that were asked for and are not installed.
    """

    source: str
    pairs: int
    pairs_left_out: int
    months: tuple[str, str]
    origins: tuple[str, str]
    settings: Mapping[str, Any]
    rows: tuple[Row, ...]
    reliability: tuple[Bin, ...]
    misses: tuple[Miss, ...]
    rejects: Mapping[str, int]
    peers: tuple[str, ...]
    peers_missing: tuple[str, ...]
    seconds: float

    def row(self, model: str, horizon: int) -> Row:
        """Return the scores of one model at one horizon."""
        return next(r for r in self.rows if (r.model, r.horizon) == (model, horizon))

    @property
    def horizons(self) -> tuple[int, ...]:
        """Horizons in months, the shortest first."""
        return tuple(sorted({r.horizon for r in self.rows}))

    @property
    def models(self) -> tuple[str, ...]:
        """Models, our own first."""
        return tuple(dict.fromkeys(r.model for r in self.rows))

    def as_dict(self) -> dict[str, Any]:
        """Return the result for `--json`."""
        return {
            "source": self.source,
            "pairs": self.pairs,
            "pairs_left_out": self.pairs_left_out,
            "months": list(self.months),
            "origins": list(self.origins),
            "settings": dict(self.settings),
            "models": list(self.models),
            "results": [
                {
                    "model": r.model, "horizon": r.horizon, "n": r.n, "crps": _r(r.crps), "log_score": _r(r.log_score),
                    "interval_score90": _r(r.interval_score90), "coverage50": _r(r.coverage50), "coverage90": _r(r.coverage90),
                    "brier": _r(r.brier), "pit": [_r(x) for x in r.pit],
                    "skill": {name: _r(x) for name, x in r.skill.items()},
                    "skill_interval90": {name: [_r(low), _r(high)] for name, (low, high) in r.skill_interval.items()},
                }
                for r in self.rows
            ],
            "reliability": [
                {"low": _r(b.low), "high": _r(b.high), "n": b.n, "said": _r(b.said), "came_true": _r(b.came_true)}
                for b in self.reliability
            ],
            "misses": [
                {
                    "pair": m.pair, "month": month_name(m.target), "as_of": month_name(m.origin), "horizon": m.horizon,
                    "came": _r(m.came), "low90": _r(m.low90), "high90": _r(m.high90), "pit": _r(m.pit),
                }
                for m in self.misses
            ],
            "set_aside": dict(self.rejects),
            "peers": {"run": list(self.peers), "not_installed": list(self.peers_missing)},
            "version": __version__,
            "seconds": round(self.seconds, 2),
        }  # fmt: skip


def backtest_panel(
    path: str | Path,
    *,
    horizons: Sequence[int] | None = None,
    first: tuple[int, int] | None = None,
    step: int = 1,
    least: float | None = None,
    peers: bool = False,
    seed: int = 0,
) -> Backtest:
    """Back-test our model, the baselines and, if asked for, well-known libraries on a panel.

    Parameters
    ----------
    path : path
        Parquet file with columns date, a, b, value, count; one row per event, day or month.
    horizons : sequence of int, optional
        Months ahead; 1, 3, 6, 12, 24 by default, as far as the panel goes.
    first : (year, month), optional
        First origin; by default two fifths into the panel, at least the 24th month.
    step : int
        Months between origins.
    least : float, optional
        Months with fewer events are not scored; 3 by default, or what a quarter of the months reach if that is less.
    peers : bool
        Run statsforecast and statsmodels beside it, as far as they are installed.

    Raises
    ------
    FormatError, InputError, RefusalError
        See `detente.store.read_panel`, `detente.outlook.backtest`.
    """
    import numpy as np

    from detente.outlook import backtest as room
    from detente.relations import month_number
    from detente.store import read_panel

    began = time.perf_counter()
    given = read_panel(path)
    if not given.names:
        raise RefusalError(
            "B01", f"{path} has no usable rows of {given.total:,}",
            help="; ".join(f"{n:,}: {reason}" for reason, n in given.set_aside.items()) or "the file is empty",
        )  # fmt: skip
    panel = room.Panel.of(
        given.names, given.month, given.pair, given.value, given.count, squares=given.squares, rows=given.rows
    )
    start = None if first is None else month_number(*first)
    plan = room.plan_backtest(panel, horizons=horizons or room.HORIZONS, first=start, step=step, least=least)
    left_out = len(panel.names) - MOST_PAIRS
    if left_out > 0:
        # by volume before the first origin: what came later must not choose
        volume = panel.count[: plan.origins[0] + 1].sum(0)
        panel = panel.keep(np.sort(np.argsort(-volume, kind="stable")[:MOST_PAIRS]))
    names, missing = room.installed_peers() if peers else ([], [])
    scored = room.run_backtest(panel, plan, peers=names)
    ours = scored[room.OURS]
    return Backtest(
        source=str(path),
        pairs=len(panel.names),
        pairs_left_out=max(left_out, 0),
        months=(month_name(panel.first), month_name(panel.first + panel.months - 1)),
        origins=(month_name(int(ours.origin.min())), month_name(int(ours.origin.max()))),
        settings=_settings(plan, step, seed),
        rows=tuple(room.summarise(scored, seed=seed)),
        reliability=tuple(room.reliability(ours)),
        misses=tuple(room.list_misses(ours, panel.names)),
        rejects=given.set_aside,
        peers=tuple(names),
        peers_missing=tuple(missing),
        seconds=time.perf_counter() - began,
    )


def month_name(number: int) -> str:
    """Write a month number as YYYY-MM.

    Examples
    --------
    >>> month_name(2020 * 12 + 9)
    '2020-10'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _settings(plan: Plan, step: int, seed: int) -> dict[str, Any]:
    return {"horizons": list(plan.horizons), "step": step, "least_events": plan.least, "seed": seed}


def _r(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 4)
