"""A user's names and rules go before ours, in every way of coding, and `--explain` says where each came from."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from detente.cli import main
from detente.coding import code_document, code_documents, coder_name, explain
from detente.dictionaries import read_own
from detente.documents import Rejects
from detente.project import Project
from detente.records import Document

EXAMPLES = Path(__file__).parent / "examples"


def own(*, actors=(), verbs=()):
    return read_own([EXAMPLES / n for n in actors], [EXAMPLES / n for n in verbs], rejects=Rejects())


def own_of(tmp_path, text, kind="verbs"):
    path = tmp_path / f"mine.{'toml' if '=' in text else 'txt'}"
    path.write_text(text, encoding="utf-8")
    return read_own(**{kind: [path]})


def coded(text, given, day=None):
    events = code_document(Document("d", text, day), own=given, learned=False)  # what rules give, and no more
    return [
        (e.source and (e.source.code, e.source.sector), e.event, e.target and e.target.code, e.cameo, e.rule) for e in events
    ]


def short(text, given, day=None):
    return [(source[0] if source else None, event, target) for source, event, target, *_ in coded(text, given, day)]


@pytest.fixture(scope="module")
def verbs():
    return own(verbs=["own.toml", "petrarch.verbs.txt", "tabari.verbs"])


def test_own_toml_rule_codes_its_example():

    given = own(verbs=["own.toml"])

    content = tomllib.loads((EXAMPLES / "own.toml").read_text(encoding="utf-8"))
    for row in (*content["verbs"], *content["nouns"]):
        if "ex" in row:
            assert [(e[3], e[4]) for e in coded(row["ex"], given)] == [(row["cameo"], row["id"])], row["ex"]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("Norway serenaded Peru.", "tabari.verbs:2", ("NOR", "SUPPORT", "PER")),
        ("Peru was heckled by Norway.", "tabari.verbs:8", ("NOR", "COERCE", "PER")),
        ("Norway outsailed Peruvian fishing boats near the coast.", "petrarch.verbs.txt:15", ("NOR", "MOBILIZE", "PER")),
        ("Norway toasted Peru.", "petrarch.verbs.txt:13", ("NOR", "COOPERATE", "PER")),
        ("Norway marooned two Peruvian sailors.", "petrarch.verbs.txt:26", ("NOR", "ASSAULT", "PER")),
    ],
)
def test_rules_of_tabari_and_petrarch_code_sentences(verbs, text, line, found):
    (event,) = coded(text, verbs)
    assert (event[0][0], event[1], event[2], event[4]) == (*found, line)
    assert f"by rule {line}" in explain(text, own=verbs)


def test_a_pattern_with_no_code_of_its_own_is_no_event(verbs):
    assert short("Norway serenaded a Peruvian warship.", verbs) == []
    assert short("Norway will serenade a Peruvian warship.", verbs) == []


def test_a_users_rule_goes_before_ours(tmp_path):
    text = "Norway condemned Peru over the fishing ban."
    assert short(text, None) == [("NOR", "ACCUSE", "PER")]
    mine = own_of(tmp_path, 'verbs = [{id = "mine", verbs = "condemn", has = ["fishing"], cameo = "050"}]')
    assert coded(text, mine)[0][3:] == ("050", "mine")
    assert short("Norway condemned Peru.", mine) == [("NOR", "ACCUSE", "PER")]


def test_a_rule_of_the_same_name_takes_the_place_of_ours(tmp_path):
    ours = code_document(Document("d", "Norway thanked Peru."))[0].rule
    mine = own_of(tmp_path, f'verbs = [{{id = "{ours}", verbs = "salute", cameo = "051"}}]')
    assert short("Norway saluted Peru.", mine) == [("NOR", "SUPPORT", "PER")]
    assert short("Norway thanked Peru.", mine) == []


def test_a_bare_verb_takes_the_place_of_all_our_rules_for_it(tmp_path):
    text = "Norway expelled four Peruvian diplomats."
    assert short(text, None) == [("NOR", "SANCTION", "PER")]
    assert short(text, own_of(tmp_path, "--- EXPEL [111] ---\nEXPEL {EXPELLED }\n")) == [("NOR", "ACCUSE", "PER")]
    phrasal = "Norway shot down a Peruvian drone."
    assert short(phrasal, own_of(tmp_path, "--- SHOOT [111] ---\nSHOOT {SHOT }\n")) == short(phrasal, None) != []


def test_a_bare_rule_leaves_promises_and_refusals_to_ours(tmp_path):
    mine = own_of(tmp_path, "--- AGREE [030] ---\nAGREE\n")
    assert coded("Norway agreed to release the Peruvian sailors.", mine) == coded(
        "Norway agreed to release the Peruvian sailors.", None
    )
    assert coded("Norway refused to serenade Peru.", own(verbs=["tabari.verbs"]))[0][1] == "REJECT"


def test_a_users_name_means_what_the_file_says_on_its_days():
    given = own(actors=["tabari.actors"])
    text = "Arne Halvorsen accused Peru of meddling."
    sectors = [coded(text, given, day)[0][0] for day in (date(1990, 1, 1), date(2001, 1, 1), date(2010, 1, 1))]
    assert sectors == [("NOR", "OPP"), ("NOR", "GOV"), ("NOR", "CVL")]
    front = "The Quipu Front attacked Norway."
    assert short(front, given, date(1990, 1, 1)) == [("PER", "ASSAULT", "NOR")]
    assert short(front, given, date(1996, 1, 1)) != [("PER", "ASSAULT", "NOR")]  # after its days it is nobody


def test_a_users_name_takes_the_place_of_ours(tmp_path):
    text = "Tehran accused Peru of meddling."
    assert short(text, None) == [("IRN", "ACCUSE", "PER")]
    assert short(text, own_of(tmp_path, "TEHRAN [CHL]\n", "actors")) == [("CHL", "ACCUSE", "PER")]
    assert short(text, own_of(tmp_path, "TEHRAN [---]\n", "actors")) == [(None, "ACCUSE", "PER")]
    same = own_of(tmp_path, "TEHRAN [IRN]\n", "actors")
    assert "from" not in explain(text, own=same)  # the same meaning: ours stays, which knows that it is a capital


def test_explain_names_file_and_line_of_actors_and_roles():
    given = own(actors=["own.toml", "petrarch.agents.txt"])
    said = explain("The Quipu Front attacked the Norwegian harbour masters.", on=date(1990, 1, 1), own=given)
    assert "(Quipu Front) from own.toml:18" in said
    assert "NOR GOV (Norway: harbour master) from petrarch.agents.txt:3" in said


def test_workers_code_the_same(verbs):
    documents = [Document(str(n), "Norway serenaded Peru. Peru toasted Chile.") for n in range(70)]
    alone = [events for _, events in code_documents(documents, own=verbs)]
    assert alone == [events for _, events in code_documents(documents, own=verbs, workers=2)]
    assert len(alone[0]) == 2


def test_coder_of_a_store_tells_dictionaries_apart(tmp_path):
    assert coder_name(own=own(verbs=["own.toml"])) != coder_name(own=own(verbs=["tabari.verbs"])) != coder_name()
    copy = tmp_path / "another_name.toml"
    copy.write_bytes((EXAMPLES / "own.toml").read_bytes())
    assert coder_name(own=read_own(verbs=[copy], rejects=Rejects())) == coder_name(own=own(verbs=["own.toml"]))


def test_project_codes_with_dictionaries_and_keeps_what_was_set_aside(tmp_path):
    (tmp_path / "a.txt").write_text("Norway swindled Peru.", encoding="utf-8")
    project = Project.open()
    project.add([tmp_path / "a.txt"], on=date(2020, 1, 1))
    before = {e.rule for e in project.pair("NOR", "PER").events()}
    added = project.add([tmp_path / "a.txt"], on=date(2020, 1, 1), verbs=[EXAMPLES / "own.toml"])
    assert (added.revisions, added.events, added.rejects) == (1, 1, 3)
    assert before.isdisjoint({e.rule for e in project.pair("NOR", "PER").events()})
    assert {row.code for row in project.store.rejects()} == {"W19", "X02", "X05"}


def run(capsys, *words):
    code = main([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_command_code_takes_dictionaries(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("Rosa Quispe swindled Norway over the fish.", encoding="utf-8")
    rejects = tmp_path / "rejects.jsonl"
    code, out, err = run(
        capsys, "code", tmp_path / "a.txt", "--date", "2003-01-01", "--actors", EXAMPLES / "petrarch.actors.txt",
        "--verbs", EXAMPLES / "own.toml", "--rejects", rejects, "--format", "jsonl",
    )  # fmt: skip
    event = json.loads(out)
    assert (code, event["source"]["code"], event["cameo"], event["rule"]) == (3, "PER", "171", "my.swindle")
    assert "set aside[W14]: petrarch.actors.txt line 14" in err
    assert [json.loads(line)["code"] for line in rejects.read_text().splitlines()] == ["W14", "W19", "X05", "X02"]


def test_command_code_fails_before_it_reads_texts_where_a_dictionary_is_none(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("Norway swindled Peru.", encoding="utf-8")
    code, out, err = run(capsys, "code", tmp_path / "a.txt", "--verbs", EXAMPLES / "tabari.actors")
    assert (code, out) == (2, "")
    assert "error[W02]: tabari.actors holds actors, not verbs" in err


def test_command_check_says_what_was_read_and_converts(capsys, tmp_path):
    code, out, _ = run(capsys, "dictionaries", "check", EXAMPLES / "tabari.verbs")
    assert code == 3
    assert out.startswith("tabari.verbs: TABARI or PETRARCH verbs: 6 verbs, 7 verb rules; 3 lines set aside\n")
    code, out, err = run(capsys, "dictionaries", "check", EXAMPLES / "tabari.verbs", "--to", "toml")
    assert code == 3 and "3 lines set aside" in err
    (tmp_path / "mine.toml").write_text(out, encoding="utf-8")
    assert run(capsys, "dictionaries", "check", tmp_path / "mine.toml")[0] == 0
    code, out, _ = run(capsys, "dictionaries", "check", tmp_path / "mine.toml", "--json")
    assert json.loads(out)[0]["read"] == {"verbs": 6, "verb rules": 7}
