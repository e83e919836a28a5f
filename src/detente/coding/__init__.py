"""Sentence to events: who did what to whom, by rules over dependency trees and a lexicon kept as data.

code_document(document)   all events of one document
code_documents(documents) the same for many, streaming, over worker processes if asked
explain(text)             the same in words: which rule, which words, which actors
"""

from __future__ import annotations

from detente.coding.coder import Coder, code_document, code_documents, coder_name
from detente.coding.explain import explain
from detente.coding.own import Own

__all__ = ["Coder", "Own", "code_document", "code_documents", "coder_name", "explain"]
