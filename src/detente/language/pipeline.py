"""Load the English pipeline: our own from the package data, or any installed spaCy pipeline that is named."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_detente_ud"
"""The pipeline shipped in `detente/data/models/`."""

MODEL_VARIABLE = "DETENTE_MODEL"
"""Environment variable that names another pipeline (an installed package or a folder)."""

_NEEDED = ("parser", "lemmatizer")
_UNUSED = ("ner", "entity_linker", "entity_ruler", "span_ruler", "spancat", "textcat", "textcat_multilabel", "senter")


def load(name: str | None = None) -> Language:
    """Return the pipeline that turns English text into tagged, lemmatized dependency trees.

    The same object is returned for the same name: loading happens once in a process (about half a second).

    Parameters
    ----------
    name : str, optional
        An installed spaCy pipeline (`en_core_web_sm`) or the path of a saved one. Without it the environment
        variable `DETENTE_MODEL` is read, and without that our own model is used.

    Returns
    -------
    spacy.language.Language
        Components that dependency coding does not need (entities, text categories) are left out.

    Raises
    ------
    InputError
        No such pipeline, or it has no parser or lemmatizer, or its trees are of an unknown scheme.
    """
    return _load(model_name(name))


def model_name(name: str | None = None) -> str:
    """Return which pipeline is used: the one named, else that of `DETENTE_MODEL`, else our own."""
    return name or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL


def own_model_path() -> Path:
    """Return the folder of the model that ships with the package."""
    return Path(str(files("detente"))) / "data" / "models" / DEFAULT_MODEL


@lru_cache(maxsize=4)
def _load(name: str) -> Language:
    import spacy

    target: str | Path = name
    if name == DEFAULT_MODEL and own_model_path().is_dir():
        target = own_model_path()
    try:
        nlp: Any = spacy.load(target, exclude=_UNUSED)
    except (OSError, ValueError, KeyError) as cause:
        raise InputError(
            "L01",
            f"cannot load the spaCy pipeline {name!r}: {_first_line(cause)}",
            help=f"name an installed pipeline (python -m spacy info) or a folder with a config.cfg; "
            f"leave it out (and unset {MODEL_VARIABLE}) to use {DEFAULT_MODEL}",
        ) from cause
    missing = [pipe for pipe in _NEEDED if pipe not in nlp.pipe_names]
    if missing:
        raise InputError(
            "L02",
            f"the spaCy pipeline {name!r} has no {' and no '.join(missing)}; it has {', '.join(nlp.pipe_names) or 'nothing'}",
            help="events are read from dependency trees and lemmas: name a pipeline that has both, such as en_core_web_sm",
        )
    if "nsubj" not in nlp.pipe_labels["parser"]:
        raise InputError(
            "L03",
            f"the parser of {name!r} labels its trees in an unknown scheme: {', '.join(nlp.pipe_labels['parser'][:8])} …",
            help="the rules read Universal Dependencies; pipelines with ClearNLP labels (en_core_web_*) are converted to them",
        )
    return nlp  # type: ignore[no-any-return]


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
