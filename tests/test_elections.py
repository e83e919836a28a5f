"""Elections: what is shipped is sound, what a user writes wrongly is named, and nothing later than `as_of` is seen."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.elections import SUM_TOLERANCE, Weights, election, incumbents_on, list_elections, probs_as_of
from detente.errors import FormatError, InputError, NotFoundError

DATA = Path(__file__).parents[1] / "src" / "detente" / "data"
IDS = ("ind-2019", "pak-2018", "usa-2016", "usa-2020", "usa-2024")

LEADS = ("head_of_state", "head_of_government")

VALID = """\
id = "abc-2030"
country = "ABC"
name = "A made-up election"
date = 2030-05-05
inauguration = 2030-06-01
offices = ["president"]
sources = ["made up for this test"]

[incumbent]
president = [
  { person = "Z", party = "Right", since = 2025-06-01 },
  { person = "A", party = "Left", since = 2028-02-01 },
]

[[outcomes]]
id = "left"
label = "A stays"
holders.president = { person = "A", party = "Left" }

[[outcomes]]
id = "right"
label = "B comes"
holders.president = { person = "B", party = "Right" }

[[published]]
source = "paper"
sets = [
  { date = 2030-02-01, left = 0.70, right = 0.30 },
  { date = 2030-03-01, left = 0.60, right = 0.39 },
]

[[published]]
source = "market"
sets = [{ date = 2030-03-01, left = 0.1, right = 0.9 }]
"""


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_the_five_elections_are_listed() -> None:
    assert list_elections() == IDS


@pytest.mark.parametrize("name", IDS)
def test_shipped_election_is_whole(name: str) -> None:
    found = election(name)
    assert found.id == name
    assert name.startswith(found.country.lower()) and name.endswith(str(found.date.year))
    assert found.came in {o.id for o in found.outcomes}
    assert found.came_source and found.remainder and found.sources
    assert found.date < found.inauguration < found.date + timedelta(days=100)
    assert set(found.incumbent) == set(found.offices)
    for outcome in found.outcomes:
        assert set(outcome.holders) <= set(found.offices)
        assert all(found.date.year - 1 <= p.date.year and p.date <= found.date for p in outcome.probs)


@pytest.mark.parametrize("name", IDS)
def test_incumbents_are_in_the_table_of_office_holders_from_their_first_day_on(name: str) -> None:
    found = election(name)
    with (DATA / "actors" / "office_holders.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["country"] == found.country]
    for holder in found.incumbents[found.offices[0]]:
        starts = {r["start"] for r in rows if r["name"] == holder.person and r["office_kind"] in LEADS}
        assert holder.since is not None and holder.since.isoformat() in starts, (holder, starts)


def test_incumbents_are_those_of_the_day(write) -> None:
    found = election(write(VALID))
    assert found.incumbent["president"].person == "A"
    assert incumbents_on(found, date(2028, 1, 31))["president"].person == "Z"
    assert incumbents_on(found, date(2028, 2, 1))["president"].person == "A"
    with pytest.raises(InputError, match="2025-05-31") as raised:
        incumbents_on(found, date(2025, 5, 31))
    assert raised.value.code == "O22" and "2025-06-01" in (raised.value.help or "")


def test_control_of_the_house_changes_hands_on_its_day() -> None:
    vote = election("usa-2020")
    assert [incumbents_on(vote, d)["house"].party for d in (date(2019, 1, 2), date(2019, 1, 3))] == ["Republican", "Democratic"]


@pytest.mark.parametrize("name", IDS)
def test_the_winner_is_in_the_table_of_office_holders_from_the_inauguration_on(name: str) -> None:
    found = election(name)
    office = found.offices[0]
    won = next(o for o in found.outcomes if o.id == found.came).holders[office].person
    with (DATA / "actors" / "office_holders.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["country"] == found.country and r["name"] == won]
    held = [r for r in rows if r["office_kind"] in ("head_of_state", "head_of_government")]
    assert any(r["start"] <= found.inauguration.isoformat() <= (r["end"] or "9999") for r in held)


def test_published_sets_of_usa_2020_begin_when_they_were_published() -> None:
    # FiveThirtyEight put its 2020 model before readers on 12 August; its values for earlier days are back-computed.
    first = min(p.date for p in election("usa-2020").outcomes[0].probs if p.source.startswith("FiveThirtyEight"))
    assert first == date(2020, 8, 12)


def test_usa_2020_on_27_october_is_the_published_figure_of_that_day() -> None:
    weights = probs_as_of(election("usa-2020"), date(2020, 10, 27))
    assert (weights.source, weights.date) == ("FiveThirtyEight 2020, polls-plus", date(2020, 10, 27))
    # 0.8755 and 0.1189 in presidential_national_toplines_2020.csv; the tie of 0.0056 is spread in proportion
    assert weights.probs["biden"] == pytest.approx(0.8755 / 0.9944, abs=0.001)
    assert weights.probs["trump"] == pytest.approx(0.1189 / 0.9944, abs=0.001)


def test_usa_2020_has_a_set_in_every_month_from_june_on() -> None:
    months = {p.date.month for p in election("usa-2020").outcomes[0].probs}
    assert months == {6, 7, 8, 9, 10, 11}


@pytest.mark.parametrize("name", ["pak-2018", "ind-2019"])
def test_where_nothing_was_published_the_weights_are_equal_and_the_words_say_so(name: str) -> None:
    probs, source, day = probs_as_of(election(name), election(name).date)
    assert probs == {o.id: 0.5 for o in election(name).outcomes}
    assert "equal weights" in source and day is None


@given(as_of=st.dates(date(2014, 1, 1), date(2026, 1, 1)), name=st.sampled_from(IDS))
def test_nothing_later_than_as_of_is_ever_seen(as_of: date, name: str) -> None:
    found = election(name)
    weights = probs_as_of(found, as_of)
    assert math.isclose(sum(weights.probs.values()), 1)
    assert set(weights.probs) == {o.id for o in found.outcomes}
    known = [p.date for p in found.outcomes[0].probs if p.date <= as_of]
    assert weights.date == (max(known) if known else None)


def test_a_later_set_added_to_the_file_changes_nothing_before_its_date(write) -> None:
    before = election(write(VALID))
    later = VALID.replace(
        '[[published]]\nsource = "market"\nsets = [',
        '[[published]]\nsource = "market"\nsets = [{ date = 2030-05-05, left = 1.0, right = 0.0 }, ',
    )
    after = election(write(later))
    for days in range(90):
        day = date(2030, 1, 20) + timedelta(days=days)
        assert probs_as_of(before, day) == probs_as_of(after, day)
    assert probs_as_of(after, date(2030, 5, 5)).probs == {"left": 1.0, "right": 0.0}


def test_of_two_sets_of_one_day_the_first_in_the_file_is_used_and_scaled_to_one(write) -> None:
    weights = probs_as_of(election(write(VALID)), date(2030, 4, 1))
    assert weights == Weights(pytest.approx({"left": 0.60 / 0.99, "right": 0.39 / 0.99}), "paper", date(2030, 3, 1))


def test_a_source_can_be_named(write) -> None:
    found = election(write(VALID))
    assert probs_as_of(found, date(2030, 4, 1), source="market").probs["right"] == pytest.approx(0.9)
    assert probs_as_of(found, date(2030, 2, 15), source="market").date is None
    with pytest.raises(InputError, match="gossip") as raised:
        probs_as_of(found, date(2030, 4, 1), source="gossip")
    assert raised.value.near == ("market", "paper")


def test_an_unknown_id_offers_near_ones_and_the_list() -> None:
    with pytest.raises(NotFoundError) as raised:
        election("usa-2021")
    assert raised.value.code == "E01" and raised.value.exit_code == 2
    assert "usa-2020" in raised.value.near
    assert all(name in str(raised.value) for name in IDS)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=re.escape("nothing.toml")):
        election(tmp_path / "nothing.toml")


def test_a_path_may_be_a_string(write) -> None:
    assert election(str(write(VALID))).id == "abc-2030"


def test_a_toml_error_names_the_line(write) -> None:
    with pytest.raises(FormatError, match="line 3") as raised:
        election(write(VALID.replace('name = "A made-up election"', "name = A made-up election")))
    assert raised.value.code == "E02" and "own.toml" in raised.value.message


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(FormatError, match="UTF-8"):
        election(path)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("left = 0.60, right = 0.39", "left = 0.60, right = 0.30", "E04", "paper, 2030-03-01: probabilities sum to 0.900"),
        ("left = 0.70", "left = 70", "E04", "left of paper, 2030-02-01 is 70"),
        ("left = 0.70, right = 0.30", "left = 1.0", "E04", "no probability for right"),
        ("left = 0.70, right", "centre = 0.70, right", "E06", '"centre"'),
        ("2030-02-01, left", "2030-07-01, left", "E05", "paper, 2030-07-01 is after the vote"),
        ("2030-02-01, left", "2030-03-01, left", "E04", "twice"),
        ("inauguration = 2030-06-01", "inauguration = 2030-05-05", "E05", "inauguration 2030-05-05 is not after the vote"),
        ("date = 2030-05-05\n", "date = 2030-05-05\nopens = 2030-05-06\n", "E05", "voting opens 2030-05-06"),
        ("date = 2030-05-05\n", 'date = "5 May 2030"\n', "E03", "'5 May 2030'"),
        ("date = 2030-05-05\n", "", "E03", "the file has no date"),
        ('sources = ["made up for this test"]', "", "E03", "the file has no sources"),
        ("inauguration = ", "inaugration = ", "E03", "no inauguration"),
        ('country = "ABC"', 'country = "Abcland"', "E03", '"Abcland"'),
        ('country = "ABC"\n', 'country = "ABC"\ncame = "centre"\ncame_source = "x"\n', "E06", "'centre'"),
        ('country = "ABC"\n', 'country = "ABC"\ncame = "left"\n', "E03", "came_source"),
        ("[incumbent]\npresident", "[incumbent]\nking", "E06", '"king"'),
        (", since = 2028-02-01 }", " }", "E03", "president of incumbent has no since"),
        ("since = 2028-02-01", "since = 2024-02-01", "E05", "since 2025-06-01, 2024-02-01"),
        ("since = 2028-02-01", "since = 2030-05-06", "E05", "since 2025-06-01, 2030-05-06"),
        ("since = 2028-02-01", 'since = "2028"', "E03", "since of president of incumbent is '2028'"),
        ('offices = ["president"]', 'offices = ["king", "president"]', "E03", "incumbent does not name king"),
        ('id = "right"', 'id = "left"', "E03", "['left', 'left']"),
        ('label = "B comes"\n', "", "E03", "'right' of the file has no label"),
        ('{ person = "B", party = "Right" }', '{ person = "B" }', "E03", "no party"),
        ('source = "paper"\n', "", "E03", "no source"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_value_and_place(write, old: str, new: str, code: str, words: str) -> None:
    assert old in VALID
    with pytest.raises(FormatError) as raised:
        election(write(VALID.replace(old, new, 1)))
    assert raised.value.code == code
    assert words in raised.value.message and "own.toml" in raised.value.message
    assert raised.value.help


@given(left=st.floats(0, 1), right=st.floats(0, 1))
def test_a_set_is_taken_exactly_when_it_sums_to_one_within_the_tolerance(tmp_path_factory, left: float, right: float) -> None:
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text(VALID.replace("left = 0.1, right = 0.9", f"left = {left:.6f}, right = {right:.6f}"), encoding="utf-8")
    total = math.fsum([round(left, 6), round(right, 6)])
    if abs(total - 1) <= SUM_TOLERANCE - 1e-9:
        election(path)
    elif abs(total - 1) > SUM_TOLERANCE + 1e-9:
        with pytest.raises(FormatError, match=f"{total:.3f}"):
            election(path)


def test_the_example_of_the_documentation_is_read(write) -> None:
    text = (Path(__file__).parents[1] / "docs" / "elections.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    tomllib.loads(example)
    found = election(write(example))
    assert found.came is None and found.outcomes[0].probs


def test_the_538_values_agree_with_the_stored_series() -> None:
    path = Path(__file__).resolve().parents[2] / "shared" / "bench" / "relations" / "election_forecasts.csv"
    if not path.exists():
        pytest.skip(f"the stored series is not here: {path.name}")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["model"] == "538 polls-plus"]
    stored = {(r["forecast_date"], r["outcome"]): float(r["probability"]) for r in rows}
    for outcome in election("usa-2020").outcomes:
        for p in outcome.probs:
            if p.source.startswith("FiveThirtyEight"):
                assert p.prob == pytest.approx(stored[p.date.isoformat(), outcome.id.capitalize()], abs=0.0006)
