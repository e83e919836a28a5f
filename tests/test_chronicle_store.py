"""The cache of the coded chronicles: made anew when anything that decides it changes, never trusted blindly."""

import os
import shutil
import time
from pathlib import Path

import pytest

from detente import chronicles
from detente.chronicles import chronicle_store, list_chronicles, read_chronicle
from detente.errors import StoreError
from detente.records import Document
from detente.store import Store

PACKAGE = Path(chronicles.__file__).parent


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Return an empty cache folder; coding is replaced by storing two documents."""
    entries = [Document("a", "Norway thanked Peru."), Document("b", "Peru thanked Norway.")]
    monkeypatch.setenv(chronicles.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(chronicles, "list_chronicles", lambda: ["made"])
    monkeypatch.setattr(chronicles, "read_chronicle", lambda name: iter(entries))
    monkeypatch.setattr(chronicles, "_fill", lambda store: store.add_documents_with_events((d, []) for d in entries))
    return tmp_path / "cache"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Return a copy of the package's parts that decide the store, taken as the package."""
    for part in chronicles._DECIDE:
        if (PACKAGE / part).is_dir():
            shutil.copytree(PACKAGE / part, tmp_path / "detente" / part, ignore=shutil.ignore_patterns("*.pyc", "models"))
        else:
            shutil.copy(PACKAGE / part, tmp_path / "detente" / part)
    monkeypatch.setattr(chronicles, "files", lambda name: tmp_path / "detente")
    return tmp_path / "detente"


def fingerprint() -> str:
    return chronicles._fingerprint.__wrapped__()


def held(store: Store) -> list[str]:
    return [d.id for d in store.documents()]


def test_second_opening_takes_the_kept_file(cache, capsys):
    with chronicle_store() as first:
        assert held(first) == ["a", "b"]
    (kept,) = cache.iterdir()
    inode = kept.stat().st_ino
    with chronicle_store() as second, pytest.raises(StoreError, match="read-only"):
        second.add_documents_with_events([(Document("c", "Chile thanked Peru."), [])])
    assert kept.stat().st_ino == inode and list(cache.iterdir()) == [kept]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("damage", ["empty", "cut", "overwritten", "another store"])
def test_damaged_cache_is_made_again_in_memory_with_a_note(cache, capsys, damage):
    chronicle_store().close()
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    if damage == "another store":
        kept.unlink()
        with Store.open(kept) as other:
            other.add_documents_with_events([(Document("z", "Nothing."), [])])
    else:
        kept.write_bytes({"empty": b"", "cut": whole[:5000], "overwritten": b"not a database " * 500}[damage])
    with chronicle_store() as store:
        assert held(store) == ["a", "b"]
    assert "the cache of coded chronicles is not used" in capsys.readouterr().err


def test_cache_in_use_by_a_writer_is_passed_by(cache, capsys):
    chronicle_store().close()
    (kept,) = cache.iterdir()
    with Store.open(kept), chronicle_store() as store:
        assert held(store) == ["a", "b"]
    assert "in use" in capsys.readouterr().err


def test_folder_that_cannot_be_made_is_passed_by(cache, capsys):
    cache.write_text("a file where the folder should be")
    with chronicle_store() as store:
        assert held(store) == ["a", "b"]
    assert "is not used" in capsys.readouterr().err


def test_files_of_other_versions_are_kept_for_thirty_days(cache):
    cache.mkdir()
    for name, days in (("young", 29), ("old", 31)):
        path = cache / f"chronicles-{name}.duckdb"
        path.write_bytes(b"x")
        os.utime(path, (time.time() - days * 86_400,) * 2)
    chronicle_store().close()
    assert {p.stem for p in cache.iterdir() if p.stem.endswith(("young", "old"))} == {"chronicles-young"}


@pytest.mark.parametrize("part", ["records/events.py", "ontology/__init__.py", "store/schema.py", "coding/coder.py"])
def test_changed_content_changes_the_fingerprint_even_with_size_and_time_kept(copy, part):
    before = fingerprint()
    path = copy / part
    stat, text = path.stat(), path.read_bytes()
    path.write_bytes(text.replace(b"e", b"f", 1))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    assert fingerprint() != before
    path.write_bytes(text)
    assert fingerprint() == before


def test_new_time_alone_changes_nothing(copy):
    before = fingerprint()
    for path in copy.rglob("*.py"):
        os.utime(path)
    assert fingerprint() == before


@pytest.mark.parametrize("library", ["spacy", "duckdb"])
def test_another_version_of_a_library_changes_the_fingerprint(copy, monkeypatch, library):
    before = fingerprint()
    real = chronicles.version
    monkeypatch.setattr(chronicles, "version", lambda name: "0.0" if name == library else real(name))
    assert fingerprint() != before


def test_another_schema_or_model_changes_the_fingerprint(copy, monkeypatch, tmp_path):
    seen = {fingerprint()}
    monkeypatch.setattr("detente.store.schema.SCHEMA_VERSION", 999)
    seen.add(fingerprint())
    model = tmp_path / "model"
    model.mkdir()
    monkeypatch.setenv("DETENTE_MODEL", str(model))
    seen.add(fingerprint())
    (model / "weights").write_bytes(b"1")
    seen.add(fingerprint())
    assert len(seen) == 4


def test_shipped_chronicles_are_whole_in_the_store(chronicles):
    assert sorted(held(chronicles.store)) == sorted(d.id for name in list_chronicles() for d in read_chronicle(name))
