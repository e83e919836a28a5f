"""The benchmark of claims skips with a message where the attributions are absent, and scores what is given."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_claims", FOLDER / "bench_claims.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_claims", module)
    spec.loader.exec_module(module)
    return module


def test_bench_skips_with_a_message_where_the_corpus_is_absent(bench, tmp_path, capsys):
    assert bench.main(["--shared", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("skipped: no attributions")


def test_predictions_are_statements_with_cue_and_content(bench):
    text = "Norway's minister said talks would fail. Ana Ruiz told reporters that she would pay."
    (row,) = bench.predictions([{"id": "d", "text": text}])
    assert [text[slice(*a["cue"][0])] for a in row["attributions"]] == ["said", "told"]
    assert [text[slice(*a["content"][0])] for a in row["attributions"]] == ["talks would fail", "that she would pay"]
