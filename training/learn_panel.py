"""Learn the panel prior: what relations between other pairs teach before a pair's own events speak.

    python training/learn_panel.py --data ../shared/bench/relations --out src/detente/data/panel/prior.json

Reads ICEWS events between states, 2005-2015 (a random fifth until September 2011, the complete slice after it: one flag at a
time) and 2018, and learns by empirical Bayes, for words and for deeds: the variance of single events, where pairs start, which
parameters pairs have (points of both grids together, with their weights), and how words and deeds go together. Pairs of the
shipped chronicles are left out, so the prior has never seen them. Needs polars.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from detente.relations.joint import pair_dynamics
from detente.relations.kalman import filter_months, two_speeds
from detente.relations.learning import SMOOTHING, learn_weights
from detente.relations.months import Monthly
from detente.relations.prior import VALUES, ComponentPrior, Composite, Correlation, PanelPrior, SidesPrior
from detente.relations.sides import sides_dynamics

EVENTS_FILE = "icews_events.parquet"
LEFT_OUT = {("RUS", "USA"), ("IND", "PAK")}
# parameter grids: for words the one of docs/method.md; deeds vary about two and a half times as much (event sd 6.8 against 2.6)
PHI = (0.0, 0.5, 0.8)
WORDS = {"sd": (0.0, 0.35, 0.7, 1.2, 2.0), "q": (0.0, 0.05, 0.1, 0.2, 0.4)}
DEEDS = {"sd": (0.0, 0.9, 1.75, 3.0, 5.0), "q": (0.0, 0.12, 0.25, 0.5, 1.0)}
NOISE = (1.0, 2.0, 4.0)
LEAST = {"words": 60, "deeds": 20}
KINDS = ("words", "deeds")
CANDIDATES = {"words": 24, "deeds": 36}
"""Points of each grid, the heaviest, that are tried together."""
POINTS = 20
"""Combinations that are kept."""
NET = {"phi": 0.65, "sd": (1.0, 2.0), "q": (1.5, 3.0), "k": 1.4}
"""Points beside them for pairs unlike the panel's: every combination of so many times the panel's own shock and drift (root
mean squares), in words and in deeds."""
NET_SERIES = 1.0
"""Pseudo-series that each of them weighs at least."""
CORRELATIONS = (-0.2, 0.0, 0.2, 0.4, 0.6, 0.8)
SIDES_POINTS = 16
SIDES_TRIED = {
    "words_sd": (0.05, 0.1, 0.15, 0.2, 0.3, 0.5),
    "deeds_sd": (0.25, 0.5, 1.0, 1.5, 2.0, 2.5),
    "words_drift": (0.0, 0.01, 0.02, 0.04),
    "deeds_drift": (0.0, 0.05, 0.1, 0.15, 0.2),
    "correlation": (0.0, 0.3, 0.5, 0.7, 0.9),
}
WIDE = tuple(x / 20 for x in range(-4, 20))
BLOCK = 40
"""Series filtered at once."""
SPELLS = {"2005-2015": ((2005, 1), (2015, 12)), "2018": ((2018, 1), (2018, 10))}


@dataclass
class Spell:
    """Counts, means and squared deviations of words and deeds of many pairs over one stretch: arrays (months, 2, pairs)."""

    pairs: list[tuple[str, str]]
    count: np.ndarray
    mean: np.ndarray
    squares: np.ndarray

    def enough(self, kind: int) -> np.ndarray:
        """Pairs with enough events of the kind to say what pairs are like."""
        return self.count[:, kind].sum(0) >= LEAST[KINDS[kind]]


def make_grid(sds: tuple[float, ...], qs: tuple[float, ...], phis: tuple[float, ...] = PHI) -> np.ndarray:
    """All combinations; without a fast part (sd 0) phi means nothing and is kept once."""
    return np.array([(phi, sd, q, k) for phi in phis for sd in sds for q in qs for k in NOISE if sd > 0 or phi == phis[0]])


def read_events(folder: Path) -> pl.DataFrame:
    """Events between two different states, one flag of the source at any time."""
    events = pl.read_parquet(folder / EVENTS_FILE)
    complete_from = pl.date(2011, 10, 8)
    early = pl.col("in_0515_sample20") & (pl.col("date") < complete_from)
    late = pl.col("in_0515_full") & (pl.col("date") >= complete_from)
    return (
        events.filter(early | late | pl.col("in_icews18"))
        .with_columns(pl.col("source_country", "target_country").cast(pl.Utf8))
        .filter(pl.col("source_country").is_not_null() & pl.col("target_country").is_not_null())
        .filter((pl.col("source_country") != pl.col("target_country")) & pl.col("goldstein").is_not_null())
        .select(
            a=pl.min_horizontal("source_country", "target_country"),
            b=pl.max_horizontal("source_country", "target_country"),
            first=pl.col("source_country") <= pl.col("target_country"),
            month=pl.col("date").dt.year().cast(pl.Int64) * 12 + pl.col("date").dt.month() - 1,
            goldstein="goldstein",
            quad="quad",
            deeds=pl.col("quad").is_in([2, 4]),
        )
    )


def build_spells(events: pl.DataFrame) -> list[Spell]:
    """Tables by month, kind and pair for pairs with enough words or enough deeds in a spell."""
    spells = []
    for (y0, m0), (y1, m1) in SPELLS.values():
        first, last = y0 * 12 + m0 - 1, y1 * 12 + m1 - 1
        part = events.filter(pl.col("month").is_between(first, last))
        volume = part.group_by("a", "b").agg(words=(~pl.col("deeds")).sum(), deeds=pl.col("deeds").sum()).sort("a", "b")
        enough = volume.filter((pl.col("words") >= LEAST["words"]) | (pl.col("deeds") >= LEAST["deeds"]))
        pairs = [(a, b) for a, b, *_ in enough.iter_rows() if (a, b) not in LEFT_OUT]
        place = {pair: j for j, pair in enumerate(pairs)}
        shape = (last - first + 1, 2, len(pairs))
        spell = Spell(pairs, np.zeros(shape), np.full(shape, np.nan), np.zeros(shape))
        table = part.group_by("a", "b", "month", "deeds").agg(
            n=pl.len(), mean=pl.col("goldstein").mean(), ss=((pl.col("goldstein") - pl.col("goldstein").mean()) ** 2).sum()
        )
        for a, b, month, deeds, n, mean, ss in table.iter_rows():
            if (a, b) in place:
                at = (month - first, int(deeds), place[a, b])
                spell.count[at], spell.mean[at], spell.squares[at] = n, mean, ss
        spells.append(spell)
    return spells


@dataclass
class Learned:
    """One component before words and deeds are put together; lists hold one array per spell."""

    grid: np.ndarray
    weights: np.ndarray
    level_mean: float
    level_var: float
    pooled: float
    event_var: list[np.ndarray]
    loglik: list[np.ndarray]
    summary: dict


def learn_component(spells: list[Spell], grid: np.ndarray, kind: int) -> Learned:
    """Learn event variance, between-pair mean and variance, and grid weights of one component alone."""
    chosen = [s.enough(kind) for s in spells]
    squares = sum(s.squares[:, kind, c].sum() for s, c in zip(spells, chosen, strict=True))
    pooled = squares / sum(np.maximum(s.count[:, kind, c] - 1, 0).sum() for s, c in zip(spells, chosen, strict=True))
    own = [
        np.array(
            [
                Monthly(s.count[:, kind, j], s.mean[:, kind, j], s.squares[:, kind, j]).event_variance(pooled, 60.0)
                for j in range(len(s.pairs))
            ]
        )
        for s in spells
    ]
    total = [np.maximum(s.count[:, kind].sum(0), 1) for s in spells]
    levels = [np.nansum(s.mean[:, kind] * s.count[:, kind], 0) / n for s, n in zip(spells, total, strict=True)]
    level = np.concatenate([x[c] for x, c in zip(levels, chosen, strict=True)])
    sampling = np.concatenate([(v / n)[c] for v, n, c in zip(own, total, chosen, strict=True)])
    mean, between = float(level.mean()), float(max(level.var() - sampling.mean(), 0.3))
    logliks = []
    for s, v in zip(spells, own, strict=True):
        dynamics = two_speeds(grid, event_var=v, level_mean=mean, level_var=between)
        logliks.append(sum(row for row, *_ in filter_months(s.mean[:, [kind]], s.count[:, [kind]], dynamics)))
    loglik = np.concatenate([row[c] for row, c in zip(logliks, chosen, strict=True)])
    weights = learn_weights(loglik)
    rms = np.sqrt(weights @ grid[:, :3] ** 2)
    summary = {
        "series": len(loglik),
        "pairs": len({pair for s, c in zip(spells, chosen, strict=True) for pair, ok in zip(s.pairs, c, strict=True) if ok}),
        "events": int(sum(s.count[:, kind, c].sum() for s, c in zip(spells, chosen, strict=True))),
        "log_evidence": _evidence(loglik, weights),
        "phi_mean": float(weights @ grid[:, 0]),
        "sd_rms": float(rms[1]),
        "q_rms": float(rms[2]),
        "k_mean": float(weights @ grid[:, 3]),
    }
    return Learned(grid, weights, mean, between, float(pooled), own, logliks, summary)


def _evidence(loglik: np.ndarray, weights: np.ndarray) -> float:
    """Log-likelihood of all series, each averaged over the points."""
    top = loglik.max(1, keepdims=True)
    return float(np.log((np.exp(loglik - top) * weights).sum(1)).sum() + top.sum())


def learn_points(words: Learned, deeds: Learned) -> tuple[np.ndarray, np.ndarray, dict]:
    """Choose the points that pairs have in words and deeds together: the heaviest of all combinations of the heaviest.

    Until then words and deeds count as independent given the point, so the likelihood of a combination is a product. Each is
    kept also with two and four times the noise factors, so that a source that counts everything twice is read as it would be
    otherwise. A coarse net over shocks and drifts (`NET`) stands beside them: a long history of a pair unlike the panel's would
    else be left with the one point that happens to lie least far off.

    Returns
    -------
    points of words and of deeds, each (points, 4); how much evidence the choice costs
    """
    heavy_v, heavy_m = (
        np.sort(np.argsort(-part.weights, kind="stable")[: CANDIDATES[name]])
        for part, name in ((words, "words"), (deeds, "deeds"))
    )
    place_v, place_m = (x.ravel() for x in np.meshgrid(heavy_v, heavy_m, indexing="ij"))
    loglik_v, loglik_m = np.concatenate(words.loglik), np.concatenate(deeds.loglik)
    apart = _evidence(loglik_v, words.weights) + _evidence(loglik_m, deeds.weights)
    loglik = loglik_v[:, place_v] + loglik_m[:, place_m]
    weights = learn_weights(loglik, smoothing=0.01)
    order = np.argsort(-weights, kind="stable")[:POINTS]
    notes = {
        "series": len(loglik),
        "combinations_tried": len(place_v),
        "log_evidence_grids_apart": apart,
        "log_evidence_all_combinations": _evidence(loglik, weights),
        "log_evidence_combinations_kept": _evidence(loglik[:, order], learn_weights(loglik[:, order])),
    }
    nets = [
        [(NET["phi"], sd * part.summary["sd_rms"], q * part.summary["q_rms"], NET["k"]) for sd in NET["sd"] for q in NET["q"]]
        for part in (words, deeds)
    ]
    found = []
    for part, place, net in ((words, place_v, np.repeat(nets[0], 4, 0)), (deeds, place_m, np.tile(nets[1], (4, 1)))):
        kept = part.grid[place[order]]
        found.append(np.concatenate([kept, kept * [1, 1, 1, 2], kept * [1, 1, 1, 4], net]))
    return found[0], found[1], notes


def learn_joint(spells: list[Spell], words: Learned, deeds: Learned) -> dict:
    """Learn the points of both grids together, their weights, and the correlations of words and deeds.

    Each correlation in turn is set to the value of `CORRELATIONS` with the most evidence, finer around the best.
    """
    points_v, points_m, notes = learn_points(words, deeds)
    weights = np.full(len(points_v), 1 / len(points_v))
    least = np.where(np.arange(len(points_v)) < 3 * POINTS, SMOOTHING, NET_SERIES)

    def evidence(rho: Correlation) -> tuple[float, np.ndarray, np.ndarray]:
        parts = [
            ComponentPrior(points, learned.level_mean, learned.level_var, learned.pooled)
            for learned, points in ((words, points_v), (deeds, points_m))
        ]
        prior = PanelPrior("", *parts, weights, rho, Composite(0.5, 0.5, 1.0, 1.0), (0.0, 0.0))
        rows = []
        for n, s in enumerate(spells):
            for j in range(0, len(s.pairs), BLOCK):
                block = slice(j, j + BLOCK)
                dynamics = pair_dynamics(prior, np.stack([words.event_var[n][block], deeds.event_var[n][block]]))
                rows.append(sum(row for row, *_ in filter_months(s.mean[:, :, block], s.count[:, :, block], dynamics)))
        loglik = np.concatenate(rows)
        learned = learn_weights(loglik, smoothing=least)
        return _evidence(loglik, learned), learned, loglik

    rho = Correlation(0.0, 0.0, 0.0)
    best, found, _ = evidence(rho)
    notes["log_evidence_uncorrelated"] = best
    for step in (0.2, 0.05):
        for name in ("start", "drift", "shock"):
            now = getattr(rho, name)
            tried = CORRELATIONS if step == CORRELATIONS[2] else [now - 0.1, now - 0.05, now + 0.05, now + 0.1]
            for value in tried:
                other = replace(rho, **{name: round(value, 2)})
                gained, learned, _ = evidence(other)
                if gained > best:
                    best, found, rho = gained, learned, other
            print(f"correlation {name}: {getattr(rho, name)}, log evidence {best:.1f}")
    notes["log_evidence"] = best
    # values that the panel does not tell from the best: twice the log-likelihood ratio below 2.71 (90 %)
    for name in ("start", "drift", "shock"):
        near = [x for x in WIDE if best - evidence(replace(rho, **{name: x}))[0] < 1.355]
        notes[f"{name}_range"] = [min([*near, getattr(rho, name)]), max([*near, getattr(rho, name)])]
    return {
        "words": points_v.tolist(),
        "deeds": points_m.tolist(),
        "weights": found.tolist(),
        "correlation": {name: getattr(rho, name) for name in ("start", "drift", "shock")},
        "summary": notes,
    }


def learn_sides(events: pl.DataFrame, spells: list[Spell], content: dict, event_var: list[np.ndarray]) -> dict:
    """Learn how far the two directions of a pair lie apart, and how fast that drifts, by likelihood, one number after another.

    Under the heaviest `SIDES_POINTS` points of the joint prior, their weights as they are.
    """
    joint = content["joint"]
    weights = np.array(joint["weights"])
    heavy = np.sort(np.argsort(-weights, kind="stable")[:SIDES_POINTS])
    parts = [
        ComponentPrior(
            np.array(joint[kind])[heavy], content[kind]["level_mean"], content[kind]["level_var"], content[kind]["event_var"]
        )
        for kind in KINDS
    ]
    start = PanelPrior(
        "", *parts, weights[heavy] / weights[heavy].sum(), Correlation(**joint["correlation"]), Composite(0.5, 0.5, 1.0, 1.0),
        (0.0, 0.0),
    )  # fmt: skip
    tables = []
    for spell, ((y0, m0), (y1, m1)) in zip(spells, SPELLS.values(), strict=True):
        first, last = y0 * 12 + m0 - 1, y1 * 12 + m1 - 1
        place = {pair: j for j, pair in enumerate(spell.pairs)}
        count, mean = np.zeros((last - first + 1, 6, len(place))), np.full((last - first + 1, 6, len(place)), np.nan)
        table = events.filter(pl.col("month").is_between(first, last)).group_by("a", "b", "month", "deeds", "first")
        for a, b, month, deeds, of_first, n, average in table.agg(n=pl.len(), mean=pl.col("goldstein").mean()).iter_rows():
            if (a, b) in place:
                at = (month - first, 3 * int(deeds) + (0 if of_first else 1), place[a, b])
                count[at], mean[at] = n, average
        tables.append((mean, count))

    def evidence(sides: SidesPrior) -> float:
        prior = replace(start, sides=sides)
        rows = []
        for (mean, count), own in zip(tables, event_var, strict=True):
            for j in range(0, count.shape[2], BLOCK):
                block = slice(j, j + BLOCK)
                dynamics = sides_dynamics(prior, own[:, block])
                rows.append(sum(row for row, *_ in filter_months(mean[:, :, block], count[:, :, block], dynamics)))
        return _evidence(np.concatenate(rows), prior.weights)

    found = SidesPrior(0.3, 1.0, 0.02, 0.05, 0.3)
    best = evidence(found)
    none = evidence(SidesPrior(0.0, 0.0, 0.0, 0.0, 0.0))
    for _ in range(2):
        for name, tried in SIDES_TRIED.items():
            for value in tried:
                other = replace(found, **{name: value})
                if (gained := evidence(other)) > best:
                    best, found = gained, other
            print(f"sides {name}: {getattr(found, name)}, log evidence {best:.1f}")
    names = [*SIDES_TRIED]
    return {name: getattr(found, name) for name in names} | {
        "log_evidence": best,
        "log_evidence_no_difference": none,
        "source": "likelihood of the panel's events by direction; half of what sets the two directions of a pair apart",
    }


def learn_gap(spells: list[Spell], event_var: float) -> dict:
    """Line words = a + b * deeds between pairs.

    Corrected for the sampling noise of deeds (errors in variables, method of moments).
    """
    rows = []
    for s in spells:
        both = s.enough(0) & s.enough(1)
        total = s.count.sum(0)
        level = np.nansum(s.mean * s.count, 0) / np.maximum(total, 1)
        rows += [(level[0, j], level[1, j], event_var / total[1, j]) for j in np.flatnonzero(both)]
    v, m, noise = np.array(rows).T
    slope = float(np.cov(v, m)[0, 1] / max(m.var(ddof=1) - noise.mean(), 1e-6))
    return {
        "a": float(v.mean() - slope * m.mean()),
        "b": slope,
        "correlation": float(np.corrcoef(v, m)[0, 1]),
        "series": len(rows),
        "source": "means of words and deeds of series with enough of both; slope corrected for sampling noise in deeds",
    }


def estimate_leader_effect(
    folder: Path, quad_means: dict[str, float], event_var: float, *, least: int = 100, draws: int = 1000
) -> dict:
    """Extra variance of a year's change of the mean of all events where either state got a new leader, net of sampling noise.

    Yearly ICEWS counts by quad class 2002-2014 stand in for event means; leaders: Archigos 4.1. Interval: bootstrap over pairs.
    """
    counts = pl.read_parquet(folder / "icews_year_dev.parquet").with_columns(
        a=pl.min_horizontal("source_iso3", "target_iso3"), b=pl.max_horizontal("source_iso3", "target_iso3")
    )
    quads = list(quad_means)
    table = (
        counts.group_by("a", "b", "year")
        .agg(pl.col(quads).sum())
        .with_columns(n=pl.sum_horizontal(quads))
        .filter(pl.col("n") >= least)
    )
    leaders = pl.read_csv(folder / "leaders.csv", infer_schema_length=10000).filter(
        pl.col("source").str.starts_with("Archigos")
    )
    # a leader who came between July of last year and June of this one changes this year's mean against last year's
    new = {
        (iso3, int(start[:4]) + (int(start[5:7]) > 6))
        for iso3, start in leaders.select("iso3", "start").iter_rows()
        if iso3 and start
    }
    level = {
        (a, b, y): (sum(quad_means[q] * c for q, c in zip(quads, row, strict=True)) / n, n)
        for a, b, y, *row, n in table.iter_rows()
    }
    by_pair: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for (a, b, y), (mean, n) in level.items():
        if (a, b, y - 1) in level and (a, b) not in LEFT_OUT:
            before, n_before = level[a, b, y - 1]
            net = (mean - before) ** 2 - event_var * (1 / n + 1 / n_before)
            by_pair.setdefault((a, b), []).append((net, (a, y) in new or (b, y) in new))
    pairs = sorted(by_pair)
    sums = np.array(
        [
            [sum(x for x, f in by_pair[p] if f == flag) for flag in (False, True)]
            + [sum(f == flag for _, f in by_pair[p]) for flag in (False, True)]
            for p in pairs
        ]
    )
    rng = np.random.default_rng(0)
    picks = rng.integers(0, len(pairs), (draws, len(pairs)))
    totals = sums[picks].sum(1)
    extra = totals[:, 1] / totals[:, 3] - totals[:, 0] / totals[:, 2]
    total = sums.sum(0)
    low, high = np.quantile(extra, [0.05, 0.95])
    return {
        "extra_variance": float(total[1] / total[3] - total[0] / total[2]),
        "low": float(low),
        "high": float(high),
        "sd_without": float(np.sqrt(total[0] / total[2])),
        "changes_without": int(total[2]),
        "changes_with": int(total[3]),
        "pairs": len(pairs),
        "source": "yearly ICEWS counts by quad class, 100 events a year at least; leaders: Archigos 4.1; pair bootstrap, 90 %",
    }


def round_numbers(value: object, digits: int = 6) -> object:
    """Round all floats of a nested structure: the file holds what was learned, not float noise."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, dict):
        return {key: round_numbers(v, digits) for key, v in value.items()}
    if isinstance(value, list):
        return [round_numbers(v, digits) for v in value]
    return value


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def share_values(events: pl.DataFrame, *, deeds: bool) -> list[float]:
    """Share of events at each half point of the scale, averaged over pairs, each weighing as its events up to a hundred."""
    part = events.filter(pl.col("deeds") == deeds).filter(
        ~pl.concat_str("a", "b", separator="-").is_in(["-".join(pair) for pair in LEFT_OUT])
    )
    table = part.with_columns(place=((pl.col("goldstein") + 10) * 2).round().cast(pl.Int64)).group_by("a", "b", "place").len()
    table = table.with_columns(total=pl.col("len").sum().over("a", "b"))
    table = table.with_columns(share=pl.col("len") * pl.min_horizontal(1.0, 100 / pl.col("total")))
    shares = np.zeros(len(VALUES))
    for place, share in table.group_by("place").agg(pl.col("share").sum()).sort("place").iter_rows():
        shares[place] = share
    return (shares / shares.sum()).tolist()


def describe(part: Learned, shares: list[float]) -> dict:
    """Return what prior.json says of one component."""
    return {
        "level_mean": part.level_mean,
        "level_var": part.level_var,
        "event_var": part.pooled,
        "event_var_weight": 60.0,
        "shares": shares,
        "summary": part.summary,
    }


def learn_prior(folder: Path, command: str) -> dict:
    """Learn everything and return the content of prior.json."""
    events = read_events(folder)
    spells = build_spells(events)
    words = learn_component(spells, make_grid(WORDS["sd"], WORDS["q"]), 0)
    deeds = learn_component(spells, make_grid(DEEDS["sd"], DEEDS["q"]), 1)
    names = {1: "verbCoop", 2: "matlCoop", 3: "verbConf", 4: "matlConf"}
    quad_means = {names[q]: m for q, m in events.group_by("quad").agg(pl.col("goldstein").mean()).sort("quad").iter_rows()}
    variance = float(
        events.group_by("a", "b", pl.col("month") // 12)
        .agg(v=pl.col("goldstein").var(), n=pl.len() - 1)
        .filter(pl.col("n") >= 1)
        .select((pl.col("v") * pl.col("n")).sum() / pl.col("n").sum())
        .item()
    )
    content = {
        "format": 2,
        "version": "2026.11.3",
        "about": "Prior of the relations index, learned from other pairs, in Goldstein points (-10..10) and months.",
        "provenance": {
            "command": command,
            "script": "training/learn_panel.py",
            "data": {name: hash_file(folder / name) for name in (EVENTS_FILE, "icews_year_dev.parquet", "leaders.csv")},
            "data_kind": "sha256 of the files as read",
            "spells": {name: f"{y0}-{m0:02d}..{y1}-{m1:02d}" for name, ((y0, m0), (y1, m1)) in SPELLS.items()},
            "left_out": sorted("-".join(pair) for pair in LEFT_OUT),
            "events_read": events.height,
            "licence": (
                "Learned numbers only; no event is copied. Events: ICEWS (Lockheed Martin, Harvard Dataverse 28075) by way of "
                "public benchmark subsets (ICEWS05-15, ICEWS18), whose terms were not verified upstream; leaders: Archigos 4.1."
            ),
            "caution": (
                "The 2005-2015 subsets hold no state-level actor for the United States, Russia, India, the United Kingdom, "
                "Germany, Israel and others: pairs of these states are learned from 2018 only. Parameters come from 2005-2018 "
                "and are used for all years."
            ),
        },
        "words": describe(words, share_values(events, deeds=False)),
        "deeds": describe(deeds, share_values(events, deeds=True)),
        "joint": learn_joint(spells, words, deeds),
        "composite": {
            "words_weight": 0.5,
            "deeds_weight": 0.5,
            "words_sd": float(np.sqrt(words.level_var)),
            "deeds_sd": float(np.sqrt(deeds.level_var)),
            "source": "equal weights by decision (docs/method.md); deviations between pairs from this panel",
        },
        "gap": learn_gap(spells, deeds.pooled),
        "leader": estimate_leader_effect(folder, quad_means, variance),
    }
    event_var = [np.stack(both) for both in zip(words.event_var, deeds.event_var, strict=True)]
    content["sides"] = learn_sides(events, spells, content, event_var)
    return round_numbers(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with icews_events.parquet, icews_year_dev.parquet, leaders.csv"
    )
    parser.add_argument("--out", type=Path, default=Path("src/detente/data/panel/prior.json"))
    args = parser.parse_args()
    if not (args.data / EVENTS_FILE).exists():
        print(f"skipped: {args.data} has no {EVENTS_FILE}; the shipped prior stays as it is")
        return
    content = learn_prior(args.data, "python training/learn_panel.py --data ../shared/bench/relations")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    # one grid point and one short list a line keeps the file readable
    text = "\n".join(_join_numbers(text.splitlines()))
    args.out.write_text(text + "\n", encoding="utf-8")
    for name in ("words", "deeds"):
        print(
            name,
            json.dumps(content[name]["summary"]),
            f"level {content[name]['level_mean']} +- {content[name]['level_var'] ** 0.5:.3f}",
        )
    print("joint", content["joint"]["correlation"], content["joint"]["summary"])
    print("gap", content["gap"])
    print("sides", content["sides"])
    print("leader", content["leader"])


def _join_numbers(lines: list[str]) -> list[str]:
    """Join innermost lists of numbers to one line."""
    out: list[str] = []
    held: list[str] | None = None
    for line in lines:
        if line.rstrip().endswith("["):
            if held is not None:
                out.extend(held)
            held = [line]
        elif held is not None:
            held.append(line)
            if line.strip() in ("]", "],"):
                inner = "".join(part.strip() + (" " if part.strip().endswith(",") else "") for part in held[1:])
                out.append(held[0] + inner.replace(", ]", "]").rstrip())
                held = None
        else:
            out.append(line)
    return out + (held or [])


if __name__ == "__main__":
    main()
