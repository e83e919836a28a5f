"""Turn the treebanks into spaCy training files: one document is a paragraph or a few, as the parser will read them."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from random import Random

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import treebanks
from augment import capitalize_as_headline, typeset
from names import rename
from treebanks import Sentence

SEED = 11
COPIES = 2  # each copy groups and typesets the text differently
MAX_SENTENCES = 8
# The genres closest to reporting and official speech; the second stage sees them twice as often.
NEWS_LIKE = {"news", "interview", "speech", "bio", "weblog", "newsgroup"}
ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "LEMMA", "HEAD", "DEP", "SENT_START"]


def prepare(treebank_folder: Path, silver: Path, out: Path) -> None:
    """Write `stage1.spacy`, `stage2-plain.spacy`, `stage2-renamed.spacy` and `dev.spacy` under `out`."""
    taught = treebanks.read_silver(silver)
    ewt = treebanks.read(treebank_folder, "ewt-train")
    gum = treebanks.read(treebank_folder, "gum-permissive-train")
    news_like = [sentence for sentence in gum + ewt if sentence.genre in NEWS_LIKE]
    everything = _copies(ewt + gum, SEED, COPIES)
    Random(SEED).shuffle(everything)
    save(everything, out / "stage1.spacy")

    # The treebanks once, what is close to news once more, and what the teacher parsed.
    plain = _copies(ewt + gum, SEED + 10, 1) + _copies(news_like, SEED + 11, 1) + _copies(taught, SEED + 12, 1)
    Random(SEED + 1).shuffle(plain)
    save(plain, out / "stage2-plain.spacy")

    # The same with other names.
    renamed = []
    for sentences, seed in ((ewt + gum, SEED + 13), (news_like, SEED + 14), (taught, SEED + 15)):
        renamed += training_documents(rename_documents(sentences, Random(seed)), Random(seed))
    Random(SEED + 2).shuffle(renamed)
    save(renamed, out / "stage2-renamed.spacy")

    # Checkpoints are chosen on this: licensed GUM, and half of the EWT paragraphs that are nearest to news.
    gum_dev = treebanks.paragraphs(treebanks.read(treebank_folder, "gum-permissive-dev"))
    ewt_dev = [s for s in treebanks.read(treebank_folder, "ewt-dev") if s.genre in {"weblog", "newsgroup", "email"}]
    save(gum_dev + treebanks.paragraphs(ewt_dev)[::2], out / "dev.spacy")


def _copies(sentences: list[Sentence], seed: int, copies: int) -> list[list[Sentence]]:
    return [document for copy in range(copies) for document in training_documents(sentences, Random(seed + copy))]


def training_documents(sentences: list[Sentence], random: Random) -> list[list[Sentence]]:
    """Group sentences into training documents; half are typeset, some short single sentences are repeated as headlines."""
    documents = []
    for group in group_sentences(sentences, random):
        documents.append([typeset(sentence, random) for sentence in group] if random.random() < 0.5 else group)
        if len(group) == 1 and 4 <= len(group[0].words) <= 14 and random.random() < 0.08:
            documents.append([capitalize_as_headline(group[0], random)])
    return documents


def rename_documents(sentences: list[Sentence], random: Random) -> list[Sentence]:
    """Give other names to states, capitals and people, one document at a time."""
    documents = groupby(sentences, key=lambda sentence: sentence.document)
    return [renamed for _, document in documents for renamed in rename(list(document), random)]


def group_sentences(sentences: list[Sentence], random: Random) -> list[list[Sentence]]:
    """Cut at documents and paragraphs, and join most short paragraphs that end like a sentence to the next one."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        last = groups[-1] if groups else []
        starts = not last or sentence.document != last[-1].document or len(last) >= MAX_SENTENCES
        if not starts and sentence.starts_paragraph:
            joins = len(last) < 5 and last[-1].words[-1] in '.!?"”' and random.random() < 0.7
            starts = not joins
        if starts:
            groups.append([])
        groups[-1].append(sentence)
    return groups


def save(documents: list[list[Sentence]], path: Path) -> None:
    """Write documents as one DocBin."""
    vocab = Vocab()
    path.parent.mkdir(parents=True, exist_ok=True)
    docs = [make_doc(document, vocab) for document in documents]
    DocBin(attrs=ATTRIBUTES, docs=docs).to_disk(path)
    print(f"{path.name}: {len(docs):,} documents, {sum(map(len, docs)):,} tokens")


def make_doc(sentences: list[Sentence], vocab: Vocab) -> Doc:
    """Join sentences into one annotated spaCy document."""
    words, spaces, heads, relations = [], [], [], []
    for sentence in sentences:
        offset = len(words)
        words += sentence.words
        spaces += [*sentence.spaces[:-1], sentence is not sentences[-1]]
        heads += [offset + (head if head >= 0 else i) for i, head in enumerate(sentence.heads)]
        relations += ["ROOT" if relation == "root" else relation for relation in sentence.relations]
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        heads=heads,
        deps=relations,
        tags=[tag for sentence in sentences for tag in sentence.xpos],
        pos=[tag for sentence in sentences for tag in sentence.upos],
        lemmas=[lemma for sentence in sentences for lemma in sentence.lemmas],
    )
