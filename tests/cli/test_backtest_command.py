"""`detente backtest --panel`: what it prints, and how it refuses."""

import json
import sys
from datetime import date

import duckdb
import numpy as np
import pytest

from detente.cli import main

START = date(2008, 1, 1)


@pytest.fixture(scope="module")
def panel_file(tmp_path_factory):
    rng = np.random.default_rng(0)
    rows = []
    for a, b in (("CHL", "PER"), ("GHA", "TGO"), ("FIN", "SWE"), ("IRQ", "KWT")):
        level = rng.normal(0, 2)
        for t in range(60):
            level += rng.normal(0, 0.2)
            n = int(rng.integers(3, 12))
            rows.append((date(2008 + t // 12, t % 12 + 1, 1), a, b, float(level + rng.normal(0, 2 / np.sqrt(n))), n))
    return write(tmp_path_factory.mktemp("panel") / "panel.parquet", rows)


def write(path, rows):
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t(date DATE, a VARCHAR, b VARCHAR, value DOUBLE, count INTEGER)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(f"COPY t TO '{path}'")
    return path


def test_json_holds_scores_by_model_and_horizon(panel_file, capsys):
    assert main(["backtest", "--panel", str(panel_file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["pairs"], found["months"]) == (4, ["2008-01", "2012-12"])
    assert found["models"][0] == "detente"
    assert {r["horizon"] for r in found["results"]} == {1, 3, 6, 12, 24}
    for row in found["results"]:
        assert {"model", "horizon", "n", "crps", "log_score", "coverage50", "coverage90", "skill"} <= set(row)
        baselines = {"smoothed_no_change", "climatology", "last_24_months"} - {row["model"]}
        assert set(row["skill"]) == baselines
        assert row["n"] > 0
        assert row["crps"] > 0
        base = next(r for r in found["results"] if (r["model"], r["horizon"]) == ("climatology", row["horizon"]))
        if row["model"] != "climatology":
            assert row["skill"]["climatology"] == pytest.approx(1 - row["crps"] / base["crps"], abs=1e-3)
    assert found["set_aside"] == {}


def test_table_fits_eighty_columns_and_says_what_it_says(panel_file, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["backtest", "--panel", str(panel_file), "--horizons", "3,12", "--first", "2010-06"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "3 months ahead" in out
    assert "détente" in out
    assert "made as of 2010-06" in out


def test_rows_set_aside_are_counted_and_end_with_3(panel_file, tmp_path, capsys):
    path = tmp_path / "more.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_parquet('{panel_file}') UNION ALL SELECT NULL, 'CHL', 'PER', 1.0, 1) TO '{path}'")
    assert main(["backtest", "--panel", str(path), "--horizons", "3"]) == 3
    assert "set aside: 1 rows: the date is missing" in capsys.readouterr().err


def test_libraries_that_are_not_installed_are_named(panel_file, capsys, monkeypatch):
    for name in ("statsforecast", "statsmodels"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["backtest", "--panel", str(panel_file), "--horizons", "3", "--peers"]) == 0
    assert "not installed, not compared: statsforecast, statsmodels" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--horizons", "three"], 2, "not a list of months"),
        (["--horizons", "0,3"], 2, "must lie in 1..60"),
        (["--first", "2010"], 2, "not a month"),
        (["--first", "2008-02"], 2, "first origin"),
        (["--horizons", "59"], 1, "the panel has 60 months"),
        (["--least", "1000"], 1, "no month can be scored"),
    ],
)
def test_wrong_use_is_refused(panel_file, capsys, arguments, code, said):
    assert main(["backtest", "--panel", str(panel_file), *arguments]) == code
    assert said in capsys.readouterr().err


def test_a_panel_without_usable_rows_is_refused(tmp_path, capsys):
    path = write(tmp_path / "empty.parquet", [(None, "CHL", "PER", 1.0, 1)])
    assert main(["backtest", "--panel", str(path)]) == 1
    assert "no usable rows of 1" in capsys.readouterr().err


def test_without_a_panel_the_pairs_of_the_store_are_tested(capsys, chronicles):
    assert main(["backtest", "--horizons", "12", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pairs"] >= 1
    assert found["settings"]["panel_prior"]
    row = next(r for r in found["results"] if r["model"] == "detente")
    # the record printed with an outlook is the same test on one pair
    assert row["n"] > 50
    assert row["skill"]["smoothed_no_change"] > 0.05


def test_record_of_an_outlook_is_the_back_test_of_its_pair(chronicles):
    from detente.backtests import backtest_project
    from detente.outlook import score_past
    from detente.priors import load_panel_prior
    from detente.project import pair_arrays

    class OnePair:
        name = "one pair"

        def pairs(self):
            return {("RUS", "USA"): 1}

        def pair(self, a, b):
            return chronicles.pair(a, b)

    found = backtest_project(OnePair(), horizons=(6,))
    events = pair_arrays(chronicles.pair("RUS", "USA").state_events())
    record = score_past(events, prior=load_panel_prior(), last=int(events.month.max()), horizon=6)
    row = found.row("detente", 6)
    assert (row.n, row.crps, row.coverage90) == pytest.approx((record.n, record.crps, record.coverage90))
    assert row.skill["smoothed_no_change"] == pytest.approx(record.crps_skill)


@pytest.mark.parametrize("arguments", [["--peers"], ["--first", "2010-01"], ["--least", "3"], ["--store", "none.duckdb"]])
def test_what_does_not_go_together_is_refused(arguments, capsys):
    assert main(["backtest", *arguments]) == 2
    assert main(["backtest", "--panel", "p.parquet", "--store", "s.duckdb"]) == 2


def test_a_store_without_a_past_is_refused(tmp_path, capsys):
    from detente.project import Project

    path = tmp_path / "empty.duckdb"
    Project.open(path).store.close()
    assert main(["backtest", "--store", str(path)]) == 1
    assert "no pair of" in capsys.readouterr().err


def test_a_panel_that_is_not_there_is_wrong_use(tmp_path, capsys):
    assert main(["backtest", "--panel", str(tmp_path / "none.parquet")]) == 2
    assert "error[B10]: there is no file" in capsys.readouterr().err
