"""The ledger: what was foretold, by whom, what came of it, and how well each speaker did."""
