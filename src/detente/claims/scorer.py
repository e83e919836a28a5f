"""Which candidates are attributions: a logistic regression over named features, its weights learned from PolNeAR.

`training/learn_claims.py` makes the weights (`data/claims/scorer.json`); no sentence of the corpus is in them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by name of feature, and the probability from which a candidate counts.

    `cues` are the words in dictionary form that were ever a cue where the weights were learned; None: every word may be one.
    """

    weights: dict[str, float]
    threshold: float
    origin: str
    cues: frozenset[str] | None = None

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
