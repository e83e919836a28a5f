"""Dictionaries of every format are read to the line; what can't be read is set aside with its number; writing reads back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dictionaries import Entries, read_file, read_own, to_toml
from detente.dictionaries.actors import read_restricted
from detente.dictionaries.codes import read_actor_code
from detente.dictionaries.lines import read_lines
from detente.dictionaries.names import completed, written
from detente.dictionaries.patterns import read_pattern
from detente.documents import Rejects
from detente.errors import DetenteError, FormatError, InputError

EXAMPLES = Path(__file__).parent / "examples"
SET_ASIDE = {  # line -> code of the reason
    "own.toml": {7: "X05", 8: "X02", 44: "W19"},
    "petrarch.actors.txt": {14: "W14"},
    "petrarch.agents.txt": {8: "W15", 9: "W15"},
    "petrarch.verbs.txt": {19: "W16", 20: "W16", 21: "W16", 22: "W16", 27: "W17", 29: "W17"},
    "tabari.actors": {10: "W11", 11: "W11", 12: "W12", 13: "W11"},
    "tabari.verbs": {7: "W16", 11: "W18", 12: "W18"},
}


def read(name):
    rejects = Rejects()
    return read_file(EXAMPLES / name, rejects=rejects), rejects


@pytest.mark.parametrize("name", sorted(SET_ASIDE))
def test_lines_set_aside_have_their_number_and_reason(name):
    _, rejects = read(name)
    assert {row.line: row.code for row in rejects} == SET_ASIDE[name]
    assert all(f"{name} line {row.line}: " in row.reason and row.help and row.head for row in rejects)
    with pytest.raises(FormatError, match=f"{name} line {min(SET_ASIDE[name])}" if name != "own.toml" else "own.toml line"):
        read_file(EXAMPLES / name)  # nobody takes what is set aside


@pytest.mark.parametrize(
    ("name", "form"),
    [(n, "toml" if "toml" in n else n.removesuffix(".txt").rsplit(".", 1)[1]) for n in sorted(SET_ASIDE)],
)
def test_format_is_recognised_by_content(name, form, tmp_path):
    assert read(name)[0].form == form
    other = tmp_path / "dictionary.dat"
    other.write_bytes((EXAMPLES / name).read_bytes())
    assert read_file(other, rejects=Rejects()).form == form


def test_actors_have_codes_by_date():
    entries, _ = read("tabari.actors")
    halvorsen = [(r.sector, r.start, r.end) for r in entries.actors if "A. Halvorsen" in r.other_names]
    assert halvorsen == [
        ("OPP", None, date(1999, 5, 31)), ("GOV", date(1999, 6, 1), date(2005, 12, 31)), ("CVL", None, None),
    ]  # fmt: skip
    by_name = {row.name: row for row in entries.actors}
    assert (by_name["UN"].code, by_name["UN"].sector) == ("UN", "IGO")
    assert by_name["Fishing Bank"].kind == "none"
    assert "Zurich" not in by_name
    assert by_name["Quipu Front"].source == "tabari.actors:8"


def test_stem_stands_for_the_words_we_know():
    assert set(completed("NORW")) >= {"Norway", "Norwegian"}
    assert completed("PERU") == completed("NORW_") == completed("XQZW") == ()


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("MINISTRY_OF_DEFENCE_", "Ministry of Defence"), ("AL-QAEDA", "Al-Qaeda"), ("U.N.", "U.N."), ("O'BRIEN", "O'Brien"),
        ("US_", "US"), ("Quipu Front", "Quipu Front"), ("THE_HAGUE", "The Hague"),
    ],
)  # fmt: skip
def test_names_in_capitals_are_put_as_texts_write_them(phrase, first):
    assert written(phrase)[0] == first


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("PER", ("PER", None)), ("perreb", ("PER", "REB")), ("AFGGOVMIL", ("AFG", "GOV")), ("ROM", ("ROU", None)),
        ("IGOUNO", ("UN", "IGO")), ("NGO", (None, "NGO")), ("AFGELI", ("AFG", "CVL")), ("DNKBRD", ("DNK", "BRD")),
        ("PERSEPMIL", ("PER", "REB")), ("NAT", ("NATO", "IGO")),
    ],
)  # fmt: skip
def test_actor_code_is_state_and_sector(code, meant):
    found = read_actor_code(code)
    assert (found.code, found.sector) == meant


def test_null_codes_are_no_actor():
    assert [read_actor_code(code) for code in ("---", "###", " + ++ ".replace(" ", ""))] == [None, None, None]


@pytest.mark.parametrize("text", ["PER 990631", "PER <20010229", "PER 19990101-", "PER 990101-890101", "PER <", ""])
def test_impossible_dates_are_named(text):
    with pytest.raises(FormatError) as caught:
        read_restricted(text)
    assert caught.value.code == "W14"


days = st.dates(date(1931, 1, 1), date(2030, 12, 31))


@given(days, days, st.booleans())
def test_dates_read_back(first, last, short):
    first, last = sorted((first, last))
    shown = [d.strftime("%y%m%d" if short else "%Y%m%d") for d in (first, last)]
    assert read_restricted(f"PERGOV {shown[0]}-{shown[1]}") == ("PERGOV", first, last)
    assert read_restricted(f"PERGOV <{shown[0]}") == ("PERGOV", None, first)
    assert read_restricted(f" PERGOV > {shown[0]} ") == ("PERGOV", first, None)


@pytest.mark.parametrize(
    ("pattern", "has", "to", "mutual"),
    [
        ("*", (), None, False),
        ("* +", (), "obj", False),
        ("* {PEACE TALKS} (WITH +)", ("peace_talks",), "with", False),
        ("* TO_ + BORDER", ("border",), "to", False),
        ("* NEW_&SHIP_ROUTE", ("new", "boat ferry", "route"), None, False),
        ("&SHIP * (FROM)", ("boat ferry",), "from", False),
        ("% * { TALK | MEETING }", ("talk meeting",), None, True),
        ("+ WAS * BY_ $", (), None, False),
        ("* (OVER {&SHIP RAID}) (IN {OPEN SEA})", ("boat ferry", "raid", "open_sea"), None, False),
        ("* IN_THE ^ HARBOUR", ("harbour",), None, False),
    ],
)
def test_pattern_asks_for_words_and_says_where_the_target_stands(pattern, has, to, mutual):
    found = read_pattern(pattern, {"&SHIP": ["BOAT", "FERRY"]})
    assert (found.has, found.to, found.mutual) == (has, to, mutual)


@pytest.mark.parametrize(
    "pattern", ["NOTHING HERE", "* AND *", "NOT *", "WILL_NOT * HELP", "+ * $", "* &NOWHERE", "* {OPEN", "SAID *"]
)
def test_pattern_that_no_rule_can_say_is_named(pattern):
    with pytest.raises(FormatError) as caught:
        read_pattern(pattern, {})
    assert caught.value.code == "W16"


def rules(entries):
    return {row["id"].split(":")[1]: row for row in entries.verbs}


def test_petrarch_block_gives_its_code_and_patterns_to_all_its_verbs():
    found = rules(read("petrarch.verbs.txt")[0])
    assert {n: found[n]["cameo"] for n in ("12", "13", "14")} == {"12": "051", "13": "060", "14": "051"}
    assert found["15"]["verbs"].split() == ["haul-out", "outsail", "toast"]
    assert found["17"]["has"] == ["trawler fishing_boat ferry kayak"]  # a synonym set within another
    assert found["16"]["reciprocal"] and found["16"]["to"] == "with"
    assert "23" not in found  # "[---]": no event by itself


def test_tabari_verb_is_a_stem_with_patterns_of_its_own():
    found = rules(read("tabari.verbs")[0])
    assert found["2"]["verbs"].split() == ["serenad", "serenade"]
    assert found["10"]["verbs"].split() == ["barr", "barre", "bar"]
    assert found["6"] | {"id": ""} == {
        "id": "",
        "verbs": "heckle",
        "cameo": "171",
        "has": ["water waters"],
        "to": "of",
    }
    assert found["4"]["cameo"] == "010"  # "[---]": no event at all


def test_comments_of_all_kinds_are_left_out_and_lines_keep_their_numbers():
    text = "A [X] ; one\n# two\nB [###] # three\n<!-- four\nfive --> C [Y]\n\nD [Z]"
    assert [(n, t.strip()) for n, t, _ in read_lines(text)] == [
        (1, "A [X]"),
        (3, "B [###]"),
        (5, "C [Y]"),
        (6, ""),
        (7, "D [Z]"),
    ]


# -- writing reads back

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)
keys = st.from_regex(r"[a-z]{2,8}(-[a-z]{2,5})?", fullmatch=True)
codes = st.sampled_from(["051", "112", "163", "1823", "010"])
deeds = st.fixed_dictionaries(
    {"verbs": st.lists(keys, min_size=1, max_size=3).map(" ".join), "cameo": codes},
    optional={
        "has": st.lists(keys, min_size=1, max_size=2), "to": st.sampled_from(["obj", "to with", ""]), "ex": words,
        "object": st.sampled_from(["force", "treaty"]), "reciprocal": st.booleans(),
    },
)  # fmt: skip
people = st.builds(
    dict,
    name=words, names=st.lists(words, max_size=2), code=st.sampled_from(["PER", "NOR", ""]),
    sector=st.sampled_from(["GOV", "REB", ""]),
    kind=st.sampled_from(["state", "person", "group", "none"]), start=st.none() | days, end=st.none(),
)  # fmt: skip


def as_file(entries, folder):
    path = folder / entries.file
    path.write_text(to_toml(entries), encoding="utf-8", newline="")
    return read_file(path)


def without_places(entries):
    actors = [(r.name, r.other_names, r.code, r.sector, r.kind, r.start, r.end) for r in entries.actors]
    return actors, [(r.name, r.plural, r.sector) for r in entries.roles], entries.verbs, entries.nouns, entries.classes


@settings(max_examples=60, deadline=None)
@given(st.lists(deeds, max_size=4), st.lists(people, max_size=4), st.dictionaries(keys, keys, max_size=2))
def test_what_is_written_as_toml_reads_back(tmp_path_factory, rows, actors, classes):
    from detente.actors import Role
    from detente.actors.tables import NamedRow

    entries = Entries("mine.toml", "toml", classes=classes)
    entries.verbs = [{"id": f"rule {n}", **row} for n, row in enumerate(rows)]
    entries.actors = [
        NamedRow(
            "x",
            a["name"],
            tuple(a["names"]),
            a["code"] or None,
            a["sector"] or None,
            a["kind"],
            a["start"],
            a["end"],
            True,
            "x",
        )
        for a in actors
    ]
    entries.roles = [Role("harbour master", "harbour masters", "GOV")]
    assert without_places(as_file(entries, tmp_path_factory.mktemp("toml"))) == without_places(entries)


@pytest.mark.parametrize("name", sorted(SET_ASIDE))
def test_every_example_converts_to_toml_and_means_the_same(name, tmp_path):
    entries, _ = read(name)
    again = as_file(
        Entries("again.toml", "toml", entries.actors, entries.roles, entries.verbs, entries.nouns, {}, entries.classes),
        tmp_path,
    )
    assert without_places(again) == without_places(entries)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("AB_+-*&$%^{}()[]|<>:;#!=~ \t09?.\"'", max_size=30), max_size=8))
def test_no_text_is_too_odd(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("odd") / "odd.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    rejects = Rejects()
    try:
        read_file(path, rejects=rejects)
    except DetenteError as error:
        assert error.code == "W10" and error.help
    assert all(0 < row.line <= len(lines) for row in rejects)


def test_files_that_are_none_are_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_own([tmp_path / "nowhere.txt"])
    with pytest.raises(InputError) as caught:
        read_own([EXAMPLES / "tabari.verbs"], rejects=Rejects())
    assert (caught.value.code, caught.value.help) == ("W02", "give it as --verbs tabari.verbs")
    prose = tmp_path / "prose.txt"
    prose.write_text("Norway met Peru.\n")
    with pytest.raises(FormatError, match="no dictionary that we know"):
        read_file(prose)
    (tmp_path / "tabari.actors").write_text("PERU [PER]\n")
    with pytest.raises(InputError, match=r"two dictionaries are called tabari\.actors"):
        read_own([EXAMPLES / "tabari.actors", tmp_path / "tabari.actors"], rejects=Rejects())
    broken = tmp_path / "broken.toml"
    broken.write_text('[[actor]]\nname = "X"\n')
    with pytest.raises(FormatError, match='"actor", which is no part'):
        read_file(broken)


def test_a_later_file_goes_before_an_earlier_one(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("SAILORS_UNION [PERLAB]\n+QUAY_WORKERS\n")
    second.write_text("QUAY_WORKERS [CHLLAB]\n")
    own = read_own([first, second])
    assert {(row.code, row.name, *row.other_names) for row in own.actors} == {("PER", "Sailors Union"), ("CHL", "Quay Workers")}
