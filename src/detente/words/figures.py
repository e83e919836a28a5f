"""How figures, months and names are written: one way for terminal, page and charts."""

from __future__ import annotations

import re
from datetime import date

MINUS = "−"
SPACE = "\N{NO-BREAK SPACE}"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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


def interval(low: float, high: float, digits: int = 1) -> str:
    """Write an interval of points.

    Examples
    --------
    >>> interval(-1.8, 0.3)
    '−1.8 to +0.3'
    """
    return f"{signed(low, digits)} to {signed(high, digits)}"


def percent(share: float) -> str:
    """Write a probability or share in whole per cent, on one line; what is neither 0 nor 1 never reads as such.

    Examples
    --------
    >>> [percent(p).replace(SPACE, " ") for p in (0.256, 0.001, 0.999)]
    ['26 %', '<1 %', '>99 %']
    """
    if 0 < share < 0.005:
        return f"<1{SPACE}%"
    if 0.995 <= share < 1:
        return f">99{SPACE}%"
    return f"{100 * share:.0f}{SPACE}%"


def count(amount: int, noun: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> count(1, "event"), count(1204, "event")
    ('1 event', '1,204 events')
    """
    return f"{amount:,} {noun}{'' if amount == 1 else 's'}"


def number_word(amount: int) -> str:
    """Write a small number as a word."""
    return ("no", "one", "two", "three", "four", "five", "six")[amount] if amount < 7 else str(amount)


def capital(sentence: str) -> str:
    """Write the first letter large and leave the rest."""
    return sentence[:1].upper() + sentence[1:]


def month_name(month: date) -> str:
    """Write a month for a sentence: "October 2020"."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def months_after(month: date, amount: int) -> date:
    """Return the first day of the month `amount` months later."""
    number = month.year * 12 + month.month - 1 + amount
    return date(number // 12, number % 12 + 1, 1)


_ARTICLE = re.compile(
    r"United |.*(Republic|Islands|Emirates|Union)\b|(Netherlands|Philippines|Bahamas|Maldives|Comoros|Seychelles|Gambia)$"
)


def the(name: str) -> str:
    """Write a state's name as it stands in a sentence.

    Examples
    --------
    >>> the("United States"), the("Russia"), the("Dominican Republic")
    ('the United States', 'Russia', 'the Dominican Republic')
    """
    return f"the {name}" if _ARTICLE.match(name) else name
