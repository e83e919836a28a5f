"""What was known of an election on a day: chances of the outcomes, and who held each office."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from detente.errors import InputError
from detente.records import Election, Holder, Outcome


class Weights(NamedTuple):
    """Probability per outcome id (sums to 1), the words to print for their source, and the day they were published."""

    probs: dict[str, float]
    source: str
    date: date | None


def probs_as_of(election: Election, as_of: date, *, source: str | None = None) -> Weights:
    """Return the probabilities of the outcomes as they were known on a day.

    The latest set published on or before `as_of` is used; of several sets of that day, the one that stands first in
    the file. Nothing published later is seen. The set is divided by its sum, so that what was published for ties and
    third candidates (2 % at most) is shared among the outcomes in proportion.

    Parameters
    ----------
    election : Election
        As read by `election`.
    as_of : date
        The last day of publication to be considered.
    source : str, optional
        Only sets whose source is exactly this.

    Returns
    -------
    Weights
        ``(probs, source, date)``. Where nothing was published by then: equal weights, a source that says so, and None.

    Raises
    ------
    InputError
        E07: the election has no set from `source` at all.
    """
    names = sorted({p.source for p in election.outcomes[0].probs})
    if source is not None and source not in names:
        raise InputError(
            "E07",
            f'{election.id} has no probabilities from "{source}"',
            help=f"it has: {'; '.join(names)}" if names else "it has none; leave the source out for equal weights",
            near=names,
        )
    found = latest_set(election.outcomes, as_of, source=source)
    if found is None:
        equal = 1 / len(election.outcomes)
        words = f"equal weights: no probability published on or before {as_of.isoformat()} is known here"
        return Weights({o.id: equal for o in election.outcomes}, words, None)
    return found


def latest_set(outcomes: Sequence[Outcome], as_of: date, *, source: str | None = None) -> Weights | None:
    """Return the latest set published on or before a day, divided by its sum; None where there is none."""
    # every outcome has the same (date, source) pairs in the same order: the reader makes sure of it
    seen = [p for p in outcomes[0].probs if p.date <= as_of and (source is None or p.source == source)]
    if not seen:
        return None
    latest = max(seen, key=lambda p: p.date)  # max keeps the first of equals: the order of the file
    day = (latest.date, latest.source)
    probs = {o.id: next(p.prob for p in o.probs if (p.date, p.source) == day) for o in outcomes}
    total = math.fsum(probs.values())
    return Weights({k: v / total for k, v in probs.items()}, latest.source, latest.date)


def incumbents_on(election: Election, day: date) -> dict[str, Holder]:
    """Return who held each office on a day up to the vote; an office whose holder the file does not name is left out.

    Raises
    ------
    InputError
        O22: the file does not say who held the first office, the one that leads, on that day.

    Examples
    --------
    >>> incumbents_on(election("pak-2018"), date(2018, 5, 31))["prime_minister"].person
    'Shahid Khaqan Abbasi'
    """
    held = {}
    for office, last in election.incumbent.items():
        row = election.incumbents.get(office, (last,))
        known = [holder for holder in row if holder.since is None or holder.since <= day]
        if known:
            held[office] = known[-1]
    lead = election.offices[0]
    if lead not in held:
        since = next((h.since for h in election.incumbents.get(lead, ()) if h.since), None)
        raise InputError(
            "O22", f"{election.id} does not say who held the office of {lead} on {day.isoformat()}",
            help=f"choose {since.isoformat()} or later" if since else f"add the incumbent of {lead} to the file",
        )  # fmt: skip
    return held
