"""The table of assumptions: every prior by judgement in words, with its value and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from detente.words import MINUS, percent, signed

Table = dict[str, Any]


def _normal(table: Table) -> str:
    return f"{signed(table['mean'], 2)} on average, standard deviation {table['sd']:.2f}"


def _share(table: Table) -> str:
    a, b = table["a"], table["b"]
    return f"{percent(a / (a + b))} on average; distribution Beta({a:g}, {b:g})"


def _push(table: Table) -> str:
    return "none" if not table["mean"] and not table["sd"] else f"{_normal(table)}"


def _stance(table: Table) -> str:
    said = f"as much as {table['pseudo_statements']:g} statements"
    if "least_statements" in table:
        said += f"; a direction from {table['least_statements']:g} statements on"
    if "least_tone" in table:
        said += f"; a usual tone from {table['least_tone']:g} on"
    return said


def _verdict(table: Table) -> str:
    hardly, matters, unlikely = (percent(table[k]) for k in ("hardly", "matters", "unlikely"))
    return f"hardly matters below {hardly}, matters above {matters}; unlikely below {unlikely}"


ASSUMPTIONS: dict[str, tuple[str, Callable[[Table], str]]] = {
    "pass_through": ("How much of a difference in words between leaders becomes a change in relations", _normal),
    "leader_effect": (
        "Effect of a new leader that nobody can sign in advance",
        lambda t: f"{t['mean']:.2f} points either way, standard deviation {t['sd']:.2f}",
    ),
    "survival.words": ("Share of a cooperative move in words that survives the legislature", _share),
    "survival.deeds_aligned": ("Share of a cooperative deed that survives a legislature of like mind", _share),
    "survival.deeds_opposed": ("The same where the legislature or a law can stop it", _share),
    "push": ("What a legislature does on its own, in points on deeds", _push),
    "stance": ("Weight of what is usual against a candidate’s own statements", _stance),
    "office": ("Time in office until a new leader’s effect is full", lambda t: f"{t['ramp_months']:g} months"),
    "change": ("Change that counts as better or worse", lambda t: f"{t['points']:g} points"),
    "verdict": ("Limits of what is said in words, as shares and chances", _verdict),
    "simulation": ("Simulation", lambda t: f"{t['draws']:,} draws"),
}
"""Table of judgement.toml -> what it says to a reader, and how its numbers are written."""


def assumptions(notes: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return every prior by judgement with its values and its source; one without words here shows its own names."""
    rows = []
    for name, table in _tables(notes):
        said, write = ASSUMPTIONS.get(name, (name.replace("_", " ").replace(".", ", "), _raw))
        rows.append({"name": said, "values": write(table), "source": str(table["source"])})
    return rows


def _tables(notes: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Table]]:
    for key, value in notes.items():
        if isinstance(value, dict):
            if "source" in value:
                yield prefix + key, value
            else:
                yield from _tables(value, f"{prefix}{key}.")


def _raw(table: Table) -> str:
    numbers = {k: f"{v:,}" if isinstance(v, int) else f"{v:.3g}" for k, v in table.items() if k != "source"}
    return ", ".join(f"{key.replace('_', ' ')} {value.replace('-', MINUS)}" for key, value in numbers.items())
