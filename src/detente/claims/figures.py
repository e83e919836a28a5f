"""Probabilities given in figures: "a 30 percent chance", "puts the odds at less than a third", "at one in ten"."""

from __future__ import annotations

import re

from detente.records import Likelihood

_NUMBERS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {
    "a": 1, "hundred": 100, "a hundred": 100, "thousand": 1000, "a thousand": 1000, "twenty": 20,
}  # fmt: skip
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNT = r"\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<below>(?:less|lower|fewer|no (?:more|better)) than |under |below |at most )?"
    rf"(?P<above>(?:more|better|higher|no less) than |over |above |at least )?(?:about |around |roughly |perhaps |nearly )?"
    rf"(?:(?P<low>\d{{1,3}}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(?P<high>\d{{1,3}}))?\s?(?:%|percent|per cent)"
    rf"|(?P<some>{_COUNT})(?: chance|-| )in(?:-| )(?P<all>{_COUNT})\b"
    rf"|(?P<count>a|one|two|three)(?: |-)(?P<part>{'|'.join(_PARTS)})s?\b|(?P<even>fifty[- ]fifty|50[-/]50))",
    re.IGNORECASE,
)
_CHANCE = re.compile(r"\W+(?:\w+\W+)?(?:chance|probability|likelihood|risk|possibility|odds)", re.IGNORECASE)


def figure_of(words: str) -> Likelihood | None:
    """Return the probability that a clause about a chance states in figures; None where it states none.

    It stands before the chance ("a 30 percent chance") or behind "at" ("puts it at one in ten"): "the chance that exports
    fall by 30 percent" states none.

    Examples
    --------
    >>> figure_of("puts the chance of a deal at one in ten").median, figure_of("the odds at less than a third").high
    (0.1, 0.3333)
    """
    for m in _FIGURE.finditer(words):
        if not (_CHANCE.match(words, m.end()) or re.search(r"\bat\W+$", words[: m.start()], re.IGNORECASE)):
            continue
        low, high = _bounds(m)
        if not 0 <= low <= high <= 1:
            continue
        if m["below"]:
            low = 0.0
        if m["above"]:
            high = 1.0
        low, high = round(low, 4), round(high, 4)
        exact = low == high
        return Likelihood(m.group().strip(), low, high, low if exact else None, "point" if exact else "interval")
    return None


def _bounds(m: re.Match[str]) -> tuple[float, float]:
    if m["even"]:
        return 0.5, 0.5
    if m["part"]:
        share = _number(m["count"]) / _PARTS[m["part"].lower()]
        return share, share
    if m["all"]:
        share = _number(m["some"]) / max(1, _number(m["all"]))
        return share, share
    low = float(m["low"]) / 100
    return low, float(m["high"]) / 100 if m["high"] else low


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
