"""Claims in the store: they come back as they went in, newest revisions alone, and older stores take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_store import CLAIMS, TEXT, make_claim, make_event

from detente.errors import InputError
from detente.records import Claim, Document, claim_as_dict, claim_from_dict
from detente.store import Store


@given(CLAIMS)
def test_claim_survives_being_written_and_read(claim: Claim) -> None:
    assert claim_from_dict(claim_as_dict(claim)) == claim


@settings(deadline=None, max_examples=30)
@given(st.lists(CLAIMS, max_size=4))
def test_claims_come_back_as_they_went_in(claims: list[Claim]) -> None:
    own = [replace(claim, document="d") for claim in claims]
    with Store.open(None) as store:
        assert store.add_documents_with_events([(Document("d", TEXT), [], own)]).claims == len(own)
        assert sorted(map(repr, store.claims())) == sorted(map(repr, own))
        assert store.counts()["claims"] == len(own)


def test_claims_are_chosen_by_pair_type_and_day() -> None:
    early = make_claim("a")
    late = make_claim("b", "e", date(2021, 1, 1), type="fact")
    other = make_claim("c", about=("CHL", "PER"))
    undated = make_claim("u", "u", None, about=None)
    with Store.open(None) as store:
        store.add_documents_with_events([
            (Document("e", TEXT, date(2021, 1, 1)), [], [late]),
            (Document("d", TEXT, date(2020, 1, 1)), [make_event("x")], [early, other]),
            (Document("u", TEXT), [], [undated]),
        ])  # fmt: skip
        assert store.claims() == [early, other, late, undated]
        assert store.claims(("PER", "NOR")) == [early, late]
        assert store.claims(types="forecast", since=date(2020, 1, 1)) == [early, other]
        assert store.claims(until=date(2020, 6, 1)) == [early, other]
        assert store.claims(documents=["e"]) == [late]
        assert store.counts()["claims"] == 4
        with pytest.raises(InputError, match="not two codes"):
            store.claims("NOR")  # type: ignore[arg-type]


def test_new_revision_brings_its_own_claims() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([(Document("d", TEXT), [], [make_claim("a")])])
        store.add_documents_with_events([(Document("d", TEXT, title="T"), [], [make_claim("b")])])
        assert [claim.id for claim in store.claims()] == ["b"]


def test_claim_of_another_document_is_refused() -> None:
    with Store.open(None) as store, pytest.raises(InputError, match='names the document "z"'):
        store.add_documents_with_events([(Document("d", TEXT), [], [make_claim("a", "z")])])


def make_version_1(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents_with_events([(Document("d", TEXT), [make_event("e")])])
    with duckdb.connect(str(path)) as raw:
        for table in ("claims", "ledger_log", "ledger_scores", "details", "decisions"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("UPDATE detente_store SET value = '1' WHERE name = 'schema_version'")


def test_store_of_version_1_takes_claims_and_keeps_its_events(tmp_path: Path) -> None:
    make_version_1(tmp_path / "s.duckdb")
    with Store.open(tmp_path / "s.duckdb") as store:
        assert store.events() == [make_event("e")]
        assert store.claims() == []
        store.add_documents_with_events([(Document("n", TEXT), [], [make_claim("c", "n")])])
    with Store.open(tmp_path / "s.duckdb", read_only=True) as store:
        assert [claim.id for claim in store.claims()] == ["c"]
        assert store.events() == [make_event("e")]


def test_store_of_version_1_can_be_read_without_being_changed(tmp_path: Path) -> None:
    make_version_1(tmp_path / "s.duckdb")
    before = (tmp_path / "s.duckdb").read_bytes()
    with Store.open(tmp_path / "s.duckdb", read_only=True) as store:
        assert store.claims() == []
        assert store.events() == [make_event("e")]
        assert store.counts()["claims"] == 0
    assert (tmp_path / "s.duckdb").read_bytes() == before
