"""How chambers go together with the leading office: joint tables as published, or independence stated as such."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from detente.records import Chamber, JointTable, Outcome

if TYPE_CHECKING:
    from detente.elections.fields import Fields

# Published figures are rounded and leave out ties and third candidates; more than this is a slip of the pen.
SUM_TOLERANCE = 0.02


def joint_tables(
    reader: Fields, value: Any, lead: str, outcomes: Sequence[Outcome], chambers: Sequence[Chamber], vote: date
) -> tuple[JointTable, ...]:
    """Read the joint tables: every combination has a chance, they sum to one, and agree with what else was published."""
    by_office = {chamber.office: chamber for chamber in chambers}
    found: list[JointTable] = []
    for table in reader.rows(value, "joint"):
        reader.keys(table, "a joint table", ("source", "date", "cells"), ("note",))
        source, day = reader.text(table, "source", "a joint table"), reader.day(table, "date", "a joint table")
        here = f"the joint table of {source}, {day.isoformat()}"
        if day > vote:
            raise reader.fail("E05", f"{here} is after the vote of {vote.isoformat()}", "use figures from before it")
        rows = reader.rows(table["cells"], f"cells of {here}")
        named = [name for name in (rows[0] if rows else {}) if name not in (lead, "prob")]
        for office in named:
            if office not in by_office:
                known = ", ".join(by_office) or "none"
                raise reader.fail("E06", f'{here} names the chamber "{office}"', f"chambers of this file: {known}")
        if not named:
            raise reader.fail("E03", f"{here} names no chamber", f"a cell names {lead}, chambers and prob")
        ids = [[o.id for o in outcomes], *([o.id for o in by_office[office].outcomes] for office in named)]
        cells: dict[tuple[str, ...], float] = {}
        for row in rows:
            reader.keys(row, f"a cell of {here}", (lead, *named, "prob"))
            key = tuple(str(row[office]) for office in (lead, *named))
            for office, one, known_ids in zip((lead, *named), key, ids, strict=True):
                if one not in known_ids:
                    raise reader.fail("E06", f'{here} names {office} = "{one}"', f"outcomes: {', '.join(known_ids)}")
            if key in cells:
                raise reader.fail("E04", f"{here} has two chances for {_said(key)}")
            cells[key] = reader.prob(row["prob"], f"{_said(key)} of {here}")
        missing = [key for key in product(*ids) if key not in cells]
        if missing:
            raise reader.fail("E04", f"{here} has no chance for {_said(missing[0])}", "a table names every combination")
        total = math.fsum(cells.values())
        if abs(total - 1) > SUM_TOLERANCE:
            raise reader.fail("E04", f"{here}: chances sum to {total:.3f}, not 1", f"tolerance is {SUM_TOLERANCE}")
        joint = JointTable(source, day, tuple(named), {key: prob / total for key, prob in cells.items()})
        for one in ids[0]:
            if margin(joint, 0, one) <= 0:
                raise reader.fail(
                    "E04", f"{here} gives {one} no chance at all", f"it must say who controls the chambers if {one} comes"
                )
        _check_margins(reader, joint, here, [(lead, outcomes), *((o, by_office[o].outcomes) for o in named)])
        if any((t.source, t.date, t.offices) == (source, day, joint.offices) for t in found):
            raise reader.fail("E04", f"{here} stands in the file twice")
        found.append(joint)
    return tuple(found)


def _check_margins(reader: Fields, joint: JointTable, here: str, offices: Sequence[tuple[str, Sequence[Outcome]]]) -> None:
    """Refuse a table that contradicts the chances which the same source published for one office on the same day."""
    for place, (office, outcomes) in enumerate(offices):
        for outcome in outcomes:
            for prob in outcome.probs:
                if (prob.date, prob.source) != (joint.date, joint.source):
                    continue
                sums_to = margin(joint, place, outcome.id)
                if abs(sums_to - prob.prob) > SUM_TOLERANCE:
                    raise reader.fail(
                        "E08",
                        f"{here}: its cells with {office} = {outcome.id} sum to {sums_to:.3f}, but the same source gives "
                        f"{outcome.id} {prob.prob:g} on that day",
                        f"correct one of the two, or leave one out; they may differ by {SUM_TOLERANCE}",
                    )


def margin(joint: JointTable, place: int, outcome: str) -> float:
    """Return the chance of one outcome of an office: `place` 0 is the leading office, then the chambers in order."""
    return math.fsum(prob for key, prob in joint.cells.items() if key[place] == outcome)


def independence(reader: Fields, data: Mapping[str, Any], lead: str, chambers: Sequence[Chamber]) -> str:
    """Return why chambers are taken as independent; needed where a chamber has chances on a day without a joint table."""
    if "independent" in data:
        return reader.text(data, "independent", "the file")
    tables = [row for row in data.get("joint", []) if isinstance(row, dict)]
    for chamber in chambers:
        first = min((p.date for p in chamber.outcomes[0].probs), default=None)
        covered = [t["date"] for t in tables if any(chamber.office in cell for cell in t["cells"])]
        if first is not None and (not covered or first < min(covered)):
            raise reader.fail(
                "E09",
                f"chambers.{chamber.office} has chances of its own on {first.isoformat()}, and nothing says how they go "
                f"together with the {lead}",
                "give a joint table ([[joint]]) of that day or before, or say that they are taken as independent, and why: "
                'independent = "…"',
            )
    return ""


def _said(key: Sequence[str]) -> str:
    return " + ".join(key)
