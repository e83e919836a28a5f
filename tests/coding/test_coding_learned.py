"""The learned finder: asked where rules are silent, the same for every state, and never louder than the rules' own checks."""

import dataclasses

import numpy as np
import pytest

from detente.actors import find
from detente.coding import Coder, code_document, explain
from detente.coding.features import SLOTS, Description, around, candidates, describe
from detente.coding.learned import GENERAL, PAIRS, ROOM, TYPES, default_finder, pair_row
from detente.coding.participants import Participants
from detente.coding.references import Memory
from detente.language import parse_text
from detente.ontology import cameo
from detente.records import Document

NO_RULES = dataclasses.replace(
    Coder.default().lexicon, verb_deeds={}, noun_deeds={}, verb_operators={}, noun_operators={}, adjective_operators={}
)
# Sentences whose deed any reader names; with the lexicon emptied, only the finder can.
PLAIN = [
    ("Chilean police arrested two Bolivian smugglers.", "CHL", "COERCE", "BOL"),
    ("Norwegian artillery shelled Peruvian positions at dawn.", "NOR", "ASSAULT", "PER"),
    ("Ghana's president condemned Togo.", "GHA", "ACCUSE", "TGO"),
    ("Kenya donated tents to Uganda.", "KEN", "AID", "UGA"),
    ("Laos demanded an apology from Thailand.", "LAO", "REQUEST", "THA"),
    ("Mali rejected Niger's proposal.", "MLI", "REJECT", "NER"),
    ("Latvia's president met Estonia's prime minister in Riga.", "LVA", "CONSULT", "EST"),
    ("Oman expelled the Yemeni ambassador.", "OMN", "SANCTION", "YEM"),
    ("Fiji praised Samoa for its efforts.", "FJI", "SUPPORT", "WSM"),
    ("Students marched against the government of Nepal.", None, "PROTEST", "NPL"),
]


def _described(text: str) -> list[Description]:
    sentence = parse_text(text)[0]
    names = Participants(sentence, find(text, None), text, Memory())
    content = around(sentence, names)
    return [describe(sentence, i, names, content) for i in candidates(sentence, names)]


def test_finder_knows_plain_deeds_without_any_rule() -> None:
    coder = dataclasses.replace(Coder.default(), lexicon=NO_RULES)
    right = 0
    for text, source, kind, target in PLAIN:
        events = next(coder.code([Document("d", text)]))
        assert all(e.rule.startswith("learned.") for e in events)
        right += (source, kind, target) in {(e.source and e.source.code, e.event, e.target and e.target.code) for e in events}
    assert right >= 7


def test_without_finder_and_without_rules_nothing_is_read() -> None:
    coder = dataclasses.replace(Coder.default(learned=False), lexicon=NO_RULES)
    assert all(next(coder.code([Document("d", text)])) == [] for text, *_ in PLAIN)


@pytest.mark.parametrize(("text", "source", "kind", "target"), PLAIN)
def test_finder_is_silent_where_rules_speak(text: str, source: str | None, kind: str, target: str) -> None:
    with_finder, by_rules = (code_document(Document("d", text), learned=learned) for learned in (True, False))
    assert by_rules
    assert with_finder == by_rules


@pytest.mark.parametrize(
    "text",
    [
        "Chilean police did not arrest two Bolivian smugglers.",
        "Norwegian artillery could shell Peruvian positions.",
        "Did Ghana's president condemn Togo?",
        "If Oman expels the Yemeni ambassador, prices may rise.",
    ],
)
def test_what_did_not_happen_is_not_read(text: str) -> None:
    coder = dataclasses.replace(Coder.default(), lexicon=NO_RULES)
    assert next(coder.code([Document("d", text)])) == []


@pytest.mark.parametrize("text", ["A storm killed ten Peruvian sailors.", "Covid killed thousands in Peru."])
def test_what_nature_does_is_no_deed(text: str) -> None:
    assert code_document(Document("d", text)) == []


def test_sentence_without_actor_is_not_asked() -> None:
    coder = dataclasses.replace(Coder.default(), lexicon=NO_RULES)
    assert next(coder.code([Document("d", "The police arrested two smugglers. Gunmen shelled the town.")])) == []


def test_chances_do_not_depend_on_which_states_are_named() -> None:
    finder = default_finder()
    frames = ("{} strafed the harbour of {}.", "{} ridiculed {} over the maps.", "{} sent forty tents to {}.")
    for frame in frames:
        chances = [finder.chances(_described(frame.format(*pair))) for pair in (("Peru", "Norway"), ("Ghana", "Laos"))]
        np.testing.assert_allclose(chances[0], chances[1])


def test_chances_equal_a_plain_sum_over_words_and_marks() -> None:
    finder = default_finder()
    descriptions = _described("Peruvian jets strafed a Norwegian convoy near the border on Monday.")
    for description, given in zip(descriptions, finder.chances(descriptions), strict=True):
        hidden = finder.hidden_bias.astype(float)
        score = finder.type_bias.astype(float)
        width = finder.vectors.shape[1]
        for n, (room, words) in enumerate(zip(ROOM, description.slots, strict=True)):
            known = [finder.vectors[finder.words[w]] for w in words if w in finder.words][:room]
            if known:
                mean = np.mean(known, axis=0)
                hidden = hidden + mean @ finder.slot_hidden[n * width : (n + 1) * width]
                score = score + (mean @ finder.word_types if SLOTS[n] == "word" else 0)
        for mark in description.marks:
            if mark in finder.marks:
                hidden = hidden + finder.mark_hidden[finder.marks[mark]]
                score = score + finder.mark_types[finder.marks[mark]]
        for mark in [m for m in description.marks if m.startswith("lemma")][:PAIRS]:
            score = score + finder.pair_types[pair_row(mark)]
        score = np.exp(score + np.maximum(hidden, 0) @ finder.hidden_types)
        np.testing.assert_allclose(given, score / score.sum(), atol=1e-4)


def test_general_codes_belong_to_their_types() -> None:
    assert all(cameo(code).event == kind for kind, code in GENERAL.items())
    assert default_finder().type_bias.shape == (len(TYPES),)


def test_explain_says_what_weighed_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.coding.coder.default_lexicon", lambda: NO_RULES)
    said = explain("Chilean police arrested two Bolivian smugglers.")
    assert "by rule learned.COERCE" in said
    assert "weighed most: word “arrest”" in said
    assert explain("Chilean police arrested two Bolivian smugglers.", learned=False).startswith("no event")
