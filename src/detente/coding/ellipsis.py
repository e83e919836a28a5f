"""A deed that is only pointed at: "Minsk did the same", "Peru followed suit", "Moscow replied in kind", "as did Chile".

It is the deed told just before, in the sentence or in the one before it, with another doer; who repays it does it to its doer.
The rule is that of the deed with "… > same" behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.arguments import objects, obliques, relation, subjects
from detente.coding.bothtrees import two_sided
from detente.coding.grammar import words
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.coding.status import modality, status_of
from detente.language import Sentence

_REPLY = words("reply_in_kind")


def ellipses(
    sentence: Sentence, participants: Participants, readings: Sequence[Reading], before: Sequence[Reading]
) -> list[Reading]:
    """Return what a sentence tells by pointing at a deed: of `readings`, its own, else of those of the sentence `before`."""
    found = []
    for v in range(len(sentence)):
        kind = _points_back(sentence, v)
        if not kind or modality(sentence, v).future or status_of(sentence, v) != "happened":
            continue
        doers = objects(sentence, v) if kind == "as" else subjects(sentence, v)  # "as did Chile"
        sources = tuple(a for h in doers for a in participants.either(h) if a.code is not None)
        own = {a.code for a in sources}
        models = [r for r in readings if r.anchor < v] or list(before)
        model = next((r for r in reversed(models) if two_sided(r) and own.isdisjoint({a.code for a in r.sources})), None)
        if not own or model is None or model.status not in (None, "happened"):
            continue
        repaid = kind == "reply" or not own.isdisjoint({a.code for a in model.targets})
        targets = model.sources if repaid else model.targets
        found.append(
            replace(
                model, rules=(*model.rules, "same"), anchor=v, trigger=(v,), sources=sources, targets=targets, attributed=()
            )
        )
    return found


def _points_back(sentence: Sentence, v: int) -> str:
    """Return "reply" for what repays a deed, "same" or "as" for what repeats it, "" for any other word."""
    if sentence.upos[v] not in ("VERB", "AUX") or sentence.tags[v] == "VB":
        return ""
    lemma = sentence.lemmas[v].lower()
    things = {sentence.words[h].lower() for h in objects(sentence, v)}
    around = {sentence.words[k].lower() for k in sentence.children(v)}
    if lemma in _REPLY and any(sentence.words[o.head].lower() == "kind" for o in obliques(sentence, v)):
        return "reply"
    if lemma == "reciprocate" and not things:
        return "reply"
    if (lemma == "do" and ("same" in things or "likewise" in around)) or (lemma == "follow" and "suit" in things | around):
        return "same"
    behind = [h for h in objects(sentence, v) if h > v]
    return "as" if lemma == "do" and "as" in around and behind and relation(sentence, v) == "advcl" else ""
