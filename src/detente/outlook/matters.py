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
class OfficePart:
    """What one office adds to the usable share, mean and 5-95 % over the draws; `split_between` says how.

    `total_variation` is the largest between two holders of the office, whoever holds the others.
    """

    share: float
    low: float
    high: float
    total_variation: float


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
    split : dict of office to OfficePart, or None
        The usable share split over the offices at stake: their shares sum to it. None where only one is at stake.
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
    split: dict[str, OfficePart] | None = None


def split_between(mean: Floats, prob: Floats, offices: Sequence[Mapping[str, str]]) -> dict[str, Floats] | None:
    """Split the variance between branches over the offices: Shapley values, which sum to it.

    What a set of offices explains is the variance of the mean given who holds them; an office's part is what it adds,
    averaged over all orders in which the offices can become known (Shapley 1953; Owen 2014, SIAM/ASA JUQ 2, 245-251). Offices
    that tend to go together share what either explains.

    Parameters
    ----------
    mean : array, shape (branches, ...)
        Points; every draw (the further axes) is split by itself.
    prob : array, shape (branches,)
    offices : sequence of mappings office -> holder, one per branch

    Returns
    -------
    dict of office to array of shape (...), squared points, or None
        None where fewer than two offices are named in every branch.

    Examples
    --------
    >>> held = [{"president": p, "house": h} for p in "AB" for h in "AB"]
    >>> found = split_between(np.array([3.0, 2.0, 1.0, 0.0]), np.full(4, 0.25), held)
    >>> {office: float(part) for office, part in found.items()}
    {'president': 1.0, 'house': 0.25}
    """
    names = [name for name in offices[0] if all(name in other for other in offices)] if offices else []
    if len(names) < 2:
        return None
    centred = mean - np.tensordot(prob, mean, 1)

    def explained(known: tuple[str, ...]) -> Floats:
        out = np.zeros(mean.shape[1:])
        for _, rows in _held_by(offices, known):
            weight = float(prob[rows].sum())
            if weight > 0:
                out = out + np.tensordot(prob[rows], centred[rows], 1) ** 2 / weight
        return out

    size = len(names)
    values = {known: explained(known) for k in range(size + 1) for known in combinations(names, k)}
    parts = {}
    for name in names:
        part = np.zeros(mean.shape[1:])
        for known, value in values.items():
            if name not in known:
                order = factorial(len(known)) * factorial(size - len(known) - 1) / factorial(size)
                part = part + order * (values[tuple(n for n in names if n in known or n == name)] - value)
        # never negative (Owen 2014) but for rounding
        parts[name] = np.maximum(part, 0.0)
    return parts


def _held_by(offices: Sequence[Mapping[str, str]], known: Sequence[str]) -> list[tuple[tuple[str, ...], list[int]]]:
    """Group the branches by who holds the offices that are known."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for j, held in enumerate(offices):
        groups.setdefault(tuple(held[name] for name in known), []).append(j)
    return list(groups.items())


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
    total_draw = between_draw + within_draw
    usable_draw = between_draw / total_draw
    unsigned = np.zeros(mean.shape[1])
    for leader in sorted(set(leaders)):
        rows = [j for j, name in enumerate(leaders) if name == leader]
        share = float(prob[rows].sum())
        unsigned += leader_variance[rows[0]] * share * (1 - share)
        # for an incumbent who stays leader_variance is 0: no unsigned effect; new leaders' cross terms vanish, their effects
        # are independent
    potential_draw = (between_draw + unsigned) / total_draw

    density, step = _densities(mean, variance)
    parts = split_between(mean, prob, offices)
    mixed = prob @ density
    information = _entropy(mixed, step) - float(prob @ [_entropy(row, step) for row in density])
    entropy = -float((prob[prob > 0] * np.log(prob[prob > 0])).sum())
    variation = _total_variation(density, step)

    usable, usable_low, usable_high = _mean_and_interval(usable_draw)
    potential, potential_low, potential_high = _mean_and_interval(potential_draw)
    verdict: Verdict = "may matter, direction not knowable yet"
    if not in_office:
        verdict = "cannot matter yet: the winner takes office after the horizon"
    elif potential_high < judgement.hardly:
        verdict = "hardly matters"
    elif usable_low > judgement.matters:
        verdict = "matters"
    reason = (
        f"usable share {usable:.2f} [{usable_low:.2f}, {usable_high:.2f}], potential {potential:.2f} "
        f"[{potential_low:.2f}, {potential_high:.2f}]; "
        f"hardly: potential below {judgement.hardly:g}; matters: usable above {judgement.matters:g}"
    )
    return Matters(
        usable,
        usable_low,
        usable_high,
        signed,
        potential,
        potential_low,
        potential_high,
        min(1.0, max(0.0, information) / max(entropy, 1e-9)),
        variation,
        verdict,
        reason,
        None if parts is None else {
            office: OfficePart(
                *_mean_and_interval(part / total_draw), _total_variation(_by_holder(density, prob, offices, office), step)
            )
            for office, part in parts.items()
        },
    )  # fmt: skip


def _mean_and_interval(draws: Floats) -> tuple[float, float, float]:
    low, high = np.quantile(draws, [0.05, 0.95])
    return float(draws.mean()), float(low), float(high)


def _by_holder(density: Floats, prob: Floats, offices: Sequence[Mapping[str, str]], office: str) -> Floats:
    """Densities by who holds one office, whoever holds the others; holders without any chance are left out."""
    groups = [(rows, float(prob[rows].sum())) for _, rows in _held_by(offices, [office])]
    return np.stack([prob[rows] @ density[rows] / weight for rows, weight in groups if weight > 0])


def _total_variation(density: Floats, step: float) -> float:
    """Return the largest total variation between two rows."""
    return min(1.0, max(0.5 * float(np.abs(a - b).sum()) * step for a in density for b in density))


def _densities(mean: Floats, variance: Floats, *, points: int = 600) -> tuple[Floats, float]:
    """Densities of the branches on one fine grid of levels, shape (branches, points), from every second draw; and its step."""
    sd = np.sqrt(variance)
    x = np.linspace(float((mean - 5 * sd).min()), float((mean + 5 * sd).max()), points)
    # branches that differ in nothing are reckoned once
    both, place = np.unique(np.concatenate([mean, sd], 1), axis=0, return_inverse=True)
    means, sds = (part[:, None, ::2] for part in np.split(both, 2, axis=1))
    every = Mixture(np.full(means.shape[-1:], 1 / means.shape[-1]), means, sds)
    return every.density(np.broadcast_to(x, (len(both), points)))[place.ravel()], float(x[1] - x[0])


def _entropy(density: Floats, step: float) -> float:
    return -float((density * np.log(np.maximum(density, 1e-300))).sum()) * step
