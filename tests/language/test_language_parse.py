"""Parsing: the sentences, and that their offsets always point at the same words in the untouched text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from detente.errors import InputError
from detente.language import Sentence, load, parse, parse_text
from detente.language.mend import titles
from detente.language.segment import _REPLACED
from detente.records import Document

WORDS = (
    "Russia",
    "the U.S.",
    "won't",
    "don’t",
    "imposed",
    "sanctions",
    "on",
    "Iran",
    "said",
    "COVID-19",
    "and/or",
    "N.Y.",
    "$5bn",
)
SPACES = (" ", " ", " ", "\u00a0", "\n", "\n\n", "\u200b", "\u00ad", "\x1f")
ODD = ("№", "Москва", "東京", "🇷🇺", "e\u0301", "\ud800")
PIECES = st.sampled_from((*WORDS, *SPACES, *ODD, *".,;:!?()-—–'\"“”«»…"))
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


def visible(text: str) -> str:
    kept = (c for c in text if (unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} and c != "\ufffd") or c.isspace())
    return "".join(kept).translate(_REPLACED)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_offsets_index_the_same_words_in_the_untouched_text(text: str) -> None:
    last = 0
    for sentence in parse_text(text):
        columns = (sentence.lemmas, sentence.tags, sentence.upos, sentence.deps, sentence.heads, sentence.starts, sentence.ends)
        assert {len(column) for column in columns} == {len(sentence)}
        assert len(sentence) > 0
        for token in sentence:
            assert last <= token.start < token.end <= len(text)
            assert visible(text[token.start : token.end]) == token.text
            last = token.end


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_heads_make_a_tree(text: str) -> None:
    for sentence in parse_text(text):
        assert sentence.heads.count(-1) == 1
        assert sentence.deps[sentence.root] == "root"
        assert sentence.subtree(sentence.root) == list(range(len(sentence)))


@given(st.lists(TEXTS, max_size=6), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_many_texts_give_what_each_gives_alone(texts: list[str], batch_size: int) -> None:
    together = list(parse(texts, batch_size=batch_size))
    assert len(together) == len(texts)
    for sentences, text in zip(together, texts, strict=True):
        assert [(s.text, s.starts, s.ends) for s in sentences] == [(s.text, s.starts, s.ends) for s in parse_text(text)]


def test_documents_are_taken_as_they_are() -> None:
    text = "PARIS (AFP) -  France\u00a0recalled its\nambassador. Turkey protested."
    (sentences,) = parse([Document(id="1", text=text)])
    assert [sentence.text for sentence in sentences] == ["France recalled its ambassador.", "Turkey protested."]
    assert text[sentences[0].start : sentences[0].end] == "France\u00a0recalled its\nambassador."


def test_generator_is_read_no_further_than_needed() -> None:
    seen = []

    def endless():
        while True:
            seen.append(1)
            yield "Iran protested."

    sentences = next(parse(endless(), batch_size=4))
    assert sentences[0].lemmas[1] == "protest"
    assert len(seen) < 50


# What the coder builds on. Our own sentences, one reading each.
@pytest.mark.parametrize(
    ("text", "verb", "subject", "other"),
    [
        ("Russia imposed sanctions on Ukraine.", "impose", ("nsubj", "Russia"), ("obj", "sanctions")),
        ("The United States expelled 35 Russian diplomats.", "expel", ("nsubj", "States"), ("obj", "diplomats")),
        (
            "The treaty was signed by the presidents of France and Russia.",
            "sign",
            ("nsubj:pass", "treaty"),
            ("obl:agent", "presidents"),
        ),
        ("Pakistan didn’t attend the talks.", "attend", ("nsubj", "Pakistan"), ("obj", "talks")),
        ("President Vladimir Putin will visit India next week.", "visit", ("nsubj", "Vladimir"), ("obj", "India")),
    ],
)
def test_plain_sentences_are_read_rightly(text: str, verb: str, subject: tuple[str, str], other: tuple[str, str]) -> None:
    (sentence,) = parse_text(text)
    assert sentence.lemmas[sentence.root] == verb
    found = {(sentence.deps[i], sentence.words[i]) for i in sentence.children(sentence.root)}
    assert {subject, other} <= found


def test_quotation_hangs_on_the_verb_of_saying() -> None:
    (sentence,) = parse_text("“Russia will respond to any new sanctions,” the Kremlin spokesman said.")
    said = sentence.words.index("said")
    assert sentence.root == said
    (content,) = sentence.children_with(said, "ccomp")
    assert sentence.words[content] == "respond"


def test_sentence_helpers_agree_with_the_columns() -> None:
    sentence = Sentence(
        text="Iran freed them.",
        words=("Iran", "freed", "them", "."),
        lemmas=("Iran", "free", "they", "."),
        tags=("NNP", "VBD", "PRP", "."),
        upos=("PROPN", "VERB", "PRON", "PUNCT"),
        deps=("nsubj", "root", "obj", "punct"),
        heads=(1, -1, 1, 1),
        starts=(5, 10, 16, 20),
        ends=(9, 15, 20, 21),
    )
    assert (sentence.start, sentence.end, sentence.root) == (5, 21, 1)
    assert sentence.children(1) == (0, 2, 3)
    assert sentence.children_with(1, "obj", "iobj") == (2,)
    assert sentence.span([2, 1]) == (10, 20)
    assert sentence[-1].text == "."
    assert [token.head for token in sentence] == [1, -1, 1, 1]


def test_single_text_instead_of_many_is_refused() -> None:
    with pytest.raises(InputError, match="given one"):
        next(parse("Iran protested."))


def test_load_gives_the_same_object_twice() -> None:
    assert load() is load()


@pytest.mark.parametrize(
    ("word", "part", "lemma"),
    [
        ("readiness", "NOUN", "readiness"),  # an ending that is not a plural's
        ("unreadiness", "NOUN", "unreadiness"),  # nor in a word that no list knows
        ("nexus", "NOUN", "nexus"),
        ("menus", "NOUN", "menu"),
        ("taxis", "NOUN", "taxi"),
        ("crises", "NOUN", "crisis"),
        ("bosses", "NOUN", "boss"),
        ("suppress", "VERB", "suppress"),
        ("staged", "VERB", "stage"),  # stag is a verb too: "stagged"
        ("hoping", "VERB", "hope"),
        ("hopping", "VERB", "hop"),
        ("planned", "VERB", "plan"),
        ("readied", "VERB", "ready"),
        ("died", "VERB", "die"),
        ("undercover", "ADJ", "undercover"),
    ],
)
def test_lemmas_of_endings_that_mislead(word: str, part: str, lemma: str) -> None:
    nlp = load()
    doc = Doc(nlp.vocab, words=[word], pos=[part])
    assert nlp.get_pipe("lemmatizer")(doc)[0].lemma_ == lemma


def test_title_before_a_name_is_no_second_subject() -> None:
    words = "Opposition leader Daniel Kiprono threatened Kenya".split()
    tags, heads = ["NN", "NN", "NNP", "NNP", "VBD", "NNP"], [1, 4, 4, 2, -1, 4]
    deps = ["compound", "nsubj", "nsubj", "flat", "root", "obj"]
    assert [(words[a], words[b]) for a, b in titles(tags, heads, deps)] == [("leader", "Daniel")]
    assert titles(tags, [1, 2, 4, 2, -1, 4], ["compound", "nmod:desc", *deps[2:]]) == []
    # Something between them that belongs to neither, or another verb's subject: left as it is.
    assert titles(["NN", "RB", "NNP", "VBD"], [3, 3, 3, -1], ["nsubj", "advmod", "nsubj", "root"]) == []
    assert titles(["NN", "VBD", "NNP", "VBD"], [1, -1, 3, 1], ["nsubj", "root", "nsubj", "ccomp"]) == []
