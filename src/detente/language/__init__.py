"""English text to sentences with tags, lemmas and dependencies, offline.

load(name)      the spaCy pipeline: our own, or any that is installed; model_name(name) is which one
segment(text)   the parts of a text that can be parsed, each with a map back to the untouched text
spread(docs, …) documents parsed and read by one reader, in one process or several
parse(texts)    for each text its sentences, as plain `Sentence` objects with offsets into the untouched text
"""

from __future__ import annotations

from detente.language.parse import parse, parse_text
from detente.language.pipeline import load, model_name
from detente.language.segment import Block, segment
from detente.language.sentence import Sentence, Token
from detente.language.spread import spread

__all__ = ["Block", "Sentence", "Token", "load", "model_name", "parse", "parse_text", "segment", "spread"]
