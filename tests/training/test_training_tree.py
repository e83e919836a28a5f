"""The best tree, against every tree there is."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from tree import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether each word reaches the root (0) and one alone hangs on it."""
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        node, steps = word, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_best_tree_is_the_best_of_all(words: int) -> None:
    trees = [heads for heads in product(range(words + 1), repeat=words) if is_tree(heads)]
    assert len(trees) == words ** (words - 1)  # Cayley
    random = np.random.default_rng(words)
    for _ in range(40):
        scores = random.normal(size=(words, words + 1))
        found = tuple(best_tree(scores))
        assert is_tree(found)
        value = {heads: sum(scores[i, head] for i, head in enumerate(heads)) for heads in trees}
        assert value[found] == pytest.approx(max(value.values()))
