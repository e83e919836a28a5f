"""Sentences about comparisons: whose term was tougher, leader and officials, what followed shocks, who moved with a pair."""

from __future__ import annotations

from detente.analyses.coherence import LEAST_HALF_YEARS, LEAST_MATCHED, LEAST_OTHERS, Coherence, TermCoherence
from detente.analyses.linked import LEAST_MONTHS, Linked, LinkedPair
from detente.analyses.shocks import LEAST_TRIGGERS, FoundResponse, PairRate, Shock, Shocks
from detente.analyses.toughness import (
    LEAST_DEEDS,
    LEAST_WORDS,
    Contest,
    TermMeasure,
    Toughness,
)
from detente.analyses.toughness import (
    LEAST_MONTHS as LEAST_TERM_MONTHS,
)
from detente.analyses.values import Interval
from detente.triggers import PanelRate
from detente.words.figures import MINUS, SPACE, capital, count, interval, percent, signed, the

SURE, LIKELY = 0.95, 0.80
LEAST_HITS = 3
"""What came less often than this, and would have, never stands out."""

QUANTITIES = {"both": "words and deeds together", "words": "words", "deeds": "deeds"}


def toughness_title(found: Toughness) -> str:
    """Return the question that a table of terms answers."""
    return f"What {the(found.names[0])} said and did to {the(found.names[1])}, by term of its leader"


def toughness_note() -> str:
    """Say how to read the table of terms."""
    return (
        f"Levels on the Goldstein scale ({MINUS}10 conflict to +10 cooperation) with 90{SPACE}% intervals, from what "
        "the state itself said and did, whoever in its government; lower is tougher. Drift: last half-year less the first. "
        f"Measured in terms with {LEAST_WORDS} words, {LEAST_DEEDS} deeds and {LEAST_TERM_MONTHS} months within the data. "
        "A term is compared, not a person: what the other side did, and what the time brought, is in it too."
    )


def figure(found: Interval | None, digits: int = 1) -> str:
    """Write a figure with its interval, or a dash."""
    return "–" if found is None else f"{signed(found.mean, digits)} ({interval(found.low, found.high, digits)})"


def term_cells(term: TermMeasure) -> list[list[str]]:
    """Return words, deeds and both of a term: level, its interval, how many events and hostile ones (of both: the drift)."""
    found = []
    for level, number, share in (
        (term.level_words, term.words, term.hostile_words),
        (term.level_deeds, term.deeds, term.hostile_deeds),
    ):
        counted = f"{percent(share)} of {number} hostile" if share is not None else "none"
        found.append([*_two_lines(level), counted])
    drift = term.drift
    drifted = "" if drift is None else f"drift {signed(drift.mean)} ±{(drift.high - drift.low) / 2:.1f}"
    found.append([*_two_lines(term.level), drifted])
    return found


def _two_lines(found: Interval | None) -> list[str]:
    return ["–", ""] if found is None else [signed(found.mean), interval(found.low, found.high)]


def terms_refused(found: Toughness) -> str:
    """Say which terms are not measured, or not in all, and why; empty where all are."""
    short = [f"{term.label} ({term.reason})" for term in found.terms if term.reason and (term.words or term.deeds)]
    return f"Not measured, or not in all: {'; '.join(short)}." if short else ""


def coherence_refused(found: Coherence) -> str:
    """Say of which terms coherence cannot be measured, with the statements of leader and officials; empty where of none."""
    short = [
        f"{t.label} ({t.leader} and {t.officials}, {t.matched} near)"
        for t in found.terms
        if t.share is None and (t.leader + t.officials)
    ]
    return f"Not measurable (statements of leader and officials): {', '.join(short)}." if short else ""


def contest_verdict(found: Contest) -> str:
    """Say in words how sure it is that the first term was tougher, by a fixed rule."""
    if found.prob_tougher >= SURE:
        return "tougher"
    if found.prob_tougher >= LIKELY:
        return "probably tougher"
    if found.prob_tougher <= 1 - SURE:
        return "milder"
    if found.prob_tougher <= 1 - LIKELY:
        return "probably milder"
    return "no clear difference"


CONTEST_RULE = (
    f"“Tougher” or “milder” from a chance of 95{SPACE}% on, “probably” from 80{SPACE}% on; "
    f"between 20 and 80{SPACE}% no clear difference is claimed."
)


def contest_sentence(found: Contest) -> str:
    """Say what one term against another comes to."""
    difference = found.difference
    said = (
        f"{found.first} against {found.second}, {QUANTITIES[found.quantity]}: {signed(difference.mean)} points "
        f"(90{SPACE}% interval {interval(difference.low, difference.high)}); chance that it was tougher "
        f"{percent(found.prob_tougher)}: {contest_verdict(found)}."
    )
    if found.per_event is not None:
        said += f" Without a model, mean of single events: {figure(found.per_event)}."
    return said


def coherence_title(found: Coherence) -> str:
    """Return what the table of coherence is about."""
    return f"Do the leader of {the(found.names[0])} and its officials speak alike about {the(found.names[1])}?"


def coherence_note(found: Coherence) -> str:
    """Say how to read coherence."""
    return (
        "A statement is one sentence of one speaker, friendly or hostile by its Goldstein value. Compared are statements of "
        "the "
        f"leader and of other members of the government at most {found.window_days} days apart, against any two statements of "
        f"that government in the term. Measurable from {LEAST_MATCHED} such statements of the leader, {LEAST_OTHERS} of "
        f"officials and {LEAST_HALF_YEARS} half-years on. Common events alone can make voices agree."
    )


def coherence_sentence(term: TermCoherence) -> str:
    """Say what the words of one term come to."""
    if term.share is None or term.base is None or term.excess is None or term.gap is None:
        return f"{term.label}: not measurable ({term.reason})."
    said = (
        f"{term.label}: leader and officials point the same way in {percent(term.share.mean)} of the cases (90{SPACE}% "
        f"interval "
        f"{percent(term.share.low)} to {percent(term.share.high)}); two statements at random in {percent(term.base.mean)}. "
    )
    if term.excess.low > 0:
        said += "They speak alike more than chance would have it."
    elif term.excess.high < 0:
        said += "They speak alike less than chance would have it."
    else:
        said += "That differs from chance by no more than the doubt."
    side = "friendlier" if term.gap.mean > 0 else "more hostile"
    sure = "" if term.gap.low > 0 or term.gap.high < 0 else ", which is within the doubt"
    said += (
        f" The leader was {abs(term.gap.mean):.1f} points {side} than officials near in time "
        f"(interval {interval(term.gap.low, term.gap.high)}{sure}). "
        f"{count(term.leader, 'statement')} of the leader, {term.officials} of officials, {term.matched} of the leader’s with "
        f"one near."
    )
    return said


def shocks_note(found: Shocks) -> str:
    """Say how to read the table of what followed."""
    return (
        "Share of cases in which it came within so many months after such an event, with its "
        f"90{SPACE}% interval; “else”: after months without one, at most two years from it. What came on the same day is not "
        "counted; intervals rest on windows that do not overlap. "
        f"* marks a difference surer than 95{SPACE}% in what came, or would have, three times or more; of many comparisons one "
        f"in ten does so by chance. A class needs {LEAST_TRIGGERS} events a month or more apart. What follows need not be "
        f"caused "
        "by it."
    )


def fall_note(found: Shocks) -> str:
    """Say what a fall of the index is."""
    return (
        f"“The index falls”: by more than {found.change:g} from the month before to the end of the window, as known then and "
        f"made "
        "without events of the class itself."
    )


def panel_note(found: Shocks) -> str:
    """Say what the panel is."""
    return (
        f"Other pairs: {found.panel}, without the pairs of the shipped chronicles; classes by code alone. A news wire tells "
        f"of far "
        "more events than a chronicle: compare how much a rate rises, not the rates."
    )


def shock_title(shock: Shock) -> str:
    """Return the heading of a class: "After sanctions (88 days)"."""
    return f"After {shock.name} ({count(shock.days, 'day')}, {shock.apart} a month or more apart)"


def pair_rate(found: PairRate) -> str:
    """Write a rate with its interval: "42 % (32–53)"."""
    return f"{percent(found.share)} ({100 * found.low:.0f}–{100 * found.high:.0f})"


def response_cell(found: FoundResponse, *, interval: bool = True) -> str:
    """Write what came after and otherwise: "42 % (32–53), else 13 %*"."""
    if found.after is None or found.base is None:
        return "too few"
    after = pair_rate(found.after) if interval else percent(found.after.share)
    return f"{after}, else {percent(found.base.share)}{'*' if stands_out(found) else ''}"


def stands_out(found: FoundResponse) -> bool:
    """Tell whether it came more often, or less often, with a chance above 95 %, and came, or would have, three times."""
    if found.prob_higher is None or found.after is None or found.base is None:
        return False
    more, expected = found.prob_higher > SURE, found.base.share * found.after.count
    return (more and found.after.hits >= LEAST_HITS) or (found.prob_higher < 1 - SURE and expected >= LEAST_HITS)


def panel_cell(found: PanelRate | None) -> str:
    """Write the panel's rate after and otherwise."""
    return "–" if found is None else f"{percent(found.after)}, else {percent(found.base)}"


def pooled_cell(found: FoundResponse) -> str:
    """Write what the pair's own cases and other pairs together give."""
    if found.pooled is None:
        return "–"
    return f"{percent(found.pooled.mean)} ({100 * found.pooled.low:.0f}–{100 * found.pooled.high:.0f})"


def shocks_refused(found: Shocks) -> str:
    """Say of which classes there are too few; empty where of none."""
    short = [f"{shock.name} ({shock.apart})" for shock in found.shocks if not shock.measured]
    return f"Too few to say what followed: {', '.join(short)}." if short else ""


def linked_note(found: Linked) -> str:
    """Say how to read who moved with a pair."""
    tests = sum(len(other.lags) for other in found.measured)
    return (
        "Correlation of monthly changes of the index as known then, over months in which both relations have events "
        f"({LEAST_MONTHS} at least), the other relation up to three months earlier or later. Events told in one sentence with "
        f"one "
        f"of this pair are left out. “Stands out”: at most {percent(found.false_discoveries)} of those said to are so by "
        f"chance "
        f"({count(tests, 'comparison')} made). What moves together need not move each other."
    )


def lag_name(lag: int) -> str:
    """Name a lag: "same month", "2 months later"."""
    if not lag:
        return "same month"
    return f"{count(abs(lag), 'month')} {'later' if lag > 0 else 'earlier'}"


def linked_sentence(other: LinkedPair) -> str:
    """Say how one relation moved with the pair."""
    name = " – ".join(other.names)
    same = other.same_month
    if same is None:
        return f"{name}: {other.reason}."
    said = (
        f"{name}: same month {signed(same.correlation, 2)} (90{SPACE}% interval {interval(same.low, same.high, 2)}, "
        f"{same.months} months)"
    )
    out = [f"{lag_name(c.lag)} {signed(c.correlation, 2)}" for c in other.standing_out]
    return f"{said}; stands out: {', '.join(out)}." if out else f"{said}; nothing stands out."


def refused_sentence(reason: str, help_line: str) -> str:
    """Say what could not be compared and why, and what would help."""
    return f"{capital(reason)}." + (f" What would help: {help_line}." if help_line else "")
