"""Our charts drawn as SVG text, without a browser: one spec, so the drawing and the data cannot differ.

Reads the part of Vega-Lite that `detente.charts` writes: layers over named data, marks area, line, rule, bar, circle and text;
channels x, x2, y, y2, color, text, tooltip; scales quantitative, utc and nominal with their domain given. Anything else is an
error, so that a chart is never drawn in part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from typing import Any

from detente.errors import InputError
from detente.words import MINUS, signed

Spec = dict[str, Any]
Row = dict[str, Any]
Place = Callable[[Any], float]

FONT_PX = 12
LETTER_PX = 6.6
"""Mean width of a letter at `FONT_PX`; only margins depend on it."""

MARKS = frozenset({"area", "line", "rule", "bar", "circle", "text"})


def draw_svg(spec: Spec, *, width: int, label: str | None = None, tooltips: bool = True) -> str:
    """Draw a chart.

    Parameters
    ----------
    spec : dict
        From one of the functions of `detente.charts`.
    width : int
        Pixels of the whole drawing; the view box lets it scale down.
    label : str, optional
        What a screen reader says; by default the description of the chart.
    tooltips : bool, default True
        Whether marks carry the titles that show when pointed at.

    Raises
    ------
    InputError
        V01: a mark or scale that this drawer does not know.

    Examples
    --------
    >>> draw_svg({"height": 20, "datasets": {}, "layer": [], "description": "empty"}, width=100)[:4]
    '<svg'
    """
    layers = spec["layer"]
    channels = {k: _shared(layers, k) for k in ("x", "y")}
    top, right, bottom, left = _margins(layers, channels)
    inner, height = max(40.0, width - left - right), float(spec["height"])
    places = {
        "x": _scale(channels["x"], 0.0, inner),
        "y": _scale(channels["y"], height, 0.0),
    }
    body = [*_axes(channels, places, inner, height)]
    for layer in layers:
        rows = spec["datasets"][layer["data"]["name"]] if "name" in layer["data"] else layer["data"]["values"]
        body += _mark(layer, rows, places, inner, height, tooltips)
    total = top + height + bottom
    said = escape(label or spec["description"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_n(total)}" role="img" aria-label="{said}" '
        f'font-size="{FONT_PX}"><g transform="translate({_n(left)},{_n(top)})">{"".join(body)}</g></svg>'
    )


def _shared(layers: list[Spec], channel: str) -> Spec | None:
    """Return the channel that carries scale and axis for all layers."""
    found: list[Spec] = [e for layer in layers if (e := layer["encoding"].get(channel)) and "scale" in e]
    with_axis = [e for e in found if e.get("axis")]
    return next(iter(with_axis or found), None)


def _margins(layers: list[Spec], channels: dict[str, Spec | None]) -> tuple[float, float, float, float]:
    y = channels["y"]
    left = 6.0
    if y and y["type"] == "nominal":
        left = max(len(v) for v in y["scale"]["domain"]) * LETTER_PX + 8
    elif y and y.get("axis"):
        left = 34.0
    texts = [layer["mark"] for layer in layers if _kind(layer) == "text"]
    top = max([8.0, *(16.0 for m in texts if m.get("baseline") in ("bottom", "top"))])
    # words at the end of a line stand outside the plot
    right = 44.0 if any(m.get("align") == "left" and m.get("baseline") == "middle" for m in texts) else 10.0
    title = channels["x"] and channels["x"]["axis"].get("title")
    return top, right, 38.0 if title else 22.0, left


def _kind(layer: Spec) -> str:
    mark = layer["mark"]
    kind = str(mark if isinstance(mark, str) else mark["type"])
    if kind not in MARKS:
        raise InputError(
            "V01", f'the mark "{kind}" cannot be drawn here', help="paste the spec into a Vega-Lite editor instead"
        )
    return kind


def _scale(channel: Spec | None, start: float, end: float) -> Place:
    if channel is None:
        return lambda value: start
    domain = channel["scale"]["domain"]
    if channel["type"] == "nominal":
        step = (end - start) / len(domain)
        if step < 0:  # names read from the top down
            return lambda value: end - step * (domain.index(value) + 0.5)
        return lambda value: start + step * (domain.index(value) + 0.5)
    if channel["type"] not in ("quantitative", "temporal"):
        raise InputError("V01", f'the scale "{channel["type"]}" cannot be drawn here')
    low, high = (_number(v) for v in domain)
    span = (high - low) or 1.0
    return lambda value: start + (end - start) * (_number(value) - low) / span


def _number(value: Any) -> float:
    return float(date.fromisoformat(value).toordinal()) if isinstance(value, str) else float(value)


def _axes(channels: dict[str, Spec | None], places: dict[str, Place], inner: float, height: float) -> Iterator[str]:
    x, y = channels["x"], channels["y"]
    if y is not None and y.get("axis"):
        yield '<g class="y axis">'
        if y["type"] == "nominal":
            for name in y["scale"]["domain"]:
                yield f'<text x="-8" y="{_n(places["y"](name))}" dy=".32em" text-anchor="end">{escape(name)}</text>'
        else:
            for tick, said in _ticks(y, height, 34):
                at = _n(places["y"](tick))
                if y["axis"].get("grid"):
                    yield f'<line class="grid" x2="{_n(inner)}" y1="{at}" y2="{at}"/>'
                yield f'<text x="-6" y="{at}" dy=".32em" text-anchor="end">{said}</text>'
        yield "</g>"
    if x is not None and x.get("axis"):
        yield f'<g class="x axis"><line class="base" x2="{_n(inner)}" y1="{_n(height)}" y2="{_n(height)}"/>'
        for tick, said in _ticks(x, inner, 46):
            at = _n(places["x"](tick))
            if x["axis"].get("grid"):
                yield f'<line class="grid" x1="{at}" x2="{at}" y2="{_n(height)}"/>'
            yield f'<line class="base" x1="{at}" x2="{at}" y1="{_n(height)}" y2="{_n(height + 4)}"/>'
            yield f'<text x="{at}" y="{_n(height + 16)}" text-anchor="middle">{said}</text>'
        if title := x["axis"].get("title"):
            yield f'<text class="title" x="{_n(inner / 2)}" y="{_n(height + 33)}" text-anchor="middle">{escape(title)}</text>'
        yield "</g>"


def _ticks(channel: Spec, length: float, apart: float) -> list[tuple[Any, str]]:
    """Return tick values and what they say, at least `apart` pixels from each other."""
    low, high = channel["scale"]["domain"]
    most = max(2.0, length / apart)
    if channel["type"] == "temporal":
        first, last = date.fromisoformat(low), date.fromisoformat(high)
        begin = first.year if (first.month, first.day) == (1, 1) else first.year + 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (last.year - begin) / s + 1 <= most)
        years = [y for y in range(begin, last.year + 1) if y % step == 0]
        return [(date(y, 1, 1).isoformat(), str(y)) for y in years] or [(low, low[:7]), (high, high[:7])]
    wanted = min(most, channel["axis"]["tickCount"] + 1)
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step_size = next(power * m for m in (1, 2, 5, 10) if power * m >= raw * 0.999)
    if channel["axis"]["format"] == "d":
        step_size = max(1.0, step_size)
    values = [k * step_size for k in range(math.ceil(low / step_size - 1e-9), math.floor(high / step_size + 1e-9) + 1)]
    return [(v, _said(v, channel["axis"]["format"])) for v in values]


def _said(value: float, form: str) -> str:
    if form in ("%", ".0%"):
        return f"{100 * value:.0f}%"
    if form == "+.1f":
        return signed(value)
    if form == "d":
        return f"{value:.0f}"
    text = f"{abs(value):.4f}".rstrip("0").rstrip(".")
    return text if text == "0" else (MINUS if value < 0 else "+") + text


def _mark(layer: Spec, rows: list[Row], places: dict[str, Place], inner: float, height: float, tooltips: bool) -> list[str]:
    mark, enc = layer["mark"] if isinstance(layer["mark"], dict) else {}, layer["encoding"]
    kind = _kind(layer)
    if kind in ("area", "line"):
        return [_path(kind, mark, enc, rows, places)] if rows else []
    if mark.get("opacity") == 0 and not tooltips:
        return []
    out = []
    for row in rows:
        attributes = _attributes(kind, mark, enc, row, places, inner, height, len(rows))
        inside = escape(str(row[enc["text"]["field"]])) if kind == "text" else ""
        if tooltips and "tooltip" in enc:
            inside += f"<title>{escape(' · '.join(_tip(row, t) for t in enc['tooltip']))}</title>"
        name = {"rule": "line", "bar": "rect"}.get(kind, kind)
        out.append(f"<{name} {attributes}>{inside}</{name}>" if inside else f"<{name} {attributes}/>")
    return out


def _path(kind: str, mark: Spec, enc: Spec, rows: list[Row], places: dict[str, Place]) -> str:
    xs = [_n(places["x"](row[enc["x"]["field"]])) for row in rows]

    def run(field: str) -> list[str]:
        return [f"{x},{_n(places['y'](row[field]))}" for x, row in zip(xs, rows, strict=True)]

    line = run(enc["y"]["field"])
    if kind == "area":
        return f'<path d="M{"L".join(line + run(enc["y2"]["field"])[::-1])}Z" {_fill(mark)}/>'
    return f'<path d="M{"L".join(line)}" fill="none" {_stroke(mark, mark["color"])}/>'


def _attributes(
    kind: str, mark: Spec, enc: Spec, row: Row, places: dict[str, Place], inner: float, height: float, count: int
) -> str:
    def at(channel: str, default: float) -> float:
        e = enc.get(channel)
        if e is None:
            return default
        if "value" in e:
            return float(e["value"])
        return places[channel[0]](e["datum"] if "datum" in e else row[e["field"]])

    color = _color(mark, enc, row)
    x, y = at("x", 0.0), at("y", height)
    if kind == "rule":
        # a rule without a second end spans the plot across the channel that it lacks
        x2 = at("x2", x if "x" in enc else inner)
        y1 = y if "y" in enc else 0.0
        y2 = at("y2", y if "y" in enc else height)
        return f'x1="{_n(x)}" x2="{_n(x2)}" y1="{_n(y1)}" y2="{_n(y2)}" {_stroke(mark, color)}'
    if kind == "bar":
        wide = max(0.8, 0.9 * inner / max(count - 1, 1))
        # the first and last month lie on the edges of the axis
        left = min(max(x - wide / 2, 0.0), inner - wide)
        return f'x="{_n(left)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(height - y)}" fill="{color}"'
    if kind == "circle":
        return f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(math.sqrt(mark["size"] / math.pi))}" {_fill({**mark, "color": color})}'
    anchor = {"left": "start", "right": "end"}.get(mark.get("align", "center"), "middle")
    drop = {"middle": "0.32em", "top": "0.8em"}.get(mark.get("baseline", "middle"), "0")
    weight = ' font-weight="700"' if mark.get("fontWeight") == "bold" else ""
    x, y = x + mark.get("dx", 0), y + mark.get("dy", 0)
    return f'x="{_n(x)}" y="{_n(y)}" dy="{drop}" text-anchor="{anchor}"{weight} fill="{color}"'


def _color(mark: Spec, enc: Spec, row: Row) -> str:
    if "color" in enc:
        scale = enc["color"]["scale"]
        return str(scale["range"][scale["domain"].index(row[enc["color"]["field"]])])
    return str(mark.get("color", "#000"))


def _fill(mark: Spec) -> str:
    opacity = mark.get("opacity", 1)
    return f'fill="{mark["color"]}"' + (f' fill-opacity="{opacity}"' if opacity != 1 else "")


def _stroke(mark: Spec, color: str) -> str:
    dash = f' stroke-dasharray="{" ".join(map(str, mark["strokeDash"]))}"' if mark.get("strokeDash") else ""
    opacity = f' stroke-opacity="{mark["opacity"]}"' if mark.get("opacity", 1) != 1 else ""
    return f'stroke="{color}" stroke-width="{mark.get("strokeWidth", 1)}"{dash}{opacity}'


def _tip(row: Row, channel: Spec) -> str:
    value = row[channel["field"]]
    if channel["format"] == "%Y-%m":
        return str(value)[:7]
    return f"{channel['title']} {_said(value, channel['format'])}"


def _n(value: float) -> str:
    """Write a coordinate: one digit is a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")
