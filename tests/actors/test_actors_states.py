import csv
from pathlib import Path

import pytest

from detente.actors import resolve, state
from detente.actors.gazetteer import default_gazetteer
from detente.errors import NotFoundError

STATES = default_gazetteer().states
# Words that are two states' at once, and whose they are here; the reason stands in ambiguous.csv.
SHARED_WORDS = {"Congo": "COD", "Congolese": "COD", "Dominican": "DOM", "Dominicans": "DOM"}


def names_of(row):
    return (row.name, row.official, *row.other_names)


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.id)
def test_every_name_of_a_state_means_it(row):
    for name in names_of(row):
        expected = SHARED_WORDS.get(name, row.iso3)
        assert state(name).iso3 == expected, name
        identity = resolve(name)
        assert identity is not None, name
        assert identity.code == expected, name
        assert identity.kind == "state", name


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.id)
def test_every_adjective_and_demonym_of_a_state_means_it(row):
    for word in (*row.adjectives, *(word for pair in row.demonyms for word in pair)):
        identity = resolve(word)
        assert identity is not None, word
        assert identity.code == SHARED_WORDS.get(word, row.iso3), word
        assert identity.sector is None, word


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.id)
def test_every_capital_stands_for_its_state_while_it_is_one(row):
    for capital in row.capitals:
        day = capital.start or row.start
        identity = resolve(capital.name, day)
        assert identity is not None, capital
        assert identity.code == row.iso3, capital


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_codes_and_names_are_known_in_any_case(case):
    for row in STATES:
        if row.end is None:
            assert state(case(row.iso3)).id == row.id
            assert state(case(row.iso2)).id == row.id
            assert state(case(row.name)).id == row.id


def test_present_codes_are_unique_and_well_formed():
    present = [row for row in STATES if row.end is None]
    for field, length in (("iso3", 3), ("iso2", 2)):
        codes = [getattr(row, field) for row in present]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == length and code.isupper() for code in codes)
    numeric = [row.numeric for row in present if row.numeric]
    assert len(set(numeric)) == len(numeric)
    assert sum(row.status == "UN member" for row in present) == 193


def test_past_states_are_carried_on_by_a_present_code():
    present = {row.iso3 for row in STATES if row.end is None}
    for row in STATES:
        assert row.iso3 in present, row.id
    assert [state(name).iso3 for name in ("USSR", "GDR", "Yugoslavia", "South Vietnam", "Rhodesia")] == [
        "RUS",
        "DEU",
        "SRB",
        "VNM",
        "ZWE",
    ]


def test_iso_comes_before_cow_where_they_clash():
    assert state("AUS").name == "Australia"  # COW's AUS is Austria
    assert state("305").name == "Austria"


def test_unknown_name_is_refused_with_near_ones():
    with pytest.raises(NotFoundError) as caught:
        state("Rusia")
    assert caught.value.code == "A01"
    assert caught.value.message == 'no actor is called "Rusia"'
    assert caught.value.near[0] == "RUS"
    assert caught.value.help.startswith("near: Russia (RUS)")
    assert "detente actors search rus" in caught.value.help


@pytest.mark.parametrize("text", ["", "  ", "the", "zzzzqqq", "…"])
def test_nonsense_is_refused(text):
    with pytest.raises(NotFoundError):
        state(text)


def test_cow_numbers_agree_with_reign():
    path = Path(__file__).resolve().parents[3] / "shared" / "bench" / "relations" / "elections_reign.csv"
    if not path.exists():
        pytest.skip("the REIGN table is not there (../shared)")
    numbers: dict[str, set[int]] = {}
    for row in STATES:
        if row.cow:
            numbers.setdefault(row.iso3, set()).add(row.cow)
            numbers.setdefault(row.own_iso3 or row.iso3, set()).add(row.cow)
    with path.open(encoding="utf-8") as file:
        pairs = {(row["iso3"], int(row["cow_code"])) for row in csv.DictReader(file) if row["iso3"]}
    assert len(pairs) > 150
    unlike = {(iso3, cow) for iso3, cow in pairs if iso3 in numbers and cow not in numbers[iso3]}
    assert unlike == set()
