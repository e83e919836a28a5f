"""Average the weights of pipelines that were trained on from the same checkpoint: the strengths of each at the speed of one.

Wortsman et al. 2022, "Model soups". It works only because the runs share their first stage and so lie close together.
"""

from __future__ import annotations

from pathlib import Path

import spacy

import tokens  # noqa: F401  # registers the tokenizer callback that the training config names


def average(folders: list[Path], out: Path) -> None:
    """Write the first pipeline with the mean of everybody's weights."""
    first, *others = [spacy.load(folder) for folder in folders]
    for pipe in first.pipe_names:
        nodes = [list(nlp.get_pipe(pipe).model.walk()) for nlp in (first, *others)]
        for same in zip(*nodes, strict=True):
            if len({node.name for node in same}) != 1:
                raise ValueError(f"{pipe}: the pipelines differ in their layers: {[node.name for node in same]}")
            for name in same[0].param_names:
                if same[0].has_param(name):
                    same[0].set_param(name, sum(node.get_param(name) for node in same) / len(same))
    first.to_disk(out)
