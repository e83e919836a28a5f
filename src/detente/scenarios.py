"""Elections as the finder of claims sees them: which persons and parties stand for which outcome (`usa-2020/biden`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.claims.conditions import Contest, Contestant
from detente.elections import election, list_elections
from detente.records import Election


def contests(elections: Iterable[str | Path] = ()) -> tuple[Contest, ...]:
    """Return the contests of the elections named (ids or files), and of all that ship with the package."""
    named = [election(name) for name in elections]
    known = {vote.id for vote in named}
    return tuple(contest(vote) for vote in (*named, *(election(i) for i in list_elections() if i not in known)))


def contest(vote: Election) -> Contest:
    """Return an election as outcomes with their persons and parties, by the first office it decides."""
    lead = vote.offices[0]
    now = vote.incumbent[lead]
    runs_again = any(o.holders[lead].person == now.person for o in vote.outcomes)
    outcomes = []
    for outcome in vote.outcomes:
        holder = outcome.holders[lead]
        again = holder.person == now.person if runs_again and now.person else holder.party == now.party
        outcomes.append(
            Contestant(
                f"{vote.id}/{outcome.id}", (holder.person,) if holder.person else (), (holder.party,), is_incumbent=again
            )
        )
    return Contest(vote.id, vote.date, tuple(outcomes))
