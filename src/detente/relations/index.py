"""The relations index of a pair: level, bands, words against deeds, what moved it, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.relations.coverage import Coverage, Sufficiency, judge_sufficiency, measure_coverage
from detente.relations.joint import DEEDS, LEVELS, SHOCKS, WORDS, Posterior, estimate_posteriors
from detente.relations.mixture import Mixture
from detente.relations.months import Ints, PairEvents, count_months
from detente.relations.prior import PanelPrior
from detente.relations.sides import LEAST_EVENTS as SIDE_EVENTS
from detente.relations.sides import LEAST_RECENT as SIDE_RECENT
from detente.relations.sides import SideCount, count_sides, split_sides

Floats = NDArray[np.float64]

BAND_PROBS = (0.05, 0.25, 0.75, 0.95)
TALK_FLAG = 0.95
CHUNK = 16
"""Pairs estimated in one block: small enough for the processor's cache, large enough to spread the cost of a call."""

WORKERS = 2
"""Blocks worked at once where there are several pairs."""


@dataclass(frozen=True, slots=True)
class Band:
    """A level by month with its 50 and 90 % intervals, points; every array has shape (months,)."""

    mean: Floats
    sd: Floats
    low90: Floats
    low50: Floats
    high50: Floats
    high90: Floats


@dataclass(frozen=True, slots=True)
class Gap:
    """Words against deeds: W = words - (a + b * deeds), points; positive where a pair talks better than it acts.

    From the joint posterior of words and deeds. `mean`, `sd`, `prob_positive` have shape (months,). `flag` is about the last
    month: "talks better than it acts" where P(W > 0) > .95, "acts better than it talks" where it is < .05, else None.
    """

    mean: Floats
    sd: Floats
    prob_positive: Floats
    flag: str | None


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A month at which relations moved most: the half-year from it against the half-year before, in hindsight.

    Attributes
    ----------
    month : int
        First month of the new half-year; `before` and `after` are the first and the last month of the two.
    change : float
        Mean of `month.mean` over the later half-year less that over the earlier, points.
    prob : float
        Posterior probability that relations really moved that way.
    movers : tuple of int
        Places (in the order the events were given) of the events of the later half-year that pushed most in its direction.
    contributions : tuple of float
        What each of the movers adds to the change, points.
    parts : array, shape (events,)
        What every event of the pair adds to the change, points, also those of the earlier half-year and before.
    """

    month: int
    before: int
    after: int
    change: float
    prob: float
    movers: tuple[int, ...]
    contributions: tuple[float, ...]
    parts: Floats = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """A weighted sum of months of the index, points: posterior mean and sd, and what every event adds to it.

    `parts`, shape (events,): they sum to `mean` less its value for a pair without events.
    """

    mean: float
    sd: float
    parts: Floats = field(repr=False, compare=False)

    @property
    def prob_positive(self) -> float:
        """Probability that it lies above 0."""
        from scipy.special import ndtr

        return float(ndtr(self.mean / self.sd)) if self.sd > 0 else float(self.mean > 0)


@dataclass(frozen=True, slots=True)
class DirectedLevel:
    """What one side does to the other: its composite level by month in hindsight.

    `parts`, shape (events,): what every event of the pair adds to the last month's; they sum to it less the level without data.
    """

    level: Band
    parts: Floats = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sides:
    """The level of a pair split into its two directions; all None but `counts` and `reason` where the events are too few.

    Attributes
    ----------
    counts : (SideCount, SideCount)
        Events of the first and of the second side.
    first, second : DirectedLevel or None
        What the first state does to the second, and the reverse. In words and in deeds the pair's level is their mean, weighted
        with `share`.
    apart : Band or None
        First less second.
    prob_first_higher : float or None
        Probability that the first treats the second better than the reverse, in the last month.
    share : (float, float) or None
        Share of the first side in the events of words and of deeds.
    reason : str
        What is missing; empty where the levels are given.
    """

    counts: tuple[SideCount, SideCount]
    first: DirectedLevel | None
    second: DirectedLevel | None
    apart: Band | None
    prob_first_higher: float | None
    share: tuple[float, float] | None
    reason: str


@dataclass(frozen=True, slots=True)
class PairIndex:
    """The index of one pair on -10..10.

    Attributes
    ----------
    months : array of int, shape (months,)
        `month_number` of each month, first event (or `first`) to `last`.
    level : Band
        Composite level in hindsight: every month seen from `last`. This is the index.
    known : Band
        Composite level as known at each month, from the months up to it. Same as `level` in the last month.
    month : Band
        The same with each month's own news shock, which fades: shows single crises, and single months' noise.
    words, deeds : Band
        The two components in hindsight, each on its own Goldstein scale.
    gap : Gap
    percentile : float
        0..100: where the present level lies among the pair's own earlier months (in hindsight); 50 where there are none.
    no_data_level : float
        Composite level of a pair without events; contributions are counted from it.
    coverage, sufficiency
        What the present level rests on and what that suffices for.
    posterior : Posterior
        Words and deeds as one posterior.
    present : Mixture
        Distribution of the composite level in the last month.
    """

    months: Ints
    level: Band
    month: Band
    known: Band
    words: Band
    deeds: Band
    gap: Gap
    percentile: float
    no_data_level: float
    coverage: Coverage
    sufficiency: Sufficiency
    posterior: Posterior
    present: Mixture
    events: PairEvents
    prior: PanelPrior

    @property
    def last(self) -> int:
        """The last month."""
        return int(self.months[-1])

    def contributions(self, month: int | None = None) -> Floats:
        """What each event adds to the level of one month, in points.

        Parameters
        ----------
        month : int, optional
            Month number; the last month by default.

        Returns
        -------
        array, shape (events,)
            In the order the events were given. They sum to `level.mean - no_data_level` of that month (to float precision):
            the level is linear in the events once the weights of the parameters are set. An event of a later month
            contributes to earlier months too, in hindsight.

        Raises
        ------
        InputError
            The month lies outside the index (R21).
        """
        return np.asarray(self._contributions([self.last if month is None else int(month)])[0])

    def _contributions(self, months: Sequence[int]) -> list[Floats]:
        first, size = int(self.months[0]), len(self.months)
        for at in months:
            if not first <= at <= self.last:
                raise InputError("R21", f"month {at} lies outside the index ({first}..{self.last})")
        return [found.parts for found in self.sums([np.eye(1, size, at - first)[0] for at in months])]

    def sums(
        self, coefficients: Sequence[Floats], *, of: Literal["both", "words", "deeds"] = "both", shock: bool = False
    ) -> list[Sum]:
        """Estimate sums over months in hindsight, such as the mean of a year or the change from one year to another.

        Parameters
        ----------
        coefficients : sequence of arrays, shape (months,)
            One per sum: those of an average sum to 1, those of a change to 0.
        of : {"both", "words", "deeds"}
            The composite, or one of its components on its own scale.
        shock : bool
            With each month's own news shock (as in `month`), or the level alone.

        Returns
        -------
        list of Sum
            Events of both kinds move each component: words and deeds are one posterior.
        """
        prior = self.prior
        factors = {"both": prior.composite.factors, "words": (1.0, 0.0), "deeds": (0.0, 1.0)}[of]
        usual = factors[0] * prior.verbal.level_mean + factors[1] * prior.material.level_mean
        wanted = []
        for row in coefficients:
            states = np.zeros((len(self.months), 4))
            for places in (LEVELS, SHOCKS) if shock else (LEVELS,):
                states[:, places] = np.asarray(row, float)[:, None] * np.array(factors)
            wanted.append(states)
        weights, variances = self.posterior.sums(wanted)
        where = self.events.month - int(self.months[0])
        out = []
        for row, weight, variance in zip(coefficients, weights, variances, strict=True):
            parts = np.zeros(len(self.events))
            for kind, chosen, own in (
                (WORDS, ~self.events.material, prior.verbal),
                (DEEDS, self.events.material, prior.material),
            ):
                at = where[chosen]
                miss = self.events.weight[chosen] - own.level_mean
                parts[chosen] = weight[at, kind] * miss / self.posterior.monthly[kind].count[at]
            out.append(Sum(float(np.sum(row)) * usual + float(parts.sum()), float(np.sqrt(variance)), parts))
        return out

    def sides(self) -> Sides:
        """Split the level into what each of the two states does to the other; a reason instead where the events are too few.

        Raises
        ------
        InputError
            The events were given without `side` (R24).
        """
        if self.events.side is None:
            raise InputError("R24", "who acts is not known of these events", help="give `side` to PairEvents.of")
        counts = count_sides(self.events, last=self.last)
        short = [f"{c.events} in all and {c.recent} in the last 12 months" for c in counts if not c.enough]
        if short:
            reason = f"each side needs {SIDE_EVENTS} events of its own and {SIDE_RECENT} in the last 12 months; found "
            return Sides(counts, None, None, None, None, None, reason + "; ".join(short))
        one = np.eye(1, len(self.months), len(self.months) - 1)[0]
        pair_parts = np.stack([self.sums([one], of="words")[0].parts, self.sums([one], of="deeds")[0].parts])
        found = split_sides(self.posterior, self.events, first_month=int(self.months[0]), pair_parts=pair_parts)
        first, second, apart = (_band(m) for m in (found.first, found.second, found.apart))
        chance = 1 - float(
            Mixture(*(part[-1] for part in (found.apart.weights, found.apart.means, found.apart.sds))).below(0.0)
        )
        levels = DirectedLevel(first, found.first_parts), DirectedLevel(second, found.second_parts)
        return Sides(counts, levels[0], levels[1], apart, chance, (float(found.share[0]), float(found.share[1])), "")

    def change_contributions(self, before: int, after: int) -> Floats:
        """What each event adds to the change of the level from month `before` to month `after`; sums to that change."""
        late, early = self._contributions([after, before])
        return np.asarray(late - early)

    def turning_points(
        self, *, limit: int = 6, half: int = 6, apart: int = 12, least_prob: float = 0.8, movers: int = 3
    ) -> list[TurningPoint]:
        """Find the months at which relations moved most in hindsight, the largest change first.

        The change is the mean of `month` (level and news shock) over `half` months from the turning point on, less that over
        the `half` months before it: the level alone moves too slowly to be dated.

        Parameters
        ----------
        limit : int
            At most so many.
        half : int
            Months on either side.
        apart : int
            Least distance of two turning points in months.
        least_prob : float
            Leave out changes whose direction is less sure than this.
        movers : int
            Events to name for each.
        """
        size = len(self.months)
        if size < 2 * half:
            return []
        total = np.concatenate([[0.0], np.cumsum(self.month.mean)])
        means = (total[half:] - total[:-half]) / half
        change = means[half:] - means[:-half]
        amount = np.abs(change)
        chosen: list[int] = []
        for j in np.argsort(-amount, kind="stable"):
            if all(abs(j - other) >= apart for other in chosen):
                chosen.append(int(j))
            if len(chosen) == 2 * limit:
                break
        coefficients = []
        for j in chosen:
            row = np.zeros(size)
            row[j : j + half], row[j + half : j + 2 * half] = -1 / half, 1 / half
            coefficients.append(row)
        found = self.sums(coefficients, shock=True)
        first = int(self.months[0])
        out: list[TurningPoint] = []
        for j, moved in zip(chosen, found, strict=True):
            share = moved.parts
            prob = max(moved.prob_positive, 1 - moved.prob_positive)
            if prob < least_prob or len(out) == limit:
                continue
            later = (self.events.month >= first + j + half) & (self.events.month < first + j + 2 * half)
            push = np.where(later, share * np.sign(change[j]), -np.inf)
            top = [int(e) for e in np.argsort(-push, kind="stable")[:movers] if push[e] > 0]
            out.append(
                TurningPoint(
                    month=first + j + half,
                    before=first + j,
                    after=first + j + 2 * half - 1,
                    change=float(change[j]),
                    prob=prob,
                    movers=tuple(top),
                    contributions=tuple(float(share[e]) for e in top),
                    parts=share,
                )
            )
        return out


def estimate_index(events: PairEvents, *, prior: PanelPrior, last: int, first: int | None = None) -> PairIndex:
    """Estimate the relations index of one pair.

    Parameters
    ----------
    events : PairEvents
        Merged events that happened, none after `last`.
    prior : PanelPrior
        What the panel of other pairs teaches.
    last : int
        Month number of the present (the month of `as_of`).
    first : int, optional
        First month; by default that of the first event.

    Returns
    -------
    PairIndex

    Raises
    ------
    InputError
        An event after `last` (R20), no events at all (R22), events before `first` (R23).

    Notes
    -----
    docs/method.md: words and deeds are two-speed state spaces with count-aware noise under a prior learned from a panel; the
    composite has fixed weights. Both run on months: a month without deeds is no update, so nothing is gained by summing to
    quarters; where deeds are few `sufficiency.material_quarterly` says that they should be read by quarter.
    """
    return estimate_indices([events], prior=prior, last=last, first=first)[0]


def estimate_indices(pairs: Sequence[PairEvents], *, prior: PanelPrior, last: int, first: int | None = None) -> list[PairIndex]:
    """Estimate the index of many pairs at once; each result is that of `estimate_index` from its own first event.

    See `estimate_index`. Pairs are worked in blocks of `CHUNK`.
    """
    starts = [_check(events, last, first) for events in pairs]
    out: list[PairIndex | None] = [None] * len(pairs)
    order = np.argsort(starts, kind="stable")
    blocks: list[list[int]] = []
    for begin in range(0, len(order), CHUNK):
        block = [int(j) for j in order[begin : begin + CHUNK]]
        # pairs that start in the same month are worked together: pass `first` where speed counts
        blocks += [[j for j in block if starts[j] == start] for start in sorted({starts[j] for j in block})]

    def work(block: list[int]) -> None:
        for j, result in zip(block, _estimate_block([pairs[i] for i in block], prior, starts[block[0]], last), strict=True):
            out[j] = result

    if len(blocks) == 1:
        work(blocks[0])
    else:
        # NumPy lets go of the interpreter inside its loops
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(work, blocks))
    return [result for result in out if result is not None]


def _check(events: PairEvents, last: int, first: int | None) -> int:
    if not len(events):
        raise InputError("R22", "no events: there is nothing to estimate a level from")
    earliest, latest = int(events.month.min()), int(events.month.max())
    if latest > last:
        raise InputError(
            "R20", f"an event of month {latest} lies after the last month {last}", help="leave later events out first"
        )
    if first is not None and earliest < first:
        raise InputError("R23", f"an event of month {earliest} lies before the first month {first}")
    return earliest if first is None else first


def _estimate_block(pairs: Sequence[PairEvents], prior: PanelPrior, first: int, last: int) -> list[PairIndex]:
    series = [
        (
            count_months(e.month[~e.material], e.weight[~e.material], first=first, last=last),
            count_months(e.month[e.material], e.weight[e.material], first=first, last=last),
        )
        for e in pairs
    ]
    found = estimate_posteriors(series, prior)
    bands = _bands(found)
    return [
        _compose(events, posterior, band, prior, first) for events, posterior, band in zip(pairs, found, bands, strict=True)
    ]


BANDS = ("level", "month", "known", "words", "deeds")


def _band(mixture: Mixture) -> Band:
    return Band(mixture.mean, mixture.sd, *np.moveaxis(mixture.quantiles(BAND_PROBS, tolerance=1e-6), -1, 0))


def _bands(found: Sequence[Posterior]) -> list[dict[str, Band]]:
    """Bands of all series of a block in one go: one search for all quantiles."""
    mixtures = [getattr(p, name) for p in found for name in BANDS]
    size = max(m.weights.shape[-1] for m in mixtures)

    def pad(array: Floats, fill: float) -> Floats:
        return np.pad(array, ((0, 0), (0, size - array.shape[-1])), constant_values=fill)

    every = Mixture(
        np.stack([pad(m.weights, 0.0) for m in mixtures]),
        np.stack([pad(m.means, 0.0) for m in mixtures]),
        np.stack([pad(m.sds, 1.0) for m in mixtures]),
    )
    mean, sd = every.mean, every.sd
    # Newton's last step is quadratic: a step under 3e-3 leaves an error under 1e-4
    quantiles = every.quantiles(BAND_PROBS, tolerance=3e-3)
    bands = [Band(m, s, *np.moveaxis(q, -1, 0)) for m, s, q in zip(mean, sd, quantiles, strict=True)]
    return [dict(zip(BANDS, bands[j : j + len(BANDS)], strict=True)) for j in range(0, len(bands), len(BANDS))]


def _compose(events: PairEvents, posterior: Posterior, bands: dict[str, Band], prior: PanelPrior, first: int) -> PairIndex:
    months = np.arange(first, first + len(posterior.monthly[WORDS].count))
    last = int(months[-1])
    level = bands["level"]
    past = level.mean[:-1]
    now = level.mean[-1]
    percentile = 50.0 if not len(past) else float(100 * ((past < now).mean() + 0.5 * (past == now).mean()))
    coverage = measure_coverage(events, last=last)
    return PairIndex(
        months=months,
        level=level,
        month=bands["month"],
        known=bands["known"],
        words=bands["words"],
        deeds=bands["deeds"],
        gap=_gap(posterior.gap),
        percentile=percentile,
        no_data_level=prior.no_data_level,
        coverage=coverage,
        sufficiency=judge_sufficiency(coverage),
        posterior=posterior,
        present=Mixture(posterior.level.weights[-1], posterior.level.means[-1], posterior.level.sds[-1]),
        events=events,
        prior=prior,
    )


def _gap(gap: Mixture) -> Gap:
    positive = 1 - gap.below(0.0)
    flag = None
    if positive[-1] > TALK_FLAG:
        flag = "talks better than it acts"
    elif positive[-1] < 1 - TALK_FLAG:
        flag = "acts better than it talks"
    return Gap(gap.mean, gap.sd, positive, flag)
