"""Count what followed triggers (sanctions, expulsions, uses of force …) in other pairs of states.

    python training/learn_responses.py --data ../shared/bench/relations --out src/detente/data/panel/responses.json

Reads ICEWS events between states in the two spells for which the files are complete (8 October 2011 to 2015, January to
October 2018) and writes sums over pairs only. Classes are those of data/triggers/triggers.toml, by CAMEO code alone: the files
hold no sentences. Windows and quiet months are counted by the same functions as a pair's own (detente.comparisons). Pairs of
the shipped chronicles are left out. Needs polars.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from detente.comparisons import Tally, add_tallies, tally, tally_falls, window_days
from detente.priors import load_judgement, load_panel_prior
from detente.relations import PairEvents, estimate_indices
from detente.triggers import HORIZONS, ResponseClass, load_triggers

EVENTS_FILE = "icews_events.parquet"
LEFT_OUT = {("RUS", "USA"), ("IND", "PAK")}
SPELLS = {
    "in_0515_full": (date(2011, 10, 8), date(2015, 12, 31)),
    "in_icews18": (date(2018, 1, 1), date(2018, 10, 31)),
}
LEAST_EVENTS = 60
LEAST_TRIGGERS, LEAST_PAIRS = 20, 8
"""Windows after triggers that do not overlap, and pairs with one, below which nothing is kept of a class."""


@dataclass
class History:
    """Events of one pair in one spell: day, CAMEO code, whether the first state acts, Goldstein value, deed; all of shape
    (events,).
    """

    pair: tuple[str, str]
    day: np.ndarray
    code: list[str]
    by_first: np.ndarray
    value: np.ndarray
    deed: np.ndarray


def read_histories(folder: Path, flag: str, first: date, last: date) -> list[History]:
    events = (
        pl.read_parquet(folder / EVENTS_FILE)
        .filter(pl.col(flag) & pl.col("date").is_between(first, last))
        .with_columns(pl.col("source_country", "target_country").cast(pl.Utf8), pl.col("cameo").cast(pl.Utf8))
        .drop_nulls(["source_country", "target_country", "cameo", "goldstein"])
        .filter(pl.col("source_country") != pl.col("target_country"))
        .with_columns(
            a=pl.min_horizontal("source_country", "target_country"), b=pl.max_horizontal("source_country", "target_country")
        )
        .sort("a", "b", "date", "cameo", "source", "target")
    )
    found = []
    for (a, b), part in events.group_by(["a", "b"], maintain_order=True):
        if len(part) < LEAST_EVENTS or (a, b) in LEFT_OUT:
            continue
        days = np.array([day.toordinal() for day in part["date"].to_list()], np.int64)
        first_acts = (part["source_country"] == a).to_numpy()
        deeds = part["quad"].is_in([2, 4]).to_numpy()
        found.append(History((a, b), days, part["cameo"].to_list(), first_acts, part["goldstein"].to_numpy(), deeds))
    return found


def of_class(history: History, codes: tuple[str, ...]) -> np.ndarray:
    return np.array([code.startswith(codes) for code in history.code], bool) if codes else np.zeros(len(history.code), bool)


def levels(histories: list[History], left: list[np.ndarray], first: date, last: date) -> list[np.ndarray | None]:
    """Return each pair's index by month as known then, without the events left out; None where nothing is left."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    places, arrays = [], []
    for i, (history, out) in enumerate(zip(histories, left, strict=True)):
        if (~out).any():
            days = [date.fromordinal(int(day)) for day in history.day[~out]]
            months = [day.year * 12 + day.month - 1 for day in days]
            places.append(i)
            arrays.append(PairEvents.of(months, history.value[~out], history.deed[~out]))
    found: list[np.ndarray | None] = [None] * len(histories)
    for i, result in zip(places, estimate_indices(arrays, prior=load_panel_prior(), last=end, first=begin), strict=True):
        found[i] = np.asarray(result.known.mean)
    return found


def tallies(
    history: History,
    trigger: np.ndarray,
    response: ResponseClass,
    level: np.ndarray | None,
    *,
    span: tuple[int, int],
    months: int,
) -> tuple[Tally, Tally] | None:
    first, last = span
    if response.kind == "fall":
        fall = load_judgement().change
        return (
            None
            if level is None
            else tally_falls(history.day[trigger], level, first=first, last=last, months=months, fall=fall)
        )
    answer = trigger if response.kind == "same" else of_class(history, response.codes)
    length = window_days(months)
    if response.by == "either":
        return tally(history.day[trigger], history.day[answer], first=first, last=last, length=length)
    parts = []
    for side in (True, False):
        own = trigger & (history.by_first == side)
        if own.any():
            theirs = np.setdiff1d(history.day[answer & (history.by_first != side)], history.day[own])
            parts.append(tally(history.day[own], theirs, first=first, last=last, length=length))
    return add_tallies(parts)


def cells(after: Tally, base: Tally) -> tuple[float, float, float, float]:
    """Return hits and misses after and otherwise, every window counted."""
    return after.hits, after.count - after.hits, base.hits, base.count - base.hits


def cells_apart(after: Tally, base: Tally) -> tuple[float, float, float, float]:
    """Return the same shares, in windows that do not overlap."""
    a, b = (t.hits / t.count * t.effective for t in (after, base))
    return a, after.effective - a, b, base.effective - b


def mantel_haenszel(tables: np.ndarray) -> float | None:
    """Return the log odds ratio within pairs; tables of shape (pairs, 4).

    Every window counts, overlapping or not: weights by windows apart would give clustered pairs too little. The error is taken
    over pairs.
    """
    a, b, c, d = tables.T
    total = tables.sum(1)
    up, down = (a * d / total).sum(), (b * c / total).sum()
    return math.log(up / down) if up > 0 and down > 0 else None


def summarise(rows: list[tuple[tuple[str, str], Tally, Tally]]) -> dict[str, float | int] | None:
    rows = [row for row in rows if row[1].count and row[2].count]
    if len({pair for pair, _, _ in rows}) < LEAST_PAIRS or sum(after.effective for _, after, _ in rows) < LEAST_TRIGGERS:
        return None
    tables = np.array([cells(after, base) for _, after, base in rows])
    mean = mantel_haenszel(tables)
    if mean is None:
        return None
    pairs = np.array(["-".join(pair) for pair, _, _ in rows])
    left = [mantel_haenszel(tables[pairs != pair]) for pair in np.unique(pairs)]
    if any(value is None for value in left):
        return None
    size = len(left)
    spread = np.array(left, float) - np.mean(np.array(left, float))
    number = sum(after.count for _, after, _ in rows)
    return {
        "pairs": size,
        "triggers": number,
        "after": sum(after.hits for _, after, _ in rows) / number,
        "base": sum(after.count * base.hits / base.count for _, after, base in rows) / number,
        "log_odds": mean,
        "sd": float(np.sqrt((size - 1) / size * (spread**2).sum())),
        "between": between_pairs(np.array([cells_apart(after, base) for _, after, base in rows])),
    }


def between_pairs(tables: np.ndarray) -> float:
    """Return the deviation of the log odds ratio between pairs with three windows or more (DerSimonian and Laird 1986)."""
    kept = tables[tables[:, :2].sum(1) >= 3] + 0.5
    if len(kept) < 3:
        return 1.0
    value = np.log(kept[:, 0] * kept[:, 3] / (kept[:, 1] * kept[:, 2]))
    weight = 1 / (1 / kept).sum(1)
    mean = (weight * value).sum() / weight.sum()
    q = (weight * (value - mean) ** 2).sum()
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return float(np.sqrt(max(0.0, (q - (len(kept) - 1)) / scale)))


def learn(folder: Path) -> list[dict[str, object]]:
    table = load_triggers()
    data = {flag: (read_histories(folder, flag, *span), span) for flag, span in SPELLS.items()}
    out: list[dict[str, object]] = []
    for trigger in table.triggers:
        if not trigger.codes:
            continue
        found: dict[tuple[str, int], list[tuple[tuple[str, str], Tally, Tally]]] = {}
        for histories, (first, last) in data.values():
            marked = [(h, m) for h in histories if (m := of_class(h, trigger.codes)).any()]
            known = levels([h for h, _ in marked], [m for _, m in marked], first, last) if marked else []
            for (history, mark), level in zip(marked, known, strict=True):
                for key, after, base in _of_pair(history, mark, level, table.responses, (first, last)):
                    found.setdefault(key, []).append((history.pair, after, base))
        for response in table.responses:
            for months in HORIZONS:
                summary = summarise(found.get((response.id, months), []))
                if summary is not None:
                    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in summary.items()}
                    out.append({"trigger": trigger.id, "response": response.id, "months": months, **rounded})
        print(trigger.id, sum(row["trigger"] == trigger.id for row in out), "rates")
    return out


def _of_pair(
    history: History, mark: np.ndarray, level: np.ndarray | None, responses: Iterable[ResponseClass], span: tuple[date, date]
) -> Iterable[tuple[tuple[str, int], Tally, Tally]]:
    days = span[0].toordinal(), span[1].toordinal()
    for response in responses:
        for months in HORIZONS:
            got = tallies(history, mark, response, level, span=days, months=months)
            if got is not None:
                yield (response.id, months), *got


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rates = learn(args.data)
    content = {
        "format": 1,
        "version": "2026.11.1",
        "about": "What followed triggers in other pairs of states: sums over pairs, from which no event can be recovered.",
        "source": "ICEWS events between states, October 2011 to 2015 and January to October 2018",
        "provenance": {
            "command": "python training/learn_responses.py --data ../shared/bench/relations",
            "data": {EVENTS_FILE: hashlib.sha256((args.data / EVENTS_FILE).read_bytes()).hexdigest()},
            "triggers": load_triggers().version,
            "left_out": ["-".join(pair) for pair in sorted(LEFT_OUT)],
            "licence": "ICEWS (Lockheed Martin, Harvard Dataverse 28075) by way of public benchmark subsets (ICEWS05-15, "
            "ICEWS18), whose terms "
            "were not verified upstream. Counts over pairs only.",
            "caution": "The 2011-2015 subset holds no state-level actor of the largest states; theirs come from 2018 alone. "
            "Classes by CAMEO "
            "code only: what takes words (poisoning, annexation) is not in it or in part.",
        },
        "rates": rates,
    }
    lines = json.dumps({**content, "rates": []}, indent=1, ensure_ascii=False)
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rates)
    args.out.write_text(lines.replace('"rates": []', f'"rates": [\n{body}\n ]') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
