"""Which pairs of tellings are worth asking about, the most alike first: one sparse product over blocks, days and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from detente.mentions.telling import FOLLOW_UP_DAYS, LEAST_SHARE, LEAST_SHARED, Telling, weigh

_FEW = 32  # up to so many all pairs are asked about, without the product
_ROWS = 2_000  # tellings compared at once: bounds the memory of the product
_DIGITS = 9  # both ways of adding up weights give the same share to so many digits


def likely_pairs(tellings: Sequence[Telling], *, within: bool) -> Iterator[tuple[int, int]]:
    """Yield places i < j of pairs that may be of one deed, by falling share of what the shorter telling says, then by place.

    No pair that `same_deed` would link is left out; many that it will not are.
    """
    if within or len(tellings) <= _FEW:
        yield from _of_few(tellings)
    else:
        yield from _of_many(tellings)


def _of_few(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    parts = [weigh(t) for t in tellings]
    totals = [sum(p.values()) for p in parts]
    found = []
    for i, j in combinations(range(len(tellings)), 2):
        shared = sum(weight for part, weight in parts[i].items() if part in parts[j])
        found.append((-round(shared / min(totals[i], totals[j]), _DIGITS), i, j))
    yield from ((i, j) for _, i, j in sorted(found))


def _of_many(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    import numpy as np
    from scipy import sparse  # a fifth of a second, which a document's coding does not need

    dated = [(i, t.day.toordinal() // FOLLOW_UP_DAYS) for i, t in enumerate(tellings) if t.day is not None]
    if not dated:
        return
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    beside: list[int] = []  # the same part, as seen from the stretch of days before
    numbers: dict[tuple[object, ...], int] = {}
    totals = np.zeros(len(dated))
    for row, (i, stretch) in enumerate(dated):
        block = tellings[i].block
        for part, weight in weigh(tellings[i]).items():
            totals[row] += weight
            rows.append(row)
            weights.append(weight**0.5)
            columns.append(numbers.setdefault((block, part, stretch), len(numbers)))
            beside.append(numbers.setdefault((block, part, stretch - 1), len(numbers)))
    places, stretches = np.array(dated).T
    shape = (len(dated), len(numbers))
    here = sparse.csr_array((weights, (rows, columns)), shape=shape)
    right = (here + sparse.csr_array((weights, (rows, beside)), shape=shape)).T.tocsc()
    found = []
    for start in range(0, len(dated), _ROWS):
        product = (here[start : start + _ROWS] @ right).tocoo()
        left, other = product.coords[0] + start, product.coords[1]
        share = product.data / np.minimum(totals[left], totals[other])
        # within a stretch each pair is met from both sides
        once = (stretches[left] != stretches[other]) | (left < other)
        keep = once & (product.data >= LEAST_SHARED - 1e-9) & (share >= LEAST_SHARE - 1e-9)
        found.append((share[keep].round(_DIGITS), places[left[keep]], places[other[keep]]))
    share, one, two = (np.concatenate(column) for column in zip(*found, strict=True))
    first, second = np.minimum(one, two), np.maximum(one, two)
    order = np.lexsort((second, first, -share))
    yield from zip(first[order].tolist(), second[order].tolist(), strict=True)
