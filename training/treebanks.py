"""Read the Universal Dependencies treebanks (CoNLL-U, gzipped) into plain sentences. Needs nothing but Python."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PARTS = ("ewt-train", "ewt-dev", "ewt-test", "gum-permissive-train", "gum-permissive-dev", "gum-permissive-test", "pud-all")

# EWT, GUM and PUD come from different UD releases: older names of relations are mapped to the present ones.
RENAMED = {
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked",
    "csubj:outer": "csubj",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated sentence; `heads` are 0-based positions, -1 for the root."""

    id: str
    document: str
    genre: str
    starts_paragraph: bool
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    misspelt: tuple[bool, ...]


def missing(folder: str | Path) -> list[str]:
    """Return the files of the treebanks that a folder lacks."""
    return [f"{part}.conllu.gz" for part in PARTS if not (Path(folder) / f"{part}.conllu.gz").is_file()]


def locate(folder: str | Path) -> Path:
    """Return the folder of the treebanks, or stop with a message that says what is missing and where it was looked for."""
    path = Path(folder)
    if lacking := missing(path):
        raise SystemExit(
            f"treebanks not found: {path.resolve()} lacks {', '.join(lacking)}\n"
            "  help: pass the folder that holds them, e.g. make -C training TREEBANKS=/path/to/treebanks "
            "(training/README.md says where they come from)"
        )
    return path


def read(folder: Path, part: str) -> list[Sentence]:
    """Read one part (`ewt-train`, `pud-all`, ...) in document order."""
    with gzip.open(folder / f"{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        return list(_sentences(lines, part.split("-")[0]))


def read_silver(path: Path) -> list[Sentence]:
    """Read the trees that silver.py wrote, each paragraph as a document; they have no lemmas."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Sentence(
            id="",
            genre=row["document"].partition("-")[0],
            starts_paragraph=n == 0 or row["document"] != rows[n - 1]["document"],
            lemmas=("_",) * len(row["words"]),
            misspelt=(False,) * len(row["words"]),
            **{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()},
        )
        for n, row in enumerate(rows)
    ]


def paragraphs(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Group sentences as the writer did: a new group at each document and paragraph start."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if not groups or sentence.starts_paragraph or sentence.document != groups[-1][-1].document:
            groups.append([])
        groups[-1].append(sentence)
    return groups


def _sentences(lines: Iterator[str], corpus: str) -> Iterator[Sentence]:
    document, identifier, starts_paragraph, rows = "", "", False, []
    for raw in lines:
        line = raw.rstrip("\n")
        if line.startswith("# newdoc"):
            document, starts_paragraph = line.partition("=")[2].strip() or document, True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            starts_paragraph = True
        elif line.startswith("# sent_id"):
            identifier = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield _sentence(rows, identifier, document, _genre(corpus, document, identifier), starts_paragraph)
            starts_paragraph, rows = False, []
    if rows:
        yield _sentence(rows, identifier, document, _genre(corpus, document, identifier), starts_paragraph)


def _sentence(rows: list[list[str]], identifier: str, document: str, genre: str, starts_paragraph: bool) -> Sentence:
    return Sentence(
        id=identifier,
        document=document,
        genre=genre,
        starts_paragraph=starts_paragraph,
        words=tuple(row[1] for row in rows),
        spaces=tuple("SpaceAfter=No" not in row[9].split("|") for row in rows),
        lemmas=tuple(row[2] for row in rows),
        upos=tuple(row[3] for row in rows),
        xpos=tuple(row[4] for row in rows),
        heads=tuple(int(row[6]) - 1 for row in rows),
        relations=tuple(RENAMED.get(row[7], row[7]) for row in rows),
        misspelt=tuple("CorrectForm" in row[9] for row in rows),
    )


def _genre(corpus: str, document: str, identifier: str) -> str:
    if corpus == "ewt":  # weblog/juancole.com_...
        return document.partition("/")[0]
    if corpus == "gum":  # GUM_news_...
        return document.split("_")[1]
    return "news" if identifier.startswith("n") else "wiki"
