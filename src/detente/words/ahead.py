"""Sentences about an outlook: chances, whether the outcome matters, past record, where the weights come from."""

from __future__ import annotations

from datetime import date

from detente.outlook import Forecast, Matters, OutcomeOutlook, Record
from detente.outlook import words as in_twenty
from detente.outlook.record import WINDOW
from detente.results import Outlook
from detente.words.figures import (
    SPACE,
    capital,
    count,
    interval,
    month_name,
    months_after,
    number_word,
    percent,
    signed,
)
from detente.words.past import pair_names

CHANCES = (("worsen", "worse"), ("unchanged", "about the same"), ("improve", "better"))
"""The field of `Chances` and what it is called everywhere, from worse to better."""

SHARES = ("known today", "with the unknown")
"""What the two shares of "does the outcome matter" are called."""

MONTHS_APART = 3
"""Between two past outlooks: the default step of `score_past`."""

EFFECTS = {
    "review": "the legislature can stop an easing",
    "block": "cannot be eased without a new act",
    "mandate": "measures must be taken",
}

_RULED = {
    "unlikely to improve in any branch": "better is unlikely in any branch",
    "likely to improve in every branch": "better is likely in every branch",
    "unlikely to worsen in any branch": "worse is unlikely in any branch",
    "likely to worsen in every branch": "worse is likely in every branch",
}
_NEITHER = {"unlikely to improve in any branch", "unlikely to worsen in any branch"}


def outlook_title(outlook: Outlook) -> str:
    """Return the pair, the vote, the day and the horizon."""
    return (
        f"{pair_names(outlook.index)} · outlook {outlook.horizon_months} months from {outlook.index.as_of.isoformat()} "
        f"· {outlook.election.name}"
    )


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


def chances(forecast: Forecast) -> list[tuple[str, str, str, str]]:
    """Return meaning, name, chance in words and in figures, from worse to better."""
    found = forecast.chances
    return [(kind, name, found.words(kind), percent(getattr(found, kind))) for kind, name in CHANCES]


def forecast_sentence(outlook: Outlook, branch: OutcomeOutlook) -> str:
    """Say the level ahead under one outcome with its interval."""
    forecast = branch.forecast
    return (
        f"Expected level in {horizon_month(outlook)}: {signed(forecast.mean)} "
        f"(90{SPACE}% interval {interval(forecast.low90, forecast.high90)}); today {signed(outlook.result.now)}."
    )


def verdict(outlook: Outlook) -> str:
    """Say what the rules allow, as one sentence."""
    ruled = list(outlook.result.sentences)
    if set(ruled) >= _NEITHER:
        ruled = [r for r in ruled if r not in _NEITHER]
        ruled.insert(0, "neither better nor worse is likely in any branch")
    said = [*(_RULED.get(r, r) for r in ruled), f"the outcome {outlook.result.matters.verdict}"]
    return f"{capital('; '.join(said))}."


def weight_name(outlook: Outlook) -> str:
    """Return what the probability of an outcome is."""
    return "equal weight" if outlook.weights.date is None else "published chance"


def weight_words(prob: float) -> str:
    """Write a probability in words and figures."""
    return f"{in_twenty(prob)} ({percent(prob)})"


def weights_sentence(outlook: Outlook) -> str:
    """Say where the probabilities of the outcomes come from."""
    weights = outlook.weights
    if weights.date is None:
        return f"{capital(weights.source)}. Equal weights are not a forecast of the election."
    published, known = weights.date.isoformat(), outlook.index.as_of.isoformat()
    return f"Published chances: {weights.source}, of {published}, the latest known on {known}."


def matters_sentence(found: Matters) -> str:
    """Say how much of the doubt about the level ahead the outcome explains."""
    known, unknown = SHARES
    return (
        f"{capital(known)}: the outcome explains {percent(found.usable)} of the doubt about the level ahead "
        f"(90{SPACE}% interval {percent(found.usable_low)} to {percent(found.usable_high)}), going by effects of known "
        f"direction: how the winner’s words differ from the incumbent’s, and what a legislature lets through. "
        f"{capital(unknown)}: {percent(found.potential)} ({percent(found.potential_low)} to {percent(found.potential_high)}), "
        f"counting also that a new leader may change relations either way. The forecasts of the two most different outcomes "
        f"overlap to {percent(1 - found.total_variation)}."
    )


def matters_rule(hardly: float, matters: float) -> str:
    """Say the rule behind the verdict on the outcome."""
    known, unknown = SHARES
    return (
        f"Rule: “hardly matters” if the upper end of “{unknown}” lies below {percent(hardly)}; “matters” if the lower end of "
        f"“{known}” lies above {percent(matters)}; otherwise “may matter, direction not knowable yet”."
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
    overlap = ""
    if record.horizon_months > MONTHS_APART:
        overlap = " They overlap, so they say less than as many independent ones."
    months = min(WINDOW, record.horizon_months)
    window = "in the month at the horizon" if months == 1 else f"in the {number_word(months)} months that end at the horizon"
    return [
        (
            f"{count(record.n, 'outlook')} over {count(record.horizon_months, 'month')}, made as of {first} to {last} from the "
            f"events up to each of these months only.{overlap}"
        ),
        (
            f"What is scored is the mean value of the events {window}, words and deeds put together as in the index; it swings "
            "wider than the level that the outlook is about, and is not that level."
        ),
        (
            f"It lay inside the 90{SPACE}% interval in {percent(record.coverage90)} of them, inside the 50{SPACE}% "
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
    return f"Outcome of the vote of {_day(outlook.election.date)}: {came}.{source}"


def act_sentence(title: str, since: date, effect: str) -> str:
    """Say how an act binds whoever wins."""
    return f"Binds whoever wins: {title} (in force since {_day(since)}; {EFFECTS[effect]})."


def _day(day: date) -> str:
    return day.isoformat()
