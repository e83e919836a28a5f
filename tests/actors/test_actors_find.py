from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors import find

SNIPPETS = [
    "Russia recalled its ambassador from Washington.",
    "U.S. President Barack Obama met Russian President Dmitry Medvedev in Prague.",
    "The Kremlin said the foreign minister, Sergei Lavrov, would go.",
    "In Atlanta, Georgia voted. Georgia's parliament met in Tbilisi.",
    "Michael Jordan flew to Jordan; Chad Smith to Chad.",
    "the government of India and Pakistani troops in Kashmir",
    "INDIA AND PAKISTAN AGREE",
    "TELL US WHO IS THERE",
    "former Soviet republics, pro-Russian rebels, U.S.-backed forces",
    "Côte d'Ivoire’s army left São Tomé.",
    "…nothing named here, nor there; turkey and china.",
    "Trump on Tuesday",
    "Foreign Minister",
    "of Turkey",
    "the",
    "US",
]
texts = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=20), max_size=6)
DAY = date(2010, 4, 8)


def spans(text, day=DAY):
    return [(found.text, found.identity.code, found.identity.sector) for found in find(text, day)]


@given(texts, st.sampled_from([" ", "\n", "\n\n", "", " – "]))
def test_offsets_are_exact_ordered_and_do_not_overlap(parts, glue):
    text = glue.join(parts)
    end = 0
    for found in find(text, DAY):
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        end = found.end


@given(texts, texts)
def test_text_cut_at_a_blank_line_gives_the_same_finds(first, second):
    head, tail = " ".join(first), " ".join(second)
    whole = find(f"{head}\n\n{tail}", DAY)
    cut = find(head, DAY), find(tail, DAY)
    shift = len(head) + 2
    assert [(f.start, f.end, f.identity, f.form) for f in whole] == [
        *((f.start, f.end, f.identity, f.form) for f in cut[0]),
        *((f.start + shift, f.end + shift, f.identity, f.form) for f in cut[1]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey sent a turkey to China on fine china.", [("Turkey", "TUR", None), ("China", "CHN", None)]),
        ("They polish shoes. Polish troops left.", [("Polish troops", "POL", "MIL")]),
        ("It told us that the US would go.", [("US", "USA", None)]),
        ("TELL US WHO IS THERE", []),
        ("US AND RUSSIA AGREE", [("US", "USA", None), ("RUSSIA", "RUS", None)]),
        ("Michael Jordan left Jordan.", [("Jordan", "JOR", None)]),
        ("Chad Smith left Chad.", [("Chad", "TCD", None)]),
        ("In Atlanta, voters in Georgia chose.", []),
        ("Georgia and Russia fought in 2008.", [("Georgia", "GEO", None), ("Russia", "RUS", None)]),
        ("New Mexico and the Gulf of Mexico; Moscow, Idaho; the Washington Post", []),
        ("former Soviet republics and ethnic Albanians", []),
        ("Iranian-backed rebels and U.S.-backed forces", []),
        ("pro-Russian separatists", [("pro-Russian separatists", "UKR", "REB")]),
        ("US-led coalition forces", [("US-led coalition forces", "USA", "MIL")]),
        ("Russia forces Ukraine to pay.", [("Russia", "RUS", None), ("Ukraine", "UKR", None)]),
        ("The Emirates sent tents.", [("Emirates", "ARE", None)]),
        ("An Emirates flight was late.", []),
        ("The Hague protested.", [("The Hague", "NLD", "GOV")]),
        ("Russian forces shelled Kharkiv.", [("Russian forces", "RUS", "MIL"), ("Kharkiv", "UKR", None)]),
        ("Afghan national security forces", [("Afghan national security forces", "AFG", "MIL")]),
        ("Russia's Federal Security Service", [("Russia's Federal Security Service", "RUS", "SPY")]),
        ("In the U.S. He left.", [("U.S.", "USA", None)]),
        ("the Kurdistan Workers' Party", [("Kurdistan Workers' Party", "TUR", "REB")]),
        ("We may go in May. March on.", []),
        ("the Paris Agreement and the Minsk agreements", []),
        ("Secretary of the Security Council of Russia", [("Secretary of the Security Council of Russia", "RUS", "GOV")]),
        ("Security Council Secretary Nikolai Patrushev", [("Security Council Secretary Nikolai Patrushev", "RUS", "GOV")]),
        ("a Russia analyst and a Russian analyst", [("Russia", "RUS", None), ("Russian analyst", "RUS", "CVL")]),
        ("the third Railway Congress; the Congress", [("Congress", "USA", "LEG")]),
        ("the Russian Student Spring; Russian students", [("Russian", "RUS", None), ("Russian students", "RUS", "CVL")]),
        (
            "the Russian minister and the U.S. ambassador",
            [("Russian minister", "RUS", "GOV"), ("U.S. ambassador", "USA", "GOV")],
        ),
        ("Russian\nForces", [("Russian", "RUS", None)]),
        ("the United\nStates", [("United\nStates", "USA", None)]),
        ("the United\n\nStates", []),
    ],
)
def test_words_of_several_meanings(text, expected):
    assert spans(text) == expected


def test_whole_phrase_is_one_find_with_its_form():
    text = "Russian Foreign Minister Sergei Lavrov met Secretary Clinton in Geneva, the president of Russia said."
    found = [(item.text, item.form, item.identity.name) for item in find(text, date(2009, 3, 6))]
    assert found == [
        ("Russian Foreign Minister Sergei Lavrov", "person", "Sergei Lavrov"),
        ("Secretary Clinton", "person", "Hillary Clinton"),
        ("president of Russia", "office", "Dmitry Medvedev"),
    ]


def test_forms_tell_adjective_demonym_capital_and_seat_apart():
    found = find("Russian wheat; Russians; Moscow; Russia; the Kremlin; NATO; the CIA; Hamas")
    assert [item.form for item in found] == ["adjective", "demonym", "capital", "name", "seat", "body", "agency", "group"]


def test_date_changes_who_but_not_where():
    text = "The Russian president and Secretary Clinton spoke; the U.S. president listened."
    early, late = find(text, date(2010, 1, 1)), find(text, date(2014, 1, 1))
    assert [(item.start, item.end) for item in early] == [(item.start, item.end) for item in late]
    assert early[0].identity.name == "Dmitry Medvedev"
    assert late[0].identity.name == "Vladimir Putin"


def test_surname_of_somebody_else_is_not_taken():
    assert [item.text for item in find("Tom Kerry, Laura Bush and the Trump Tower", date(2016, 1, 1))] == []
    assert [item.identity.name for item in find("Then Kerry left.", date(2016, 1, 1))] == ["John Kerry"]


def test_office_that_many_hold_names_nobody():
    found = find("The Russian minister and the U.S. ambassador spoke.", date(2019, 1, 1))
    assert [item.identity.kind for item in found] == ["office", "office"]


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("A Peruvian Su-25 fighter crossed the border.", "Peruvian Su-25 fighter", "MIL"),
        ("Two Norwegian F-35 fighters took off.", "Norwegian F-35 fighters", "MIL"),
        ("Chilean T-90 tanks rolled in.", "Chilean T-90 tanks", "MIL"),
        ("Libyan fighters took the town.", "Libyan fighters", "REB"),
    ],
)
def test_a_type_of_arms_may_stand_between_a_state_and_its_role(text, name, sector):
    (found,) = find(text)
    assert (found.text, found.identity.sector) == (name, sector)
