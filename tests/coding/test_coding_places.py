"""Where it happened: the named place of the deed's own clause, with its state where known; never what is only spoken of."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding import code_document
from detente.records import Document, Place


def places(text: str) -> list[Place | None]:
    return [e.place for e in code_document(Document("d", text, date(2024, 5, 8)))]


@pytest.mark.parametrize(
    ("text", "name", "code", "kind"),
    [
        ("Bolivia and Chile signed a water treaty in Geneva.", "Geneva", None, "town"),
        ("The presidents of Mali and Niger met in Niamey on Monday.", "Niamey", "NER", "town"),
        ("Turkish jets bombed a camp near Sinjar in Iraq.", "Sinjar", "IRQ", "town"),
        ("Latvia and Estonia signed a rail agreement in Bergen, Norway.", "Bergen", "NOR", "town"),
        ("Omani and Yemeni officials met in the Saudi city of Abha.", "Abha", "SAU", "town"),
        ("Chadian troops attacked rebels in Libya.", "Libya", "LBY", "state"),
        ("Indian and Pakistani troops clashed in Kashmir.", "Kashmir", None, "region"),
        ("The Kenyan foreign minister met his Ugandan counterpart in Kisumu.", "Kisumu", "KEN", "town"),
    ],
)
def test_place_of_the_clause_is_given_as_written(text: str, name: str, code: str | None, kind: str) -> None:
    found = places(text)
    assert found and all(p is not None and (p.name, p.code, p.kind) == (name, code, kind) for p in found)
    assert all(p is not None and text[p.start : p.end] == name for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "Ghana accused Togo of smuggling cocoa in Kpalime.",
        "Spain condemned the bombing in Jalalabad.",
        "Rwanda expelled two Belgian diplomats in March.",
        "Mongolia and Kazakhstan discussed the war in Sudan.",
        "Cuba released a Canadian prisoner.",
        "Peru expelled a Bolivian diplomat in response to a raid at Tacna.",
    ],
    ids=["accused of", "condemned", "a month", "topic of talks", "none", "reason"],
)
def test_what_is_only_spoken_of_is_no_place(text: str) -> None:
    found = places(text)
    assert found and found == [None] * len(found)


def test_place_is_kept_by_the_store_and_printed() -> None:
    from detente.records import event_as_dict
    from detente.store import Store

    document = Document("d", "Bolivia and Chile signed a water treaty in Geneva.", date(2024, 5, 8))
    events = code_document(document)
    with Store.open(None) as store:
        store.add_documents_with_events([(document, events)])
        assert store.events() == events
    assert event_as_dict(events[0])["place"] == {"name": "Geneva", "code": None, "kind": "town", "start": 43, "end": 49}
