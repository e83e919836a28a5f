"""English text to sentences with tags, lemmas and dependencies, offline."""

from __future__ import annotations

from detente.language.pipeline import load

__all__ = ["load"]
