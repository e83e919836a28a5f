"""The index counts events: however often one is told, it weighs as one; the number of tellings is shown beside it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import cli
from detente.project import Project

MONTHS = range(1, 13)
OUTLETS = [f"The Paper of Town {i}" for i in range(30)]


def article(day: date, outlet: str, text: str) -> dict[str, str]:
    return {"id": f"{day}-{outlet}-{len(text)}", "date": day.isoformat(), "outlet": outlet, "text": text}


def history() -> list[dict[str, str]]:
    rows = []
    for month in MONTHS:
        rows.append(article(date(2023, month, 3), OUTLETS[0], "Ghana praised Togo for opening its markets."))
        rows.append(article(date(2023, month, 14), OUTLETS[1], "Togo accused Ghana of dumping cement."))
    return rows


def deed(outlet: str) -> dict[str, str]:
    return article(date(2023, 12, 20), outlet, "Ghana expelled three Togolese diplomats over a spying case in Accra.")


def project_of(rows: list[dict[str, str]], folder: Path, name: str) -> Path:
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = folder / f"{name}.duckdb"
    Project.open(store).add([folder / f"{name}.jsonl"])
    return store


def test_number_of_mentions_never_moves_the_level_beyond_one_event(tmp_path: Path) -> None:
    levels = {}
    for tellings in (1, 2, len(OUTLETS)):
        rows = [*history(), *(deed(outlet) for outlet in OUTLETS[:tellings])]
        index = Project.open(project_of(rows, tmp_path, f"t{tellings}")).pair("GHA", "TGO").index(as_of=date(2023, 12, 31))
        assert index.point().events == 25
        assert index.mentions == 24 + tellings
        levels[tellings] = [*index.result.level.mean.tolist(), *index.result.level.low90.tolist()]
    assert levels[1] == pytest.approx(levels[2], abs=1e-12)
    assert levels[1] == pytest.approx(levels[len(OUTLETS)], abs=1e-12)


def test_coverage_and_evidence_show_who_told_it(tmp_path: Path) -> None:
    store = project_of([*history(), *(deed(outlet) for outlet in OUTLETS[:5])], tmp_path, "shown")
    result = json.loads(CliRunner().invoke(cli, ["index", "GHA", "TGO", "--store", str(store), "--json"]).stdout)
    assert (result["coverage"]["events"], result["coverage"]["mentions"], result["coverage"]["outlets"]) == (25, 29, 5)
    (expelled,) = [e for e in result["evidence"] if "expelled" in e["text"]]
    assert (expelled["mentions"], expelled["documents"], expelled["outlets"]) == (5, 5, 5)
    page = CliRunner().invoke(cli, ["report", "GHA", "TGO", "--store", str(store), "-o", str(tmp_path / "r.html")])
    assert page.exit_code == 0, page.output
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "told 5 times by 5 outlets" in html
    assert "They are told 29 times by 5 outlets; each counts once." in html


def test_mentions_command_lists_splits_and_undoes(tmp_path: Path) -> None:
    store = str(project_of([*history(), *(deed(outlet) for outlet in OUTLETS[:2])], tmp_path, "m"))

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, ["mentions", *words, "--store", store])
        assert done.exit_code == 0, done.output
        return done.stdout

    (row,) = json.loads(run("list", "GHA", "TGO", "--json"))["events"]
    assert (row["event"], row["mentions"], row["outlets"]) == ("SANCTION", 2, [OUTLETS[0], OUTLETS[1]])
    first, second = (telling["id"] for telling in row["tellings"])
    assert "printed on the same day" in row["tellings"][1]["reason"]
    assert "told 2×" in run("list", "GHA", "TGO")
    run("split", first, second, "--reason", "two rounds")
    split = json.loads(run("list", "GHA", "TGO", "--json"))
    assert split["events"] == [] and split["decisions"][0]["reason"] == "two rounds"
    run("undo", second, first)
    assert len(json.loads(run("list", "GHA", "TGO", "--json"))["events"]) == 1
    run("rule", "off")
    assert json.loads(run("list", "GHA", "TGO", "--json"))["events"] == []


def test_chronicle_entries_stay_what_they_are(chronicles: Project) -> None:
    told = chronicles.pair("USA", "RUS").told_events()
    assert all(len(t.tellings) == 1 for t in told)
