"""The histories that ship with the package, as texts for the coder, and the store that keeps them coded.

Each entry of `data/chronicles/*.jsonl` is an input text of the contract (id, text, date, title and outlet of the record that
vouches for it); what an index says rests on what the coder reads in these sentences, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from detente import __version__
from detente.records import Document

if TYPE_CHECKING:
    from detente.store import Store

CACHE_VARIABLE = "DETENTE_CACHE"


def list_chronicles() -> list[str]:
    """Return the names of the shipped chronicles: the codes of their two states, lower case."""
    return sorted(
        f.name.removesuffix(".jsonl")
        for f in files("detente.data").joinpath("chronicles").iterdir()
        if f.name.endswith(".jsonl")
    )


def read_chronicle(name: str) -> Iterator[Document]:
    """Yield the entries of one chronicle; title and outlet are those of the public record that vouches for the entry."""
    text = files("detente.data").joinpath("chronicles", f"{name}.jsonl").read_text(encoding="utf-8")
    for line in text.splitlines():
        row = json.loads(line)
        record = row["record"]
        yield Document(
            row["id"], row["text"], date.fromisoformat(row["date"]), title=record["title"], outlet=record["publisher"]
        )


def cache_folder() -> Path:
    """Return the folder for what can be made again: `DETENTE_CACHE`, else `detente` in the user's cache folder."""
    if os.environ.get(CACHE_VARIABLE):
        return Path(os.environ[CACHE_VARIABLE])
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "detente"


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """Hash all that decides what the coder makes of the chronicles: texts, lexicon, actors, model, code."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(str(files("detente")))
    for part in (
        "data/chronicles",
        "data/lexicon",
        "data/actors",
        "data/ontology",
        "data/models",
        "coding",
        "language",
        "actors",
    ):
        for path in sorted(p for p in (package / part).rglob("*") if p.is_file() and p.suffix != ".pyc"):
            stat = path.stat()
            digest.update(f"{path.relative_to(package)}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    digest.update(os.environ.get("DETENTE_MODEL", "").encode())
    return digest.hexdigest()[:16]


def chronicle_store() -> Store:
    """Return the store of all shipped chronicles, coding them on first use (seconds) and keeping the result in the cache.

    Where the cache folder cannot be written, the store lives in memory and is made again each time.
    """
    from detente.store import Store

    folder = cache_folder()
    target = folder / f"chronicles-{_fingerprint()}.duckdb"
    if target.exists():
        return Store.open(target, read_only=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".duckdb", dir=folder)
    except OSError:
        store = Store.open(None)
        _fill(store)
        return store
    os.close(handle)
    made = Path(name)
    made.unlink()
    try:
        with Store.open(made) as store:
            _fill(store)
        made.replace(target)  # whole or not at all, also when two commands start at once
    finally:
        made.unlink(missing_ok=True)
    for old in folder.glob("chronicles-*.duckdb"):
        if old != target:
            old.unlink(missing_ok=True)
    return Store.open(target, read_only=True)


def _fill(store: Store) -> None:
    from detente.coding import code_documents, coder_name

    names = list_chronicles()
    print(f"coding the chronicles {', '.join(names)}, once …", file=sys.stderr)
    coded = code_documents(entry for name in names for entry in read_chronicle(name))
    store.add_documents_with_events(coded, coder=coder_name())
