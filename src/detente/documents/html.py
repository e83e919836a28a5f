"""The article of a web page: headline and paragraphs, and what the page states of title, date, address, outlet, author."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from detente.documents.decoding import decode
from detente.documents.pages import Block, Node, Page, read_page
from detente.documents.rows import clean, parse_date
from detente.errors import FormatError
from detente.records import Document

_PARAGRAPH = 25  # characters from which a block counts as running text when the main column is sought
_LINKS = 0.5  # a block with a larger share of links is a list of links
_BOILERPLATE = re.compile(
    r"(advertisement|share( this)?( (article|story|page|post))?:?|tweet|email|print|leave a (reply|comment)|post a comment|"
    r"read (more|also|next)\b.{0,120}|related( (articles|stories|posts|topics|content))?:?|see also:?|"
    r"(sign up|subscribe)\b.{0,120}|follow us\b.{0,80}|click here\b.{0,80}|comments?( \(\d+\))?|\d+ comments?|"
    r"all rights reserved\.?|(copyright|©).{0,120}|skip to (main )?content|back to top|loading\W*)\Z",
    re.IGNORECASE,
)
_DATE_KEYS = (
    "article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "publish-date", "publishdate", "publish_date", "pubdate", "article.published", "date",
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,30})", re.IGNORECASE)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_WRITTEN_DATE = re.compile(
    r"(?:(?P<d1>\d{1,2})\s+(?P<m1>[A-Za-z]{3,9})\.?,?|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)\s+(?P<y>\d{4})\b"
)
_SLASHED_DATE = re.compile(r"(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?!\d)")  # 2020/10/27, 20201027: year first, so not ambiguous


def read_html(data: bytes, name: str, where: str) -> tuple[Document, str]:
    """Return the article of a page as a document, and the encoding read.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Becomes the document's id.
    where : str
        For messages.

    Returns
    -------
    (Document, str)
        `text` is the headline and the paragraphs with a blank line between; white space inside a paragraph is
        collapsed as browsers show it. Offsets of events refer to this text.

    Raises
    ------
    FormatError
        Not text (D03), no article text (D10), mark-up that cannot be read (D11).
    """
    charset = _CHARSET.search(data[:4096])
    html, encoding = decode(data, where, declared=charset[1].decode("ascii") if charset else None)
    return extract_article(html, name, where), encoding


def extract_article(html: str, name: str, where: str) -> Document:
    """Return the article of a decoded page; see `read_html`."""
    try:
        page = read_page(html)
    except AssertionError as cause:
        raise FormatError(
            "D11", f"{where} holds mark-up that cannot be read: {cause}", help="save the page's text as .txt"
        ) from cause
    facts = _structured(page)
    meta = dict(reversed(page.meta))  # the first of each name counts
    title = _first(meta.get("og:title"), facts.get("headline"))
    body, headline = _body(page, title or page.title)
    outlet = _first(meta.get("og:site_name"), facts.get("publisher"))
    title = _first(title, headline, _without_outlet(page.title, outlet))
    headline = headline or title
    paragraphs = [b for b in body if b != headline]
    if not paragraphs:
        raise FormatError(
            "D10", f"{where} holds no article text", help="pages built by scripts hold none: save the page's text as .txt"
        )
    text = "\n\n".join([headline, *paragraphs] if headline else paragraphs)
    return Document(
        id=name,
        text=clean(text),
        date=_published(page, meta, facts),
        title=_clean(title),
        url=_clean(_first(page.canonical, meta.get("og:url"), facts.get("url"))),
        outlet=_clean(outlet),
        author=_clean(_first(facts.get("author"), _person(meta.get("author")), ", ".join(dict.fromkeys(page.authors)))),
    )


def _body(page: Page, title: str) -> tuple[list[str], str | None]:
    """Return the blocks of the main column and the headline."""
    blocks = [b for b in page.blocks if not b.node.hard]
    headings = [b.text for b in blocks if _inside(b.node, "h1")]
    headline = max(headings, key=lambda h: _overlap(h, title), default=None)
    kept = [b for b in blocks if not b.node.header and not _inside(b.node, "h1")]
    for flag in ("form", "unlikely"):
        without = [b for b in kept if not getattr(b.node, flag)]
        if _running(without) >= 0.5 * _running([b for b in kept if getattr(b.node, flag)]):
            kept = without  # else the mark is on a wrapper of the whole page
    column = _main_column(kept)
    if column is not None:
        kept = [b for b in kept if _within(b.node, column)]
    texts = [b.text for b in kept if b.link_share <= _LINKS and not _BOILERPLATE.match(b.text)]
    return texts, headline


def _main_column(blocks: list[Block]) -> Node | None:
    """Return the element that holds the article.

    An <article> (or what is marked as one) that holds most of the running text; else the element whose paragraphs
    weigh most, a paragraph counting in full for its parent, half for the next, a third for the third (the idea of
    the Readability bookmarklet, Arc90 2009).
    """
    total = 0.0
    articles: dict[int, tuple[Node, float]] = {}
    scored: dict[int, Node] = {}
    for block in blocks:
        if len(block.text) < _PARAGRAPH or block.link_share > _LINKS:
            continue
        total += len(block.text)
        node: Node | None = (
            block.node if block.node.tag in ("div", "td", "section", "article", "main", "pre") else block.node.parent
        )
        depth = 1
        while node is not None:
            if depth <= 3:
                node.score += len(block.text) / depth
                scored[id(node)] = node
            if node.article:
                articles[id(node)] = (node, articles.get(id(node), (node, 0.0))[1] + len(block.text))
            node, depth = node.parent, depth + 1
    if articles:
        best, held = max(articles.values(), key=lambda pair: pair[1])
        if held >= 0.4 * total:
            return best
    return max(scored.values(), key=lambda n: n.score, default=None)


def _running(blocks: list[Block]) -> int:
    return sum(len(b.text) for b in blocks if len(b.text) >= _PARAGRAPH and b.link_share <= _LINKS)


def _within(node: Node | None, ancestor: Node) -> bool:
    while node is not None:
        if node is ancestor:
            return True
        node = node.parent
    return False


def _inside(node: Node | None, tag: str) -> bool:
    while node is not None:
        if node.tag == tag:
            return True
        node = node.parent
    return False


def _overlap(a: str, b: str) -> float:
    left, right = set(a.lower().split()), set(b.lower().split())
    return len(left & right) / max(1, len(left | right))


def _structured(page: Page) -> dict[str, str]:
    """Return what JSON-LD states of an article: headline, datePublished, url, publisher, author."""
    found: dict[str, str] = {}
    for text in page.json_ld:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if not any(isinstance(k, str) and ("Article" in k or k in ("BlogPosting", "Report", "WebPage")) for k in kinds):
                continue
            for key in ("headline", "datePublished", "url"):
                if isinstance(thing.get(key), str) and thing[key].strip():
                    found.setdefault(key, thing[key].strip())
            for key in ("publisher", "author"):
                if names := list(_names(thing.get(key))):
                    found.setdefault(key, ", ".join(names))
    return found


def _things(value: Any) -> Iterator[dict[str, Any]]:
    queue = [value]
    while queue:
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item[:100])
        elif isinstance(item, dict):
            yield item
            queue.extend(
                item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(item.get(key), list | dict)
            )


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and _person(name):
            yield name.strip()


def _person(name: str | None) -> str | None:
    """Return a name; None for the address of a profile page, which some sites put there."""
    return name.strip() if name and name.strip() and "://" not in name else None


def _published(page: Page, meta: dict[str, str], facts: dict[str, str]) -> date | None:
    stated = [meta.get(_DATE_KEYS[0]), facts.get("datePublished"), *(meta.get(key) for key in _DATE_KEYS[1:])]
    times = sorted(page.times, key=lambda pair: not pair[1])  # those marked as date of publication first
    for text in [*stated, *(text for text, _ in times)]:
        if text and (found := _loose_date(text)):
            return found
    return None


def _loose_date(text: str) -> date | None:
    """Return the day of a date as pages write it: ISO 8601, RFC 2822, 27 October 2020, October 27, 2020, 2020/10/27."""
    if found := parse_date(text):
        return found
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        if match := _WRITTEN_DATE.search(text):
            month = _MONTHS.get((match["m1"] or match["m2"])[:3].lower())
            return date(int(match["y"]), month, int(match["d1"] or match["d2"])) if month else None
        if match := _SLASHED_DATE.match(text.strip()):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    return None


def _without_outlet(title: str, outlet: str | None) -> str | None:
    """Return a <title> without the outlet's name after a bar or dash, where it is known to be that."""
    head, bar, tail = title.rpartition(" | ")
    if bar and len(head) >= 15 and len(tail.split()) <= 5:
        return head.strip()
    for dash in (" - ", " – ", " — "):
        head, bar, tail = title.rpartition(dash)
        if bar and outlet and tail.strip().lower() == outlet.lower():
            return head.strip()
    return title.strip() or None


def _first(*values: str | None) -> str | None:
    return next((v.strip() for v in values if v and v.strip()), None)


def _clean(value: str | None) -> str | None:
    return clean(value) if value else None
