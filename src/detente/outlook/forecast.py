"""The outlook of a pair: the level ahead under each outcome, and whether the outcome matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.outlook.branches import Branch, Incumbent, Legislature, check_probs
from detente.outlook.chances import Chances, dot_positions, measure_chances
from detente.outlook.judgement import Judgement
from detente.outlook.matters import Matters, measure_matters
from detente.outlook.simulate import make_draws, simulate_branches
from detente.relations.index import PairIndex
from detente.relations.mixture import Mixture

Floats = NDArray[np.float64]

LONGEST = 60
PATH_PROBS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Path:
    """The forecast month by month for the fan.

    Arrays of shape (horizon + 1,), month 0 is the present interval of the index itself.
    """

    months: NDArray[np.int64]
    mean: Floats
    low90: Floats
    low50: Floats
    median: Floats
    high50: Floats
    high90: Floats


@dataclass(frozen=True, slots=True)
class Forecast:
    """The level at the horizon; every figure, dot and chance comes from `distribution`.

    `quantiles` holds the 20 dots, at (i + 1/2) / 20.
    """

    mean: float
    sd: float
    low90: float
    low50: float
    median: float
    high50: float
    high90: float
    quantiles: tuple[float, ...]
    chances: Chances
    distribution: Mixture


@dataclass(frozen=True, slots=True)
class OutcomeOutlook:
    """The forecast under one outcome of the leading office, whoever controls the chambers: its branches by their shares.

    `shift` is the mean effect of the outcome at the horizon, points.
    """

    id: str
    label: str
    prob: float
    forecast: Forecast
    path: Path
    shift: float


@dataclass(frozen=True, slots=True)
class BranchOutlook:
    """The forecast under one branch: an outcome of the leading office with one of each chamber.

    `prob` is its chance, `share` that if its `outcome` comes, `shift` the mean effect at the horizon, points.
    """

    id: str
    label: str
    outcome: str
    prob: float
    share: float
    legislature: Legislature
    forecast: Forecast
    shift: float


@dataclass(frozen=True, slots=True)
class PairOutlook:
    """The outlook of a pair.

    Attributes
    ----------
    now : float
        Today's level, the index; chances are counted from it.
    change : float
        Points that count as improved or worsened.
    horizon_months : int
    prob_given : bool
        False where no probabilities were given and all outcomes weigh the same.
    outcomes : tuple of OutcomeOutlook
        One for each outcome of the leading office.
    branches : tuple of BranchOutlook
        The same by who controls the chambers; without chambers one for each outcome.
    overall : Forecast
        Whatever the outcome: the branches weighted by their probabilities.
    matters : Matters
    sentences : tuple of str
        What may be said by rule about all branches together; empty where the rule allows nothing.
    caution : str
        What must be said with it.
    """

    now: float
    change: float
    horizon_months: int
    prob_given: bool
    outcomes: tuple[OutcomeOutlook, ...]
    branches: tuple[BranchOutlook, ...]
    overall: Forecast
    matters: Matters
    sentences: tuple[str, ...]
    caution: str


CAUTION = (
    "Conditional is not causal: a branch says what to expect where that outcome comes, not what the outcome would cause. "
    "Pass-through of words, the legislature's veto and pushes are assumptions, not estimates."
)


def forecast_branches(
    index: PairIndex,
    branches: Sequence[Branch],
    *,
    incumbent: Incumbent,
    office_month: float,
    judgement: Judgement,
    usual_tone: float,
    labels: Mapping[str, str] | None = None,
    horizon: int = 12,
    seed: int = 0,
) -> PairOutlook:
    """Forecast the relations level under each outcome of an election.

    Parameters
    ----------
    index : PairIndex
        From events up to the present only.
    branches : sequence of Branch
        At least two; probabilities sum to 1 or are all None.
    incumbent : Incumbent
        Who leads today; a branch with the same leader has no leader effect and no stance difference.
    office_month : float
        Months from the present to the inauguration; may be negative.
    judgement : Judgement
        Priors by judgement.
    usual_tone : float
        How people of the voting state usually speak of the other, Goldstein points: what stances are pulled to.
    labels : mapping of outcome to label, optional
        What the leading outcomes are called; by default the label of their first branch.
    horizon : int
        Months ahead, 1..60.
    seed : int
        The same seed gives the same outlook.

    Returns
    -------
    PairOutlook

    Raises
    ------
    InputError
        Horizon out of range (O17); probabilities or branches at odds (O12-O16, O18); a stance out of range (O11).
    """
    if not 1 <= horizon <= LONGEST:
        raise InputError("O17", f"a horizon of {horizon} months is not in 1..{LONGEST}")
    prob, given = check_probs(branches)
    months = np.arange(1, horizon + 1)
    kinds, place = _kinds(branches)
    draws = make_draws(index, kinds, incumbent=incumbent, judgement=judgement, usual_tone=usual_tone, seed=seed)
    simulated = simulate_branches(
        index, kinds, draws, months=months, incumbent=incumbent, office_month=office_month, judgement=judgement
    )
    now = float(index.level.mean[-1])
    weights = np.broadcast_to(1 / judgement.draws, simulated.mean.shape)
    cloud = Mixture(weights, simulated.mean, np.sqrt(simulated.variance))
    at_end = [Mixture(cloud.weights[j, -1], cloud.means[j, -1], cloud.sds[j, -1]) for j in range(len(kinds))]
    forecasts = [_describe(mixture, now=now, change=judgement.change) for mixture in at_end]
    shifts = simulated.shift[:, -1].mean(1)
    outcomes = []
    for outcome in dict.fromkeys(b.lead for b in branches):
        rows = [j for j, b in enumerate(branches) if b.lead == outcome]
        share = np.bincount(place[rows], weights=[branches[j].share for j in rows], minlength=len(kinds))
        whole = _pool(cloud, share)
        outcomes.append(
            OutcomeOutlook(
                outcome,
                (labels or {}).get(outcome, branches[rows[0]].label),
                float(prob[rows].sum()),
                _describe(Mixture(whole.weights[-1], whole.means[-1], whole.sds[-1]), now=now, change=judgement.change),
                _path(index, months, whole.mean, whole.quantiles(PATH_PROBS, tolerance=1e-4)),
                float(share @ shifts),
            )
        )
    pooled = _pool(
        Mixture(cloud.weights[:, -1], cloud.means[:, -1], cloud.sds[:, -1]),
        np.bincount(place, weights=prob, minlength=len(kinds)),
    )
    matters = measure_matters(
        simulated.mean[place, -1],
        simulated.variance[place, -1],
        simulated.leader_variance[place, -1],
        prob=prob,
        leaders=[b.leader for b in branches],
        judgement=judgement,
        offices=[b.offices for b in branches],
        in_office=office_month < horizon,
    )
    return PairOutlook(
        now=now,
        change=judgement.change,
        horizon_months=horizon,
        prob_given=given,
        outcomes=tuple(outcomes),
        branches=tuple(
            BranchOutlook(b.id, b.label, b.lead, float(p), b.share, b.legislature, forecasts[k], float(shifts[k]))
            for b, p, k in zip(branches, prob, place, strict=True)
        ),
        overall=_describe(pooled, now=now, change=judgement.change),
        matters=matters,
        sentences=_sentences([f.chances for f in forecasts], judgement),
        caution=CAUTION,
    )


def _kinds(branches: Sequence[Branch]) -> tuple[list[Branch], NDArray[np.int64]]:
    """Return one branch of each kind whose forecasts are the same, and the kind of every branch."""
    found: dict[object, int] = {}
    place = [found.setdefault((b.leader, b.stance, b.legislature, b.push), len(found)) for b in branches]
    return [branches[place.index(k)] for k in range(len(found))], np.array(place, np.int64)


def _pool(cloud: Mixture, share: ArrayLike) -> Mixture:
    """Mix the forecasts of the kinds (first axis) by their shares; those without a share are left out."""
    share = np.asarray(share, float)
    kept = np.flatnonzero(share > 0)
    if len(kept) == 1:
        only = int(kept[0])
        return Mixture(cloud.weights[only], cloud.means[only], cloud.sds[only])
    weights = cloud.weights[kept] * (share[kept] / share[kept].sum()).reshape([-1] + [1] * (cloud.weights.ndim - 1))
    parts = (np.concatenate(list(part), axis=-1) for part in (weights, cloud.means[kept], cloud.sds[kept]))
    return Mixture(*parts)


def _describe(mixture: Mixture, *, now: float, change: float) -> Forecast:
    dots = dot_positions(mixture)
    low90, low50, median, high50, high90 = (float(q) for q in mixture.quantiles(PATH_PROBS))
    chances = measure_chances(mixture, dots, now=now, change=change)
    return Forecast(
        float(mixture.mean),
        float(mixture.sd),
        low90,
        low50,
        median,
        high50,
        high90,
        tuple(float(d) for d in dots),
        chances,
        mixture,
    )


def _path(index: PairIndex, months: NDArray[np.int64], mean: Floats, bands: Floats) -> Path:
    """Put the present interval before the forecast: no branch differs at month 0."""
    level = index.level
    median = float(index.present.quantiles([0.5])[0])
    start = [float(level.low90[-1]), float(level.low50[-1]), median, float(level.high50[-1]), float(level.high90[-1])]
    low90, low50, middle, high50, high90 = np.concatenate([[start], bands]).T
    return Path(np.concatenate([[0], months]), np.concatenate([[level.mean[-1]], mean]), low90, low50, middle, high50, high90)


def _sentences(chances: Sequence[Chances], judgement: Judgement) -> tuple[str, ...]:
    """Say what holds in every branch by rule: docs/method.md."""
    out = []
    if max(c.improve for c in chances) < judgement.unlikely:
        out.append("unlikely to improve in any branch")
    elif min(c.improve for c in chances) > 1 - judgement.unlikely:
        out.append("likely to improve in every branch")
    if max(c.worsen for c in chances) < judgement.unlikely:
        out.append("unlikely to worsen in any branch")
    elif min(c.worsen for c in chances) > 1 - judgement.unlikely:
        out.append("likely to worsen in every branch")
    return tuple(out)
