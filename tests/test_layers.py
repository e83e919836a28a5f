"""Imports go one way: each room imports only what DESIGN's table allows. A failure names the line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "detente"
BASE = {"records", "errors"}

# Room -> rooms it may import, itself and the base aside. A room that is not listed here fails the test.
MAY_IMPORT: dict[str, set[str]] = {
    "records": set(),
    "errors": set(),
    "plain": set(),  # results as plain JSON values
    "ontology": set(),
    "actors": set(),
    "language": set(),
    "documents": set(),
    "mentions": set(),
    "elections": set(),
    "data": set(),
    "coding": {"language", "actors", "ontology", "mentions"},
    "dictionaries": {"documents", "actors", "ontology", "coding"},  # a user's own names and rules, for the coder
    "claims": {"language", "actors", "ontology"},  # ontology: which way a predicted deed points
    "datasets": {"ontology", "actors"},
    "store": {"mentions"},
    "relations": set(),
    "outlook": {"relations"},
    "comparisons": {"relations"},
    "leaders": {"actors"},
    "triggers": {"ontology"},
    "stances": {"actors"},
    "priors": {"relations", "outlook"},  # reads the shipped numbers into the records of these two
    "ledger": {"store", "outlook", "elections"},  # elections: the outcome that came true
    "scenarios": {"elections", "claims"},  # election files as the finder of claims sees them
    "extraction": {"coding", "claims", "language", "scenarios"},  # events and claims of one parse
}
_LEFT = set(MAY_IMPORT)
# The joints where a user holds everything, and the ways out.
MAY_IMPORT |= {
    "chronicles": {"coding", "store"},  # the shipped texts, coded into a store
    "constraints": {"elections"},
    "directions": {"plain", "relations"},
    "branching": {"elections", "outlook"},  # an election file as the branches of an outlook
    "results": {"branching", "directions", "constraints", "elections", "plain", "relations", "outlook", "ledger"},
    # questions to an index: whose term was tougher, what followed shocks, who moved with a pair
    "analyses": {"comparisons", "leaders", "ontology", "plain", "relations", "results", "stances", "triggers"},
    "project": _LEFT | {"analyses", "branching", "chronicles", "constraints", "results"},
    "scorekeeping": _LEFT | {"project", "results"},  # the ledger, and the events and elections that say what came
    "backtests": {"outlook", "priors", "project", "relations", "store"},  # panels in files and projects, tested by outlook
    # the thresholds and records that sentences speak of
    "words": {"analyses", "branching", "directions", "elections", "outlook", "relations", "results", "ledger", "triggers"},
    "charts": {"directions", "project", "results", "words", "outlook", "relations"},
    # ontology, priors: for the report's own list of event types and of assumptions with their sources
    "report": {
        "analyses",
        "charts",
        "project",
        "results",
        "words",
        "outlook",
        "relations",
        "ontology",
        "priors",
        "stances",
        "ledger",
    },
    "web": _LEFT | {"charts", "project", "results", "words"},
    "cli": _LEFT
    | {
        "analyses",
        "backtests",
        "chronicles",
        "constraints",
        "results",
        "project",
        "scorekeeping",
        "words",
        "charts",
        "report",
        "web",
    },
    "detente": _LEFT | {"results", "project", "report"},  # the public face, detente/__init__.py
}
# Heavy or special libraries -> the only rooms that may import them.
ONLY_IN = {
    "duckdb": {"store"},
    "spacy": {"language", "coding"},  # coding: for the type alone
    "thinc": {"language"},
    "click": {"cli"},
    "rich": {"cli"},
    "jinja2": {"report", "web"},
    "fastapi": {"web"},
}
ARRAYS_ONLY = {"relations", "outlook", "comparisons"}  # no files, no consoles
FILES_AND_CONSOLES = {
    "pathlib",
    "os",
    "io",
    "sys",
    "tomllib",
    "csv",
    "sqlite3",
    "subprocess",
    "importlib",
    "argparse",
    "logging",
}


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return "detente" if parts == ("__init__.py",) else parts[0].removesuffix(".py")


def imports(source: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, top-level module, and for our own the room, of every import, those inside functions too."""
    package = ["detente", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (start, node.module) if part)
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "detente" else [module]
        for name in names:
            top, _, rest = name.partition(".")
            yield node.lineno, top, rest.partition(".")[0]


def breaches(source: str, path: Path) -> list[str]:
    room = room_of(path)
    found = []
    for line, top, other in imports(source, path):
        where = f"src/detente/{path.relative_to(PACKAGE)}:{line}"
        if top == "detente" and other and not (PACKAGE / other).exists() and not (PACKAGE / f"{other}.py").exists():
            continue  # a name in detente/__init__.py, such as __version__
        if top == "detente" and other and other != room and other not in BASE | MAY_IMPORT.get(room, set()):
            found.append(f"{where}: {room} may not import {other}")
        if top == "detente" and other and room in BASE and other != room:
            found.append(f"{where}: {room} may import nothing of ours, not {other}")
        if room not in ONLY_IN.get(top, {room}):
            found.append(f"{where}: {room} may not import {top}, which belongs to {', '.join(sorted(ONLY_IN[top]))}")
        if room in ARRAYS_ONLY and top in FILES_AND_CONSOLES:
            found.append(f"{where}: {room} is arrays in, arrays out, and may not import {top}")
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(PACKAGE)) for p in FILES])
def test_imports_go_one_way(path: Path) -> None:
    assert not (found := breaches(path.read_text(encoding="utf-8"), path)), "\n".join(found)


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in FILES} <= set(MAY_IMPORT), "add the new room to MAY_IMPORT, with its reason"


def test_table_has_no_ring() -> None:
    done: set[str] = set()
    while left := set(MAY_IMPORT) - done:
        free = {room for room in left if MAY_IMPORT[room] - {room} <= done}
        assert free, f"these rooms import each other in a ring: {sorted(left)}"
        done |= free


@pytest.mark.parametrize(
    ("room", "source", "said"),
    [
        (
            "relations/index.py",
            "import numpy\nfrom detente.store import Store",
            "relations/index.py:2: relations may not import store",
        ),
        ("records/x.py", "def f():\n    import detente.errors", "records/x.py:2: records may import nothing of ours"),
        ("coding/coder.py", "from detente import store", "coding/coder.py:1: coding may not import store"),
        ("coding/coder.py", "from ..store import Store", "coding/coder.py:1: coding may not import store"),
        ("cli/index.py", "import duckdb", "cli/index.py:1: cli may not import duckdb"),
        ("outlook/scores.py", "from pathlib import Path", "outlook/scores.py:1: outlook is arrays in"),
        ("elections/files.py", "from detente.project import Project", "elections/files.py:1: elections may not import project"),
    ],
)
def test_breach_is_named_by_its_line(room: str, source: str, said: str) -> None:
    assert any(said in line for line in breaches(source, PACKAGE / room))


@pytest.mark.parametrize(
    "source", ["from detente.records import Event", "from .lexicon import Deed", "from detente import __version__"]
)
def test_allowed_import_is_no_breach(source: str) -> None:
    assert breaches(source, PACKAGE / "coding/coder.py") == []
