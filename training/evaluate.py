"""Measure a pipeline: scores from raw text on the test parts, speed on one core, load time."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

import treebanks  # noqa: E402
from detente.language import load, parse  # noqa: E402
from scores import Scores, raw_text, score  # noqa: E402

COLUMNS = ("token", "sentence", "xpos", "upos", "lemma", "uas", "las")
RELATIONS = (
    *(
        "nsubj",
        "nsubj:pass",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "nmod",
        "nmod:poss",
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "acl:relcl",
    ),
    *("conj", "appos", "parataxis", "compound", "flat", "aux:pass", "root"),
)
BEGIN, END = "<!-- scores: made by training/evaluate.py -->", "<!-- end of scores -->"


def main() -> None:
    """Measure and print, or write into a Markdown file between the marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", default=HERE.parent.parent / "shared" / "treebanks", help="folder with *.conllu.gz")
    parser.add_argument("--model", help="an installed pipeline or a folder (default: the model in the package)")
    parser.add_argument("--write", type=Path, help="write the tables into this file, between the marks")
    options = parser.parse_args()
    if lacking := treebanks.missing(options.treebanks):
        print(f"skipped: {options.treebanks} lacks {', '.join(lacking)} (training/README.md says where they come from)")
        return
    folder = treebanks.locate(options.treebanks)
    report = measure(folder, options.model)
    print(report)
    if options.write:
        before, _, rest = options.write.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        options.write.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


def measure(folder: Path, model: str | None) -> str:
    """Return the tables in Markdown."""
    nlp = load(model)
    pud, gum = treebanks.read(folder, "pud-all"), treebanks.read(folder, "gum-permissive-test")
    tests = {
        "EWT test (web)": treebanks.read(folder, "ewt-test"),
        "GUM test, 8 licensed genres": gum,
        "GUM test: news, interview, speech, bio": [s for s in gum if s.genre in {"news", "interview", "speech", "bio"}],
        "PUD (never trained on)": pud,
        "PUD news half": [s for s in pud if s.genre == "news"],
    }
    results = {name: score(nlp, sentences) for name, sentences in tests.items()}
    lines = [
        "| test set | words | token | sentence | XPOS | UPOS | lemma | UAS | LAS | UAS / LAS without punctuation |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(_row(name, result) for name, result in results.items()),
        "",
        *_relations({name: results[name] for name in ("GUM test, 8 licensed genres", "PUD news half")}),
        "",
        *_speed(model, pud + gum),
    ]
    return "\n".join(lines)


def _row(name: str, result: Scores) -> str:
    cells = [f"{100 * result.f1(column):.1f}" for column in COLUMNS]
    plain = " / ".join(f"{100 * result.without_punctuation(what):.1f}" for what in ("uas", "las"))
    return f"| {name} | {result.counts['gold_words']:,} | {' | '.join(cells)} | {plain} |"


def _relations(results: dict[str, Scores]) -> list[str]:
    """Return a table of single relations; a relation that a treebank uses fewer than 20 times is left blank."""
    rows = []
    for relation in RELATIONS:
        cells = [
            f"{100 * result.relation_f1(relation):.0f}" if result.expected[relation] >= 20 else ""
            for result in results.values()
        ]
        rows.append(f"| {relation} | {' | '.join(cells)} |")
    return [f"| relation (label with subtype, and head) | {' | '.join(results)} |", "|---|--:|--:|", *rows]


def _speed(model: str | None, sentences: list[treebanks.Sentence]) -> list[str]:
    """Time the same text through spaCy alone and through `detente.language.parse`, in CPU seconds of one core."""
    nlp = load(model)
    texts = [raw_text(group) for group in treebanks.paragraphs(sentences)]
    words = sum(len(sentence.words) for sentence in sentences)
    list(nlp.pipe(texts[:50]))
    begin = time.process_time()
    list(nlp.pipe(texts, batch_size=64))
    alone = time.process_time() - begin
    begin = time.process_time()
    found = sum(map(len, parse(texts, nlp=nlp)))
    ours = time.process_time() - begin
    parts = (
        f"Speed on one core, PUD and GUM test together ({words:,} words): {words / alone:,.0f} words a second by spaCy alone,",
        f"{words / ours:,.0f} by `detente.language.parse` ({found / ours:,.0f} sentences a second).",
        f"Loading takes {_load_time(model):.2f} s, importing spaCy before it {_import_time():.2f} s.",
    )
    return [" ".join(parts)]


def _load_time(model: str | None) -> float:
    code = (
        "import spacy,time; from detente.language import load; t=time.perf_counter(); load({!r}); print(time.perf_counter()-t)"
    )
    return min(float(_python(code.format(model))) for _ in range(3))


def _import_time() -> float:
    return min(
        float(_python("import time; t=time.perf_counter(); import spacy; print(time.perf_counter()-t)")) for _ in range(3)
    )


def _python(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
