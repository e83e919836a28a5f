"""What all tests share: results made of invented events (no parser), and the shipped chronicles coded once a run."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from detente.records import Actor, Document, Event, Trigger

HOSTILE = '"><script>alert("x")</script><img src=http://evil.example/x.png onerror=alert(1)> & \'quoted\''
DEEDS = [
    ("057", "signed an agreement with"),
    ("112", "accused"),
    ("163", "imposed sanctions on"),
    ("036", "met"),
    ("070", "aided"),
]


# A machine that is busy with other work makes no example fail: speed is measured in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Nothing of the user's own cache is read or touched, and the workers of one run share what they code.
os.environ["DETENTE_CACHE"] = str(Path(__file__).resolve().parents[1] / ".pytest_cache" / "detente")


@pytest.fixture(scope="session")
def chronicles() -> Any:
    """Return the project of the shipped chronicles."""
    from detente.project import Project

    return Project.chronicles()


@pytest.fixture(scope="session")
def outlook_2020(chronicles: Any) -> Any:
    """Return the outlook for the United States and Russia as of 27 October 2020."""
    return chronicles.pair("USA", "RUS").outlook("usa-2020", as_of=date(2020, 10, 27))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens the report in chromium; skipped where there is none")


def made_document(
    number: int, day: date, code: str, verb: str, *, source: str, target: str, extra: str = ""
) -> tuple[Document, list[Event]]:
    """Return a document of one sentence and its event, as the coder would give them."""
    from detente.ontology import cameo

    names = {"USA": "United States", "RUS": "Russia"}
    text = f"{names[source]}  {verb} {names[target]}{extra}."
    row = cameo(code)
    at = text.index(verb)
    to = text.index(names[target], at)
    event = Event(
        id=hashlib.sha256(f"{number}{text}".encode()).hexdigest()[:16], document=f"d{number}", start=0, end=len(text),
        trigger=Trigger(at, at + len(verb), verb), date=day, date_basis="document",
        source=Actor(source, names[source], None, names[source], 0, len(names[source])),
        target=Actor(target, names[target], None, names[target], to, to + len(names[target])),
        event=str(row.event), mode=row.mode, context=row.context, cameo=code, quad=row.quad, goldstein=row.goldstein,
        status="happened", reciprocal=False, mentions=1, attributed_to=None, rule=f"made/{code}",
    )  # fmt: skip
    return Document(f"d{number}", text, day, title="A paper <b>of record</b>", outlet="Gazette & Post"), [event]


@pytest.fixture(scope="session")
def made_project() -> Iterator[Callable[..., Any]]:
    """Return a maker of projects: about `per_month` events a month from 2012 to October 2020, the last with hostile words."""
    from detente.project import Project
    from detente.store import Store

    def make(*, per_month: int = 3, hostile: bool = True, seed: int = 1) -> Project:
        dice = random.Random(seed)
        rows = []
        day = date(2012, 1, 5)
        while day < date(2020, 10, 20):
            code, verb = dice.choice(DEEDS if day.year < 2016 else DEEDS[1:4])
            source, target = dice.choice([("USA", "RUS"), ("RUS", "USA")])
            rows.append(made_document(len(rows), day, code, verb, source=source, target=target))
            day += timedelta(days=dice.randint(1, max(1, 60 // per_month)))
        if hostile:
            rows.append(
                made_document(
                    len(rows), date(2020, 10, 20), "163", "imposed sanctions on", source="USA", target="RUS", extra=HOSTILE
                )
            )
        store = Store.open(None)
        store.add_documents_with_events(rows)
        return Project(store, "made events")

    yield make


@pytest.fixture(scope="session")
def made_outlook(made_project: Callable[..., Any]) -> Any:
    """Return an outlook on made events over a real election."""
    return made_project().pair("USA", "RUS").outlook("usa-2020", as_of=date(2020, 10, 27))


@pytest.fixture(scope="session")
def spoken_outlook(made_project: Callable[..., Any]) -> Any:
    """Return an outlook before which the incumbent has spoken about the other state."""
    from dataclasses import replace

    from detente.project import Project
    from detente.store import Store

    store = made_project().store
    spoken: dict[str, list[Event]] = {}
    for event in store.events(("RUS", "USA")):
        if event.source.code == "USA" and event.cameo in ("112", "057"):
            event = replace(event, source=replace(event.source, name="Donald Trump", sector="GOV"))
        spoken.setdefault(event.document, []).append(event)
    again = Store.open(None)
    again.add_documents_with_events((d, spoken.get(d.id, [])) for d in store.documents())
    return Project(again, "made events").pair("USA", "RUS").outlook("usa-2020", as_of=date(2020, 10, 27))
