"""Under which outcome, how likely and which way: sentences of our own about Peru and Chile."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of

from detente.claims import explain
from detente.claims.figures import figure_of
from detente.claims.tables import is_stated, likelihood_of
from detente.records import Document

OPENING = "Peru votes and Chile waits. President Jorge Salas faces Elena Quispe, a senator.\n\n"
QUISPE, SALAS = "per-2026/quispe", "per-2026/salas"

FORETOLD = [
    ("If the president wins, exports will fall, said Ana Sol.", "exports will fall", (SALAS,), "worsen", "positive"),
    ("And if Quispe wins? “The tone will be warmer,” said Ana Sol.", "warmer", (QUISPE,), "improve", "positive"),
    ("Should the challenger win, the border could reopen, Ana Sol said.", "reopen", (QUISPE,), "improve", "positive"),
    ("“The gate will open when I am president,” Quispe said.", "open", (QUISPE,), "improve", "positive"),
    ("Ana Sol sees little chance of a thaw if Salas is re-elected.", "thaw", (SALAS,), "improve", "negative"),
    ("Ana Sol said nothing would change, whoever forms it.", "nothing would change", (QUISPE, SALAS), "unchanged", "positive"),
    ("Ana Sol warned that ties could sour if Salas stays in office.", "sour", (SALAS,), "worsen", "positive"),
    ("Under Salas, Ana Sol expects exports to fall.", "exports to fall", (SALAS,), "worsen", "positive"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "scenario", "direction", "polarity"), FORETOLD, ids=[row[1] for row in FORETOLD])
def test_forecast(text: str, words: str, scenario: tuple[str, ...], direction: str, polarity: str) -> None:
    found = [c for c in claims_of(OPENING + text) if words in c.text and c.type == "forecast"]
    assert found, f"no forecast holds {words!r}"
    claim = min(found, key=lambda c: len(c.text))
    assert claim.condition is not None
    assert (sorted(claim.condition.scenario), claim.direction, claim.polarity) == (sorted(scenario), direction, polarity)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("a 30 percent chance of a deal", 0.3, 0.3),
        ("puts the odds at less than a third", 0.0, 0.333333),
        ("puts the chance at one in ten", 0.1, 0.1),
        ("a one-in-four chance", 0.25, 0.25),
        ("a 20 to 40 per cent risk of war", 0.2, 0.4),
        ("puts the likelihood at more than 60%", 0.6, 1.0),
        ("a fifty-fifty chance", 0.5, 0.5),
        ("a one in a million chance", 0.000001, 0.000001),
        ("a 1 in 1,000 chance of war", 0.001, 0.001),
        ("a one in twenty-five chance", 0.04, 0.04),
    ],
)
def test_probability_in_figures(words: str, low: float, high: float) -> None:
    found = figure_of(words)
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert found.kind == ("point" if low == high else "interval")


@pytest.mark.parametrize(
    "words",
    [
        "the chance that exports fall by 30 percent",
        "at 140 percent",
        "one of three",
        "a chance that inflation ends the year at 5 percent",
        "the risk of a clash at a quarter of the posts",
    ],
)
def test_no_probability(words: str) -> None:
    assert figure_of(words) is None


def test_who_thinks_he_will_vows_nothing() -> None:
    [claim] = [c for c in claims_of("Jorge Vera believes that he will win.") if c.part_of is None]
    assert claim.type != "commitment"


def test_stated_figures_are_told_from_surveyed_ones() -> None:
    stated = figure_of("puts the chance at one in ten")
    assert stated is not None and is_stated(stated)
    assert not is_stated(likelihood_of("could", "could"))
    assert not is_stated(likelihood_of("conceivably", "conceivably"))
    text = "Ana Sol puts the chance of a thaw between Peru and Chile at one in ten."
    assert "10%, as the speaker puts it" in explain(Document("d", text), claims_of(text))
