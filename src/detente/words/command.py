"""The command that makes a result again: from the result's own settings, without any folder of its maker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TypeVar

from detente.elections import list_elections
from detente.results import Index, Outlook

Result = TypeVar("Result", Index, Outlook)


def rebuild_command(result: Index | Outlook) -> str:
    """Return the command that makes the report of a result again: the one recorded in it, else one from its settings.

    Files of one's own (texts, election, judgement) are named without their folder.
    """
    recorded = result.provenance.command.split(" ")
    if recorded[0] == "detente" and len(recorded) > 2:
        return " ".join(["detente", "report", *recorded[2:]])
    return _written(result, "report", {})


def with_command(result: Result, verb: str, **files: object) -> Result:
    """Return the result with the command that makes it; `files` are options with a path, None where not given."""
    command = _written(result, verb, {k: PurePath(str(v)).name for k, v in files.items() if v is not None})
    made = replace(result, provenance=replace(result.provenance, command=command))
    if isinstance(made, Outlook):
        made = replace(made, index=replace(made.index, provenance=replace(made.index.provenance, command=command)))
    return made


def _written(result: Index | Outlook, verb: str, files: Mapping[str, str]) -> str:
    index = result.index if isinstance(result, Outlook) else result
    options = dict(files)
    if isinstance(result, Outlook):
        name = result.election.id
        options.setdefault("election", name if name in list_elections() else f"{name}.toml")
        options["horizon"] = str(result.horizon_months)
    options["as-of"] = index.as_of.isoformat()
    order = ("election", "as-of", "horizon", "judgement", "store", "ledger")
    parts = [f"--{name} {quote(options[name])}" for name in order if name in options]
    return " ".join(["detente", verb, *index.pair, *parts])


def quote(word: object) -> str:
    """Write a word as a shell takes it.

    Examples
    --------
    >>> quote("my file.duckdb"), quote("usa-2020")
    ("'my file.duckdb'", 'usa-2020')
    """
    text = str(word)
    if text and all(c.isalnum() or c in "-_./:=,+@…" for c in text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
