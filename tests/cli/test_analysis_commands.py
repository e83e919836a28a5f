"""The commands as a user types them: tables, JSON, errors with exit codes, and nothing half-written."""

import json
import os
import subprocess
import sys

import pytest

from detente.cli import COMMANDS


def run(*words, columns="80"):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from detente.cli import main; sys.exit(main())", *words],
        capture_output=True, text=True, env={**os.environ, "COLUMNS": columns, "NO_COLOR": "1"}, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_outlook_prints_the_table_and_the_next_step(chronicles):
    code, out, err = run("outlook", "USA", "RUS", "--election", "usa-2020", "--as-of", "2020-10-27")
    assert code == 0
    assert "Donald Trump is re-elected" in out and "Joe Biden is elected" in out and " in 20" in out
    assert "Past record" in out and "Countering America's Adversaries" in out.replace("\n", " ")
    assert err.startswith("next: detente report")
    assert max(map(len, out.splitlines())) <= 80


def test_outlook_as_json_is_one_object(chronicles):
    code, out, _ = run("outlook", "usa", "russia", "--election", "usa-2020", "--as-of", "2020-10-27", "--json")
    assert code == 0
    assert json.loads(out)["provenance"]["command"].startswith("detente outlook usa russia")


def test_index_lists_years_and_turning_points(chronicles):
    code, out, _ = run("index", "USA", "RUS", "--as-of", "2020-10-27")
    assert code == 0
    assert "1992" in out and "2020" in out and "90 % interval" in out


def test_report_is_written(chronicles, tmp_path):
    target = tmp_path / "r.html"
    code, out, _ = run("report", "IND", "PAK", "--election", "pak-2018", "-o", str(target))
    assert code == 0 and out.strip() == str(target)
    assert "<html" in target.read_text(encoding="utf-8")


def test_demo_leaves_a_report_and_prints_the_outlook(chronicles, tmp_path):
    target = tmp_path / "demo.html"
    code, out, err = run("demo", "-o", str(target))
    assert code == 0 and "Joe Biden is elected" in out and str(target) in err and target.exists()


@pytest.mark.parametrize(
    ("words", "exit_code", "error"),
    [
        (("outlook", "Rusia", "USA", "--election", "usa-2020"), 2, "A01"),
        (("outlook", "USA", "RUS", "--election", "usa-2021"), 2, "E01"),
        (("outlook", "USA", "RUS", "--election", "usa-2020", "--as-of", "yesterday"), 2, "U01"),
        (("outlook", "USA", "RUS", "--election", "usa-2020", "--as-of", "1980-01-01"), 1, "I02"),
        (("index", "TUV", "NRU"), 1, "I01"),
        (("index", "USA", "RUS", "--store", "no-such-file.duckdb"), 2, "S10"),
        (("outlook", "USA", "RUS"), 2, "U01"),
        (("nonsense",), 2, "U01"),
    ],
)
def test_errors_have_code_help_and_exit_code(words, exit_code, error, chronicles):
    code, out, err = run(*words)
    assert code == exit_code
    assert err.startswith(f"error[{error}]") and "Traceback" not in err and out == ""
    code, out, _ = run(*words, "--json")
    if "--json" in words or code == exit_code:
        said = json.loads(out)
        assert said["ok"] is False and said["code"] == error


def test_unwritable_report_leaves_nothing(tmp_path, chronicles):
    target = tmp_path / "no" / "such" / "folder" / "r.html"
    code, _, err = run("report", "USA", "RUS", "-o", str(target))
    assert code != 0 and "error[" in err and "Traceback" not in err
    assert not target.exists() and list(tmp_path.iterdir()) == []


def test_add_keeps_texts_and_sets_bad_rows_aside(tmp_path):
    texts = tmp_path / "a.jsonl"
    texts.write_text('{"id": "1", "date": "2020-05-01", "text": "Norway imposed sanctions on Peru."}\nbroken\n')
    code, out, err = run("add", str(texts), "--store", str(tmp_path / "s.duckdb"))
    assert code == 3 and out.startswith("1 documents added") and "set aside[D04]" in err
    code, out, _ = run("index", "NOR", "PER", "--store", str(tmp_path / "s.duckdb"), "--json")
    assert code == 0 and json.loads(out)["index"]["events"] == 1


def test_actors_are_found_by_date():
    code, out, _ = run("actors", "show", "President Clinton", "--date", "1996-05-01", "--json")
    assert code == 0 and json.loads(out)[0]["name"] == "Bill Clinton"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    code, out, _ = run(name, "--help")
    assert code == 0 and out.startswith("Usage: detente " + name)
