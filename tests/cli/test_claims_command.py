"""`detente claims`: formats, exit codes, what is set aside, explanations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from detente.cli import main

TEXT = "Analysts say that ties between the United States and Russia could worsen if Biden wins. Trump disagrees."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["claims", *args])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_jsonl_has_the_contract_of_a_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(article), "--date", "2020-10-20")
    assert code == 0
    row = json.loads(out.splitlines()[0])
    assert set(row) == {
        "id", "document", "part_of", "speaker", "source_span", "cue_span", "content_spans", "text", "mode", "type", "condition",
        "likelihood", "about", "direction", "polarity", "horizon", "nested_in", "date", "venue", "rule",
    }  # fmt: skip
    assert row["document"] == str(article)
    assert row["speaker"] == {
        "name": "Analysts", "as_written": "Analysts", "role": None, "affiliation": None, "kind": "collective",
        "resolved_by": "name",
    }  # fmt: skip
    assert row["condition"]["scenario"] == ["usa-2020/biden"]
    assert (row["type"], row["direction"], row["about"], row["date"]) == ("forecast", "worsen", ["RUS", "USA"], "2020-10-20")
    assert row["likelihood"] == {"phrase": "could", "low": 0.1, "high": 0.7, "median": 0.4, "class": "interval"}
    assert TEXT[slice(*row["content_spans"][0])] == row["text"]


def test_csv_has_the_same_claims(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.loads(line) for line in run(capsys, str(article))[1].splitlines()]
    rows = list(csv.DictReader(io.StringIO(run(capsys, str(article), "--format", "csv")[1])))
    assert [r["id"] for r in rows] == [r["id"] for r in lines]
    assert rows[0]["scenario"] == "usa-2020/biden"
    assert [r["text"] for r in rows] == [r["text"] for r in lines]


def test_table_shows_outcome_direction_and_range(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, str(article), "--format", "table")[1]
    assert out.splitlines()[0].split()[:3] == ["speaker", "type", "if"]
    assert all(word in out.splitlines()[1] for word in ("Analysts", "forecast", "biden", "worsen", "could (10%–70%)"))


def test_workers_give_the_same_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": str(i), "text": TEXT}) + "\n" for i in range(5)), encoding="utf-8")
    assert run(capsys, str(path))[1] == run(capsys, str(path), "--workers", "2")[1]


def test_bad_row_is_set_aside_and_the_rest_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}) + "\nno json\n", encoding="utf-8")
    code, out, err = run(capsys, str(path))
    assert (code, len(out.splitlines()) > 0, "set aside" in err) == (3, True, True)


def test_nothing_to_read_and_both_inputs_are_wrong_use(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    assert run(capsys)[0] == 2
    assert run(capsys, str(article), "--explain", "x")[0] == 2
    assert run(capsys, str(article), "--json", "--format", "csv")[0] == 2


def test_unknown_election_is_named(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    code, _, err = run(capsys, str(article), "--election", "usa-2021")
    assert (code, "usa-2021" in err) == (2, True)


def test_explain_says_who_when_and_by_which_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--explain", TEXT)
    assert code == 0
    for words in ("Analysts · forecast", "cue        “say”", "if Biden wins → usa-2020/biden", "10% to 70%", "RUS – USA"):
        assert words in out
    assert run(capsys, "--explain", "It rained.")[1].startswith("no claim")
