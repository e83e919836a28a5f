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
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from detente import __version__
from detente.records import Decision, Document

if TYPE_CHECKING:
    from detente.store import Store

CACHE_VARIABLE = "DETENTE_CACHE"

# Parts of the package that decide what is in the store of the chronicles.
_DECIDE = (
    "data/chronicles", "data/lexicon", "data/actors", "data/ontology", "data/models",
    "coding", "language", "actors", "ontology", "mentions", "store", "records", "chronicles.py",
)  # fmt: skip
_KEPT_DAYS = 30


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
    """Hash all that decides what the coder makes of the chronicles: texts, tables, model, code, and the programs below them.

    Contents are read (10 MB, some hundredths of a second): sizes and times of files say nothing after an update or a checkout.
    """
    from detente.store.schema import SCHEMA_VERSION

    digest = hashlib.sha256(f"{__version__}|{SCHEMA_VERSION}".encode())
    for library in ("spacy", "duckdb"):
        digest.update(f"|{library} {version(library)}".encode())
    package = Path(str(files("detente")))
    for part in _DECIDE:
        _hash_files(digest, package / part, package)
    model = os.environ.get("DETENTE_MODEL", "")
    digest.update(model.encode())
    if model and Path(model).is_dir():
        _hash_files(digest, Path(model), Path(model))
    elif model:
        with suppress(PackageNotFoundError):
            digest.update(version(model).encode())
    return digest.hexdigest()[:16]


def _hash_files(digest: hashlib._Hash, part: Path, root: Path) -> None:
    """Take in the names and contents of a file, or of all files of a folder."""
    for path in [part] if part.is_file() else sorted(p for p in part.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        content = path.read_bytes()
        digest.update(f"|{path.relative_to(root).as_posix()}|{len(content)}|".encode())
        digest.update(content)


def chronicle_store() -> Store:
    """Return the store of all shipped chronicles, coding them on first use (seconds) and keeping the result in the cache.

    Where the cache cannot be written, is damaged or in use, the store is made in memory, and a note says why.
    """
    from detente.errors import StoreError
    from detente.store import Store

    folder = cache_folder()
    target = folder / f"chronicles-{_fingerprint()}.duckdb"
    try:
        if not target.exists():
            _make(folder, target)
        return _open_whole(target)
    except (OSError, StoreError) as error:
        why = error.message if isinstance(error, StoreError) else f"{folder}: {error.strerror or error}"
        print(f"the cache of coded chronicles is not used: {why}", file=sys.stderr)
        store = Store.open(None)
        _fill(store)
        return store


def _make(folder: Path, target: Path) -> None:
    """Code the chronicles into a new file of the cache: whole or not at all, also when two commands start at once."""
    from detente.store import Store

    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".duckdb", dir=folder)
    os.close(handle)
    made = Path(name)
    made.unlink()
    try:
        with Store.open(made) as store:
            _fill(store)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
    _forget_old(folder, target)


def _open_whole(target: Path) -> Store:
    """Open a file of the cache and read it through once, so that a damaged one is found here and not in the middle of work.

    Raises
    ------
    StoreError
        It is damaged, in use, or holds other documents than the chronicles (S04).
    """
    from detente.errors import StoreError
    from detente.store import Store

    store = Store.open(target, read_only=True)
    try:
        held = {d.id for d in store.documents()}
        store.event_columns()
        if held != {d.id for name in list_chronicles() for d in read_chronicle(name)}:
            raise StoreError("S04", f"{target} does not hold the chronicles", help=f"delete it: rm {target}")
    except BaseException:
        store.close()
        raise
    with suppress(OSError):
        os.utime(target)  # in use today: see _forget_old
    return store


def _forget_old(folder: Path, kept: Path) -> None:
    """Delete what other versions left, once unused for 30 days: two installations may share one cache."""
    for old in folder.glob("chronicles-*.duckdb"):
        with suppress(OSError):
            if old != kept and time.time() - old.stat().st_mtime > _KEPT_DAYS * 86_400:
                old.unlink()


def _fill(store: Store) -> None:
    from detente.coding import code_documents, coder_name

    names = list_chronicles()
    print(f"coding the chronicles {', '.join(names)}, once …", file=sys.stderr)
    coded = code_documents(entry for name in names for entry in read_chronicle(name))
    store.add_documents_with_events(coded, coder=coder_name())
    store.decide(Decision("rule off", reason="an entry of a chronicle is one event, chosen and checked by hand"))
