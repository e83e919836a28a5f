"""Colours by meaning, axes from the data, and the small parts that every chart is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

Spec = dict[str, Any]
Row = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SCALE = (-10, 10)

# No red and green. Blue and orange differ for every common colour blindness, and in grey; contrast on white is 4.5 or more.
IMPROVE, UNCHANGED, WORSEN = "#1d5fa8", "#6b7280", "#b4540a"
LEVEL, AHEAD = "#26364d", "#6a4a9c"
WORDS, DEEDS = "#0b6e75", "#8a2f62"
INK, FAINT = "#1b1f26", "#8b93a1"

MEANING = {"improve": IMPROVE, "unchanged": UNCHANGED, "worsen": WORSEN}


def points_domain(*series: Iterable[float]) -> tuple[int, int]:
    """Return the whole-number range that holds every value, zero included, within the scale.

    Examples
    --------
    >>> points_domain([-1.8, 0.3])
    (-2, 1)
    """
    values = [0.0, *(float(v) for s in series for v in s)]
    low, high = math.floor(min(values)), math.ceil(max(values))
    return max(low, SCALE[0]), min(max(high, low + 1), SCALE[1])


def month_rows(months: Iterable[date], **columns: Iterable[float]) -> list[Row]:
    """Return one row a month, values rounded to four digits as in `--json`."""
    names = list(columns)
    return [
        {"month": m.isoformat(), **{n: round(float(v), 4) for n, v in zip(names, values, strict=True)}}
        for m, *values in zip(months, *columns.values(), strict=True)
    ]


def spec(description: str, *layers: Spec, height: int, data: dict[str, list[Row]]) -> Spec:
    """Return a layered Vega-Lite chart over named data sets."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": "container",
        "height": height,
        "datasets": data,
        "layer": list(layers),
        "config": {"view": {"stroke": None}, "axis": {"domainColor": FAINT, "tickColor": FAINT, "labelColor": INK}},
    }


def area(color: str, opacity: float) -> Spec:
    """Return the mark of a band."""
    return {"type": "area", "color": color, "opacity": opacity, "line": False}


def line(color: str, *, dash: tuple[int, ...] = (), width: float = 2) -> Spec:
    """Return the mark of a line."""
    return {"type": "line", "color": color, "strokeWidth": width, "strokeDash": list(dash)}


def bands(name: str, color: str, x: Spec, y: Spec) -> tuple[Spec, Spec]:
    """Return the layers of the 90 % and the 50 % interval."""
    return (
        layer(name, area(color, 0.16), x=x, y={**y, "field": "low90"}, y2={"field": "high90"}),
        layer(name, area(color, 0.26), x=x, y={**y, "field": "low50"}, y2={"field": "high50"}),
    )


def layer(name: str, mark: Spec | str, **encoding: Any) -> Spec:
    """Return one layer over the data set `name`."""
    return {"data": {"name": name}, "mark": mark, "encoding": encoding}


def time_axis(months: tuple[str, str]) -> Spec:
    """Return the x channel of months, marked by years."""
    years = int(months[1][:4]) - int(months[0][:4])
    return {
        "field": "month",
        "type": "temporal",
        "scale": {"type": "utc", "domain": list(months)},
        "axis": {
            "title": None,
            "grid": False,
            "format": "%Y",
            "tickCount": {"interval": "year", "step": 1 if years < 8 else 2},
        },
    }


def points_axis(domain: tuple[float, float], *, field: str = "mean", title: str | None = None) -> Spec:
    """Return the y channel of points on the index's scale."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False},
        "axis": {"title": title, "grid": True, "tickCount": 6, "format": "+~r"},
    }


def zero_rule(domain: tuple[float, float]) -> Spec:
    """Return the line at zero, neither conflict nor cooperation."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": FAINT, "strokeWidth": 1},
        "encoding": {"y": {"datum": 0, "type": "quantitative", "scale": {"domain": list(domain), "nice": False}}},
    }


MONTH_TIP = ("month", "%Y-%m")
LEVEL_TIPS = {
    "month": MONTH_TIP,
    "mean": ("level", "+.1f"),
    "low90": ("90 % interval from", "+.1f"),
    "high90": ("to", "+.1f"),
}
"""Field -> what it is called and how it is written when a month is pointed at."""


def tips(fields: dict[str, tuple[str, str]]) -> list[Spec]:
    """Return the tooltip channel: each field with its name for a reader and its format."""
    return [
        {"field": field, "title": title, "format": form, "type": "temporal" if form.startswith("%") else "quantitative"}
        for field, (title, form) in fields.items()
    ]
