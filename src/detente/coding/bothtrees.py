"""What the first tree tells and what the second does, joined: which readings of the two stand."""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.language import Sentence


def completed(readings: list[Reading], others: Sequence[Reading], *, suspect: bool) -> list[Reading]:
    """Join the readings of the second tree (`others`) to those of the first.

    Where the first has two-sided ones, others take the place of its one-sided ones of the same words, and stand beside them
    where the first tree is `suspect`. Where it has none, its readings with source and target stay, two-sided others join them,
    and of the rest those of a known doer whose words no other took.
    """
    unreal = {i for r in readings if r.status in ("negated", "hypothetical") for i in (*r.trigger, *r.consumed)}
    others = [other for other in others if not unreal & {*other.trigger, *other.consumed}]
    if not any(map(two_sided, readings)):
        whole = [reading for reading in readings if reading.sources and reading.targets]
        taken = {i for reading in whole for i in (*reading.trigger, *reading.consumed)}
        full = [other for other in others if two_sided(other) and not taken & {*other.trigger, *other.consumed}]
        read = {i for other in full for i in other.trigger}
        left = [r for r in readings if r not in whole and r.sources and not read & set(r.trigger)]
        return [*whole, *full, *left] if whole or full else others or readings
    by_word = {i: other for other in others for i in other.trigger}
    found = []
    for reading in readings:
        better = next((by_word[i] for i in reading.trigger if i in by_word), None)
        found.append(better if better is not None and not two_sided(reading) else reading)
    taken = {i for reading in found for i in (*reading.trigger, *reading.consumed)}
    return found + [o for o in others if two_sided(o) and suspect and not taken & {*o.trigger, *o.consumed}]


def is_suspect(sentence: Sentence, participants: Participants) -> bool:
    """Tell whether a past form stands right behind a name as an adjective of the next noun: "Peru swapped lists" misread."""
    return any(
        dep == "amod"
        and i
        and sentence.words[i].endswith("ed")
        and participants.covers(i - 1)
        and sentence.upos[i - 1] == "PROPN"
        for i, dep in enumerate(sentence.deps)
    )


def two_sided(reading: Reading) -> bool:
    """Tell whether two different known actors face each other in a reading."""
    if reading.rules[-1] in ("facing", "home"):
        return False  # the other side was inferred; a second tree may find it
    sources, targets = ({a.code for a in side if a.code is not None} for side in (reading.sources, reading.targets))
    return len(sources | targets) > 1 and (bool(sources and targets) or reading.reciprocal)
