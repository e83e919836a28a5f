"""The branches of an outlook: who would lead, what that person has said, what the legislature would let through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.errors import InputError
from detente.outlook.judgement import Judgement

Legislature = Literal["aligned", "opposed"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a person's coded statements about the other state say.

    Mean Goldstein value, their number and variance (None: the panel's).
    """

    mean: float
    count: int
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One outcome of an election.

    Attributes
    ----------
    id, label : str
    prob : float or None
        Probability of the outcome; None in every branch means equal weights.
    leader : str
        Who would lead. Branches of one leader share that leader's draws.
    legislature : {"aligned", "opposed"}
        Whether it would let cooperative deeds through; "opposed" too where law binds the leader.
    stance : Stance or None
        None: nothing coded, the stance is unknown.
    push : (mean, sd) or None
        The legislature's own push on the half of deeds, index points; None: the default of the judgement priors (0).
    """

    id: str
    label: str
    prob: float | None
    leader: str
    legislature: Legislature
    stance: Stance | None = None
    push: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Who leads today, and that person's stance."""

    leader: str
    stance: Stance | None = None


def shrink_stance(stance: Stance | None, *, judgement: Judgement, panel_variance: float) -> tuple[float, float]:
    """Pull a stance to 0 by the number of statements behind it.

    Returns
    -------
    (mean, sd)
        n / (n + 10) * mean and sqrt(s2 / (n + 10)): model.md (b).

    Examples
    --------
    >>> shrink_stance(Stance(-3.0, 10, 9.0), judgement=Judgement(), panel_variance=6.0)
    (-1.5, 0.6708203932499369)
    """
    if stance is None:
        stance = Stance(0.0, 0)
    if stance.count < 0 or not abs(stance.mean) <= 10:
        raise InputError(
            "O11", f"a stance of mean {stance.mean} from {stance.count} statements is out of range (-10..10, >= 0)"
        )
    variance = panel_variance if stance.variance is None else stance.variance
    total = stance.count + judgement.pseudo_statements
    return stance.count / total * stance.mean, float(np.sqrt(variance / total))


def check_probs(branches: Sequence[Branch]) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], bool]:
    """Return the probabilities, summing to 1, and whether they were given (else equal weights).

    Raises
    ------
    InputError
        Fewer than two branches (O12), ids repeat (O13), only some probabilities given (O14), one outside 0..1 (O15), they do
        not sum to 1 within .001 (O16).
    """
    if len(branches) < 2:
        raise InputError("O12", f"an outlook needs at least two branches; {len(branches)} given")
    ids = [b.id for b in branches]
    if len(set(ids)) < len(ids):
        raise InputError("O13", f"branch ids repeat: {', '.join(ids)}")
    given = [b.prob for b in branches if b.prob is not None]
    if not given:
        return np.full(len(branches), 1 / len(branches)), False
    if len(given) < len(branches):
        missing = ", ".join(b.id for b in branches if b.prob is None)
        raise InputError("O14", f"no probability for {missing}", help="give one for every outcome, or for none (equal weights)")
    prob = np.array(given, float)
    if not np.all((prob >= 0) & (prob <= 1)):
        raise InputError("O15", f"a probability lies outside 0..1: {given}")
    if abs(prob.sum() - 1) > 1e-3:
        raise InputError(
            "O16",
            f"the outcomes' probabilities sum to {prob.sum():.4f}, not to 1",
            help="add the missing outcome or correct them",
        )
    return prob / prob.sum(), True
