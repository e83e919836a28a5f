"""Which candidates are attributions: a logistic regression over named features, its weights learned from PolNeAR.

`training/learn_claims.py` makes the weights (`data/claims/scorer.json`); no sentence of the corpus is in them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from detente.claims.features import Group, named

_KEPT = 200_000  # groups of features whose weight is kept


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by name of feature, and the probability from which a candidate counts.

    `cues` are the words in dictionary form that were ever a cue where the weights were learned; None: every word may be one.
    """

    weights: dict[str, float]
    threshold: float
    origin: str
    cues: frozenset[str] | None = None

    _sums: dict[Group, float] = field(default_factory=dict, repr=False, compare=False)

    def prob_of(self, groups: Iterable[Group]) -> float:
        """Return the same as `prob` from features in groups (`feature_groups`); the weight of each group is kept."""
        sums = self._sums
        total = 0.0
        for group in groups:
            weight = sums.get(group)
            if weight is None:
                if len(sums) >= _KEPT:
                    sums.clear()
                weight = sums[group] = sum([self.weights.get(name, 0.0) for name in named(group)])
            total += weight
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def prob(self, features: Iterable[str]) -> float:
        """Return the probability that a candidate with these features is an attribution, 0..1."""
        weights = self.weights
        total = sum([weights[name] for name in features if name in weights])
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def default_scorer() -> Scorer:
    """Return the scorer that ships with the package."""
    table = json.loads((files("detente") / "data" / "claims" / "scorer.json").read_text(encoding="utf-8"))
    return Scorer(table["weights"], table["threshold"], table["origin"], frozenset(table["cues"]))
