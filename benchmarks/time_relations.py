"""Time the index, the outlook and the back-test of a pair against the targets; a peer where statsmodels is installed.

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/time_relations.py

Simulated events of a fixed seed, so the same work everywhere; the last rows take a pair of the shipped chronicles from the
store, which are coded first where they are not. Times are the best of some runs, after import: seconds of the
processor, on all its cores together, which other programs hardly change, and seconds on the wall, which they do. Exit 1 where
the processor's seconds miss a target.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detente.outlook import Branch, Incumbent, Stance, forecast_branches, score_past
from detente.priors import load_judgement, load_panel_prior
from detente.project import Project
from detente.relations import PairEvents, estimate_index, estimate_indices


def best(work: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Seconds of the processor and on the wall, of the fastest of some runs each."""
    busy, wall = [], []
    for _ in range(runs):
        began, start = time.process_time(), time.perf_counter()
        work()
        busy.append(time.process_time() - began)
        wall.append(time.perf_counter() - start)
    return min(busy), min(wall)


def make_events(rng: np.random.Generator, months: int, count: int) -> PairEvents:
    material = rng.random(count) < 0.3
    weight = np.clip(rng.normal(1, np.where(material, 5, 2.5)), -10, 10)
    return PairEvents.of(rng.integers(0, months, count), weight, material)


def time_peer(events: PairEvents, months: int) -> float | None:
    """Seconds statsmodels' local level takes for the words of one pair; None where it is not installed."""
    try:
        from statsmodels.tsa.statespace.structural import UnobservedComponents
    except ImportError:
        return None
    words = ~events.material
    count = np.bincount(events.month[words], minlength=months)
    total = np.bincount(events.month[words], events.weight[words], months)
    series = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return best(lambda: UnobservedComponents(series, "llevel").fit(disp=False), 3)[0]


def main() -> int:
    prior, judgement = load_panel_prior(), load_judgement()
    rng = np.random.default_rng(0)
    long = make_events(rng, 347, 600)
    pairs = [make_events(rng, 240, 500) for _ in range(200)]
    branches = [Branch(n, n, 0.5, n, "opposed", Stance(s, 20)) for n, s in (("a", -1.0), ("b", 1.0))]

    def one_pair() -> None:
        index = estimate_index(long, prior=prior, last=346)
        forecast_branches(index, branches, incumbent=Incumbent("a"), office_month=3.0, judgement=judgement, usual_tone=0.0)

    chronicle = Project.chronicles().pair("Russia", "United States")
    chronicle.outlook("usa-2024")
    one_pair()
    index = estimate_index(long, prior=prior, last=346)
    sided = estimate_index(replace(long, side=rng.integers(-1, 2, len(long))), prior=prior, last=346)
    rows = [
        ("index and outlook of one pair, 29 years", best(one_pair), 0.3),
        ("index of 200 pairs, 20 years", best(lambda: estimate_indices(pairs, prior=prior, last=239, first=0), 3), 3.0),
        ("both directions of one pair", best(lambda: sided.sides()), 0.3),
        ("contributions of one month", best(index.contributions), 0.3),
        ("turning points", best(index.turning_points), 0.5),
        ("back-test of one pair at 12 months", best(lambda: score_past(long, prior=prior, last=346), 3), 2.0),
        ("index of a pair from the store", best(chronicle.index), 0.3),
        ("outlook of a pair from the store, with its past record", best(lambda: chronicle.outlook("usa-2024"), 9), 0.3),
    ]
    for name, (seconds, wall), target in rows:
        said = "ok  " if seconds <= target else "SLOW"
        print(f"{said} {name:54s} {seconds:6.3f} s of the processor, {wall:6.3f} s on the wall  (target {target:g} s)")
    print(f"     largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    own, _ = best(lambda: estimate_index(long, prior=prior, last=346))
    peer = time_peer(long, 347)
    if peer is None:
        print("     statsmodels is not installed: no peer")
    else:
        print(
            f"     index of one pair {own:.3f} s; statsmodels' local level of its words alone (no deeds, constant noise,\n"
            f"     one set of parameters) {peer:.3f} s: {peer / own:.1f} times"
        )
    return int(any(seconds > target for _, (seconds, _wall), target in rows))


if __name__ == "__main__":
    sys.exit(main())
