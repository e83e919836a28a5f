"""The store of documents and events: one DuckDB file. The only room that imports duckdb.

Store.open(path)   open or make one; None keeps it in memory
read_panel(path)   a panel of pairs from a Parquet file, by month; the store is not touched
"""

from __future__ import annotations

from detente.store.panel import PanelRows, read_panel
from detente.store.store import Added, Store

__all__ = ["Added", "PanelRows", "Store", "read_panel"]
