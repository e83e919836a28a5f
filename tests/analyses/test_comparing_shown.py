"""Commands and the page: what they print is what was found."""

import json
import re

import pytest

from detente import words
from detente.cli import main
from detente.report import render


def run(capsys, *args):
    code = main(list(args))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def found(chronicles, outlook_2020):
    return chronicles.pair("USA", "RUS").comparisons(outlook_2020.index)


def test_leaders_command(capsys, chronicles):
    code, out, err = run(capsys, "leaders", "USA", "RUS", "--of", "USA", "--as-of", "2020-10-27")
    assert code == 0 and "Barack Obama" in out and "chance that it was tougher" in " ".join(out.split()) and "next:" in err
    code, out, _ = run(capsys, "leaders", "USA", "RUS", "--compare", "Obama", "Trump 2017", "--json")
    result = json.loads(out)
    assert code == 0 and [c["first"] for c in result["toughness"][0]["contests"]] == ["Barack Obama 2009–2017"] * 3
    code, out, _ = run(capsys, "leaders", "USA", "RUS", "--compare", "Obama", "Trump", "--json")
    assert code == 2 and json.loads(out)["code"] == "T03"


def test_shocks_and_linked_commands(capsys, chronicles):
    code, out, _ = run(capsys, "shocks", "IND", "PAK", "--after", "expulsion")
    assert code == 0 and "After an expulsion" in out and "other pairs" in out
    code, out, _ = run(capsys, "shocks", "IND", "PAK", "--json")
    assert code == 0 and json.loads(out)["pair"] == ["IND", "PAK"]
    assert run(capsys, "shocks", "IND", "PAK", "--after", "weather")[0] == 2
    code, out, _ = run(capsys, "linked", "USA", "RUS", "--json")
    assert code == 1 and json.loads(out)["code"] == "T12"


def test_page_shows_what_was_found(found, outlook_2020):
    page = render(outlook_2020, comparisons=found)
    for part in ("leaders", "shocks", "not-compared"):
        assert f'id="{part}"' in page
    ids = set(re.findall(r'id="e-([0-9a-f]+)"', page))
    assert set(re.findall(r'href="#e-([0-9a-f]+)"', page)) <= ids
    plain = page.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ")
    for toughness in found.toughness:
        for contest in toughness.contests:
            assert (
                words.percent(contest.prob_tougher).replace("\N{NO-BREAK SPACE}", " ").replace("<", "&lt;").replace(">", "&gt;")
                in plain
            )
    assert "nan" not in re.sub(r"data:[^\"]+", "", page).lower().split()
    assert render(outlook_2020, comparisons=found) == page
    assert 'id="shocks"' not in render(outlook_2020)


def test_verdict_words_follow_their_rule(found):
    for toughness in found.toughness:
        for contest in toughness.contests:
            said = words.contest_verdict(contest)
            assert (said == "tougher") == (contest.prob_tougher >= 0.95)
            assert (said == "no clear difference") == (0.2 < contest.prob_tougher < 0.8)


def test_what_is_missing_is_said(found):
    assert {r.what for r in found.refused} >= {"who moved with them"}
    assert all(r.reason and r.help for r in found.refused)
