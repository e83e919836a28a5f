"""A project file whose claims enter a ledger and whose events say what came."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.records import Actor, Claim, Document, Event, Likelihood, Speaker, Trigger
from detente.store import Store

TALK = "Ana Ruiz said Norway will probably sanction Peru."
NEWS = "Norway imposed sanctions on Peru."


def make_event(name: str, document: str, text: str, trigger: str, status: str, day: date | None) -> Event:
    at = text.index(trigger)
    words = (("NOR", "Norway"), ("PER", "Peru"))
    sides = [Actor(code, word, None, word, text.index(word), text.index(word) + len(word)) for code, word in words]
    basis = "document" if day else None
    carrier = Trigger(at, at + len(trigger), trigger)
    return Event(name, document, 0, len(text), carrier, day, basis, *sides, "SANCTION", None, None, "163", "material_conflict",
                 -8.0, status, False, 1, None, "made")  # fmt: skip


def make_claim(text: str) -> Claim:
    start = TALK.index(text)
    return Claim(
        id="c1", document="talk", part_of=None, speaker=Speaker("Ana Ruiz", "Ana Ruiz", None, None, "person", "name"),
        source_span=(0, 8), cue_span=(9, 13), content_spans=((start, start + len(text)),), text=text, mode="indirect",
        type="forecast", condition=None, likelihood=Likelihood("probably", 0.5, 0.9, 0.72, "point"), about=("NOR", "PER"),
        direction=None, polarity="positive", horizon=None, nested_in=None, date=date(2021, 1, 1), venue=None, rule="made",
    )  # fmt: skip


def make_project_file(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents_with_events([
            (Document("talk", TALK, date(2021, 1, 1)),
             [make_event("e0", "talk", TALK, "sanction", "future", None)], [make_claim("Norway will probably sanction Peru")]),
            (Document("news", NEWS, date(2021, 3, 1)),
             [make_event("e1", "news", NEWS, "imposed sanctions", "happened", date(2021, 3, 1))], []),
        ])  # fmt: skip


def test_claims_of_a_store_become_entries(tmp_path: Path) -> None:
    from detente.scorekeeping import entries_in

    make_project_file(tmp_path / "p.duckdb")
    with Store.open(tmp_path / "p.duckdb", read_only=True) as store:
        entries, undated = entries_in(store, horizon_months=6)
    assert undated == [] and len(entries) == 1
    one = entries[0]
    assert (one.prob, one.until, one.deed.event) == (0.72, date(2021, 7, 1), "SANCTION")
    assert one.sha256 == Document("talk", TALK).sha256
