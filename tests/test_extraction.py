"""`detente add` keeps events and claims of one parse."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from detente.claims import claims_of_documents
from detente.coding import code_documents
from detente.extraction import extract
from detente.project import Project
from detente.records import Document
from detente.scenarios import contests

TEXTS = [
    "Norway imposed sanctions on Peru. Peru's minister said ties could worsen.",
    "Analysts say that ties between the United States and Russia may improve if Trump wins. Biden disagrees.",
    "Nothing.",
]
DOCUMENTS = [Document(str(i), text, date(2020, 9, 1)) for i, text in enumerate(TEXTS)]


@pytest.mark.parametrize("workers", [1, 2])
def test_one_parse_gives_what_the_two_commands_give(workers: int) -> None:
    found = list(extract(DOCUMENTS, workers=workers))
    assert [(d, e) for d, e, _ in found] == list(code_documents(DOCUMENTS))
    assert [(d, c) for d, _, c in found] == list(claims_of_documents(DOCUMENTS, contests=contests()))


def test_added_texts_keep_their_claims(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": d.id, "text": d.text, "date": "2020-09-01"}) + "\n" for d in DOCUMENTS), "utf-8")
    project = Project.open(None)
    added = project.add([path])
    assert (added.documents, added.claims) == (3, len(project.store.claims()))
    (claim,) = project.store.claims(("USA", "RUS"), types="forecast")
    assert claim.condition is not None and claim.condition.scenario == ("usa-2020/trump",)
    assert (claim.direction, claim.date) == ("improve", date(2020, 9, 1))
    assert project.add([path]).already == 3
