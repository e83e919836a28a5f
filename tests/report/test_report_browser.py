"""The report in a real browser: charts are drawn, nothing scrolls sideways, nothing goes wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape

import pytest

from detente.report import save

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]

PROBE = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" src="report.html#HASH" style="width:WIDTHpx;height:800px;border:0"></iframe><pre id="out"></pre>
<script>
document.getElementById("f").onload = event => {
  const page = event.target.contentDocument, root = page.documentElement;
  const seen = e => e.getClientRects().length > 0;
  const charts = [...page.querySelectorAll("figure svg")].filter(seen);
  document.getElementById("out").textContent = JSON.stringify({
    width: root.clientWidth, scroll: root.scrollWidth,
    charts: charts.length,
    empty: charts.filter(c => !c.querySelector("path,circle,rect,line") || c.getBoundingClientRect().height < 40).length,
    figures: page.querySelectorAll("figure").length,
    wide: [...page.querySelectorAll("body *")].filter(e => seen(e) && e.getBoundingClientRect().right > root.clientWidth + 1)
      .map(e => e.tagName + "." + e.getAttribute("class")),
    open: page.getElementById("events").open,
    letters: [...page.querySelectorAll("#index svg")].filter(seen)[0].textContent.includes("A"),
  });
};
</script>"""


@pytest.fixture(scope="module")
def folder(made_outlook, tmp_path_factory):
    found = tmp_path_factory.mktemp("report")
    save(made_outlook, found / "report.html")
    return found


def look(folder, width, target=""):
    """Return what the page measures at a width, and what the browser complained of."""
    (folder / "probe.html").write_text(PROBE.replace("HASH", target).replace("WIDTH", str(width)), encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--enable-logging=stderr",            f"--user-data-dir={folder / 'profile'}",
            "--window-size=1200,900", "--virtual-time-budget=5000",
            "--dump-dom", (folder / "probe.html").as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    match = re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    assert match and match[1], f"the page was not shown:\n{done.stderr[-2000:]}"
    return json.loads(unescape(match[1])), re.findall(r"CONSOLE.*", done.stderr)


@pytest.mark.parametrize("width", [390, 768, 1100])
def test_charts_are_drawn_and_nothing_scrolls_sideways(folder, width):
    seen, complaints = look(folder, width)
    assert complaints == []
    assert seen["width"] <= width
    assert seen["scroll"] <= seen["width"], seen["wide"][:5]
    assert seen["wide"] == []
    assert seen["charts"] == seen["figures"] >= 8
    assert seen["empty"] == 0
    assert seen["letters"]


def test_figure_opens_the_folded_list_at_its_event(folder, made_outlook):
    closed, _ = look(folder, 900)
    assert not closed["open"]
    opened, complaints = look(folder, 900, f"e-{made_outlook.index.events[0].id}")
    assert opened["open"]
    assert complaints == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine: apt-get install poppler-utils")
def test_no_heading_ends_a_page_of_paper(folder):
    source, paper = folder / "report.html", folder / "report.pdf"
    subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer", f"--print-to-pdf={paper}", source.as_uri(),
        ],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f") if page.strip()]
    headings = [unescape(re.sub("<[^>]*>", " ", h)).strip() for h in re.findall(r"<h[23][^>]*>(.*?)</h", source.read_text())]
    assert len(headings) >= 10 and 5 <= len(pages) <= 20
    for page in pages:
        assert len(page) > 5, page  # no page that holds a heading alone
        assert page[-1] not in headings
