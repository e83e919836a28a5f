"""Back-test of the composite of words and deeds, the outlook's own model, on ICEWS pairs: is the record honest?

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/backtest_composite.py [--shared ../shared] [--step 3]

What `detente backtest` does on a store, on pairs of states with 60 words and 25 deeds in 2005-2015. The shipped prior was
learned from pairs like these; so it is learned once more without the third that is kept apart by hash (as in
backtest_panels.py), and these are tested with it. The events lie outside the repository; without them this says so and ends.
Needs polars.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from backtest_panels import kept_apart
from detente.outlook.backtest import OURS, join_scored, reliability, summarise
from detente.outlook.record import forecast_past
from detente.priors import load_panel_prior
from detente.relations import PairEvents, PanelPrior

HORIZONS = (3, 6, 12, 24)
LAST = 2015 * 12 + 11
LEAST_WORDS, LEAST_DEEDS, LEAST_FORECASTS = 60, 25, 5


def read_pairs(folder: Path, learn) -> dict[tuple[str, str], PairEvents]:
    """Events between two states until 2015 by pair, those of the shipped chronicles left out."""
    import polars as pl

    events = learn.read_events(folder).filter(pl.col("month") <= LAST)
    found = {}
    for (a, b), part in events.partition_by("a", "b", as_dict=True).items():
        deeds = part["deeds"].to_numpy()
        if (~deeds).sum() >= LEAST_WORDS and deeds.sum() >= LEAST_DEEDS and (a, b) not in learn.LEFT_OUT:
            found[a, b] = PairEvents.of(part["month"].to_numpy(), part["goldstein"].to_numpy().astype(float), deeds)
    return dict(sorted(found.items()))


def learn_without(folder: Path, learn, pairs: set[tuple[str, str]]) -> PanelPrior:
    """Learn the panel prior with more pairs left out."""
    import json

    before = learn.LEFT_OUT
    learn.LEFT_OUT = before | pairs
    try:
        content = learn.learn_prior(folder, "without pairs kept apart")
    finally:
        learn.LEFT_OUT = before
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "prior.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return load_panel_prior(path)


def show(title: str, pairs: dict[tuple[str, str], PairEvents], prior: PanelPrior, step: int) -> None:
    """Print scores, calibration and the chance of "up"."""
    cells: dict[str, list] = {}
    for place, events in enumerate(pairs.values()):
        for horizon in HORIZONS:
            past = forecast_past(events, prior=prior, last=LAST, horizon=horizon, step=step)
            if len(past.origin) >= LEAST_FORECASTS:
                for name, found in past.scores(horizon=horizon, pair=place).items():
                    cells.setdefault(name, []).append(found)
    scored = {name: join_scored(parts) for name, parts in cells.items()}
    print(title)
    print("  months     n   CRPS  log score  in 50 %  in 90 %  Brier  skill: no change  climatology  24 months")
    for row in summarise(scored):
        if row.model == OURS:
            skills = [row.skill[b] for b in ("smoothed_no_change", "climatology", "last_24_months")]
            print(
                f"  {row.horizon:6d} {row.n:5d} {row.crps:6.3f} {row.log_score:10.3f} {row.coverage50:8.3f} "
                f"{row.coverage90:8.3f} {row.brier or np.nan:6.3f} {skills[0]:17.3f} {skills[1]:12.3f} {skills[2]:10.3f}"
            )
    for b in reliability(scored[OURS]):
        print(f"    said {b.said:.2f} came {b.came_true:.2f} ({b.n})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--shared", type=Path, default=root.parent / "shared")
    parser.add_argument("--step", type=int, default=3)
    args = parser.parse_args()
    folder = args.shared / "bench" / "relations"
    if not (folder / "icews_events.parquet").exists():
        print(f"skipped: no ICEWS events under {args.shared}")
        return 0
    try:
        import polars  # noqa: F401
    except ImportError:
        print("skipped: polars is not installed (pip install 'detente[bench]')")
        return 0
    sys.path.insert(0, str(root / "training"))
    import learn_panel as learn

    pairs = read_pairs(folder, learn)
    apart = {pair: events for pair, events in pairs.items() if kept_apart(*pair)}
    show(f"all {len(pairs)} pairs, shipped prior", pairs, load_panel_prior(), args.step)
    show(
        f"{len(apart)} pairs kept apart, prior learned without them", apart, learn_without(folder, learn, set(apart)), args.step
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
