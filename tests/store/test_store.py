"""The store: what goes in comes out, once, whatever happens on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_store import TEXT, coded, make_event

from detente.errors import InputError, NotFoundError, StoreError
from detente.records import Document, Event, Reject
from detente.store import Added, Store


@given(st.lists(coded(), max_size=6, unique_by=lambda pair: pair[0].id))
@settings(deadline=None, max_examples=60)
def test_what_goes_in_comes_out(batch: list[tuple[Document, list[Event]]]) -> None:
    with Store.open(None) as store:
        added = store.add_documents_with_events(batch)
        assert list(store.documents()) == [document for document, _ in batch]
        events = store.events()
        assert sorted(map(repr, events)) == sorted(repr(e) for _, its in batch for e in its)
        assert added == Added(len(batch), 0, 0, len(events), 0)
        for document, _ in batch:
            assert store.text_of(document.id) == document.text
        columns = store.event_columns()
        assert list(columns["id"]) == [e.id for e in events]
        assert list(columns["source"]) == [e.source.code if e.source else None for e in events]
        assert list(columns["goldstein"]) == [e.goldstein for e in events]
        assert columns["date"].dtype == np.dtype("datetime64[D]")
        assert [None if np.isnat(d) else d.item() for d in columns["date"]] == [e.date for e in events]


@given(st.lists(coded(), min_size=1, max_size=6), st.data())
@settings(deadline=None, max_examples=40)
def test_adding_again_changes_nothing_in_any_order(batch: list[tuple[Document, list[Event]]], data: st.DataObject) -> None:
    with Store.open(None) as store:
        store.add_documents_with_events(batch)
        before = (store.counts(), list(store.documents()), store.events())
        again = data.draw(st.permutations(batch))
        assert store.add_documents_with_events(again) == Added(0, 0, len(batch), 0, 0)
        assert (store.counts(), list(store.documents()), store.events()) == before


@given(st.lists(coded(), max_size=5, unique_by=lambda pair: pair[0].id), st.data())
@settings(deadline=None, max_examples=30)
def test_order_of_adding_does_not_change_the_events(batch: list[tuple[Document, list[Event]]], data: st.DataObject) -> None:
    with Store.open(None) as one, Store.open(None) as two:
        one.add_documents_with_events(batch)
        for part in data.draw(st.permutations(batch)):
            two.add_documents_with_events([part])
        assert one.events() == two.events()


def test_changed_document_is_a_new_revision_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    old, new = Document("d", TEXT, date(2020, 1, 1)), Document("d", TEXT + " Corrected.", date(2020, 3, 1))
    with Store.open(path) as store:
        store.add_documents_with_events([(old, [make_event("e1")])])
        assert store.add_documents_with_events([(new, [make_event("e2")])]) == Added(0, 1, 0, 1, 0)
        assert store.add_documents_with_events([(old, [make_event("e1")])]) == Added(0, 0, 1, 0, 0)
        assert [e.id for e in store.events()] == ["e2"]
        assert store.text_of("d") == new.text
        assert store.counts() == {"documents": 1, "older_revisions": 1, "events": 1, "mentions": 1, "rejects": 0, "claims": 0}
        # On a day before the correction, the first telling is what was known.
        assert [e.id for e in store.events(until=date(2020, 2, 1))] == ["e1"]
        assert list(store.documents(until=date(2020, 2, 1))) == [old]
        undated = Document("u", TEXT)
        store.add_documents_with_events([(undated, [make_event("e3", "u")])])
        assert [e.id for e in store.events(until=date(2020, 2, 1))] == ["e1", "e3"]
        assert list(store.documents(until=date(2020, 2, 1))) == [old, undated]
        assert store.sentence_of(make_event("e1")) == "Norway imposed sanctions on Peru."


def test_better_coder_replaces_the_events_that_count() -> None:
    document = Document("d", TEXT)
    with Store.open(None) as store:
        store.add_documents_with_events([(document, [make_event("e1")])], coder="one")
        assert store.add_documents_with_events([(document, [make_event("e2")])], coder="two").revisions == 1
        assert [e.id for e in store.events()] == ["e2"]


def test_one_text_under_two_ids_is_two_documents_and_one_stored_text(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        store.add_documents_with_events([(Document(name, TEXT), [make_event("e", name)]) for name in ("a", "b")])
        assert [e.document for e in store.events()] == ["a", "b"]
    with duckdb.connect(str(tmp_path / "s.duckdb")) as raw:
        assert raw.execute("SELECT count(*) FROM texts").fetchone() == (1,)


def test_pair_is_unordered_and_dyad_is_not() -> None:
    events = [
        make_event("there"),
        make_event("back", source="PER", target="NOR"),
        make_event("both", source="PER", target="NOR", reciprocal=True),
        make_event("other", target="CHL"),
        make_event("nobody", source=None),
    ]
    with Store.open(None) as store:
        store.add_documents_with_events([(Document("d", TEXT), events)])
        assert (
            {e.id for e in store.events(("NOR", "PER"))}
            == {"there", "back", "both"}
            == {e.id for e in store.events(("PER", "NOR"))}
        )
        assert {e.id for e in store.events(dyad=("NOR", "PER"))} == {"there", "both"}
        assert {e.id for e in store.events(dyad=("PER", "NOR"))} == {"back", "both"}
        assert len(store.events()) == 5
        with pytest.raises(InputError):
            store.events(("NOR", "PER"), dyad=("NOR", "PER"))
        with pytest.raises(InputError):
            store.events("NOR")  # type: ignore[arg-type]


def test_status_kinds_and_documents_choose() -> None:
    events = [
        make_event("a", status="future"),
        make_event("b", event="CONSULT"),
        make_event("c", status="negated", event="CONSULT"),
    ]
    with Store.open(None) as store:
        store.add_documents_with_events([(Document("d", TEXT), events)])
        assert [e.id for e in store.events(status="future")] == ["a"]
        assert [e.id for e in store.events(status=["future", "negated"])] == ["a", "c"]
        assert [e.id for e in store.events(kinds={"CONSULT"}, status="happened")] == ["b"]
        assert [e.id for e in store.events(kinds=[])] == []
        assert [e.id for e in store.events(documents=["x"])] == []
        assert list(store.event_columns(kinds="CONSULT")["id"]) == ["b", "c"]
        assert store.events(kinds="CONSULT' OR 1=1 --") == []


@given(st.integers(0, 60), st.integers(0, 60))
@settings(deadline=None, max_examples=30)
def test_nothing_dated_later_is_seen(first: int, last: int) -> None:
    start = date(2020, 1, 1)
    batch = []
    for told in range(0, 60, 7):
        for happened in range(0, 60, 5):
            name = f"{told}-{happened}"
            document = Document(name, TEXT, start + timedelta(told))
            batch.append((document, [make_event("e" + name, name, day=start + timedelta(happened))]))
    batch.append((Document("undated", TEXT), [make_event("none", "undated", day=None)]))
    since, until = start + timedelta(first), start + timedelta(last)
    with Store.open(None) as store:
        store.add_documents_with_events(batch)
        seen = {e.id for e in store.events(since=since, until=until)}
        expected = {e.id for d, (e,) in batch if d.date and e.date and since <= e.date <= until and d.date <= until}
        assert seen == expected
        assert set(store.event_columns(since=since, until=until)["id"]) == expected


def test_failure_in_the_middle_of_an_add_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.store.adding._CHUNK_DOCUMENTS", 10)  # several chunks are written before it fails
    path = tmp_path / "s.duckdb"

    def batch(fail_at: int) -> Iterator[tuple[Document, list[Event]]]:
        for i in range(95):
            if i == fail_at:
                raise RuntimeError("power cut")
            yield Document(f"d{i}", f"{TEXT} {i}"), [make_event(f"e{i}", f"d{i}")]

    with Store.open(path) as store:
        store.add_documents_with_events([(Document("first", TEXT), [make_event("e", "first")])])
        before = (store.counts(), store.events())
        with pytest.raises(RuntimeError):
            store.add_documents_with_events(batch(77), rejects=[Reject("f", 1, "D04", "r", "h")])
        assert (store.counts(), store.events()) == before
        with pytest.raises(KeyboardInterrupt):
            store.add_documents_with_events(_interrupted())
        assert (store.counts(), store.events()) == before
    with Store.open(path) as store:
        assert (store.counts(), store.events()) == before
        assert store.add_documents_with_events(batch(-1)).documents == 95


def _interrupted() -> Iterator[tuple[Document, list[Event]]]:
    for i in range(25):
        yield Document(f"k{i}", TEXT), []
    raise KeyboardInterrupt


def test_killed_process_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.add_documents_with_events([(Document("first", TEXT), [make_event("e", "first")])])
        before = (store.counts(), store.events())
    program = """
        import os, signal, sys
        sys.path.insert(0, sys.argv[2])
        from strategies_store import TEXT, make_event
        from detente.records import Document
        from detente.store import Store, adding
        adding._CHUNK_DOCUMENTS = 100
        written = []
        insert = adding._insert
        adding._insert = lambda *given: (insert(*given), written.append(1))
        def batch():
            for i in range(1000):
                if i == 950:
                    print(len(written), flush=True)
                    os.kill(os.getpid(), signal.SIGKILL)
                yield Document(f"d{i}", f"{TEXT} {i}"), [make_event(f"e{i}", f"d{i}")]
        Store.open(sys.argv[1]).add_documents_with_events(batch())
    """
    here = str(Path(__file__).parent)
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(path), here], capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert ended.stdout.strip() == "9"  # nine chunks were written when it died
    with Store.open(path) as store:
        assert (store.counts(), store.events()) == before


def test_same_event_twice_in_a_document_is_stored_once() -> None:
    with Store.open(None) as store:
        assert store.add_documents_with_events([(Document("d", TEXT), [make_event("e"), make_event("e")])]).events == 1


def test_event_of_another_document_is_refused_and_nothing_is_added() -> None:
    with Store.open(None) as store:
        with pytest.raises(InputError):
            store.add_documents_with_events([(Document("a", TEXT), []), (Document("b", TEXT), [make_event("e", "c")])])
        assert store.counts()["documents"] == 0


def test_half_a_character_is_refused_and_the_store_goes_on() -> None:
    with Store.open(None) as store:
        for document in (Document("a", "x\ud800"), Document("\ud800", "x"), Document("a", "x", title="\udfff")):
            with pytest.raises(StoreError) as caught:
                store.add_documents_with_events([(Document("ok", "x"), []), (document, [])])
            assert caught.value.code == "S20"
        assert store.counts()["documents"] == 0
        store.add_documents_with_events([(Document("a", "x\x00y\U0001f600"), [])])
        assert store.text_of("a") == "x\x00y\U0001f600"


def test_sentence_is_cut_by_code_points() -> None:
    text = "😀é\u0301 Norway thanked Peru. Next."
    with Store.open(None) as store:
        event = make_event("e", start=4, end=24)
        store.add_documents_with_events([(Document("d", text), [event])])
        assert store.sentence_of(event) == "Norway thanked Peru."


def test_unknown_document_and_event_are_said() -> None:
    with Store.open(None) as store:
        for ask in (lambda: store.text_of("x"), lambda: store.sentence_of(make_event("e"))):
            with pytest.raises(NotFoundError) as caught:
                ask()
            assert caught.value.code == "S13"


def test_rejects_are_kept_once_with_their_reasons() -> None:
    rejects = [Reject("f.jsonl", 3, "D04", "not JSON", "{", "help"), Reject("p.pdf", None, "D03", "a PDF", "\ud800", None)]
    with Store.open(None) as store:
        assert store.add_documents_with_events([], rejects=rejects * 2).rejects == 2
        assert store.add_documents_with_events([], rejects=rejects).rejects == 0
        assert store.rejects() == [rejects[0], Reject("p.pdf", None, "D03", "a PDF", "?", None)]


def test_collector_that_fills_during_the_add_is_stored_with_it() -> None:
    collected: list[Reject] = []

    def batch() -> Iterator[tuple[Document, list[Event]]]:
        collected.append(Reject("f", 1, "D04", "r", "h"))
        yield Document("d", TEXT), []

    with Store.open(None) as store:
        assert store.add_documents_with_events(batch(), rejects=collected).rejects == 1


def test_documents_may_be_asked_for_while_others_are_read() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([(Document(f"d{i}", f"text {i}"), []) for i in range(1200)])
        assert all(store.text_of(document.id) == document.text for document in store.documents())
        assert [d.id for d in store.documents(ids=["d7", "d3"])] == ["d3", "d7"]


def code_of(path: Path, **how: bool) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(path, **how)
    assert caught.value.help
    return caught.value.code


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none" / "s.duckdb") == "S01"
    assert code_of(tmp_path / "s.duckdb", read_only=True) == "S01"
    assert code_of(tmp_path) == "S04"
    (tmp_path / "text.duckdb").write_text("this is not a database, only words in a file" * 400)
    assert code_of(tmp_path / "text.duckdb") == "S04"
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE mine (x INTEGER)")
    assert code_of(tmp_path / "other.duckdb") == "S04"
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:  # nothing was put into another program's file
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("mine",)]


@pytest.mark.parametrize(("version", "word"), [("99", "update detente"), ("0", "make it again"), ("x", "make it again")])
def test_store_of_another_version_is_refused(tmp_path: Path, version: str, word: str) -> None:
    Store.open(tmp_path / "s.duckdb").close()
    with duckdb.connect(str(tmp_path / "s.duckdb")) as raw:
        raw.execute("UPDATE detente_store SET value = ?", [version])
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "s.duckdb")
    assert caught.value.code == "S05"
    assert word in (caught.value.help or "")


def test_store_in_use_by_another_process_is_said(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    program = (
        "import sys; from detente.store import Store; s = Store.open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError) as caught:
            Store.open(path)
        assert (caught.value.code, f"process {holder.pid}" in caught.value.message) == ("S02", True)
        holder.communicate("")
    Store.open(path).close()


def test_read_only_store_reads_and_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.add_documents_with_events([(Document("d", TEXT), [make_event("e")])])
    before = path.read_bytes()
    with Store.open(path, read_only=True) as store, Store.open(path, read_only=True) as second:
        assert store.events() == second.events() == [make_event("e")]
        with pytest.raises(StoreError) as caught:
            store.add_documents_with_events([(Document("x", TEXT), [])])
        assert caught.value.code == "S06"
    assert path.read_bytes() == before


def test_closed_store_says_so() -> None:
    store = Store.open(None)
    store.close()
    with pytest.raises(StoreError) as caught:
        store.counts()
    assert caught.value.code == "S07"


def test_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, **_: object) -> None:  # what DuckDB says there; root, who runs some tests, may write everywhere
        raise duckdb.IOException(f'IO Error: Cannot open file "{path}": Permission denied')

    monkeypatch.setattr(duckdb, "connect", refuse)
    assert code_of(tmp_path / "s.duckdb") == "S03"
