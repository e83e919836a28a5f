"""Connect to the file of a store; say in our words why one cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import StoreError

if TYPE_CHECKING:
    import duckdb

_HOLDER = re.compile(r"\(PID (\d+)\)")


def connect(path: str | Path | None, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Return a connection to a file, or to memory.

    Raises
    ------
    StoreError
        No such file or folder (S01), in use by another program (S02), not writable (S03), not a DuckDB file (S04),
        written by a newer DuckDB (S05).
    """
    import duckdb

    if path is not None:
        _check_place(Path(path), read_only=read_only)
    try:
        connection = duckdb.connect(":memory:" if path is None else str(path), read_only=read_only and path is not None)
    except duckdb.Error as cause:
        raise _explain(cause, str(path)) from cause
    # Strings must be taken as strings, whatever stands in the first rows; and nothing may be fetched from the network.
    for setting in ("pandas_analyze_sample = 0", "autoinstall_known_extensions = false", "autoload_known_extensions = false"):
        connection.execute(f"SET {setting}")
    return connection


@contextmanager
def explained(shown: str) -> Iterator[None]:
    """Turn DuckDB's errors into ours, the cause kept."""
    import duckdb

    try:
        yield
    except duckdb.Error as cause:
        raise _explain(cause, shown) from cause


def _check_place(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise StoreError("S04", f"{path} is a folder, not a store", help=f"name a file in it: {path / 'pair.duckdb'}")
    if path.exists():
        return
    if read_only:
        raise StoreError("S01", f"there is no store {path}", help="check the path, or make one by adding documents to it")
    if not path.parent.is_dir():
        raise StoreError("S01", f"there is no folder {path.parent} for the store {path.name}", help=f"mkdir -p {path.parent}")


def _explain(cause: Exception, shown: str) -> StoreError:
    text = str(cause).split("\n", 1)[0]
    low = text.lower()
    if "could not set lock" in low or "different configuration" in low or "being used by another process" in low:
        holder = _HOLDER.search(text)
        who = f"process {holder[1]}" if holder else "another part of this program"
        return StoreError("S02", f"{shown} is in use by {who}", help="wait until it has ended, or work on a copy of the file")
    if "permission denied" in low or "read-only file system" in low or "operation not permitted" in low:
        return StoreError(
            "S03", f"{shown} cannot be written", help="check the permissions of file and folder, or open it read-only"
        )
    if "read-only mode" in low:
        return StoreError("S06", f"{shown} was opened read-only", help="open it without read_only to add to it")
    if "not a valid duckdb" in low:
        return StoreError("S04", f"{shown} is not a DuckDB file", help="choose another file name for the store")
    if "version number" in low:
        return StoreError("S05", f"{shown} was written by another version of DuckDB: {text}", help="pip install -U duckdb")
    if "connection" in low and "closed" in low:
        return StoreError("S07", f"{shown} is closed", help="open it again: Store.open(path)")
    if "no space left" in low:
        return StoreError("S08", f"no space is left for {shown}", help="free some space; what was stored before is untouched")
    return StoreError(
        "S09", f"{shown}: {text}", help="what was stored before is untouched; if this stays, report it with this line"
    )
