"""Results as charts: plain Vega-Lite 6 dicts with the data inside, and the same dicts drawn as SVG without a browser.

    index_chart(index)              level with 50 and 90 % bands and lettered turning points
    words_deeds_chart(index)        the two components
    directions_chart(index, found)  what each side does to the other
    coverage_chart(index)           events a month
    fan_chart(outlook, branch)      the level and its forecast under one outcome
    dots_chart(outlook, branch)     twenty equally likely changes under one outcome
    matters_chart(outlook, ...)     share of the doubt that the outcome explains
    draw_svg(spec, width=...)       SVG text of any of them

A chart holds no number that its result does not hold: a report prints its sentences from the same objects.
"""

from detente.charts.ahead import dots_chart, fan_chart, matters_chart
from detente.charts.past import coverage_chart, directions_chart, index_chart, words_deeds_chart
from detente.charts.svg import draw_svg

__all__ = [
    "coverage_chart",
    "directions_chart",
    "dots_chart",
    "draw_svg",
    "fan_chart",
    "index_chart",
    "matters_chart",
    "words_deeds_chart",
]
