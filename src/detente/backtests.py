"""Back-tests as a user holds them: of a panel in a file or of a project's pairs; scores, calibration, misses by name."""

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
    from detente.outlook.backtest import Bin, Miss, Row, Scored
    from detente.project import Project

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
                    "coverage50_interval90": _interval(r.coverage50_interval),
                    "coverage90_interval90": _interval(r.coverage90_interval),
                    "brier": _r(r.brier), "pit": [_r(x) for x in r.pit],
                    "skill": {name: _r(x) for name, x in r.skill.items()},
                    "skill_interval90": {name: _interval(both) for name, both in r.skill_interval.items()},
                }
                for r in self.rows
            ],
            "reliability": [
                {
                    "low": _r(b.low), "high": _r(b.high), "n": b.n, "said": _r(b.said), "came_true": _r(b.came_true),
                    "error": _r(b.error),
                }
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
    settings = {"horizons": list(plan.horizons), "step": step, "least_events": plan.least, "seed": seed}
    months = panel.first, panel.first + panel.months - 1
    return _collect(scored, panel.names, source=str(path), left_out=max(left_out, 0), months=months, settings=settings,
                    rejects=given.set_aside, peers=names, missing=missing, began=began)  # fmt: skip


def backtest_project(project: Project, *, horizons: Sequence[int] | None = None, step: int = 3, seed: int = 0) -> Backtest:
    """Back-test what an outlook of a pair rests on, for every pair of states in a project with enough of a past.

    The index's own model with the shipped prior forecasts the composite of the events' mean values over the three months that
    end at the horizon, see `detente.outlook.record.forecast_past`. No effect of an election is tested.

    Parameters
    ----------
    horizons : sequence of int, optional
        Months ahead; 1, 3, 6, 12, 24 by default.
    step : int
        Months between origins.

    Raises
    ------
    InputError
        A horizon or the step out of range (B02).
    RefusalError
        No pair has a past that can be scored (B05).
    """
    from detente.outlook import backtest as room
    from detente.outlook.record import LEAST_EVENTS, LEAST_ORIGINS, forecast_past
    from detente.priors import load_panel_prior
    from detente.project import pair_arrays

    began = time.perf_counter()
    wanted = sorted(set(horizons or room.HORIZONS))
    room.check_horizons(wanted, step)
    prior, left_out = load_panel_prior(), 0
    cells: dict[str, list[Scored]] = {}
    names: list[str] = []
    ends: list[int] = []
    for codes in project.pairs():
        events = pair_arrays(project.pair(*codes).state_events())
        if not len(events):
            continue
        last, scored = int(events.month.max()), False
        for horizon in wanted:
            past = forecast_past(events, prior=prior, last=last, horizon=horizon, step=step)
            if len(past.origin) >= LEAST_ORIGINS:
                for name, found in past.scores(horizon=horizon, pair=len(names)).items():
                    cells.setdefault(name, []).append(found)
                scored = True
        if scored:
            names.append("-".join(codes))
            ends += [int(events.month.min()), last]
        else:
            left_out += 1
    if not names:
        raise RefusalError(
            "B05", f"no pair of {project.name} has a past of {LEAST_ORIGINS} forecasts that can be scored",
            help="a pair needs some years of events, words and deeds; add texts: detente add FILE…",
        )  # fmt: skip
    scores = {name: room.join_scored(parts) for name, parts in cells.items()}
    settings = {
        "horizons": wanted,
        "step": step,
        "least_events": float(LEAST_EVENTS),
        "seed": seed,
        "panel_prior": prior.version,
    }
    return _collect(scores, names, source=project.name, left_out=left_out, months=(min(ends), max(ends)), settings=settings,
                    rejects={}, peers=(), missing=(), began=began)  # fmt: skip


def _collect(
    scored: Mapping[str, Scored],
    names: Sequence[str],
    *,
    source: str,
    left_out: int,
    months: tuple[int, int],
    settings: Mapping[str, Any],
    rejects: Mapping[str, int],
    peers: Sequence[str],
    missing: Sequence[str],
    began: float,
) -> Backtest:
    from detente.outlook import backtest as room

    ours = scored[room.OURS]
    return Backtest(
        source=source,
        pairs=len(names),
        pairs_left_out=left_out,
        months=(month_name(months[0]), month_name(months[1])),
        origins=(month_name(int(ours.origin.min())), month_name(int(ours.origin.max()))),
        settings=settings,
        rows=tuple(room.summarise(scored, seed=settings["seed"])),
        reliability=tuple(room.reliability(ours)),
        misses=tuple(room.list_misses(ours, names)),
        rejects=rejects,
        peers=tuple(peers),
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


def _interval(pair: tuple[float, float] | None) -> list[float | None] | None:
    return None if pair is None else [_r(pair[0]), _r(pair[1])]


def _r(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 4)
