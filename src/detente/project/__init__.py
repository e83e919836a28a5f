"""What a user holds: a `Project` (texts and their events), a `Pair` of states, its `Index` and its `Outlook`.

project.py    texts and events in one store             measuring.py  the index as known on a day
pair.py       two states and what can be asked of them  ahead.py      the outlook over an election
reading.py    events as lines, sentences and arrays
"""

from detente.project.pair import Pair
from detente.project.project import Project
from detente.project.reading import pair_arrays

__all__ = ["Pair", "Project", "pair_arrays"]
