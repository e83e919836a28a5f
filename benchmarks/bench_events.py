"""Score the coder on the PLOVER gold-standard sentences (../shared/bench/events); skips with a message where they are absent.

python benchmarks/bench_events.py [--errors FILE] [--per-type]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench" / "events"
SCORER = SHARED / "score_events.py"


def predictions(gold: Path) -> list[dict[str, object]]:
    from detente.coding import code_documents
    from detente.records import Document

    texts: dict[str, str] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["text_id"]] = row["text"]
    found = defaultdict(list)
    for document, events in code_documents(Document(i, t, date(2000, 1, 1)) for i, t in texts.items()):
        for event in events:
            if event.status in ("negated", "hypothetical"):
                continue
            found[document.id].append(
                {
                    "source": _code(event.source), "target": _code(event.target), "event": event.event,
                    "cameo": event.cameo, "reciprocal": event.reciprocal, "rule": event.rule,
                }
            )  # fmt: skip
    return [{"id": i, "events": found[i]} for i in texts]


def _code(actor: object) -> str:
    if actor is None:
        return ""
    code = getattr(actor, "code", None)
    if code is None:
        return "---"
    return "IGO" if getattr(actor, "sector", None) == "IGO" else str(code)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors")
    parser.add_argument("--per-type", action="store_true")
    parser.add_argument("--gold", default=str(SHARED / "gsr_dev.jsonl"))
    options = parser.parse_args()
    if not Path(options.gold).exists():
        print(f"skipped: no gold sentences at {options.gold}")
        return 0
    if not SCORER.exists():
        print(f"skipped: no scorer at {SCORER}")
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as handle:
        rows = predictions(Path(options.gold))
        handle.writelines(json.dumps(row) + "\n" for row in rows)
    with_event = [row for row in rows if row["events"]]
    total = sum(len(row["events"]) for row in with_event)  # type: ignore[arg-type]
    print(f"events per sentence that has one: {total / max(1, len(with_event)):.2f}")
    scorer = [sys.executable, str(SCORER), options.gold, handle.name]
    for extra in ([], ["--subset", "interstate"]):
        command = [*scorer, *extra]
        if options.per_type and not extra:
            command.append("--per-type")
        if options.errors and not extra:
            command += ["--errors", options.errors]
        subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
