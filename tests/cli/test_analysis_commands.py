"""The commands as a user types them: tables, JSON, errors with exit codes, and nothing half-written."""

import csv
import html
import io
import json
import os
import re
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
    command = "detente outlook RUS USA --election usa-2020 --as-of 2020-10-27 --horizon 12"
    assert json.loads(out)["provenance"]["command"] == command


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


def test_add_says_that_nothing_was_there_to_read(tmp_path):
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    code, _, err = run("add", str(tmp_path / "a.txt"), "--store", str(tmp_path / "s.duckdb"))
    assert code == 0
    assert "holds no document" in err and "next:" not in err


def test_add_keeps_texts_and_sets_bad_rows_aside(tmp_path):
    texts = tmp_path / "a.jsonl"
    texts.write_text('{"id": "1", "date": "2020-05-01", "text": "Norway imposed sanctions on Peru."}\nbroken\n')
    code, out, err = run("add", str(texts), "--store", str(tmp_path / "s.duckdb"))
    assert code == 3 and out.startswith("1 document added") and "set aside[D04]" in err
    code, out, _ = run("index", "NOR", "PER", "--store", str(tmp_path / "s.duckdb"), "--json")
    assert code == 0 and json.loads(out)["index"]["events"] == 1


def test_add_says_again_what_it_set_aside(tmp_path):
    texts, store = tmp_path / "a.jsonl", str(tmp_path / "s.duckdb")
    texts.write_text('{"id": "1", "date": "2020-05-01", "text": "Norway imposed sanctions on Peru."}\nbroken\n')
    run("add", str(texts), "--store", store)
    code, out, err = run("add", str(texts), "--store", store, "--rejects", str(tmp_path / "r.jsonl"))
    assert code == 3 and "1 already there" in out and "1 row set aside" in out and "set aside[D04]" in err
    assert json.loads((tmp_path / "r.jsonl").read_text())["line"] == 2


def test_add_fails_where_nothing_can_be_read_and_tells_of_texts_without_a_day(tmp_path):
    (tmp_path / "bad.jsonl").write_text("broken\n")
    code, out, err = run("add", str(tmp_path / "bad.jsonl"), "--store", str(tmp_path / "s.duckdb"))
    assert (code, out) == (1, "") and err.startswith("error[D04]")
    (tmp_path / "a.txt").write_text("Norway thanked Peru.")
    code, _, err = run("add", str(tmp_path / "a.txt"), "--store", str(tmp_path / "s.duckdb"))
    assert code == 0 and "texts without a day: 1" in err


def test_series_as_csv_is_that_of_json():
    _, as_csv, _ = run("index", "IND", "PAK", "--format", "csv")
    _, as_json, _ = run("index", "IND", "PAK", "--json")
    expected = json.loads(as_json)
    rows = list(csv.DictReader(io.StringIO(as_csv)))
    assert [{k: str(v) for k, v in row.items()} for row in expected["rows"]] == rows
    assert sum(int(row["events"]) for row in rows) == expected["index"]["events"]


def test_actors_are_found_by_date():
    code, out, _ = run("actors", "show", "President Clinton", "--date", "1996-05-01", "--json")
    assert code == 0 and json.loads(out)[0]["name"] == "Bill Clinton"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    code, out, _ = run(name, "--help")
    assert code == 0 and out.startswith("Usage: detente " + name)


HOSTILE = "[/b] [sic] [red]Norway[/red] :smile: imposed sanctions on Peru. \x1b[2JNorway met Peru."


@pytest.fixture(scope="module")
def own_file(tmp_path_factory):
    """Return a project file of one's own with hostile words in it."""
    folder = tmp_path_factory.mktemp("own folder")
    rows = [
        {"id": str(y), "date": f"{y}-05-01", "text": f"Norway imposed sanctions on Peru in {y}."} for y in range(2010, 2020)
    ]
    rows.append({"id": "hostile", "date": "2020-05-01", "text": HOSTILE})
    (folder / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    assert run("add", str(folder / "a.jsonl"), "--store", str(folder / "s.duckdb"))[0] == 0
    return folder / "s.duckdb"


def test_words_of_a_text_are_printed_not_obeyed(made_project, capsys):
    from dataclasses import replace

    from detente.cli.index import print_index
    from detente.cli.outlook import print_outlook

    index = made_project().pair("USA", "RUS").index()
    print_index(replace(index, sentences=(HOSTILE,) * len(index.events)), "year")
    out = capsys.readouterr().out.replace("\n", "")
    assert "[/b] [sic] [red]Norway[/red] :smile:" in out and "\x1b" not in out
    outlook = made_project().pair("USA", "RUS").outlook("usa-2020")
    first, *rest = outlook.result.outcomes
    named = replace(outlook.result, outcomes=(replace(first, label="[/b] [sic]"), *rest))
    print_outlook(replace(outlook, result=named))
    assert "[/b] [sic]" in capsys.readouterr().out


def test_hostile_project_file_is_indexed(own_file):
    code, out, err = run("index", "NOR", "PER", "--store", str(own_file))
    assert code == 0 and "Traceback" not in err and "\x1b" not in out


def test_next_step_keeps_the_file_and_fits_the_data(own_file, chronicles):
    _, _, err = run("index", "NOR", "PER", "--store", str(own_file))
    assert err == f"next: add texts for an outlook: detente add FILE… --store '{own_file}'\n"
    _, _, err = run("index", "USA", "RUS", "--as-of", "2020-10-27")
    assert err.startswith("next: detente outlook RUS USA --election ID ") and err.endswith("ID: usa-2016, usa-2020\n")
    _, _, err = run("outlook", "IND", "PAK", "--election", "pak-2018", "--horizon", "6")
    assert "--election pak-2018 --as-of 2018-07-24 --horizon 6 -o" in err


def test_no_election_is_proposed_for_a_pair_without_one(made_project):
    from dataclasses import replace

    from detente.cli.index import _next_step

    index = made_project(per_month=6).pair("USA", "RUS").index()
    assert _next_step(index, None).startswith("detente outlook RUS USA")
    assert "docs/elections.md" in _next_step(replace(index, pair=("NOR", "PER")), None)


def test_pair_without_events_is_answered_with_the_pairs_of_the_file(own_file):
    code, _, err = run("index", "USA", "RUS", "--store", str(own_file))
    assert code == 1 and err.startswith("error[I01]") and "it holds events of NOR PER (" in err and "chronicle" not in err


def test_project_file_is_only_read(own_file, tmp_path):
    before = own_file.read_bytes()
    assert run("index", "NOR", "PER", "--store", str(own_file))[0] == 0
    assert own_file.read_bytes() == before
    (tmp_path / "a.txt").write_text("not a store")
    code, _, err = run("index", "NOR", "PER", "--store", str(tmp_path / "a.txt"))
    assert code == 1 and err.startswith("error[S04]") and "is not a DuckDB file" in err


def test_usage_names_a_before_b():
    for name in ("index", "outlook", "report"):
        assert run(name, "--help")[1].startswith(f"Usage: detente {name} [OPTIONS] A B")


@pytest.mark.parametrize("words", [(), ("actors",)])
def test_command_alone_prints_its_help(words):
    code, out, err = run(*words)
    assert (code, err) == (0, "") and out.startswith("Usage: detente") and "error" not in out


def test_body_is_told_from_a_state():
    code, _, err = run("index", "EU", "USA")
    assert code == 2 and err.startswith("error[A01]: EU is not a state but European Union (body)")


def test_search_without_a_hit_says_so():
    assert run("actors", "search", "zzzzqqq") == (0, "", 'note: no name is like "zzzzqqq"\n')
    code, out, err = run("actors", "search", " ")
    assert (code, out) == (2, "") and err.startswith("error[U01]: NAME is empty")


def test_office_is_shown_with_its_dates():
    code, out, _ = run("actors", "show", "President Clinton", "--date", "1996-05-01", "--json")
    assert code == 0 and (json.loads(out)[0]["from"], json.loads(out)[0]["to"]) == ("1993-01-20", "2001-01-20")
    assert json.loads(run("actors", "show", "Norway", "--json")[1])[0]["from"] is None


@pytest.mark.parametrize("words", [("report", "USA", "RUS"), ("demo",)])
def test_target_is_checked_before_the_work(words, tmp_path):
    target = tmp_path / "no" / "r.html"
    code, out, err = run(*words, "-o", str(target))
    assert (code, out) == (1, "") and err.startswith("error[W01]")
    assert run("add", str(tmp_path), "--store", str(tmp_path / "no" / "s.duckdb"))[0] == 1


def test_terminal_and_report_say_the_same(chronicles, outlook_2020, capsys):
    from detente import words
    from detente.cli.outlook import print_outlook
    from detente.report import render

    print_outlook(outlook_2020)
    terminal = " ".join(capsys.readouterr().out.split())
    unmarked = re.sub(r'<span class="date">(.*?)</span>', r"\1", render(outlook_2020))
    page = " ".join(html.unescape(unmarked).split())
    said = [words.verdict(outlook_2020), words.resolution(outlook_2020), words.headline(outlook_2020.index)]
    said += [words.matters_sentence(outlook_2020.result.matters), *words.record_sentences(outlook_2020.record)]
    for sentence in said:
        assert " ".join(sentence.split()) in terminal
        assert " ".join(sentence.split()) in page
    assert "improve" not in terminal and "published chance" in terminal


def test_assumptions_of_ones_own_are_used_and_named(chronicles, tmp_path):
    from importlib.resources import files

    shipped = files("detente").joinpath("data", "panel", "judgement.toml").read_text(encoding="utf-8")
    own = tmp_path / "mine.toml"
    own.write_text(shipped.replace("points = 0.5", "points = 0.75"), encoding="utf-8")
    vote = ("USA", "RUS", "--election", "usa-2020", "--as-of", "2020-10-27", "--judgement", str(own))
    code, out, err = run("outlook", *vote)
    assert code == 0 and "more than 0.75 points above" in " ".join(out.split()) and f"--judgement {own}" in err
    target = tmp_path / "r.html"
    assert run("report", *vote, "-o", str(target))[0] == 0
    page = target.read_text(encoding="utf-8")
    assert "0.75 points" in page and "--judgement mine.toml" in page and str(tmp_path) not in page
    code, _, err = run("report", "USA", "RUS", "--judgement", str(own), "-o", str(target))
    assert code == 2 and "--election" in err
