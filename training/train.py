"""Train the English pipeline: prepare, stage 1, stage 2 twice, average, assemble. About an hour on one core."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # set before NumPy loads: more threads only get in each other's way here

from spacy.cli.train import train

import tokens  # noqa: F401  # registers the tokenizer callback that the configs name
import treebanks
from assemble import assemble
from average import average
from prepare import prepare

HERE = Path(__file__).parent
MODEL = "en_detente_ud"
PACKAGE_MODELS = HERE.parent / "src" / "detente" / "data" / "models"
TEXTS = ("plain", "renamed")  # with the names as they are, and with others
STEPS = ("prepare", "stage1", "stage2", "average", "assemble")


def main() -> None:
    """Run the steps, all or from a given one on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", default=HERE.parent.parent / "shared" / "treebanks", help="folder with *.conllu.gz")
    parser.add_argument("--out", type=Path, default=HERE / "out", help="where everything is written (default: training/out)")
    parser.add_argument("--from", dest="first", choices=STEPS, default=STEPS[0], help="go on from this step")
    parser.add_argument("--install", action="store_true", help="replace the model in the package with the new one")
    parser.add_argument("--silver", type=Path, help="the teacher's trees (default: silver.jsonl.gz in --out)")
    options = parser.parse_args()
    folder, out = treebanks.locate(options.treebanks), options.out
    steps = STEPS[STEPS.index(options.first) :]

    if "prepare" in steps:
        silver = options.silver or out / "silver.jsonl.gz"
        if not silver.is_file():
            raise SystemExit(f"the teacher's trees are not there: {silver}\n  help: make -C training teacher silver")
        prepare(folder, silver, out)
    if "stage1" in steps:
        train(HERE / "configs" / "stage1.cfg", out / "stage1", overrides=_paths(out, "stage1"))
    if "stage2" in steps:
        begin = {"paths.stage1": str(out / "stage1" / "model-best")}
        for text in TEXTS:
            run = f"stage2-{text}"
            train(HERE / "configs" / "stage2.cfg", out / run, overrides={**_paths(out, run), **begin})
    if "average" in steps:
        average([out / f"stage2-{text}" / "model-best" for text in TEXTS], out / "averaged")
    if "assemble" in steps:
        assemble(out / "averaged", folder, out / MODEL)
    if options.install:
        shutil.rmtree(PACKAGE_MODELS / MODEL, ignore_errors=True)
        shutil.copytree(out / MODEL, PACKAGE_MODELS / MODEL)


def _paths(out: Path, stage: str) -> dict[str, str]:
    return {"paths.train": str(out / f"{stage}.spacy"), "paths.dev": str(out / "dev.spacy")}


if __name__ == "__main__":
    main()
