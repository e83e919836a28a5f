"""Who speaks a quotation or a clause whose cue is rare, stands behind it, or is missing."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of

CUES = ["predicted", "added", "insisted", "warned", "said"]


@pytest.mark.parametrize("cue", CUES)
def test_any_verb_of_telling_closes_a_sentence(cue: str) -> None:
    text = f"Relations between Norway and Chile will sour within a year, the minister {cue}."
    (claim,) = [c for c in claims_of(text) if c.part_of is None]
    assert (claim.text, claim.speaker.as_written) == (
        "Relations between Norway and Chile will sour within a year",
        "the minister",
    )


def test_name_behind_an_office_is_the_speaker() -> None:
    (claim,) = claims_of("The talks must go on, her foreign minister, Peter Odhiambo, said.")
    assert (claim.text, claim.speaker.name) == ("The talks must go on", "Peter Odhiambo")


def test_quotation_without_a_cue_belongs_to_whom_the_sentence_before_is_about() -> None:
    (claim,) = claims_of("Marta Olsen was blunt. “We will answer every step they take.”")
    assert (claim.speaker.name, claim.mode) == ("Marta Olsen", "direct")


def test_quotation_of_another_paragraph_is_nobodys() -> None:
    assert not claims_of("Marta Olsen was late.\n\n“We will answer every step they take.”")


def test_two_things_said_in_one_sentence_are_two_statements() -> None:
    found = claims_of("“The border will stay open,” Marta Olsen said, adding later, “Nobody needs to fear for his trade.”")
    assert {c.text.strip("“”,.") for c in found} >= {"The border will stay open"}
    assert not any("open" in c.text and "fear" in c.text for c in found)


def test_probability_of_a_rule_is_one_at_most() -> None:
    (claim,) = claims_of("“They will pay a price for this,” Marta Olsen said.")
    assert float(claim.rule.split()[-1]) <= 1.0


def test_surname_that_opens_a_sentence_is_the_person_named_before() -> None:
    text = "Dmitry Trenin spoke at a conference.\n\nTrenin said he expected “a long winter” in the talks with Chile."
    assert {c.speaker.name for c in claims_of(text)} == {"Dmitry Trenin"}
