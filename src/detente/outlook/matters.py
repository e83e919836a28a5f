"""Does the outcome matter? How much of the doubt about the level the election explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.outlook.judgement import Judgement
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]
Verdict = Literal[
    "matters",
    "may matter, direction not knowable yet",
    "hardly matters",
    "cannot matter yet: the winner takes office after the horizon",
]


@dataclass(frozen=True, slots=True)
class Matters:
    """How much the outcome matters at the horizon; shares lie in 0..1.

    Attributes
    ----------
    usable, usable_low, usable_high : float
        Share of the doubt about the level that the branches explain by effects of known direction, were the parameters known:
        mean and 5-95 % over the draws. Finds again what is put in (`benchmarks/simulate_recovery.py`).
    signed : float
        The same with doubt about the parameters counted as noise: what the branches' own means explain today. Smaller.
    potential, potential_low, potential_high : float
        The same with the leader effect that nobody can sign yet: the upper reading.
    information : float
        Mutual information of outcome and level as a share of the outcome's entropy: also differences in spread and shape.
    split : dict of office to share, or None
        The usable part's split over the offices at stake, see `split_between`.
    total_variation : float
        Largest total variation between two branches: 0 same, 1 without overlap.
    verdict : str
        "hardly matters" where `potential_high` < .10; "matters" where `usable_low` > .25; else "may matter, direction not
        knowable yet". Where nobody new takes office within the horizon: "cannot matter yet: …".
    reason : str
        The numbers behind the verdict.
    """

    usable: float
    usable_low: float
    usable_high: float
    signed: float
    potential: float
    potential_low: float
    potential_high: float
    information: float
    total_variation: float
    verdict: Verdict
    reason: str
    split: dict[str, float] | None = None


def split_between(mean: Floats, prob: Floats, offices: Sequence[Mapping[str, str]]) -> dict[str, float] | None:
    """Split the variance between branches over the offices: Shapley values, as shares that sum to 1.

    What a set of offices explains is the variance of the mean given who holds them; an office's share is what it adds,
    averaged over all orders in which the offices can become known (Shapley 1953; Owen 2014, SIAM/ASA JUQ 2, 245-251). Offices
    that tend to go together share what either explains.

    Parameters
    ----------
    mean, prob : arrays, shape (branches,)
    offices : sequence of mappings office -> holder, one per branch

    Returns
    -------
    dict of office to share, or None
        None where fewer than two offices are named in every branch or the branches do not differ.
    """
    names = [name for name in offices[0] if all(name in other for other in offices)] if offices else []
    if len(names) < 2:
        return None

    def explained(known: tuple[str, ...]) -> float:
        groups: dict[tuple[str, ...], list[int]] = {}
        for j, held in enumerate(offices):
            groups.setdefault(tuple(held[name] for name in known), []).append(j)
        overall = float(prob @ mean)
        out = 0.0
        for rows in groups.values():
            weight = float(prob[rows].sum())
            if weight > 0:
                out += weight * (float(prob[rows] @ mean[rows]) / weight - overall) ** 2
        return out

    total = explained(tuple(names))
    if total <= 1e-12:
        return None
    size = len(names)
    shares = dict.fromkeys(names, 0.0)
    for name in names:
        others = [other for other in names if other != name]
        for k in range(size):
            weight = factorial(k) * factorial(size - k - 1) / factorial(size)
            for known in combinations(others, k):
                shares[name] += weight * (explained((*known, name)) - explained(known)) / total
    return shares


def measure_matters(
    mean: Floats,
    variance: Floats,
    leader_variance: Floats,
    *,
    prob: Floats,
    leaders: Sequence[str],
    judgement: Judgement,
    offices: Sequence[Mapping[str, str]] = (),
    in_office: bool = True,
) -> Matters:
    """Measure how much the outcome matters.

    Parameters
    ----------
    mean, variance, leader_variance : arrays, shape (branches, draws)
        Forecast of each branch under each draw at the horizon; `leader_variance` is contained in `variance`.
    prob : array, shape (branches,)
    leaders : sequence of str
        Leader of each branch: branches of one leader share one unsigned effect.
    offices : sequence of mappings office -> holder, optional
        Offices at stake in each branch, for `split`.
    in_office : bool
        Whether the winner takes office within the horizon.

    Notes
    -----
    docs/method.md. For the potential share the between-branch variance of the unsigned effects is their variance times
    (sum of pi_p - sum of pi_p^2) over new leaders p.
    """
    overall = prob @ mean.mean(1)
    between = float(prob @ (mean.mean(1) - overall) ** 2)
    within = float(prob @ (mean.var(1) + variance.mean(1)))
    signed = between / (between + within)

    between_draw = prob @ (mean - prob @ mean) ** 2
    within_draw = prob @ variance
    usable_draw = between_draw / (between_draw + within_draw)
    usable = float(usable_draw.mean())
    unsigned = np.zeros(mean.shape[1])
    for leader in sorted(set(leaders)):
        rows = [j for j, name in enumerate(leaders) if name == leader]
        share = float(prob[rows].sum())
        unsigned += leader_variance[rows[0]] * share * (1 - share)
        # for an incumbent who stays leader_variance is 0: no unsigned effect; new leaders' cross terms vanish, their effects
        # are independent
    potential_draw = (between_draw + unsigned) / (between_draw + within_draw)

    density, step = _densities(mean, variance)
    mixed = prob @ density
    information = _entropy(mixed, step) - float(prob @ [_entropy(row, step) for row in density])
    entropy = -float((prob[prob > 0] * np.log(prob[prob > 0])).sum())
    variation = max(0.5 * float(np.abs(a - b).sum()) * step for a in density for b in density)

    usable_low, usable_high = np.quantile(usable_draw, [0.05, 0.95])
    potential_low, potential_high = np.quantile(potential_draw, [0.05, 0.95])
    verdict: Verdict = "may matter, direction not knowable yet"
    if not in_office:
        verdict = "cannot matter yet: the winner takes office after the horizon"
    elif potential_high < judgement.hardly:
        verdict = "hardly matters"
    elif usable_low > judgement.matters:
        verdict = "matters"
    reason = (
        f"usable share {usable:.2f} [{usable_low:.2f}, {usable_high:.2f}], potential {potential_draw.mean():.2f} "
        f"[{potential_low:.2f}, {potential_high:.2f}]; "
        f"hardly: potential below {judgement.hardly:g}; matters: usable above {judgement.matters:g}"
    )
    return Matters(
        usable,
        float(usable_low),
        float(usable_high),
        signed,
        float(potential_draw.mean()),
        float(potential_low),
        float(potential_high),
        min(1.0, max(0.0, information) / max(entropy, 1e-9)),
        min(1.0, variation),
        verdict,
        reason,
        split_between(mean.mean(1), prob, offices),
    )


def _densities(mean: Floats, variance: Floats, *, points: int = 600) -> tuple[Floats, float]:
    """Densities of the branches on one fine grid of levels, shape (branches, points), from every second draw; and its step."""
    sd = np.sqrt(variance)
    x = np.linspace(float((mean - 5 * sd).min()), float((mean + 5 * sd).max()), points)
    every = Mixture(np.full(mean[0, ::2].shape, 1 / mean[0, ::2].size), mean[:, None, ::2], sd[:, None, ::2])
    return every.density(np.broadcast_to(x, (len(mean), points))), float(x[1] - x[0])


def _entropy(density: Floats, step: float) -> float:
    return -float((density * np.log(np.maximum(density, 1e-300))).sum()) * step
