"""Measure how fast `find` reads, and what it names in the chronicles.

PYTHONPATH=src python benchmarks/bench_actors.py [--shared ../shared] [--megabytes 4]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

Text = tuple[str, date | None]


def chronicles() -> Iterator[tuple[str, Text]]:
    """Yield (chronicle, (text, date)) of our own chronicles."""
    for path in sorted((resources.files("detente.data") / "chronicles").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                yield path.name, (row["text"], date.fromisoformat(row["date"]))


def briefings(shared: Path, megabytes: float) -> list[Text]:
    """Return White House briefings up to a size; none where the file or polars is missing."""
    path = shared / "bench" / "text" / "whitehouse_briefings_russia_2009_2016.parquet"
    if not path.exists():
        return []
    import polars as pl

    texts: list[Text] = []
    size = 0
    for row in pl.read_parquet(path).iter_rows(named=True):
        texts.append((row["text"] or "", row["date"]))
        size += len(texts[-1][0].encode())
        if size > megabytes * 1e6:
            break
    return texts


def measure(name: str, texts: list[Text]) -> None:
    """Print the best of three runs."""
    from detente.actors import find

    megabytes = sum(len(text.encode()) for text, _ in texts) / 1e6
    best, count = float("inf"), 0
    for _ in range(3):
        began = time.perf_counter()
        count = sum(len(find(text, day)) for text, day in texts)
        best = min(best, time.perf_counter() - began)
    print(f"{name:28} {megabytes:6.2f} MB  {count:7} found  {megabytes / best:6.2f} MB/s")


def main() -> None:
    """Print load time, speed, and how many chronicle entries name both states of their pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--megabytes", type=float, default=4.0)
    arguments = parser.parse_args()

    began = time.perf_counter()
    from detente.actors import find

    find("Russia")
    print(f"{'load and compile':28} {time.perf_counter() - began:6.2f} s")
    entries = list(chronicles())
    measure("chronicles", [text for _, text in entries])
    texts = briefings(arguments.shared, arguments.megabytes)
    measure("White House briefings", texts) if texts else print("White House briefings: not there (--shared)")
    for name in sorted({name for name, _ in entries}):
        pair = set(name.removesuffix(".jsonl").upper().split("-")[:2])
        own = [text for other, text in entries if other == name]
        both = sum(pair <= {found.identity.code for found in find(text, day)} for text, day in own)
        print(f"{name:28} {both} of {len(own)} entries name both states")


if __name__ == "__main__":
    main()
