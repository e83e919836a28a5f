"""Directions from deeds: what states would do to each other, by the event lexicon; and from set phrases."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of

from detente.claims.directions import direction_of
from detente.claims.tables import direction_words
from detente.language import parse_text

DEEDS = [
    ("Peru would lift its sanctions on Chile.", "improve", "positive"),
    ("Kenya will send troops to the border with Uganda.", "worsen", "positive"),
    ("Poland is likely to expel Ukrainian diplomats.", "worsen", "positive"),
    ("Poland would not lift the blockade of Ukrainian grain.", "improve", "negative"),
    ("Kenya would end the boycott of Ugandan milk.", "improve", "positive"),
    ("Kenya would halt aid to Uganda.", "worsen", "positive"),
    ("Peru could agree to release the Chilean sailors.", "improve", "positive"),
    ("Peru could stop buying Chilean wine.", "worsen", "positive"),
    ("Peru may return to the river treaty with Chile.", "improve", "positive"),
    ("Japan could recall its ambassador from Seoul.", "worsen", "positive"),
    ("Seo would supply arms to Japan.", "improve", "positive"),
    ("Uganda would seize Kenyan trucks.", "worsen", "positive"),
    ("Uganda would refuse to hand over the smugglers to Kenya.", "improve", "negative"),
    ("A Kenyan government would withhold electricity from Uganda.", "worsen", "positive"),
    ("Peru would make concessions to Chile.", "improve", "positive"),
]
AT_HOME = [
    "Peru will cut taxes for farmers.",
    "Peru will arrest opposition lawmakers.",
    "Kenya would supply schools with books.",
    "Poland could fine a bank.",
    "Uganda will send doctors to the villages.",
]
PHRASES = [
    ("Both capitals will have a fresh start.", "improve", "positive"),
    ("Peru would extend an olive branch to Chile.", "improve", "positive"),
    ("Relations would hit a new low.", "worsen", "positive"),
    ("The talks would be put on ice.", "worsen", "positive"),
    ("The dispute would drag on.", "unchanged", "positive"),
    ("The two governments will not see eye to eye.", "improve", "negative"),
    ("Relations would be no different.", "unchanged", "positive"),
    ("The gap would narrow.", "improve", "positive"),
    ("Peru would avoid a war with Chile.", "improve", "positive"),
]


@pytest.mark.parametrize(("words", "direction", "polarity"), [*DEEDS, *PHRASES], ids=[row[0] for row in (*DEEDS, *PHRASES)])
def test_direction(words: str, direction: str, polarity: str) -> None:
    [claim] = claims_of(f"Analysts say {words[0].lower() if words.startswith(('The ', 'A ')) else words[0]}{words[1:]}")
    assert (claim.type, claim.direction, claim.polarity) == ("forecast", direction, polarity)


@pytest.mark.parametrize("words", AT_HOME)
def test_deed_at_home_has_no_direction(words: str) -> None:
    [claim] = claims_of(f"Analysts say {words}")
    assert (claim.type, claim.direction) == ("forecast", None)


def test_reason_is_not_what_is_predicted() -> None:
    [s] = parse_text("It could become easier, because nobody can accuse her of betrayal.")
    assert direction_of(s, range(len(s))) == "improve"


@pytest.mark.parametrize("name", ["improve", "worsen", "unchanged"])
def test_set_phrases_are_such(name: str) -> None:
    table = direction_words()
    assert all(1 <= phrase.count("_") <= 4 for phrase in table[f"{name}_phrases"])
    others = [table[f"{other}_phrases"] for other in ("improve", "worsen", "unchanged") if other != name]
    assert not table[f"{name}_phrases"] & frozenset.union(*others)


def test_experts_are_not_it() -> None:
    [claim] = claims_of("Experts say it would end the war.")
    assert (claim.type, claim.direction) == ("forecast", "improve")
