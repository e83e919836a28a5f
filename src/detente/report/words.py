"""Sentences that only the page has: what was asked, how to read its charts, who would lead and what that rests on.

All that the terminal says too stands in `detente.words`.
"""

from __future__ import annotations

from datetime import date

from detente.outlook import Judgement
from detente.records import Event
from detente.results import Index, Outlook
from detente.stances import STANCE_YEARS
from detente.words import MINUS, SPACE, count, number_word, signed, the


def years(index: Index) -> str:
    """Write the years that the index covers."""
    months = index.months()
    first, last = months[0].year, months[-1].year
    return str(first) if first == last else f"{first}–{last}"


def last_event(index: Index) -> date:
    """Return the day of the last event used."""
    return max(e.date for e in index.events if e.date is not None)


def build_facts(index: Index) -> list[str]:
    """List what a reader needs to know of the making before the first number."""
    return [
        f"détente {index.provenance.version}",
        f"as of {index.as_of.isoformat()}",
        f"data through {last_event(index).isoformat()}",
        f"{count(len(index.events), 'event')} from {count(index.documents, 'text')}",
    ]


def query(index: Index) -> str:
    """Say in plain words what was asked of the data."""
    first = min(e.date for e in index.events if e.date is not None)
    store = index.provenance.data.get("store", "the texts given")
    return (
        f"Events that happened in which {the(index.names[0])} or {the(index.names[1])} acts toward the other, read by the "
        f"coder in {count(index.documents, 'text')} ({store}), dated {first.isoformat()} to {last_event(index).isoformat()}; "
        f"by month; each deed counted once. Nothing dated after {index.as_of.isoformat()} is used."
    )


def index_reading(index: Index, *, lettered: bool) -> str:
    """Say how to read the chart of the index, with the letters of turning points or without."""
    said = (
        f"Higher is more cooperative. Thick line: the level as seen from {index.as_of.isoformat()}, "
        f"with its 50{SPACE}% and 90{SPACE}% intervals. Thin line: with each month’s own news, which fades; "
        "single months are noisy."
    )
    return f"{said} Letters: turning points, listed below." if lettered else said


def axis_note(domain: tuple[float, float]) -> str:
    """Say whether an axis shows the whole scale."""
    low, high = domain
    if (low, high) == (-10, 10):
        return f"The axis shows the whole scale, {MINUS}10 to +10."
    return f"The axis shows {signed(low, 0)} to {signed(high, 0)} of a scale that runs from {MINUS}10 to +10."


def leader(outlook: Outlook, branch_id: str) -> str:
    """Return who would lead under an outcome: the person, or the party where none is named."""
    outcome = next(o for o in outlook.election.outcomes if o.id == branch_id)
    holder = outcome.holders[outlook.election.offices[0]]
    return holder.person or holder.party


def stance_sentence(outlook: Outlook, branch_id: str) -> str:
    """Say what is known of what the leader of a branch has said about the other state."""
    person = leader(outlook, branch_id)
    other, years_before = other_name(outlook), number_word(STANCE_YEARS)
    stance = outlook.stances.get(person)
    if stance is None:
        said = f"No statement by {person} about {other} was coded in the {years_before} years before."
    else:
        said = (
            f"{count(stance.count, 'coded statement')} by {person} about {other} in the {years_before} years before, "
            f"mean {signed(stance.mean)} on the Goldstein scale ({MINUS}10 to +10)."
        )
    if person == outlook.election.incumbent[outlook.election.offices[0]].person:
        said += " Holds the office already: no effect of a new leader is added."
    return said


def tone_sentence(outlook: Outlook, judgement: Judgement) -> str:
    """Say what stances are pulled to, and from how many statements on they count for a direction."""
    tone, first = outlook.tone, dict(zip(outlook.index.pair, outlook.index.names, strict=True))[outlook.election.country]
    about = f"from {the(first)} about {other_name(outlook)}"
    basis = f"the mean of {count(tone.count, 'statement')} {about}"
    if tone.basis == "panel":
        basis = f"the mean of words between states, since only {tone.count} statements {about} were coded"
    return (
        f"A stance is pulled to the usual tone, {signed(tone.mean)}, {basis}, as if {judgement.pseudo_statements:g} of a "
        f"person’s statements had it. With fewer than {judgement.least_statements:g} statements of a candidate or the "
        "incumbent nothing is concluded on the direction of a change."
    )


def direction(event: Event) -> str:
    """Return the arrow between source and target."""
    return "↔" if event.reciprocal else "→"


def other_code(outlook: Outlook) -> str:
    """Return the code of the state that does not vote."""
    first, second = outlook.index.pair
    return second if outlook.election.country == first else first


def other_name(outlook: Outlook) -> str:
    """Return the name of the state that does not vote, as it stands in a sentence."""
    return the(dict(zip(outlook.index.pair, outlook.index.names, strict=True))[other_code(outlook)])
