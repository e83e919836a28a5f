"""Elections as data: read a TOML file, check it, and give the probabilities that were known on a day.

    vote    = election("usa-2020")                        # or the path of a file of your own
    weights = probs_as_of(vote, day)                      # chances of the outcomes of the first office, the one that leads
    found   = combine_as_of(vote, weights.probs, day)     # leading office x chambers, with the chance of each combination
    held    = incumbents_on(vote, day)

The format is described in docs/elections.md. A file of the user's own is read by the same code as ours.
"""

from detente.elections.combine import Combination, Combinations, combine_as_of
from detente.elections.files import election, list_elections
from detente.elections.joint import SUM_TOLERANCE
from detente.elections.weights import Weights, incumbents_on, probs_as_of

__all__ = [
    "SUM_TOLERANCE",
    "Combination",
    "Combinations",
    "Weights",
    "combine_as_of",
    "election",
    "incumbents_on",
    "list_elections",
    "probs_as_of",
]
