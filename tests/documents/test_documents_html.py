"""Web pages: the article's text and what the page states about it."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import Rejects, read_documents
from detente.documents.html import extract_article
from detente.errors import FormatError
from detente.records import Document

NEWS = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Norway thanks Peru for its help | The Example Gazette</title>
<meta property="og:title" content="Norway thanks Peru for its help">
<meta property="og:site_name" content="The Example Gazette">
<meta property="article:published_time" content="2020-10-27T23:30:00-05:00">
<link rel="canonical" href="https://gazette.example/2020/norway-peru">
<style>p { color: red }</style><script>var x = "<p>not text</p>";</script></head>
<body class="single has-sidebar comments-open">
<header><a href="/">The Example Gazette</a><h1>Norway thanks Peru for its help</h1></header>
<nav><ul><li><a href="/world">World news of the whole day</a></li></ul></nav>
<div id="page"><article>
<p class="byline">By <a rel="author" href="/ana">Ana Example</a></p>
<figure><img src="x.jpg"><figcaption>The harbour of Bergen in a picture of the year before.</figcaption></figure>
<p>OSLO &mdash; Norway&rsquo;s foreign minister <b>thanked</b>
   Peru on&nbsp;Tuesday for sending relief goods &amp; doctors.</p>
<aside>Related: what you should know about relief goods in five points.</aside>
<h2>A second visit</h2>
<p>The two governments will <a href="/talks">meet again</a> in May, the ministry said.<p>Paragraphs need not be closed here.
<ul><li>Norway sent forty doctors to Lima<li>Peru sent ten of its own</ul>
<div class="share-tools"><p>Share this story with your friends and everyone else</p></div>
<form action="/subscribe"><p>Give us your address and we send the news each morning.</p></form>
</article>
<div class="related-stories"><p><a href="/1">Another story that has a long headline of its own</a></p></div>
<section id="comments"><p>I do not believe a word of it, said the man in the street, and so on.</p></section></div>
<footer><p>Copyright 2020 The Example Gazette. All rights reserved.</p></footer>
</body></html>"""


def test_article_keeps_headline_and_paragraphs_and_nothing_else() -> None:
    document = extract_article(NEWS, "news.html", "news.html")
    assert document == Document(
        id="news.html",
        text="Norway thanks Peru for its help\n\n"
        "OSLO — Norway’s foreign minister thanked Peru on\u00a0Tuesday for sending relief goods & doctors.\n\n"
        "A second visit\n\n"
        "The two governments will meet again in May, the ministry said.\n\n"
        "Paragraphs need not be closed here.\n\n"
        "Norway sent forty doctors to Lima\n\n"
        "Peru sent ten of its own",
        date=date(2020, 10, 27),
        title="Norway thanks Peru for its help",
        url="https://gazette.example/2020/norway-peru",
        outlet="The Example Gazette",
        author="Ana Example",
    )


def test_same_article_without_article_tag() -> None:
    plain = NEWS.replace("<article>", '<div class="post">').replace("</article>", "</div>")
    assert extract_article(plain, "a", "a").text == extract_article(NEWS, "a", "a").text


def test_facts_of_json_ld() -> None:
    facts = {
        "@graph": [
            {"@type": "Organization", "name": "not this"},
            {"@type": ["NewsArticle"], "headline": "From JSON", "datePublished": "2019-02-03", "url": "https://a.example/x",
             "author": [{"name": "A B"}, {"name": "C D"}], "publisher": {"name": "The Daily Example"}},
        ]
    }  # fmt: skip
    html = (
        f'<script type="application/ld+json">{json.dumps(facts)}</script><div><p>{"Norway thanked Peru again. " * 3}</p></div>'
    )
    document = extract_article(html, "a", "a")
    assert (document.title, document.date, document.url) == ("From JSON", date(2019, 2, 3), "https://a.example/x")
    assert (document.author, document.outlet) == ("A B, C D", "The Daily Example")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="date" content="October 27, 2020">', date(2020, 10, 27)),
        ('<meta name="DC.date.issued" content="27 Oct 2020">', date(2020, 10, 27)),
        ('<meta name="pubdate" content="20201027">', date(2020, 10, 27)),
        ('<meta name="date" content="Tue, 27 Oct 2020 10:00:00 GMT">', date(2020, 10, 27)),
        ('<time datetime="2020-10-20">later</time><time pubdate datetime="2020-10-27T10:00">x</time>', date(2020, 10, 27)),
        ('<meta name="date" content="soon"><meta itemprop="datePublished" content="2020-10-27">', date(2020, 10, 27)),
        ('<meta name="date" content="03/04/2020">', None),  # March or April: not guessed
        ('<meta name="date" content="2020-13-45">', None),
        ("", None),
    ],
)
def test_date_as_pages_state_it(head: str, expected: date | None) -> None:
    assert extract_article(f"{head}<p>Norway thanked Peru for its help.</p>", "a", "a").date == expected


def test_stated_date_goes_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(NEWS)
    (tmp_path / "b.html").write_text("<p>Norway thanked Peru for its help.</p>")
    assert [d.date for d in read_documents([tmp_path], date=date(1999, 1, 1))] == [date(2020, 10, 27), date(1999, 1, 1)]


def test_page_inside_one_form_and_tables_with_line_breaks() -> None:
    html = """<html><body><form id="aspnetForm"><table><tr><td><a href="1">Home page</a><br><a href="2">Search the site</a></td>
    <td><font size=2>Norway thanked Peru on Tuesday for its help.<br>
    <br>The ministers will meet again<br>in May in Lima.</font></td>
    </tr></table></form></body></html>"""
    assert extract_article(html, "a", "a").text == (
        "Norway thanked Peru on Tuesday for its help.\n\nThe ministers will meet again in May in Lima."
    )


def test_paragraphs_in_wrappers_of_their_own() -> None:
    story = "".join(f'<div data-part="{i}"><p>Paragraph number {i} of a story about Norway.</p></div>' for i in range(6))
    html = f"<body><div><div>{story}</div><div><p>A box of its own, elsewhere on the page.</p></div></div></body>"
    text = extract_article(html, "a", "a").text
    assert all(f"number {i} " in text for i in range(6))


def test_wrapper_with_an_unlikely_name_does_not_hide_the_page() -> None:
    html = '<div class="sidebar-layout menu"><p>Norway thanked Peru on Tuesday for its help in the storm.</p></div>'
    assert "Norway thanked" in extract_article(html, "a", "a").text


def test_preformatted_agency_text_splits_at_blank_lines() -> None:
    html = "<pre>OSLO (Agency) - Norway thanked\nPeru on Tuesday.\n\nThe ministers will meet\nagain.</pre>"
    assert (
        extract_article(html, "a", "a").text
        == "OSLO (Agency) - Norway thanked Peru on Tuesday.\n\nThe ministers will meet again."
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<meta charset="windows-1251"><p>Норвегия поблагодарила Перу за помощь.</p>'.encode("cp1251"), "Норвегия"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Norway\u2019s minister</p>'.encode(
                "cp1252"
            ),
            "’s",
        ),
        ("<p>Norway’s minister thanked Peru.</p>".encode("utf-16"), "’s"),
        (b'<meta charset="rot13"><p>Norway thanked Peru.</p>', "Norway"),
        (b'<meta charset="utf-16"><p>Norway thanked Peru.</p>', "Norway"),
        ('<meta charset="utf-8"><p>Norway’s minister \x92 thanked Peru.</p>'.encode("latin-1", "ignore"), "minister"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(data)
    (document,) = read_documents([path])
    assert expected in document.text


def test_page_is_known_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("\n<!doctype HTML><title>T</title><p>Norway thanked Peru.</p>")
    (document,) = read_documents([tmp_path / "page"])
    assert document.text == "T\n\nNorway thanked Peru."


@pytest.mark.parametrize(
    "html", ["<html></html>", "<script>var a = 1;</script>", "<nav><p>Only a menu is here, no article.</p></nav>"]
)
def test_page_without_article_is_set_aside(tmp_path: Path, html: str) -> None:
    (tmp_path / "a.html").write_text(html)
    rejects = Rejects()
    assert list(read_documents([tmp_path / "a.html"], rejects=rejects)) == []
    assert [r.code for r in rejects] == ["D10"]


TAGS = st.sampled_from(
    ("p", "div", "article", "nav", "table", "tr", "td", "li", "ul", "a", "b", "pre", "script", "h1", "br", "form", "time")
)
PIECES = st.one_of(
    TAGS.map(lambda t: f"<{t}>"),
    TAGS.map(lambda t: f"</{t}>"),
    TAGS.map(lambda t: f'<{t} class="comment" id=x href="" datetime="2020-01-01x">'),
    st.sampled_from(
        ("<!", "<![", "<![if x]>", "<!--", "-->", "<?", "&#xD800;", "&#0;", "&bogus;", "<![CDATA[x", "]]>", "</", "<a b='", "]")
    ),
    st.text(max_size=20),
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None, max_examples=500)
def test_damaged_pages_give_text_or_our_error(html: str) -> None:
    try:
        document = extract_article(html, "a", "a")
    except FormatError:
        return
    assert document.text.strip()
    document.text.encode()  # nothing that is no text


@pytest.mark.parametrize(
    "piece", ["<", "<!", "<![", "<!--", "<div>", "</div>", "<p><b>", "<a href=x>", "&#", "<!-", "<a ", "<table><tr><td>"]
)
def test_repeated_markup_takes_no_unreasonable_time(piece: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(FormatError):
        extract_article("<p>Norway thanked Peru for its help.</p>" + piece * 20_000, "a", "a")
    assert time.perf_counter() - start < 10  # 0.3 s here; html.parser alone takes 40 s for one of them
