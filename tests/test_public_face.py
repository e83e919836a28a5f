"""The public names: short, complete, and loaded only when asked for."""

import ast
import importlib
from pathlib import Path

import pytest

import detente

PUBLIC = [
    "Document", "Event", "Project", "code_document", "code_documents", "election", "explain",
    "list_elections", "open", "open_chronicles", "read_documents", "save_report",
]  # fmt: skip


def test_public_names_are_these_and_no_more():
    assert detente.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_is_there_and_documented(name):
    assert getattr(detente, name).__doc__


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError):
        _ = detente.nonsense


def test_every_module_says_what_it_is():
    root = Path(detente.__file__).parent
    for path in root.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_readme_python_runs(tmp_path, monkeypatch, chronicles):
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "report.html").exists()


def test_readme_names_every_command():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name in importlib.import_module("detente.cli").COMMANDS:
        assert f"detente {name}" in readme


def test_readme_counts_the_entries_of_the_chronicles():
    from detente.chronicles import list_chronicles, read_chronicle

    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name in list_chronicles():
        assert f", {sum(1 for _ in read_chronicle(name)):,}" in readme, name


def test_every_source_of_published_chances_has_its_licence_named():
    from detente.elections import election, list_elections

    page = (Path(__file__).parents[1] / "docs" / "data_licences.md").read_text(encoding="utf-8")
    votes = [election(i) for i in list_elections()]
    for source in {p.source for v in votes for o in v.outcomes for p in o.probs}:
        assert source.split(",")[0].removesuffix(" 2016").removesuffix(" 2020") in page, source


def test_nothing_promises_a_score_that_is_not_kept():
    root = Path(__file__).parents[1]
    for path in (root / "pyproject.toml", root / "src/detente/__init__.py", root / "src/detente/cli/__init__.py"):
        assert "keep score" not in path.read_text(encoding="utf-8")
        assert "score kept" not in path.read_text(encoding="utf-8")
