"""Put the tellings of one deed together: the same groups whatever the order of the tellings, and whatever was known before.

Likely pairs come from one sparse product over blocks, days and words (never all pairs of a corpus). They are linked from the
most alike down, and a link that would bring together what contradicts itself is left out (single linkage under cannot-link
constraints: Davidson & Ravi 2009), so that no chain of follow-ups ties the attack of Monday to that of Tuesday.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import numpy as np
from scipy import sparse

from detente.mentions.telling import FOLLOW_UP_DAYS, LEAST_SHARED, Telling, contradict, same_deed, shared_weights

Key = tuple[str, str]
_FEW = 32  # up to so many all pairs are asked about, without the product
_ROWS = 2_000  # tellings compared at once: bounds the memory of the product


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

    def put_together(i: int, j: int, reason: str, *, decided: bool = False) -> None:
        held, gone = sorted((at[i], at[j]), key=lambda c: (-len(clusters[c].members), c))
        into, other = clusters[held], clusters[gone]
        if into is other or any(forbidden[m] & other.members for m in into.members if m in forbidden):
            return
        if not decided and into.contradicts(other):
            return
        into.take(other)
        for m in other.members:
            at[m] = held
        links[held] += [*links.pop(gone, []), Link(ordered[i].key, ordered[j].key, reason)]

    for i, j in _places(joined, place):
        put_together(i, j, "joined by hand", decided=True)
    few = within or len(ordered) <= _FEW
    likely = combinations(range(len(ordered)), 2) if few else _likely(ordered)
    found = [(like.share, i, j, like.reason) for i, j in likely if (like := same_deed(ordered[i], ordered[j]))]
    for _, i, j, reason in sorted(found, key=lambda link: (-link[0], link[1], link[2])):
        put_together(i, j, reason)
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
    printed: list[date]
    sources: set[str]
    targets: set[str]
    parties: set[str]
    numbers: dict[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, i: int, t: Telling, *, within: bool) -> _Cluster:
        days = [t.day] if t.day is not None else []
        numbers = {counted: (n, n) for counted, n in t.numbers.items()}
        sources, targets = ({s} - {""} if not t.mutual else set() for s in (t.source, t.target))
        printed = [] if t.said or within else days
        documents = set() if within else {t.key[0]}
        parties = {t.source, t.target} - {""}
        return cls({i}, documents, set(days if t.said else ()), printed, sources, targets, parties, numbers)

    def contradicts(self, other: _Cluster) -> bool:
        """Tell whether the two cannot be one deed: two deeds of one document, other days, directions or counts."""
        if self.documents & other.documents:
            return True  # the coder read them in one document and kept them apart
        said, printed = self.said | other.said, [*self.printed, *other.printed]
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
        self.printed += other.printed
        self.sources |= other.sources
        self.targets |= other.targets
        self.parties |= other.parties
        for n, (low, high) in other.numbers.items():
            mine = self.numbers.get(n, (low, high))
            self.numbers[n] = (min(low, mine[0]), max(high, mine[1]))


def _places(pairs: Collection[frozenset[str]], place: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return where the two of each pair stand, sorted; pairs of which one is not here are passed over."""
    here = (sorted(place[event] for event in pair if event in place) for pair in pairs)
    return sorted((two[0], two[1]) for two in here if len(two) == 2)


def _likely(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Yield pairs of one block and neighbouring days that share enough words to be asked about, each once, i < j."""
    dated = [i for i, t in enumerate(tellings) if t.day is not None]
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    beside: list[int] = []  # the same feature, as seen from the stretch of days before
    numbers: dict[tuple[object, ...], int] = {}
    stretches = np.array([_stretch(tellings[i].day) for i in dated])
    for row, i in enumerate(dated):
        t = tellings[i]
        stretch = int(stretches[row])
        for feature, weight in shared_weights(t).items():
            rows.append(row)
            weights.append(weight**0.5)
            columns.append(numbers.setdefault((t.block, feature, stretch), len(numbers)))
            beside.append(numbers.setdefault((t.block, feature, stretch - 1), len(numbers)))
    if not rows:
        return
    shape = (len(dated), len(numbers))
    here = sparse.csr_array((weights, (rows, columns)), shape=shape)
    right = (here + sparse.csr_array((weights, (rows, beside)), shape=shape)).T.tocsc()
    for start in range(0, len(dated), _ROWS):
        product = (here[start : start + _ROWS] @ right).tocoo()
        enough = product.data >= LEAST_SHARED - 1e-9
        left, other = product.coords[0][enough] + start, product.coords[1][enough]
        stretch = stretches[left] - stretches[other]
        once = (stretch != 0) | (left < other)  # within a stretch each pair is met from both sides
        for a, b in zip(left[once].tolist(), other[once].tolist(), strict=True):
            yield min(dated[a], dated[b]), max(dated[a], dated[b])


def _stretch(day: date | None) -> int:
    return 0 if day is None else day.toordinal() // FOLLOW_UP_DAYS
