"""Places of events on labelled sentences of our own (benchmarks/data/own_places.jsonl): precision and recall.

python benchmarks/bench_places.py [--errors]
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from detente.coding import code_document
from detente.records import Document

SENTENCES = Path(__file__).parent / "data" / "own_places.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what comes out wrong in the odd sentences, the build half")
    options = parser.parse_args()
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    counts = {part: [0, 0, 0, 0, 0] for part in ("all", "build half", "held-out half")}
    for number, row in enumerate(rows, 1):
        events = code_document(Document(row["id"], row["text"], date.fromisoformat(row["date"])))
        places = {e.place.name: e.place for e in events if e.place}
        hit = row["place"] in places
        code = hit and (places[row["place"]].code or None) == row["code"]
        for part in ("all", "build half" if number % 2 else "held-out half"):
            for i, n in enumerate((hit, len(places), row["place"] is not None, row["place"] is not None and not events, code)):
                counts[part][i] += n
        given = {p.name: p.code for p in places.values()}
        if options.errors and number % 2 and given != ({row["place"]: row["code"]} if row["place"] else {}):
            print(f"{row['id']} {row['place']} {row['code']} ≠ {given} ({len(events)} events)  {row['text']}")
    for part, (hits, given, named, no_event, codes) in counts.items():
        print(
            f"{part:14} precision {hits / max(1, given):.3f}  recall {hits / max(1, named):.3f}   {hits} of {given} given, "
            f"of {named} named ({no_event} in sentences without a coded event); state right in {codes} of {hits}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
