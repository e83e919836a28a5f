"""Under which condition something is predicted, and which outcomes of an election the condition covers.

Which persons and parties stand for which outcome is given from outside (`Contest`): this room knows no election files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from detente.records import Span


@dataclass(frozen=True, slots=True)
class Contestant:
    """One outcome of an election: its id (`usa-2020/biden`), the persons and parties who hold office under it."""

    id: str
    persons: tuple[str, ...]
    parties: tuple[str, ...]
    is_incumbent: bool

    def is_named(self, text: str) -> bool:
        """Tell whether a text names one of the persons, by surname at least."""
        return any(_is_called(name, text) for name in self.persons)

    def is_party_named(self, text: str) -> bool:
        """Tell whether a text names one of the parties: "Democrats", "a Republican president"."""
        stems = [_stem(party) for party in self.parties]
        return any(re.search(rf"\b{re.escape(stem)}\w*\b", text, re.IGNORECASE) for stem in stems if len(stem) > 3)


@dataclass(frozen=True, slots=True)
class Contest:
    """An election as this room sees it: its day and its outcomes."""

    id: str
    date: date
    outcomes: tuple[Contestant, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all outcomes."""
        return tuple(o.id for o in self.outcomes)


def _is_called(name: str, text: str) -> bool:
    """Tell whether a text has someone's last name, or the first alone (in Korea or Hungary family names stand first)."""
    first, *_, last = [*name.split(), name.split()[-1]]
    return re.search(rf"\b{re.escape(last)}\b|\b{re.escape(first)}\b(?!-)(?! [A-Z])", text) is not None


def _stem(party: str) -> str:
    return re.sub(r"(?:ic|s)$", "", party.removesuffix(" Party"))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the expressions of `data/claims/conditions.toml` by what they find."""
    table = tomllib.loads((files("detente") / "data" / "claims" / "conditions.toml").read_text(encoding="utf-8"))
    pieces = table.pop("pieces")
    found: dict[str, tuple[re.Pattern[str], ...]] = {}
    for name, rows in table.items():
        whole = name in ("every", "phrase")
        texts = [_filled(row["pattern"], pieces) for row in rows]
        found[name] = tuple(
            re.compile(rf"\b(?:{text})" if whole else text, 0 if row.get("case") else re.IGNORECASE)
            for text, row in zip(texts, rows, strict=True)
        )
    found["bare_under"] = (
        re.compile(rf"under (?:(?:President|Prime Minister|Chancellor|Premier) )?{pieces['name']}$", re.IGNORECASE),
    )
    return found


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return pattern


def _says(what: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns()[what])


# A word that every expression needs one of: most sentences have none, and are done with at once.
_WORDS = """if unless provided assuming supposing should were term mandate tenure presidency premiership under president
administration government cabinet victory win triumph defeat loss reelection re-election return comeback leadership matter
chancellorship regardless irrespective whoever whosoever whichever whether either power office leader minister chancellor
premier change another more whatever House Palace charge helm case event""".split()
_TRIGGER = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:than|has been|have been|had been|was|were|did)\b[^,.;]{0,40}$")
_IF = re.compile(
    r"(?<![\w’'])(?<!even )(?<!as )(?<!what )(?<!only )(?:if|unless|in case|provided(?: that)?|assuming(?: that)?|supposing)\b"
    r"(?! (?:anything|any|not|only|so|possible|necessary|ever)\b)",
    re.IGNORECASE,
)
_IF_END = re.compile(r"[,;:”\"—–.?!]|\bthen\b")
_IF_ELECTED = re.compile(r"\bif (?:re-?)?elected\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\b(?:term|victory|win|triumph|presidency)\b")
_OVER = re.compile(r"\b(?:defeats?|beats?|over|instead of)\b")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|I)\b", re.IGNORECASE)
_RULING = re.compile(
    r"\bthe (?:current |sitting |present )?(?:president|prime minister|premier|chancellor|incumbent|ruling party)\b(?! of)"
)
_CHALLENGING = re.compile(r"\bthe (?:challenger|opposition(?: leader| candidate| party)?)\b")
_DEFINITE = re.compile(r"\bthe (?:\w+ )?\w+ (?:wins?|won|is elected|prevails?|loses?|lost)\b")


def find_conditions(text: str, start: int, end: int) -> list[Span]:
    """Return where a sentence (`text[start:end]`) states a condition, in order."""
    sentence = text[start:end]
    if _TRIGGER.search(sentence) is None:
        return []
    spans: list[Span] = []
    for pattern in (*_patterns()["every"], *_patterns()["phrase"]):
        spans += [(m.start(), m.end()) for m in pattern.finditer(sentence)]
    for m in _IF.finditer(sentence):
        stop = _end_of_clause(sentence, m.end())
        if stop - m.start() > 4:
            spans.append((m.start(), stop))
    merged: list[Span] = []
    for a, b in sorted(spans):
        if is_bare_under(sentence[a:b]) and _COMPARED.search(sentence[:a]):
            continue  # "tougher than it has been under …" compares, it sets no condition
        if merged and a < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return [(start + a, start + a + len(sentence[a:b].rstrip(" ,;"))) for a, b in merged]


def _end_of_clause(sentence: str, begin: int) -> int:
    """Return where an if-clause ends: at the next mark that is followed by more than an insertion."""
    for m in _IF_END.finditer(sentence, begin):
        return m.start()
    return len(sentence)


def is_bare_under(text: str) -> bool:
    """Tell whether a condition is no more than "under" and a name."""
    return _patterns()["bare_under"][0].match(text) is not None


def is_every(text: str) -> bool:
    """Tell whether a condition covers every outcome: "regardless of who wins"."""
    return _says("every", text)


def names_chamber(text: str) -> bool:
    """Tell whether a condition asks who controls a chamber: "if she wins and her party takes the Senate"."""
    return _says("chamber", text)


def scenario_of(text: str, contest: Contest, topics: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the outcomes a condition covers, () where it is no outcome of the contest.

    `topics` are names of persons that "he" or an unnamed winner can mean, likeliest first.
    """
    if is_every(text):
        return contest.ids
    named = [o for o in contest.outcomes if o.is_named(text)]
    chamber, office = _says("chamber", text), _says("office", text)
    if chamber and not (named and office):
        return ()
    if not named and office:
        named = [o for o in contest.outcomes if o.is_party_named(text)]
    incumbents = [o for o in contest.outcomes if o.is_incumbent]
    if not named and _says("again", text):
        named = incumbents
    voted = office or _says("loses", text)  # "if the president visits Lima" asks for no outcome of a vote
    if not named and voted and _RULING.search(text) and not _says("change", text):
        named = incumbents
    if not named and voted and _CHALLENGING.search(text) and len(contest.outcomes) == len(incumbents) + 1:
        named = [o for o in contest.outcomes if not o.is_incumbent]
    if not named and incumbents and _says("change", text):
        return tuple(o.id for o in contest.outcomes if not o.is_incumbent)
    if not named and office and any(p.search(text) for p in (_PRONOUN, _IF_ELECTED, _NO_NAME, _DEFINITE)):
        named = next((found for t in topics if (found := [o for o in contest.outcomes if o.is_named(t)])), [])
    if len(named) == 1 and _says("loses", text):
        return tuple(o.id for o in contest.outcomes if o not in named)
    if len(named) > 1 and _OVER.search(text):
        named = sorted(named, key=lambda o: min(text.find(p.split()[-1]) % (len(text) + 1) for p in o.persons))[:1]
    return tuple(o.id for o in contest.outcomes if o in named)
