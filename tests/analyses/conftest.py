"""Stores of invented events between any states, without the parser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from detente.records import Actor, Document, Event, Trigger

Row = tuple[str, str, str, str]


def made_events(rows: Iterable[Row], *, speakers: dict[int, str] | None = None) -> list[tuple[Document, list[Event]]]:
    """Return documents of one sentence; a row is day, source, CAMEO code, target; `speakers` names who acts for the source."""
    from detente.ontology import cameo

    found = []
    for number, (day, source, code, target) in enumerate(rows):
        name = (speakers or {}).get(number, source)
        text = f"{name} did {code} to {target} ({number})."
        row = cameo(code)
        event = Event(
            id=hashlib.sha256(f"{number}{text}".encode()).hexdigest()[:16], document=f"d{number}", start=0, end=len(text),
            trigger=Trigger(len(name) + 1, len(name) + 4, "did"), date=date.fromisoformat(day), date_basis="document",
            source=Actor(source, name, "GOV" if name != source else None, name, 0, len(name)),
            target=Actor(target, target, None, target, len(text) - 10, len(text) - 7),
            event=str(row.event or "CONSULT"), mode=None, context=None, cameo=code, quad=row.quad, goldstein=row.goldstein,
            status="happened", reciprocal=False, mentions=1, attributed_to=None, rule=f"made/{code}",
        )  # fmt: skip
        found.append((Document(f"d{number}", text, event.date), [event]))
    return found


@pytest.fixture(scope="session")
def made_store() -> Callable[..., Any]:
    """Return a maker of projects from rows of events."""
    from detente.project import Project
    from detente.store import Store

    def make(rows: Iterable[Row], **options: Any) -> Project:
        store = Store.open(None)
        store.add_documents_with_events(made_events(rows, **options))
        return Project(store, "made events")

    return make
