"""Time the index, the outlook and the back-test of a pair against the targets; a peer where statsmodels is installed.

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/time_relations.py

Simulated events of a fixed seed, so the same work everywhere. Times are the best of some runs, after import; a ratio within
one run says more than seconds on a busy machine. Exit 1 where a target is missed.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from detente.outlook import Branch, Incumbent, Stance, forecast_branches, score_past
from detente.priors import load_judgement, load_panel_prior
from detente.relations import PairEvents, estimate_index, estimate_indices


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


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
        return best(lambda: UnobservedComponents(series, "llevel").fit(disp=False), 3)


def main() -> int:
    prior, judgement = load_panel_prior(), load_judgement()
    rng = np.random.default_rng(0)
    long = make_events(rng, 347, 600)
    pairs = [make_events(rng, 240, 500) for _ in range(200)]
    branches = [Branch(n, n, 0.5, n, "opposed", Stance(s, 20)) for n, s in (("a", -1.0), ("b", 1.0))]

    def one_pair() -> None:
        index = estimate_index(long, prior=prior, last=346)
        forecast_branches(index, branches, incumbent=Incumbent("a"), office_month=3.0, judgement=judgement, usual_tone=0.0)

    one_pair()
    index = estimate_index(long, prior=prior, last=346)
    rows = [
        ("index and outlook of one pair, 29 years", best(one_pair), 0.3),
        ("index of 200 pairs, 20 years", best(lambda: estimate_indices(pairs, prior=prior, last=239, first=0), 3), 3.0),
        ("contributions of one month", best(index.contributions), 0.3),
        ("turning points", best(index.turning_points), 0.5),
        ("back-test of one pair at 12 months", best(lambda: score_past(long, prior=prior, last=346), 3), 2.0),
    ]
    for name, seconds, target in rows:
        print(f"{'ok  ' if seconds <= target else 'SLOW'} {name:44s} {seconds:6.3f} s  (target {target:g} s)")
    print(f"     largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    own = best(lambda: estimate_index(long, prior=prior, last=346))
    peer = time_peer(long, 347)
    if peer is None:
        print("     statsmodels is not installed: no peer")
    else:
        print(
            f"     index of one pair {own:.3f} s; statsmodels' local level of its words alone (no deeds, constant noise,\n"
            f"     one set of parameters) {peer:.3f} s: {peer / own:.1f} times"
        )
    return int(any(seconds > target for _, seconds, target in rows))


if __name__ == "__main__":
    sys.exit(main())
