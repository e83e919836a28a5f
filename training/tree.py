"""The best tree from scores of single arcs: Chu & Liu 1965, Edmonds 1967, with exactly one word on the root."""

from __future__ import annotations

import numpy as np


def best_tree(scores: np.ndarray) -> list[int]:
    """Return each word's head: 0 for the root, i + 1 for word i.

    Parameters
    ----------
    scores : words × (1 + words)
        Log-probability that a word (row) hangs on the root (column 0) or on a word (column i + 1).
    """
    scores = scores.astype(np.float64)
    words = np.arange(len(scores))
    scores[words, words + 1] = -np.inf
    heads = scores.argmax(1)
    if (heads == 0).sum() == 1 and not _cycle(np.concatenate([[0], heads])):
        return heads.tolist()
    # One root: try each word as the only one that hangs there, the most promising first, while it could still win.
    bounds = scores[:, 0] + scores[:, 1:].max(1).sum() - scores[:, 1:].max(1) if len(scores) > 1 else scores[:, 0]
    best, best_value = heads, -np.inf
    for root in np.argsort(-bounds):
        if bounds[root] <= best_value:
            break
        own = scores.copy()
        own[words != root, 0] = -np.inf
        own[root, 1:] = -np.inf
        full = np.vstack([np.full(len(scores) + 1, -np.inf), own])
        found = _edmonds(full)[1:]
        value = own[words, found].sum()
        if value > best_value:
            best, best_value = found, value
    return best.tolist()


def _cycle(heads: np.ndarray) -> list[int]:
    """Return the nodes of one cycle, or nothing; node 0 is the root."""
    state = np.zeros(len(heads), dtype=int)
    state[0] = -1
    for start in range(1, len(heads)):
        node, path = start, []
        while state[node] == 0:
            state[node] = start
            path.append(node)
            node = int(heads[node])
        if state[node] == start:
            return path[path.index(node) :]
        state[path] = -1
    return []


def _edmonds(scores: np.ndarray) -> np.ndarray:
    """Return heads of the best tree rooted in node 0; `scores[i, j]` is for j as head of i."""
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [n for n in range(len(scores)) if n not in set(cycle)]
    inner = np.array(cycle)
    value = scores[inner, heads[inner]]
    # The cycle becomes one node, the last.
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(cycle, rest)] - value[:, None]
    out = scores[np.ix_(rest, cycle)]
    small[-1, :-1], small[:-1, -1] = into.max(0), out.max(1)
    found = _edmonds(small)
    result = heads.copy()
    for n, node in enumerate(rest):
        if node:
            result[node] = cycle[int(out[n].argmax())] if found[n] == len(rest) else rest[found[n]]
    entry = found[-1]
    result[cycle[int(into[:, entry].argmax())]] = rest[entry]
    return result
