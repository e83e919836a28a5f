"""The teacher of the learned finder: MiniLM that says of every word which type of event it names, if any.

Too large and slow to ship; `learn_deeds.py` trains it on annotated sentences and lets it label raw text, from which the
shipped finder learns. Encoder and weights: `encoder.py`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from encoder import WIDTH, Encoder, Pieces, pretrained

BATCH, RATE, HEAD_RATE, WARM = 24, 1.5e-4, 1e-3, 0.1
INNER = 256


class Teacher(nn.Module):
    """Words in, a score for each type out; type 0 is "no deed"."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.encoder: Encoder = pretrained()
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(WIDTH, INNER), nn.GELU(), nn.Dropout(0.2), nn.Linear(INNER, types))
        self.pieces = Pieces()

    def forward(self, sentences: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor]:
        """Return scores (sentences × words × types) and vectors (sentences × words × WIDTH)."""
        batch = self.pieces.batch(sentences)
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.encoder(batch)
            scores = self.head(vectors)
        return scores.float(), vectors.float()

    def fit(self, rows: Sequence[tuple[Sequence[str], Sequence[int]]], *, epochs: int, seed: int) -> Teacher:
        """Learn from sentences, each its words and their types."""
        torch.manual_seed(seed)
        rng = random.Random(seed)
        slow = [p for p in self.encoder.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(
            [{"params": slow, "lr": RATE}, {"params": self.head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01
        )
        steps = epochs * math.ceil(len(rows) / BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda k: min(1.0, k / (WARM * steps)) * max(0.0, 1 - k / steps) + 1e-3
        )
        self.train()
        for epoch in range(epochs):
            order = sorted(rows, key=lambda row: len(row[0]) + rng.random() * 12)
            batches = [order[k : k + BATCH] for k in range(0, len(order), BATCH)]
            rng.shuffle(batches)
            total = 0.0
            for batch in batches:
                scores, _ = self([words for words, _ in batch])
                truth = torch.full(scores.shape[:2], -1)
                for n, (_, types) in enumerate(batch):
                    truth[n, : len(types)] = torch.tensor(types)
                loss = functional.cross_entropy(scores.flatten(0, 1), truth.flatten(), ignore_index=-1, reduction="sum")
                loss = loss / len(batch) / 4
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                total += float(loss.detach())
            print(f"  teacher, epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
        return self.eval()

    @torch.no_grad()
    def label(self, sentences: Sequence[Sequence[str]], *, size: int = 48) -> list[NDArray[np.float16]]:
        """Return the chance of each type for each word of each sentence, shape (words, types) each."""
        order = sorted(range(len(sentences)), key=lambda n: len(sentences[n]))
        found: list[NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(sentences)
        for k in range(0, len(order), size):
            batch = order[k : k + size]
            scores, _ = self([sentences[n] for n in batch])
            for n, chances in zip(batch, scores.softmax(-1).numpy(), strict=True):
                found[n] = chances[: len(sentences[n])].astype(np.float16)
        return found
