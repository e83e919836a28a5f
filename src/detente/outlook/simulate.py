"""Draws of what is not known, shared by all branches, and the forecast of each branch under each draw.

    I_h = I_h without an election effect + J,    J = r(h) [w_V kappa_V x + w_M (kappa_M x + l) + u],    x = beta (c_p - c_0)

docs/method.md. Every branch uses the same draw of the parameters, of the pass-through, of the legislature, and of a leader's
stance (common random numbers), so that differences between branches are differences in what was assumed, not noise.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.outlook.branches import Branch, Incumbent, Stance, shrink_stance
from detente.outlook.judgement import Judgement
from detente.relations.index import PairIndex
from detente.relations.joint import LEVELS, SHOCKS, State

Floats = NDArray[np.float64]
Quantity = Literal["level", "month"]


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws shared by the branches.

    Every array has shape (draws,) but `stance`, (branches, draws): candidate less incumbent.
    """

    point: NDArray[np.int64]
    pass_through: Floats
    leader_sd: Floats
    stance: Floats
    survive_words: Floats
    survive_deeds: Floats
    push: Floats


@dataclass(frozen=True, slots=True)
class Simulated:
    """Mean and variance of the composite by branch, month and draw: arrays (branches, months, draws).

    `leader_variance` (branches, months, draws) is the part of the variance that the unsigned leader effect adds.
    """

    mean: Floats
    variance: Floats
    leader_variance: Floats
    shift: Floats


def project_state(
    state: State, months: ArrayLike, *, factors: tuple[float, float], quantity: Quantity = "level"
) -> tuple[Floats, Floats]:
    """Carry the composite ahead without an election effect.

    Parameters
    ----------
    state : State
    months : array, shape (months,)
        Months ahead, >= 0.
    factors : (float, float)
        What a point of words and of deeds adds.
    quantity : {"level", "month"}
        The slow level, or the month's mean before sampling noise: the level and what is left of the news shock.

    Returns
    -------
    mean, variance : arrays, shape (months, points)
    """
    of = np.zeros((4, 1))
    for places in (LEVELS, SHOCKS) if quantity == "month" else (LEVELS,):
        of[places, 0] = factors
    wanted = np.asarray(months, int)
    mean, variance = np.empty((len(wanted), len(state.weights))), np.empty((len(wanted), len(state.weights)))
    now, at = state, 0
    for j in np.argsort(wanted, kind="stable"):
        now, at = now.ahead(int(wanted[j]) - at), int(wanted[j])
        mean[j] = (of * now.mean).sum(0)
        variance[j] = (of[:, None] * of[None] * now.cov).sum((0, 1))
    return mean, variance


def make_draws(
    index: PairIndex,
    branches: Sequence[Branch],
    *,
    incumbent: Incumbent,
    judgement: Judgement,
    usual_tone: float,
    seed: int = 0,
) -> Draws:
    """Draw what is not known; stratified, so that few draws suffice, and the same for the same seed.

    Where candidate or incumbent has fewer statements than the least that count, their difference is drawn around 0: nothing
    is known of its direction, only that it may be there.
    """
    size = judgement.draws

    def uniform(*key: int) -> Floats:
        rng = np.random.default_rng([seed, *key])
        return np.asarray((rng.permutation(size) + rng.random(size)) / size)

    def normal(*key: int) -> Floats:
        from scipy.special import ndtri

        return np.asarray(ndtri(uniform(*key)))

    def point(state: State, key: int) -> NDArray[np.int64]:
        cumulative = np.cumsum(state.weights)
        return np.asarray(np.minimum(np.searchsorted(cumulative, uniform(key), side="right"), len(cumulative) - 1), np.int64)

    panel_variance = index.prior.verbal.event_var

    def stance(leader: str, of: Stance | None) -> tuple[float, Floats, bool]:
        mean, sd = shrink_stance(of, judgement=judgement, panel_variance=panel_variance, usual_tone=usual_tone)
        # the key follows the name, so that a leader's draws do not depend on who else stands
        spread = sd * normal(9, zlib.crc32(leader.encode()))
        return mean, spread, of is not None and of.count >= judgement.least_statements

    today, today_spread, today_known = stance(incumbent.leader, incumbent.stance)
    differences = []
    for branch in branches:
        mean, spread, known = stance(branch.leader, branch.stance)
        if branch.leader == incumbent.leader:
            differences.append(np.zeros(size))
        else:
            differences.append((mean - today if known and today_known else 0.0) + spread - today_spread)
    return Draws(
        point=point(index.posterior.state, 1),
        pass_through=judgement.pass_through[0] + judgement.pass_through[1] * normal(3),
        leader_sd=np.abs(judgement.leader_effect[0] + judgement.leader_effect[1] * normal(4)),
        stance=np.stack(differences),
        survive_words=uniform(5),
        survive_deeds=uniform(6),
        push=normal(7),
    )


def office_ramp(months: ArrayLike, office_month: float, ramp_months: float) -> Floats:
    """r(h): 0 before a new leader takes office, then a straight line to 1 after `ramp_months`."""
    return np.clip((np.asarray(months, float) - office_month) / ramp_months, 0.0, 1.0)


def simulate_branches(
    index: PairIndex,
    branches: Sequence[Branch],
    draws: Draws,
    *,
    months: ArrayLike,
    incumbent: Incumbent,
    office_month: float,
    judgement: Judgement,
    quantity: Quantity = "level",
) -> Simulated:
    """Mean and variance of the composite under each draw, for every branch and month.

    A move is the stance difference times the pass-through, in index points; half of it goes through words, half through deeds
    (the composite's weights). A cooperative move is attenuated by the legislature, a hostile one passes in full; the
    legislature's own push is added to the half of deeds. Where a new leader comes, the variance grows by (r(h) * leader
    effect)^2; where the incumbent stays, there is no leader effect.
    """
    from scipy.special import betaincinv

    mix = index.prior.composite
    half_words, half_deeds = mix.verbal / (mix.verbal + mix.material), mix.material / (mix.verbal + mix.material)
    mean, variance = project_state(index.posterior.state, months, factors=mix.factors, quantity=quantity)
    mean, variance = mean[:, draws.point], variance[:, draws.point]
    ramp = office_ramp(months, office_month, judgement.ramp_months)[:, None]

    survive_words = betaincinv(*judgement.survive_words, draws.survive_words)
    survive_deeds = {
        "aligned": betaincinv(*judgement.survive_deeds_aligned, draws.survive_deeds),
        "opposed": betaincinv(*judgement.survive_deeds_opposed, draws.survive_deeds),
    }
    shifts, leaders = [], []
    for branch, difference in zip(branches, draws.stance, strict=True):
        move = draws.pass_through * difference
        push_mean, push_sd = judgement.push if branch.push is None else branch.push
        words = np.where(move > 0, survive_words * move, move)
        deeds = np.where(move > 0, survive_deeds[branch.legislature] * move, move) + push_mean + push_sd * draws.push
        shifts.append(ramp * (half_words * words + half_deeds * deeds))
        leaders.append((ramp * draws.leader_sd) ** 2 * (branch.leader != incumbent.leader))
    shift, leader = np.stack(shifts), np.stack(leaders)
    return Simulated(mean + shift, np.maximum(variance + leader, 1e-6), leader, shift)
