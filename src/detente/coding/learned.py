"""Deeds that no rule knows: a small learned finder, asked only where the rules are silent.

It gives every candidate word of the sentence a chance for each event type (a network of one hidden layer over the word's
lemma and what stands around it, `features.py`). Who did it to whom, and whether it happened, is read by the rules' own
machinery, as if a rule of the lexicon had fired: a reading's rule is "learned.ASSAULT", its CAMEO code the type's general
one. How it was taught: training/learn_deeds.py and docs/decisions/0012.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.coding.arguments import relation, subjects
from detente.coding.features import SLOTS, Description, around, candidates, describe
from detente.coding.home import at_home
from detente.coding.mutual import mutual
from detente.coding.otherside import with_other_side
from detente.coding.participants import Participants
from detente.coding.reader import Reader
from detente.coding.reading import Reading
from detente.coding.rules import Deed, Lexicon
from detente.language import Sentence

# The general CAMEO code of each type of PLOVER.
GENERAL = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "CONCEDE": "080", "COOPERATE": "060", "AID": "070",
    "RETREAT": "087", "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140",
    "SANCTION": "160", "MOBILIZE": "150", "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
TYPES = ("", *GENERAL)
ROOM = (1, 1, 2, 3, 3, 1, 2, 4, 24)  # lemmas kept of each slot of `features.SLOTS`
MARKS, PAIRS = 28, 12  # marks and lemma marks kept of a word
PAIR_ROWS = 1 << 15
WEIGHTS = (
    "vectors", "slot_hidden", "mark_hidden", "hidden_bias", "hidden_types", "type_bias", "mark_types", "pair_types",
    "word_types",
)  # fmt: skip
_STARTS = np.concatenate([[0], np.cumsum(ROOM)[:-1]])
_TOGETHER = frozenset({"CONSULT", "COOPERATE"})


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """The learned weights. `chances` gives the types of words; `read` the readings of a sentence.

    `words` gives each known lemma its row of `vectors` (row 0 is zero: unknown); `marks` each known mark its row of
    `mark_hidden` and `mark_types` (row 0 likewise). `least` is the chance of its type from which a deed with two known sides
    is read, `sure` that from which one side is enough.
    """

    words: dict[str, int]
    marks: dict[str, int]
    vectors: NDArray[np.float32]  # (lemmas + 1, width)
    slot_hidden: NDArray[np.float32]  # (slots * width, hidden)
    mark_hidden: NDArray[np.float32]  # (marks + 1, hidden)
    hidden_bias: NDArray[np.float32]
    hidden_types: NDArray[np.float32]  # (hidden, types)
    type_bias: NDArray[np.float32]
    mark_types: NDArray[np.float32]  # (marks + 1, types)
    pair_types: NDArray[np.float32]  # (PAIR_ROWS, types)
    word_types: NDArray[np.float32]  # (width, types)
    least: float = 0.4
    sure: float = 0.6

    def rows(self, descriptions: Sequence[Description]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return the rows of vectors, marks and lemma marks of each word, zero where there is none."""
        words = np.zeros((len(descriptions), sum(ROOM)), np.int32)
        marks = np.zeros((len(descriptions), MARKS), np.int32)
        pairs = np.zeros((len(descriptions), PAIRS), np.int32)
        for n, description in enumerate(descriptions):
            for start, room, slot in zip(_STARTS, ROOM, description.slots, strict=True):
                known = [row for lemma in slot if (row := self.words.get(lemma))][:room]
                words[n, start : start + len(known)] = known
            plain = [row for mark in description.marks if (row := self.marks.get(mark))][:MARKS]
            marks[n, : len(plain)] = plain
            paired = [pair_row(mark) for mark in description.marks if mark.startswith("lemma")][:PAIRS]
            pairs[n, : len(paired)] = paired
        return words, marks, pairs

    def chances(self, descriptions: Sequence[Description]) -> NDArray[np.float32]:
        """Return the chance of each type for each word, shape (words, types); column 0 is "no deed"."""
        words, marks, pairs = self.rows(descriptions)
        marks = marks[:, : max(1, (marks > 0).sum(1).max())]
        content = words[:, _STARTS[-1] :]
        if (content == content[0]).all():
            content = content[:1]  # the words of one sentence: what is around is the same
        near, around = self._means(words[:, : _STARTS[-1]], _STARTS[:-1]), self._means(content, _STARTS[:1])
        split = near.shape[1]
        hidden = near @ self.slot_hidden[:split] + around @ self.slot_hidden[split:] + self.hidden_bias
        hidden += self.mark_hidden[marks].sum(1)
        score = np.maximum(hidden, 0) @ self.hidden_types + self.type_bias + near[:, : len(self.word_types)] @ self.word_types
        score += self.mark_types[marks].sum(1) + self.pair_types[pairs].sum(1)
        score = np.exp(score - score.max(1, keepdims=True))
        return np.asarray(score / score.sum(1, keepdims=True), np.float32)

    def _means(self, rows: NDArray[np.int32], starts: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the mean vectors of slots, side by side; zero where a slot has no known word."""
        counts = np.add.reduceat(rows > 0, starts, axis=1, dtype=np.int32)
        means = np.add.reduceat(self.vectors[rows], starts, axis=1) / np.maximum(counts, 1)[:, :, None]
        return np.asarray(means.reshape(len(rows), -1), np.float32)

    def deeds(self, sentence: Sentence, names: Participants) -> list[tuple[int, str, float]]:
        """Return the words that name a deed, with type and chance, the likeliest first; of words joined to one another one."""
        words = candidates(sentence, names)
        if not words:
            return []
        content = around(sentence, names)
        chances = self.chances([describe(sentence, i, names, content) for i in words])
        kinds = chances[:, 1:].argmax(1) + 1
        likely = chances[np.arange(len(words)), kinds]
        found: list[tuple[int, str, float]] = []
        for n in np.argsort(-likely, kind="stable"):
            if likely[n] < self.least:
                break
            i, kind = words[n], TYPES[kinds[n]]
            if all(not (kind == k and _are_one(sentence, i, j)) for j, k, _ in found):
                found.append((i, kind, float(likely[n])))
        return found

    def reason(self, sentence: Sentence, names: Participants, i: int, kind: str, most: int = 3) -> str:
        """Return the chance of a type and what weighed most for it: without which of its surroundings the chance falls most."""
        whole = describe(sentence, i, names, around(sentence, names))
        parts = [
            (f"{slot} “{' '.join(words)}”", _without(whole, slot=n))
            for n, (slot, words) in enumerate(zip(SLOTS, whole.slots, strict=True))
            if words and slot != "around"
        ]
        parts += [(mark, _without(whole, mark=mark)) for mark in whole.marks if not mark.startswith("lemma")]
        column = TYPES.index(kind)
        chances = self.chances([whole, *(part for _, part in parts)])[:, column]
        falls = sorted(((float(chances[0] - c), name) for c, (name, _) in zip(chances[1:], parts, strict=True)), reverse=True)
        return f"chance {chances[0]:.2f}; weighed most: " + ", ".join(name for fall, name in falls[:most] if fall > 0)

    def read(self, sentence: Sentence, names: Participants, reader: Reader) -> list[tuple[Reading, float]]:
        """Return the readings of the deeds that the finder sees, with the chance of their type.

        Sides are those the rules find; status is left open.
        """
        readings = []
        for i, kind, chance in self.deeds(sentence, names):
            verb = sentence.heads[i]
            carried = sentence.upos[i] == "NOUN" and sentence.deps[i] in ("obj", "nsubj:pass") and sentence.upos[verb] == "VERB"
            if carried and (reading := reader.as_deed(verb, _deed(kind))) is not None and reading.sources:
                readings.append((replace(reading, trigger=tuple(sorted((verb, i)))), chance))  # "lodged a complaint"
            elif (reading := reader.as_deed(i, _deed(kind))) is not None:
                readings.append((reading, chance))
        return readings


def found_by(
    finder: Finder,
    sentence: Sentence,
    names: Participants,
    lexicon: Lexicon,
    finished: Callable[[Sentence, Participants, Reading], Reading],
) -> list[Reading]:
    """Return the deeds that the finder sees in a sentence whose words no rule knows, if they happened or will.

    `finished` gives a reading its status and speaker, as for those of rules. A sentence with a word of sport tells no
    deed, and what nature does is none.
    """
    if (lexicon.classes["match"] | lexicon.classes["sport"]) & {lemma.lower() for lemma in sentence.lemmas}:
        return []
    readings: list[Reading] = []
    for reading, chance in finder.read(sentence, names, Reader(sentence, names, lexicon)):
        reading = finished(sentence, names, reading)
        if lexicon.classes["nature"] & {sentence.lemmas[h].lower() for h in subjects(sentence, reading.anchor)}:
            continue  # "a storm killed ten sailors": nobody's deed
        if reading.status in ("negated", "hypothetical") or not (reading.sources or reading.targets):
            continue
        reading = with_other_side(sentence, names, mutual(sentence, reading), readings)
        reading = at_home(sentence, names, reading)
        if chance >= finder.sure or (reading.sources and reading.targets) or reading.reciprocal:
            readings.append(reading)
    return readings


@lru_cache(maxsize=1)
def default_finder() -> Finder:
    """Return the finder that ships with the package."""
    path = files("detente.data").joinpath("models/deeds.npz")
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return finder_of(arrays)


def finder_of(arrays: Mapping[str, NDArray[Any]]) -> Finder:
    """Build a finder from the arrays of its file: names as UTF-8 bytes, weights as whole numbers with a scale each."""
    names = [
        {name: row for row, name in enumerate(arrays[key].tobytes().decode().split("\n"), 1)} for key in ("words", "marks")
    ]
    weights = {key: (arrays[key] * arrays[f"{key}_scale"]).astype(np.float32) for key in WEIGHTS}
    return Finder(names[0], names[1], **weights, least=float(arrays["least"]), sure=float(arrays["sure"]))


def pair_row(mark: str) -> int:
    """Return the row of a mark that names a lemma ("lemma+prep:lash at"): hashed, the same on every machine."""
    return 1 + zlib.crc32(mark.encode()) % (PAIR_ROWS - 1)


def _deed(kind: str) -> Deed:
    none: frozenset[str] = frozenset()
    flags = frozenset({"reciprocal"}) if kind in _TOGETHER else none
    return Deed(f"learned.{kind}", GENERAL[kind], none, none, none, none, none, none, none, None, None, flags)


def _are_one(sentence: Sentence, i: int, j: int) -> bool:
    """Tell whether two words name one deed: one is the other's object, complement or verb ("lodged a complaint")."""
    return any(
        sentence.heads[a] == b and relation(sentence, a) in ("obj", "obl", "xcomp", "ccomp", "nmod", "nsubj", "acl")
        for a, b in ((i, j), (j, i))
    )


def _without(description: Description, *, slot: int | None = None, mark: str | None = None) -> Description:
    """Return a description without the words of one slot, or without one mark."""
    slots = tuple(() if n == slot else words for n, words in enumerate(description.slots))
    gone = tuple(description.slots[slot]) if slot is not None else ()
    marks = tuple(
        m for m in description.marks
        if m != mark and not (m.startswith("lemma") and any(word in m.partition(":")[2].split() for word in gone))
    )  # fmt: skip
    return Description(slots, marks)
