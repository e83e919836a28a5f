"""The sections of the page that compare: terms of leaders, leader and officials, what followed shocks, who moved with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente import words
from detente.analyses import Coherence, Comparisons, Linked, Shocks, Toughness
from detente.analyses.shocks import Shock
from detente.analyses.values import Quote

_SHOWN_LINKED = 8
_SHOWN_DAYS = 12
Makings = dict[str, tuple[str, str]]


def comparing_section(found: Comparisons, made: Makings) -> dict[str, Any] | None:
    """Return tables and sentences of all comparisons; None where nothing could be compared.

    Parameters
    ----------
    found : Comparisons
    made : dict
        By id of an event of the page: who did what to whom, and the record that vouches for it.
    """
    if not (found.toughness or found.coherence or found.shocks or found.linked):
        return None
    return {
        "leaders": [_toughness(t, made) for t in found.toughness],
        "contest_rule": words.CONTEST_RULE,
        "coherence": [_coherence(c, made) for c in found.coherence],
        "shocks": None if found.shocks is None else _shocks(found.shocks, made),
        "linked": None if found.linked is None else _linked(found.linked),
        "refused": [words.refused_sentence(r.reason, r.help) for r in found.refused],
    }


def _toughness(found: Toughness, made: Makings) -> dict[str, Any]:
    against = {contest.first: contest for contest in found.contests if contest.quantity == "both"}
    return {
        "title": words.toughness_title(found),
        "note": words.toughness_note(),
        "rows": [
            {
                "label": term.label,
                "months": f"{term.months:.0f} months",
                "cells": words.term_cells(term),
                "verdict": words.contest_verdict(against[term.label]) if term.label in against else "",
                "chance": words.percent(against[term.label].prob_tougher) if term.label in against else "",
            }
            for term in found.terms
            if term.level_words or term.level_deeds
        ],
        "short": words.terms_refused(found),
        "contests": [
            {"said": words.contest_sentence(contest), "quotes": _quotes(contest.quotes, made, digits=2)}
            for contest in found.contests
        ],
    }


def _coherence(found: Coherence, made: Makings) -> dict[str, Any]:
    return {
        "title": words.coherence_title(found),
        "terms": [
            {"said": words.coherence_sentence(term), "opposed": _quotes(term.opposed, made, digits=1)}
            for term in found.measured
        ],
        "short": words.coherence_refused(found),
        "note": words.coherence_note(found),
    }


def _shocks(found: Shocks, made: Makings) -> dict[str, Any]:
    return {
        "classes": [_shock(shock, made) for shock in found.measured],
        "short": words.shocks_refused(found),
        "notes": [words.shocks_note(found), words.fall_note(found), words.panel_note(found)],
    }


def _shock(shock: Shock, made: Makings) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {}
    for response in shock.responses:
        row = rows.setdefault(response.name, {"name": response.name, "cells": [], "panel": "–", "pooled": "–"})
        row["cells"].append(words.response_cell(response))
        if response.months == 3:
            row["panel"], row["pooled"] = words.panel_cell(response.panel), words.pooled_cell(response)
    out = [f"{r.name} within {words.count(r.months, 'month')}" for r in shock.responses if words.stands_out(r)]
    return {
        "title": words.shock_title(shock),
        "out": f"Stands out: {', '.join(out)}." if out else "Nothing stands out.",
        "rows": list(rows.values()),
        "quotes": _quotes(shock.quotes[:_SHOWN_DAYS], made, digits=1),
        "days": shock.days,
    }


def _linked(found: Linked) -> dict[str, Any]:
    return {
        "rows": [words.linked_sentence(other) for other in found.measured[:_SHOWN_LINKED]],
        "note": words.linked_note(found),
    }


def _quotes(quotes: Iterable[Quote], made: Makings, *, digits: int) -> list[dict[str, Any]]:
    """Return sentences as the page shows evidence; only events of the index have a row of their own to open."""
    return [
        {
            "id": quote.id if quote.id in made else None,
            "date": quote.date.isoformat(),
            "text": quote.text,
            "document": quote.document,
            "coded": made.get(quote.id, ("", ""))[0],
            "record": made.get(quote.id, ("", ""))[1],
            "adds": words.signed(quote.value, digits),
            "told": "",
        }
        for quote in quotes
    ]
