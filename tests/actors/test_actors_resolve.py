from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors import resolve, role, search
from detente.actors.gazetteer import default_gazetteer
from detente.actors.people import SECTORS

HOLDERS = default_gazetteer().people


def who(text, day=None):
    identity = resolve(text, day)
    return None if identity is None else (identity.name, identity.code, identity.sector)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Secretary Clinton", date(2010, 5, 1), ("Hillary Clinton", "USA", "GOV")),
        ("President Clinton", date(1996, 5, 1), ("Bill Clinton", "USA", "GOV")),
        ("President Bush", date(1990, 6, 1), ("George H. W. Bush", "USA", "GOV")),
        ("President Bush", date(2003, 6, 1), ("George W. Bush", "USA", "GOV")),
        ("Russian Foreign Minister Sergei Lavrov", None, ("Sergei Lavrov", "RUS", "GOV")),
        ("foreign minister Sergei Lavrov", date(2015, 1, 1), ("Sergei Lavrov", "RUS", "GOV")),
        ("the Russian president", date(2009, 3, 1), ("Dmitry Medvedev", "RUS", "GOV")),
        ("the Russian president", date(2015, 3, 1), ("Vladimir Putin", "RUS", "GOV")),
        ("Russia's prime minister", date(2009, 3, 1), ("Vladimir Putin", "RUS", "GOV")),
        ("the president of Russia", date(1995, 3, 1), ("Boris Yeltsin", "RUS", "GOV")),
        ("Pakistani Prime Minister Imran Khan", date(2019, 3, 1), ("Imran Khan", "PAK", "GOV")),
        ("the Bush administration", date(2003, 6, 1), ("United States: administration", "USA", "GOV")),
        ("Kremlin", None, ("Kremlin", "RUS", "GOV")),
        ("the White House", None, ("White House", "USA", "GOV")),
        ("Élysée", None, ("Elysee", "FRA", "GOV")),
        ("the State Department", None, ("State Department", "USA", "GOV")),
        ("U.S. Congress", None, ("US Congress", "USA", "LEG")),
        ("the State Duma", None, ("State Duma", "RUS", "LEG")),
        ("Japan's Democratic Party", None, ("Japan: Democratic Party", "JPN", "PTY")),
        ("Moscow", None, ("Moscow", "RUS", None)),
        ("NATO", None, ("North Atlantic Treaty Organization", "NATO", "IGO")),
        ("EU", None, ("European Union", "EU", "IGO")),
        ("Hezbollah", None, ("Hezbollah", "LBN", "REB")),
        ("Hong Kong", date(1990, 1, 1), ("Hong Kong", "GBR", None)),
        ("Hong Kong", date(2000, 1, 1), ("Hong Kong", "CHN", None)),
    ],
)
def test_names_titles_and_offices_resolve_by_date(text, day, expected):
    assert who(text, day) == expected


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        ("Russian forces", "RUS", "MIL"),
        ("Indian army", "IND", "MIL"),
        ("Pakistani officials", "PAK", "GOV"),
        ("U.S. warplanes", "USA", "MIL"),
        ("Iranian lawmakers", "IRN", "LEG"),
        ("India's parliament", "IND", "LEG"),
        ("Turkish police", "TUR", "COP"),
        ("Ukraine's Supreme Court", "UKR", "JUD"),
        ("Chinese state media", "CHN", "MED"),
        ("Syrian rebels", "SYR", "REB"),
        ("Belarusian protesters", "BLR", "CVL"),
        ("German companies", "DEU", "BUS"),
        ("Israeli intelligence", "ISR", "SPY"),
        ("Venezuelan opposition leader", "VEN", "OPP"),
        ("NATO troops", "NATO", "IGO"),
        ("Hezbollah leader", "LBN", "REB"),
        ("the government of India", "IND", "GOV"),
        ("the former French president", "FRA", "GOV"),
    ],
)
def test_state_and_role_compose(text, code, sector):
    identity = resolve(text)
    assert identity is not None
    assert (identity.code, identity.sector) == (code, sector)


@pytest.mark.parametrize(
    "text", ["", "the", "Foobar", "table", "President", "officials", "New Mexico", "Michael Jordan", "troops of"]
)
def test_what_names_no_actor_is_none(text):
    assert resolve(text) is None


def test_office_without_date_names_no_person():
    identity = resolve("the Russian president")
    assert identity.kind == "office"
    assert identity.code == "RUS"


def test_former_holder_is_not_the_one_in_office():
    assert resolve("Russia's former president", date(2019, 1, 1)).kind == "office"


def test_plural_office_is_nobody_in_particular():
    assert resolve("Russian presidents", date(2019, 1, 1)).kind == "office"


def test_person_out_of_office_keeps_the_state_as_a_private_citizen():
    identity = resolve("Boris Yeltsin", date(2005, 1, 1))
    assert (identity.code, identity.sector) == ("RUS", "CVL")


def test_surname_of_two_states_needs_a_date():
    # The Sharifs of Pakistan are one state's, so a bare surname means the latest of them.
    assert resolve("Sharif").code == "PAK"
    kims = {person.id for person in HOLDERS.values() if "Kim" in person.short_names}
    if len({code for key in kims for code in HOLDERS[key].states}) > 1:
        assert resolve("Kim") is None


@given(st.data())
def test_holder_with_full_name_resolves_to_the_holder_in_every_term(data):
    person = data.draw(st.sampled_from(sorted(HOLDERS.values(), key=lambda person: person.id)))
    term = data.draw(st.sampled_from(person.terms))
    if term.start is None:
        return
    end = term.end or max(term.start, date(2025, 1, 1))
    day = term.start + timedelta(days=data.draw(st.integers(0, (end - term.start).days)))
    same = [other for other in HOLDERS.values() if set(other.full_names) & {term.name}]
    identity = resolve(term.name, day)
    if len(same) > 1 or " " not in term.name:
        return
    assert identity is not None
    assert identity.id == person.id
    held = person.term_at(day)
    assert identity.code == (held.country or None)
    assert identity.sector == (held.sector if held.kind == "other" else SECTORS.get(held.kind, "GOV"))


def test_role_knows_singular_and_plural_in_any_case():
    assert role("troops").sector == role("Troop").sector == "MIL"
    assert role("foreign ministers").office_kinds == ("foreign_minister",)
    assert role("parliament").sector == "LEG"
    assert role("spoon") is None


def test_search_puts_exact_names_first_and_forgives_spelling():
    assert search("Russia")[0].code == "RUS"
    assert "RUS" in [identity.code for identity in search("rus")]
    assert search("Puttin", limit=3)[0].name == "Vladimir Putin"
    assert len(search("a", limit=5)) == 5
    assert search("qqqqzzzz") == []


def test_common_surname_is_nobody_out_of_office():
    from detente.actors import find

    text = "Mr. Taylor warned the council. Brown agreed."
    assert [f.text for f in find(text, date(2016, 9, 1))] == []
    assert [f.text for f in find("The council heard Thatcher and Blair.", date(2008, 9, 1))] == ["Thatcher", "Blair"]
    assert [f.identity.code for f in find("Charles Taylor was tried.", date(2012, 9, 1))] == ["LBR"]
