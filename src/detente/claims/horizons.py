"""Until when a prediction speaks."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.records import Horizon

_NUMBERS = {
    word: i for i, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1}  # fmt: skip
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + r")"
_MONTH = "|".join(_MONTHS)
_FORMS = (
    rf"(?:within|in|over|during|for)(?: the)?(?: next| coming| following)? {_COUNT} (?P<unit>day|week|month|year|decade)s?",
    rf"(?:by|before|until|through|in)(?: the)?(?: (?:end|beginning|start) of)?(?: (?P<month>{_MONTH}))? (?P<year>20\d\d)",
    r"(?:by|before|until|through) (?:the end of (?:the |this |next )?(?:year|month|decade|century|term)|year[’']s end)",
    r"(?P<next>next|this|coming) (?P<nunit>week|month|year|spring|summer|autumn|fall|winter|decade)",
    r"(?:in|over|during) the (?:next|coming|following)(?: few| several)? (?:days|weeks|months|years|decades|decade|year)",
    r"in the (?:near|foreseeable|short|medium|long) (?:future|term|run)",
    r"(?:in|during|by|before|after) (?:an?|his|her|the)(?:other)?(?: \w+)? (?:\w+ )?(?:term|mandate|year in office|100 days)",
    r"(?:soon|shortly|for years to come|any ?time soon|after the (?:election|vote|inauguration)|on day one|eventually)",
)
_PATTERNS = tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in _FORMS)
_DAYS = {"day": 1, "week": 7, "month": 30.4375, "year": 365.25, "decade": 3652.5}


def horizon_of(text: str, on: date | None) -> Horizon | None:
    """Return the first horizon a text names; `until` is its last day, None where it names none or `on` is not known.

    Examples
    --------
    >>> horizon_of("will fail within two years", date(2020, 1, 1)).until
    datetime.date(2021, 12, 31)
    """
    for pattern in _PATTERNS:
        m = pattern.search(text)
        if m is not None:
            until = _until(m.groupdict(), m.group().lower(), on)
            if until is None or on is None or until >= on:  # "since its defeat in 2014" is no horizon
                return Horizon(m.group(), until)
    return None


def _until(parts: dict[str, str | None], words: str, on: date | None) -> date | None:
    if parts.get("year"):
        year, month = int(parts["year"] or 0), _MONTHS.get((parts.get("month") or "").lower(), 12)
        if words.startswith("before") and "end" not in words:
            first = date(year, month if parts.get("month") else 1, 1)
            return first - timedelta(days=1)
        return date(year, month, calendar.monthrange(year, month)[1])
    if on is None:
        return None
    if (count := parts.get("count")) and (unit := parts.get("unit")):
        number = int(count) if count.isdigit() else _NUMBERS[count.lower()]
        days = round(number * _DAYS[unit.lower()])
        return on + timedelta(days=days) if days < 40_000 else None
    unit = (parts.get("nunit") or "").lower()
    if unit == "year":
        return date(on.year + (words.startswith(("next", "coming"))), 12, 31)
    if words.endswith(("the year", "this year", "year’s end", "year's end")):
        return date(on.year, 12, 31)
    return None
