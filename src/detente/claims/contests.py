"""Which election a document is about: the one whose candidates it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.claims.conditions import Contest
from detente.records import Document

_BEFORE, _AFTER = 900, 120  # days around the vote in which a text can look ahead to it


def contest_of(document: Document, contests: Sequence[Contest]) -> Contest | None:
    """Return the contest of which a document names most outcomes' leaders, two at least; None where it names none."""
    best: tuple[tuple[int, int, int], Contest] | None = None
    for contest in contests:
        if document.date is not None and not -_AFTER <= (contest.date - document.date).days <= _BEFORE:
            continue
        counts = sorted((_count(document.text, o.persons) for o in contest.outcomes), reverse=True)
        if len(counts) < 2 or counts[1] == 0:
            continue
        key = (counts[1], counts[0], contest.date.toordinal())
        if best is None or key > best[0]:
            best = (key, contest)
    return best[1] if best else None


def _count(text: str, persons: Sequence[str]) -> int:
    return sum(len(re.findall(rf"\b(?:{re.escape(name.split()[-1])}|{re.escape(name)})\b", text)) for name in persons)
