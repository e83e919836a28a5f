"""Questions to a pair's index: whose term was tougher, do leader and officials agree, what followed shocks, who moved with
them.

    compare_leaders(index, of="USA")              -> Toughness     toughness.py
    measure_coherence(index, of="USA")            -> Coherence     coherence.py
    find_responses(events, index, ...)            -> Shocks        shocks.py
    find_linked(index, others)                    -> Linked        linked.py

Each result lists the events behind it and says what could not be measured, and why. docs/comparisons.md explains each by hand.
"""

from detente.analyses.bundle import Comparisons
from detente.analyses.coherence import Coherence, measure_coherence
from detente.analyses.linked import Linked, find_linked
from detente.analyses.shocks import Shocks, find_responses
from detente.analyses.toughness import Toughness, compare_leaders

__all__ = [
    "Coherence", "Comparisons", "Linked", "Shocks", "Toughness", "compare_leaders", "find_linked", "find_responses",
    "measure_coherence",
]  # fmt: skip
