"""Words that foretell without a modal: chances, risks, expectations, what is set to come."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of

ROWS = [
    ("Ana Ruiz said the likelihood of a border war between Peru and Chile is growing.", "likelihood", "worsen", "positive"),
    ("There is a risk of a trade war between Ghana and Togo, Ana Ruiz said.", "risk", "worsen", "positive"),
    ("There is no prospect of a thaw between Peru and Chile, Ana Ruiz said.", "no prospect", "improve", "negative"),
    ("“I don't expect relations with Norway to improve,” Ana Ruiz said.", "expect", "improve", "negative"),
    ("Ana Ruiz expects no thaw between Kenya and Uganda.", "expects", "improve", "negative"),
    ("Togo stands to lose its trade with Ghana, Ana Ruiz said.", "stands", None, "positive"),
    ("It is unlikely that ties will improve, Ana Ruiz said.", "unlikely", "improve", "negative"),
    ("Ties are bound to worsen, analysts say.", "bound", "worsen", "positive"),
    ("Peru is set to withdraw from the treaty, analysts say.", "set", None, "positive"),
]


@pytest.mark.parametrize(("text", "phrase", "direction", "polarity"), ROWS, ids=[row[1] for row in ROWS])
def test_word_foretells(text: str, phrase: str, direction: str | None, polarity: str) -> None:
    (claim,) = [c for c in claims_of(text) if c.type == "forecast"]
    assert claim.likelihood is not None
    assert (claim.likelihood.phrase, claim.direction, claim.polarity) == (phrase, direction, polarity)


def test_some_risk_taken_is_no_forecast() -> None:
    assert not [c for c in claims_of("Ana Ruiz said Peru took risks at the border.") if c.type == "forecast"]
