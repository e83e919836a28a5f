"""The record of the index on the shipped chronicles: how sure is it that its intervals hold too seldom, or often enough?

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/chronicle_record.py [--histories 60]

What `detente backtest` does on the chronicles' own pairs (Russia-USA, India-Pakistan), pair by pair, with two readings of each
coverage. *Drawn anew*: 90 % of what comes out when stretches of five years of the forecasts are drawn anew (circular block
bootstrap, Politis & Romano 1992), for forecasts that overlap share their errors. *Simulated*: 90 % of what comes out in
histories that the model itself tells, with the pair's own number of words and deeds in every month, parameters drawn from its
posterior: what a right model would show on so short a past. A coverage outside it is no accident.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from detente.outlook.backtest import OURS
from detente.outlook.outcomes import Spread, count_values
from detente.outlook.record import forecast_past
from detente.priors import load_panel_prior
from detente.project import Project, pair_arrays
from detente.relations import PairEvents, estimate_index
from detente.relations.joint import pair_dynamics

PAIRS = (("RUS", "USA"), ("IND", "PAK"))
HORIZONS = (3, 6, 12, 24)
YEARS, DRAWS, STEP = 5, 2000, 3


def inside(events: PairEvents, prior, last: int, horizon: int) -> np.ndarray:
    """Whether what came lay in the 50 and in the 90 % interval, shape (forecasts, 2); and the CRPS, as a third column."""
    past = forecast_past(events, prior=prior, last=last, horizon=horizon, step=STEP)
    if not len(past.origin):
        return np.zeros((0, 3))
    found = past.scores(horizon=horizon)[OURS]
    return np.stack([np.abs(found.pit - 0.5) <= 0.25, np.abs(found.pit - 0.5) <= 0.45, found.crps], axis=1)


def draw_anew(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """90 % interval of the means of `rows`, stretches of `YEARS` drawn anew; shape (2, columns)."""
    size = min(YEARS * 12 // STEP, len(rows))
    starts = rng.integers(0, len(rows), (DRAWS, -(-len(rows) // size)))
    place = ((starts[:, :, None] + np.arange(size)) % len(rows)).reshape(DRAWS, -1)[:, : len(rows)]
    return np.quantile(rows[place].mean(1), [0.05, 0.95], axis=0)


def tell(events: PairEvents, index, prior, rng: np.random.Generator) -> PairEvents:
    """A history as the model tells it: its months, levels and shocks drawn, the events of each month drawn about them."""
    posterior = index.posterior
    j = posterior.points[rng.choice(len(posterior.points), p=posterior.state.weights)]
    dynamics = pair_dynamics(prior, posterior.event_var[:, None], np.array([[j]]))
    persist, step, noise = dynamics.persist[:, 0, 0], dynamics.innovation[:, :, 0, 0], dynamics.noise[:, 0, 0]
    state = rng.multivariate_normal(dynamics.start()[0][:, 0, 0], dynamics.start()[1][:, :, 0, 0])
    shares = [
        part.event_var_weight * part.shares + count_values(events.weight[events.material == kind])
        for part, kind in zip((prior.verbal, prior.material), (False, True), strict=True)
    ]
    spreads = [Spread.of(s) for s in shares]
    months, weights, deeds = [], [], []
    for t in range(len(index.months)):
        state = rng.multivariate_normal(persist * state, step)
        for kind in range(2):
            n = int(posterior.monthly[kind].count[t])
            if n:
                # events that come together say less: so many draws as make the noise of the model, some of them repeated
                alone = max(int(n * posterior.event_var[kind] / noise[kind] + rng.random()), 1)
                drawn = spreads[kind].draw(np.full(alone, state[2 * kind] + state[2 * kind + 1]), np.ones(alone), rng)
                months += [int(index.months[t])] * n
                weights += np.resize(drawn, n).tolist()
                deeds += [bool(kind)] * n
    return PairEvents.of(months, np.clip(weights, -10, 10), deeds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=60)
    args = parser.parse_args()
    prior, project, rng = load_panel_prior(), Project.chronicles(), np.random.default_rng(0)
    print("pair     months    n   CRPS   in 50 %  drawn anew  simulated    in 90 %  drawn anew  simulated")
    for codes in PAIRS:
        events = pair_arrays(project.pair(*codes).state_events())
        last = int(events.month.max())
        index = estimate_index(events, prior=prior, last=last)
        told = [tell(events, index, prior, rng) for _ in range(args.histories)]
        for horizon in HORIZONS:
            rows = inside(events, prior, last, horizon)
            low, high = draw_anew(rows, rng)
            found = [inside(history, prior, last, horizon) for history in told]
            means = np.array([f[:, :2].mean(0) for f in found if len(f) >= 12])
            lower, upper = np.quantile(means, [0.05, 0.95], axis=0) if len(means) else np.full((2, 2), np.nan)
            said = "   ".join(
                f"{rows[:, k].mean():8.2f}  {low[k]:.2f} to {high[k]:.2f} {lower[k]:.2f} to {upper[k]:.2f}" for k in range(2)
            )
            print(f"{'-'.join(codes)} {horizon:7d} {len(rows):4d} {rows[:, 2].mean():6.3f} {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
