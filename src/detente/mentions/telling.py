"""One telling of a deed, and when two tellings are of the same one.

Two tellings are compared only where parties, direction, PLOVER type and status agree. Then whatever speaks against it is asked
first (days, numbers, places); if nothing does, what the clauses say beside who and when must be alike enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.records import Event

# Days between the reports of two outlets of one deed where neither text says the day: news of today runs today or, elsewhere,
# tomorrow; from the day after that on the same words more often tell of the next deed.
REPORT_DAYS = 1
# Days between the day that one text names ("on Monday") and the date of another that names none: follow-ups of a deed are
# printed up to about half a week later.
FOLLOW_UP_DAYS = 3
# Share of what the shorter telling says that the other must say too: half, as in duplicate detection by containment
# (Broder 1997). benchmarks/bench_mentions.py prints precision and recall around it.
LEAST_SHARE = 0.5
# Weight that two documents must share: the code of the deed and its verb are alike in most tellings of a type (1 + 1), so one
# word more is asked for beside them.
LEAST_SHARED = 3.0
# Weights: a number with what it counts, or a name, says more than a common word.
_NUMBER, _NAME, _WORD, _CODE = 2.0, 2.0, 1.0, 1.0
# Counts below ten are exact; from ten on reports differ ("at least 40", "nearly 50"): by half at most.
_EXACT_BELOW, _MOST_RATIO = 10.0, 1.5
# A sentence tells a deed once, save that the contact and what was talked about ("telephoned … to discuss"), the attack and its
# victims ("bombed …, killing …") are two words for one deed.
_TOLD_IN_TWO_WORDS = frozenset({"CONSULT", "ASSAULT"})
_MATTER = frozenset({"word", "name", "place", "number"})  # what a deed was about, beside the words that carry it


@dataclass(frozen=True, slots=True)
class Telling:
    """What is compared of one event of one document.

    Attributes
    ----------
    key : (str, str)
        Document and event id.
    sentence : int
        Where its sentence begins.
    source, target : str
        Code of the party, or what it is called; empty where the text names none.
    mutual : bool
        The deed has no direction.
    kind : (str, str)
        PLOVER type and status: tellings of different kinds are never of one deed.
    day : date or None
    said : bool
        The text names the day; otherwise it is the document's.
    words, triggers, names, places : frozenset of str
        Words of what the deed was about, words that carry it, names of others than the parties, places less than a state.
    numbers : mapping of str to float
        What is counted -> how many.
    """

    key: tuple[str, str]
    sentence: int
    source: str
    target: str
    mutual: bool
    kind: tuple[str, str]
    day: date | None
    said: bool
    cameo: str
    words: frozenset[str]
    triggers: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    numbers: Mapping[str, float]

    @property
    def block(self) -> tuple[str, ...]:
        """Both parties in alphabetical order and the kind: tellings of two documents are compared within one."""
        return (*sorted((self.source, self.target)), *self.kind)


def telling_of(event: Event) -> Telling:
    """Return what is compared of an event.

    Its `gist` holds words, the deed's own ("!expel"), names ("@geneva"), places ("%lome") and numbers ("#diplom=3").
    """
    parts: dict[str, list[str]] = {"!": [], "@": [], "%": [], "#": []}
    words: list[str] = []
    for token in event.gist:
        parts.get(token[0], words).append(token)
    numbers = dict(token[1:].rsplit("=", 1) for token in parts["#"])
    return Telling(
        key=(event.document, event.id),
        sentence=event.start,
        source=_side(event.source),
        target=_side(event.target),
        mutual=event.reciprocal,
        kind=(event.event, event.status),
        day=event.date,
        said=event.date_basis == "text",
        cameo=event.cameo,
        words=frozenset(words),
        triggers=frozenset(parts["!"]),
        names=frozenset(parts["@"]),
        places=frozenset(parts["%"]),
        numbers={counted: float(number) for counted, number in numbers.items()},
    )


class Likeness(NamedTuple):
    """How much of the shorter telling the other says too (0..1), and in words why the two are of one deed."""

    share: float
    reason: str


def same_deed(a: Telling, b: Telling) -> Likeness | None:
    """Return why two tellings are of one deed, None where too little says so or something speaks against it. Symmetric.

    Examples
    --------
    >>> from dataclasses import replace
    >>> a = Telling(("d1", "1"), 0, "NOR", "PER", False, ("SANCTION", "happened"), date(2024, 5, 6), True, "166",
    ...             frozenset({"spy"}), frozenset({"!expel"}), frozenset(), frozenset(), {"diplom": 3.0})
    >>> b = replace(a, key=("d2", "2"), day=date(2024, 5, 7), said=False)
    >>> same_deed(a, b).reason
    'day named in one text, the other printed 1 day later; shared: spy, expel, 3 diplom'
    >>> same_deed(a, replace(b, numbers={"diplom": 8.0})) is None
    True
    """
    within = a.key[0] == b.key[0]
    if a.kind != b.kind or not _same_parties(a, b, within=within):
        return None
    if within and a.sentence == b.sentence and a.kind[0] not in _TOLD_IN_TWO_WORDS:
        return None
    days = _days(a, b, within=within)
    if days is None or any(contradict(a.numbers[n], b.numbers[n]) for n in a.numbers.keys() & b.numbers.keys()):
        return None
    if a.places and b.places and not a.places & b.places:
        return None
    mine, theirs = weigh(a), weigh(b)
    common = mine.keys() & theirs.keys()
    if not any(kind in _MATTER for kind, _ in common) and _has_matter(mine) and _has_matter(theirs):
        return None  # each says what it was about, and it is not the same: two agreements signed on one day
    shared = sum(mine[part] for part in common)
    least = min(sum(mine.values()), sum(theirs.values()))
    if shared < LEAST_SHARE * least or shared < (min(LEAST_SHARED, least) if within else LEAST_SHARED):
        return None
    said = [
        *(part for kind in ("word", "trigger") for k, part in sorted(common) if k == kind),
        *(part.upper() for k, part in sorted(common) if k in ("name", "place")),
        *(f"{_range(a.numbers[part], b.numbers[part])} {part}" for k, part in sorted(common) if k == "number"),
    ]
    return Likeness(shared / least, f"{days}; shared: {', '.join(said) or 'the code of the deed'}")


def _same_parties(a: Telling, b: Telling, *, within: bool) -> bool:
    """Tell whether the parties agree; within a document a side that one telling leaves out may be that of the other."""
    mine, theirs = {a.source, a.target} - {""}, {b.source, b.target} - {""}
    if not within:
        return mine == theirs and len(mine) == 2 and (a.mutual or b.mutual or a.source == b.source)
    if a.mutual or b.mutual:
        return mine <= theirs or theirs <= mine
    sides = ((a.source, b.source), (a.target, b.target))
    return all(x == y or not (x and y) for x, y in sides) and any(x == y != "" for x, y in sides)


def _side(actor: object) -> str:
    if actor is None:
        return ""
    code, sector, name = (getattr(actor, field) for field in ("code", "sector", "name"))
    return code or f"{sector or ''}:{name.lower()}"


def _days(a: Telling, b: Telling, *, within: bool) -> str | None:
    """Return what the days say for one deed; None where they speak against it."""
    if a.said and b.said:
        return "same day in both texts" if a.day == b.day else None
    if within:
        return "same document"  # a day named once holds for what is told again without one
    if a.day is None or b.day is None:
        return None
    if not a.said and not b.said:
        apart = abs((a.day - b.day).days)
        return f"printed {_apart(apart)}" if apart <= REPORT_DAYS else None
    named, printed = (a.day, b.day) if a.said else (b.day, a.day)
    later = (printed - named).days
    return f"day named in one text, the other printed {_later(later)}" if 0 <= later <= FOLLOW_UP_DAYS else None


def _apart(days: int) -> str:
    return "on the same day" if days == 0 else f"{days} day{'s' * (days > 1)} apart"


def _later(days: int) -> str:
    return "on that day" if days == 0 else f"{days} day{'s' * (days > 1)} later"


def _range(a: float, b: float) -> str:
    low, high = sorted((a, b))
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def contradict(a: float, b: float) -> bool:
    """Tell whether two counts of the same things cannot both be right."""
    low, high = sorted((a, b))
    return low != high and (low < _EXACT_BELOW or high > low * _MOST_RATIO)


def _has_matter(parts: Mapping[tuple[str, str], float]) -> bool:
    return any(kind in _MATTER for kind, _ in parts)


def weigh(telling: Telling) -> dict[tuple[str, str], float]:
    """Return what each part of a telling weighs: its code, words, names and what it counts."""
    found = {("code", telling.cameo): _CODE}
    found |= {("word", w): _WORD for w in telling.words}
    found |= {("trigger", w[1:]): _WORD for w in telling.triggers}
    found |= {("name", n[1:]): _NAME for n in telling.names}
    found |= {("place", n[1:]): _NAME for n in telling.places}
    found |= {("number", n): _NUMBER for n in telling.numbers}
    return found
