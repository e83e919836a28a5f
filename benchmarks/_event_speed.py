"""How fast the coder is, and how much memory it takes: measured in fresh processes on the same texts, in one run.

python benchmarks/_event_speed.py TEXTS.jsonl [--workers N | --stages]     what `measure` starts; prints JSON
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

TEXTS = 384  # six batches of 64, so that two workers have the same number
_LOAD = """
from detente.coding import code_document
from detente.records import Document
code_document(Document("first", "Norway sanctioned Peru."))
"""


def measure(texts: Sequence[str], *, runs: int = 2) -> dict[str, Any]:
    """Measure load time, speed with one and two workers, memory, and what each stage takes.

    Returns
    -------
    dict
        `load_s` (start of Python to first event, best of three), `sentences`, `rates` (sentences a second by number of
        workers, best of `runs`, taken in turn), `memory_mb` (largest resident size with one worker), `stages` (share of time).
    """
    loads = [_timed([sys.executable, "-c", _LOAD]) for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
        stages = _child(path, "--stages")
        rates: dict[int, float] = {}
        memory = 0.0
        for _ in range(runs):
            for workers in (1, 2):
                found = _child(path, "--workers", str(workers))
                rates[workers] = max(rates.get(workers, 0.0), stages["sentences"] / found["seconds"])
                memory = max(memory, found["memory_mb"]) if workers == 1 else memory
    return {
        "load_s": min(loads),
        "sentences": stages["sentences"],
        "rates": rates,
        "memory_mb": memory,
        "stages": stages["stages"],
    }


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def _child(path: Path, *options: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, str(path), *options], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(texts: list[str], workers: int) -> dict[str, Any]:
    from detente.coding import code_documents
    from detente.records import Document

    list(code_documents([Document("warm", "Norway sanctioned Peru.")]))  # loading is measured apart; workers inherit it
    start = time.perf_counter()
    events = sum(len(found) for _, found in code_documents((Document(str(i), t) for i, t in enumerate(texts)), workers=workers))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {"seconds": seconds, "events": events, "memory_mb": memory}


def _stages(texts: list[str]) -> dict[str, Any]:
    """Code the texts with a clock around each stage; parsing is what the others leave of the whole."""
    from detente.actors import find
    from detente.coding import coder
    from detente.coding.lexicon import default_lexicon
    from detente.language import parse as parsing
    from detente.records import Document

    parse_module = sys.modules[parsing.__module__]
    clocks = dict.fromkeys(("cut into blocks", "find actors", "read events"), 0.0)
    counted = [0]

    def clocked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def timed(*args: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*args, **options)
            finally:
                clocks[name] += time.perf_counter() - start

        return timed

    class Timed(coder.Coder):
        def code_sentences(self, document: Document, sentences: Sequence[Any]) -> Iterator[Any]:
            counted[0] += len(sentences)
            start = time.perf_counter()
            yield from list(super().code_sentences(document, sentences))
            clocks["read events"] += time.perf_counter() - start

    timed = Timed(default_lexicon(), finder=clocked("find actors", find))
    list(timed.code([Document("warm", "Norway sanctioned Peru.")]))
    parse_module.segment = clocked("cut into blocks", parse_module.segment)  # type: ignore[attr-defined]
    clocks = dict.fromkeys(clocks, 0.0)
    counted[0] = 0
    start = time.perf_counter()
    for _ in timed.code(Document(str(i), text) for i, text in enumerate(texts)):
        pass
    whole = time.perf_counter() - start
    clocks["read events"] -= clocks["find actors"]
    clocks["split, tag, parse, lemmatize"] = whole - sum(clocks.values())
    return {"sentences": counted[0], "stages": {name: seconds / whole for name, seconds in clocks.items()}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--stages", action="store_true")
    options = parser.parse_args()
    texts = [json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()]
    print(json.dumps(_stages(texts) if options.stages else _run(texts, options.workers)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
