"""Does "does the outcome matter" find again what was put in? Simulated pairs, elections and speakers.

    OMP_NUM_THREADS=1 PYTHONPATH=src python benchmarks/simulate_recovery.py [--replicates 400]

Each replicate draws a truth from the priors (parameters of words and deeds, level, stances, pass-through, survival, leader
effect), simulates ten years of events and the statements of three leaders, and asks the program how much the outcome matters,
and how much of it each office adds: president, and two chambers with any joint chances, of which either can hold up deeds.
The true share is that under the true parameters: variance between the branches' true means over all variance, the level known
as well as the true filter knows it. Exit 1 where the mean error exceeds .02 or a 90 % interval covers less than .85.

A check of the arithmetic and of the intervals, not of the priors: who draws truths from elsewhere will find other figures
(simulation-based calibration, Talts and others 2018, arXiv:1804.06788).
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import permutations, product
from typing import NamedTuple

import numpy as np

from detente.outlook import Branch, Incumbent, measure_stance
from detente.outlook.judgement import Judgement
from detente.outlook.matters import measure_matters
from detente.outlook.simulate import make_draws, office_ramp, project_state, simulate_branches
from detente.priors import load_judgement, load_panel_prior
from detente.relations import PairEvents, PanelPrior, State, estimate_index
from detente.relations.joint import pair_dynamics
from detente.relations.kalman import filter_grid
from detente.relations.months import count_months

MONTHS, HORIZON, OFFICE = 120, 12, 3.0
WORDS_A_MONTH, DEEDS_A_MONTH = 5.0, 2.0
MOST_BIAS, LEAST_COVERAGE = 0.02, 0.85


class Found(NamedTuple):
    """True and estimated share of one replicate."""

    point: float
    low: float
    high: float
    true: float


OFFICES = ("president", "senate", "house")
SHARES = ("usable", "potential", *(f"part of the {office}" for office in OFFICES))


def split_truth(shift, prob, held) -> dict[str, float]:
    """What each office adds to the variance between branches, averaged over all orders: no code shared with the program."""

    def explained(known) -> float:
        total, groups = float(prob @ shift), {}
        for j, row in enumerate(held):
            groups.setdefault(tuple(row[o] for o in known), []).append(j)
        return sum(
            float(prob[r].sum()) * (float(prob[r] @ shift[r]) / float(prob[r].sum()) - total) ** 2 for r in groups.values()
        )

    orders = list(permutations(OFFICES))
    return {
        office: float(np.mean([explained(o[: o.index(office) + 1]) - explained(o[: o.index(office)]) for o in orders]))
        for office in OFFICES
    }


def simulate_pair(rng: np.random.Generator, prior: PanelPrior) -> tuple[np.ndarray, PairEvents]:
    """Draw parameters, levels and ten years of events from the prior; return the place of the parameters and the events."""
    point = rng.choice(len(prior.weights), p=prior.weights)
    dynamics = pair_dynamics(prior, event_variance(prior), np.array([[point]]))
    start, new = dynamics.start_cov[:, :, 0, 0], dynamics.innovation[:, :, 0, 0]
    state = rng.multivariate_normal(dynamics.start_mean[:, 0, 0], start)
    month, value, material = [], [], []
    for t in range(MONTHS):
        state = dynamics.persist[:, 0, 0] * state + rng.multivariate_normal(np.zeros(4), new)
        for kind, (rate, part) in enumerate(((WORDS_A_MONTH, prior.verbal), (DEEDS_A_MONTH, prior.material))):
            count = rng.poisson(rate)
            if count:
                # noise of the month's mean k s2 / n: what the events of a month have in common, and their own
                extra = dynamics.noise[kind, 0, 0] - part.event_var
                common = rng.normal(0, np.sqrt(extra / count))
                month += [t] * count
                value += list(state[2 * kind] + state[2 * kind + 1] + common + rng.normal(0, np.sqrt(part.event_var), count))
                material += [kind == 1] * count
    # the scale ends at -10 and 10 for events; the simulated ones keep their tails, so they are not checked
    return np.array([[point]]), PairEvents(np.array(month, int), np.array(value), np.array(material, bool))


def event_variance(prior: PanelPrior) -> np.ndarray:
    """Variance of single events of words and deeds, shape (2, 1)."""
    return np.array([[prior.verbal.event_var], [prior.material.event_var]])


def true_variance(prior: PanelPrior, point: np.ndarray, events: PairEvents) -> float:
    """Variance of the composite's level at the horizon for who knows the true parameters."""
    series = [count_months(events.month[pick], events.weight[pick], first=0, last=MONTHS - 1)
              for pick in (~events.material, events.material)]  # fmt: skip
    mean, count = (np.stack([getattr(s, name) for s in series], axis=1)[:, :, None] for name in ("mean", "count"))
    dynamics = pair_dynamics(prior, event_variance(prior), point)
    run = filter_grid(mean, count, dynamics)
    state = State(
        np.ones(1), dynamics.persist[:, 0], dynamics.innovation[:, :, 0], run.mean[-1, :, 0], run.cov[-1, :, :, 0],
        dynamics.noise[:, 0],
    )  # fmt: skip
    _, variance = project_state(state, [HORIZON], factors=prior.composite.factors)
    return float(variance[0, 0])


def replicate(rng: np.random.Generator, prior: PanelPrior, judgement: Judgement, seed: int) -> dict[str, Found]:
    """Simulate one truth and what the program makes of it."""
    point, events = simulate_pair(rng, prior)
    index = estimate_index(events, prior=prior, last=MONTHS - 1, first=0)

    variance = prior.verbal.event_var
    tone = float(rng.normal(prior.verbal.level_mean, np.sqrt(prior.verbal.level_var)))
    names = ("today", "first", "second")
    stances = {n: rng.normal(tone, np.sqrt(variance / judgement.pseudo_statements)) for n in names}
    # as many that a direction may be concluded
    said = {n: rng.normal(stances[n], np.sqrt(variance), int(rng.integers(3, 40))) for n in names}
    measured = {n: measure_stance(np.clip(v, -10, 10), panel_variance=variance) for n, v in said.items()}
    # two presidents x two chambers, with any joint chances; either chamber can hold up, the senate may act on its own
    leaders = ("first", "second") if rng.random() < 0.5 else ("today", "first")
    push = (-0.5, 0.3) if rng.random() < 0.5 else (0.0, 0.0)
    held = [dict(zip(OFFICES, row, strict=True)) for row in product(leaders, ("with", "against"), ("with", "against"))]
    chances = rng.dirichlet(np.full(len(held), 1.0))
    views = ["opposed" if "against" in (row["senate"], row["house"]) else "aligned" for row in held]
    pushed = [row["senate"] == "against" for row in held]
    branches = [
        Branch(
            "-".join(row.values()), "", float(p), row["president"], view, stance=measured[row["president"]],
            push=push if by_itself else (0.0, 0.0), offices=row,
        )
        for row, view, by_itself, p in zip(held, views, pushed, chances, strict=True)
    ]  # fmt: skip
    incumbent = Incumbent("today", measured["today"])

    draws = make_draws(index, branches, incumbent=incumbent, judgement=judgement, usual_tone=tone, seed=seed)
    simulated = simulate_branches(
        index, branches, draws, months=[HORIZON], incumbent=incumbent, office_month=OFFICE, judgement=judgement
    )
    mean, spread, leader = simulated.mean[:, 0], simulated.variance[:, 0], simulated.leader_variance[:, 0]
    leading = [row["president"] for row in held]
    found = measure_matters(mean, spread, leader, prob=chances, leaders=leading, judgement=judgement, offices=held)

    # the truth
    pass_through = rng.normal(*judgement.pass_through)
    survive_words = rng.beta(*judgement.survive_words)
    u = rng.random()
    from scipy.special import betaincinv

    survive = {
        "aligned": betaincinv(*judgement.survive_deeds_aligned, u),
        "opposed": betaincinv(*judgement.survive_deeds_opposed, u),
    }
    ramp = float(office_ramp([HORIZON], OFFICE, judgement.ramp_months)[0])
    lam = abs(rng.normal(*judgement.leader_effect))
    true_push = rng.normal(*push)
    shift, own = [], []
    for name, view, by_itself in zip(leading, views, pushed, strict=True):
        move = pass_through * (stances[name] - stances["today"])
        words, deeds = (survive_words * move, survive[view] * move) if move > 0 else (move, move)
        shift.append(ramp * 0.5 * (words + deeds + by_itself * true_push))
        own.append((ramp * lam) ** 2 * (name != "today"))
    true_shift, true_own = np.array(shift), np.array(own)
    base = true_variance(prior, point, events)
    true_between = float(chances @ (true_shift - chances @ true_shift) ** 2)
    within = float(base + chances @ true_own)
    unsigned = 0.0
    for name in leaders:
        share = float(chances[[j for j, n in enumerate(leading) if n == name]].sum())
        unsigned += (ramp * lam) ** 2 * (name != "today") * share * (1 - share)
    total = true_between + within
    assert found.split is not None
    parts = split_truth(true_shift, chances, held)
    return {
        "usable": Found(found.usable, found.usable_low, found.usable_high, true_between / total),
        "potential": Found(found.potential, found.potential_low, found.potential_high, (true_between + unsigned) / total),
        **{
            f"part of the {office}": Found(part.share, part.low, part.high, parts[office] / total)
            for office, part in found.split.items()
        },
    }


def recover(replicates: int, *, seed: int = 0, draws: int | None = None) -> list[tuple[str, float, float]]:
    """Bias and coverage as (what, value, standard error)."""
    from dataclasses import replace

    prior, judgement = load_panel_prior(), load_judgement()
    if draws is not None:
        judgement = replace(judgement, draws=draws)
    rng = np.random.default_rng(seed)
    found = [replicate(rng, prior, judgement, j) for j in range(replicates)]
    rows = []
    for name in SHARES:
        error = np.array([f[name].point - f[name].true for f in found])
        rows.append((f"bias: {name}", float(error.mean()), float(error.std() / np.sqrt(replicates))))
    for name in SHARES:
        inside = np.array([f[name].low - 1e-9 <= f[name].true <= f[name].high + 1e-9 for f in found], float)
        rows.append((f"coverage of the 90 % interval: {name}", float(inside.mean()), float(inside.std() / np.sqrt(replicates))))
    rows += [(f"mean true share: {name}", float(np.mean([f[name].true for f in found])), 0.0) for name in SHARES]
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=400)
    args = parser.parse_args()
    began = time.perf_counter()
    missed = False
    for name, value, error in recover(args.replicates):
        ok = True
        if name.startswith("bias"):
            ok = abs(value) <= MOST_BIAS
        elif name.startswith("coverage"):
            ok = value >= LEAST_COVERAGE
        missed |= not ok
        said = f" ± {error:.3f}" if error else ""
        print(f"{'ok  ' if ok else 'FAIL'} {name:56s} {value:7.3f}{said}")
    print(f"     {args.replicates} replicates, {time.perf_counter() - began:.0f} s")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
