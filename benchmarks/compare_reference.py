"""Compare this package's index and outlook with the reference prototype on the same input.

    PYTHONPATH=src python benchmarks/compare_reference.py [--shared ../shared]

The prototype and the events lie outside the repository; without them this says so and ends.
Exit 1 where a difference exceeds its bound.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

TIGHT = 1e-6
# the prototype keeps filtered states in float32: 24 bits of values up to 10
FLOAT32 = 2e-6
# it rounds some results to 3 or 4 digits before it gives them back
ROUNDED3, ROUNDED4 = 5.1e-4, 5.1e-5
# entropy and total variation are sums over 600 points whose range the two place differently
GRID = 1e-3


def load_prototype(shared: Path) -> ModuleType | None:
    """Import the prototype from where it lies; None where it does not."""
    path = shared / "bench" / "relations" / "reference" / "prototype.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("reference_prototype", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference_prototype"] = module
    spec.loader.exec_module(module)
    # keep all digits: the module's own calls of round() find this one first
    module.round = lambda value, digits=0: value  # type: ignore[attr-defined]
    return module


def build_panel(prototype: ModuleType, shared: Path, top: int = 60):
    """Build the prototype's own panel of 60 pairs from the random fifth of ICEWS 2005-2015."""
    import polars as pl

    events = pl.read_parquet(shared / "bench" / "relations" / "icews_events.parquet").filter(pl.col("in_0515_sample20"))
    events = events.with_columns(src=pl.col("source_country").cast(pl.Utf8), tgt=pl.col("target_country").cast(pl.Utf8))
    events = events.filter(pl.col("src").is_not_null() & pl.col("tgt").is_not_null())
    return prototype.Panel(events.select("date", "src", "tgt", "goldstein", "quad"), top=top, min_events=60)


def compare_filter(prototype: ModuleType, panel) -> list[tuple[str, float, float]]:
    """Event variance, filter, grid weights and forecasts on the panel."""
    from detente.outlook.origins import forecast_window
    from detente.outlook.simulate import project_state
    from detente.relations.kalman import filter_grid, posterior_weights, two_speeds
    from detente.relations.learning import learn_weights
    from detente.relations.months import Monthly

    grid = prototype.make_grid()
    months, pairs = panel.y.shape
    squares = panel.ss - np.divide(panel.s**2, panel.n, out=np.zeros_like(panel.s), where=panel.n > 0)
    s2 = panel.within_var(months)
    pooled = squares[panel.n > 1].sum() / np.maximum(panel.n - 1, 0).sum()
    own_s2 = np.array([Monthly(panel.n[:, j], panel.y[:, j], squares[:, j]).event_variance(pooled, 60.0) for j in range(pairs)])
    loglik, states = prototype.kalman_grid(panel.y, panel.n, s2, grid, 2.0, 4.0)
    run = filter_grid(panel.y[:, None], panel.n[:, None], two_speeds(grid, event_var=s2, level_mean=2.0, level_var=4.0))
    filtered = np.stack([run.mean[:, 0], run.mean[:, 1], run.cov[:, 0, 0], run.cov[:, 1, 1], run.cov[:, 0, 1]])
    prior = prototype.em_prior(loglik.sum(0))

    own_prior = learn_weights(run.loglik.sum(0))
    summed = loglik.sum(0) + np.log(prior)
    weights = np.exp(summed - summed.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    rows = [
        ("event variance of a pair", _gap(s2, own_s2), TIGHT),
        ("log-likelihood by month, pair, point", _gap(loglik, run.loglik), TIGHT),
        ("filtered state (prototype keeps float32)", _gap(states, filtered), FLOAT32),
        ("grid weights by EM", _gap(prior, own_prior), TIGHT),
        ("posterior weights", _gap(weights, posterior_weights(run.loglik, own_prior)[-1]), TIGHT),
    ]
    for horizon in (1, 3, 12):
        noise = grid[:, 3] * s2[0] / 5
        # give both the same float64 states, so that storage does not blur the comparison
        _, mean, sd = prototype.forecast_mix(filtered[:, :, :1], months - 1, horizon, grid, None, noise[None])
        state = words_alone(run, weights[0])
        own_mean, own_var = project_state(state, [horizon], factors=(1.0, 0.0), quantity="month")
        window_mean, window_var = (part[0] for part in forecast_window(state, np.array([horizon])))
        window_var = window_var[0]
        rows.append((f"forecast mean, {horizon} months", max(_gap(mean[0], own_mean[0]), _gap(mean[0], window_mean)), TIGHT))
        spread = max(_gap(sd[0], np.sqrt(own_var[0] + noise)), _gap(sd[0], np.sqrt(window_var + noise)))
        rows.append((f"forecast sd, {horizon} months", spread, TIGHT))
    return rows


def words_alone(run, weights: np.ndarray):
    """State of the first series of a filter of one component, as a pair whose deeds are not there."""
    from detente.relations.joint import State

    def wide(array: np.ndarray, axes: int) -> np.ndarray:
        return np.pad(array, [(0, 2)] * axes + [(0, 0)])

    dynamics = run.dynamics
    return State(
        weights, wide(dynamics.persist[:, 0], 1), wide(dynamics.innovation[:, :, 0], 2), wide(run.mean[-1, :, 0], 1),
        wide(run.cov[-1, :, :, 0], 2), np.pad(dynamics.noise[:, 0], [(0, 1), (0, 0)]),
    )  # fmt: skip


def compare_scores(prototype: ModuleType) -> list[tuple[str, float, float]]:
    """CRPS, log score, PIT and quantiles of random mixtures (at most 60 parts: above that the prototype cuts some off)."""
    from detente.outlook.scores import crps, log_score, pit
    from detente.relations.mixture import Mixture

    rng = np.random.default_rng(0)
    worst = np.zeros(4)
    for _ in range(200):
        parts = int(rng.integers(1, 40))
        mixture = Mixture(rng.dirichlet(np.full(parts, 5.0)), rng.normal(0, 3, parts), rng.uniform(0.2, 2, parts))
        keep = mixture.weights > 1e-4
        mixture = Mixture(mixture.weights[keep] / mixture.weights[keep].sum(), mixture.means[keep], mixture.sds[keep])
        y = float(rng.normal(0, 4))
        theirs = prototype.mix_scores(y, mixture.weights, mixture.means, mixture.sds)
        own = (float(crps(mixture, y)), float(log_score(mixture, y)), float(pit(mixture, y)))
        quantile = prototype.mix_q(mixture.weights, mixture.means, mixture.sds, 0.05)
        gaps = [*np.abs(np.subtract(theirs, own)), abs(quantile - float(mixture.quantiles([0.05])[0]))]
        worst = np.maximum(worst, gaps)
    return list(zip(("CRPS", "log score", "PIT", "5 % quantile"), worst.tolist(), (TIGHT,) * 4, strict=True))


def compare_outlook(prototype: ModuleType, panel) -> list[tuple[str, float, float]]:
    """Branches and "does it matter" under the prototype's own draws: one component, months, stance given as a difference."""
    from scipy.special import betainc

    from detente.outlook.branches import Branch, Incumbent
    from detente.outlook.chances import dot_positions, measure_chances
    from detente.outlook.judgement import Judgement
    from detente.outlook.matters import measure_matters
    from detente.outlook.simulate import Draws, simulate_branches
    from detente.relations.kalman import filter_grid, posterior_weights, two_speeds
    from detente.relations.mixture import Mixture
    from detente.relations.prior import Composite

    grid = prototype.make_grid()
    s2 = panel.within_var(panel.y.shape[0])
    dynamics = two_speeds(grid, event_var=s2[:1], level_mean=2.0, level_var=4.0)
    run = filter_grid(panel.y[:, None, :1], panel.n[:, None, :1], dynamics)
    weights = posterior_weights(run.loglik, np.full(len(grid), 1 / len(grid)))[-1, 0]
    mean, cov = run.mean[-1, :, 0], run.cov[-1, :, :, 0]
    moments = np.stack([mean[0], mean[1], cov[0, 0], cov[1, 1], cov[0, 1]])
    now = float(weights @ moments[0])
    # words alone: all weight on them
    index = SimpleNamespace(
        posterior=SimpleNamespace(state=words_alone(run, weights)),
        prior=SimpleNamespace(composite=Composite(1.0, 0.0, 1.0, 1.0)),
    )
    size, seed, horizons, office = 400, 0, (3, 9, 12, 24), 3.0
    stances = {"A": (0.8, 0.6), "B": (-1.5, 0.6), "C": (-0.2, 0.3)}
    prob = np.array([0.3, 0.3, 0.4])
    rows = []
    for veto, beta in (("aligned", (8.0, 2.0)), ("opposed", (2.0, 4.0))):
        theirs = prototype.scenario_outlook(
            tuple(moments),
            grid,
            weights,
            now,
            [
                {"name": n, "p": p, "stance": m, "stance_sd": s, "veto": veto}
                for (n, (m, s)), p in zip(stances.items(), prob, strict=True)
            ],
            horizons=horizons,
            t_effect=office,
            ndraw=size,
            seed=seed,
        )
        rng = np.random.default_rng(seed)
        pass_through, leader_sd = rng.normal(0.30, 0.20, size), np.abs(rng.normal(0.20, 0.15, size))
        point = rng.choice(len(weights), size, p=weights)
        draws = Draws(
            point=point,
            pass_through=pass_through,
            leader_sd=leader_sd,
            stance=np.stack([np.random.default_rng([seed, 1, j]).normal(*stances[n], size) for j, n in enumerate(stances)]),
            survive_words=betainc(*beta, np.random.default_rng([seed, 2]).beta(*beta, size)),
            survive_deeds=np.full(size, 0.5),
            push=np.zeros(size),
        )
        branches = [Branch(n, n, float(p), n, veto) for n, p in zip(stances, prob, strict=True)]
        judgement = replace(Judgement(), survive_words=beta, draws=size)
        simulated = simulate_branches(
            index,
            branches,
            draws,
            months=horizons,
            incumbent=Incumbent("today"),
            office_month=office,
            judgement=judgement,
            quantity="month",
        )
        worst: dict[str, float] = {}
        for h, reference in enumerate(theirs):
            cloud = Mixture(np.full((3, size), 1 / size), simulated.mean[:, h], np.sqrt(simulated.variance[:, h]))
            matters = measure_matters(
                simulated.mean[:, h],
                simulated.variance[:, h],
                simulated.leader_variance[:, h],
                prob=prob,
                leaders=list(stances),
                judgement=judgement,
            )
            singles = [Mixture(cloud.weights[j], cloud.means[j], cloud.sds[j]) for j in range(3)]
            chances = [measure_chances(m, dot_positions(m), now=now, change=0.5) for m in singles]
            pairs = {
                "mean": (reference["mean"], cloud.mean),
                "improve": (reference["p_improve"], [c.improve for c in chances]),
                "worsen": (reference["p_worsen"], [c.worsen for c in chances]),
                "signed": (reference["eta2_known"], matters.signed),
                "usable interval": (reference["eta2_known_ci"], [matters.usable_low, matters.usable_high]),
                "potential": (reference["eta2_potential"], matters.potential),
                "potential interval": (reference["eta2_potential_ci"], [matters.potential_low, matters.potential_high]),
                "information": (reference["mi_share"], matters.information),
                "variation": (reference["tv_max"], matters.total_variation),
                # the prototype takes the variance of each branch's draws about the draws' mean, as here
                "sd": (reference["sd"], cloud.sd),
            }
            # between 0 and 1 the ramp enters the prototype's leader variance once, here squared: compare the ends only
            partial = 0 < (horizons[h] - office) / 6 < 1
            for name, (a, b) in pairs.items():
                if not partial or name == "mean":
                    worst[name] = max(worst.get(name, 0.0), _gap(a, b))
        bounds = dict.fromkeys(("mean", "sd"), ROUNDED3) | dict.fromkeys(("usable interval", "potential interval"), ROUNDED4)
        bounds |= dict.fromkeys(("information", "variation"), GRID)
        rows += [(f"outlook, {veto}: {name}", gap, bounds.get(name, TIGHT)) for name, gap in worst.items()]
    return rows


def _gap(a, b) -> float:
    return float(np.max(np.abs(np.asarray(a, float) - np.asarray(b, float))))


def compare(shared: Path) -> list[tuple[str, float, float]] | None:
    """All comparisons as (what, largest difference, bound); None where the reference is not there."""
    prototype = load_prototype(shared)
    if prototype is None:
        return None
    panel = build_panel(prototype, shared)
    return compare_filter(prototype, panel) + compare_scores(prototype) + compare_outlook(prototype, panel)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    args = parser.parse_args()
    rows = compare(args.shared)
    if rows is None:
        print(f"skipped: no reference prototype under {args.shared}")
        return 0
    for name, gap, bound in rows:
        print(f"{'ok  ' if gap <= bound else 'FAIL'} {name:52s} {gap:.1e}  (bound {bound:.0e})")
    return int(any(gap > bound for _, gap, bound in rows))


if __name__ == "__main__":
    sys.exit(main())
