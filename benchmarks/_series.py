"""Independent series on the relations of a pair, read from ../shared/bench/relations (DATA.md there names each source)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from _rank import Series

FILES = (
    "un_idealpoints_1946_2024.csv.gz", "icews_events.parquet", "icews_year_dev.parquet", "gdelt_dev.parquet",
    "us_president_secretary_travel.csv",
)  # fmt: skip
LEAST_DAYS = 10
"""Days of GDELT that a month must hold."""

Freq = Literal["year", "month"]
Part = Literal["all", "words", "deeds"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One independent series; `sign` is -1 where larger values mean worse relations, `part` what it measures."""

    name: str
    source: str
    freq: Freq
    sign: int
    part: Part
    values: Series


def read_references(folder: Path, pair: tuple[str, str]) -> list[Reference]:
    """Return every series that covers the pair; files that are not there are passed over."""
    import duckdb

    with duckdb.connect() as db:
        found: list[Reference] = []
        for read, file in zip((_un, _icews_months, _icews_years, _gdelt, _travel), FILES, strict=True):
            path = folder / file
            if path.exists():
                found += [r for r in read(db, str(path), sorted(pair)) if r.values]
    return found


def missing_files(folder: Path) -> list[str]:
    """Return the files of `FILES` that the folder lacks."""
    return [file for file in FILES if not (folder / file).exists()]


def _un(db: Any, path: str, pair: list[str]) -> list[Reference]:
    out = []
    for column, label in (("idealpointall", "all votes"), ("idealpointfp", "final passage")):
        rows = db.execute(
            f"WITH d AS (SELECT iso3c, year, TRY_CAST({column} AS DOUBLE) AS v FROM read_csv($1)) "
            "SELECT a.year, abs(a.v - b.v) FROM d a JOIN d b USING (year) "
            "WHERE a.iso3c = $2 AND b.iso3c = $3 AND a.v IS NOT NULL AND b.v IS NOT NULL",
            [path, *pair],
        ).fetchall()
        out.append(
            Reference(
                f"UN ideal-point distance, {label}", "Bailey, Strezhnev & Voeten, July 2025", "year", -1, "all",
                {int(y): float(v) for y, v in rows},
            )
        )  # fmt: skip
    return out


def _icews_months(db: Any, path: str, pair: list[str]) -> list[Reference]:
    rows = db.execute(
        "SELECT year(date) * 12 + month(date) - 1, avg(goldstein), avg((quad >= 3)::INT), "
        "avg(goldstein) FILTER (quad IN (1, 3)), avg(goldstein) FILTER (quad IN (2, 4)) FROM read_parquet(?) "
        "WHERE in_icews18 AND ((source_country = $2 AND target_country = $3) OR (source_country = $3 AND target_country = $2)) "
        "GROUP BY 1".replace("?", "$1"),
        [path, *pair],
    ).fetchall()
    source = "ICEWS 2018 (ICEWS18 set), both directions"
    kinds: list[tuple[str, int, Part]] = [
        ("ICEWS 2018 mean Goldstein", 1, "all"), ("ICEWS 2018 share of conflict", -1, "all"),
        ("ICEWS 2018 mean Goldstein, words", 1, "words"), ("ICEWS 2018 mean Goldstein, deeds", 1, "deeds"),
    ]  # fmt: skip
    return [
        Reference(name, source, "month", sign, part, {int(r[0]): float(r[k]) for r in rows if r[k] is not None})
        for k, (name, sign, part) in enumerate(kinds, 1)
    ]


def _icews_years(db: Any, path: str, pair: list[str]) -> list[Reference]:
    rows = db.execute(
        "SELECT year, sum(verbCoop), sum(matlCoop), sum(verbConf), sum(matlConf) FROM read_parquet($1) "
        "WHERE (source_iso3 = $2 AND target_iso3 = $3) OR (source_iso3 = $3 AND target_iso3 = $2) GROUP BY 1",
        [path, *pair],
    ).fetchall()
    nets: list[tuple[str, Part, tuple[int, ...], tuple[int, ...]]] = [
        ("ICEWS yearly net cooperation", "all", (1, 2), (3, 4)),
        ("ICEWS yearly net cooperation, words", "words", (1,), (3,)),
        ("ICEWS yearly net cooperation, deeds", "deeds", (2,), (4,)),
    ]
    out = []
    for name, part, good, bad in nets:
        values = {}
        for row in rows:
            plus, minus = sum(row[k] for k in good), sum(row[k] for k in bad)
            if plus + minus:
                values[int(row[0])] = float((plus - minus) / (plus + minus))
        out.append(Reference(name, "ICEWS yearly counts, (coop - conflict) / all", "year", 1, part, values))
    return out


def _gdelt(db: Any, path: str, pair: list[str]) -> list[Reference]:
    rows = db.execute(
        "SELECT year(date) * 12 + month(date) - 1, avg(score) FROM read_parquet($1) "
        "WHERE iso_a = $2 AND iso_b = $3 GROUP BY 1 HAVING count(*) >= $4",
        [path, *pair, LEAST_DAYS],
    ).fetchall()
    source = f"GDELT 2.0 daily net score, mean of the month's days (at least {LEAST_DAYS})"
    return [Reference("GDELT monthly score", source, "month", 1, "all", {int(m): float(v) for m, v in rows})]


def _travel(db: Any, path: str, pair: list[str]) -> list[Reference]:
    if "USA" not in pair:
        return []
    other = next(code for code in pair if code != "USA")
    rows = dict(
        db.execute("SELECT year(start::DATE), count(*) FROM read_csv($1) WHERE iso3 = $2 GROUP BY 1", [path, other]).fetchall()
    )
    first, last = db.execute("SELECT min(year(start::DATE)), max(year(start::DATE)) FROM read_csv($1)", [path]).fetchone()
    # the last year of the list is not a whole one
    values = {y: float(rows.get(y, 0)) for y in range(first, last)}
    return [Reference("Trips of US president and secretary of state", "Office of the Historian", "year", 1, "all", values)]
