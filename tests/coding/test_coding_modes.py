"""How a deed was done and what it was about: every rule has an example, and modes are those of PLOVER 2021."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from detente.coding import code_document
from detente.coding.modes import read_modes
from detente.errors import FormatError
from detente.ontology import PLOVER_TYPES, cameo_table, plover_modes
from detente.records import Document, Event

TABLE = tomllib.loads(files("detente.data").joinpath("lexicon/modes.toml").read_text(encoding="utf-8"))


def coded(text: str) -> list[Event]:
    return code_document(Document("d", text, date(2024, 5, 8)))


@pytest.mark.parametrize("rule", TABLE["modes"], ids=lambda r: f"{r['event']}-{r['mode']}")
def test_example_of_a_mode_has_it(rule: dict[str, Any]) -> None:
    assert (rule["event"], rule["mode"]) in {(e.event, e.mode) for e in coded(rule["ex"])}


@pytest.mark.parametrize("rule", TABLE["contexts"], ids=lambda r: r["context"])
def test_example_of_a_context_has_it(rule: dict[str, Any]) -> None:
    assert rule["context"] in {e.context for e in coded(rule["ex"])}


def test_every_mode_of_the_codes_is_one_of_plover() -> None:
    assert set(plover_modes()) <= set(PLOVER_TYPES)
    wrong = [r.code for r in cameo_table().values() if r.mode and r.mode not in plover_modes().get(r.event or "", ())]
    assert wrong == []


# Modes whose deeds the lexicon does not code as that type yet.
NOT_YET = {
    ("SANCTION", "convict"), ("MOBILIZE", "militia"), ("COERCE", "misinformation"), ("COERCE", "withhold"),
    ("ASSAULT", "destroy"),
}  # fmt: skip


def test_every_other_mode_of_plover_can_be_given() -> None:
    by_rule = {(row["event"], row["mode"]) for row in TABLE["modes"]}
    by_code = {(row.event, row.mode) for row in cameo_table().values()}
    every = {(event, mode) for event, modes in plover_modes().items() for mode in modes}
    assert every - (by_rule | by_code) == NOT_YET


def test_mode_that_plover_lacks_is_refused() -> None:
    text = 'contexts = []\nmodes = [{event="AID", mode="train", words="train", ex="…"}]'
    with pytest.raises(FormatError, match="PLOVER 2021 does not have") as refused:
        read_modes(text)
    assert refused.value.code == "X06"


def test_words_of_the_sentence_decide_over_the_code() -> None:
    (shelled,) = coded("Kenyan artillery shelled a Somali village.")
    (bombed,) = coded("Kenyan jets bombed a Somali village.")
    assert (shelled.event, shelled.mode) == ("ASSAULT", "heavy-weapons")
    assert (bombed.event, bombed.mode) == ("ASSAULT", "aerial")
