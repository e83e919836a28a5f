"""Documents to claims: who says what, and what of it is a forecast, under which condition, how likely, in which direction.

claims_of_documents(documents, contests=…)   each document with its claims, as a stream
read_claims(document, sentences, contests)   the claims of a parsed document
explain(document, claims)                    the same in words, with the rules

How it works and how well: docs/claims.md.
"""

from __future__ import annotations

from detente.claims.conditions import Contest, Contestant
from detente.claims.explain import explain
from detente.claims.extract import read_claims
from detente.claims.stream import claims_of_documents

CLAIMS_VERSION = 2
"""Raised when other claims are found in the same text, so that stores keep them as a new revision."""

__all__ = ["CLAIMS_VERSION", "Contest", "Contestant", "claims_of_documents", "explain", "read_claims"]
