"""From an election file to the branches of an outlook: leading office x chambers, and what a legislature would let through.

The same rules for every outcome and state; docs/elections.md states them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from detente.elections import Combination, Combinations, Weights
from detente.records import Election, Outcome, Push

if TYPE_CHECKING:
    from detente.outlook import Branch, Stance


class View(NamedTuple):
    """Whether a legislature would let cooperative deeds through, and why."""

    view: Literal["aligned", "opposed"]
    reason: str


class Chambered(NamedTuple):
    """The branches of an outlook, how the legislature stands in each, and what each leading outcome is called."""

    branches: list[Branch]
    views: dict[str, View]
    labels: dict[str, str]


def make_branches(
    vote: Election, combinations: Combinations, weights: Weights, stances: Mapping[str, Stance], *, bound: bool
) -> Chambered:
    """Return one branch for each combination of the leading office and the chambers.

    Parameters
    ----------
    vote : Election
        With the incumbents of the day (`incumbents_on`).
    combinations, weights
        As known on the day (`combine_as_of`, `probs_as_of`).
    stances : mapping of person to Stance
    bound : bool
        Whether an act in force lets the legislature stop the easing of measures.
    """
    from detente.outlook import Branch

    lead = vote.offices[0]
    outcomes = {o.id: o for o in vote.outcomes}
    branches, views = [], {}
    for row in combinations.rows:
        outcome, name = outcomes[row.lead], branch_id(row)
        holder = outcome.holders[lead]
        views[name] = legislature(vote, outcome, row, bound=bound)
        branches.append(
            Branch(
                id=name, label=branch_label(vote, row) or outcome.label, prob=weights.probs[row.lead] * row.share,
                leader=holder.person or holder.party, legislature=views[name].view,
                stance=stances.get(holder.person or ""), push=_push(vote, row),
                offices={lead: row.lead, **row.chambers}, outcome=row.lead, share=row.share,
            )
        )  # fmt: skip
    return Chambered(branches, views, {o.id: o.label for o in vote.outcomes})


def branch_id(row: Combination) -> str:
    """Return "biden" without chambers, "biden/senate=democratic/house=democratic" with them."""
    return "/".join([row.lead, *(f"{office}={one}" for office, one in row.chambers.items())])


def branch_label(vote: Election, row: Combination) -> str:
    """Return who controls the chambers, "Senate Democratic, House Republican"; empty without chambers."""
    held = ((office, chamber_outcome(vote, office, one).holders[office].party) for office, one in row.chambers.items())
    return ", ".join(f"{chamber_name(office)} {party}" for office, party in held)


def chamber_outcome(vote: Election, office: str, one: str) -> Outcome:
    """Return the outcome of a chamber by its id."""
    chamber = next(c for c in vote.chambers if c.office == office)
    return next(o for o in chamber.outcomes if o.id == one)


def office_name(office: str) -> str:
    """Write the name of the office that leads: "prime_minister" as "prime minister"."""
    return office.replace("_", " ")


def chamber_name(office: str) -> str:
    """Write the name of a chamber: "upper_house" as "Upper House"."""
    return office.replace("_", " ").title()


def legislature(vote: Election, outcome: Outcome, row: Combination, *, bound: bool) -> View:
    """Return whether the legislature would let cooperative deeds through in a branch, and why.

    It is opposed where law binds the leader, or where a chamber is in the hands of a party that is neither the leader's nor
    one that governs with it. A chamber outside the branch counts by who holds it on the day.
    """
    if bound:
        return View("opposed", "an act in force lets the legislature stop the easing of measures")
    if not vote.chambers:
        return View("aligned", "the election file names no chamber: treated as aligned")
    leader = outcome.holders[vote.offices[0]]
    friends = {leader.party, *leader.partners}
    against, unknown = [], []
    for chamber in vote.chambers:
        name = chamber_name(chamber.office)
        if chamber.office in row.chambers:
            party = chamber_outcome(vote, chamber.office, row.chambers[chamber.office]).holders[chamber.office].party
            basis = f"would control the {name}"
        elif chamber.office in vote.incumbent:
            party, basis = vote.incumbent[chamber.office].party, f"holds the {name}"
        else:
            unknown.append(name)
            continue
        if party not in friends:
            against.append(f"{party}: {basis}")
    if against:
        return View("opposed", "; ".join(against))
    if unknown:
        return View("aligned", f"who controls the {' and the '.join(unknown)} on that day is not given: treated as aligned")
    return View("aligned", "no chamber of another party, no act in force that stops the easing of measures")


def pushes(vote: Election, combinations: Combinations) -> list[tuple[str, Outcome, Push]]:
    """Return what the file expects of chambers on their own, as (office, outcome, push), each once."""
    return [
        (c.office, o, o.push)
        for c in vote.chambers
        if c.office in combinations.chambers
        for o in c.outcomes
        if o.push is not None
    ]


def _push(vote: Election, row: Combination) -> tuple[float, float] | None:
    """Add up what the chambers of a branch are expected to do on their own; None where the file says nothing."""
    entered = [chamber_outcome(vote, office, one).push for office, one in row.chambers.items()]
    given = [push for push in entered if push is not None]
    if not given:
        return None
    return sum(p.mean for p in given), sum(p.sd**2 for p in given) ** 0.5
