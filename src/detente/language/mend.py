"""Mend what no tree of the treebanks holds: a title and the name behind it as two subjects of one verb.

The parser decides one arc at a time, and a verb may get a second subject ("opposition leader Daniel Kiprono threatened", both
`leader` and `Daniel`). Where a common noun ends right before a name, the noun is the name's title.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


def titles(tags: Sequence[str], heads: Sequence[int], deps: Sequence[str]) -> list[tuple[int, int]]:
    """Return (title, name) where both are subjects of the same word and nothing stands between their phrases.

    Parameters
    ----------
    tags, deps : sequence of str
        Penn tags and relations, one a word.
    heads : sequence of int
        Index of each word's head, -1 for the root.
    """
    subjects = [i for i, dep in enumerate(deps) if dep in _SUBJECTS]
    found = []
    for title, name in pairwise(subjects):
        if heads[title] != heads[name] or tags[title] not in ("NN", "NNS") or tags[name] not in ("NNP", "NNPS"):
            continue
        if all(heads[k] == name or heads[heads[k]] == name for k in range(title + 1, name)):
            found.append((title, name))
    return found
