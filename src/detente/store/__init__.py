"""The store of documents and events: one DuckDB file. The only room that imports duckdb.

Store.open(path)   open or make one; None keeps it in memory
"""

from __future__ import annotations

from detente.store.store import Added, Store

__all__ = ["Added", "Store"]
