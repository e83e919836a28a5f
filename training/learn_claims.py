"""Learn which candidates are attributions: weights of `src/detente/data/claims/scorer.json`, from PolNeAR.

    python training/learn_claims.py --corpus ../shared/bench/claims

PolNeAR (Newell, Margolin & Ruths 2018, LREC: "An Attribution Relations Corpus for Political News") marks source, cue and
content in US political news of 2016. The corpus is not in the repository; only weights of words and of shapes of sentences are.
Read are `polnear_train_sample.jsonl` and half of the documents of `polnear_dev.jsonl` (by a hash of their ids). The other half
is never learned from; benchmarks/bench_claims.py reports both.

L2-regularized logistic regression. A candidate's truth is its overlap with what the annotators marked (0 below one half). The
threshold is the lowest that keeps precision at 73.5 % in five-fold cross-validation. With a new parser run it again: two
minutes, most of them parsing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the matrices are small: threads only wait for each other
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from detente.claims.candidates import all_candidates
from detente.claims.cues import known_words
from detente.claims.features import features
from detente.claims.frames import Candidate
from detente.claims.page import Page
from detente.claims.scorer import Scorer
from detente.claims.statements import choose_statements, content_of
from detente.language import parse

OUT = Path(__file__).resolve().parents[1] / "src" / "detente" / "data" / "claims" / "scorer.json"
LEAST = 3  # documents a feature must stand in
STRENGTH = 1.5  # of the L2 penalty
SMALLEST = 0.02  # weights nearer to nothing are left out
GRID = (0.3, 0.32, 0.34, 0.36, 0.38, 0.4)  # thresholds tried
PRECISE = 73.5  # percent: precision the threshold must keep in cross-validation


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


@dataclass(slots=True)
class Example:
    """A candidate of a sentence, the names of its features, and how right it is, 0..1."""

    sentence: int
    candidate: Candidate
    names: list[str]
    truth: float


def cue_words(all_pages: Sequence[Page], rows: Sequence[Sequence[Example]]) -> set[str]:
    """Return the words that were a cue at least once, and those of the families, in dictionary form."""
    found = {word for part in ("VERB", "NOUN", "ADJ") for word in known_words(part)}
    for page, own in zip(all_pages, rows, strict=True):
        found |= {page.sentences[r.sentence].lemmas[r.candidate.head].lower() for r in own if r.truth > 0}
    return found


def examples(scoring: Any, document: Any, page: Page, cues: set[str] | None = None) -> list[Example]:
    """Return every candidate of a document with its features and its truth."""
    doc = scoring.Doc(page.text)
    gold = scoring.prep(doc, document["attributions"])
    out = []
    for n, s in enumerate(page.sentences):
        here = list(all_candidates(page, n, cues))
        for c, names in zip(here, features(page, n, here), strict=True):
            spans, quotes, _ = content_of(page, n, c)
            if not spans:
                continue
            content = doc.ids(spans)
            cue = doc.ids([(s.starts[i], s.ends[i]) for i in c.cue])
            source = doc.ids([(s.starts[i], s.ends[i]) for i in c.source])
            best = 0.0
            for g in gold:
                if not g["c"] & content or (g["u"] and not scoring.right_cue(doc, g["u"], cue)):
                    continue  # a dash or a colon that stands for a cue has no words
                overlap = scoring.iou(g["c"], content)
                if quotes and len(content & g["c"]) >= 0.8 * len(content):
                    overlap = max(overlap, 0.5)
                if overlap >= 0.5:
                    right = not g["s"] or (bool(source) and scoring.right_source(doc, g["s"], source))
                    best = max(best, (0.5 + 0.5 * overlap) * (0.8 + 0.2 * right))
            out.append(Example(n, c, names, best))
    return out


@dataclass(slots=True)
class Table:
    """Examples as a sparse matrix: rows x names of features (1 where it holds), their truths, and the names."""

    x: csr_matrix
    truth: np.ndarray
    names: list[str]

    @classmethod
    def of(cls, rows: Sequence[Example]) -> Table:
        """Return the table of examples, in their order."""
        index: dict[str, int] = {}
        indices: list[int] = []
        pointers = [0]
        for row in rows:
            indices += [index.setdefault(name, len(index)) for name in dict.fromkeys(row.names)]
            pointers.append(len(indices))
        x = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(index)))
        return cls(x, np.array([row.truth for row in rows]), list(index))

    def fit(self, chosen: np.ndarray, least: int = LEAST, strength: float = STRENGTH) -> dict[str, float]:
        """Return weights of an L2-regularized logistic regression of the chosen rows; a truth counts for its share."""
        x = self.x[chosen]
        kept = np.flatnonzero(x.getnnz(axis=0) >= least)
        x, y = x[:, kept], self.truth[chosen]
        turned = csr_matrix(x.T)

        def loss(w: Any) -> tuple[float, Any]:
            z = x @ w
            value = np.logaddexp(0, z).sum() - y @ z + strength * (w @ w)
            return float(value), turned @ (1 / (1 + np.exp(-z)) - y) + 2 * strength * w

        result = minimize(loss, np.zeros(len(kept)), jac=True, method="L-BFGS-B", options={"maxiter": 60})
        return dict(zip((self.names[i] for i in kept), result.x.tolist(), strict=True))


def prediction(document: Any, page: Page, rows: Sequence[Example], scorer: Scorer, threshold: float) -> Any:
    """Return what the scorer reads: the statements chosen from the candidates of a document."""
    scored: list[list[tuple[float, Candidate]]] = [[] for _ in page.sentences]
    for row in rows:
        scored[row.sentence].append((scorer.prob(row.names), row.candidate))
    out = []
    for x in choose_statements(page, scored, threshold):
        s, c = page.sentences[x.sentence], x.candidate
        source = [(s.starts[c.source[0]], s.ends[c.source[-1]])] if c.source else []
        out.append({"source": source, "cue": [(s.starts[i], s.ends[i]) for i in c.cue], "content": x.spans})
    return {"id": document["id"], "attributions": out}


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
    table = Table.of([r for own in rows for r in own])
    fold_of = np.array([i % given.folds for i, own in enumerate(rows) for _ in own])
    pooled: dict[float, list[Any]] = {t: [] for t in GRID}
    for fold in range(given.folds):
        scorer = Scorer(table.fit(np.flatnonzero(fold_of != fold)), 0.0, "")
        for i in range(fold, len(learn), given.folds):
            for t in GRID:
                pooled[t].append(prediction(learn[i], learn_pages[i], rows[i], scorer, t))
    results = {t: scoring.score(learn, pooled[t], with_ggt=False) for t in GRID}
    for t, r in results.items():
        print(t, _short(r))
    threshold = next((t for t in GRID if float(results[t]["content_iou50"]["p"]) >= PRECISE), GRID[-1])
    weights = table.fit(np.arange(len(table.truth)))
    weights = {k: round(v, 3) for k, v in weights.items() if abs(v) >= SMALLEST}
    origin = (
        "learned by training/learn_claims.py from PolNeAR (Newell, Margolin & Ruths 2018): the train sample and half of dev"
    )
    cues = sorted(cue_words(learn_pages, rows))
    shipped = {"origin": origin, "threshold": threshold, "cues": cues, "weights": dict(sorted(weights.items()))}
    OUT.write_text(json.dumps(shipped, indent=0) + "\n", encoding="utf-8")
    scorer = Scorer(weights, threshold, origin)
    found = [
        prediction(d, p, examples(scoring, d, p, set(cues)), scorer, threshold)
        for d, p in zip(unseen, unseen_pages, strict=True)
    ]
    print(f"threshold {threshold}, {len(weights)} weights, {sum(map(len, rows))} candidates")
    print("unseen half of dev:", _short(scoring.score(unseen, found, with_ggt=False)))


def _short(r: Any) -> str:
    kinds = {k: v["r"] for k, v in r["recall_by_kind"].items()}
    return (
        f"content {r['content_iou50']} triple {r['full_triple']['f1']} at .8 {r['content_iou80']['f1']} "
        f"source {r['source_acc']} cue {r['cue_acc']} recall {kinds}"
    )


if __name__ == "__main__":
    main()
