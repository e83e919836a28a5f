"""What the program takes to have come: the scenario first, then the deed or the trend. Pure: the readings are given.

Rules (docs/ledger.md):
    scenario  none of the outcomes a claim names came true: annulled, whatever else happened
    deed      yes with the first event of that type in that direction after the day of the claim, up to its last day; under a
              scenario only from the day it takes effect (`takes_effect`); no where there is none and the texts are thick enough
              for silence to mean something; else unclear
    trend     the index on the last day against the index as it stood on the day of the claim: better or worse by more than the
              dead band, else unchanged; unclear where the events do not suffice for an index
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detente.ledger.entry import Deed, Entry
from detente.ledger.ledger import Proposal
from detente.records import Election

SILENCE_RATE = 0.5
"""Events of a pair per month below which "no such event" is not proposed: the rate below which an outlook is refused."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """The events that fit a deed, first to last, as rows for JSON; and the events and texts of that pair in the same time."""

    found: tuple[Mapping[str, Any], ...]
    events: int
    documents: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The index on the day of a claim (`before`, as it was known then) and on its last day, points, with the dead band.

    `chances` are those that the level lay above, within and below the band on the last day; `evidence` the events since the
    claim that moved that level most; `refused` says why there is no index.
    """

    before: float
    after: float
    band: float
    chances: Mapping[str, float]
    evidence: tuple[Mapping[str, Any], ...]
    events: int
    documents: int
    refused: str = ""

    @property
    def direction(self) -> str:
        """What the index did: improve, worsen or unchanged."""
        change = self.after - self.before
        return "improve" if change > self.band else "worsen" if change < -self.band else "unchanged"


def propose(
    entry: Entry,
    *,
    today: date,
    elections: Mapping[str, Election],
    deeds: Callable[[Deed, date, date], Deeds],
    trend: Callable[[Entry], Trend],
) -> Proposal | None:
    """Return what seems to have come of an entry by a day; None while it cannot be told yet.

    Parameters
    ----------
    entry : Entry
    today : date
        Nothing dated later is seen.
    elections : mapping of id to Election
        Those the scenarios name.
    deeds : callable (deed, after, until) -> Deeds
    trend : callable (entry) -> Trend
    """
    over = today > entry.until
    if entry.scenario:
        annulled, known = _scenario(entry, elections, today)
        if annulled is not None:
            return annulled
        if not known:
            reason = f"the outcome of {_election_id(entry)} is not known here: give an election file with the outcome that came"
            return Proposal("unclear", "scenario", reason) if over else None
    if not entry.checkable:
        if not over:
            return None
        why = (
            f'its condition is no outcome of an election: "{entry.condition}"'
            if entry.condition
            else "it names no deed and no direction"
        )
        return Proposal("unclear", "none", f"only a person can say: {why}")
    if entry.deed is not None:
        vote = elections.get(_election_id(entry)) if entry.scenario else None
        after = max(entry.made, takes_effect(entry.deed, entry.scenario, vote)) if vote is not None else entry.made
        return _deed(entry, entry.deed, after, today, deeds)
    return _trend(entry, trend) if over else None


def _scenario(entry: Entry, elections: Mapping[str, Election], today: date) -> tuple[Proposal | None, bool]:
    """Return an annulment where none of the outcomes came, and whether what came is known."""
    vote = elections.get(_election_id(entry))
    if vote is None or vote.came is None or today <= vote.date:
        return None, False
    came = f"{vote.id}/{vote.came}"
    if came in entry.scenario:
        return None, True
    labels = {f"{vote.id}/{o.id}": o.label for o in vote.outcomes}
    named = " or ".join(f"“{labels.get(s, s)}”" for s in entry.scenario)
    reason = f"it was to hold under {named}; what came is “{labels[came]}”"
    return Proposal("annulled", "scenario", reason, vote.date, figures={"source": vote.came_source}), True


def takes_effect(deed: Deed, scenario: Sequence[str], vote: Election) -> date:
    """Return the day after which a deed foretold under a scenario counts.

    Under "whoever wins" every day counts. Else none up to the vote: what was done before it was not done because of it. A deed
    of the voting state counts from the winner's first day in the leading office, where that is not who held it already.
    """
    if {f"{vote.id}/{outcome.id}" for outcome in vote.outcomes} <= set(scenario):
        return date.min
    came = next(outcome for outcome in vote.outcomes if outcome.id == vote.came)
    lead = vote.offices[0]
    winner, before = came.holders.get(lead), vote.incumbent[lead]
    stays = winner is None or (winner.person or winner.party) == (before.person or before.party)
    return vote.date if stays or deed.source != vote.country else vote.inauguration - timedelta(days=1)


def _deed(entry: Entry, deed: Deed, after: date, today: date, deeds: Callable[[Deed, date, date], Deeds]) -> Proposal | None:
    until = min(entry.until, today)
    found = deeds(deed, after, until)
    said = f"{deed.source} {deed.event} {deed.target}"
    coverage = {"events": found.events, "documents": found.documents}
    if found.found:
        first = found.found[0]
        more = f"; {len(found.found) - 1} more followed" if len(found.found) > 1 else ""
        since = "the claim" if after == entry.made else f"{after.isoformat()}, when the scenario takes effect"
        reason = f"{said} on {first['date']}, the first after {since}{more}"
        return Proposal("yes", "deed", reason, date.fromisoformat(first["date"]), found.found[:3], coverage=coverage)
    if today <= entry.until:
        return None
    months = (until - after).days / 30.4375
    span = f"after {after.isoformat()} up to {until.isoformat()}"
    if found.events < SILENCE_RATE * months:
        reason = f"no {said} {span}, but only {found.events} events of this pair are known in that time: silence says nothing"
        return Proposal("unclear", "deed", reason, coverage=coverage)
    reason = f"no {said} {span} among {found.events} events of this pair"
    return Proposal("no", "deed", reason, entry.until, coverage=coverage)


def _trend(entry: Entry, trend: Callable[[Entry], Trend]) -> Proposal:
    assert entry.pair is not None
    reading = trend(entry)
    coverage = {"events": reading.events, "documents": reading.documents}
    if reading.refused:
        return Proposal("unclear", "trend", f"no index can be read: {reading.refused}", coverage=coverage)
    change = reading.after - reading.before
    figures = {"before": reading.before, "after": reading.after, "band": reading.band, "chances": dict(reading.chances)}
    words = {"improve": "improved", "worsen": "worsened", "unchanged": "stayed about the same"}
    reason = (
        f"the index of {entry.pair[0]} and {entry.pair[1]} stood at {reading.before:+.2f} on {entry.made.isoformat()} and at "
        f"{reading.after:+.2f} on {entry.until.isoformat()}: by {change:+.2f}, with a dead band of {reading.band:g}, it "
        f"{words[reading.direction]} (chance {reading.chances[reading.direction]:.0%})"
    )
    outcome: Any = "yes" if reading.direction == entry.direction else "no"
    return Proposal(outcome, "trend", reason, entry.until, reading.evidence, figures, coverage)


def _election_id(entry: Entry) -> str:
    return entry.scenario[0].partition("/")[0]


def elections_named(entries: Sequence[Entry]) -> set[str]:
    """Return the ids of the elections that the scenarios of entries name."""
    return {scenario.partition("/")[0] for entry in entries for scenario in entry.scenario}
