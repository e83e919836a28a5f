"""Charts of what may come: the fan, the twenty dots, does the outcome matter."""

from __future__ import annotations

import math
from collections.abc import Iterable

from detente.charts.style import (
    AHEAD,
    FAINT,
    INK,
    LEVEL,
    LEVEL_TIPS,
    MEANING,
    Row,
    Spec,
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
)  # fmt: skip
from detente.outlook import OutcomeOutlook
from detente.results import Outlook
from detente.words import SHARES, months_after

PAST_MONTHS = 36
MOST_BINS = 13


def fan_chart(outlook: Outlook, branch: OutcomeOutlook) -> Spec:
    """Return the level of the last three years and its forecast under one outcome, joined at the present interval.

    Both branches get the same axes, so that they can be compared by eye.
    """
    index = outlook.index
    level, path = index.result.level, branch.path
    shown = slice(-PAST_MONTHS, None)
    past = month_rows(
        index.months()[shown],
        mean=level.mean[shown], low90=level.low90[shown], low50=level.low50[shown],
        high50=level.high50[shown], high90=level.high90[shown],
    )  # fmt: skip
    ahead = month_rows(
        [months_after(index.months()[-1], int(m)) for m in path.months],
        mean=path.mean, low90=path.low90, low50=path.low50, high50=path.high50, high90=path.high90,
    )  # fmt: skip
    every = [p for b in outlook.result.outcomes for p in (b.path.low90, b.path.high90)]
    domain = points_domain(level.low90[shown], level.high90[shown], *every)
    x, y = time_axis((past[0]["month"], ahead[-1]["month"])), points_axis(domain)
    now, change = outlook.result.now, outlook.result.change
    ends = (ahead[0]["month"], ahead[-1]["month"])
    limits = {
        side: [{"month": month, "at": round(now + sign * change, 4)} for month in ends]
        for side, sign in (("improve", 1), ("worsen", -1))
    }
    return spec(
        f"Relations index of {index.names[0]} and {index.names[1]}, and its forecast if {branch.label}",
        *bands("past", LEVEL, x, y),
        *bands("ahead", AHEAD, x, y),
        zero_rule(domain),
        *(layer(side, line(MEANING[side], dash=(1, 3), width=1.5), x=x, y={**y, "field": "at"}) for side in limits),
        layer("past", line(LEVEL), x=x, y=y),
        layer("ahead", line(AHEAD, dash=(5, 3)), x=x, y=y),
        layer(
            "ahead", {"type": "rule", "opacity": 0, "strokeWidth": 8}, x=x,
            tooltip=tips(LEVEL_TIPS),
        ),
        height=210,
        data={"past": past, "ahead": ahead, **limits},
    )  # fmt: skip


def dots_chart(outlook: Outlook, branch: OutcomeOutlook) -> Spec:
    """Return twenty equally likely changes from today's level under one outcome, coloured by what they mean.

    Dots are the forecast's quantiles, put in columns whose edges include the limits of "better" and "worse", so that no column
    mixes meanings; `value` keeps each dot's own level.
    """
    now, change = outlook.result.now, outlook.result.change
    every = [q - now for b in outlook.result.outcomes for q in b.forecast.quantiles]
    width = change if (max(every) - min(every)) / change <= MOST_BINS else 2 * change
    low, high = min(-2 * change, *every), max(2 * change, *every)
    columns = sorted({_column(v, width, change) for v in (low, high)})
    domain = [columns[0] - width / 2, columns[-1] + width / 2]
    most = max(_tallest(b.forecast.quantiles, now, width, change) for b in outlook.result.outcomes)
    rows: list[Row] = []
    stacked: dict[float, int] = {}
    for value in branch.forecast.quantiles:
        column = _column(value - now, width, change)
        stacked[column] = stacked.get(column, 0) + 1
        rows.append(
            {
                "value": round(value, 4), "change": round(value - now, 4), "column": round(column, 4),
                "row": stacked[column] - 0.5, "meaning": meaning(value, now, change),
            }
        )  # fmt: skip
    x = {
        "field": "column", "type": "quantitative", "scale": {"domain": domain, "nice": False},
        "axis": {"title": "change from today’s level (points)", "grid": False, "tickCount": 7, "format": "+~r"},
    }  # fmt: skip
    y = {"field": "row", "type": "quantitative", "scale": {"domain": [0, most + 1], "nice": False}, "axis": None}
    chances = branch.forecast.chances
    labels = [
        {"column": (domain[0] - change) / 2, "label": "worse", "count": chances.dots_worsen, "meaning": "worsen"},
        {"column": 0, "label": "same", "count": chances.dots_unchanged, "meaning": "unchanged"},
        {"column": (domain[1] + change) / 2, "label": "better", "count": chances.dots_improve, "meaning": "improve"},
    ]
    limits = [{"column": -change}, {"column": change}]
    return spec(
        f"Twenty equally likely changes of the index if {branch.label}",
        layer("limits", {"type": "rule", "color": FAINT, "strokeDash": [2, 3], "strokeWidth": 1}, x=x),
        layer(
            "dots", {"type": "circle", "size": 190, "opacity": 1}, x=x, y=y, color=_meaning("meaning"),
            tooltip=tips({"value": ("level", "+.1f"), "change": ("change from today", "+.1f")}),
        ),
        layer(
            "labels", {"type": "text", "align": "center", "baseline": "top", "fontWeight": "bold"},
            x=x, y={"value": 0}, text={"field": "label"}, color=_meaning("meaning"),
        ),
        height=20 * (most + 1) + 4,
        data={"dots": rows, "labels": labels, "limits": limits},
    )  # fmt: skip


def matters_chart(outlook: Outlook, *, hardly: float, matters: float) -> Spec:
    """Return the two shares of the forecast's variance with their intervals, and the thresholds of the verdict, 0..1."""
    found = outlook.result.matters
    rows: list[Row] = [
        {"share": SHARES[0], "mean": found.usable, "low": found.usable_low, "high": found.usable_high},
        {"share": SHARES[1], "mean": found.potential, "low": found.potential_low, "high": found.potential_high},
    ]
    rows = [{k: v if isinstance(v, str) else round(v, 4) for k, v in row.items()} for row in rows]
    top = max(0.3, math.ceil(10 * max(found.usable_high, found.potential_high)) / 10)
    x = {
        "field": "mean", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
        "axis": {"title": None, "grid": True, "tickCount": 6, "format": "%"},
    }  # fmt: skip
    y = {
        "field": "share", "type": "nominal", "scale": {"domain": list(SHARES)}, "axis": {"title": None},
    }  # fmt: skip
    return spec(
        "Share of the doubt about the level ahead that the outcome explains, with 90 % intervals",
        layer(
            "limits", {"type": "rule", "color": INK, "strokeDash": [2, 3], "strokeWidth": 1},
            x={**x, "field": "at"}, tooltip=tips({"at": ("limit of the rule", ".0%")}),
        ),
        layer(
            "shares", {"type": "rule", "color": LEVEL, "strokeWidth": 5, "opacity": 0.35},
            x={**x, "field": "low"}, x2={"field": "high"}, y=y,
        ),
        layer(
            "shares", {"type": "circle", "color": LEVEL, "size": 90, "opacity": 1}, x=x, y=y,
            tooltip=tips({"mean": ("share", ".0%"), "low": ("90 % interval from", ".0%"), "high": ("to", ".0%")}),
        ),
        layer(
            "limits", {"type": "text", "align": "left", "baseline": "bottom", "dx": -2, "dy": -3, "color": INK},
            x={**x, "field": "at"}, y={"value": 0}, text={"field": "label"},
        ),
        height=62,
        data={"shares": rows, "limits": [{"at": hardly, "label": f"{hardly:.0%}"}, {"at": matters, "label": f"{matters:.0%}"}]},
    )  # fmt: skip


def meaning(value: float, now: float, change: float) -> str:
    """Return what a level means against today's, by the rule of `measure_chances`."""
    if value > now + change:
        return "improve"
    return "worsen" if value < now - change else "unchanged"


def _column(change: float, width: float, limit: float) -> float:
    """Return the middle of a dot's column; edges lie at the limits of "better" and "worse" and every `width` from there."""
    if abs(change) <= limit:
        if width > limit:
            return 0.0
        return limit / 2 if change >= 0 else -limit / 2
    # a dot just past the limit belongs to the first column outside
    steps = max(1, math.ceil((abs(change) - limit) / width))
    return math.copysign(limit + (steps - 0.5) * width, change)


def _tallest(values: Iterable[float], now: float, width: float, limit: float) -> int:
    counts: dict[float, int] = {}
    for value in values:
        column = _column(value - now, width, limit)
        counts[column] = counts.get(column, 0) + 1
    return max(counts.values())


def _meaning(field: str) -> Spec:
    scale = {"domain": ["improve", "unchanged", "worsen"], "range": [MEANING[k] for k in ("improve", "unchanged", "worsen")]}
    return {"field": field, "type": "nominal", "legend": None, "scale": scale}


__all__ = ["dots_chart", "fan_chart", "matters_chart", "meaning"]
