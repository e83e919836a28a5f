"""What others foretold beside an outlook: each claim in its cell, nothing later than the day, and no number moved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_ledger import entries, entry

from detente import words
from detente.elections import election
from detente.ledger.entry import Deed
from detente.ledger.ledger import Ledger, Standing
from detente.ledger.matrix import COLUMNS, make_matrix
from detente.scorekeeping import with_claims
from detente.store import Store

VOTE = election("usa-2020")
DAY = date(2020, 10, 27)


def said(name, **changes):
    values = {"speaker": name, "text": f"{name} says so.", "made": date(2020, 10, 1), "until": date(2021, 10, 1),
              "pair": ("USA", "RUS")}  # fmt: skip
    made = entry(**(values | changes))
    return Standing(made, "open", made.made)


VOICES = [
    said("Ana Ruiz", scenario=("usa-2020/biden",), direction="improve"),
    said("Bo Lind", scenario=("usa-2020/biden", "usa-2020/trump"), direction="worsen", prob=None, low=0.1, high=0.7),
    said("Chi Okafor", direction=None, deed=Deed("USA", "RUS", "SANCTION"), scenario=("usa-2020/trump",)),
    said("Dara Khan", direction="unchanged"),
    said("Eva <b>Berg</b>", direction=None, scenario=("usa-2020/trump",)),
]
OTHERS = [
    said("too late", made=date(2020, 10, 28)),
    said("over", until=date(2020, 10, 27)),
    said("other pair", pair=("NOR", "PER")),
    said("other vote", scenario=("usa-2016/trump",)),
    said("other condition", condition="oil falls"),
    said("void") and replace(said("void"), state="void"),
    said("ourselves", kind="outlook"),
]


def matrix_of(standings):
    return make_matrix(standings, pair=("RUS", "USA"), vote=VOTE, as_of=DAY)


def test_each_claim_stands_in_its_cell():
    matrix = matrix_of([*VOICES, *OTHERS])
    found = {
        (row.outcome, column): [s.entry.speaker for s in cell] for row in matrix.rows for column, cell in row.cells.items()
    }
    assert {k: v for k, v in found.items() if v} == {
        ("biden", "improve"): ["Ana Ruiz"],
        ("biden", "worsen"): ["Bo Lind"],
        ("trump", "worsen"): ["Bo Lind"],
        ("trump", "deed"): ["Chi Okafor"],
        ("biden", "unchanged"): ["Dara Khan"],
        ("trump", "unchanged"): ["Dara Khan"],
        ("trump", "other"): ["Eva <b>Berg</b>"],
    }
    assert {s.entry.speaker for s in matrix.standings} == {v.entry.speaker for v in VOICES}


@settings(max_examples=50, deadline=None)
@given(st.lists(entries(), max_size=8, unique_by=lambda e: e.id), st.dates(date(2019, 1, 1), date(2021, 1, 1)))
def test_nothing_made_later_is_seen_and_nothing_stands_in_two_columns(made, day):
    standings = [Standing(e, "open", e.made) for e in made]
    matrix = make_matrix(standings, pair=("NOR", "PER"), vote=VOTE, as_of=day)
    for row in matrix.rows:
        ids = [s.entry.id for column in COLUMNS for s in row.cells[column]]
        assert len(ids) == len(set(ids))
    assert all(s.entry.made <= day < s.entry.until for s in matrix.standings)
    expected = {e.id for e in made if e.made <= day < e.until and e.condition is None}
    assert {s.entry.id for s in matrix.standings} == expected


def test_claims_move_no_number(made_outlook):
    plain = made_outlook.as_dict()
    shown = with_claims(made_outlook, VOICES).as_dict()
    listed = shown.pop("claims")
    assert shown == plain and "claims" not in plain
    assert len(listed) == 7 and {row["column"] for row in listed} == set(COLUMNS)
    assert with_claims(made_outlook, OTHERS) is made_outlook


@pytest.fixture
def with_voices(made_outlook):
    with Store.open(None) as store:
        book = Ledger(store)
        book.enter([v.entry for v in VOICES])
        book.confirm([VOICES[0].entry.id], by="B. Lind", outcome="no", note="the record of that day")
        return with_claims(made_outlook, book.standings())


def test_terminal_shows_voices_beside_the_models_chances(with_voices, capsys, monkeypatch):
    from detente.cli.outlook import print_outlook

    monkeypatch.setenv("COLUMNS", "80")
    print_outlook(with_voices)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    flat = " ".join(out.split())
    for branch in with_voices.result.outcomes:
        worse = words.percent(branch.forecast.chances.worsen).replace(words.SPACE, " ")
        assert f"worse (model {worse}): Bo Lind (“likely” 10 to 70 %)" in flat
    assert "better (model" in flat and "Ana Ruiz (“likely” 75 %): did not come true" in flat
    assert "deeds: Chi Okafor (USA SANCTION RUS, “likely” 75 %)" in flat and "Eva <b>Berg</b>" in flat


def test_report_shows_the_matrix_with_the_chances_of_the_charts(with_voices, made_outlook):
    from detente.report import render

    page = render(with_voices)
    assert 'id="claims"' in page and 'id="claims"' not in render(made_outlook)
    section = page[page.index('id="claims"') : page.index('id="record"')]
    assert "<b>Berg</b>" not in section and "&lt;b&gt;Berg" in section
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', section, re.S)
    assert len(rows) == 2
    for row, branch in zip(rows, with_voices.result.outcomes, strict=True):
        assert branch.label in row
        for _, _, chance, figure in words.chances(branch.forecast):
            assert f"{chance} ({figure})" in row
    assert section.count("Bo Lind") == 4, "in both rows, in the list of claims, and in the words listed there"
    assert "did not come true" in section and "What came of them was not known on 2020-10-27" in section
    assert "not known on" not in words.matrix_note(with_claims(made_outlook, VOICES).claims, DAY)
