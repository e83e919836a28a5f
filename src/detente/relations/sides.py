"""What each of two states does to the other: the level of a pair split into its two directions.

The events of A toward B, those of B toward A and those done together are three kinds of words and three of deeds. To the states
of the pair come two that set the sides apart, half their difference in words and in deeds, which start about 0 and drift:

    mean of A's words   level + shock + apart + noise        mean of B's words   level + shock - apart + noise

The pair's own level stays what it is, from all events whoever did them: it is the mean of the two directed levels, weighted in
words and in deeds with the share of events of each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.relations.joint import pair_dynamics
from detente.relations.kalman import Dynamics, Filtered, filter_grid, observation_weights, smooth_grid
from detente.relations.mixture import Mixture, reduce_mixture
from detente.relations.months import PairEvents, count_months
from detente.relations.prior import PanelPrior

if TYPE_CHECKING:
    from detente.relations.joint import Posterior

Floats = NDArray[np.float64]

FIRST, SECOND, BOTH = 1, -1, 0
"""Who acts: the first of the two states, the second, or both together (a meeting, an agreement)."""

LEAST_EVENTS, LEAST_RECENT = 12, 6
"""Events of its own that each side needs, in all and in the last 12 months: the rule of the pair itself (docs/method.md)."""

PARTS = 5
WORDS_APART, DEEDS_APART = 4, 5
"""Places of what sets the sides apart among the six states; the first four are those of the pair."""


@dataclass(frozen=True, slots=True)
class Directed:
    """The two directed levels of a pair by month, as mixtures of shape (months, parts), points.

    Attributes
    ----------
    first, second : Mixture
        Composite level of what the first state does to the second, and the reverse, in hindsight.
    apart : Mixture
        First less second.
    share : array, shape (2,)
        Share of the first state in the events of words and of deeds; what both do together counts half for each.
    first_parts, second_parts : array, shape (events,)
        What every event adds to the level of the last month; they sum to it less the level without data.
    """

    first: Mixture
    second: Mixture
    apart: Mixture
    share: Floats
    first_parts: Floats
    second_parts: Floats


@dataclass(frozen=True, slots=True)
class SideCount:
    """Events of one side: in all, and in the last 12 months."""

    events: int
    recent: int

    @property
    def enough(self) -> bool:
        """Whether a level of its own may be shown."""
        return self.events >= LEAST_EVENTS and self.recent >= LEAST_RECENT


def count_sides(events: PairEvents, *, last: int) -> tuple[SideCount, SideCount]:
    """Count the events that each side did alone."""
    if events.side is None:
        return SideCount(0, 0), SideCount(0, 0)
    recent = events.month > last - 12
    first, second = (
        SideCount(int((events.side == side).sum()), int(((events.side == side) & recent).sum())) for side in (FIRST, SECOND)
    )
    return first, second


def sides_dynamics(prior: PanelPrior, event_var: Floats, points: NDArray[np.intp] | None = None) -> Dynamics:
    """Return the dynamics of words and deeds of both sides.

    Six states: those of the pair and half of what sets the sides apart in words and in deeds. Six kinds of events: words of the
    first, of the second, of both; deeds likewise.
    """
    pair = pair_dynamics(prior, event_var, points)
    shape, own = pair.shape, prior.sides

    def grow(array: Floats, axes: int) -> Floats:
        wide = np.broadcast_to(array, (*array.shape[:axes], *shape))
        return np.pad(wide, [(0, 2)] * axes + [(0, 0), (0, 0)])

    persist, innovation = grow(pair.persist, 1), grow(pair.innovation, 2)
    persist[WORDS_APART:] = 1.0
    start = grow(pair.start_cov, 2)
    for array, words, deeds in (
        (start, own.words_sd, own.deeds_sd), (innovation, own.words_drift, own.deeds_drift),
    ):  # fmt: skip
        array[WORDS_APART, WORDS_APART], array[DEEDS_APART, DEEDS_APART] = words**2, deeds**2
        array[WORDS_APART, DEEDS_APART] = array[DEEDS_APART, WORDS_APART] = own.correlation * words * deeds
    loadings = np.zeros((6, 6))
    for kind in range(2):
        for row, side in enumerate((FIRST, SECOND, BOTH)):
            loadings[3 * kind + row, [2 * kind, 2 * kind + 1]] = 1.0
            loadings[3 * kind + row, WORDS_APART + kind] = side
    return Dynamics(loadings, persist, innovation, grow(pair.start_mean, 1), start, np.repeat(pair.noise, 3, axis=0))


def split_sides(posterior: Posterior, events: PairEvents, *, first_month: int, pair_parts: Floats) -> Directed:
    """Split the level of a pair into what each side does.

    Parameters
    ----------
    posterior : Posterior
        Of the pair: its parameter points and their weights serve here too.
    events : PairEvents
        With `side`.
    first_month : int
        Month number of the first month.
    pair_parts : array, shape (2, events)
        What every event adds to the pair's words and deeds in the last month.

    Returns
    -------
    Directed
        Words of the pair are share * words of the first + (1 - share) * words of the second, deeds likewise, exactly.
    """
    assert events.side is not None
    prior, months = posterior.prior, len(posterior.monthly[0].count)
    run = _filter_sides(posterior, events, first_month, months)
    share = np.array([_share(events, kind == 1) for kind in range(2)])
    factors, weights = np.array(prior.composite.factors), posterior.state.weights

    def composite(side: int) -> list[float]:
        return [factors[0], 0.0, factors[1], 0.0, side * factors[0], side * factors[1]]

    rows = [composite(FIRST), composite(SECOND), [*[0.0] * WORDS_APART, *(2 * factors)], [0] * 4 + [1.0, 0], [0] * 5 + [1.0]]
    means, variances = smooth_grid(run, rows, [(0, 0), (1, 1), (2, 2)])
    wide = np.broadcast_to(weights, (months, 1, len(weights)))
    mixtures = [reduce_mixture(wide, means[:, j], np.maximum(variances[:, j], 1e-12), parts=PARTS) for j in range(3)]
    words_apart, deeds_apart = (means[:, j, 0] @ weights for j in (3, 4))
    # the pair's own words and deeds, and by the shares what lies above and below them
    words, deeds = posterior.words.mean, posterior.deeds.mean
    out = []
    for mixture, side in zip(mixtures[:2], (FIRST, SECOND), strict=True):
        away = side * 2 * (1 - share if side == FIRST else share)
        centre = factors[0] * (words + away[0] * words_apart) + factors[1] * (deeds + away[1] * deeds_apart)
        move = centre - mixture.mean[:, 0]
        out.append(Mixture(mixture.weights[:, 0], mixture.means[:, 0] + move[:, None], mixture.sds[:, 0]))
    apart = Mixture(*(getattr(mixtures[2], name)[:, 0] for name in ("weights", "means", "sds")))
    parts = [_apart_parts(run, posterior, events, first_month, state) for state in (WORDS_APART, DEEDS_APART)]
    by_side = []
    for side in (FIRST, SECOND):
        away = side * 2 * (1 - share if side == FIRST else share)
        by_side.append(sum(factors[kind] * (pair_parts[kind] + away[kind] * parts[kind]) for kind in range(2)))
    return Directed(out[0], out[1], apart, share, np.asarray(by_side[0]), np.asarray(by_side[1]))


def _kinds(events: PairEvents) -> list[NDArray[np.bool_]]:
    """Events of each of the six kinds."""
    return [(events.material == deeds) & (events.side == side) for deeds in (False, True) for side in (FIRST, SECOND, BOTH)]


def _filter_sides(posterior: Posterior, events: PairEvents, first: int, months: int) -> Filtered:
    series = [count_months(events.month[k], events.weight[k], first=first, last=first + months - 1) for k in _kinds(events)]
    mean, count = (np.stack([getattr(s, name) for s in series], axis=1)[:, :, None] for name in ("mean", "count"))
    return filter_grid(mean, count, sides_dynamics(posterior.prior, posterior.event_var[:, None], posterior.points[None]))


def _share(events: PairEvents, deeds: bool) -> float:
    """Share of the first side in the events of words or deeds; half where there are none."""
    assert events.side is not None
    side = events.side[events.material == deeds]
    return float((1 + side.mean()) / 2) if len(side) else 0.5


def _apart_parts(run: Filtered, posterior: Posterior, events: PairEvents, first: int, state: int) -> Floats:
    """What every event adds to half of what sets the sides apart, in the last month."""
    months = len(run.count)
    wanted = np.zeros((months, 6))
    wanted[-1, state] = 1.0
    by_point, _ = observation_weights(run, wanted)
    weights = by_point[:, :, 0] @ posterior.state.weights
    usual: Sequence[float] = (posterior.prior.verbal.level_mean, posterior.prior.material.level_mean)
    out = np.zeros(len(events))
    for kind, chosen in enumerate(_kinds(events)):
        at = events.month[chosen] - first
        out[chosen] = weights[at, kind] * (events.weight[chosen] - usual[kind // 3]) / run.count[at, kind, 0]
    return out
