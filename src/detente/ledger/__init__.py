"""The ledger: what was foretold, by whom, what came of it, and how well each speaker did.

    entry = make_entry(...)                          # entry.py: or entries_of(claims, documents, events)
    book = Ledger(store); book.enter([entry])        # ledger.py: states and log
    book.propose({entry.id: propose(entry, ...)})    # proposing.py: scenario, then deed or trend
    book.confirm([entry.id], by="Ana Ruiz")          # scored in the same transaction
    board = make_board(book.standings())             # board.py: tallies, Murphy's parts, calibration

`detente.scorekeeping` joins it with a project's events and the elections. docs/ledger.md states the rules.
"""

from detente.ledger.board import Board, Tally, make_board
from detente.ledger.entry import Deed, Entry, entries_of, make_entry
from detente.ledger.ledger import Ledger, Proposal, Standing

__all__ = ["Board", "Deed", "Entry", "Ledger", "Proposal", "Standing", "Tally", "entries_of", "make_board", "make_entry"]
