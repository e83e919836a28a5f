"""Say in words how a text was coded: who, what, to whom, by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from detente.coding.coder import Coder
from detente.coding.own import Own
from detente.ontology import cameo
from detente.records import Actor, Document, Event


def explain(text: str, *, on: date | None = None, model: str | None = None, own: Own | None = None) -> str:
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
    """
    document = Document("text", text, on)
    coder = Coder.default(model, own=own)
    events = next(coder.code([document]))
    if not events:
        return "no event: no rule found a deed with a known source or target"
    sources = {f.start: own.source_of(f.identity) for f in coder.finder(text, on)} if own else {}
    return "\n\n".join(_paragraph(document, event, coder, sources) for event in events)


def _paragraph(document: Document, event: Event, coder: Coder, sources: Mapping[int, str | None]) -> str:
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
    if event.attributed_to:
        lines.append(f"  according to: “{event.attributed_to}”")
    return "\n".join(lines)


def _name(actor: Actor | None) -> str:
    if actor is None:
        return "(nobody named)"
    return (actor.code or "?") + (f" {actor.sector}" if actor.sector else "")
