"""The table of office-holders: no day without a leader where we claim to know them, and holders of record."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

ACTORS = Path(__file__).resolve().parents[2] / "src" / "detente" / "data" / "actors"
G20 = ("ARG", "AUS", "BRA", "CAN", "CHN", "FRA", "DEU", "IND", "IDN", "ITA")
G20 += ("JPN", "KOR", "MEX", "RUS", "SAU", "ZAF", "TUR", "GBR", "USA")
MORE = ("PAK", "UKR", "BLR", "GEO", "IRN", "IRQ", "ISR", "SYR", "PRK", "AFG", "POL", "CUB", "VEN")
BODIES = {"UN", "EU", "NATO", "OSCE", "IAEA"}
# An open end means: in office on this day, as far as the compilers know. Later changes may be missing.
KNOWN_UNTIL = date(2025, 10, 31)

# Two people of one office kind on one day, and why that is right.
TWO_AT_A_TIME = {
    ("RUS", "head_of_state"): "the Soviet Union had its president until December 1991, Russia its own from July",
    ("RUS", "head_of_government"): "the same; and Putin was president and prime minister in May 2000 by succession",
    ("RUS", "foreign_minister"): "Soviet and Russian ministers, 1990 and 1991",
    ("PAK", "head_of_government"): "chief executive and prime minister change on one day",
    ("ISR", "head_of_government"): "Olmert acted for Sharon, who kept the office until April 2006",
    ("ZAF", "head_of_state"): "Heunis acted for Botha, who kept the office, January to March 1989",
    ("KOR", "head_of_state"): "an acting president while the president is suspended",
    ("BRA", "head_of_state"): "an acting president while the president is suspended",
    ("AFG", "head_of_state"): "the recognised president and the Taliban, 1996 to 2001",
    ("AFG", "head_of_government"): "the chief executive was created beside the president",
}

# Days from 1989 on without a head of state or government in the table: longer than three days, with the reason.
GAPS = {
    ("AFG", date(1992, 4, 16)): "between Najibullah's resignation and the Islamic State",
    ("BLR", date(1989, 1, 1)): "part of the Soviet Union; the prime minister from April 1990 is the first named",
    ("GEO", date(1989, 1, 1)): "part of the Soviet Union; president from April 1991",
    ("GEO", date(1992, 1, 6)): "the Military Council, not in the table",
    ("IRQ", date(2003, 4, 9)): "war, before the Coalition Provisional Authority",
    ("UKR", date(1989, 1, 1)): "part of the Soviet Union; the prime minister from November 1990 is the first named",
    ("SYR", date(2024, 12, 8)): "two days without either",
}

ROWS = list(csv.DictReader((ACTORS / "office_holders.csv").open(encoding="utf-8", newline="")))


def day(text: str, default: date = date.max) -> date:
    return date.fromisoformat(text) if text else default


@pytest.mark.parametrize("kind", ["head_of_state", "head_of_government", "foreign_minister", "defence_minister", "vice"])
def test_two_people_of_one_kind_at_a_time_only_where_there_is_a_reason(kind: str) -> None:
    terms = defaultdict(list)
    for row in ROWS:
        if row["office_kind"] == kind:
            terms[row["country"]].append((day(row["start"]), day(row["end"]), row["person_id"], row["office"]))
    clashes = set()
    for country, found in terms.items():
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                if a[2] != b[2] and max(a[0], b[0]) < min(a[1], b[1]) and (country, kind) not in TWO_AT_A_TIME:
                    clashes.add((country, a[2:], b[2:]))
    assert not clashes


def gaps(country: str, kinds: set[str], since: date, *, longer_than: int) -> dict[date, int]:
    """Return the spans without a holder: first day -> length in days."""
    spans = sorted((day(r["start"]), day(r["end"])) for r in ROWS if r["country"] == country and r["office_kind"] in kinds)
    found, at = {}, since
    for start, end in spans:
        if start > at and (start - at).days > longer_than:
            found[at] = (start - at).days
        at = max(at, end)
    if at < KNOWN_UNTIL:
        found[at] = (KNOWN_UNTIL - at).days
    return found


@pytest.mark.parametrize("country", G20 + MORE)
def test_no_day_since_1989_is_without_a_head_of_state_or_government(country: str) -> None:
    found = gaps(country, {"head_of_state", "head_of_government"}, date(1989, 1, 1), longer_than=3)
    assert not {k: v for k, v in found.items() if (country, k) not in GAPS}


@pytest.mark.parametrize("country", G20)
def test_foreign_ministers_of_the_g20_leave_no_gap_of_more_than_a_season(country: str) -> None:
    # Between two ministers an office may be vacant or held ad interim; India's prime ministers held it more than once.
    assert not gaps(country, {"foreign_minister"}, date(1989, 1, 1), longer_than=110)


@pytest.mark.parametrize("body", sorted(BODIES))
def test_every_body_has_a_head_today(body: str) -> None:
    assert [r for r in ROWS if r["country"] == body and r["office_kind"] == "body_head" and day(r["end"]) >= KNOWN_UNTIL]


def test_presidential_years_of_the_united_states_follow_the_constitution() -> None:
    # Amendment XX: terms begin and end on 20 January after the election.
    for row in ROWS:
        if (row["country"], row["office"]) == ("USA", "President"):
            assert row["start"].endswith("-01-20") and (not row["end"] or row["end"].endswith("-01-20")), row
            assert (day(row["start"]).year - 1789) % 4 == 0


def test_candidates_of_the_united_states_stop_on_election_day_at_the_latest() -> None:
    election_days = {1992: 3, 1996: 5, 2000: 7, 2004: 2, 2008: 4, 2012: 6, 2016: 8, 2020: 3, 2024: 5}
    parties = defaultdict(set)
    for row in ROWS:
        if (row["country"], row["office"]) == ("USA", "Presidential candidate"):
            end = day(row["end"])
            assert end <= date(end.year, 11, election_days[end.year]), row
            parties[end.year].add(row["party"])
    assert parties == {year: {"Democratic", "Republican"} for year in election_days}


@pytest.mark.parametrize(
    ("country", "office", "on", "name"),
    [
        ("USA", "Secretary of State", "2010-05-01", "Hillary Clinton"),
        ("USA", "President", "1996-05-01", "Bill Clinton"),
        ("USA", "President", "2020-10-27", "Donald Trump"),
        ("USA", "Senate Majority Leader", "2020-10-27", "Mitch McConnell"),
        ("USA", "Ambassador to Russia", "2020-10-27", "John J. Sullivan"),
        ("RUS", "President", "2010-04-08", "Dmitry Medvedev"),
        ("RUS", "Prime Minister", "2010-04-08", "Vladimir Putin"),
        ("RUS", "Foreign Minister", "1999-03-24", "Igor Ivanov"),
        ("RUS", "Prime Minister", "1999-03-24", "Yevgeny Primakov"),
        ("IND", "Prime Minister", "1998-05-11", "Atal Bihari Vajpayee"),
        ("PAK", "Prime Minister", "1998-05-28", "Nawaz Sharif"),
        ("PAK", "Chief of the Army Staff", "1999-05-26", "Pervez Musharraf"),
        ("IND", "External Affairs Minister", "2016-09-29", "Sushma Swaraj"),
        ("CHN", "Foreign Minister", "2001-04-01", "Tang Jiaxuan"),
        ("NATO", "Secretary General", "1999-03-24", "Javier Solana"),
        ("UN", "Secretary-General", "2003-03-19", "Kofi Annan"),
    ],
)
def test_the_holder_on_a_day_of_record(country: str, office: str, on: str, name: str) -> None:
    at = [
        r["name"] for r in ROWS if (r["country"], r["office"]) == (country, office) and r["start"] <= on <= (r["end"] or "9999")
    ]
    assert at == [name]


def test_table_reaches_back_to_1989_for_each_state() -> None:
    first = {c: min(r["start"] for r in ROWS if r["country"] == c) for c in G20 + MORE}
    late = {c for c, start in first.items() if day(start) > date(1989, 1, 1) + timedelta(days=730)}
    assert late == {"GEO"}, first
