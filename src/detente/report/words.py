"""Sentences made from results: every figure is read from the object that the chart is drawn from."""

from __future__ import annotations

import re
from datetime import date

from detente.charts.ahead import months_after
from detente.outlook import BranchOutlook, Forecast, Matters, Record
from detente.outlook import words as in_twenty
from detente.records import Event
from detente.relations import Coverage, Sufficiency
from detente.results import Index, Outlook
from detente.words import MINUS, signed
from detente.words import percent as plain_percent

SPACE = "\N{NO-BREAK SPACE}"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

STANCE_YEARS = 4
"""As in `detente.project`, where the statements are chosen; a test compares the two."""


def interval(low: float, high: float, digits: int = 1) -> str:
    """Write an interval of points.

    Examples
    --------
    >>> interval(-1.8, 0.3)
    '−1.8 to +0.3'
    """
    return f"{signed(low, digits)} to {signed(high, digits)}"


def percent(share: float) -> str:
    """Write a share in whole per cent, number and sign on one line."""
    return plain_percent(share).replace(" ", SPACE)


def month_name(month: date) -> str:
    """Write a month for a sentence: "October 2020"."""
    return f"{MONTHS[month.month - 1]} {month.year}"


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


def count(amount: int, noun: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> count(1, "event"), count(1204, "event")
    ('1 event', '1,204 events')
    """
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"


def query(index: Index) -> str:
    """Say in plain words what was asked of the data."""
    first = min(e.date for e in index.events if e.date is not None)
    store = index.provenance.data.get("store", "the texts given")
    return (
        f"Events that happened in which {the(index.names[0])} or {the(index.names[1])} acts toward the other, read by the "
        f"coder in {count(index.documents, 'text')} ({store}), dated {first.isoformat()} to {last_event(index).isoformat()}; "
        f"by month; each deed counted once. Nothing dated after {index.as_of.isoformat()} is used."
    )


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
    share = index.point().percentile / 100
    return f"It is higher than in {percent(share)} of the pair’s own earlier months."


def index_reading(index: Index) -> str:
    """Say how to read the chart of the index."""
    said = (
        f"Higher is more cooperative. Thick line: the level as seen from {index.as_of.isoformat()}, "
        f"with its 50{SPACE}% and 90{SPACE}% intervals. Thin line: with each month’s own news, which fades; "
        "single months are noisy."
    )
    return f"{said} Letters: turning points, listed below." if index.turning_points() else said


def axis_note(domain: tuple[float, float]) -> str:
    """Say whether an axis shows the whole scale."""
    low, high = domain
    if (low, high) == (-10, 10):
        return f"The axis shows the whole scale, {MINUS}10 to +10."
    return f"The axis shows {signed(low, 0)} to {signed(high, 0)} of a scale that runs from {MINUS}10 to +10."


def gap_sentence(index: Index) -> str:
    """Say what the gap between words and deeds is, and how sure."""
    gap = index.result.gap
    mean, sure = float(gap.mean[-1]), float(gap.prob_positive[-1])
    said = (
        f"Against what is usual between two states, words stand {abs(mean):.1f} points "
        f"{'above' if mean >= 0 else 'below'} what the deeds would suggest in {month_name(index.months()[-1])} "
        f"(standard deviation {float(gap.sd[-1]):.1f}); the chance that they stand above is {percent(sure)}."
    )
    if gap.flag:
        return f"{said} By the rule of 95{SPACE}%, this pair {gap.flag}."
    return f"{said} That is not sure enough (95{SPACE}%) to say that the pair talks better than it acts, or the reverse."


RULES = {
    "all": "Enough events to read single months (five a month or more over the last twelve).",
    "no_monthly_arrows": "Between two and five events a month over the last twelve: read the level, not single months.",
    "thin": "Thin: under two events a month over the last twelve. Read the band, not the line.",
    "refuse": "Too few events for an outlook: under six in the last twelve months, or under twelve in all.",
}


def coverage_sentence(coverage: Coverage, enough: Sufficiency) -> str:
    """Say what the present level rests on and which thin-data rule applies."""
    said = (
        f"{count(coverage.events, 'event')} in all, {coverage.events_last_12} in the last twelve months "
        f"({coverage.material_last_12} of them deeds); {coverage.months_covered} of these months have three or more. "
        f"{RULES[enough.level]}"
    )
    if coverage.top_source_share is not None:
        said += f" No single text gives more than {percent(coverage.top_source_share)} of the last twelve months’ events."
    if enough.material_quarterly and enough.level != "refuse":
        said += " Deeds are too few to be read by month: read them by quarter."
    return said


def horizon_month(outlook: Outlook) -> str:
    """Write the month that the outlook looks to."""
    return month_name(months_after(outlook.index.months()[-1], outlook.horizon_months))


def resolution(outlook: Outlook) -> str:
    """Say what "better" and "worse" mean, so that the outlook can be scored."""
    change = f"{outlook.result.change:g}"
    return (
        f"“Better”: the index in {horizon_month(outlook)} stands more than {change} points above today’s "
        f"{signed(outlook.result.now)}; “worse”: more than {change} below; “about the same”: neither."
    )


CHANCES = (("worsen", "worse"), ("unchanged", "about the same"), ("improve", "better"))


def chances(forecast: Forecast) -> list[tuple[str, str, str, str]]:
    """Return meaning, name, chance in words and in figures, from worse to better."""
    found = forecast.chances
    return [(kind, name, found.words(kind), percent(getattr(found, kind))) for kind, name in CHANCES]


def forecast_sentence(outlook: Outlook, branch: BranchOutlook) -> str:
    """Say the level ahead under one outcome with its interval."""
    forecast = branch.forecast
    return (
        f"Expected level in {horizon_month(outlook)}: {signed(forecast.mean)} "
        f"(90{SPACE}% interval {interval(forecast.low90, forecast.high90)}); today {signed(outlook.result.now)}."
    )


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
        said = f"No statement by {person} about {other} was coded in the {years_before} years before: counted as unknown."
    else:
        said = (
            f"{count(stance.count, 'coded statement')} by {person} about {other} in the {years_before} years before, "
            f"mean {signed(stance.mean)} on the Goldstein scale ({MINUS}10 to +10)."
        )
    if person == outlook.election.incumbent[outlook.election.offices[0]].person:
        said += " Holds the office already: no effect of a new leader is added."
    return said


VIEWS = {"opposed": "can hold up cooperative measures", "aligned": "would let cooperative measures pass"}


def legislature_sentence(outlook: Outlook, branch_id: str) -> str:
    """Say how the legislature is treated in a branch, and why."""
    view, reason = outlook.legislatures[branch_id]
    return f"Treated as one that {VIEWS[view]}: {reason}."


EFFECTS = {
    "review": "the legislature can stop an easing",
    "block": "cannot be eased without a new act",
    "mandate": "measures must be taken",
}


def weights_sentence(outlook: Outlook) -> str:
    """Say where the probabilities of the outcomes come from; they weigh the branches and change none of them."""
    weights = outlook.weights
    if weights.date is None:
        return f"{weights.source[0].upper()}{weights.source[1:]}."
    published, known = weights.date.isoformat(), outlook.index.as_of.isoformat()
    return f"As published by {weights.source} on {published}, the latest known on {known}."


def prob_words(prob: float) -> str:
    """Write a probability in words and figures."""
    return f"{in_twenty(prob)} ({percent(prob)})"


def verdict(outlook: Outlook) -> str:
    """Say what the rules allow, as one sentence."""
    said = outlook.verdict()
    return f"{said[0].upper()}{said[1:]}."


def matters_sentence(found: Matters) -> str:
    """Say how much of the doubt about the level ahead the outcome explains."""
    return (
        f"The outcome explains {percent(found.usable)} of the doubt about the level ahead, going by what can be known today "
        f"(90{SPACE}% interval {percent(found.usable_low)} to {percent(found.usable_high)}); counting the effect of a new "
        f"leader that nobody can sign in advance, {percent(found.potential)} ({percent(found.potential_low)} to "
        f"{percent(found.potential_high)}). The forecasts of the two most different outcomes overlap to "
        f"{percent(1 - found.total_variation)} (total variation {found.total_variation:.2f}: 0 is the same, 1 no overlap)."
    )


def matters_rule(hardly: float, matters: float) -> str:
    """Say the rule behind the verdict on the outcome."""
    return (
        f"Rule: “hardly matters” if the upper end of the upper reading lies below {percent(hardly)}; “matters” if the lower "
        f"end of what is explained today lies above {percent(matters)}; otherwise “may matter, direction not knowable yet”."
    )


def record_sentences(record: Record) -> list[str]:
    """Say how such outlooks fared on the pair's own past, or why there is no record."""
    if (
        record.reason or record.crps is None or record.crps_no_change is None or record.crps_skill is None
        or record.coverage50 is None or record.coverage90 is None or record.brier is None
        or record.first_origin is None or record.last_origin is None
    ):  # fmt: skip
        return [f"There is no past record: {record.reason}."]
    first, last = (f"{m // 12}-{m % 12 + 1:02d}" for m in (record.first_origin, record.last_origin))
    better = "smaller" if record.crps_skill > 0 else "larger"
    return [
        (
            f"{count(record.n, 'outlook')} over {record.horizon_months} months, made as of {first} to {last} from the events "
            "up to each of these months only. They overlap, so they say less than as many independent ones."
        ),
        (
            f"What came lay inside the 90{SPACE}% interval in {percent(record.coverage90)} of them, inside the 50{SPACE}% "
            f"interval in {percent(record.coverage50)}; 90{SPACE}% and 50{SPACE}% would be right."
        ),
        (
            f"The error (CRPS) was {record.crps:.2f} points, that of a no-change rule {record.crps_no_change:.2f}: "
            f"{percent(abs(record.crps_skill))} {better}."
        ),
        f"For “above or below the last year’s mean” the Brier score was {record.brier:.2f}; a coin has 0.25, 0 is perfect.",
        "These were outlooks without an election: what the branches add cannot be tested yet, there are too few elections.",
    ]


def came_sentence(outlook: Outlook) -> str | None:
    """Say which outcome came, None while it is open."""
    came = outlook.came()
    if came is None:
        return None
    source = f" Source: {outlook.election.came_source}." if outlook.election.came_source else ""
    return f"The vote of {outlook.election.date.isoformat()} came out so: {came}.{source}"


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


ARTICLE = re.compile(
    r"United |.*(Republic|Islands|Emirates|Union)\b|(Netherlands|Philippines|Bahamas|Maldives|Comoros|Seychelles|Gambia)$"
)


def the(name: str) -> str:
    """Write a state's name as it stands in a sentence.

    Examples
    --------
    >>> the("United States"), the("Russia"), the("Dominican Republic")
    ('the United States', 'Russia', 'the Dominican Republic')
    """
    return f"the {name}" if ARTICLE.match(name) else name


def number_word(amount: int) -> str:
    """Write a small number as a word."""
    return ("no", "one", "two", "three", "four", "five", "six")[amount] if amount < 7 else str(amount)


def rebuild_command(result: Index | Outlook) -> str:
    """Return the command that makes the report again."""
    index = result.index if isinstance(result, Outlook) else result
    parts = ["detente", "report", *index.pair]
    if isinstance(result, Outlook):
        parts += ["--election", result.election.id]
    parts += ["--as-of", index.as_of.isoformat()]
    if isinstance(result, Outlook):
        parts += ["--horizon", str(result.horizon_months)]
    return " ".join(parts)
