"""The branches of an outlook: who would lead and what that person has said, who would control the chambers.

A branch is one way a whole vote can end: an outcome of the leading office, and of each chamber that is reckoned with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.outlook.judgement import Judgement

Legislature = Literal["aligned", "opposed"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a person's coded statements about the other state say.

    Mean Goldstein value, their number, and the variance of single statements (None: the panel's); see `measure_stance`.
    """

    mean: float
    count: int
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One way an election can end.

    Attributes
    ----------
    id, label : str
    prob : float or None
        Probability of the branch; None in every branch means equal weights of the outcomes.
    leader : str
        Who would lead. Branches of one leader share that leader's draws.
    legislature : {"aligned", "opposed"}
        Whether it would let cooperative deeds through; "opposed" too where law binds the leader.
    stance : Stance or None
        None: nothing coded, the stance is unknown.
    push : (mean, sd) or None
        The legislature's own push on the half of deeds, index points; None: the default of the judgement priors (0).
    offices : mapping of office to holder
        What is at stake: the leading office and chambers, as far as the branch says who gets them.
    outcome : str
        Id of the leading outcome that the branch belongs to; empty: the branch is an outcome by itself.
    share : float
        Chance of the branch if its outcome comes; the shares of an outcome sum to 1.
    """

    id: str
    label: str
    prob: float | None
    leader: str
    legislature: Legislature
    stance: Stance | None = None
    push: tuple[float, float] | None = None
    offices: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    share: float = 1.0

    @property
    def lead(self) -> str:
        """Id of the leading outcome."""
        return self.outcome or self.id


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Who leads today, and that person's stance."""

    leader: str
    stance: Stance | None = None


def measure_stance(values: ArrayLike, *, panel_variance: float, pseudo_events: float = 60.0) -> Stance:
    """Return mean, number and variance of a person's statements.

    Parameters
    ----------
    values : array, shape (statements,)
        Goldstein values, one per statement; at least one.
    panel_variance : float
        Variance within a month of the panel's verbal events.
    pseudo_events : float
        Pseudo-events with which the variance is pulled to it, as that of a pair's events is.

    Examples
    --------
    >>> measure_stance([-2.0, -4.0], panel_variance=6.0)
    Stance(mean=-3.0, count=2, variance=5.934426229508197)
    """
    said = np.asarray(values, float)
    squares = float(((said - said.mean()) ** 2).sum())
    variance = (squares + pseudo_events * panel_variance) / (len(said) - 1 + pseudo_events)
    return Stance(float(said.mean()), len(said), variance)


def shrink_stance(
    stance: Stance | None, *, judgement: Judgement, panel_variance: float, usual_tone: float
) -> tuple[float, float]:
    """Pull a stance to the usual tone by the number of statements behind it.

    Who has said nothing is not taken to be neutral, but to speak as that state's people usually do of the other.

    Parameters
    ----------
    usual_tone : float
        Mean Goldstein value of the statements of all of that state's people about the other.

    Returns
    -------
    (mean, sd)
        (n * mean + 10 * tone) / (n + 10) and sqrt(s2 / (n + 10)).

    Examples
    --------
    >>> shrink_stance(Stance(-3.0, 10, 9.0), judgement=Judgement(), panel_variance=6.0, usual_tone=-1.0)
    (-2.0, 0.6708203932499369)
    """
    if stance is None:
        stance = Stance(0.0, 0)
    if stance.count < 0 or not abs(stance.mean) <= 10:
        raise InputError(
            "O11", f"a stance of mean {stance.mean} from {stance.count} statements is out of range (-10..10, >= 0)"
        )
    variance = panel_variance if stance.variance is None else stance.variance
    total = stance.count + judgement.pseudo_statements
    mean = (stance.count * stance.mean + judgement.pseudo_statements * usual_tone) / total
    return mean, float(np.sqrt(variance / total))


def check_probs(branches: Sequence[Branch]) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], bool]:
    """Return the probabilities, summing to 1, and whether they were given (else equal weights).

    Raises
    ------
    InputError
        Fewer than two branches (O12), ids repeat (O13), only some probabilities given (O14), one outside 0..1 (O15), they do
        not sum to 1 within .001 (O16); the shares of an outcome's branches do not sum to 1 (O18).
    """
    if len(branches) < 2:
        raise InputError("O12", f"an outlook needs at least two branches; {len(branches)} given")
    ids = [b.id for b in branches]
    if len(set(ids)) < len(ids):
        raise InputError("O13", f"branch ids repeat: {', '.join(ids)}")
    shares: dict[str, float] = {}
    for branch in branches:
        shares[branch.lead] = shares.get(branch.lead, 0.0) + branch.share
    for outcome, total in shares.items():
        if not abs(total - 1) <= 1e-6:
            raise InputError("O18", f"the shares of the branches of {outcome} sum to {total:.4f}, not to 1")
    given = [b.prob for b in branches if b.prob is not None]
    if not given:
        return np.array([b.share / len(shares) for b in branches]), False
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
