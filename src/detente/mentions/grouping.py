"""Put the tellings of one deed together: the same groups whatever the order of the tellings, and whatever was known before.

Likely pairs come from one sparse product over blocks, days and words (never all pairs of a corpus). They are linked from the
most alike down, and a link that would bring together what contradicts itself is left out (single linkage under cannot-link
constraints: Davidson & Ravi 2009), so that no chain of follow-ups ties the attack of Monday to that of Tuesday.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.mentions.likely import likely_pairs
from detente.mentions.telling import FOLLOW_UP_DAYS, Telling, contradict, same_deed

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings that were put together, and why in words."""

    a: Key
    b: Key
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """The tellings of one deed, sorted by key, and the links that hold them together (one fewer than tellings)."""

    keys: tuple[Key, ...]
    links: tuple[Link, ...] = ()


def group(
    tellings: Iterable[Telling],
    *,
    within: bool = False,
    joined: Collection[frozenset[str]] = (),
    split: Collection[frozenset[str]] = (),
    by_rule: bool = True,
) -> list[Group]:
    """Return the tellings grouped by deed, each telling in one group, in the order of their first keys.

    Parameters
    ----------
    tellings : iterable of Telling
        In any order; one with a key met before is left out.
    within : bool, default False
        All are of one document: days that a text does not name say nothing, and tellings of one document may be put together.
    joined, split : collections of two event ids each
        Decisions of a person: of one deed, whatever the rule says; never of one deed, not even through a third. Where both
        concern one group, the split holds.
    by_rule : bool, default True
        Otherwise only what a person joined is put together.

    Notes
    -----
    A pure function of the set of tellings and decisions. Cost: for each block, the tellings of a few days that share words.
    """
    ordered = sorted({t.key: t for t in tellings}.values(), key=lambda t: t.key)
    place = {t.key[1]: i for i, t in enumerate(ordered)}
    clusters = [_Cluster.of(i, t, within=within) for i, t in enumerate(ordered)]
    at = list(range(len(ordered)))  # the cluster a telling is in
    links: dict[int, list[Link]] = defaultdict(list)
    forbidden: dict[int, set[int]] = defaultdict(set)
    for i, j in _places(split, place):
        forbidden[i].add(j)
        forbidden[j].add(i)

    def put_together(i: int, j: int, reason: str | None = None) -> None:
        """Put two tellings together by decision (with a reason), or by rule where it says so and nothing contradicts."""
        held, gone = at[i], at[j]
        if held == gone:
            return
        if len(clusters[held].members) < len(clusters[gone].members):
            held, gone = gone, held
        into, other = clusters[held], clusters[gone]
        if forbidden and any(forbidden[m] & other.members for m in into.members if m in forbidden):
            return
        if reason is None:
            like = None if into.contradicts(other) else same_deed(ordered[i], ordered[j])
            if like is None:
                return
            reason = like.reason
        into.take(other)
        for m in other.members:
            at[m] = held
        links[held] += [*links.pop(gone, []), Link(ordered[i].key, ordered[j].key, reason)]

    for i, j in _places(joined, place):
        put_together(i, j, "joined by hand")
    for i, j in likely_pairs(ordered, within=within) if by_rule else ():
        put_together(i, j)
    groups: dict[int, list[Key]] = defaultdict(list)
    for i, held in enumerate(at):
        groups[held].append(ordered[i].key)
    return [Group(tuple(keys), tuple(links[held])) for held, keys in groups.items()]


@dataclass(slots=True)
class _Cluster:
    """What the tellings of a group say together, so that a new one is checked against all at once."""

    members: set[int]
    documents: set[str]
    said: set[date]
    printed: tuple[date, ...]  # the first and the last
    sources: set[str]
    targets: set[str]
    parties: set[str]
    places: set[str]
    numbers: dict[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, i: int, t: Telling, *, within: bool) -> _Cluster:
        days = [t.day] if t.day is not None else []
        numbers = {counted: (n, n) for counted, n in t.numbers.items()}
        sources, targets = ({s} - {""} if not t.mutual else set() for s in (t.source, t.target))
        printed = () if t.said or within else tuple(days)
        documents = set() if within else {t.key[0]}
        parties = {t.source, t.target} - {""}
        return cls({i}, documents, set(days if t.said else ()), printed, sources, targets, parties, set(t.places), numbers)

    def contradicts(self, other: _Cluster) -> bool:
        """Tell whether the two cannot be one deed: two deeds of one document, other days, directions or counts."""
        if not self.documents.isdisjoint(other.documents):
            return True  # the coder read them in one document and kept them apart
        if self.places and other.places and self.places.isdisjoint(other.places):
            return True
        said, printed = self.said | other.said, (*self.printed, *other.printed)
        if len(said) > 1 or any(
            len(mine | theirs) > most
            for mine, theirs, most in (
                (self.sources, other.sources, 1),
                (self.targets, other.targets, 1),
                (self.parties, other.parties, 2),
            )
        ):
            return True
        first = min(said, default=None) or min(printed, default=None)
        if first is not None and printed and not (first <= min(printed) and (max(printed) - first).days <= FOLLOW_UP_DAYS):
            return True
        return any(
            contradict(min(low, other.numbers[n][0]), max(high, other.numbers[n][1]))
            for n, (low, high) in self.numbers.items()
            if n in other.numbers
        )

    def take(self, other: _Cluster) -> None:
        self.members |= other.members
        self.documents |= other.documents
        self.said |= other.said
        printed = (*self.printed, *other.printed)
        self.printed = (min(printed), max(printed)) if printed else ()
        self.sources |= other.sources
        self.targets |= other.targets
        self.parties |= other.parties
        self.places |= other.places
        for n, (low, high) in other.numbers.items():
            mine = self.numbers.get(n, (low, high))
            self.numbers[n] = (min(low, mine[0]), max(high, mine[1]))


def _places(pairs: Collection[frozenset[str]], place: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return where the two of each pair stand, sorted; pairs of which one is not here are passed over."""
    here = (sorted(place[event] for event in pair if event in place) for pair in pairs)
    return sorted((two[0], two[1]) for two in here if len(two) == 2)
