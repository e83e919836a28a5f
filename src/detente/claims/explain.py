"""Claims in words: who, what, under which condition, how likely, which way, by which rule."""

from __future__ import annotations

from collections.abc import Sequence

from detente.claims.tables import is_stated
from detente.records import Claim, Document, Likelihood, Speaker


def explain(document: Document, claims: Sequence[Claim]) -> str:
    """Return a text that says of each claim what was read and by which rule."""
    if not claims:
        return "no claim: nobody is said to say, think or want anything here"
    return "\n\n".join("\n".join(_lines(document, claim)) for claim in claims)


def _lines(document: Document, c: Claim) -> list[str]:
    lines = [f"{'part of the claim above: ' if c.part_of else ''}{_who(c.speaker)} · {c.type} · {c.mode}"]
    lines.append(f"  says       {' '.join(c.text.split())}")
    if c.cue_span is not None and not c.part_of:
        lines.append(f"  cue        “{' '.join(document.text[c.cue_span[0] : c.cue_span[1]].split())}”  rule {c.rule}")
    elif not c.part_of:
        lines.append(f"  rule       {c.rule}")
    if c.condition is not None:
        scenario = f" → {', '.join(c.condition.scenario)}" if c.condition.scenario else ""
        lines.append(f"  condition  {c.condition.text or '(carried over or implied)'}{scenario}")
    if c.likelihood is not None:
        lines.append(f"  likelihood {_figures(c.likelihood)}")
    if c.direction is not None or c.polarity == "negative":
        lines.append(f"  direction  {c.direction or 'none'}{', expected not to happen' if c.polarity == 'negative' else ''}")
    if c.horizon is not None:
        lines.append(f"  horizon    {c.horizon.text}{f' → until {c.horizon.until}' if c.horizon.until else ''}")
    if c.about is not None:
        lines.append(f"  about      {c.about[0]} – {c.about[1]}")
    if c.venue is not None:
        lines.append(f"  where      {c.venue}")
    return lines


def _who(speaker: Speaker) -> str:
    name = (
        speaker.name
        or speaker.as_written
        or {"author": "the author", "unnamed": "nobody named"}.get(speaker.kind, speaker.kind)
    )
    details = ", ".join(part for part in (speaker.role, speaker.affiliation) if part)
    written = (
        f" (written “{speaker.as_written}”, by {speaker.resolved_by})"
        if speaker.as_written and speaker.as_written != name
        else ""
    )
    return name + (f", {details}" if details else "") + written


def _figures(likelihood: Likelihood) -> str:
    if likelihood.low is None or likelihood.high is None:
        return f"“{likelihood.phrase}”: no survey gives figures"
    if is_stated(likelihood):
        ends = f"{likelihood.low:.0%}", f"{likelihood.high:.0%}"
        return f"“{likelihood.phrase}”: {' to '.join(dict.fromkeys(ends))}, as the speaker puts it"
    figures = f"“{likelihood.phrase}”: readers take it for {likelihood.low:.0%} to {likelihood.high:.0%}"
    return figures + (
        f", {likelihood.median:.0%} in the middle" if likelihood.kind == "point" and likelihood.median is not None else ""
    )
