"""Teach the finder of deeds that no rule knows: the weights of `src/detente/data/models/deeds.npz`.

    python training/learn_deeds.py --texts ../shared/bench [--annotated FILE…]

Learned from (never from gsr_dev or own_broad_unread):
* annotated sentences: our own in `training/data/deeds.txt`, what `--annotated` names, benchmark sets that were read, the
  lexicon's examples;
* the first with their trigger replaced by words of the same type from `training/data/words_of_types.txt`;
* raw text and sentences with other verbs and nouns put in, both labelled by a teacher (`deeds_teacher.py`) that learned from
  the first: distillation (Hinton, Vinyals & Dean 2015), so that words that nobody annotated get a type.

Every lemma and phrasal verb has a vector: what the teacher makes of it in a plain sentence, reduced by principal components.
Needs `pip install -e '.[teacher]'`; half an hour on one core with bfloat16 units.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

import deeds_data as data
from deeds_data import HERE, Row
from deeds_teacher import Teacher
from detente.coding.features import PHRASAL, Description
from detente.coding.learned import PAIR_ROWS, ROOM, TYPES, Finder
from detente.language import parse
from encoder import WIDTH

OUT = HERE.parent / "src" / "detente" / "data" / "models" / "deeds.npz"
SEED = 4
LEAST, SURE = 0.4, 0.6  # chance from which a deed is read: with two known sides, with one
COMPONENTS, HIDDEN, EPOCHS = 96, 128, 5
BATCH, RATE, DROPOUT = 512, 2e-3, 0.2
OF_ANNOTATED, OF_LISTED = 3.0, 3.0  # weight of a word of these sentences; of others 1
PAIR_COST, SLOT_COST = 2e-4, 1e-5  # L2
SENTENCES = {"kremlin": 7_000, "whitehouse": 4_000, "polnear": 3_000, "own": 4_000}
CONTEXTS = ("Troops from Peru {} Norway .", "Peru 's {} against Norway .")


class Student(nn.Module):
    """The finder as a thing that learns: the same sums as `detente.coding.learned.Finder.chances`."""

    def __init__(self, vectors: NDArray[np.float32], marks: int) -> None:
        super().__init__()
        width = vectors.shape[1]
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=True, padding_idx=0)
        self.slots = nn.ModuleList(nn.Linear(width, HIDDEN, bias=False) for _ in ROOM)
        self.marks = nn.EmbeddingBag(marks + 1, HIDDEN, mode="sum", padding_idx=0)
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.out = nn.Linear(HIDDEN, len(TYPES))
        self.mark_types = nn.EmbeddingBag(marks + 1, len(TYPES), mode="sum", padding_idx=0)
        self.pair_types = nn.EmbeddingBag(PAIR_ROWS, len(TYPES), mode="sum", padding_idx=0)
        self.word_types = nn.Linear(width, len(TYPES), bias=False)
        self.drop = nn.Dropout(DROPOUT)
        nn.init.normal_(self.marks.weight, std=0.1)
        for bag in (self.mark_types, self.pair_types):
            nn.init.zeros_(bag.weight)
        with torch.no_grad():
            self.marks.weight[0] = 0

    def forward(self, words: Tensor, marks: Tensor, pairs: Tensor) -> Tensor:
        """Return a score for each type, (rows, types)."""
        hidden, at, own = self.bias, 0, None
        for room, slot in zip(ROOM, self.slots, strict=True):
            rows = words[:, at : at + room]
            mean = self.vectors(rows).sum(1) / (rows > 0).sum(1, keepdim=True).clamp(min=1)
            own = mean if own is None else own
            hidden, at = hidden + slot(mean), at + room
        scores = self.out(self.drop(torch.relu(hidden + self.marks(marks))))
        return scores + self.word_types(own) + self.mark_types(marks) + self.pair_types(pairs)


@dataclass(frozen=True, slots=True)
class Part:
    """Candidate words with the chance of each type and a weight, of one kind of sentence."""

    words: list[Description]
    chances: NDArray[np.float32]
    weight: float


def main() -> None:
    """Train teacher and student and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--texts", type=Path, help="folder of raw text, as silver.py reads it; without it the teacher labels less"
    )
    parser.add_argument(
        "--annotated", type=Path, nargs="*", default=[], help="more annotated sentences, in the form of data/deeds.txt"
    )
    parser.add_argument(
        "--leave-out", type=Path, nargs="*", default=[], help="files whose sentences are tests: learn from none"
    )
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=8, help="of the teacher")
    parser.add_argument("--times", type=int, default=7, help="copies of an annotated sentence with other words")
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    random = Random(SEED)
    own = HERE.parent / "benchmarks" / "data"
    tests = {same(row.text) for path in asked.leave_out for row in data.read(path)}
    gold = [row for path in (HERE / "data" / "deeds.txt", *asked.annotated) for row in data.read(path)]
    gold += [row for name in data.OWN for row in data.read(own / name)]
    gold = [row for row in gold if same(row.text) not in tests]
    examples = data.of_lexicon(random)
    listed = data.with_listed_words([*gold, *examples[:1500]], HERE / "data" / "words_of_types.txt", random)
    raw = [Row(text) for text in raw_sentences(asked.texts) if same(text) not in tests] if asked.texts else []
    print(
        f"{len(gold)} annotated sentences, {len(examples)} examples, {len(listed)} with listed words, {len(raw)} raw",
        flush=True,
    )

    column = {kind: n for n, kind in enumerate(TYPES)}
    teacher = Teacher(len(TYPES)).fit(
        [(row.words, [column[t] for t in row.types()]) for row in [*gold, *examples[:2000]]], epochs=asked.epochs, seed=SEED
    )
    words, verbs, nouns = vocabulary()
    other = data.with_other_words(gold, [v for v in verbs if " " not in v], nouns, asked.times, random)
    other += data.with_other_words(raw[:5000], [v for v in verbs if " " not in v], nouns, 1, random)
    parts = [true_part(rows, weight) for rows, weight in ((gold, OF_ANNOTATED), (examples, 1.0), (listed, OF_LISTED))]
    parts += [taught_part(rows, teacher) for rows in (raw, other) if rows]
    vectors = vectors_of(words, set(verbs), set(nouns), teacher)
    counts = Counter(m for part in parts for d in part.words for m in d.marks if not m.startswith("lemma"))
    marks = [m for m, n in counts.most_common() if n >= 8]
    write(asked.out, words, marks, taught(parts, words, marks, vectors), vectors)


def same(text: str) -> str:
    """Return a text without what copies of it may differ in: marks, case, spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def raw_sentences(folder: Path) -> Iterator[str]:
    """Yield sentences of raw text that name somebody of the who-is-who."""
    from detente.actors import find
    from silver import texts

    for source, rows in texts(folder, ()):
        left = SENTENCES[source]
        for text, sentences in zip(rows, parse(row[:20_000] for row in rows), strict=True):
            if left <= 0:
                break
            found = find(text)
            for s in sentences:
                plain = " ".join(text[s.start : s.end].split())
                if 20 < len(plain) < 400 and any(s.start <= f.start < s.end for f in found):
                    left -= 1
                    yield plain


def true_part(rows: Sequence[Row], weight: float) -> Part:
    """Return the candidate words of annotated sentences."""
    words, chances = [], []
    for row, own in zip(rows, data.described(rows), strict=True):
        types = row.types()
        for n, description in own:
            words.append(description)
            chances.append([float(types[n] == kind) for kind in TYPES])
    return Part(words, np.array(chances, np.float32), weight)


def taught_part(rows: Sequence[Row], teacher: Teacher) -> Part:
    """Return the candidate words of sentences that the teacher labels."""
    labels = teacher.label([row.words for row in rows])
    words, chances = [], []
    for own, label in zip(data.described(rows), labels, strict=True):
        for n, description in own:
            words.append(description)
            chances.append(label[n])
    return Part(words, np.array(chances, np.float32), 1.0)


def vocabulary() -> tuple[list[str], list[str], list[str]]:
    """Return all lemmas and phrasal verbs that get a vector, the verbs among them, the nouns among them."""
    from lemminflect import getAllLemmas
    from wordfreq import top_n_list, zipf_frequency

    frequency: dict[str, float] = {}
    kinds: dict[str, set[str]] = {"VERB": set(), "NOUN": set(), "ADJ": set()}
    for word in top_n_list("en", 60_000):
        if word.isalpha() and word.isascii() and len(word) > 2:
            for kind, lemmas in getAllLemmas(word).items():
                for lemma in map(str.lower, lemmas) if kind in kinds else ():
                    frequency[lemma] = max(frequency.get(lemma, 0), zipf_frequency(word, "en"))
                    kinds[kind].add(lemma)
    kept = [w for w, f in frequency.items() if f >= 2.3 or (w in kinds["VERB"] and f >= 1.8)]
    phrases = [f"{w} {p}" for w in sorted(kinds["VERB"]) if frequency[w] >= 4.3 for p in sorted(PHRASAL)]
    verbs = [w for w in kept if w in kinds["VERB"] and frequency[w] >= 2.0]
    nouns = [w for w in kept if w in kinds["NOUN"] and frequency[w] >= 2.6]
    return [*kept, *phrases], [*verbs, *phrases], nouns


@torch.no_grad()
def vectors_of(words: Sequence[str], verbs: set[str], nouns: set[str], teacher: Teacher) -> NDArray[np.float32]:
    """Return a vector for each word (row 0: zero): what the teacher makes of it alone, as a verb and as a noun."""
    from lemminflect import getInflection

    def form(word: str, past: bool) -> list[str]:
        first, *rest = word.split()
        return [(getInflection(first, "VBD") or (f"{first}ed",))[0] if past else first, *rest]

    blocks = []
    pieces, table = teacher.pieces, teacher.encoder.words.weight
    alone = np.array([table[[p for part in w.split() for p in pieces.of(part)]].mean(0).numpy() for w in words])
    blocks.append((alone - alone.mean(0)) / alone.std() * 0.7)
    for context, members, past in ((CONTEXTS[0], verbs, True), (CONTEXTS[1], nouns, False)):
        own = [n for n, w in enumerate(words) if w in members]
        left = context.split("{}", maxsplit=1)[0].split()
        right = context.split("{}", maxsplit=1)[1].split()
        vector, score = np.zeros((len(words), WIDTH), np.float32), np.zeros((len(words), len(TYPES)), np.float32)
        for k in range(0, len(own), 256):
            batch = own[k : k + 256]
            scores, inner = teacher([[*left, *form(words[n], past), *right] for n in batch])
            vector[batch] = inner[:, len(left)].numpy()
            score[batch] = scores[:, len(left)].log_softmax(-1).clamp(min=-8).numpy()
        for block, times in ((vector, 1.0), (score, 3.0)):
            block[own] = (block[own] - block[own].mean(0)) / block[own].std() * times
            blocks.append(block)
    joined = np.concatenate(blocks, 1)
    joined -= joined.mean(0)
    some = joined[np.random.default_rng(0).permutation(len(joined))[:9000]]
    _, strength, axes = np.linalg.svd(some, full_matrices=False)
    reduced = joined @ axes[:COMPONENTS].T
    reduced *= np.sqrt(strength[:COMPONENTS] / strength[0]).clip(0.3) / reduced.std(0)
    return np.concatenate([np.zeros((1, COMPONENTS)), reduced]).astype(np.float32)


def finder_like(words: Sequence[str], marks: Sequence[str]) -> Finder:
    """Return a finder that knows words and marks but has no weights: it turns descriptions into rows."""
    none = np.zeros((0, 0), np.float32)
    known = [{name: n for n, name in enumerate(names, 1)} for names in (words, marks)]
    return Finder(known[0], known[1], *[none] * 9)


def taught(parts: Sequence[Part], words: Sequence[str], marks: Sequence[str], vectors: NDArray[np.float32]) -> Student:
    """Return the student after it has learned from all parts."""
    rows = [finder_like(words, marks).rows(part.words) for part in parts]
    inputs = [torch.tensor(np.concatenate([r[k] for r in rows])) for k in range(3)]
    truth = torch.tensor(np.concatenate([p.chances for p in parts]))
    weight = torch.tensor(np.concatenate([np.full(len(p.words), p.weight, np.float32) for p in parts]))
    student = Student(vectors, len(marks))
    optimizer = torch.optim.Adam([p for p in student.parameters() if p.requires_grad], lr=RATE)
    steps = EPOCHS * (len(weight) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, k / (0.05 * steps)) * max(0.0, 1 - k / steps) + 1e-3
    )
    for epoch in range(EPOCHS):
        student.train()
        order, total = torch.randperm(len(weight)), 0.0
        for chosen in order.split(BATCH):
            scores = student(*(x[chosen] for x in inputs))
            loss = (-(truth[chosen] * scores.log_softmax(-1)).sum(-1) * weight[chosen]).mean()
            cost = SLOT_COST * sum((m.weight**2).sum() for m in (student.out, *student.slots))
            cost = cost + PAIR_COST * (student.pair_types(inputs[2][chosen]) ** 2).sum(-1).mean()
            optimizer.zero_grad()
            (loss + cost).backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(chosen)
        print(f"  student, epoch {epoch + 1}: loss {total / len(weight):.3f}", flush=True)
    return student.eval()


def write(path: Path, words: Sequence[str], marks: Sequence[str], student: Student, vectors: NDArray[np.float32]) -> None:
    """Write the weights as whole numbers with a scale a column, names as UTF-8 bytes."""
    weights = {
        "vectors": vectors,
        "slot_hidden": np.concatenate([m.weight.detach().numpy().T for m in student.slots]),
        "mark_hidden": student.marks.weight.detach().numpy(),
        "hidden_bias": student.bias.detach().numpy(),
        "hidden_types": student.out.weight.detach().numpy().T,
        "type_bias": student.out.bias.detach().numpy(),
        "mark_types": student.mark_types.weight.detach().numpy(),
        "pair_types": student.pair_types.weight.detach().numpy(),
        "word_types": student.word_types.weight.detach().numpy().T,
    }
    write_arrays(path, words, marks, weights)


def write_arrays(path: Path, words: Sequence[str], marks: Sequence[str], weights: dict[str, NDArray[np.float32]]) -> None:
    """Write names and weights; vectors and pairs in one byte a weight, the others in two."""
    arrays: dict[str, NDArray[np.generic]] = {"least": np.array(LEAST), "sure": np.array(SURE)}
    for key, names in (("words", words), ("marks", marks)):
        arrays[key] = np.frombuffer("\n".join(names).encode(), np.uint8)
    for key, weight in weights.items():
        small = key in ("vectors", "pair_types")
        scale = np.maximum(np.abs(weight).max(0), 1e-9) / (127 if small else 32_767)
        arrays[key] = np.round(weight / scale).astype(np.int8 if small else np.int16)
        arrays[f"{key}_scale"] = scale.astype(np.float32)
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)
    print(json.dumps({"file": path.name, "bytes": path.stat().st_size, "words": len(words), "marks": len(marks)}))


if __name__ == "__main__":
    main()
