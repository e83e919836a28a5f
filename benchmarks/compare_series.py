"""Compare the index of the shipped chronicles with independent series, by rank; reported as they are, good or bad.

    python benchmarks/compare_series.py [--shared ../shared] [--as-of DATE] [--json | --markdown | --write docs/validation.md]
    python benchmarks/compare_series.py --false-alarms

Measures of ours: the index (mean of the period's months; for years also the level of the last month), the index with each
month's own news shock, the index as known at the time (no later event used), words, deeds. Baselines that need no model:
the number of events, their mean Goldstein value in the period and over the last twelve months, and the mere passing of time.
The independent series lie outside the repository; without them this says so and ends.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from _docs import write_between
from _rank import Rank, Series, block_length, changes, common_periods, false_alarm_rate, rank_correlation
from _series import FILES, Freq, Reference, missing_files, read_references

if TYPE_CHECKING:
    from detente.records import Event
    from detente.results import Index

PAIRS = (("USA", "RUS"), ("IND", "PAK"))
COLUMNS = (
    "index", "index with news shock", "index as known then", "words", "deeds",
    "mean Goldstein, no model", "number of events", "time alone",
)  # fmt: skip
LEAST_MONTHS = 6
"""Months of a year that the index must cover to count as a year."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One series of ours; `model` is False for a baseline."""

    name: str
    model: bool
    values: Series


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: levels, and changes from period to period."""

    pair: str
    reference: Reference
    measure: Measure
    first: int
    last: int
    levels: Rank
    changes: Rank


def measures_of(index: Index, freq: Freq, part: str) -> list[Measure]:
    """Return our series and the baselines by year or month; of words or deeds alone where the reference is."""
    months, result = index.result.months, index.result
    events = [e for e in index.events if part == "all" or e.quad.startswith("material") == (part == "deeds")]

    def means(values: Any) -> Series:
        return _period_means(months, values, freq)

    counts, raw, trailing = _raw_series(events, months, freq)
    time = Measure("time alone", False, {p: float(p) for p in counts})
    baselines = [
        Measure("number of events", False, counts),
        Measure("mean Goldstein, no model", False, raw),
        Measure("mean Goldstein of 12 months, no model", False, trailing),
        time,
    ]
    if part != "all":
        band = result.words if part == "words" else result.deeds
        return [Measure(part, True, means(band.mean)), *baselines]
    ours = [Measure("index", True, means(result.level.mean))]
    if freq == "year":
        whole = means(result.level.mean)
        last = {int(m) // 12: float(v) for m, v in zip(months, result.level.mean, strict=True)}
        ours.append(Measure("index, end of year", True, {y: last[y] for y in whole}))
    ours += [
        Measure("index with news shock", True, means(result.month.mean)),
        Measure("index as known then", True, means(result.known.mean)),
        Measure("words", True, means(result.words.mean)),
        Measure("deeds", True, means(result.deeds.mean)),
    ]
    shock = means(result.month.mean)
    if freq == "month":  # the raw mean exists only there: compare like with like
        ours.append(Measure("index with news shock, months with events", True, {m: shock[m] for m in raw}))
    return ours + baselines


def _period_means(months: Any, values: Any, freq: Freq) -> Series:
    if freq == "month":
        return {int(m): float(v) for m, v in zip(months, values, strict=True)}
    years = months // 12
    return {int(y): float(values[years == y].mean()) for y in np.unique(years) if np.count_nonzero(years == y) >= LEAST_MONTHS}


def _raw_series(events: Sequence[Event], months: Any, freq: Freq) -> tuple[Series, Series, Series]:
    """Return number of events, their mean Goldstein value, and that of the twelve months up to the period's end."""
    when = np.array([e.date.year * 12 + e.date.month - 1 for e in events if e.date is not None], int)
    weight = np.array([e.goldstein for e in events if e.date is not None], float)
    periods = _period_means(months, np.zeros(len(months)), freq)
    counts, raw, trailing = {}, {}, {}
    for p in periods:
        here = when // 12 == p if freq == "year" else when == p
        end = p * 12 + 11 if freq == "year" else p
        near = (when <= end) & (when > end - 12)
        counts[p] = float(np.count_nonzero(here))
        if here.any():
            raw[p] = float(weight[here].mean())
        # by years the two are the same thing
        if near.any() and freq == "month":
            trailing[p] = float(weight[near].mean())
    return counts, raw, trailing


def compare(index: Index, references: Sequence[Reference], *, resamples: int, seed: int) -> list[Row]:
    """Correlate every measure with every reference, levels and changes."""
    rows = []
    for reference in references:
        for measure in measures_of(index, reference.freq, reference.part):
            shared = common_periods(measure.values, reference.values)
            if not shared:
                continue
            options = {"resamples": resamples, "seed": seed}
            level = rank_correlation(measure.values, reference.values, **options)
            change = rank_correlation(changes(measure.values), changes(reference.values), **options)
            rows.append(Row("-".join(index.pair), reference, measure, shared[0], shared[-1], level, change))
    return rows


def label(period: int, freq: Freq) -> str:
    return str(period) if freq == "year" else f"{period // 12}-{period % 12 + 1:02d}"


def shown(rank: Rank, usual: int | None = None) -> str:
    """Return rho, interval and n; n is left out where it is the usual one."""
    n = "" if rank.n == usual else f" (n {rank.n})"
    if rank.rho is None:
        return f"–{n}"
    interval = "" if rank.low is None or rank.high is None else f" [{rank.low:+.2f}, {rank.high:+.2f}]"
    return f"{rank.rho:+.2f}{interval}{n}"


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each pair and reference together."""
    out: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        out.setdefault((row.pair, row.reference.name), []).append(row)
    return list(out.values())


def heading(row: Row) -> str:
    wanted = "+" if row.reference.sign > 0 else "−"
    span = f"{label(row.first, row.reference.freq)} to {label(row.last, row.reference.freq)}"
    return f"{row.pair}, {row.reference.name}, by {row.reference.freq}, {span}; agreement would be {wanted}"


def as_text(rows: Sequence[Row]) -> str:
    lines = []
    for group in groups(rows):
        lines += ["", heading(group[0]), f"  {'':42} {'levels':30} changes"]
        lines += [
            f"  {('' if r.measure.model else '· ') + r.measure.name:42} {shown(r.levels):30} {shown(r.changes)}" for r in group
        ]
    return "\n".join(lines[1:])


def as_markdown(rows: Sequence[Row]) -> str:
    """Lay out the main measures: for each pair a table of levels and one of changes, a line a reference."""
    lines = []
    for pair in dict.fromkeys(row.pair for row in rows):
        for what in ("levels", "changes"):
            lines += ["", f"**{pair}, {what}**", "", "| agreement | independent series | n | " + " | ".join(COLUMNS) + " |"]
            lines.append("|---" * (len(COLUMNS) + 3) + "|")
            for group in groups([row for row in rows if row.pair == pair]):
                cells: dict[str, Rank] = {r.measure.name: getattr(r, what) for r in group}
                most = max(rank.n for rank in cells.values())
                first, last = (label(p, group[0].reference.freq) for p in (group[0].first, group[0].last))
                sign = "+" if group[0].reference.sign > 0 else "−"
                printed = (shown(cells[c], most) if c in cells and cells[c].rho is not None else "" for c in COLUMNS)
                lines.append(f"| {sign} | {group[0].reference.name}, {first} to {last} | {most} | {' | '.join(printed)} |")
    return "\n".join(lines[1:])


def as_json(rows: Sequence[Row], facts: dict[str, Any]) -> str:
    return json.dumps(
        {
            **facts,
            "rows": [
                {
                    "pair": r.pair, "reference": r.reference.name, "source": r.reference.source, "freq": r.reference.freq,
                    "expected_sign": r.reference.sign, "measure": r.measure.name, "model": r.measure.model,
                    "first": label(r.first, r.reference.freq), "last": label(r.last, r.reference.freq),
                    "levels": r.levels.as_dict(), "changes": r.changes.as_dict(),
                }
                for r in rows
            ],
        },
        indent=1,
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None, say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--as-of", type=date.fromisoformat, help="day as of which the index is estimated; default: last event")
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--markdown", action="store_true", help="the main measures only")
    form.add_argument("--write", type=Path, metavar="FILE", help="put the markdown into a document, between its marks")
    form.add_argument(
        "--false-alarms", action="store_true", help="only: how often unrelated series get an interval without zero"
    )
    options = parser.parse_args(arguments)
    if options.false_alarms:
        for n in (10, 13, 33, 74):
            rates = ", ".join(f"{phi}: {false_alarm_rate(n, autocorrelation=phi):.2f}" for phi in (0.0, 0.5, 0.8, 0.95))
            say(f"n {n} (blocks of {block_length(n)}), share of 90 % intervals without zero by autocorrelation {rates}")
        return 0
    folder = options.shared / "bench" / "relations"
    absent = missing_files(folder)
    if len(absent) == len(FILES):
        say(f"skipped: no independent series in {options.shared.name}/bench/relations (name their folder with --shared)")
        return 0
    if absent:
        print(f"left out, not there: {', '.join(absent)}", file=sys.stderr)

    from detente.project import Project

    project = Project.chronicles()
    rows: list[Row] = []
    facts: dict[str, Any] = {
        "made": date.today().isoformat(),
        "resamples": options.resamples,
        "seed": options.seed,
        "pairs": {},
    }
    for pair in PAIRS:
        index = project.pair(*pair).index(as_of=options.as_of)
        found = compare(index, read_references(folder, pair), resamples=options.resamples, seed=options.seed)
        rows += found
        facts["pairs"]["-".join(index.pair)] = {
            "as_of": index.as_of.isoformat(), "events": len(index.events), "data": dict(index.provenance.data)
        }  # fmt: skip
    if options.json:
        say(as_json(rows, facts))
        return 0
    about = [f"{name}: {f['events']} events, as of {f['as_of']}" for name, f in facts["pairs"].items()]
    about.append(f"Made {facts['made']}. Spearman's rho [90 % interval, block bootstrap]; n periods.")
    if options.write:
        write_between(options.write, "compare_series", "\n".join(f"{line}  " for line in about) + "\n\n" + as_markdown(rows))
        return 0
    say("\n".join(about) + "\n" + ("" if options.markdown else "· baselines that use no model\n"))
    say(as_markdown(rows) if options.markdown else as_text(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
