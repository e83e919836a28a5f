"""When and where something was said, as far as the words beside the cue tell."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.claims.words import word_set
from detente.language import Sentence

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{_MONTH})\.?(?:,? (?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>(?:19|20)\d\d))?"
    rf"|(?P<m3>{_MONTH})\.?,? (?P<y3>(?:19|20)\d\d)|(?:in|In|during) (?P<y4>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b(?:(?P<week>{'|'.join(_WEEKDAYS)})|(?P<rel>yesterday|today))\b", re.IGNORECASE)
_PLACES = ("in", "at", "during", "on", "before", "to", "via")


def date_said(text: str, on: date | None) -> date | None:
    """Return the day the words beside a cue name, no later than `on`; the first of the month or year where no day is given.

    Examples
    --------
    >>> date_said("said on September 17", date(2020, 10, 27)), date_said("said in February 2016", None)
    (datetime.date(2020, 9, 17), datetime.date(2016, 2, 1))
    """
    m = _DATE.search(text)
    if m is not None:
        parts = m.groupdict()
        year = next((int(parts[k] or 0) for k in ("y1", "y2", "y3", "y4") if parts[k]), None)
        name = next((parts[k] for k in ("m1", "m2", "m3") if parts[k]), None)
        day = next((int(parts[k] or 0) for k in ("d1", "d2") if parts[k]), 1)
        month = _MONTHS[name.lower()] if name else 1
        if year is not None:
            return _day(year, month, day)
        if on is not None:
            found = _day(on.year, month, day)
            return _day(on.year - 1, month, day) if found is not None and found > on else found
        return None
    m = _DAY.search(text)
    if m is None or on is None:
        return None
    if m.group("rel"):
        return on - timedelta(days=m.group("rel").lower() == "yesterday")
    return on - timedelta(days=(on.weekday() - _WEEKDAYS[m.group("week").lower()]) % 7)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def place_said(s: Sentence, cue: int, text: str) -> str | None:
    """Return where or to whom something was said: "during a town hall meeting", "told a conference", "tweeted"."""
    lemma = s.bases[cue]
    for k in s.children(cue):
        if s.deps[k] not in ("obl", "obj", "iobj"):
            continue
        case = next((s.low[c] for c in s.children_with(k, "case")), "")
        words = {s.bases[i] for i in s.subtree(k)}
        told = s.deps[k] in ("iobj", "obj") and lemma in ("tell", "inform", "brief")
        spoken = case in _PLACES and bool(words & word_set("venue"))
        if told or spoken:
            below = [i for i in s.subtree(k) if not (s.deps[i] == "punct" and i == s.subtree(k)[-1])]
            case_words = set(s.children_with(k, "case"))
            first = min((i for i in below if i not in case_words), default=k)
            comma = next((i for i in below if i > first and (s.words[i] == "," or s.deps[i] == "punct")), max(below) + 1)
            last = max(i for i in below if i < comma)
            return " ".join(text[s.starts[first] : s.ends[last]].split()) if last - first < 25 else None
    if lemma in ("tweet", "retweet"):
        return "Twitter"
    return None


def around_cue(s: Sentence, cue: int, content: set[int], text: str) -> str:
    """Return the words that hang on a cue beside its content: when and where it was said."""
    own = [
        i
        for k in s.children(cue)
        if s.deps[k] in ("obl", "nmod:unmarked", "obl:unmarked", "advmod", "obl:tmod")
        for i in s.subtree(k)
    ]
    own = [i for i in own if i not in content]
    return " ".join(text[s.starts[i] : s.ends[i]] for i in sorted(own))
