"""Tables in and out: bad rows set aside with the reason; CSV, JSON Lines and JSON-LD hold what stands."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_ledger import entries, entry

from detente.errors import FormatError, NotFoundError
from detente.ledger import exports
from detente.ledger.ledger import Ledger
from detente.ledger.questions import COLUMNS
from detente.scorekeeping import read_table
from detente.store import Store

HEAD = ",".join(COLUMNS)
GOOD = {"speaker": "Ana Ruiz", "date": "2020-10-01", "text": "Ties, she said, will worsen.", "a": "Norway", "b": "PER",
        "expects": "worsen", "prob": "0.75", "until": "2021-10-01"}  # fmt: skip


def table(tmp_path, *rows, names=COLUMNS, encoding="utf-8", delimiter=","):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "q.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def test_row_becomes_an_entry(tmp_path):
    deed = GOOD | {"expects": "Norway sanction PER", "a": "", "b": "", "prob": "", "low": "0.1", "high": "0.7", "until": ""}
    both = GOOD | {"scenario": "usa-2020/trump;usa-2020/biden", "text": "x", "vow": "yes"}
    made, rejects = read_table(table(tmp_path, GOOD, deed, both))
    assert rejects == []
    first, second, third = made
    assert (first.pair, first.direction, first.prob, first.until) == (("NOR", "PER"), "worsen", 0.75, date(2021, 10, 1))
    assert (second.deed.source, second.deed.event, second.deed.target, second.pair) == (
        "NOR",
        "SANCTION",
        "PER",
        ("NOR", "PER"),
    )
    assert (second.low, second.high, second.until, second.until_basis) == (0.1, 0.7, date(2021, 10, 1), "default")
    assert third.scenario == ("usa-2020/trump", "usa-2020/biden") and third.vow


def test_spreadsheet_habits_are_read(tmp_path):
    assert len(read_table(table(tmp_path, GOOD, encoding="utf-8-sig"))[0]) == 1
    assert len(read_table(table(tmp_path, GOOD, delimiter=";"))[0]) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speaker": ""}, "speaker is empty"),
        ({"date": "1 October"}, "write a day as"),
        ({"a": "Norwey"}, "A01"),
        ({"a": ""}, "A01"),
        ({"a": "", "b": ""}, "a and b are empty"),
        ({"b": "NOR"}, "one state"),
        ({"expects": "rain"}, "or a deed such as"),
        ({"expects": "NOR HUG PER"}, "or a deed such as"),
        ({"prob": "75"}, "from 0 to 1"),
        ({"prob": "nan"}, "from 0 to 1"),
        ({"low": "0.1"}, "both ends"),
        ({"low": "0.1", "high": "0.7"}, "give one"),
        ({"prob": "", "low": "0.7", "high": "0.1"}, "lower end"),
        ({"scenario": "usa-2020/nobody"}, "usa-2020/biden"),
        ({"scenario": "usa-2021/biden"}, "E01"),
        ({"scenario": "usa-2020/biden;usa-2016/trump"}, "one election"),
        ({"until": "2020-10-01"}, "L20"),
        ({"vow": "maybe"}, "yes or no"),
    ],
)
def test_bad_row_is_set_aside_with_the_reason_and_the_others_kept(tmp_path, change, said):
    made, rejects = read_table(table(tmp_path, GOOD | change, GOOD))
    assert len(made) == 1 and len(rejects) == 1
    reject = rejects[0]
    assert reject.line == 2 and "q.csv, line 2" in reject.reason
    assert said in f"{reject.code} {reject.reason} {reject.help}"


def test_file_that_is_no_such_table_is_refused(tmp_path):
    with pytest.raises(NotFoundError, match="L10"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(FormatError, match=r"L22.*date, text"):
        (tmp_path / "a.csv").write_text("speaker\nx\n")
        read_table(tmp_path / "a.csv")
    with pytest.raises(FormatError, match='meant to be "speaker"'):
        read_table(table(tmp_path, names=("speaker", "date", "text", "speakr")))
    with pytest.raises(FormatError, match="L21"):
        read_table(table(tmp_path, GOOD | {"text": "déjà"}, encoding="latin-1"))
    with pytest.raises(FormatError, match="L22"):
        (tmp_path / "empty.csv").write_text("")
        read_table(tmp_path / "empty.csv")


def stood(made, fates):
    with Store.open(None) as store:
        book = Ledger(store)
        book.enter(made)
        for one in made:
            fate = fates.get(one.id)
            if fate == "void":
                book.void([one.id], by="B. Lind", reason="misread")
            elif fate:
                book.confirm([one.id], by="B. Lind", outcome=fate, note="the gazette of that day")
        return book.standings()


@settings(max_examples=30, deadline=None)
@given(st.lists(entries(), max_size=5, unique_by=lambda e: e.id), st.data())
def test_exports_hold_every_entry(made, data):
    fates = {e.id: data.draw(st.sampled_from(["yes", "no", "annulled", "void", None])) for e in made}
    found = stood(made, fates)
    back = list(csv.DictReader(io.StringIO(exports.as_csv(found))))
    assert [row["id"] for row in back] == [s.entry.id for s in found] == [r["id"] for r in exports.as_records(found)]
    for row, standing in zip(back, found, strict=True):
        brier = (standing.scores or {}).get("brier")
        assert row["brier"] == ("" if brier is None else str(brier))
    graph = exports.as_json_ld(found)["@graph"]
    reviewed = {n["itemReviewed"]["@id"] for n in graph if n["@type"] == "ClaimReview"}
    assert reviewed == {f"urn:detente:claim:{name}" for name, fate in fates.items() if fate in ("yes", "no")}
    assert {n["identifier"] for n in graph if n["@type"] == "Claim"} == {n for n, fate in fates.items() if fate != "void"}


# Properties that schema.org gives these types, own and inherited from CreativeWork and Thing.
KNOWN = {
    "Claim": {"text", "author", "dateCreated", "expires", "appearance", "identifier"},
    "Quotation": {"text", "creator", "about", "isPartOf"},
    "ClaimReview": {"claimReviewed", "itemReviewed", "author", "datePublished", "reviewRating", "reviewBody"},
    "Rating": {"ratingValue", "worstRating", "bestRating", "alternateName"},
    "CreativeWork": {"identifier", "url"},
    "PropertyValue": {"propertyID", "value"},
    "Person": {"name"},
    "Organization": {"name"},
}


def test_json_ld_uses_the_types_and_properties_of_schema_org():
    one = entry(kind="claim", document="d1", sha256="ab", url="https://example.org/1", speaker_kind="institution")
    graph = exports.as_json_ld(stood([one, entry(text="b")], {one.id: "no"}))

    def check(node):
        if isinstance(node, list):
            for part in node:
                check(part)
        elif isinstance(node, dict):
            if "@type" in node:
                assert set(node) - {"@type", "@id"} <= KNOWN[node["@type"]], node
            for part in node.values():
                check(part)

    assert graph["@context"] == "https://schema.org"
    check(graph["@graph"])
    kinds = [n["@type"] for n in graph["@graph"]]
    assert kinds.count("Claim") == 2 and kinds.count("Quotation") == 1 and kinds.count("ClaimReview") == 1
    review = next(n for n in graph["@graph"] if n["@type"] == "ClaimReview")
    assert review["reviewRating"]["alternateName"] == "did not come true" and review["author"]["name"] == "B. Lind"


def test_no_cell_is_a_formula():
    text = exports.as_csv(stood([entry(speaker="=HYPERLINK(1)", text="+1")], {}))
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["speaker"] == "'=HYPERLINK(1)" and row["text"] == "'+1"
