"""Whom a pronoun, a definite noun or a short name means, and which quotations are one statement: sentences of our own."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of

SAID = [
    ("Rosa Lima, who teaches law in Lima, met Tor Lund. She said the pact would hold.", "the pact would hold", "Rosa Lima"),
    ("Kari Dahl agreed. Ana Sol replied that he had no plan. “He never had one,” she said.", "never had one", "Ana Sol"),
    ("Tor Lund, a former envoy, agrees with her. He said the road was shut.", "the road was shut", "Tor Lund"),
    ("Vuk Dren, who negotiated for Oslo until 2029, left. “It is over,” the former negotiator said.", "It is over", "Vuk Dren"),
    ("Zora Prin, who has been president since 2028, smiled. “We won,” the president said.", "We won", "Zora Prin"),
    ("His deputy, Teuta Marku, stayed silent. Later the deputy said that talks had failed.", "talks had failed", "Teuta Marku"),
    ("Drita Hoxha Leka is a historian. Hoxha Leka said the tunnel was closed.", "the tunnel was closed", "Drita Hoxha Leka"),
    ("Inés Robles leads the party. “The border is open,” Robles said.", "The border is open", "Inés Robles"),
    ("Ana Sol spoke first. The captain of the ferry came next. He said the sea was high.", "the sea was high", None),
    ("A teacher who gave her name as Amina stood there. Amina said the gate was shut.", "the gate was shut", "Amina"),
    ("Jorge Vera is convinced that exports will fall.", "exports will fall", "Jorge Vera"),
    ("Elsa Campos spoke. In her view, the two states will go on as they are.", "the two states will go on", "Elsa Campos"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "speaker"), SAID, ids=[row[1] for row in SAID])
def test_speaker(text: str, words: str, speaker: str | None) -> None:
    found = [c for c in claims_of(text) if words in c.text]
    assert found, f"no claim holds {words!r}"
    assert min(found, key=lambda c: len(c.text)).speaker.name == speaker


TOGETHER = [
    ('"We will not load a ship.\n\n"They can talk to us," said Ines Faro of the dockers.', ["load a ship", "talk to us"]),
    ('"Not yet," Ines Faro said. "Ask me."', ["Not yet", "Ask me"]),
    ('Ines Faro leads the dockers.\n\n"This is a scandal for us all!" – Ana Pinto, shop owner', ["scandal"]),
    ('The union released this statement:\n\n“We shall not load a ship. We shall wait.”', ["load a ship", "We shall wait"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), TOGETHER, ids=[row[1][0] for row in TOGETHER])
def test_quotation_is_one_statement(text: str, parts: list[str]) -> None:
    assert any(all(part in c.text for part in parts) for c in claims_of(text) if c.part_of is None)


def test_interview_is_read_turn_by_turn() -> None:
    text = "The desk\n\nQ: What comes next?\n\nJon Vale: A rough year, I fear.\n\nQ: And then?\n\nVale: Then it gets easier."
    found = {c.text: c.speaker.name for c in claims_of(text) if c.part_of is None}
    assert found["A rough year, I fear"] == found["Then it gets easier"] == "Jon Vale"


def test_mark_behind_its_full_stop_takes_no_sentence_in() -> None:
    text = '"We were silent," Ana Sol told a crowd. "That is not peace. That is absence." She promised to extend the road.'
    claims = claims_of(text)
    assert not any("extend" in c.text and "silent" in c.text for c in claims)
