"""Sentences about an index or an outlook, made from the same objects as tables and charts."""

from __future__ import annotations

from detente.results import Index, Outlook

MINUS = "−"


def signed(value: float, digits: int = 1) -> str:
    """Write a level or change with its sign.

    Examples
    --------
    >>> signed(-0.62), signed(0.04), signed(1.25)
    ('−0.6', '0.0', '+1.2')
    """
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        return f"{0:.{digits}f}"
    return text.replace("-", MINUS) if value < 0 else f"+{text}"


def percent(prob: float) -> str:
    """Write a probability in whole per cent; what is neither 0 nor 1 never reads as such.

    Examples
    --------
    >>> percent(0.256), percent(0.001), percent(0.999)
    ('26 %', '<1 %', '>99 %')
    """
    if 0 < prob < 0.005:
        return "<1 %"
    if 0.995 <= prob < 1:
        return ">99 %"
    return f"{100 * prob:.0f} %"


def pair_names(index: Index) -> str:
    """Return "Russia – United States"."""
    return " – ".join(index.names)


def index_title(index: Index) -> str:
    """Return what is measured, on which scale, as of when."""
    return f"{pair_names(index)} · relations index, {MINUS}10 conflict … +10 cooperation · as of {index.as_of.isoformat()}"


def index_sentence(index: Index) -> str:
    """Return the one sentence with level, interval, change over a year and what it rests on."""
    point, change = index.point(), index.change_since(12)
    coverage = index.result.coverage
    moved = "" if change is None else f", {_moved(change)} over twelve months"
    return (
        f"The index stands at {signed(point.level)} (90 % interval {signed(point.low)} to {signed(point.high)}){moved}; "
        f"{point.percentile:.0f} % of the pair's earlier months lay lower. It rests on {point.events} events from "
        f"{index.documents} texts, {coverage.events_last_12} of the events from the last twelve months."
    )


def _moved(change: float) -> str:
    if signed(change) == signed(0):
        return "unchanged"
    return f"{'up' if change > 0 else 'down'} {abs(change):.1f}"


def outlook_title(outlook: Outlook) -> str:
    """Return the pair, the vote, the day and the horizon."""
    return (
        f"{pair_names(outlook.index)} · outlook {outlook.horizon_months} months from {outlook.index.as_of.isoformat()} "
        f"· {outlook.election.name}"
    )


def outlook_sentences(outlook: Outlook) -> list[str]:
    """Return what goes with the table: verdict, whether the outcome matters, record, source of the probabilities, caution."""
    change, weights = outlook.result.change, outlook.weights
    published = f", {weights.date.isoformat()}" if weights.date else ""
    return [
        f'"improve" and "worsen": the level at the horizon differs from today\'s by more than {change:g}.',
        f"Verdict: {outlook.verdict()}.",
        matters_sentence(outlook),
        f"Past record: {record_sentence(outlook)}",
        f"Chances of the outcomes: {weights.source}{published}.",
        *(f"Binds the winner: {c.title} ({c.since.isoformat()}; {c.effect})." for c in outlook.constraints),
        f"Note: {outlook.result.caution}",
    ]


def matters_sentence(outlook: Outlook) -> str:
    """Return how much the outcome matters: the share that can be signed today, the upper reading, how far branches differ."""
    m = outlook.result.matters
    return (
        f"Does the outcome matter? {percent(m.usable)} of the forecast's variance hangs on it as far as its direction is known "
        f"today (90 % interval {percent(m.usable_low)} to {percent(m.usable_high)}), {percent(m.potential)} with what a new "
        f"leader may bring ({percent(m.potential_low)} to {percent(m.potential_high)}); the branches' forecasts differ in "
        f"{percent(m.total_variation)} of their probability."
    )


def record_sentence(outlook: Outlook) -> str:
    """Return how such outlooks fared on the pair's own past, or why that is not known."""
    record = outlook.record
    if record.reason or record.crps_skill is None or record.brier is None or record.coverage90 is None:
        return f"none: {record.reason}."
    than = "better" if record.crps_skill >= 0 else "worse"
    return (
        f"{record.n} forecasts of this kind from the pair's own past (overlapping): {percent(abs(record.crps_skill))} {than} "
        f"than assuming no change (CRPS), Brier score of up or down {record.brier:.2f} (a coin has 0.25), "
        f"{percent(record.coverage90)} of what came lay inside the 90 % interval."
    )
