"""The form of the two tables of office-holders, and what must hold over both: one id a person, one holder at a time."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from detente.actors.gazetteer import default_gazetteer

ACTORS = Path(__file__).resolve().parents[2] / "src" / "detente" / "data" / "actors"
TABLES = ("office_holders", "leaders")
COLUMNS = "person_id,name,other_names,country,office,office_kind,party,start,end,end_precision,source".split(",")
KINDS = (
    "head_of_state head_of_government foreign_minister defence_minister vice cabinet legislator candidate envoy body_head other"
).split()
BODIES = {"UN", "EU", "NATO", "OSCE", "IAEA"}
# Offices that several people hold at a time; "other" offices of leaders.csv are public roles, not offices of one holder.
SHARED_OFFICES = {"Senator", "Presidential candidate", "Vice presidential candidate", "Prime ministerial candidate"}


def read(table: str) -> list[dict[str, str]]:
    with (ACTORS / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = {table: read(table) for table in TABLES}
BOTH = [row for rows in ROWS.values() for row in rows]


def day(text: str) -> date:
    return date.fromisoformat(text) if text else date.max


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_agreed_ones(table: str) -> None:
    assert list(ROWS[table][0]) == COLUMNS


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_has_the_form_of_its_column(table: str) -> None:
    known = {row["iso3"] for row in read("states")} | (BODIES if table == "office_holders" else set())
    for row in ROWS[table]:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["person_id"]), row
        assert row["name"] and row["office"] and row["office_kind"] in KINDS and len(row["source"]) > 5, row
        assert row["country"] in known or (row["country"], row["party"]) == ("", "al-Qaeda"), row
        assert row["start"] and all(not row[k] or day(row[k]).isoformat() == row[k] for k in ("start", "end")), row
        assert day(row["start"]) <= day(row["end"]), row
        assert row["end_precision"] in ({"day", "month", "year"} if row["end"] else {"", "month", "year"}), row
        assert not any(mark in "".join(row.values()) for mark in "\t\n\r{}[]"), row
        assert all(value == value.strip() for value in row.values()), row


def test_leaders_of_the_second_table_governed_since_1980() -> None:
    governing = ("head_of_state", "head_of_government")
    assert not [row for row in ROWS["leaders"] if row["office_kind"] in governing and row["end"] and row["end"] < "1979-12"]


def test_no_row_stands_twice() -> None:
    assert len({(row["person_id"], row["country"], row["office"], row["start"]) for row in BOTH}) == len(BOTH)


def test_a_person_has_one_id_one_name_and_one_set_of_other_names() -> None:
    by_id, by_name = defaultdict(set), defaultdict(set)
    for row in BOTH:
        by_id[row["person_id"]].add((row["name"], row["other_names"]))
        by_name[row["name"]].add(row["person_id"])
    assert not {key: value for key, value in by_id.items() if len(value) > 1}
    assert not {key: value for key, value in by_name.items() if len(value) > 1}


def test_other_names_are_others_and_not_repeated() -> None:
    for row in BOTH:
        names = [row["name"], *(row["other_names"].split("|") if row["other_names"] else [])]
        assert len(set(names)) == len(names) and all(name.strip() == name != "" for name in names), row


def test_an_office_of_one_holder_has_one_at_a_time() -> None:
    # The day of a hand-over belongs to both.
    terms = defaultdict(list)
    for table, rows in ROWS.items():
        for row in rows:
            if row["office"] not in SHARED_OFFICES and (table == "office_holders" or row["office_kind"] != "other"):
                terms[row["country"], row["office"]].append((day(row["start"]), day(row["end"]), row["name"]))
    clashes = []
    for office, found in terms.items():
        found.sort()
        clashes += [(office, a, b) for a, b in pairwise(found) if b[0] < a[1]]
    assert not clashes


@pytest.mark.parametrize(
    ("office", "sector"),
    [
        ("Chief of the Army Staff", "MIL"), ("Commander-in-Chief of the Armed Forces", "MIL"), ("Governor General", "GOV"),
        ("Director-General of Inter-Services Intelligence", "SPY"), ("KGB chairman", "SPY"), ("President-elect", "PTY"),
        ("President of the Indian National Congress", "PTY"), ("Party leader", "PTY"), ("Opposition leader", "OPP"),
        ("FARC commander", "REB"), ("Separatist leader", "REB"), ("Speaker of Parliament", "LEG"),
        ("Archbishop of Manila", "REL"),
        ("First Minister of Scotland", "GOV"), ("Head of Yukos", "BUS"), ("Drug trafficker", "CRM"), ("Catalan leader", None),
    ],
)  # fmt: skip
def test_other_offices_have_the_sector_their_words_say(office: str, sector: str | None) -> None:
    people = default_gazetteer().people.values()
    found = {term.sector for person in people for term in person.terms if (term.kind, term.office) == ("other", office)}
    assert found == {sector}


def test_nine_in_ten_other_offices_have_a_sector() -> None:
    terms = [t for person in default_gazetteer().people.values() for t in person.terms if t.kind == "other"]
    assert sum(t.sector is not None for t in terms) / len(terms) > 0.9
