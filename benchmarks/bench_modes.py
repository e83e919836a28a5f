"""Modes and contexts against the PLOVER gold-standard sentences (../shared/bench/events); skips where they are absent.

python benchmarks/bench_modes.py [--errors]

Only events whose type is right are counted, and modes only where the gold has one. The gold has the names of 2016;
`SAME_MODE` and `SAME_CONTEXT` say which names of 2021 stand for which.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from detente.coding import code_documents
from detente.ontology import cameo
from detente.records import Document, Event

GOLD = Path(__file__).resolve().parents[2] / "shared" / "bench" / "events" / "gsr_dev.jsonl"
SAME_MODE = {
    "strike-hun": {"strike", "hunger"}, "demo-org": {"demo"}, "riot-spon": {"riot"}, "assassinate": {"targeted"},
    "confiscate": {"seize"}, "detain": {"arrest"}, "ban": {"restrict"}, "host": {"visit"},
    "political": {"restrict", "relations"},
    "curfew": {"curfew", "restrict"}, "martial-law": {"martial-law", "restrict"}, "destroy": {"destroy", "seize"},
    "heavy-weapons": {"heavy-weapons", "aerial", "drone"},
}  # fmt: skip
SAME_CONTEXT = {
    "government": {"executive", "political_institutions", "legislative"}, "political": {"executive", "political_institutions"},
    "rights": {"rights_freedoms", "human_rights"}, "refugee": {"asylum"}, "refugees": {"asylum"}, "resources": {"resource"},
    "legal": {"legal", "crime", "rights_freedoms"}, "religion": {"religion_ethnicity"},
    "military": {"military", "peacekeeping"},
    "assets": {"economic"}, "foreign": {"diplomatic"},
}  # fmt: skip


def modes(gold: str) -> set[str]:
    return SAME_MODE.get(gold, {gold})


def contexts(gold: str) -> set[str]:
    return {name for part in gold.split(", ") for name in SAME_CONTEXT.get(part, {part})}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print what is wrong in every other sentence, the build half")
    options = parser.parse_args()
    if not GOLD.exists():
        print(f"skipped: no gold sentences at {GOLD}")
        return 0
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = {row["text_id"]: row["text"] for row in rows}
    coded = {d.id: events for d, events in code_documents(Document(i, t, date(2000, 1, 1)) for i, t in texts.items())}
    print(f"{'':10}{'half':14}{'by sentence':>12}{'by code alone':>15}{'counted':>9}")
    given: list[tuple[str, str, Callable[[str], set[str]]]] = [
        ("mode", "mode_orig", modes),
        ("context", "context_orig", contexts),
    ]
    for what, key, names in given:
        for half in ("all", "build half", "held-out half"):
            now = code = count = 0
            for row in rows:
                build = int(row["text_id"], 16) % 2 == 0
                if not row[key] or (half != "all" and build != (half == "build half")):
                    continue
                event: Event | None = next((e for e in coded[row["text_id"]] if e.event == row["event"]), None)
                if event is None:
                    continue
                said, alone = getattr(event, what), getattr(cameo(event.cameo), what)
                now, code, count = now + (said in names(row[key])), code + (alone in names(row[key])), count + 1
                if options.errors and half == "build half" and said not in names(row[key]):
                    print(
                        f"  {what} {row[key]} ≠ {said} ({event.event} {event.cameo} {event.trigger.text})  {row['text'][:150]}"
                    )
            print(f"{what:10}{half:14}{now / max(1, count):12.3f}{code / max(1, count):15.3f}{count:9}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
