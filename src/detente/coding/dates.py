"""When it happened, where the sentence says so: "on Tuesday", "on 17 September", "in March 2014", "last month".

Everything is resolved against the document's date and never guessed: without one, only full dates count; a bare year gives
none. A month alone stands for its first day. What happened lies never after the document, and "until" names no day of the deed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.coding.arguments import relation
from detente.language import Sentence
from detente.records import DateBasis

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(m.title() for m in _MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_FORMS = (
    ("day", re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})\.?(?:,? (?P<y>\d{{4}}))?\b")),
    ("day", re.compile(rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?\b(?! ?(?:%|per))")),
    ("month", re.compile(rf"\b(?:[Ii]n|since|of|from) (?:early |late |mid-)?(?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?\b")),
    ("weekday", re.compile(rf"\b(?P<last>last )?(?P<w>{'|'.join(d.title() for d in _DAYS)})\b")),
    ("year", re.compile(r"\b[Ii]n (?P<y>(?:19|20)\d{2})\b")),
    ("word", re.compile(r"\b(?P<t>yesterday|today|last (?:week|month|year))\b", re.IGNORECASE)),
)
_UNTIL = re.compile(r"\b(?:until|till) (?:the )?$", re.IGNORECASE)


def event_date(sentence: Sentence, anchor: int, text: str, today: date | None) -> tuple[date | None, DateBasis | None]:
    """Return the day of the deed at `anchor` and on what it rests: "text", "document", or None for both where it is not known.

    Parameters
    ----------
    sentence : Sentence
    anchor : int
        The word that carries the deed.
    text : str
        The untouched document.
    today : date, optional
        The document's date.
    """
    clause = _clause(sentence, anchor)
    raw = text[sentence.start : sentence.end]
    for kind, form in _FORMS:
        for match in form.finditer(raw):
            if _UNTIL.search(raw, 0, match.start()):
                continue
            if _belongs(sentence, sentence.start + match.start("m" if kind in ("day", "month") else 0), match, clause):
                day = _resolved(kind, match, today)
                if kind == "year":
                    same = today is not None and int(match["y"]) == today.year
                    return (today, "document") if same else (None, None)
                if day is not None and (today is None or day <= today):
                    return day, "text"
    return (today, "document") if today is not None else (None, None)


def _clause(sentence: Sentence, anchor: int) -> set[int]:
    """Return the words of the deed's own clause: its subtree without clauses below it."""
    found, stack = {anchor}, [anchor]
    while stack:
        i = stack.pop()
        for k in sentence.children(i):
            below = relation(sentence, k) in ("ccomp", "advcl", "parataxis", "acl", "conj") and sentence.upos[k] in (
                "VERB",
                "AUX",
            )
            if not below:
                found.add(k)
                stack.append(k)
    return found


def _belongs(sentence: Sentence, start: int, match: re.Match[str], clause: set[int]) -> bool:
    end = sentence.start + match.end()
    inside = [i for i in range(len(sentence)) if start <= sentence.starts[i] < end]
    return bool(inside) and all(i in clause for i in inside[-1:])


def _resolved(kind: str, match: re.Match[str], today: date | None) -> date | None:
    if kind in ("day", "month"):
        month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(match["m"].lower()[:3]))
        day = int(match["d"]) if kind == "day" else 1
        if match["y"]:
            return _date(int(match["y"]), month, day)
        if today is None:
            return None
        this_year = _date(today.year, month, day)
        return this_year if this_year is not None and this_year <= today else _date(today.year - 1, month, day)
    if today is None:
        return None
    if kind == "weekday":
        back = (today.weekday() - _DAYS.index(match["w"].lower())) % 7
        return today - timedelta(days=back or (7 if match["last"] else 0))
    if kind == "word":
        word = match["t"].lower()
        if word in ("today", "yesterday"):
            return today - timedelta(days=word == "yesterday")
        if word == "last week":
            return today - timedelta(days=7)
        if word == "last month":
            return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return None  # a year alone gives no day
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
