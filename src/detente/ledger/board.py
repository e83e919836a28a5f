"""The scoreboard: how each speaker did, and how well the probabilities of all of them held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from detente.ledger.frozen import AFTERWARDS
from detente.ledger.ledger import Standing
from detente.ledger.scores import (
    BINS,
    COIN,
    Calibration,
    Murphy,
    brier,
    calibration,
    days_held,
    log_loss,
    murphy,
    shrink,
    skill,
)

LEAST_RANKED = 10
"""Nobody is ranked on fewer resolved claims."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one speaker foretold and what came of it; means are over resolved claims.

    Attributes
    ----------
    speaker : str
    entered : int
        Entries but void ones and vows.
    open, annulled, unclear, void : int
    resolved : int
        Forecasts that came out yes or no, scored or not.
    scored : int
        Claims with a point score: revisions of one claim, and entries of one group, count once.
    vague_share : float or None
        Share of `entered` of which no point score can ever come, 0..1.
    vows_kept, vows_broken : int
    brier, log_loss : float or None
        Means; a claim that was revised counts by the days each probability was held.
    skill_base, skill_coin : float or None
        1 - Brier / that of saying the base rate of the board, and of always saying .5.
    shrunk : float or None
        Mean Brier pulled to that of all.
    ranges : int
        Claims in interval words.
    range_low, range_high : float or None
        Mean of the best and of the worst Brier score that these words allow.
    rank : int or None
        By `shrunk`, from 1; None under `LEAST_RANKED` scored claims.
    """

    speaker: str
    entered: int
    open: int
    annulled: int
    unclear: int
    void: int
    resolved: int
    scored: int
    vague_share: float | None
    vows_kept: int
    vows_broken: int
    brier: float | None
    log_loss: float | None
    skill_base: float | None
    skill_coin: float | None
    shrunk: float | None
    ranges: int
    range_low: float | None
    range_high: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """Tallies by speaker, and of all point scores together Murphy's parts, log score and the calibration table.

    `parts` groups the distinct probabilities where each stands for three or more on average, else tenths; None where nothing
    is scored. Outlooks computed after the vote have a tally, but neither rank nor part in what is said of all.
    """

    tallies: tuple[Tally, ...]
    parts: Murphy | None
    log_loss: float | None
    skill_base: float | None
    skill_coin: float | None
    calibration: tuple[Calibration, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """One speaker's probabilities for one question, with the share of its days each was held."""

    speaker: str
    group: str
    probs: tuple[float, ...]
    weights: tuple[float, ...]
    happened: int


def make_board(standings: Iterable[Standing]) -> Board:
    """Return the scoreboard of entries; their order, and the order in which they were resolved, make no difference."""
    ordered = sorted(standings, key=lambda s: s.entry.id)
    series = _series(ordered)
    forecasts = [s for s in series if s.speaker != AFTERWARDS]
    base = None
    parts, log = None, None
    table: tuple[Calibration, ...] = ()
    if forecasts:
        probs = np.array([p for s in forecasts for p in s.probs])
        happened = np.array([s.happened for s in forecasts for _ in s.probs], float)
        weights = np.array([w for s in forecasts for w in s.weights])
        words = len(np.unique(probs)) * 3 <= len(probs)  # figures hardly repeat: by tenths
        parts = murphy(probs, happened, weights=weights, edges=None if words else BINS)
        table = calibration(probs, happened, weights=weights)
        log = float((weights * log_loss(probs, happened)).sum() / weights.sum())
        base = parts.base_rate
    overall = parts.brier if parts else None
    by_speaker: dict[str, list[Standing]] = defaultdict(list)
    for standing in ordered:
        by_speaker[standing.entry.speaker].append(standing)
    tallies = [
        _tally(name, by_speaker[name], [s for s in series if s.speaker == name], base, overall) for name in sorted(by_speaker)
    ]
    return Board(
        tallies=_ranked(tallies),
        parts=parts,
        log_loss=log,
        skill_base=skill(parts.brier, parts.uncertainty) if parts else None,
        skill_coin=skill(parts.brier, COIN**2) if parts else None,
        calibration=table,
    )


def _series(standings: Sequence[Standing]) -> list[_Series]:
    """Put the revisions of one speaker's forecast together."""
    groups: dict[tuple[str, str, int], list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.scores is not None and standing.entry.prob is not None:
            groups[standing.entry.speaker, standing.entry.question, int(standing.scores["happened"])].append(standing)
    found = []
    for (speaker, question, happened), members in sorted(groups.items()):
        steps = [(m.entry.made, float(m.entry.prob)) for m in members if m.entry.prob is not None]
        probs, days = days_held(steps, close=_close(members)) if len(members) > 1 else (np.array([steps[0][1]]), np.ones(1))
        found.append(_Series(speaker, members[0].entry.group or question, tuple(probs), tuple(days / days.sum()), happened))
    return found


def _close(members: Sequence[Standing]) -> date:
    """Return the day on which a question was answered; a forecast made on it or later would be none."""
    settled = [m.resolution.settled for m in members if m.resolution is not None and m.resolution.settled is not None]
    return min([m.entry.until for m in members] + [day for day in settled if day > min(m.entry.made for m in members)])


def _tally(
    name: str, standings: Sequence[Standing], series: Sequence[_Series], base: float | None, overall: float | None
) -> Tally:
    counted = [s for s in standings if s.state != "void" and not s.entry.vow]
    came = [s.resolution.outcome if s.resolution else None for s in counted]
    vows = [s.resolution.outcome for s in standings if s.state != "void" and s.entry.vow and s.resolution]
    ranges = [s.scores for s in counted if s.scores is not None and s.scores["brier_low"] is not None]
    mean = log = reference = None
    if series:
        mean = float(np.mean([np.dot(s.weights, brier(np.array(s.probs), s.happened)) for s in series]))
        log = float(
            np.mean([np.dot(s.weights, log_loss(np.array(s.probs), np.full(len(s.probs), s.happened))) for s in series])
        )
        if base is not None:
            reference = float(np.mean([brier(base, s.happened) for s in series]))
    scored = len({s.group for s in series})
    return Tally(
        speaker=name,
        entered=len(counted),
        open=came.count(None),
        annulled=came.count("annulled"),
        unclear=came.count("unclear"),
        void=sum(s.state == "void" for s in standings),
        resolved=came.count("yes") + came.count("no"),
        scored=scored,
        vague_share=sum(s.entry.vague for s in counted) / len(counted) if counted else None,
        vows_kept=vows.count("yes"),
        vows_broken=vows.count("no"),
        brier=mean,
        log_loss=log,
        skill_base=None if mean is None or reference is None else skill(mean, reference),
        skill_coin=None if mean is None else skill(mean, COIN**2),
        shrunk=None if mean is None or overall is None else shrink(mean, scored, overall),
        ranges=len(ranges),
        range_low=float(np.mean([r["brier_low"] for r in ranges])) if ranges else None,
        range_high=float(np.mean([r["brier_high"] for r in ranges])) if ranges else None,
        rank=None,
    )


def _ranked(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    enough = (t for t in tallies if t.scored >= LEAST_RANKED and t.speaker != AFTERWARDS)
    able = {t.speaker: t.shrunk for t in enough if t.shrunk is not None}
    order = sorted(able.values())
    return tuple(replace(t, rank=1 + order.index(able[t.speaker])) if t.speaker in able else t for t in tallies)
