"""Chambers: how they go together with the leading office, as known on a day; what contradicts itself is refused."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.elections import combine_as_of, election, list_elections, probs_as_of
from detente.errors import FormatError

BASE = """\
id = "abc-2030"
country = "ABC"
name = "A made-up election"
date = 2030-05-05
inauguration = 2030-06-01
offices = ["president", "assembly", "upper_house"]
sources = ["made up for this test"]
INDEPENDENT

[incumbent]
president = { person = "A", party = "Left", since = 2025-06-01 }
assembly = { party = "Right", since = 2025-06-01 }

[[outcomes]]
id = "left"
label = "A stays"
holders.president = { person = "A", party = "Left", partners = ["Centre"] }

[[outcomes]]
id = "right"
label = "B comes"
holders.president = { person = "B", party = "Right" }

[[published]]
source = "paper"
sets = [
  { date = 2030-02-01, left = 0.60, right = 0.40 },
  { date = 2030-04-01, left = 0.50, right = 0.50 },
]
"""
CHAMBER = """
[[chambers.OFFICE.outcomes]]
id = "left"
label = "The Left controls it"
holders.OFFICE = { party = "Left" }

[[chambers.OFFICE.outcomes]]
id = "right"
label = "The Right controls it"
holders.OFFICE = { party = "Right" }
"""
MARGIN = """
[[chambers.OFFICE.published]]
source = "SOURCE"
sets = [{ date = DAY, left = CHANCE, right = REST }]
"""
JOINT = """
[[joint]]
source = "paper"
date = 2030-02-01
cells = [
  { president = "left", assembly = "left", prob = 0.45 },
  { president = "left", assembly = "right", prob = 0.15 },
  { president = "right", assembly = "left", prob = 0.10 },
  { president = "right", assembly = "right", prob = 0.30 },
]
"""


def chamber(office="assembly"):
    return CHAMBER.replace("OFFICE", office)


def margin(chance, day, *, office="assembly", source="market"):
    filled = MARGIN.replace("OFFICE", office).replace("SOURCE", source).replace("DAY", day)
    return filled.replace("CHANCE", f"{chance:.6f}").replace("REST", f"{1 - chance:.6f}")


def read(folder: Path, *parts: str, independent: str = ""):
    path = folder / "own.toml"
    path.write_text(BASE.replace("INDEPENDENT", independent) + "".join(parts), encoding="utf-8")
    return election(path)


def combined(vote, day):
    return combine_as_of(vote, probs_as_of(vote, day).probs, day)


def shares(found):
    return {(row.lead, *row.chambers.values()): row.share for row in found.rows}


@pytest.mark.parametrize("name", list_elections())
@pytest.mark.parametrize("months", [0, 1, 3, 6, 12])
def test_shares_of_each_shipped_outcome_sum_to_one_on_every_day(name, months):
    vote = election(name)
    day = date(vote.date.year - (months == 12), max(1, vote.date.month - months % 12), 1)
    found = combined(vote, day)
    for outcome in vote.outcomes:
        rows = [row for row in found.rows if row.lead == outcome.id]
        assert math.isclose(math.fsum(row.share for row in rows), 1)
        assert all(set(row.chambers) == set(found.chambers) for row in rows)
    assert set(found.left_out) | set(found.chambers) == {c.office for c in vote.chambers}


def test_table_gives_the_chances_under_each_leading_outcome(tmp_path):
    vote = read(tmp_path, chamber(), JOINT)
    assert combined(vote, date(2030, 1, 31)).left_out == ("assembly",)
    found = combined(vote, date(2030, 4, 2))  # later chances of the leading office do not change what follows from each
    assert shares(found) == pytest.approx(
        {("left", "left"): 0.75, ("left", "right"): 0.25, ("right", "left"): 0.25, ("right", "right"): 0.75}
    )
    assert found.joint is not None and found.independent == ()


@given(chance=st.floats(0.02, 0.98))
def test_later_chances_of_a_chamber_are_met_and_odds_ratios_kept(tmp_path_factory, chance):
    vote = read(tmp_path_factory.mktemp("own"), chamber(), margin(chance, "2030-03-01"), JOINT)
    found = shares(combined(vote, date(2030, 4, 2)))
    assert 0.5 * found["left", "left"] + 0.5 * found["right", "left"] == pytest.approx(round(chance, 6), abs=1e-6)
    odds = {lead: found[lead, "left"] / found[lead, "right"] for lead in ("left", "right")}
    assert odds["left"] / odds["right"] == pytest.approx(9)
    # an earlier figure than the table is not used
    old = read(tmp_path_factory.mktemp("own"), chamber(), margin(chance, "2030-01-01"), JOINT, independent='independent = "so"')
    assert shares(combined(old, date(2030, 4, 2)))["left", "left"] == pytest.approx(0.75)


def test_chamber_outside_the_table_is_independent_and_says_why(tmp_path):
    parts = (chamber(), chamber("upper_house"), margin(0.3, "2030-02-15", office="upper_house"), JOINT)
    vote = read(tmp_path, *parts, independent='independent = "No table holds the upper house."')
    found = combined(vote, date(2030, 3, 1))
    assert found.independent == ("upper_house",) and found.chambers == ("assembly", "upper_house")
    assert shares(found)["left", "left", "left"] == pytest.approx(0.75 * 0.3)
    assert vote.independent == "No table holds the upper house."


@given(chance=st.floats(0, 1), first=st.floats(0.01, 0.99))
def test_independent_chambers_have_the_same_chance_under_every_outcome(tmp_path_factory, chance, first):
    assume(0.001 < chance < 0.999)
    vote = read(tmp_path_factory.mktemp("own"), chamber(), margin(chance, "2030-02-15"), independent='independent = "so"')
    found = combine_as_of(vote, {"left": first, "right": 1 - first}, date(2030, 3, 1))
    table = shares(found)
    assert table["left", "left"] == table["right", "left"] == pytest.approx(chance, abs=1e-6)


def test_outcome_without_a_chance_keeps_its_chambers(tmp_path):
    vote = read(tmp_path, chamber(), margin(0.5, "2030-03-01"), JOINT)
    found = combine_as_of(vote, {"left": 0.0, "right": 1.0}, date(2030, 3, 2))
    assert shares(found)["right", "left"] == pytest.approx(0.5)
    assert shares(found)["left", "left"] + shares(found)["left", "right"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("prob = 0.45", "prob = 0.40", "E04", "sum to 0.950"),
        ("prob = 0.45", "prob = nan", "E04", "left + left"),
        ('  { president = "right", assembly = "right", prob = 0.30 },\n', "", "E04", "no chance for right + right"),
        ('president = "left", assembly = "right"', 'president = "left", assembly = "left"', "E04", "two chances"),
        ('assembly = "right", prob = 0.30', 'assembly = "centre", prob = 0.30', "E06", '"centre"'),
        ("assembly", "lords", "E06", '"lords"'),
        ("date = 2030-02-01\ncells", "date = 2030-06-01\ncells", "E05", "after the vote"),
        ("prob = 0.45", "chance = 0.45", "E06", '"chance"'),
        ("prob = 0.10", "prob = 0.30", "E04", "sum to 1.200"),
    ],
)
def test_table_at_odds_with_itself_is_refused_with_place_and_value(tmp_path, old, new, code, words):
    assert old in JOINT
    with pytest.raises(FormatError) as caught:
        read(tmp_path, chamber(), JOINT.replace(old, new))
    assert caught.value.code == code and words in caught.value.message and "own.toml" in caught.value.message
    assert caught.value.help


def test_table_that_contradicts_the_same_sources_chances_is_refused(tmp_path):
    wrong = JOINT.replace("prob = 0.45", "prob = 0.65").replace("prob = 0.30", "prob = 0.10")
    with pytest.raises(FormatError, match=r"president = left sum to 0.800, but the same source gives left 0.6") as caught:
        read(tmp_path, chamber(), wrong)
    assert caught.value.code == "E08" and "0.02" in (caught.value.help or "")
    with pytest.raises(FormatError) as caught:
        read(tmp_path, chamber(), margin(0.70, "2030-02-01", source="paper"), JOINT)
    assert caught.value.code == "E08" and "assembly = left sum to 0.550" in caught.value.message
    # another source, or another day, is no contradiction
    read(tmp_path, chamber(), margin(0.70, "2030-02-01"), JOINT)


def test_table_that_excludes_what_came_later_is_refused(tmp_path):
    never = JOINT
    for old, new in (("0.45", "0.60"), ("0.15", "0.00"), ("0.10", "0.40"), ("0.30", "0.00")):
        never = never.replace(f"prob = {old}", f"prob = {new}")
    vote = read(tmp_path, chamber(), margin(0.7, "2030-03-01"), never)
    assert shares(combined(vote, date(2030, 2, 2)))["left", "left"] == 1
    with pytest.raises(FormatError, match="excludes what was published later") as caught:
        combined(vote, date(2030, 3, 2))
    assert caught.value.code == "E08"


def test_chambers_without_a_word_on_how_they_go_together_are_refused(tmp_path):
    with pytest.raises(FormatError, match="nothing says how they go together with the president") as caught:
        read(tmp_path, chamber(), margin(0.5, "2030-03-01"))
    assert caught.value.code == "E09" and "independent" in (caught.value.help or "")
    with pytest.raises(FormatError) as caught:  # the table comes too late for the first figure
        read(tmp_path, chamber(), margin(0.5, "2030-01-01"), JOINT)
    assert caught.value.code == "E09"


def test_later_figures_change_nothing_on_an_earlier_day(tmp_path):
    before = read(tmp_path, chamber(), JOINT)
    after = read(tmp_path, chamber(), JOINT, JOINT.replace("2030-02-01", "2030-04-15"), margin(0.9, "2030-04-20"))
    for day in (date(2030, 1, 1), date(2030, 2, 1), date(2030, 4, 14)):
        assert combined(before, day).rows == combined(after, day).rows


@pytest.mark.parametrize(
    ("push", "words"),
    [
        ('{ mean = -0.15, sd = -1, source = "x" }', "sd of push"),
        ("{ mean = -0.15, sd = 0.1 }", "no source"),
        ('{ mean = 90, sd = 0.1, source = "x" }', "mean of push"),
    ],
)
def test_push_needs_a_source_and_sound_numbers(tmp_path, push, words):
    pushed = chamber().replace(
        'holders.assembly = { party = "Left" }', f'holders.assembly = {{ party = "Left" }}\npush = {push}'
    )
    with pytest.raises(FormatError, match=words) as caught:
        read(tmp_path, pushed, JOINT)
    assert caught.value.code == "E03"
