"""How much better could a forecast be? The floor that sampling sets, and what is left to explain, fitted in hindsight.

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/sampling_floor.py [--shared ../shared]

On the panels of backtest_panels.py. *Floor*: the CRPS of who knows each month's mean exactly and lacks only the events drawn
(normal, standard deviation s / sqrt(n): s / sqrt(n pi)); days of one month resemble each other, so the true floor lies higher.
*Plain*: the model without bounded influence and corrections, as in the reference prototype. *In hindsight*: our errors, in
standard deviations, regressed on what was known at the origin, all forecasts at once: no honest forecast can use these
coefficients, so what they explain bounds from above what any linear use of the same knowledge could gain.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

import backtest_panels
from detente.outlook import backtest as room
from detente.outlook.backtest import model
from detente.outlook.backtest.baselines import BASELINES, forecast_baselines
from detente.outlook.scores import crps
from detente.relations.mixture import Mixture
from detente.store import read_panel

HORIZONS = (1, 3, 6, 12)
LARGEST = 3.0
"""Standard deviations at which regressors and errors are cut."""


def read(query: str, where: Path) -> room.Panel:
    """Read a panel of backtest_panels."""
    backtest_panels.write(query, where, apart=False)
    given = read_panel(where)
    return room.Panel.of(given.names, given.month, given.pair, given.value, given.count, squares=given.squares, rows=given.rows)


def neighbours(names: tuple[str, ...]) -> np.ndarray:
    """Weights of the pairs that share a state with each pair, rows sum to 1 (or 0)."""
    states = [set(name.split("-")) for name in names]
    near = np.array([[float(i != j and bool(a & b)) for j, b in enumerate(states)] for i, a in enumerate(states)])
    return near / np.maximum(near.sum(1, keepdims=True), 1)


def kinds(panel: room.Panel, extra: dict[str, room.Panel], t: int) -> dict[str, np.ndarray]:
    """Mean value of words and of deeds, and the share of deeds, of the last twelve months less those of all before."""
    found = {}
    for name, part in extra.items():
        place = {pair: j for j, pair in enumerate(part.names)}
        own = np.array([place.get(pair, -1) for pair in panel.names])
        end = panel.first + t + 1 - part.first
        count = np.where(own >= 0, part.count[:end][:, own], 0.0)
        mean = part.mean[:end][:, own]
        year, ever = (slice(max(end - 12, 0), end), slice(0, end))
        level = [(count[s] * mean[s]).sum(0) / np.maximum(count[s].sum(0), 1) for s in (year, ever)]
        found[f"{name}: year less all"] = np.where(count[year].sum(0) > 0, level[0] - level[1], 0.0)
        every = [np.maximum(panel.count[s].sum(0), 1) for s in (slice(max(t - 11, 0), t + 1), slice(0, t + 1))]
        found[f"share of {name}: year less all"] = count[year].sum(0) / every[0] - count[ever].sum(0) / every[1]
    return found


def collect(panel: room.Panel, extra: dict[str, room.Panel]) -> dict[int, dict[str, np.ndarray]]:
    """Forecasts, what came and what was known, by horizon: arrays of shape (forecasts,)."""
    plan = room.plan_backtest(panel, horizons=HORIZONS)
    wanted = set(plan.origins)
    near = neighbours(panel.names)
    bound = model.BOUND
    model.BOUND = None
    plain = {t: f for t, f in model._raw_forecasts(panel, range(12, plan.origins[-1] + 1), HORIZONS, plan.least) if t in wanted}
    model.BOUND = bound
    pooled = panel.squares.sum() / max(panel.freedom.sum(), 1)
    single = (panel.squares.sum(0) + 60 * pooled) / (panel.freedom.sum(0) + 60)
    rows: dict[int, list[dict[str, np.ndarray]]] = {h: [] for h in plan.horizons}
    surprise = np.zeros(len(panel.names))
    ahead: Mixture | None = None
    for t, ours in model.forecast_model(panel, plan.origins, plan.horizons, least=plan.least):
        past = panel.upto(t + 1)
        if ahead is not None:
            z = np.clip((panel.mean[t] - ahead.mean) / ahead.sd, -LARGEST, LARGEST)
            surprise = np.where(panel.count[t] >= plan.least, z, 0.0)
        ahead = ours[1]
        same_month = panel.mean[t - 11] if t >= 11 else panel.mean[t]
        known = {
            "own surprise": surprise,
            "surprise of pairs that share a state": near @ surprise,
            "surprise of all": np.full(len(surprise), surprise.mean()),
            "month of a year ago less the mean": np.where(panel.count[max(t - 11, 0)] > 0, same_month - model_mean(past), 0.0),
            "events of three months against a year": np.log1p(past.count[-3:].mean(0)) - np.log1p(past.count[-12:].mean(0)),
            **kinds(panel, extra, t),
        }
        for h, mixture in ours.items():
            if t + h >= panel.months:
                continue
            seen = (past.count > 0).sum(0) >= model.LEAST_OBSERVED
            pick = np.flatnonzero(seen & (panel.count[t + h] >= plan.least))
            if not len(pick):
                continue
            chosen, other = (Mixture(m.weights[pick], m.means[pick], m.sds[pick]) for m in (mixture, plain[t][h]))
            came = panel.mean[t + h][pick]
            base = {
                f"{name} less ours": (forecast.mean[pick] - chosen.mean) / chosen.sd
                for name, forecast in forecast_baselines(past, h).items() if name in BASELINES
            }  # fmt: skip
            rows[h].append(
                {
                    "ours": crps(chosen, came), "plain": crps(other, came), "z": (came - chosen.mean) / chosen.sd,
                    "floor": np.sqrt(single[pick] / panel.count[t + h][pick] / np.pi),
                    **base, **{name: values[pick] for name, values in known.items()},
                }
            )  # fmt: skip
    return {h: {name: np.concatenate([r[name] for r in parts]) for name in parts[0]} for h, parts in rows.items() if parts}


def model_mean(past: room.Panel) -> np.ndarray:
    """Mean of each pair's months so far."""
    n = np.maximum((past.count > 0).sum(0), 1)
    return np.where(past.count > 0, past.mean, 0.0).sum(0) / n


def explained(table: dict[str, np.ndarray], names: list[str]) -> float:
    """Share of the variance of our errors that regressors explain, fitted in hindsight."""
    z = np.clip(table["z"], -LARGEST, LARGEST)
    design = np.stack(
        [np.ones(len(z)), *(np.clip(x / max(x.std(), 1e-9), -LARGEST, LARGEST) for x in map(table.get, names))], 1
    )
    left = z - design @ np.linalg.lstsq(design, z, rcond=None)[0]
    return float(1 - (left @ left) / ((z - z.mean()) @ (z - z.mean())))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    args = parser.parse_args()
    found = backtest_panels.panels(args.shared)
    if not found:
        print(f"skipped: no panels under {args.shared}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name, query in found.items():
            panel = read(query, Path(folder) / "panel.parquet")
            extra = {}
            if name != "dense":
                for kind, quads in (("words", "1, 3"), ("deeds", "2, 4")):
                    part = query.replace("WHERE ", f"WHERE quad IN ({quads}) AND ")
                    extra[kind] = read_all(part, Path(folder) / "part.parquet")
            print(f"{name} panel: {len(panel.names)} pairs")
            print("  months  floor   ours  plain  way from plain to floor  explained in hindsight: by all, by the best alone")
            for h, table in collect(panel, extra).items():
                names = [n for n in table if n not in ("ours", "plain", "z", "floor")]
                floor, ours, plain = (float(table[k].mean()) for k in ("floor", "ours", "plain"))
                single = sorted(((explained(table, [n]), n) for n in names), reverse=True)[:3]
                best = "; ".join(f"{n} {100 * r:.1f} %" for r, n in single)
                print(
                    f"  {h:6d} {floor:6.3f} {ours:6.3f} {plain:6.3f} {100 * (plain - ours) / (plain - floor):22.1f} %"
                    f"{100 * explained(table, names):10.1f} %   {best}"
                )
    return 0


def read_all(query: str, where: Path) -> room.Panel:
    """Read every pair of a query."""
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"COPY ({query}) TO '{where}' (FORMAT parquet)")
    given = read_panel(where)
    return room.Panel.of(given.names, given.month, given.pair, given.value, given.count)


if __name__ == "__main__":
    sys.exit(main())
