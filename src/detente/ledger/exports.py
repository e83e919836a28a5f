"""The ledger for other programs: CSV, JSON Lines, and JSON-LD in the vocabulary of schema.org.

In JSON-LD every entry is a Claim; words of a text are a Quotation beside it; a ClaimReview stands only where a person confirmed
that it came true or did not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from detente.ledger.entry import Entry, entry_as_dict
from detente.ledger.ledger import Standing

COLUMNS = (
    "id", "kind", "state", "speaker", "date", "text", "a", "b", "expects", "scenario", "condition", "prob", "low", "high",
    "phrase", "until", "until_basis", "vow", "document", "sha256", "url", "proposed", "reason", "outcome", "confirmed_by",
    "confirmed", "settled", "note", "brier", "brier_low", "brier_high", "log_loss", "void_reason",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return one flat row per entry, columns `COLUMNS`, None where there is nothing."""
    found = []
    for standing in standings:
        entry, resolution, scores = standing.entry, standing.resolution, standing.scores or {}
        expects = entry.direction or (entry.deed and f"{entry.deed.source} {entry.deed.event} {entry.deed.target}")
        found.append(
            {
                "id": entry.id, "kind": entry.kind, "state": standing.state, "speaker": entry.speaker,
                "date": entry.made.isoformat(), "text": entry.text,
                "a": entry.pair and entry.pair[0], "b": entry.pair and entry.pair[1], "expects": expects,
                "scenario": ";".join(entry.scenario) or None, "condition": entry.condition,
                "prob": entry.prob, "low": entry.low, "high": entry.high, "phrase": entry.phrase or None,
                "until": entry.until.isoformat(), "until_basis": entry.until_basis, "vow": entry.vow,
                "document": entry.document, "sha256": entry.sha256, "url": entry.url or None,
                "proposed": standing.proposal and standing.proposal.outcome,
                "reason": standing.proposal and standing.proposal.reason,
                "outcome": resolution and resolution.outcome, "confirmed_by": resolution and resolution.by,
                "confirmed": resolution and resolution.confirmed.isoformat(),
                "settled": resolution and resolution.settled and resolution.settled.isoformat(),
                "note": (resolution and resolution.note) or None,
                **{name: scores.get(name) for name in ("brier", "brier_low", "brier_high", "log_loss")},
                "void_reason": standing.void_reason or None,
            }
        )  # fmt: skip
    return found


def as_csv(standings: Iterable[Standing]) -> str:
    """Return the table as CSV; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(standings):
        writer.writerow({k: f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for k, v in row.items()})
    return out.getvalue()


def as_records(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return one record per entry, with all that is known of it: entry, proposal with its evidence, resolution, scores."""
    found = []
    for standing in standings:
        resolution = standing.resolution
        found.append(
            {
                **entry_as_dict(standing.entry),
                "state": standing.state,
                "proposal": standing.proposal and standing.proposal.as_dict(),
                "resolution": resolution
                and {
                    "outcome": resolution.outcome, "by": resolution.by, "confirmed": resolution.confirmed.isoformat(),
                    "settled": resolution.settled and resolution.settled.isoformat(), "note": resolution.note,
                },
                "scores": standing.scores and dict(standing.scores),
                "void_reason": standing.void_reason or None,
            }
        )  # fmt: skip
    return found


def as_json_ld(standings: Iterable[Standing]) -> dict[str, Any]:
    """Return a JSON-LD document: https://schema.org/Claim, /Quotation, /ClaimReview. Void entries are left out."""
    graph: list[dict[str, Any]] = []
    for standing in standings:
        if standing.state == "void":
            continue
        graph.append(_claim(standing))
        if standing.entry.kind == "claim":
            graph.append(_quotation(standing))
        if standing.resolution is not None and standing.resolution.outcome in ("yes", "no"):
            graph.append(_review(standing))
    return {"@context": "https://schema.org", "@graph": graph}


def _claim(standing: Standing) -> dict[str, Any]:
    entry = standing.entry
    node: dict[str, Any] = {
        "@type": "Claim",
        "@id": f"urn:detente:claim:{entry.id}",
        "identifier": entry.id,
        "text": entry.text,
        "author": _author(entry),
        "dateCreated": entry.made.isoformat(),
        "expires": entry.until.isoformat(),
    }
    if appearance := _appearance(standing):
        node["appearance"] = appearance
    return node


def _quotation(standing: Standing) -> dict[str, Any]:
    entry = standing.entry
    node: dict[str, Any] = {
        "@type": "Quotation",
        "@id": f"urn:detente:quotation:{entry.id}",
        "text": entry.text,
        "creator": _author(entry),
        "about": {"@id": f"urn:detente:claim:{entry.id}"},
    }
    if appearance := _appearance(standing):
        node["isPartOf"] = appearance
    return node


def _review(standing: Standing) -> dict[str, Any]:
    entry, resolution = standing.entry, standing.resolution
    assert resolution is not None
    came = resolution.outcome == "yes"
    node: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"urn:detente:review:{entry.id}",
        "claimReviewed": entry.text,
        "itemReviewed": {"@id": f"urn:detente:claim:{entry.id}"},
        "author": {"@type": "Person", "name": resolution.by},
        "datePublished": resolution.confirmed.isoformat(),
        "reviewRating": {
            "@type": "Rating", "ratingValue": int(came), "worstRating": 0, "bestRating": 1,
            "alternateName": "came true" if came else "did not come true",
        },
    }  # fmt: skip
    if body := resolution.note or (standing.proposal and standing.proposal.reason):
        node["reviewBody"] = body
    return node


def _author(entry: Entry) -> dict[str, str]:
    """Return a speaker as schema.org knows authors: persons and organizations."""
    return {"@type": "Organization" if entry.speaker_kind == "institution" else "Person", "name": entry.speaker}


def _appearance(standing: Standing) -> dict[str, Any] | None:
    entry = standing.entry
    if entry.document is None:
        return None
    node: dict[str, Any] = {"@type": "CreativeWork", "identifier": entry.document}
    if entry.url:
        node["url"] = entry.url
    if entry.sha256:
        node["identifier"] = [entry.document, {"@type": "PropertyValue", "propertyID": "sha256", "value": entry.sha256}]
    return node
