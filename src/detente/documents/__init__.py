"""Readers: files, folders and standard input to documents.

read_documents(inputs)   stream of `Document`; offsets of all that follows refer to its `text`
Rejects, Reject          what could not be read, with the reason
"""

from __future__ import annotations

from detente.documents.reading import read_documents
from detente.documents.rejects import Rejects
from detente.records import Reject

__all__ = ["Reject", "Rejects", "read_documents"]
