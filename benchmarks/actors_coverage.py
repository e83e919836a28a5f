"""Count what the who-is-who covers and write the table into docs/actors.md.

PYTHONPATH=src python benchmarks/actors_coverage.py [--write | --check]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from detente.actors.gazetteer import Gazetteer, default_gazetteer

START, END = "<!-- coverage: start -->", "<!-- coverage: end -->"
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "actors.md"
TOP = 25


def coverage(gazetteer: Gazetteer) -> str:
    """Return the coverage tables in Markdown: rows and names by kind, then the states with most rows."""
    states, people = gazetteer.states, gazetteer.people.values()
    words = sum(len(s.other_names) + 2 + len(s.adjectives) + 2 * len(s.demonyms) + len(s.capitals) for s in states)
    rows = [
        ("states, present", sum(s.end is None for s in states), ""),
        ("states, past since 1945", sum(s.end is not None for s in states), ""),
        ("words for states (names, adjectives, demonyms, capitals)", words, ""),
    ]
    titles = {
        "seat": "seats as stand-ins",
        "body": "international bodies and their organs",
        "agency": "agencies, legislatures, parties, companies, media",
        "group": "groups and territories",
    }
    for form, title in titles.items():
        named = gazetteer.named[form]
        rows.append((title, len(named), f"{sum(1 + len(row.other_names) for row in named)} names"))
    terms = sum(len(person.terms) for person in people)
    rows.append(("office-holders", len(people), f"{terms} terms of office"))
    rows.append(("role nouns", len(gazetteer.role_list), "composed with every state"))
    lines = ["| kind | rows | |", "|---|---:|---|", *(f"| {kind} | {count} | {note} |" for kind, count, note in rows), ""]

    agencies, groups, held = Counter[str](), Counter[str](), Counter[str]()
    for row in gazetteer.named["agency"]:
        agencies[row.code or "–"] += 1
    for form in ("seat", "group"):
        for row in gazetteer.named[form]:
            groups[row.code or "–"] += 1
    for code, of_state in gazetteer.terms_of.items():
        held[code] += len(of_state)
    total = agencies + groups + held
    present = {state.iso3: state.name for state in states if state.end is None}
    lines += [f"The {TOP} states with most rows (of {sum(code in present for code in total)} with any beyond their words):", ""]
    lines += ["| state | agencies and parties | seats, groups, places | terms of office |", "|---|---:|---:|---:|"]
    for code, _ in [item for item in total.most_common() if item[0] in present][:TOP]:
        lines.append(f"| {present[code]} | {agencies[code]} | {groups[code]} | {held[code]} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table; with --write put it into docs/actors.md, with --check say whether that is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="put the table into docs/actors.md")
    what.add_argument("--check", action="store_true", help="say whether docs/actors.md is current")
    arguments = parser.parse_args()
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    table = coverage(default_gazetteer())
    fresh = f"{before}{START}\n{table}\n{END}{after}"
    if arguments.check:
        print("current" if fresh == text else "out of date: run with --write")
        return int(fresh != text)
    if arguments.write:
        DOCUMENT.write_text(fresh, encoding="utf-8")
    else:
        print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
