"""The second table of office-holders, leaders.csv: every other state, 1980 to 1988, and leaders of movements."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.actors import find, resolve
from detente.actors.tables import read_terms

ACTORS = Path(__file__).resolve().parents[2] / "src" / "detente" / "data" / "actors"
LEADERS = ("head_of_state", "head_of_government")

# UN members without a leader in the tables on more than a tenth of the days 1990-2020 (or since independence), and why.
THIN = {
    "SMR": "two captains regent for six months each; not in the table",
    "SOM": "no government that others recognised, January 1991 to August 2000",
}


def read(table: str) -> list[dict[str, str]]:
    with (ACTORS / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIRST, ROWS, STATES = read("office_holders"), read("leaders"), read("states")
BOTH = FIRST + ROWS


def day(text: str) -> date:
    return date.fromisoformat(text) if text else date.max


def covered(code: str, begin: date, end: date) -> float:
    """Share of the days with a head of state or government in either table."""
    days: set[int] = set()
    for row in BOTH:
        if row["country"] == code and row["office_kind"] in LEADERS:
            first, last = max(day(row["start"]), begin), min(day(row["end"]), end)
            days.update(range(first.toordinal(), last.toordinal() + 1))
    return len(days) / ((end - begin).days + 1)


@pytest.mark.parametrize("state", [r for r in STATES if r["status"] == "UN member"], ids=lambda r: r["iso3"])
def test_each_un_member_has_somebody_on_nine_days_of_ten_from_1990_to_2020(state: dict[str, str]) -> None:
    start = state["start"] + "-01-01"[len(state["start"]) - 4 :] if state["start"] else "1990-01-01"
    if len(state["start"]) == 4:  # only the year of independence is known: count from its end
        start = state["start"] + "-12-31"
    share = covered(state["iso3"], max(date(1990, 1, 1), date.fromisoformat(start[:10])), date(2020, 12, 31))
    assert (share < 0.9) == (state["iso3"] in THIN), share


def test_states_of_the_first_table_reach_back_to_1980() -> None:
    codes = {row["country"] for row in FIRST if row["office_kind"] in LEADERS} - {"BLR", "GEO", "UKR"}  # Soviet then
    thin = {code: covered(code, date(1980, 1, 1), date(1980, 1, 1) + timedelta(days=3287)) for code in sorted(codes)}
    assert {code for code, share in thin.items() if share < 0.97} == set()


def test_both_tables_are_read() -> None:
    assert len(read_terms()) == len(FIRST) + len(ROWS)


@pytest.mark.parametrize(
    ("text", "on", "name", "code"),
    [
        ("President Mugabe", date(2000, 2, 1), "Robert Mugabe", "ZWE"),
        ("Zimbabwe's Prime Minister", date(1985, 2, 1), "Robert Mugabe", "ZWE"),
        ("Muammar Gaddafi", date(1986, 4, 15), "Moammar Gadhafi", "LBY"),
        ("Daniel Arap Moi", date(1998, 8, 7), "Daniel arap Moi", "KEN"),
        ("President Milosevic", date(1999, 3, 24), "Slobodan Milošević", "SRB"),
        ("King Hussein", date(1994, 10, 26), "Hussein", "JOR"),
        ("King Abdullah II", date(2010, 1, 1), "Abdullah II", "JOR"),
        ("Palestinian leader Yasser Arafat", date(1993, 9, 13), "Yasser Arafat", "PSE"),
        ("Jonas Savimbi", date(1992, 11, 1), "Jonas Savimbi", "AGO"),
        ("Mr Brezhnev", date(1981, 1, 1), "Leonid Brezhnev", "RUS"),
        ("Prime Minister Mahathir", date(1998, 9, 2), "Mahathir Mohamad", "MYS"),
        ("Osama bin Laden", date(2001, 9, 20), "Osama bin Laden", None),
        ("President Sarkisian", date(2010, 1, 1), "Serzh Sargsyan", "ARM"),
        ("Secretary General Rasmussen", date(2010, 6, 1), "Anders Fogh Rasmussen", "NATO"),
    ],
)
def test_leaders_are_found_by_title_and_name(text: str, on: date, name: str, code: str | None) -> None:
    identity = resolve(text, on)
    assert identity is not None and (identity.name, identity.code) == (name, code)


@pytest.mark.parametrize(
    "text", ["Begin at the Spring Parts of Note.", "Mr. Harris and Miss Thomas met Pope I. King.", "Sen. Wade and Son Sang."]
)
def test_ordinary_words_and_common_surnames_are_no_leaders(text: str) -> None:
    assert [found for found in find(text, date(1990, 5, 1)) if found.form == "person"] == []


def test_a_name_that_two_states_share_is_nobody_without_a_date() -> None:
    assert resolve("President Lee") is None  # Taiwan's or South Korea's
    lee = resolve("President Lee", date(2010, 5, 1))
    assert lee is not None and lee.code == "KOR"
