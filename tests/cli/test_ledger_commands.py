"""The ledger as a user types it: the worked example of the docs runs, and every slip says what to do."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from detente.cli import main

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ledger.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copy(DOCS / "examples" / "claims-2020.csv", tmp_path)


def run(capsys, line):
    code = main(shlex.split(line)[1:] if line.startswith("detente ") else shlex.split(line))
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def as_json(capsys, line):
    code, out, _ = run(capsys, f"{line} --json")
    assert code == 0, out
    return json.loads(out)


def test_worked_example_of_the_docs_runs_to_the_scoreboard(capsys, chronicles):
    """Each command of the page runs as printed. What it prints is compared where it hangs on no coded event."""
    steps = re.findall(r"^\$ (detente .*)\n((?:(?!\$ |```).*\n)*)", PAGE, re.MULTILINE)
    assert len(steps) >= 15
    for line, shown in steps:
        code, out, err = run(capsys, line)
        assert code == 0, (line, err)
        squeezed = " ".join(out.split())
        assert " ".join(shown.split()) in squeezed, line
        if line.endswith("scores"):
            check_scoreboard(out)
    final = {r["id"][:4]: r for r in as_json(capsys, "ledger list")}
    assert len(final) == 20 and final["450c"]["state"] == "void"
    assert {r["resolution"]["outcome"] for k, r in final.items() if r["scenario"] == ["usa-2020/trump"]} == {"annulled"}
    assert sum(r["scenario"] == ["usa-2020/trump"] for r in final.values()) == 6 + 3
    assert final["62a0"]["resolution"]["outcome"] == "yes" and final["62a0"]["vow"]
    exec(compile(PAGE.split("```python\n")[1].split("```")[0], "ledger.md", "exec"), {})
    assert "analysts 3 1" in capsys.readouterr().out
    graph = json.loads(Path("ledger.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert sum(n["@type"] == "ClaimReview" for n in graph) == sum(
        r["resolution"]["outcome"] in ("yes", "no") for r in final.values() if r["resolution"]
    )


def check_scoreboard(out):
    speakers = [row.split(",")[0] for row in Path("claims-2020.csv").read_text(encoding="utf-8").splitlines()[1:]]
    for speaker in set(speakers):
        assert speaker.split()[-1] in out
    assert "vows of Joe Biden: 1 kept" in out and "No rank under 10 resolved claims" in out.replace("\n", " ")
    assert max(map(len, out.splitlines())) <= 80


def test_page_counts_its_own_example_right():
    with (DOCS / "examples" / "claims-2020.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    speakers = {row["speaker"] for row in rows}
    assert f"holds {len(rows)} claims" in PAGE and (len(speakers), "Of the nine speakers" in PAGE) == (9, True)
    assert len({row["speaker"] for row in rows if row["prob"]}) == 2
    assert sum(row["scenario"] == "usa-2020/trump" for row in rows) == 6 and "six claims and half" in PAGE


def test_bad_rows_are_set_aside_and_counted(capsys):
    text = Path("claims-2020.csv").read_text(encoding="utf-8").splitlines()
    Path("mixed.csv").write_text("\n".join([text[0], text[1], text[2].replace("0.98", "98")]) + "\n", encoding="utf-8")
    code, out, err = run(capsys, "ledger import mixed.csv")
    assert code == 3 and out.startswith("1 entered, 0 already there, 1 set aside")
    assert 'set aside[L23]: mixed.csv, line 3: prob is "98"' in err
    code, out, _ = run(capsys, "ledger import mixed.csv --json")
    assert code == 3 and json.loads(out)["already"] == 1 and json.loads(out)["rejects"][0]["line"] == 3


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("ledger list", 2, "L00"),
        ("ledger scores --ledger none.duckdb", 2, "L00"),
        ("ledger import none.csv", 2, "L10"),
        ("ledger add none.json", 2, "D01"),
        ("ledger add", 2, "U01"),
        ("ledger add --store none.duckdb", 2, "S10"),
        ("ledger confirm abcd", 2, "U01"),
        ("score none.json", 2, "L10"),
        ("score claims-2020.csv", 1, "L11"),
    ],
)
def test_slips_are_told_with_code_and_next_step(capsys, line, code, error):
    found, out, err = run(capsys, line)
    assert (found, out) == (code, "") and err.startswith(f"error[{error}]") and "help:" in err
    assert not Path("detente-ledger.duckdb").exists(), "what fails makes no ledger"


def test_slips_with_entries_are_told(capsys):
    run(capsys, "ledger import claims-2020.csv")
    for line, error in (
        ("ledger confirm zzzz --by A", "L01"),
        ("ledger confirm 62a0 --by A", "L04"),
        ("ledger confirm 62a0 --by A --as yes", "L05"),
        ("ledger unresolve 62a0 --by A --reason r", "L03"),
    ):
        code, _, err = run(capsys, line)
        assert code == 2 and err.startswith(f"error[{error}]"), line


def test_frozen_outlook_is_scored_and_not_written_over(capsys, chronicles):
    freeze = "outlook USA RUS --election usa-2020 --as-of 2020-10-27 --freeze o.json"
    code, _, err = run(capsys, freeze)
    assert code == 0 and "SHA-256" in err and "detente score o.json" in err
    code, _, err = run(capsys, freeze)
    assert code == 1 and err.startswith("error[W02]")
    result = as_json(capsys, "score o.json")[0]
    assert result["speaker"].endswith("computed afterwards")
    rows = {(r["scenario"], r["direction"]): r for r in result["rows"]}
    assert all(r["outcome"] == "annulled" and r["brier"] is None for (s, _), r in rows.items() if s.endswith("trump"))
    came = [r for (s, _), r in rows.items() if s.endswith("biden")]
    assert sorted(r["outcome"] for r in came) == ["no", "no", "yes"]
    by_hand = sum((r["prob"] - (r["outcome"] == "yes")) ** 2 for r in came) / 3
    assert result["brier"] == pytest.approx(by_hand)
    early = as_json(capsys, "score o.json --as-of 2021-10-27")[0]
    assert early["brier"] is None and {r["outcome"] for r in early["rows"]} == {"annulled", None}
    Path("o.json").write_text(Path("o.json").read_text(encoding="utf-8").replace("0.", "1.", 1), encoding="utf-8")
    code, _, err = run(capsys, "score o.json")
    assert code == 1 and err.startswith("error[L12]")


def test_one_file_may_hold_claims_events_and_ledger(capsys):
    """The ledger kept in the project file itself: claims enter from it, its own events decide."""
    from test_ledger_project import make_project_file

    make_project_file(Path("mine.duckdb"))
    both = "--ledger mine.duckdb --store mine.duckdb"
    assert as_json(capsys, f"ledger add {both}")["entered"] == 1
    assert as_json(capsys, f"ledger add {both}")["already"] == 1
    found = as_json(capsys, f"ledger propose {both} --as-of 2022-01-01")
    assert [(r["proposal"]["outcome"], r["proposal"]["rule"]) for r in found] == [("yes", "deed")]
    assert found[0]["sha256"] and found[0]["spans"] and found[0]["document"] == "talk"


NOTE = "Ana Ruiz, a historian in Lima, said that relations between Norway and Peru would probably improve next year.\n"


def test_texts_enter_with_document_spans_and_hash(capsys):
    Path("note.txt").write_text(NOTE, encoding="utf-8")
    assert as_json(capsys, "ledger add note.txt --date 2020-10-27")["entered"] == 1
    assert as_json(capsys, "ledger add note.txt --date 2020-10-27") == {
        "entered": 0, "already": 1, "set_aside": 0, "rejects": [],
    }  # fmt: skip
    found = as_json(capsys, "ledger list")[0]
    assert (found["speaker"], found["direction"], found["pair"]) == ("Ana Ruiz", "improve", ["NOR", "PER"])
    assert (found["document"], found["sha256"]) == ("note.txt", hashlib.sha256(NOTE.encode()).hexdigest())
    assert " … ".join(NOTE[a:b] for a, b in found["spans"]) == found["text"]
    assert found["prob"] == 0.72 and found["until"] == "2021-12-31" and found["until_basis"] == "stated"


def test_texts_without_a_day_are_set_aside(capsys):
    Path("note.txt").write_text(NOTE, encoding="utf-8")
    code, out, err = run(capsys, "ledger add note.txt")
    assert code == 3 and out.startswith("0 entered, 0 already there, 1 set aside")
    assert "set aside[L24]" in err and "--date" in err


def test_hostile_words_are_printed_not_obeyed(capsys):
    Path("h.csv").write_text('speaker,date,text\n[red]X\x1b[2J,2020-01-01,"[/b] :smile: \x1b[2J"\n', encoding="utf-8")
    assert run(capsys, "ledger import h.csv")[0] == 0
    _, out, _ = run(capsys, "ledger list")
    assert "[/b] :smile:" in out and "\x1b" not in out and "[red]X" in out
    _, out, _ = run(capsys, "ledger scores")
    assert "\x1b" not in out
