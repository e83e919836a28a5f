"""Say in words how a text was coded: who, what, to whom, by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from detente.coding.coder import Coder
from detente.coding.own import Own
from detente.coding.participants import Participants
from detente.coding.references import Memory
from detente.coding.repair import repaired
from detente.language import load, parse
from detente.ontology import cameo
from detente.records import Actor, Document, Event


def explain(
    text: str, *, on: date | None = None, model: str | None = None, own: Own | None = None, learned: bool = True
) -> str:
    """Return the coding of a text for a reader: one paragraph an event.

    Parameters
    ----------
    text : str
        One or more sentences.
    on : date, optional
        Day of writing; decides who held which office.
    model : str, optional
        spaCy pipeline to parse with.
    own : Own, optional
        Names and rules of a user's; what came from one names its file and line.
    learned : bool, default True
        Ask the learned finder where the rules find no event in a sentence; what weighed most in its choice is said.
    """
    document = Document("text", text, on)
    coder = Coder.default(model, own=own, learned=learned)
    events = next(coder.code([document]))
    if not events:
        return "no event: no rule found a deed with a known source or target"
    sources = {f.start: own.source_of(f.identity) for f in coder.finder(text, on)} if own else {}
    reasons = _reasons(document, events, coder)
    return "\n\n".join(_paragraph(document, event, coder, sources, reasons.get(event.id)) for event in events)


def _reasons(document: Document, events: Sequence[Event], coder: Coder) -> dict[str, str]:
    """Return why the learned finder saw the deeds that it alone found, by the event's id."""
    by_finder = [e for e in events if e.rule.startswith("learned.")]
    if coder.learned is None or not by_finder:
        return {}
    found, said = coder.finder(document.text, document.date), {}
    for sentence in map(repaired, next(parse([document], nlp=load(coder.model)))):
        names = Participants(sentence, [f for f in found if sentence.start <= f.start < sentence.end], document.text, Memory())
        for i, kind, _ in coder.learned.deeds(sentence, names):
            for event in by_finder:
                if event.event == kind and event.trigger.start <= sentence.starts[i] < event.trigger.end:
                    said[event.id] = coder.learned.reason(sentence, names, i, kind)
    return said


def _paragraph(
    document: Document, event: Event, coder: Coder, sources: Mapping[int, str | None], reason: str | None = None
) -> str:
    def whence(actor: Actor) -> str:
        return f" from {source}" if (source := sources.get(actor.start)) else ""

    rules = [coder.lexicon.by_id.get(name) for name in event.rule.split(" > ")]
    origins = ", ".join(rule.origin for rule in rules if rule is not None and rule.origin)
    row = cameo(event.cameo)
    goldstein = f"{event.goldstein:+.1f}".replace("-", "\N{MINUS SIGN}")
    arrow = "◀──▶" if event.reciprocal else "──▶"
    lines = [
        f"{_name(event.source)} ──{event.event}{arrow} {_name(event.target)}   {event.status}"
        + (f"   {event.date.isoformat()} ({event.date_basis})" if event.date else ""),
        f"  {event.cameo} {row.name} · {event.quad.replace('_', ' ')} · Goldstein {goldstein}"
        + (f" · mode {event.mode}" if event.mode else ""),
        f"  “{event.trigger.text}” [{event.trigger.start}:{event.trigger.end}] by rule {event.rule}"
        + (f" ({origins})" if origins and origins != event.rule else ""),
    ]
    lines += [
        f"  {role}: “{actor.text}” [{actor.start}:{actor.end}] → {actor.code or 'no state'}"
        + (f" {actor.sector}" if actor.sector else "")
        + f" ({actor.name}){whence(actor)}"
        for role, actor in (("source", event.source), ("target", event.target))
        if actor is not None
    ]
    if reason:
        lines.append(f"  no rule knows these words; the learned finder: {reason}")
    if event.attributed_to:
        lines.append(f"  according to: “{event.attributed_to}”")
    return "\n".join(lines)


def _name(actor: Actor | None) -> str:
    if actor is None:
        return "(nobody named)"
    return (actor.code or "?") + (f" {actor.sector}" if actor.sector else "")
