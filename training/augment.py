"""Variants of the training sentences that news text needs and web treebanks lack: typographic quotes and dashes, headlines."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from treebanks import Sentence

PLAIN_QUOTES = ('"', "``", "''")


def typeset(sentence: Sentence, random: Random) -> Sentence:
    """Return the sentence with curly quotes and apostrophes and with em or en dashes, as news sites print it."""
    words, spaces = list(sentence.words), list(sentence.spaces)
    is_open = False
    for i, (word, tag) in enumerate(zip(sentence.words, sentence.xpos, strict=True)):
        if word in PLAIN_QUOTES and sentence.upos[i] == "PUNCT":
            # The treebanks tag most quotes as opening (``) or closing (''); the rest alternate.
            is_open = tag == "``" or (tag != "''" and not is_open)
            words[i] = "“" if is_open else "”"
        elif word == "'" and tag == "``":
            words[i] = "‘"
        elif "'" in word and sentence.upos[i] != "SYM":
            words[i] = word.replace("'", "’")
        elif word in ("--", "-") and tag in (":", ",") and spaces[i] and (i == 0 or spaces[i - 1]):
            words[i] = "—" if random.random() < 0.7 else "–"
            if words[i] == "—" and 0 < i < len(words) - 1 and random.random() < 0.2:
                spaces[i - 1] = spaces[i] = False  # closed up, as American papers set it
    return replace(sentence, words=tuple(words), spaces=tuple(spaces))


def capitalize_as_headline(sentence: Sentence, random: Random) -> Sentence:
    """Return the sentence in Title Case: all longer words, half of the short ones."""
    words = tuple(
        word[:1].upper() + word[1:] if word[:1].isalpha() and (i == 0 or len(word) > 3 or random.random() < 0.5) else word
        for i, word in enumerate(sentence.words)
    )
    return replace(sentence, words=words)
