from __future__ import annotations

import json
import math

import pytest

from detente.charts import coverage_chart, dots_chart, draw_svg, fan_chart, index_chart, matters_chart, words_deeds_chart
from detente.charts.style import DEEDS, IMPROVE, INK, LEVEL, UNCHANGED, WORDS, WORSEN
from detente.errors import InputError


@pytest.fixture(scope="module")
def charts(made_outlook):
    index = made_outlook.index
    found = {
        "index": index_chart(index), "words": words_deeds_chart(index), "coverage": coverage_chart(index),
        "matters": matters_chart(made_outlook, hardly=0.1, matters=0.25),
    }  # fmt: skip
    for branch in made_outlook.result.outcomes:
        found[f"fan-{branch.id}"] = fan_chart(made_outlook, branch)
        found[f"dots-{branch.id}"] = dots_chart(made_outlook, branch)
    return found


def test_charts_are_plain_json_without_nan_and_without_addresses_to_load(charts):
    for spec in charts.values():
        text = json.dumps(spec, allow_nan=False)
        assert '"url"' not in text
        assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"


def test_every_field_of_a_layer_is_in_its_data(charts):
    for name, spec in charts.items():
        for layer in spec["layer"]:
            rows = spec["datasets"][layer["data"]["name"]] if "name" in layer["data"] else layer["data"]["values"]
            for channel in layer["encoding"].values():
                for part in channel if isinstance(channel, list) else [channel]:
                    if "field" in part:
                        assert all(part["field"] in row for row in rows), (name, part)


def test_index_chart_holds_the_present_level_and_its_interval(charts, made_outlook):
    last, point = charts["index"]["datasets"]["level"][-1], made_outlook.index.point()
    assert last["mean"] == round(point.level, 4)
    assert (last["low90"], last["high90"]) == (round(point.low, 4), round(point.high, 4))
    assert last["month"] == "2020-10-01"


def test_axes_hold_all_that_is_drawn(charts):
    for name in ("index", "words"):
        spec = charts[name]
        for layer in spec["layer"]:
            channel = layer["encoding"].get("y", {})
            if "field" in channel:
                low, high = channel["scale"]["domain"]
                rows = spec["datasets"][layer["data"]["name"]]
                assert all(low <= row[channel["field"]] <= high for row in rows)


def test_fan_starts_at_the_last_interval_of_the_index_and_never_at_zero_width(charts, made_outlook):
    for branch in made_outlook.result.outcomes:
        data = charts[f"fan-{branch.id}"]["datasets"]
        past, ahead = data["past"][-1], data["ahead"][0]
        assert ahead == past
        assert ahead["low90"] < ahead["low50"] < ahead["mean"] < ahead["high50"] < ahead["high90"]
        assert len(data["ahead"]) == made_outlook.horizon_months + 1


def test_branches_share_their_axes(charts, made_outlook):
    first, second = (charts[f"fan-{b.id}"] for b in made_outlook.result.outcomes)
    assert _domains(first) == _domains(second)
    first, second = (charts[f"dots-{b.id}"] for b in made_outlook.result.outcomes)
    assert _domains(first) == _domains(second)


def _domains(spec):
    return {
        json.dumps(layer["encoding"][c]["scale"]["domain"])
        for layer in spec["layer"]
        for c in "xy"
        if "scale" in layer["encoding"].get(c, {})
    }


def test_twenty_dots_of_the_colours_that_the_chances_count(charts, made_outlook):
    for branch in made_outlook.result.outcomes:
        rows = charts[f"dots-{branch.id}"]["datasets"]["dots"]
        chances = branch.forecast.chances
        count = {kind: sum(row["meaning"] == kind for row in rows) for kind in ("improve", "unchanged", "worsen")}
        assert count == {"improve": chances.dots_improve, "unchanged": chances.dots_unchanged, "worsen": chances.dots_worsen}
        assert sum(count.values()) == 20


def test_no_column_of_dots_mixes_meanings_and_none_lies_far_from_its_value(charts, made_outlook):
    change = made_outlook.result.change
    for branch in made_outlook.result.outcomes:
        spec = charts[f"dots-{branch.id}"]
        seen: dict[float, set[str]] = {}
        for row in spec["datasets"]["dots"]:
            seen.setdefault(row["column"], set()).add(row["meaning"])
            assert abs(row["column"] - row["change"]) <= change + 1e-6
        assert all(len(meanings) == 1 for meanings in seen.values())


def test_coverage_counts_every_event(charts, made_outlook):
    rows = charts["coverage"]["datasets"]["coverage"]
    assert sum(row["events"] for row in rows) == len(made_outlook.index.events)
    assert len(rows) == len(made_outlook.index.months())


def test_matters_chart_holds_the_measured_shares(charts, made_outlook):
    found, rows = made_outlook.result.matters, charts["matters"]["datasets"]["shares"]
    assert [row["mean"] for row in rows] == [round(found.usable, 4), round(found.potential, 4)]
    assert [row["high"] for row in rows] == [round(found.usable_high, 4), round(found.potential_high, 4)]


@pytest.mark.parametrize("width", [290, 358, 736])
def test_every_chart_is_drawn_within_its_width(charts, width):
    for name, spec in charts.items():
        svg = draw_svg(spec, width=width)
        root = _parse(svg)
        assert root.attrib["viewBox"].split()[2] == str(width), name
        assert "nan" not in svg.lower().replace("nance", "")
        for element in root.iter():
            for key in ("x", "x1", "x2", "cx"):
                if key in element.attrib:
                    assert -60 <= float(element.attrib[key]) <= width, (name, element.attrib)


def _parse(svg):
    from xml.etree import ElementTree

    return ElementTree.fromstring(svg)


def test_drawn_line_passes_through_the_data(charts):
    spec = charts["index"]
    svg = draw_svg(spec, width=736)
    lines = [e for e in _parse(svg).iter("{http://www.w3.org/2000/svg}path") if e.attrib.get("fill") == "none"]
    thick = next(e for e in lines if e.attrib["stroke"] == LEVEL)
    ys = [float(p.split(",")[1]) for p in thick.attrib["d"][1:].split("L")]
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    rows = spec["datasets"]["level"]
    assert len(ys) == len(rows)
    for y, row in zip(ys, rows, strict=True):
        assert low + (1 - y / spec["height"]) * (high - low) == pytest.approx(
            row["mean"], abs=(high - low) * 0.06 / spec["height"] + 1e-3
        )


def test_twenty_circles_are_drawn(charts, made_outlook):
    for branch in made_outlook.result.outcomes:
        svg = draw_svg(charts[f"dots-{branch.id}"], width=290)
        assert svg.count("<circle") == 20


def test_text_in_a_chart_is_escaped():
    spec = {
        "height": 20, "description": '"><script>', "datasets": {"d": [{"x": 0.5, "t": "<script>&"}]},
        "layer": [{
            "data": {"name": "d"}, "mark": {"type": "text"},
            "encoding": {
                "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, 1]},
                      "axis": {"title": "<i>", "tickCount": 2, "format": "d"}},
                "text": {"field": "t"},
            },
        }],
    }  # fmt: skip
    svg = draw_svg(spec, width=100)
    assert "<script" not in svg
    assert "<i>" not in svg
    assert "&lt;script&gt;&amp;" in svg


def test_unknown_mark_is_refused():
    spec = {
        "height": 20,
        "description": "",
        "datasets": {},
        "layer": [{"data": {"values": [{}]}, "mark": "arc", "encoding": {}}],
    }
    with pytest.raises(InputError) as error:
        draw_svg(spec, width=100)
    assert error.value.code == "V01"


@pytest.mark.parametrize("colour", [IMPROVE, UNCHANGED, WORSEN, WORDS, DEEDS, LEVEL, INK])
def test_colours_of_text_have_enough_contrast_on_white(colour):
    assert _contrast(colour, "#ffffff") >= 4.5


def test_meanings_differ_in_blue_against_red_not_in_green():
    red, blue = (int(c[1:3], 16) - int(c[5:7], 16) for c in (WORSEN, IMPROVE))
    assert red > 100
    assert blue < -100


def _contrast(a, b):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else math.pow((p + 0.055) / 1.055, 2.4) for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
