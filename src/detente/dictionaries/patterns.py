"""One pattern of a TABARI or PETRARCH verb dictionary as what a rule of ours asks for.

    - &MILITARY * (FROM BORDER) [0874]     PETRARCH 2: phrases in (…), noun phrases in {…}, synonym sets &NAME
    - * NEW_TALKS { WITH | IN } + [036]    TABARI: "_" joins words, { A | B } are alternatives
    $ source   + target   % both sides   ^ anybody   * the verb

Words before and after the verb are looked for in its clause; which side they stand on is left to the parser, as is the
passive. What our own rules read better, by tree, is set aside: words of saying, promising, denying, refusing before the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.coding.grammar import words
from detente.errors import FormatError

_TOKEN = re.compile(r"\{[^{}]*\}|\([^()]*\)|[{}()]|[^\s{}()]+")
_PREPOSITIONS = words("target_prepositions") | words("place_prepositions") | {"by", "between", "upon", "through", "near"}
_BE = frozenset("is are was were be been being am".split())
_EMPTY = _PREPOSITIONS | _BE | frozenset("the a an and or as his her its their it has have had having that than".split())
# Said, promised, denied: operators and modality of ours, which give the deed its own code and status.
_OPERATORS = words("speech") | frozenset(
    "said says saying not n't never no cannot neither nor without will would shall may might could can must should "
    "refuse refused refusal fail failed deny denied threaten threatened promise promised agree agreed plan planned".split()
)
_VERB, _SOURCE, _TARGET, _BOTH, _ANYBODY = "*", "$", "+", "%", "^"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pattern asks for: words of the clause, where the target stands (None: anywhere usual), whether it is mutual."""

    has: tuple[str, ...]
    to: str | None
    mutual: bool


def read_pattern(text: str, synsets: Mapping[str, Sequence[str]]) -> Asked:
    """Read a pattern without its leading dash and its code.

    Raises
    ------
    FormatError
        W16: no verb in it, an undefined synonym set, or something that a rule of ours can't say.

    Examples
    --------
    >>> read_pattern("* {PEACE TALKS} (WITH +)", {})
    Asked(has=('peace_talks',), to='with', mutual=False)
    """
    tokens = list(_flat(text.replace("**", "*")))
    if tokens.count(_VERB) != 1:
        raise FormatError(
            "W16", f'"{text}" has no place for its verb, or several', help='write "*" once, where the verb stands'
        )
    at = tokens.index(_VERB)
    before = {word for token in tokens[:at] for word in re.split(r"[_\s]+", token.lower())}
    if before & _OPERATORS:
        shown = ", ".join(sorted(before & _OPERATORS))
        message = f'"{text}" asks for "{shown}" before the verb'
        raise FormatError("W16", message, help="promises, denials and refusals are read by our own rules")
    passive = bool(before & _BE) or "by" in {t.lower() for t in tokens[at:]}
    if _TARGET in tokens[:at] and _SOURCE in tokens[at:] and not passive:
        message = f'"{text}" has the target before the verb and the source behind it'
        raise FormatError("W16", message, help="leave it out, or write a rule for the verb that says it the other way round")
    has = [asked for k, token in enumerate(tokens) if k != at and (asked := _requirement(token, synsets, text))]
    return Asked(tuple(dict.fromkeys(has)), _target_slot(tokens[at + 1 :]) if not passive else None, _BOTH in tokens)


def _flat(text: str) -> Iterator[str]:
    """Yield words, marks and phrases: (TO BORDER) as its words, {NEW TALKS} as NEW_TALKS, { A | B } as A|B."""
    for token in _TOKEN.findall(text.replace(", ", " ")):
        if token in "{}()":
            raise FormatError("W16", f'a bracket is not closed in "{text}"', help="phrases stand in {…} or (…)")
        if token[0] == "(":
            yield from _flat(token[1:-1])
        elif token[0] == "{":
            inner = token[1:-1]
            if "|" in inner:
                yield "|".join("_".join(part.split()) for part in inner.split("|") if part.strip())
            elif any(mark in inner for mark in "+$%^*&"):
                yield from _words(inner)
            else:
                yield "_".join(inner.split())
        else:
            yield from _words(token)


def _words(text: str) -> Iterator[str]:
    """Cut at blanks, and at "_" where a mark or synonym set is joined on: "NEW_&TIES", "*_OF"."""
    for token in text.split():
        if any(mark in token for mark in "*+$%^&"):
            yield from (part for part in token.split("_") if part)
        elif token.strip("_"):
            yield token.strip("_")


def _requirement(token: str, synsets: Mapping[str, Sequence[str]], text: str) -> str:
    """Return the alternatives for one token, "" where it asks for nothing: marks, prepositions, auxiliaries."""
    if token in (_SOURCE, _TARGET, _BOTH, _ANYBODY):
        return ""
    if token.startswith("&"):
        name = token.rstrip("_")
        if name not in synsets:
            raise FormatError(
                "W16", f'"{text}" uses {name}, which is not defined', help=f"define it above: {name}, then +WORD lines"
            )
        alternatives: Sequence[str] = synsets[name]
    else:
        alternatives = token.split("|")
    asked = ["_".join(w for w in re.split(r"[_\s-]+", a.lower()) if w and w not in _EMPTY) for a in alternatives]
    return "" if not all(asked) else " ".join(dict.fromkeys(asked))


def _target_slot(after: Sequence[str]) -> str | None:
    """Return where the target stands behind the verb: its object, or behind a preposition; None where that is left open."""
    places = [k for k, token in enumerate(after) if token in (_TARGET, _BOTH)]
    if not places:
        prepositions = [token.lower() for token in after if token.lower() in _PREPOSITIONS]
        return prepositions[0] if len(prepositions) == 1 == len(after) else None
    for token in reversed([t.lower().split("_")[-1] for t in after[: places[0]]]):
        if token in _PREPOSITIONS:
            return token
    return "obj" if places[0] == 0 else None
