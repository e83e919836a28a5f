"""Learn which candidates are attributions: weights of `src/detente/data/claims/scorer.json`, from PolNeAR.

    python training/learn_claims.py --corpus ../shared/bench/claims

PolNeAR (Newell, Margolin & Ruths 2018, LREC: "An Attribution Relations Corpus for Political News") marks source, cue and
content in US political news of 2016. The corpus is not in the repository; only weights of words and of shapes of sentences are.
Read are `polnear_train_sample.jsonl` and half of the documents of `polnear_dev.jsonl` (by a hash of their ids). The other half
is never learned from; benchmarks/bench_claims.py reports both.

L2-regularized logistic regression. A candidate's truth is its overlap with what the annotators marked (0 below one half). The
threshold is the one with the best F1 of the whole (source, cue, content) in five-fold cross-validation by document.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from detente.claims.features import features
from detente.claims.page import Page
from detente.claims.scorer import Scorer
from detente.claims.statements import all_candidates, content_of, find_statements
from detente.language import parse

OUT = Path(__file__).resolve().parents[1] / "src" / "detente" / "data" / "claims" / "scorer.json"
LEAST = 3  # documents a feature must stand in
STRENGTH = 0.5  # of the L2 penalty


def is_held_out(document_id: str) -> bool:
    """Return whether a document of the development half is kept unseen."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 2 == 1


def read(corpus: Path) -> tuple[list[Any], list[Any]]:
    """Return the documents to learn from and those kept unseen."""
    rows = {
        name: [json.loads(line) for line in (corpus / f"polnear_{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("train_sample", "dev")
    }
    learn = rows["train_sample"] + [d for d in rows["dev"] if not is_held_out(d["id"])]
    return learn, [d for d in rows["dev"] if is_held_out(d["id"])]


def pages(documents: Sequence[Any], cache: Path | None = None) -> list[Page]:
    """Parse documents; a cache file keeps the trees between runs."""
    if cache is not None and cache.exists():
        return [Page.of(d["text"], s) for d, s in zip(documents, pickle.loads(cache.read_bytes()), strict=True)]
    trees = list(parse(d["text"] for d in documents))
    if cache is not None:
        cache.write_bytes(pickle.dumps(trees))
    return [Page.of(d["text"], s) for d, s in zip(documents, trees, strict=True)]


def examples(scoring: Any, document: Any, page: Page) -> list[tuple[list[str], float]]:
    """Return features and truth of every candidate of a document."""
    doc = scoring.Doc(page.text)
    gold = scoring.prep(doc, document["attributions"])
    out = []
    for n, s in enumerate(page.sentences):
        for c in all_candidates(page, n):
            spans, quotes, _ = content_of(page, n, c)
            if not spans:
                continue
            content = doc.ids(spans)
            cue = doc.ids([(s.starts[i], s.ends[i]) for i in c.cue])
            source = doc.ids([(s.starts[i], s.ends[i]) for i in c.source])
            best = 0.0
            for g in gold:
                if not (g["u"] & cue) or not (g["c"] & content) or not scoring.right_cue(doc, g["u"], cue):
                    continue
                overlap = scoring.iou(g["c"], content)
                if quotes and len(content & g["c"]) >= 0.8 * len(content):
                    overlap = max(overlap, 0.5)
                if overlap >= 0.5:
                    right = not g["s"] or (bool(source) and scoring.right_source(doc, g["s"], source))
                    best = max(best, (0.5 + 0.5 * overlap) * (0.8 + 0.2 * right))
            out.append((features(page, n, c), best))
    return out


def fit(rows: Sequence[tuple[list[str], float]], least: int = LEAST, strength: float = STRENGTH) -> dict[str, float]:
    """Return weights of an L2-regularized logistic regression; a truth between 0 and 1 counts for its share."""
    counts = Counter(name for names, _ in rows for name in set(names))
    index = {name: i for i, name in enumerate(sorted(k for k, v in counts.items() if v >= least))}
    indices: list[int] = []
    pointers = [0]
    for names, _ in rows:
        indices.extend({index[name] for name in names if name in index})
        pointers.append(len(indices))
    x = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(index)))
    y = np.array([truth for _, truth in rows])

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - y @ z + strength * (w @ w)
        gradient = x.T @ (1 / (1 + np.exp(-z)) - y) + 2 * strength * w
        return float(value), gradient

    result = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: float(result.x[i]) for name, i in index.items()}


def predictions(documents: Sequence[Any], all_pages: Sequence[Page], scorer: Scorer) -> list[Any]:
    """Return what the scorer's lines look like: one document a row."""
    return [{"id": d["id"], "attributions": attributions(p, scorer)} for d, p in zip(documents, all_pages, strict=True)]


def attributions(page: Page, scorer: Scorer) -> list[Any]:
    """Return source, cue and content of each statement of a page."""
    out = []
    for x in find_statements(page, scorer):
        s, c = page.sentences[x.sentence], x.candidate
        source = [(s.starts[c.source[0]], s.ends[c.source[-1]])] if c.source else []
        out.append({"source": source, "cue": [(s.starts[i], s.ends[i]) for i in c.cue], "content": x.spans})
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder that keeps parsed documents between runs")
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    sys.path.insert(0, str(given.corpus))
    import score_attributions as scoring

    learn, unseen = read(given.corpus)
    caches = [given.cache / f"{name}.pkl" if given.cache else None for name in ("learn", "unseen")]
    learn_pages, unseen_pages = pages(learn, caches[0]), pages(unseen, caches[1])
    rows = [examples(scoring, d, p) for d, p in zip(learn, learn_pages, strict=True)]
    grid = [0.25, 0.3, 0.35]
    pooled: dict[float, list[Any]] = {t: [] for t in grid}
    for fold in range(given.folds):
        weights = fit([r for i, document in enumerate(rows) if i % given.folds != fold for r in document])
        held = [i for i in range(len(learn)) if i % given.folds == fold]
        for t in grid:
            scorer = Scorer(weights, t, "")
            pooled[t] += predictions([learn[i] for i in held], [learn_pages[i] for i in held], scorer)
    results = {t: scoring.score(learn, pooled[t], with_ggt=False) for t in grid}
    for t in grid:
        r = results[t]
        print(
            t,
            r["content_iou50"],
            "full",
            r["full_triple"]["f1"],
            "source",
            r["source_acc"],
            "cue",
            r["cue_acc"],
            {k: v["r"] for k, v in r["recall_by_kind"].items()},
        )
    threshold = max(grid, key=lambda t: results[t]["full_triple"]["f1"])
    weights = fit([r for document in rows for r in document])
    weights = {k: round(v, 3) for k, v in weights.items() if abs(v) >= 0.01}
    origin = (
        "learned by training/learn_claims.py from PolNeAR (Newell, Margolin & Ruths 2018): the train sample and half of dev"
    )
    OUT.write_text(
        json.dumps({"origin": origin, "threshold": threshold, "weights": dict(sorted(weights.items()))}, indent=0),
        encoding="utf-8",
    )
    r = scoring.score(unseen, predictions(unseen, unseen_pages, Scorer(weights, threshold, origin)), with_ggt=False)
    print("threshold", threshold, "weights", len(weights), "examples", sum(map(len, rows)))
    print("unseen half of dev:", json.dumps(r))


if __name__ == "__main__":
    main()
