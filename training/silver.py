"""Sentences to learn from beside the treebanks: raw text, cut by the pipeline, tagged and parsed by the teacher.

    python training/silver.py --texts ../shared/bench --teacher training/out/teacher.pt --out training/out/silver.jsonl.gz

Texts: news of the Kremlin (CC BY 4.0) and briefings of the White House (public domain), US political news of 2016 (PolNeAR, the
train sample), and what this repository holds of its own. None of it is a test set of anything. The trees are not in the
repository: they carry the words of the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

SEED = 3
LONGEST, SHORTEST = 80, 3  # words of a sentence
MOST_BLOCKS = 40  # paragraphs of one text, so that no long transcript outweighs the rest
SENTENCES = {"kremlin": 22_000, "whitehouse": 10_000, "polnear": 12_000, "own": 20_000}
OWN = ("benchmarks/data/own_broad_read.jsonl", "benchmarks/data/own_events.jsonl", "benchmarks/data/own_no_event.jsonl")
LEAST_SURE = 0.75  # mean probability of the heads and relations of a sentence that is kept

Cut = list[tuple[list[str], list[bool]]]  # a paragraph: the words of its sentences, and whether a space follows each


def texts(folder: Path, extra: Sequence[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield each source's name and its texts, in an order shuffled once."""
    import polars

    random = Random(SEED)
    news = polars.read_parquet(folder / "text" / "kremlin_en_news_1999_2020.parquet", columns=["title", "lead", "text"])
    briefings = polars.read_parquet(folder / "text" / "whitehouse_briefings_russia_2009_2016.parquet", columns=["text"])
    articles = (folder / "claims" / "polnear_train_sample.jsonl").read_text(encoding="utf-8").splitlines()
    own = {json.loads(line)["text"] for name in OWN for line in (HERE.parent / name).read_text(encoding="utf-8").splitlines()}
    for path in (HERE.parent / "src" / "detente" / "data" / "chronicles").glob("*.jsonl"):
        own |= {json.loads(line).get("text") or "" for line in path.read_text(encoding="utf-8").splitlines()}
    for path in extra:
        lines = path.read_text(encoding="utf-8").splitlines()
        own |= {line.partition(" || ")[0].replace("{", "").replace("}", "") for line in lines if " || " in line}
    for name, rows in (
        ("own", sorted(own)),
        ("polnear", [json.loads(line)["text"] for line in articles]),
        ("kremlin", [f"{title}\n\n{lead}\n\n{text}" for title, lead, text in news.iter_rows()]),
        ("whitehouse", [row for (row,) in briefings.iter_rows()]),
    ):
        random.shuffle(rows)
        yield name, rows


def cut(rows: list[str], most: int, seen: set[str]) -> Iterator[Cut]:
    """Cut texts into paragraphs, sentences and words as the pipeline does, without repetitions, up to `most` sentences."""
    from detente.language import load
    from detente.language.segment import segment

    nlp = load()
    random, found = Random(SEED), 0

    def blocks() -> Iterator[str]:
        for row in rows:
            own = segment(row)
            begin = random.randrange(max(1, len(own) - MOST_BLOCKS + 1))
            yield from (block.text for block in own[begin : begin + MOST_BLOCKS])

    for doc in nlp.pipe(blocks(), batch_size=64, disable=["lemmatizer", "morphologizer"]):
        paragraph: Cut = []
        for sentence in doc.sents:
            if sentence.text not in seen and SHORTEST <= len(sentence) <= LONGEST:
                seen.add(sentence.text)
                paragraph.append(([t.text for t in sentence], [bool(t.whitespace_) for t in sentence]))
        if paragraph:
            yield paragraph
            found += len(paragraph)
        if found >= most:
            return


def cut_all(folder: Path, extra: Sequence[Path], out: Path) -> None:
    """Write the paragraphs of all sources, one JSON line each."""
    seen: set[str] = set()
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for source, rows in texts(folder, extra):
            own = list(cut(rows, SENTENCES[source], seen))
            print(f"{source}: {sum(map(len, own)):,} sentences in {len(own):,} paragraphs", flush=True)
            for paragraph in own:
                lines.write(json.dumps({"source": source, "sentences": paragraph}, ensure_ascii=False) + "\n")


def contradicts_itself(heads: Sequence[int], relations: Sequence[str]) -> bool:
    """Return whether a word has two subjects or two objects: never in the treebanks, but the teacher scores arcs one by one."""
    roles = [relation.partition(":")[0] for relation in relations]
    counts = Counter(
        (head, role)
        for head, role, relation in zip(heads, roles, relations, strict=True)
        if role in ("nsubj", "obj", "iobj") and relation != "nsubj:outer"
    )
    return max(counts.values(), default=0) > 1


def parse_all(cut_texts: Path, weights: Path, out: Path) -> None:
    """Write the teacher's trees of all sentences of which it is sure enough, in the order of the texts."""
    from teacher import load, parse

    teacher = load(weights)
    with gzip.open(cut_texts, "rt", encoding="utf-8") as lines:
        paragraphs = [json.loads(line) for line in lines]
    flat = [(n, p["source"], *own) for n, p in enumerate(paragraphs) for own in p["sentences"]]
    kept, words = 0, 0
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for begin in range(0, len(flat), 4096):
            part = flat[begin : begin + 4096]
            for (n, source, own, spaces), tree in zip(part, parse(teacher, [row[2] for row in part]), strict=True):
                if tree is None or float(tree.sure.mean()) < LEAST_SURE or contradicts_itself(tree.heads, tree.relations):
                    continue
                kept, words = kept + 1, words + len(own)
                row = {"document": f"{source}-{n}", "words": own, "spaces": spaces}
                row |= {name: getattr(tree, name) for name in ("upos", "xpos", "heads", "relations")}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(f"{begin + len(part):,} parsed, {kept:,} kept ({words:,} words)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--texts", type=Path, default=HERE.parent.parent / "shared" / "bench", help="folder with text/ and claims/"
    )
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="files of own sentences, marked `sentence || events`")
    parser.add_argument("--teacher", type=Path, default=HERE / "out" / "teacher.pt")
    parser.add_argument("--out", type=Path, default=HERE / "out" / "silver.jsonl.gz")
    parser.add_argument("--step", choices=("cut", "parse"), help="only this step")
    options = parser.parse_args()
    cut_texts = options.out.with_name("cut.jsonl.gz")
    if options.step != "parse":
        cut_all(options.texts, options.extra, cut_texts)
    if options.step != "cut":
        parse_all(cut_texts, options.teacher, options.out)


if __name__ == "__main__":
    main()
