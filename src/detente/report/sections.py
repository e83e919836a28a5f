"""What each section of the page shows, taken from the results; figures are formatted here, never made."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente import words
from detente.charts import (
    coverage_chart,
    directions_chart,
    dots_chart,
    draw_svg,
    fan_chart,
    index_chart,
    matters_chart,
    words_deeds_chart,
)  # fmt: skip
from detente.charts.style import Spec
from detente.ledger.matrix import COLUMNS, DIRECTIONS
from detente.ontology import cameo
from detente.records import Actor, Event, Evidence
from detente.report import words as page_words
from detente.results import Index, Outlook, Turn

if TYPE_CHECKING:
    from markupsafe import Markup

    from detente.outlook import Judgement

PAGE, PHONE = 736, 358
DOTS, FAN = 290, 422
"""Widths in pixels of the drawings: whole page, phone, the two of a branch."""


def past_section(index: Index) -> dict[str, Any]:
    """Return charts, sentences and tables of what has been."""
    turns = index.turning_points()
    chart = index_chart(index, turns)
    made = makings(index)
    return {
        "chart": figure(chart, "index", label=words.headline(index)),
        "axis": page_words.axis_note(_domain(chart)),
        "place": words.place_in_past(index),
        "reading": page_words.index_reading(index, lettered=bool(turns)),
        "turns": [_turn(turn, made) for turn in turns],
        "movers": [_evidence(e, made) for e in index.explain()],
        "turns_note": words.TURNS_NOTE,
        "scale": words.scale_note(index),
        "month": words.month_name(index.months()[-1]),
        "gap_chart": figure(words_deeds_chart(index), "words-deeds", label=words.gap_sentence(index)),
        "gap": words.gap_sentence(index),
        **_directions(index, made),
        "coverage_chart": figure(coverage_chart(index), "coverage", label=words.coverage_sentence(index)),
        "coverage": words.coverage_sentence(index),
    }


def _directions(index: Index, made: dict[str, Making]) -> dict[str, Any]:
    """Return what each side does to the other: sentence, chart and table; no chart where it is withheld."""
    found = index.directions()
    said = words.directions_sentence(index, found)
    if found.both is None:
        return {"directions": said, "directions_chart": None}
    rows = [
        {
            "names": d.names, "level": words.signed(d.level), "interval": words.interval(d.low, d.high), "events": d.events,
            "recent": d.recent, "movers": [_evidence(e, made) for e in d.evidence],
        }
        for d in found.both
    ]  # fmt: skip
    return {
        "directions": said,
        "directions_chart": figure(directions_chart(index, found), "directions", label=said),
        "direction_rows": rows,
    }


def ahead_section(outlook: Outlook, judgement: Judgement) -> dict[str, Any]:
    """Return charts, sentences and tables of what may come."""
    fans = [fan_chart(outlook, b) for b in outlook.result.outcomes]
    found = outlook.result.matters
    rows = {branch.id: words.branch_rows(outlook, branch.id) for branch in outlook.result.outcomes}
    alike = words.chambers_change_nothing(outlook)
    return {
        "verdict": words.verdict(outlook),
        "month": words.horizon_month(outlook),
        "election": outlook.election,
        "resolution": words.resolution(outlook),
        "axis": page_words.axis_note(_domain(fans[0])),
        "branches": [
            {
                "id": branch.id,
                "label": branch.label,
                "prob": words.weight_words(branch.prob),
                "dots": figure(
                    dots_chart(outlook, branch), f"dots-{branch.id}", wide=DOTS, label=_said(words.chances(branch.forecast))
                ),
                "fan": figure(fan, f"fan-{branch.id}", wide=FAN, label=words.forecast_sentence(outlook, branch)),
                "chances": words.chances(branch.forecast),
                "forecast": words.forecast_sentence(outlook, branch),
                "stance": page_words.stance_sentence(outlook, branch.id),
                "statements": _statements(outlook, branch.id),
                "legislature": words.legislature_of_outcome(outlook, branch.id),
                "chambers": [] if alike else rows[branch.id],
                "chambers_alike": words.alike_sentence(rows[branch.id]) if alike else "",
            }
            for branch, fan in zip(outlook.result.outcomes, fans, strict=True)
        ],
        "overall": words.chances(outlook.result.overall),
        "tone": page_words.tone_sentence(outlook, judgement),
        "acts": [{"act": c, "effect": words.EFFECTS[c.effect]} for c in outlook.constraints],
        "chambers": words.chambers_sentences(outlook),
        "offices": words.office_rows(outlook),
        "offices_note": words.SPLIT_NOTE,
        "weight": words.weight_name(outlook),
        "weights": words.weights_sentence(outlook),
        "remainder": outlook.election.remainder,
        "matters": words.matters_sentence(found),
        "matters_chart": figure(
            matters_chart(outlook, hardly=judgement.hardly, matters=judgement.matters), "matters", wide=520,
            label=words.matters_sentence(found),
        ),
        "matters_verdict": f"The outcome {found.verdict}.",
        "matters_rule": words.matters_rule(judgement.hardly, judgement.matters),
        "record": words.record_sentences(outlook.record),
        "caution": outlook.result.caution,
        "came": words.came_sentence(outlook),
        "claims": claims_section(outlook),
    }  # fmt: skip


def claims_section(outlook: Outlook) -> dict[str, Any] | None:
    """Return what others foretold as a matrix, scenario by direction, with the model's chances; None where there is nothing."""
    matrix = outlook.claims
    if matrix is None:
        return None
    model = {branch.id: words.chances(branch.forecast) for branch in outlook.result.outcomes}
    columns = [c for c in COLUMNS if c in DIRECTIONS or any(row.cells[c] for row in matrix.rows)]
    votes = {outlook.election.id: outlook.election}
    return {
        "note": words.matrix_note(matrix, outlook.index.as_of),
        "columns": [words.MATRIX_COLUMNS[c] for c in columns],
        "rows": [
            {
                "label": row.label,
                "cells": [
                    {
                        "name": words.MATRIX_COLUMNS[c],
                        "model": next(
                            (f"{said} ({figures})" for kind, _, said, figures in model[row.outcome] if kind == c), ""
                        ),
                        "voices": [words.voice(s) for s in row.cells[c]],
                    }
                    for c in columns
                ],
            }
            for row in matrix.rows
        ],
        "claims": [
            {
                "entry": s.entry,
                "asked": ", ".join(filter(None, (words.expectation(s.entry), words.condition(s.entry, votes)))),
                "came": words.came(s),
            }
            for s in matrix.standings
        ],
    }


def figure(spec: Spec, name: str, *, label: str, wide: int = PAGE) -> dict[str, Any]:
    """Return a chart drawn for the page and for a phone, and its spec to download."""
    return {
        "wide": _markup(draw_svg(spec, width=wide, label=label)),
        "narrow": _markup(draw_svg(spec, width=PHONE, label=label, tooltips=False)),
        "file": f"{name}.vl.json",
        "link": data_link(json.dumps(spec, ensure_ascii=False, separators=(",", ":")), "application/json"),
    }


def event_rows(index: Index) -> list[dict[str, Any]]:
    """Return every event used, the latest first, with all that the page shows of it."""
    adds = index.result.contributions()
    rows = [
        {
            "event": event,
            "sentence": split_trigger(sentence, event),
            "source": actor(event.source),
            "arrow": page_words.direction(event),
            "target": actor(event.target),
            "name": cameo(event.cameo).name,
            "goldstein": words.signed(event.goldstein),
            "adds": words.signed(float(amount), 2),
            "record": record,
        }
        for event, sentence, record, amount in zip(index.events, index.sentences, index.records, adds, strict=True)
    ]
    return sorted(rows, key=lambda r: (r["event"].date, r["event"].id), reverse=True)


def split_trigger(sentence: str, event: Event) -> tuple[str, str, str]:
    """Return the sentence before, at and after the words that carry the event; the middle is empty where they are not found."""
    trigger = " ".join(event.trigger.text.split())
    wanted = event.trigger.start - event.start
    places = [i for i in range(len(sentence)) if trigger and sentence.startswith(trigger, i)]
    if not places:
        return sentence, "", ""
    start = min(places, key=lambda i: abs(i - wanted))
    return sentence[:start], trigger, sentence[start + len(trigger) :]


def actor(found: Actor | None) -> str:
    """Write an actor: "Donald Trump (USA)"."""
    if found is None:
        return "not named"
    return found.name if found.code in (None, found.name) else f"{found.name} ({found.code})"


def downloads(result: Index | Outlook) -> list[dict[str, str]]:
    """Return the files that the page carries."""
    index = result.index if isinstance(result, Outlook) else result
    stem = "-".join(index.pair).lower()
    content = json.dumps(result.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
    return [
        {"file": f"{stem}-events.csv", "link": data_link(events_csv(index), "text/csv"), "what": "every event used"},
        {"file": f"{stem}-index.csv", "link": data_link(index_csv(index), "text/csv"), "what": "the index by month"},
        {"file": f"{stem}.json", "link": data_link(content, "application/json"), "what": "the result as --json prints it"},
    ]


def events_csv(index: Index) -> str:
    """Return the events as CSV, one line each, oldest first."""
    names = (
        "id", "date", "source", "source_name", "target", "target_name", "reciprocal", "event", "cameo", "cameo_name", "quad",
        "goldstein", "contribution", "document", "record", "rule", "trigger", "sentence",
    )  # fmt: skip
    adds = index.result.contributions()
    rows = (
        (
            e.id, e.date and e.date.isoformat(), e.source and e.source.code, e.source and e.source.name,
            e.target and e.target.code, e.target and e.target.name, str(e.reciprocal).lower(), e.event, e.cameo,
            cameo(e.cameo).name, e.quad, e.goldstein, round(float(amount), 4),
            e.document, record, e.rule, e.trigger.text, sentence,
        )
        for e, sentence, record, amount in zip(index.events, index.sentences, index.records, adds, strict=True)
    )  # fmt: skip
    return _csv(names, rows)


def index_csv(index: Index) -> str:
    """Return the index by month as CSV."""
    rows = index.rows()
    return _csv(tuple(rows[0]), (tuple(row.values()) for row in rows))


def _csv(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(v) for v in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Keep a text from being run as a formula by a spreadsheet."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def data_link(text: str, kind: str) -> str:
    """Return a link that holds the text itself."""
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(text.encode('utf-8', 'replace')).decode()}"


Making = tuple[str, str]


def makings(index: Index) -> dict[str, Making]:
    """Return, by event, who did what to whom in its sentence, and the record that vouches for the text."""
    told: dict[tuple[str, int], dict[str, None]] = {}
    for event in index.events:
        told.setdefault((event.document, event.start), {})[coded(event)] = None
    return {e.id: ("; ".join(told[e.document, e.start]), record) for e, record in zip(index.events, index.records, strict=True)}


def coded(event: Event) -> str:
    """Write an event as it was coded."""
    return f"{actor(event.source)} {page_words.direction(event)} {actor(event.target)}: {cameo(event.cameo).name}"


def _turn(turn: Turn, made: dict[str, Making]) -> dict[str, Any]:
    return {
        "letter": turn.letter,
        "month": turn.month.isoformat()[:7],
        "change": words.signed(turn.change),
        "sure": words.percent(turn.prob),
        "note": words.turn_note(turn, turn.events),
        "events": [_evidence(e, made) for e in turn.events],
    }


def _evidence(evidence: Evidence, made: dict[str, Making]) -> dict[str, Any]:
    event, record = made[evidence.id]
    return {
        "id": evidence.id,
        "date": evidence.date.isoformat(),
        "text": evidence.text,
        "document": evidence.document,
        "coded": event,
        "record": record,
        "adds": words.signed(evidence.contribution, 2),
        "told": words.told_by(evidence),
    }


def _statements(outlook: Outlook, branch_id: str) -> list[dict[str, Any]]:
    """Return the statements behind a stance, each with its Goldstein value."""
    in_index = {event.id for event in outlook.index.events}
    return [
        {
            # who is out of office speaks for no state: such an event is not in the index and has no row on the page
            "id": next((e.id for e in said.events if e.id in in_index), None),
            "date": said.date.isoformat(),
            "text": said.text,
            "document": said.document,
            "coded": "; ".join(coded(e) for e in said.events),
            "record": said.record,
            "adds": words.signed(said.value),
            "told": "",
        }
        for said in outlook.statements.get(page_words.leader(outlook, branch_id), ())
    ]


def _said(chances: list[tuple[str, str, str, str]]) -> str:
    return "; ".join(f"{name} {said}" for _, name, said, _ in chances)


def _domain(spec: Spec) -> tuple[float, float]:
    low, high = next(
        layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"] if "scale" in layer["encoding"].get("y", {})
    )
    return low, high


def _markup(svg: str) -> Markup:
    """Mark a drawing as safe: `draw_svg` escapes every text in it."""
    from markupsafe import Markup

    return Markup(svg)
