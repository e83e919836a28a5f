"""Sentences and rows about the chambers: the branches below each outcome, and what each office adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detente.branching import chamber_name, office_name, pushes
from detente.results import Outlook
from detente.words.ahead import chances
from detente.words.figures import SPACE, capital, percent, signed

SPLIT_NOTE = (
    "Each office’s part is what it adds, averaged over the orders in which the offices can become known (Shapley values)."
)
VIEWS = {"opposed": "can hold up cooperative measures", "aligned": "would let cooperative measures pass"}


class BranchRow(NamedTuple):
    """A branch below its outcome: who controls the chambers, its share of the outcome, and chances as `chances` gives them."""

    label: str
    share: str
    chances: list[tuple[str, str, str, str]]
    legislature: str


class OfficeRow(NamedTuple):
    """What one office adds to the share known today, its interval, and how far the most different holders overlap."""

    office: str
    share: str
    interval: str
    overlap: str


def branch_rows(outlook: Outlook, outcome: str) -> list[BranchRow]:
    """Return the branches of an outcome by who controls the chambers; none where no chamber is told apart."""
    if not outlook.combinations.chambers:
        return []
    return [
        BranchRow(b.label, percent(b.share), chances(b.forecast), legislature_sentence(outlook, b.id))
        for b in outlook.result.branches
        if b.outcome == outcome
    ]


def legislature_sentence(outlook: Outlook, branch_id: str) -> str:
    """Say how the legislature is treated in a branch, and why."""
    view, reason = outlook.legislatures[branch_id]
    return f"Treated as one that {VIEWS[view]}: {reason}."


def legislature_of_outcome(outlook: Outlook, outcome: str) -> str:
    """Say how the legislature is treated under an outcome: in one sentence where its branches do not differ."""
    found = {legislature_sentence(outlook, b.id) for b in outlook.result.branches if b.outcome == outcome}
    return found.pop() if len(found) == 1 else "Depends on who controls the chambers: see the table."


def chambers_change_nothing(outlook: Outlook) -> bool:
    """Tell whether every outcome's branches are the same, whoever controls the chambers."""
    kinds: dict[str, set[tuple[float, ...]]] = {}
    for branch in outlook.result.branches:
        kinds.setdefault(branch.outcome, set()).add(branch.forecast.quantiles)
    return all(len(kind) == 1 for kind in kinds.values())


def alike_sentence(rows: Sequence[BranchRow]) -> str:
    """Say that the chances are the same in every row, and how often each comes; nothing where there are no rows."""
    return (
        "" if not rows else f"The same whoever controls the chambers ({'; '.join(f'{row.label} {row.share}' for row in rows)})."
    )


def chambers_sentences(outlook: Outlook) -> list[str]:
    """Say where the chances of the chambers come from, what is left out, and whether they change anything."""
    found, vote = outlook.combinations, outlook.election
    lead = office_name(vote.offices[0])
    said = []
    if found.joint is not None:
        named = " and the ".join(chamber_name(o) for o in found.joint.offices)
        later = [f"{chamber_name(o)}: {_source(outlook, o)}" for o in found.joint.offices if o in found.margins]
        brought = f", brought to later chances ({'; '.join(later)})" if later else ""
        said.append(
            f"The {named} together with the {lead}: table of {found.joint.source}, {found.joint.date.isoformat()}{brought}."
        )
    said += [
        f"The {chamber_name(office)}: {_source(outlook, office)}, taken as independent of the other offices."
        for office in found.independent
    ]
    if found.independent:
        said.append(vote.independent)
    for office in found.left_out:
        held = vote.incumbent.get(office)
        counts = f"it counts by who holds it, {held.party}" if held else "who holds it is not given either"
        said.append(
            f"The {chamber_name(office)} is told apart in no branch: the election file has no chance of it published by "
            f"{outlook.index.as_of.isoformat()}; {counts}."
        )
    for office, outcome, push in pushes(vote, found):
        said.append(
            f"Entered in the election file: if {outcome.label}, the {chamber_name(office)} by itself moves deeds by "
            f"{signed(push.mean, 2)} points (standard deviation {push.sd:.2f}). Source: {push.source}."
        )
    if found.chambers and chambers_change_nothing(outlook):
        why = (
            ""
            if not any(c.stops_easing for c in outlook.constraints)
            else (": an act in force lets the legislature stop the easing of measures, whoever controls it")
        )
        said.append(f"Who controls the chambers changes no branch here{why}.")
    return said


def _source(outlook: Outlook, office: str) -> str:
    weights = outlook.combinations.margins[office]
    return f"{weights.source}, {weights.date.isoformat()}" if weights.date else weights.source


def office_rows(outlook: Outlook) -> list[OfficeRow]:
    """Return what each office adds to the share known today; none where only one office is at stake."""
    return [
        OfficeRow(
            capital(office_name(office)) if office == outlook.election.offices[0] else chamber_name(office),
            percent(part.share),
            f"{percent(part.low)} to {percent(part.high)}",
            percent(1 - part.total_variation),
        )
        for office, part in (outlook.result.matters.split or {}).items()
    ]


def split_sentence(outlook: Outlook) -> str | None:
    """Say how the share known today divides among the offices; None where only one is at stake."""
    rows = office_rows(outlook)
    if not rows:
        return None
    parts = "; ".join(f"{row.office} {row.share} (90{SPACE}% interval {row.interval})" for row in rows)
    return f"By office, together the {percent(outlook.result.matters.usable)} known today: {parts}. {SPLIT_NOTE}"
