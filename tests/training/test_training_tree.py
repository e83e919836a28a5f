"""The best tree, against every tree there is; which of the teacher's trees are kept, and how they are read."""

from __future__ import annotations

import gzip
import json
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

import treebanks
from silver import contradicts_itself
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


def test_trees_with_two_subjects_or_objects_are_left_out() -> None:
    assert contradicts_itself([1, -1, 1], ["nsubj", "root", "nsubj:pass"])
    assert contradicts_itself([-1, 0, 0], ["root", "obj", "obj"])
    assert not contradicts_itself([1, -1, 1], ["nsubj", "root", "obj"])
    assert not contradicts_itself([2, 2, -1], ["nsubj:outer", "nsubj", "root"])  # "the fact is, he left"
    assert not contradicts_itself([1, -1, 3, 1], ["nsubj", "root", "nsubj", "ccomp"])


def test_silver_trees_are_read_as_documents_of_one_paragraph(tmp_path: Path) -> None:
    rows = [
        {"document": f"kremlin-{n}", "words": ["Talks", "failed"], "spaces": [True, False], "upos": ["NOUN", "VERB"]}
        | {"xpos": ["NNS", "VBD"], "heads": [1, -1], "relations": ["nsubj", "root"]}
        for n in (1, 1, 2)
    ]
    with gzip.open(tmp_path / "silver.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    sentences = treebanks.read_silver(tmp_path / "silver.jsonl.gz")
    assert [s.starts_paragraph for s in sentences] == [True, False, True]
    assert {s.genre for s in sentences} == {"kremlin"}
    assert [len(group) for group in treebanks.paragraphs(sentences)] == [2, 1]
    assert sentences[0].heads == (1, -1)
