"""Probabilities given in figures: "a 30 percent chance", "puts the odds at less than a third", "at one in ten"."""

from __future__ import annotations

import re

from detente.records import Likelihood

_ONES = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = (
    {w: i for i, w in enumerate(_ONES, 1)}
    | {w: i for i, w in zip(range(20, 100, 10), _TENS, strict=True)}
    | {f"{t}-{o}": i + j for i, t in zip(range(20, 100, 10), _TENS, strict=True) for j, o in enumerate(_ONES[:9], 1)}
    | {"a": 1}
    | {f"{a}{w}": i for w, i in (("hundred", 100), ("thousand", 1000), ("million", 10**6)) for a in ("", "a ", "one ")}
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNT = r"\d{1,3}(?:,\d{3})+|\d+|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_MORE = rf",\d|[- ](?:{'|'.join((*_ONES, 'hundred', 'thousand', 'million', 'billion'))})\b"
_FIGURE = re.compile(
    rf"(?P<below>(?:less|lower|fewer|no (?:more|better)) than |under |below |at most )?"
    rf"(?P<above>(?:more|better|higher|no less) than |over |above |at least )?"
    rf"(?:about |around |roughly |perhaps |nearly )?(?:an? (?=\w+[ -]in[ -]))?"
    rf"(?:(?P<low>\d{{1,3}}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(?P<high>\d{{1,3}}))?\s?(?:%|percent|per cent)"
    rf"|(?P<some>{_COUNT})(?: chance|-| )in(?:-| )(?P<all>{_COUNT})\b(?!{_MORE})"
    rf"|(?P<count>a|one|two|three)(?: |-)(?P<part>{'|'.join(_PARTS)})s?\b|(?P<even>fifty[- ]fifty|50[-/]50))",
    re.IGNORECASE,
)
_NAMES = "(?:chance|probability|likelihood|risk|possibility|odds)"
_CHANCE = re.compile(rf"\W+(?:\w+\W+)?{_NAMES}", re.IGNORECASE)
# "puts the chance of a deal at", "the odds stand at": what is rated is the chance itself
_RATED = re.compile(
    rf"(?:\b(?:put|set|rat|estimat|plac|peg|assess|reckon|calculat)\w* (?:\w+ ){{0,2}}{_NAMES}s?\b[^,.;]{{0,60}}"
    rf"|\b{_NAMES}s?(?: (?:is|are|was|were|stands?|stood|lies?|lay|remains?|remained))?) at\W+$",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(r" of (?:the|its|their|all|a)\b", re.IGNORECASE)


def figure_of(words: str) -> Likelihood | None:
    """Return the probability that a clause about a chance states in figures; None where it states none.

    It stands before the chance ("a 30 percent chance") or behind "at" where the chance itself is rated ("puts the odds at one
    in ten"): "the chance that exports fall by 30 percent" states none.

    Examples
    --------
    >>> figure_of("puts the chance of a deal at one in ten").median, figure_of("the odds at less than a third").high
    (0.1, 0.333333)
    """
    for m in _FIGURE.finditer(words):
        rated = _RATED.search(words[: m.start()]) and not _SHARE_OF.match(words, m.end())
        if not (rated or _CHANCE.match(words, m.end())):
            continue
        low, high = _bounds(m)
        if not 0 <= low <= high <= 1:
            continue
        if m["below"]:
            low = 0.0
        if m["above"]:
            high = 1.0
        low, high = round(low, 6), round(high, 6)
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
    figures = word.replace(",", "")
    return int(figures) if figures.isdigit() else _NUMBERS[word.lower()]
