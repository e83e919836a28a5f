"""Code the sentences of a benchmark once, and keep what scores, traits and causes need of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from _event_scores import GoldSentence, Predicted, predicted

if TYPE_CHECKING:
    from detente.language import Sentence
    from detente.records import Actor, Event

UNDATED = date(2000, 1, 1)  # the day that the makers of the gold standard gave its sentences
UNTOLD = ("negated", "hypothetical")  # statuses of what did not happen and will not: no prediction


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence of a benchmark with its parse, all events the coder gave, and the states that the who-is-who finds in it."""

    gold: GoldSentence
    parsed: tuple[Sentence, ...]
    events: tuple[Event, ...]
    named: frozenset[str]

    @property
    def told(self) -> list[Event]:
        """The events that count as predicted: what happened or lies ahead."""
        return [event for event in self.events if event.status not in UNTOLD]

    @property
    def predictions(self) -> list[Predicted]:
        """The same as the scorer takes them."""
        return as_predictions(self.told)


def code_gold(sentences: Sequence[GoldSentence], *, undated: date | None = UNDATED) -> list[Coded]:
    """Code each sentence as a document of its own; `undated` is the day of those that state none."""
    from _event_scores import state_of
    from detente.actors import find
    from detente.coding import Coder
    from detente.language import parse
    from detente.records import Document

    days = [date.fromisoformat(s.date) if s.date else undated for s in sentences]
    documents = [Document(s.id, s.text, day) for s, day in zip(sentences, days, strict=True)]
    coder = Coder.default()
    return [
        Coded(
            gold,
            tuple(parsed),
            tuple(coder.code_sentences(document, parsed)),
            frozenset(state_of(actor_code(f.identity)) for f in find(document.text, document.date)),
        )
        for gold, document, parsed in zip(sentences, documents, parse(d.text for d in documents), strict=True)
    ]


def as_predictions(events: Iterable[Event]) -> list[Predicted]:
    """Turn events into predictions."""
    made = (predicted(e.event, actor_code(e.source), actor_code(e.target), reciprocal=e.reciprocal) for e in events)
    return [prediction for prediction in made if prediction is not None]


def actor_code(actor: Actor | object | None) -> str:
    """Return the code as the benchmarks write it: IGO for every body, "---" for an actor of no state."""
    if actor is None:
        return ""
    code, sector = getattr(actor, "code", None), getattr(actor, "sector", None)
    return "IGO" if sector == "IGO" else code or "---"
