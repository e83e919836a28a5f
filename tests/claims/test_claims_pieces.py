"""Whole pieces of our own: every statement, its speaker, and of forecasts the outcome, the direction and the likelihood."""

from __future__ import annotations

import pytest
from claims_conftest import claims_of_piece

from detente.records import Claim

HAN, SEO, KIPRONO = "kor-2027/han", "kor-2027/seo", "ken-2028/kiprono"
QUISPE, SALAS, NOWAK, ZIELAK = "per-2026/quispe", "per-2026/salas", "pol-2031/nowak", "pol-2031/zielak"


def holding(name: str, words: str, *, forecast: bool = False) -> Claim:
    """Return the smallest claim of a piece that holds the words."""
    found = [c for c in claims_of_piece(name) if words in " ".join(c.text.split()) and (not forecast or c.type == "forecast")]
    assert found, f"no claim holds {words!r}"
    return min(found, key=lambda c: len(c.text))


STATEMENTS = [
    ("river", "to keep the naval patrols", "Jorge Salas", "name", "commitment"),
    ("river", "could sour further", "Analysts", "name", "forecast"),
    ("river", "reopen the border crossing", "Marta Olsen", "name", "forecast"),
    ("river", "the army will resist", "Marta Olsen", "pronoun", "forecast"),
    ("river", "would probably grow", "Marta Olsen", "name", "forecast"),
    ("river", "recall its ambassador", "Rodrigo Paz", "pronoun", "forecast"),
    ("river", "never give up the disputed waters", "Rodrigo Paz", "pronoun", "forecast"),
    ("river", "impose new tariffs", "Rodrigo Paz", "appositive", None),
    ("river", "to visit Santiago", "Elena Quispe", "name", "commitment"),
    ("river", "wrecking the relationship", "Elena Quispe", "pronoun", "accusation"),
    ("rail", "extend the rail agreement", None, "name", "forecast"),
    ("rail", "a gift without a return", "Piotr Zielak", "name", "assessment"),
    ("rail", "he would suspend it", "Piotr Zielak", "name", None),
    ("rail", "not sign anything that harms", "Anna Nowak", "name", "commitment"),
    ("rail", "might shrink", "experts", "name", "forecast"),
    ("rail", "colder in tone", "Oleh Bondar", "pronoun", "forecast"),
    ("rail", "not alter the border rules", "customs service", "name", "forecast"),
    ("rail", "may cut the aid", "Ukrainian officials", "name", "assessment"),
    ("rail", "to publish the accounts", "Ukrainian officials", "pronoun", "demand"),
    ("strait", "Japan must first apologise", "Seo Yuna", "name", "demand"),
    ("strait", "nothing will thaw", "Kenji Morita", "name", "forecast"),
    ("strait", "trade talks to resume", "Several former diplomats", "name", "forecast"),
    ("strait", "still order the sale", "Aiko Tan", "name", None),
    ("strait", "bring closer ties", "Aiko Tan", "name", "forecast"),
    ("strait", "be settled by 2030", "Aiko Tan", "pronoun", "forecast"),
    ("strait", "not bet on it", "Aiko Tan", "pronoun", None),
    ("strait", "trade history for trade", "Lim Soo-bin", "name", "commitment"),
    ("strait", "a calm partnership", "Lim Soo-bin", "name", None),
    ("strait", "unlikely to get worse", "survey of the Harbour Institute published in February", "name", "forecast"),
    ("strait", "They thought it was over", None, "name", "fact"),
    ("strait", "a gift to my opponent", "Han Min-jae", "name", "assessment"),
    ("lake", "likely to lose its majority", "pollsters", "name", "forecast"),
    ("lake", "to recall the Kenyan police", "Daniel Kiprono", "name", "threat"),
    ("lake", "how costly a closed lake is", "Sarah Achieng", "name", "forecast"),
    ("lake", "exports to Uganda", "Sarah Achieng", "name", "forecast"),
    ("lake", "can live with either", None, "name", None),
    ("lake", "was never popular", "critics", "name", "assessment"),
    ("lake", "giving away fishing grounds", "critics", "pronoun", "accusation"),
    ("lake", "the joint court in Entebbe", "court’s registrar", "name", "forecast"),
]


@pytest.mark.parametrize(("piece", "words", "speaker", "by", "kind"), STATEMENTS, ids=[row[1] for row in STATEMENTS])
def test_statement_is_found_with_its_speaker(piece: str, words: str, speaker: str | None, by: str, kind: str | None) -> None:
    claim = holding(piece, words)
    assert (claim.speaker.name, claim.speaker.resolved_by) == (speaker, by)
    assert kind in (None, claim.type)


FORECASTS = [
    ("river", "could sour further", (QUISPE, SALAS), "worsen", "positive", "could"),
    ("river", "reopen the border crossing", (QUISPE,), "improve", "positive", "will"),
    ("river", "would probably grow", (QUISPE,), "improve", "positive", "would probably"),
    ("river", "recall its ambassador", (SALAS,), "worsen", "positive", "might"),
    ("river", "more friction", (SALAS,), "worsen", "positive", "likely"),
    ("rail", "extend the rail agreement", (NOWAK,), "improve", "positive", "would"),
    ("rail", "might shrink", (ZIELAK,), "worsen", "positive", "might"),
    ("rail", "complete break", (ZIELAK,), "worsen", "negative", "very unlikely"),
    ("rail", "relations to improve", (NOWAK, ZIELAK), "improve", "positive", "expects"),
    ("rail", "colder in tone", (ZIELAK,), "worsen", "positive", "could"),
    ("rail", "deliveries will continue", (ZIELAK,), "unchanged", "positive", "will"),
    ("strait", "nothing will thaw", (SEO,), "improve", "negative", "will"),
    ("strait", "trade talks to resume", (HAN,), "improve", "positive", "expect"),
    ("strait", "bring closer ties", (HAN,), "improve", "positive", "would"),
    ("strait", "unlikely to get worse", (HAN, SEO), "worsen", "negative", "unlikely"),
    ("lake", "how costly a closed lake is", (KIPRONO,), None, "positive", "would"),
    ("lake", "exports to Uganda", (KIPRONO,), None, "positive", "expects"),
]


@pytest.mark.parametrize(
    ("piece", "words", "scenario", "direction", "polarity", "phrase"), FORECASTS, ids=[row[1] for row in FORECASTS]
)
def test_forecast_has_its_outcome_direction_and_likelihood(
    piece: str, words: str, scenario: tuple[str, ...], direction: str | None, polarity: str, phrase: str
) -> None:
    claim = holding(piece, words, forecast=True)
    assert claim.condition is not None
    assert (claim.condition.scenario, claim.direction, claim.polarity) == (scenario, direction, polarity)
    assert claim.likelihood is not None
    assert claim.likelihood.phrase == phrase
