"""Charts of what has been: the index, words against deeds, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.charts.style import (
    DEEDS,
    FAINT,
    INK,
    LEVEL,
    LEVEL_TIPS,
    MONTH_TIP,
    WORDS,
    Row,
    Spec,
    area,
    bands,
    layer,
    line,
    month_rows,
    points_axis,
    points_domain,
    spec,
    time_axis,
    tips,
    zero_rule,
)
from detente.directions import Directions
from detente.relations import Band
from detente.results import Index, Turn


def index_chart(index: Index, turns: Sequence[Turn] | None = None) -> Spec:
    """Return the level by month with its 50 and 90 % bands and lettered turning points.

    A thin line adds each month's own news, in which the turning points are found; `turns` are these where the caller has them.
    """
    level, month, months = index.result.level, index.result.month, index.months()
    rows = month_rows(
        months,
        mean=level.mean, low90=level.low90, low50=level.low50, high50=level.high50, high90=level.high90, month_mean=month.mean,
    )  # fmt: skip
    domain = points_domain(level.low90, level.high90, month.mean)
    x, y = time_axis(_span(rows)), points_axis(domain)
    turns = index.turning_points() if turns is None else turns
    letters = [{"month": t.month.isoformat(), "letter": t.letter} for t in turns]
    return spec(
        f"Relations index of {index.names[0]} and {index.names[1]} by month, with 50 and 90 % bands",
        *bands("level", LEVEL, x, y),
        zero_rule(domain),
        layer("level", line(FAINT, width=1), x=x, y={**y, "field": "month_mean"}),
        layer("turns", {"type": "rule", "color": INK, "strokeWidth": 1, "strokeDash": [2, 3]}, x=x),
        layer("level", line(LEVEL), x=x, y=y),
        layer(
            "turns",
            {"type": "text", "align": "center", "baseline": "bottom", "dy": -4, "fontWeight": "bold", "color": INK},
            x=x, y={"value": 0}, text={"field": "letter"},
        ),
        layer(
            "level", {"type": "rule", "opacity": 0, "strokeWidth": 4}, x=x,
            tooltip=tips({**LEVEL_TIPS, "month_mean": ("with the month’s own news", "+.1f")}),
        ),
        height=290,
        data={"level": rows, "turns": letters},
    )  # fmt: skip


def words_deeds_chart(index: Index) -> Spec:
    """Return words and deeds by month, each with its 50 % band on its own Goldstein scale."""
    title = f"Words and deeds between {index.names[0]} and {index.names[1]} by month, with 50 % bands"
    return _two_lines(title, index, {"words": index.result.words, "deeds": index.result.deeds})


def directions_chart(index: Index, found: Directions) -> Spec:
    """Return what each side does to the other by month, each level with its 50 % band and the code of who acts.

    Not to be called where the levels are withheld.
    """
    assert found.both is not None and found.result.first is not None and found.result.second is not None
    title = f"{index.names[0]} toward {index.names[1]} and the reverse by month, with 50 % bands"
    labels = [d.source for d in found.both]
    levels = found.result.first.level, found.result.second.level
    return _two_lines(title, index, dict(zip(labels, levels, strict=True)))


def _two_lines(title: str, index: Index, lines: Mapping[str, Band]) -> Spec:
    """Return two series by month, each with its 50 % band and its name at its end."""
    (one, first), (two, second) = lines.items()
    rows = month_rows(
        index.months(), words=first.mean, words_low50=first.low50, words_high50=first.high50,
        deeds=second.mean, deeds_low50=second.low50, deeds_high50=second.high50,
    )  # fmt: skip
    domain = points_domain(first.low50, first.high50, second.low50, second.high50)
    x, y = time_axis(_span(rows)), points_axis(domain)
    last, names = rows[-1], {"words": one, "deeds": two}
    gap = (domain[1] - domain[0]) / 14
    above, below = sorted(("words", "deeds"), key=lambda k: -last[k])
    middle = (last[above] + last[below]) / 2
    apart = max(last[above] - last[below], gap)  # labels keep clear of each other where the lines meet
    labels = [
        {"month": last["month"], "at": middle + apart / 2, "label": names[above]},
        {"month": last["month"], "at": middle - apart / 2, "label": names[below]},
    ]
    layers = []
    for kind, color, dash in (("words", WORDS, ()), ("deeds", DEEDS, (6, 3))):
        layers += [
            layer("series", area(color, 0.15), x=x, y={**y, "field": f"{kind}_low50"}, y2={"field": f"{kind}_high50"}),
            layer("series", line(color, dash=dash), x=x, y={**y, "field": kind}),
        ]
    return spec(
        title,
        zero_rule(domain),
        *layers,
        layer(
            "labels", {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "fontWeight": "bold"},
            x=x, y={**y, "field": "at"}, text={"field": "label"},
            color={"field": "label", "type": "nominal", "legend": None,
                   "scale": {"domain": [one, two], "range": [WORDS, DEEDS]}},
        ),
        layer(
            "series", {"type": "rule", "opacity": 0, "strokeWidth": 4}, x=x,
            tooltip=tips({"month": MONTH_TIP, "words": (one, "+.1f"), "deeds": (two, "+.1f")}),
        ),
        height=220,
        data={"series": rows, "labels": labels},
    )  # fmt: skip


def coverage_chart(index: Index) -> Spec:
    """Return the number of events in each month."""
    months = index.months()
    counts = {m.isoformat(): 0 for m in months}
    for event in index.events:
        if event.date is not None:
            counts[event.date.replace(day=1).isoformat()] += 1
    rows: list[Row] = [{"month": m, "events": n} for m, n in counts.items()]
    most = max(counts.values())
    return spec(
        f"Events between {index.names[0]} and {index.names[1]} in each month",
        layer(
            "coverage",
            {"type": "bar", "color": LEVEL, "width": 2},
            x=time_axis(_span(rows)),
            y={
                "field": "events", "type": "quantitative", "scale": {"domain": [0, most], "nice": False},
                "axis": {"title": None, "grid": True, "tickCount": 3, "format": "d"},
            },
            tooltip=tips({"month": MONTH_TIP, "events": ("events", "d")}),
        ),
        height=90,
        data={"coverage": rows},
    )  # fmt: skip


def _span(rows: list[Row]) -> tuple[str, str]:
    return rows[0]["month"], rows[-1]["month"]
