"""One HTML file that says what an index or an outlook found: opens from disk, asks nothing of any network.

    render(result, title=None) -> str         the whole page
    save(result, path, title=None) -> Path    the same, written whole or not at all
    check_target(path)                        what `save` would refuse, known before the work

Charts are drawn here as SVG from the Vega-Lite dicts of `detente.charts`; the page is readable without JavaScript and on paper.
"""

from detente.report.page import check_target, render, save

__all__ = ["check_target", "render", "save"]
