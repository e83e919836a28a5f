"""Find out, for each state with both a head of state and a head of government, which of the two offices leads it.

    python training/leading_offices.py --data ../shared/bench/relations --out src/detente/data/leaders/leading_offices.csv

Archigos (to 2015) and REIGN (from July 2014 to March 2021) name the person who effectively led a state. Counted are the days
since 1989 on which that person held each office in our own tables; the office with more days leads. States with one office
need no row.
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

SINCE = date(1989, 1, 1)
REIGN_FROM = date(2014, 7, 1)
KINDS = ("head_of_state", "head_of_government")
LEAST_DAYS = 365


def fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if len(text) == 10 else otherwise


def holders() -> list[dict[str, str]]:
    rows = []
    for name in ("office_holders.csv", "leaders.csv"):
        text = files("detente.data").joinpath("actors", name).read_text(encoding="utf-8")
        rows += [row for row in csv.DictReader(text.splitlines()) if row["office_kind"] in KINDS]
    return rows


def effective(folder: Path) -> list[dict[str, str]]:
    with (folder / "leaders.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if len(row["start"]) == 10 and len(row["end"]) == 10]
    archigos = [row for row in rows if row["source"].startswith("Archigos") and date.fromisoformat(row["end"]) > SINCE]
    reign = [row for row in rows if row["source"].startswith("REIGN") and date.fromisoformat(row["start"]) >= REIGN_FROM]
    return archigos + reign


def days_by_kind(state: str, offices: list[dict[str, str]], led: list[dict[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for spell in (row for row in led if row["iso3"] == state):
        first, last = max(date.fromisoformat(spell["start"]), SINCE), date.fromisoformat(spell["end"])
        names = [part for part in fold(spell["leader"]).split() if len(part) > 3]
        for row in offices:
            if any(name in fold(f"{row['name']} {row['other_names']}") for name in names):
                inside = (min(last, day(row["end"], last)) - max(first, day(row["start"], first))).days
                found[row["office_kind"]] += max(inside, 0)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    led, every = effective(args.data), holders()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["state", "office_kind", "share", "days", "source"])
        for state in sorted({row["country"] for row in every}):
            offices = [row for row in every if row["country"] == state]
            if len({row["office_kind"] for row in offices}) < 2:
                continue
            found = days_by_kind(state, offices, led)
            if found.total() >= LEAST_DAYS:
                kind, number = found.most_common(1)[0]
                share = round(number / found.total(), 2)
                writer.writerow([state, kind, share, found.total(), "Archigos 4.1; REIGN, March 2021"])


if __name__ == "__main__":
    main()
