from datetime import date

import pytest

from detente.actors.gazetteer import default_gazetteer
from detente.actors.tables import parse_date, read_name_rules, read_rows

SECTORS = {
    *(
        "",
        "GOV",
        "MIL",
        "LEG",
        "JUD",
        "SPY",
        "COP",
        "REB",
        "OPP",
        "PTY",
        "MED",
        "BUS",
        "CVL",
        "EDU",
        "NGO",
        "IGO",
        "REL",
        "CRM",
        "LAB",
    ),
}
KINDS = {
    *("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "vice", "cabinet"),
    *("legislator", "candidate", "envoy", "body_head", "other", "any"),
}
NAMED = ("stand_ins", "bodies", "agencies", "groups")
RULES = {
    *("not_an_actor", "not_near", "not_after_given_name", "not_before_name", "resolve_only", "acronym"),
    *("not_in_capitals", "means", "needs_title", "not_first", "not_after_capital"),
}


@pytest.mark.parametrize("table", ["states", *NAMED, "roles", "words"])
def test_every_row_names_its_source(table):
    rows = list(read_rows(table))
    assert rows
    assert [row for row in rows if not row["source"].strip()] == []


@pytest.mark.parametrize("table", NAMED)
def test_codes_sectors_and_ids_are_known(table):
    codes = {state.iso3 for state in default_gazetteer().states}
    seen = set()
    for row in read_rows(table):
        assert row["sector"] in SECTORS, row
        assert row["id"] not in seen, row
        seen.add(row["id"])
        assert row["code"] in codes or table == "bodies" or not row["code"], row
        start, end = parse_date(row["start"]), parse_date(row["end"], last=True)
        assert start is None or end is None or start <= end, row


def test_roles_use_known_sectors_and_offices():
    for row in read_rows("roles"):
        assert row["sector"] in SECTORS, row
        assert set(filter(None, row["office_kinds"].split("|"))) <= KINDS, row


def test_rules_are_ones_the_reader_knows():
    assert {rule.rule for rule in read_name_rules()} <= RULES


def test_dates_may_lack_month_and_day():
    assert parse_date("2001") == date(2001, 1, 1)
    assert parse_date("2001", last=True) == date(2001, 12, 31)
    assert parse_date("2000-02", last=True) == date(2000, 2, 29)
    assert parse_date("") is None
