"""Score the finder of claims: attributions in news, and the pieces of our own; say how fast it is.

    python benchmarks/bench_claims.py [--shared DIR] [--no-speed]

Attributions: the development half of PolNeAR in ../shared/bench/claims with its scorer (left out with a message where absent).
Its documents were split by a hash of their ids: half of them, and the training sample, were learned from
(training/learn_claims.py); the other half was not. The figures of others are those the makers of the benchmark measured with
the same scorer on PolNeAR's test half, which is not here. Everything else is worked out in the run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "bench" / "claims"
# Content F1, full triple F1 on PolNeAR's test half (84 articles, 2,044 attributions): issue 4.
PEERS = (
    ("a second human", 79.6, 75.3),
    ("Gender Gap Tracker extractor", 48.9, 38.7),
    ("textacy", 23.3, 17.7),
    ("a regular expression", 48.8, 38.8),
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with polnear_dev.jsonl and score_attributions.py")
    parser.add_argument("--no-speed", action="store_true", help="leave speed out")
    options = parser.parse_args(argv)
    corpus, scorer = options.shared / "polnear_dev.jsonl", options.shared / "score_attributions.py"
    if not corpus.exists() or not scorer.exists():
        print(f"skipped: no attributions to score in {options.shared} (polnear_dev.jsonl, score_attributions.py)")
        return 0
    scoring = _module(scorer)
    held_out = _module(HERE.parents[0] / "training" / "learn_claims.py").is_held_out
    gold = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = predictions(gold)
    print_scores(scoring, gold, found, held_out)
    if not options.no_speed:
        print_speed(gold)
    return 0


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def predictions(gold: Sequence[Any]) -> list[Any]:
    """Return what `detente claims` finds, as the scorer reads it: statements with a cue, parts left out."""
    from detente.claims import claims_of_documents
    from detente.records import Document

    documents = [Document(d["id"], d["text"]) for d in gold]
    return [
        {
            "id": document.id,
            "attributions": [
                {"source": [c.source_span] if c.source_span else [], "cue": [c.cue_span], "content": list(c.content_spans)}
                for c in claims
                if c.part_of is None and c.cue_span is not None
            ],
        }
        for document, claims in claims_of_documents(documents)
    ]


def print_scores(scoring: ModuleType, gold: Sequence[Any], found: Sequence[Any], held_out: Any) -> None:
    print("Attributions in US political news of 2016 (PolNeAR), percent; a match shares half of the content's words")
    head = ("", "documents", "gold", "precision", "recall", "content F1", "full triple", "direct", "mixed", "indirect", "80 %")
    print("{:42}{:>10}{:>7}{:>11}{:>8}{:>12}{:>13}{:>8}{:>7}{:>10}{:>7}".format(*head))
    parts = [
        ("development half, never learned from", [d for d in gold if held_out(d["id"])]),
        ("development half, learned from", [d for d in gold if not held_out(d["id"])]),
    ]
    for name, rows in parts:
        ids = {d["id"] for d in rows}
        r = scoring.score(rows, [p for p in found if p["id"] in ids], boot=300, with_ggt=False)
        kinds = {k: v["r"] for k, v in r["recall_by_kind"].items()}
        content = r["content_iou50"]
        print(
            f"{name:42}{r['docs']:>10}{r['gold']:>7}{content['p']:>11}{content['r']:>8}{content['f1']:>12}"
            f"{r['full_triple']['f1']:>13}{kinds['direct']:>8}{kinds['mixed']:>7}{kinds['indirect']:>10}"
            f"{r['content_iou80']['f1']:>7}"
        )
        low, high = r["ci95"]["content_iou50_f1"]
        print(f"{'':42}95 % of resampled documents: content F1 {low} to {high}; source right in {r['source_acc']} % of matches")
    for name, content_f1, full in PEERS:
        print(f"{name + ' (test half, not here)':42}{84:>10}{2044:>7}{'':>11}{'':>8}{content_f1:>12}{full:>13}")


def print_speed(gold: Sequence[Any]) -> None:
    """Print how much text a second is read once it is parsed, on one core."""
    from detente.claims import read_claims
    from detente.language import parse
    from detente.records import Document

    texts = [d["text"] for d in gold[:40]]
    start = time.process_time()
    trees = list(parse(texts))
    parsed = time.process_time() - start
    documents = [Document(str(i), text) for i, text in enumerate(texts)]
    read_claims(documents[0], trees[0])
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for document, sentences in zip(documents, trees, strict=True):
            read_claims(document, sentences)
        best = min(best, time.process_time() - start)
    size = sum(map(len, texts)) / 1e6
    with_parse = size / (best + parsed)
    print(f"speed, one core: {size / best:.2f} MB of text a second with the parse given, {with_parse:.2f} without")


if __name__ == "__main__":
    sys.exit(main())
