"""The tables: every expression finds its example; likelihood words have the figures of their source."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from claims_conftest import CONTESTS

from detente.claims.circumstances import date_said
from detente.claims.conditions import _patterns, find_conditions, scenario_of
from detente.claims.cues import families
from detente.claims.horizons import horizon_of
from detente.claims.tables import direction_words, likelihood_of, likelihood_table

TABLE = tomllib.loads((files("detente") / "data" / "claims" / "conditions.toml").read_text(encoding="utf-8"))
ROWS = [(name, i, row["example"]) for name, rows in TABLE.items() if name != "pieces" for i, row in enumerate(rows)]
PERU = CONTESTS[0]
QUISPE, SALAS = "per-2026/quispe", "per-2026/salas"


@pytest.mark.parametrize(("name", "i", "example"), ROWS, ids=[f"{name}-{i}" for name, i, _ in ROWS])
def test_expression_finds_its_example(name: str, i: int, example: str) -> None:
    assert _patterns()[name][i].search(example)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("If Quispe wins, trade will grow.", ["If Quispe wins"]),
        ("Trade will grow even if Quispe wins.", []),
        ("It looks as if Quispe wins.", []),
        ("Trade, if Salas stays in office, will fall.", ["if Salas stays in office"]),
        ("It was tougher than it has been under Salas.", []),
        ("Regardless of who wins, ties stay cold; unless the army acts.", ["Regardless of who wins", "unless the army acts"]),
    ],
)
def test_conditions_of_a_sentence(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in find_conditions(text, 0, len(text))] == found


@pytest.mark.parametrize(
    ("condition", "topics", "outcomes"),
    [
        ("if Quispe wins", (), (QUISPE,)),
        ("if Salas loses", (), (QUISPE,)),
        ("should Quispe defeat Salas", (), (QUISPE,)),
        ("regardless of who wins", (), (QUISPE, SALAS)),
        ("in a second term", (), (SALAS,)),
        ("if he is re-elected", ("Jorge Salas",), (SALAS,)),
        ("if elected", ("Elena Quispe",), (QUISPE,)),
        ("a new president", (), (QUISPE,)),
        ("if the Greens win", (), (QUISPE,)),
        ("if the Greens were to control the Senate", (), ()),
        ("if the harvest fails", ("Elena Quispe",), ()),
    ],
)
def test_condition_covers_its_outcomes(condition: str, topics: tuple[str, ...], outcomes: tuple[str, ...]) -> None:
    assert scenario_of(condition, PERU, topics) == outcomes


def test_likelihood_figures_are_in_order_and_named() -> None:
    for row, _ in likelihood_table().values():
        if row.kind == "unscored":
            assert row.low is row.high is row.median is None
        else:
            assert row.low is not None and row.median is not None and row.high is not None
            assert 0 <= row.low <= row.median <= row.high <= 1


def test_unknown_likelihood_word_stays_unknown() -> None:
    found = likelihood_of("conceivably", "conceivably")
    assert (found.kind, found.low, found.median, found.high) == ("unscored", None, None, None)


def test_could_is_an_interval_and_likely_a_point() -> None:
    # CAPphrase v2026 (doi:10.5281/zenodo.18750055): medians 40 and 75
    assert [(likelihood_of(w, w).kind, likelihood_of(w, w).median) for w in ("could", "likely")] == [
        ("interval", 0.4),
        ("point", 0.75),
    ]


def test_no_word_points_both_ways() -> None:
    words = direction_words()
    assert not words["improve"] & words["worsen"]
    assert not words["good"] & words["bad"]


def test_first_family_of_a_cue_is_that_of_its_first_list() -> None:
    assert families("vow", "VERB") == ("vow",)
    assert families("warn", "VERB")[0] == "fear"
    assert families("say", "NOUN") == ()


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("within six months", date(2026, 11, 19)),
        ("by the end of 2028", date(2028, 12, 31)),
        ("by March 2027", date(2027, 3, 31)),
        ("before 2030", date(2029, 12, 31)),
        ("next year", date(2027, 12, 31)),
        ("in a second term", None),
        ("in the coming months", None),
    ],
)
def test_horizon_ends_on_its_last_day(text: str, until: date | None) -> None:
    found = horizon_of(f"ties will improve {text}", date(2026, 5, 20))
    assert found is not None
    assert (found.text, found.until) == (text, until)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on September 17", date(2019, 9, 17)),
        ("on May 3", date(2020, 5, 3)),
        ("in February 2016", date(2016, 2, 1)),
        ("on Tuesday", date(2020, 5, 19)),
        ("yesterday", date(2020, 5, 19)),
        ("in a letter", None),
        ("on February 30", None),
    ],
)
def test_day_of_a_statement_is_not_later_than_its_document(text: str, day: date | None) -> None:
    assert date_said(text, date(2020, 5, 20)) == day
