"""Does the outcome matter? How much of the doubt about the level the election explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.outlook.judgement import Judgement

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
        Share of the forecast's variance that the branches explain given what can be signed today; 5-95 % over the draws. The
        point counts doubt about the parameters as noise and so lies near the low end.
    potential, potential_low, potential_high : float
        The same with the leader effect that nobody can sign yet: the upper reading.
    information : float
        Mutual information of outcome and level as a share of the outcome's entropy: also differences in spread and shape.
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
    potential: float
    potential_low: float
    potential_high: float
    information: float
    total_variation: float
    verdict: Verdict
    reason: str


def measure_matters(
    mean: Floats,
    variance: Floats,
    leader_variance: Floats,
    *,
    prob: Floats,
    leaders: Sequence[str],
    judgement: Judgement,
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
    usable = between / (between + within)

    between_draw = prob @ (mean - prob @ mean) ** 2
    within_draw = prob @ variance
    usable_draw = between_draw / (between_draw + within_draw)
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
        float(potential_draw.mean()),
        float(potential_low),
        float(potential_high),
        min(1.0, max(0.0, information) / max(entropy, 1e-9)),
        min(1.0, variation),
        verdict,
        reason,
    )


def _densities(mean: Floats, variance: Floats, *, points: int = 600) -> tuple[Floats, float]:
    """Densities of the branches on one fine grid of levels, shape (branches, points), from every second draw; and its step."""
    sd = np.sqrt(variance)
    x = np.linspace(float((mean - 5 * sd).min()), float((mean + 5 * sd).max()), points)
    rows = []
    for centre, spread in zip(mean[:, ::2], sd[:, ::2], strict=True):
        z = (x[:, None] - centre) / spread
        rows.append((np.exp(-0.5 * z * z) / (spread * np.sqrt(2 * np.pi))).mean(1))
    return np.stack(rows), float(x[1] - x[0])


def _entropy(density: Floats, step: float) -> float:
    return -float((density * np.log(np.maximum(density, 1e-300))).sum()) * step
