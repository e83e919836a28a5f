"""`import detente` and `detente --help` load nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("spacy", "thinc", "duckdb", "scipy", "numpy", "pandas", "polars", "jinja2", "rich")


def loaded_after(program: str) -> set[str]:
    """Return the top-level modules in memory after a program ran in a fresh interpreter."""
    program = f"import sys, json, io\nout, sys.stdout = sys.stdout, io.StringIO()\n{program}\njson.dump(list(sys.modules), out)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(ended.stdout)}


def test_import_is_light() -> None:
    assert loaded_after("import detente").isdisjoint(HEAVY)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["code", "--help"]])
def test_help_is_light(args: list[str]) -> None:
    loaded = loaded_after(f"from detente.cli import main\nassert main({args}) == 0")
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_reading_documents_loads_no_parser_and_no_database() -> None:
    assert loaded_after("import detente.documents").isdisjoint(HEAVY)
