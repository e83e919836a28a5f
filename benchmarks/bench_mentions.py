"""Precision and recall of merging on labelled pairs of tellings of our own (benchmarks/data/own_mentions.jsonl).

python benchmarks/bench_mentions.py [--errors]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from detente.coding import code_documents
from detente.mentions import Telling, group, telling, telling_of
from detente.records import Document

PAIRS = Path(__file__).parent / "data" / "own_mentions.jsonl"


def sides(row: dict[str, Any]) -> tuple[list[Telling], list[Telling]]:
    """Return the tellings of the two documents, or of the first sentence and of the later ones of a single document."""
    documents = [Document(f"{row['id']}-{i}", d["text"], date.fromisoformat(d["date"])) for i, d in enumerate(row["documents"])]
    if len(documents) == 2:
        first, second = ([telling_of(e) for e in events] for _, events in code_documents(documents))
        return first, second
    ((_, events),) = code_documents(documents, merge=False)
    told = [telling_of(e) for e in events]
    cut = row["documents"][0]["text"].index(". ")
    return [t for t in told if t.sentence < cut], [t for t in told if t.sentence >= cut]


def by_rule(first: Sequence[Telling], second: Sequence[Telling]) -> bool:
    """Tell whether the rule puts a telling of one side together with one of the other."""
    within = bool(first and second) and first[0].key[0] == second[0].key[0]
    mine, theirs = {t.key for t in first}, {t.key for t in second}
    return any(mine & set(g.keys) and theirs & set(g.keys) for g in group([*first, *second], within=within))


def alike(a: Telling, b: Telling) -> bool:
    return a.kind == b.kind and {a.source, a.target} == {b.source, b.target}


def by_parties(first: Sequence[Telling], second: Sequence[Telling]) -> bool:
    """Merge whatever has the same type and parties within three days: what is done without comparing words."""
    return any(alike(a, b) and a.day and b.day and abs((a.day - b.day).days) <= 3 for a in first for b in second)


def by_all_words(first: Sequence[Telling], second: Sequence[Telling]) -> bool:
    """Merge reprints only."""
    return any(alike(a, b) and (a.words, a.names, a.numbers) == (b.words, b.names, b.numbers) for a in first for b in second)


def score(rows: list[dict[str, Any]], told: list[Any], merges: Callable[..., bool]) -> str:
    merged = [merges(*two) for two in told]
    hits = sum(m and r["same"] for m, r in zip(merged, rows, strict=True))
    precision, recall = hits / max(1, sum(merged)), hits / max(1, sum(r["same"] for r in rows))
    return f"{precision:9.3f} {recall:7.3f}   {hits} of {sum(merged)} merged, of {sum(r['same'] for r in rows)} that should be"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print the pairs of the build half that come out wrong")
    options = parser.parse_args()
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    told = [sides(row) for row in rows]
    print(f"{len(rows)} pairs of tellings, {sum(r['same'] for r in rows)} of one deed")
    print(f"{'rule':34}{'pairs':16}{'precision':>9} {'recall':>7}")
    parts = {
        "all": lambda r: True,
        "build half": lambda r: r["half"] == "build",
        "held-out half": lambda r: r["half"] == "held",
        "across": lambda r: len(r["documents"]) == 2,
        "within": lambda r: len(r["documents"]) == 1,
    }
    for rule, merges in (
        ("of détente", by_rule),
        ("same type, parties, 3 days", by_parties),
        ("same words (reprints)", by_all_words),
    ):
        for part, holds in parts.items():
            chosen = [i for i, r in enumerate(rows) if holds(r)]
            print(f"{rule:34}{part:16}{score([rows[i] for i in chosen], [told[i] for i in chosen], merges)}")
    coded = [any(alike(a, b) for a in first for b in second) for first, second in told]
    missed = sum(r["same"] and not c for r, c in zip(rows, coded, strict=True))
    print(f"{missed} pairs of one deed are not coded alike (type or parties): no rule of merging can find them")
    for share in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        with patch.object(telling, "LEAST_SHARE", share):
            print(f"{f'least share {share}':34}{'all':16}{score(rows, told, by_rule)}")
    if options.errors:
        for row, two in zip(rows, told, strict=True):
            if row["half"] == "build" and by_rule(*two) != row["same"]:
                print(f"\n{row['id']} {'same' if row['same'] else 'different'} ({row['kind']})")
                for d in row["documents"]:
                    print(f"  {d['date']} {d['text']}")
                for t in (*two[0], *two[1]):
                    said = [*sorted(t.words), *sorted(t.triggers), *sorted(t.names), *t.numbers.items()]
                    print(f"    {t.source}>{t.target} {t.kind} {t.cameo} {t.day} {t.said} {said}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
