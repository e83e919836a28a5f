"""The side that a sentence leaves out, and the second tree for sentences whose parse tells nothing."""

import pytest

from detente.coding import code_document
from detente.coding.flat import flat
from detente.language import Sentence
from detente.records import Document


def coded(text):
    return [
        (e.source and e.source.code, e.event, e.target and e.target.code, e.status) for e in code_document(Document("d", text))
    ]


def rules(text):
    return [e.rule for e in code_document(Document("d", text))]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway accused Peru of cheating and moved two battalions to the border.", ("NOR", "MOBILIZE", "PER", "happened")),
        ("Peru's president was received by Norway's king, who pledged a loan.", ("NOR", "AGREE", "PER", "future")),
        ("Two Norwegian sailors were arrested in Peru.", ("PER", "COERCE", "NOR", "happened")),
        ("Norwegian teachers went on strike on Monday.", ("NOR", "PROTEST", "NOR", "happened")),
        ("Norway's government arrested six reporters.", ("NOR", "COERCE", "NOR", "happened")),
    ],
)
def test_side_left_out_is_taken_from_the_sentence_or_the_place(text, event):
    assert event in coded(text) or (*event[:3], "happened") in coded(text)


def test_agentless_passive_without_a_place_keeps_no_source():
    assert [source for source, *_ in coded("Two Norwegian sailors were arrested on Monday.")] == [None]


def test_an_inferred_side_says_so():
    assert any(
        rule.endswith("facing") for rule in rules("Norway accused Peru of cheating and moved two battalions to the border.")
    )
    assert any(rule.endswith("home") for rule in rules("Norwegian teachers went on strike on Monday."))


def test_speaker_of_the_sentence_is_not_the_other_side():
    found = coded("Norwegian police arrested two smugglers, Chile's foreign ministry said.")
    assert all(target != "CHL" for _, event, target, _ in found if event == "COERCE")


def sentence(words, tags, upos):
    starts, ends, at = [], [], 0
    for word in words:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    n = len(words)
    return Sentence(
        " ".join(words), tuple(words), tuple("be" if w == "was" else w.lower() for w in words), tuple(tags), tuple(upos),
        ("dep",) * n, (-1,) + (0,) * (n - 1), tuple(starts), tuple(ends),
    )  # fmt: skip


def test_flat_tree_gives_subject_object_and_obliques():
    tree = flat(
        sentence(
            ["Norway", "and", "Peru", "swapped", "lists", "of", "ports", "in", "Lima"],
            ["NNP", "CC", "NNP", "VBD", "NNS", "IN", "NNS", "IN", "NNP"],
            ["PROPN", "CCONJ", "PROPN", "VERB", "NOUN", "ADP", "NOUN", "ADP", "PROPN"],
        )
    )
    assert tree.root == 3
    assert [tree.deps[i] for i in (0, 2, 4, 6, 8)] == ["nsubj", "conj", "obj", "nmod", "obl"]
    assert [tree.heads[i] for i in (0, 2, 4, 6, 8)] == [3, 0, 3, 4, 3]


def test_flat_tree_reads_a_passive_with_its_agent():
    tree = flat(
        sentence(
            ["Peru", "was", "condemned", "by", "Norway"],
            ["NNP", "VBD", "VBN", "IN", "NNP"],
            ["PROPN", "AUX", "VERB", "ADP", "PROPN"],
        )
    )
    assert (tree.deps[0], tree.deps[1], tree.deps[4]) == ("nsubj:pass", "aux:pass", "obl:agent")


def test_flat_tree_has_one_root_and_no_loops_for_any_tags():
    from itertools import product

    kinds = [("NNP", "PROPN"), ("VBD", "VERB"), ("IN", "ADP"), (",", "PUNCT"), ("VBG", "VERB"), ("CC", "CCONJ")]
    for pick in product(kinds, repeat=5):
        tags, upos = zip(*pick, strict=True)
        tree = flat(sentence(["a", "b", "c", "d", "e"], tags, upos))
        if tree is None:
            continue
        assert sum(head < 0 for head in tree.heads) == 1
        assert sorted(tree.subtree(tree.root)) == list(range(5))


def test_condition_stays_a_condition_in_either_tree():
    assert all(
        status != "happened"
        for _, event, _, status in coded("If Norway attacks Peru, Chile will protest.")
        if event == "ASSAULT"
    )


@pytest.mark.parametrize("text", ["Norway expels three Peruvian diplomats", "Norway slaps tariffs on Peruvian copper"])
def test_headline_has_its_verb(text):
    assert ("NOR", "SANCTION", "PER", "happened") in coded(text)
