"""What will become of relations between two states: read, code, measure, look ahead.

    project = detente.open_chronicles()                  # the shipped histories; detente.open("mine.duckdb") for your own texts
    pair = project.pair("United States", "Russia")
    outlook = pair.outlook("usa-2020", as_of=date(2020, 10, 27))
    detente.save_report(outlook, "report.html")

Importing the package is light: the parser, the store and the arithmetic load when they are first used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from detente.coding import code_document as code_document
    from detente.coding import code_documents as code_documents
    from detente.coding.explain import explain as explain
    from detente.documents import read_documents as read_documents
    from detente.elections import election as election
    from detente.elections import list_elections as list_elections
    from detente.project import Project as Project
    from detente.records import Document as Document
    from detente.records import Event as Event
    from detente.report import save as save_report

__all__ = [
    "Document",
    "Event",
    "Project",
    "code_document",
    "code_documents",
    "election",
    "explain",
    "list_elections",
    "open",
    "open_chronicles",
    "read_documents",
    "save_report",
]

# name here -> module, name there
_WHERE = {
    "Document": ("detente.records", "Document"),
    "Event": ("detente.records", "Event"),
    "Project": ("detente.project", "Project"),
    "code_document": ("detente.coding", "code_document"),
    "code_documents": ("detente.coding", "code_documents"),
    "election": ("detente.elections", "election"),
    "explain": ("detente.coding", "explain"),
    "list_elections": ("detente.elections", "list_elections"),
    "read_documents": ("detente.documents", "read_documents"),
    "save_report": ("detente.report", "save"),
}


def open(path: str | Path | None = None) -> Project:
    """Open or make a project file for your own texts; None keeps everything in memory."""
    from detente.project import Project

    return Project.open(path)


def open_chronicles() -> Project:
    """Open the histories that ship with the package, coded once on this machine."""
    from detente.project import Project

    return Project.chronicles()


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    try:
        module, there = _WHERE[name]
    except KeyError:
        raise AttributeError(f"module 'detente' has no attribute {name!r}") from None
    import importlib

    return getattr(importlib.import_module(module), there)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
