"""Every example of docs/dictionaries.md does what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from detente.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "dictionaries.md").read_text(encoding="utf-8")
FILES = re.compile(r"^`([\w.]+)`[^\n]*:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in FILES.findall(PAGE):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_console_examples_print_what_the_page_shows(folder, capsys):
    shown = [block for kind, block in BLOCK.findall(PAGE) if kind == "console"]
    runs = [run.partition("\n") for block in shown for run in block.split("$ ")[1:]]
    assert len(runs) == 4
    for command, _, output in runs:
        main(shlex.split(command)[1:])
        assert capsys.readouterr().out.strip() == output.strip(), command


def test_python_example_runs(folder, capsys):
    (code,) = [block for kind, block in BLOCK.findall(PAGE) if kind == "python"]
    exec(compile(code, "dictionaries.md", "exec"), {})
    assert capsys.readouterr().out == "d [('NOR', 'ACCUSE', 'PER', 'heckle')]\n"


def test_every_example_of_the_page_codes_as_its_rule_says(folder):
    import tomllib

    from detente import Document, code_document
    from detente.dictionaries import read_own

    own = read_own(verbs=["my_verbs.toml"])
    for row in tomllib.loads(Path("my_verbs.toml").read_text(encoding="utf-8"))["verbs"]:
        if "ex" in row:
            assert [e.rule for e in code_document(Document("d", row["ex"]), own=own)] == [row["id"]]
