"""Sentences about an index: where a relation stands, what that rests on, what a number means."""

from __future__ import annotations

from collections.abc import Sequence

from detente.directions import Direction, Directions
from detente.records import Evidence
from detente.relations.coverage import FULL_RATE, STEADY_RATE
from detente.relations.sides import LEAST_EVENTS as SIDE_EVENTS
from detente.relations.sides import LEAST_RECENT as SIDE_RECENT
from detente.results import LEAST_PAST, Index, Turn
from detente.words.figures import MINUS, SPACE, capital, count, interval, month_name, months_after, percent, signed

SURE = 0.95
ENOUGH = 0.5
"""Events that explain less of a turning point than this are never shown without saying so."""


def pair_names(index: Index) -> str:
    """Return "Russia – United States"."""
    return " – ".join(index.names)


def index_title(index: Index) -> str:
    """Return the pair and the day."""
    return f"{pair_names(index)} · relations index as of {index.as_of.isoformat()}"


def lead(index: Index, *, change: float) -> str:
    """Say where relations stand against a year ago; `change` is how many points count as a difference."""
    moved = index.change_since(12)
    if moved is None:
        return "Less than a year is known:"
    if abs(moved) < change:
        return "About where it was a year ago:"
    return "Better than a year ago:" if moved > 0 else "Worse than a year ago:"


def headline(index: Index) -> str:
    """Say the number, its 90 % interval and its change over a year."""
    point = index.point()
    said = (
        f"on a scale from {MINUS}10 (conflict) to +10 (cooperation) the relations index stands at {signed(point.level)} "
        f"(90{SPACE}% interval {interval(point.low, point.high)})"
    )
    moved = index.change_since(12)
    if moved is None:
        return f"{said}; there is no value of a year ago."
    since = month_name(months_after(index.months()[-1], -12))
    if not float(f"{moved:.1f}"):
        return f"{said}, changed by less than 0.1 since {since}."
    return f"{said}, {'up' if moved > 0 else 'down'} {abs(moved):.1f} since {since}."


def place_in_past(index: Index) -> str:
    """Say where the present lies in the pair's own past."""
    place = index.point().percentile
    if place is None:
        months = count(len(index.months()) - 1, "month")
        return f"With {months} before it, the present has no place in the pair’s own past; {LEAST_PAST} are needed."
    if place in (0, 100):
        earlier = count(len(index.months()) - 1, "earlier month")
        return f"The present level is {'higher' if place else 'lower'} than in any of the pair’s own {earlier}."
    return f"The present level is higher than in {percent(place / 100)} of the pair’s own earlier months."


def scale_note(index: Index) -> str:
    """Say what a point is worth and against what words and deeds are read."""
    prior = index.result.prior
    words, deeds = prior.verbal.level_mean, prior.material.level_mean
    said = (
        f"How to read it: one point is a large step; between pairs of states the index has a standard deviation of about "
        f"{prior.between_sd:.1f} (those that the prior was learned from). Words are read against what is "
        f"usual in words between states ({signed(words)} on the Goldstein scale), deeds against what is usual in deeds "
        f"({signed(deeds)})"
    )
    if deeds < 0:
        said += f", which is hostile: a deed of {signed(deeds / 2)} still raises the level"
    if words > 1:
        said += ", and a plain meeting (+1.0) lowers it"
    return f"{said}. A pair without any events would stand at {signed(index.result.no_data_level)}."


def rule_sentence(index: Index) -> str:
    """Say what the number of events allows to read, by the thin-data rule."""
    enough = index.result.sufficiency
    if enough.level == "refuse":
        return f"Too few events for an outlook: {enough.reason}."
    said = f"On average {enough.per_month:.1f} events a month over the last twelve months"
    if enough.level == "thin":
        return f"{said}, fewer than {STEADY_RATE:g}: read the band, not the line."
    if enough.level == "no_monthly_arrows":
        return f"{said}, fewer than {FULL_RATE:g}: read the level, not single months."
    return f"{said}: enough to read single months."


def coverage_sentence(index: Index) -> str:
    """Say what the present level rests on and which thin-data rule applies."""
    coverage, enough = index.result.coverage, index.result.sufficiency
    said = (
        f"{count(coverage.events, 'event')} from {count(index.documents, 'text')} in all, {coverage.events_last_12} in the "
        f"last twelve months ({coverage.material_last_12} of them deeds); {coverage.months_covered} of these months have three "
        f"or more."
    )
    if any(len(told.tellings) > 1 for told in index.told):
        said += f" They are told {index.mentions:,} times{_by_outlets(index.outlets)}; each counts once."
    naming = index.texts_naming_both
    if naming is not None:
        said += f" {index.documents:,} of {count(naming, 'text')} that name both gave an event."
    said += f" {rule_sentence(index)}"
    if coverage.top_source_share is not None:
        said += f" No single text gives more than {percent(coverage.top_source_share)} of the last twelve months’ events."
    if enough.material_quarterly and enough.level != "refuse":
        by_quarter = coverage.material_last_12 / 4 >= STEADY_RATE
        said += " Deeds are too few to be read by month" + (": read them by quarter." if by_quarter else " or by quarter.")
    return said


def told_by(evidence: Evidence) -> str:
    """Say how often an event is told; empty where once."""
    if evidence.mentions == 1:
        return ""
    if evidence.outlets > 1:
        return f"told {evidence.mentions:,} times by {evidence.outlets} outlets"
    return f"told {evidence.mentions:,} times in {count(evidence.documents, 'text')}"


def _by_outlets(outlets: int) -> str:
    return f" by {count(outlets, 'outlet')}" if outlets else ""


def gap_sentence(index: Index) -> str:
    """Say what the gap between words and deeds is, and how sure."""
    gap = index.result.gap
    mean, sure = float(gap.mean[-1]), float(gap.prob_positive[-1])
    place = f"{abs(mean):.1f} points {'above' if mean >= 0 else 'below'} what"
    if not float(f"{mean:.1f}"):
        place = "about where"
    said = (
        f"Against what is usual between two states, words stand {place} the deeds would suggest in "
        f"{month_name(index.months()[-1])} (standard deviation {float(gap.sd[-1]):.1f}); the chance that they stand above is "
        f"{percent(sure)}."
    )
    if gap.flag:
        return f"{said} By the rule of 95{SPACE}%, this pair {gap.flag}."
    return f"{said} That is not sure enough (95{SPACE}%) to say that the pair talks better than it acts, or the reverse."


def directions_sentence(index: Index, found: Directions) -> str:
    """Say what each side does to the other, and how sure it is that they differ; or why this is not said."""
    one, other = found.result.counts
    if found.both is None:
        counted = "; ".join(
            f"{name} alone: {count(side.events, 'event')}, {side.recent} of them in the last twelve months"
            for name, side in zip(index.names, (one, other), strict=True)
        )
        return (
            f"What each side does to the other is not shown: each needs {SIDE_EVENTS} events of its own, {SIDE_RECENT} of them "
            f"in the last twelve months. {counted}."
        )
    first, second = found.both
    said = (
        f"{_toward(first)} stands at {signed(first.level)} (90{SPACE}% interval {interval(first.low, first.high)}), "
        f"{_toward(second)} at {signed(second.level)} ({interval(second.low, second.high)})."
    )
    higher, chance = first, found.prob_first_higher
    if chance < 0.5:
        higher, chance = second, 1 - chance
    said += f" The chance that {_toward(higher)} is the better of the two is {percent(chance)}"
    return f"{said}{'' if chance > SURE else f', not sure enough (95{SPACE}%) to say so'}."


def _toward(direction: Direction) -> str:
    return f"{direction.names[0]} → {direction.names[1]}"


TURNS_NOTE = (
    "Where the half-year from a month on differs most from the half-year before it, in points, with the chance "
    "that relations really moved that way. They are measured on the level with each month’s own news, which swings wider than "
    "the level itself. With each, the events of the new half-year that moved it most, and the share of each in the change."
)


def turn_note(turn: Turn, shown: Sequence[Evidence]) -> str | None:
    """Say how much of a turning point the events shown with it explain, None where they explain half of it or more."""
    if not shown:
        return "No single event of the new half-year moved it this way; the change is earlier events that fade."
    explained = sum(e.contribution for e in shown)
    if abs(explained) >= ENOUGH * abs(turn.change):
        return None
    which = "this event explains" if len(shown) == 1 else "these events together explain"
    rest = "many smaller shares, and earlier events that fade"
    return capital(f"{which} {signed(explained, 2)} of {signed(turn.change, 2)}; the rest is {rest}.")
