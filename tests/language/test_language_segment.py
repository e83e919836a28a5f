"""Blocks: what the parser gets to read, and where it stood."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.segment import _REPLACED, MAX_BLOCK, Block, segment

SPACES = (" ", "  ", "\u00a0", "\u202f", "\n", "\n\n", "\r\n", "\t", "\u2028", "\u200b", "\ufeff", "\u00ad", "\x00")
WORDS = ("Russia", "said", "Москва", "東京", "🇷🇺", "e\u0301", "\ud800", "MOSCOW (Reuters) - ", "(RFE/RL) — ", "KYIV: The")
PIECES = st.sampled_from((*WORDS, *SPACES, *"aZé9.,;:!?()-—–'\"“”‘’«»„…"))
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


def texts(text: str) -> list[str]:
    return [block.text for block in segment(text)]


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_each_character_of_a_block_stands_where_the_offsets_say(text: str) -> None:
    for block in segment(text):
        assert len(block.text) == len(block.offsets)
        for character, offset in zip(block.text, block.offsets, strict=True):
            written = text[offset]
            assert written.translate(_REPLACED) == character or (character == " " and written.isspace())


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_blocks_are_clean_in_order_and_lose_only_space_and_invisible_characters_between_their_ends(text: str) -> None:
    last = -1
    for block in segment(text):
        assert 0 < len(block.text) <= MAX_BLOCK
        assert block.text == " ".join(block.text.split())
        offsets = list(block.offsets)
        assert offsets == sorted(set(offsets))
        assert offsets[0] > last
        last = offsets[-1]
        for missed in set(range(offsets[0], last)) - set(offsets):
            assert (
                text[missed].isspace()
                or unicodedata.category(text[missed]) in {"Cc", "Cf", "Cs", "Co"}
                or text[missed] == "\ufffd"
            )


def test_blank_lines_and_line_ends_part_blocks() -> None:
    assert texts("Putin meets Biden\nThe two met in Geneva.\n\nThey shook hands.\r\nThey left.") == [
        "Putin meets Biden",
        "The two met in Geneva.",
        "They shook hands.",
        "They left.",
    ]


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The foreign ministers of the two states met in\n"
        "Geneva on Monday and signed a treaty that cuts\n"
        "the number of warheads on both sides by a\n"
        "third.\n\n"
        "Talks go on in the spring, both sides said to\n"
        "Reuters."
    )
    first = wrapped.partition("\n\n")[0].replace("\n", " ")
    assert texts(wrapped) == [first, "Talks go on in the spring, both sides said to Reuters."]


def test_line_that_plainly_goes_on_is_joined() -> None:
    assert texts("Russia expelled two\nAmerican diplomats.") == ["Russia expelled two", "American diplomats."]
    assert texts("Russia expelled\ntwo diplomats.") == ["Russia expelled two diplomats."]
    assert texts("It was signed by the\nUnited States.") == ["It was signed by the United States."]
    assert texts("Russia agreed.\niran did not.") == ["Russia agreed.", "iran did not."]


@pytest.mark.parametrize(
    "dateline",
    [
        "(RFE/RL) — ",
        "MOSCOW (Reuters) - ",
        "MOSCOW, March 3 (Reuters) -- ",
        "Moscow (AFP) – ",
        "KABUL, Afghanistan (AP) — ",
        "WASHINGTON, Oct. 27 (Xinhua) -- ",
        "MOSCOW, March 3. /TASS/. ",
        "BRUSSELS — ",
        "UNITED NATIONS — ",
        "DAKAR, Senegal - ",
        "NEW DELHI/ISLAMABAD (Reuters) - ",
        "ISLAMABAD: ",
    ],
)
def test_dateline_is_left_out(dateline: str) -> None:
    text = f"{dateline}The ministers met."
    (block,) = segment(text)
    assert block.text == "The ministers met."
    assert block.span(0, 3) == (len(dateline), len(dateline) + 3)


@pytest.mark.parametrize(
    "text",
    [
        "NATO (the alliance) met.",
        "President Putin - who met Biden - left.",
        "Vladimir Putin (Russia) said no.",
        "Russia: a country at odds with others.",
        "BRUSSELS — ",
        "The U.S. — Russia's rival — left.",
        "USA - Russia: what comes next",
        "(AP)",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert texts(text) == [text.strip()]


def test_speakers_of_a_transcript_stay() -> None:
    transcript = "PUTIN: We will answer.\nBIDEN: We will see.\nPUTIN: Yes."
    assert texts(transcript) == transcript.split("\n")


def test_text_in_another_script_is_no_block() -> None:
    assert texts("Москва отвергла обвинения.\nMoscow rejected them.") == ["Moscow rejected them."]
    assert texts("Lavrov (Лавров) left.") == ["Lavrov (Лавров) left."]
    assert segment("") == segment(" \n\t") == segment("*** 123 ***") == []


def test_very_long_line_is_cut_after_sentences() -> None:
    sentence = "Russia sent aid to Syria and to Libya. "
    blocks = segment(sentence * 2000)
    assert all(block.text.startswith("Russia") and block.text.endswith("Libya.") for block in blocks)
    assert sum(block.text.count("aid") for block in blocks) == 2000


def test_long_line_without_any_space_is_cut_all_the_same() -> None:
    blocks = segment("x" * 50_000)
    assert "".join(block.text for block in blocks) == "x" * 50_000


def test_span_gives_the_place_in_the_untouched_text() -> None:
    block = Block("a b", [3, 4, 7])
    assert block.span(0, 1) == (3, 4)
    assert block.span(0, 3) == (3, 8)
