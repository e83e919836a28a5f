"""The shipped histories: their form, what they cover, and that every entry names both states."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from detente.actors import find
from detente.chronicles import list_chronicles, read_chronicle

ROWS = {
    name: [
        json.loads(line)
        for line in files("detente.data").joinpath(f"chronicles/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for name in list_chronicles()
}


def test_both_chronicles_are_there():
    assert list_chronicles() == ["ind-pak", "usa-rus"]


@pytest.mark.parametrize("name", ROWS)
def test_entries_have_the_form(name):
    rows = ROWS[name]
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    for row in rows:
        assert row["id"].startswith(f"{name}-{row['date']}")
        assert set(row) <= {"id", "date", "text", "record", "binds"}
        assert set(row["record"]) == {"title", "publisher", "date"} and all(row["record"].values())
        date.fromisoformat(row["record"]["date"])
        assert 30 < len(row["text"]) < 420 and row["text"].rstrip().endswith((".", "”", '"'))


def test_usa_rus_is_as_large_as_promised_and_thin_in_no_year():
    years = Counter(row["date"][:4] for row in ROWS["usa-rus"])
    assert sum(years.values()) >= 400
    assert set(years) >= {str(y) for y in range(1991, 2025)}
    assert min(years.values()) >= 8


def test_ind_pak_is_as_large_as_promised():
    years = Counter(row["date"][:4] for row in ROWS["ind-pak"])
    assert sum(years.values()) >= 150
    assert set(years) >= {str(y) for y in range(1991, 2025)}


@pytest.mark.parametrize("name", ROWS)
def test_nearly_every_entry_names_both_states(name):
    codes = set(name.upper().split("-"))
    missing = [d.id for d in read_chronicle(name) if not codes <= {f.identity.code for f in find(d.text, d.date)}]
    assert len(missing) <= 0.01 * len(ROWS[name]), missing


@pytest.mark.parametrize("name", ROWS)
def test_acts_that_bind_say_what_they_bind(name):
    binding = [row for row in ROWS[name] if "binds" in row]
    assert len(binding) >= 20
    assert all(len(row["binds"]) > 20 for row in binding)


def test_document_carries_the_record_that_vouches_for_it():
    first = next(read_chronicle("usa-rus"))
    row = ROWS["usa-rus"][0]
    assert (first.id, first.title, first.outlet) == (row["id"], row["record"]["title"], row["record"]["publisher"])
