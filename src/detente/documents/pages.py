"""Split a web page into blocks of text, each knowing its place in the page and what speaks against it being article text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never article text, whatever is inside.
_HARD = _words(
    "script style noscript template svg math canvas iframe object embed audio video select button datalist "
    "nav footer aside dialog figcaption menu title"
)
_VOID = _words("area base br col embed hr img input link meta param source track wbr")
_BLOCK = _words(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
# A start tag that ends an open element of these kinds (end tags that HTML lets authors leave out).
_CLOSES = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "tr": frozenset(("tr", "td", "th")),
    "option": frozenset(("option",)),
}
_SCOPES = frozenset(("table", "ul", "ol", "dl", "div", "article", "section", "body", "html"))

# Words in class or id that mark what surrounds an article. Judged by whole words: "comment", not "commentary".
_UNLIKELY = _words(
    "comment comments commenting disqus share sharing shares social related recommended recommendations recirc newsletter "
    "newsletters subscribe subscription promo promos advert adverts advertisement advertisements advertising ad ads sponsored "
    "cookie cookies consent gdpr breadcrumb breadcrumbs sidebar footer nav navigation navbar menu byline credit credits "
    "caption captions tags taglist pagination pager popup modal banner widget widgets toolbar signup login paywall "
    "respond outbrain taboola trending masthead skip hidden visuallyhidden"
)
_SPLIT_CLASS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
_WITH = re.compile(r"\b(has|with|no|without|show|hide)[-_]\w+", re.IGNORECASE)  # "has-sidebar" is on the main column
_SPACE = re.compile(r"[ \t\n\f\r]+")  # white space of HTML; a no-break space is none
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
DEPTH_LIMIT = 256  # nested deeper, a page is damaged; further start tags are read as if they closed at once


@dataclass(slots=True, eq=False)
class Node:
    """One open or closed element; flags are inherited from its parents."""

    tag: str
    parent: Node | None
    hard: bool = False
    form: bool = False
    header: bool = False
    unlikely: bool = False
    link: bool = False
    article: bool = False
    pre: bool = False
    score: float = 0.0


@dataclass(slots=True)
class Block:
    """A run of text between block-level tags: `text` has its white space collapsed, `linked` counts characters in links."""

    text: str
    linked: int
    node: Node

    @property
    def link_share(self) -> float:
        """Share of the characters that are links, 0..1."""
        return min(1.0, self.linked / max(1, len(self.text)))


@dataclass(slots=True)
class Page:
    """What a page holds: blocks of text in order, meta tags, JSON-LD blocks, times, links and titles as written."""

    blocks: list[Block] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    times: list[tuple[str, bool]] = field(default_factory=list)
    canonical: str | None = None
    title: str = ""
    authors: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """Reads a page into a `Page`; never fails on damaged mark-up, as far as html.parser does not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._node = Node("", None)
        self._depth = 0
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._capture: list[str] | None = None
        self._captured_tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = given.get("property") or given.get("name") or given.get("itemprop") or ""
            if key and given.get("content"):
                self.page.meta.append((key.strip().lower(), given["content"].strip()))
            return
        if tag == "link":
            if "canonical" in given.get("rel", "").lower().split() and given.get("href"):
                self.page.canonical = self.page.canonical or given["href"].strip()
            return
        if tag == "br":
            self._breaks += 1
            self._pieces.append("\n")
            if self._breaks == 2:
                self._flush()
            return
        if tag in _VOID:
            if tag == "hr":
                self._flush()
            return
        if tag in _BLOCK:
            self._flush()
            self._close_implied(tag)
        if self._depth >= DEPTH_LIMIT:
            return
        self._open(tag, given)
        if tag == "time" and given.get("datetime") and not self._node.hard:
            marked = "pubdate" in given or "datepublished" in given.get("itemprop", "").lower()
            self.page.times.append((given["datetime"], marked))
        is_json_ld = tag == "script" and given.get("type", "").strip().lower() == "application/ld+json"
        is_title = tag == "title" and not self.page.title
        is_author = (tag == "a" and "author" in given.get("rel", "").lower().split()) or given.get(
            "itemprop", ""
        ).lower() == "author"
        if is_json_ld or is_title or is_author:
            self._begin_capture(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read `<br/>` as a tag; `<div/>` opens an element, as in browsers."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open element of this name, and those inside it."""
        if tag == "br":
            self.handle_starttag("br", [])
            return
        if self._capture is not None and tag == self._captured_tag:
            self._end_capture()
        if tag in _BLOCK:
            self._flush()
        node: Node | None = self._node
        steps = 0
        while node is not None and node.tag != tag:
            if node.tag in ("table", "body") and tag not in _BLOCK:
                return
            node, steps = node.parent, steps + 1
        if node is not None and node.parent is not None:
            self._node = node.parent
            self._depth -= steps + 1

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._capture is not None:
            self._capture.append(data)
        if self._node.hard:
            return
        if self._node.pre:
            parts = _BLANK_LINE.split(data)
            for part in parts[:-1]:
                self._take(part)
                self._flush()
            data = parts[-1]
        self._take(data)

    def unknown_decl(self, data: str) -> None:
        """Pass over `<![if …]>` and the like."""

    def close(self) -> None:
        """Take what is left."""
        super().close()
        self._flush()
        if self._capture is not None:
            self._end_capture()

    def _take(self, data: str) -> None:
        if data and not data.isspace():
            self._breaks = 0
            if self._node.link:
                self._linked += len(_SPACE.sub(" ", data).strip())
        self._pieces.append(data)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        parent = self._node
        role = given.get("role", "").lower()
        marked = tag == "article" or role == "article" or "articlebody" in given.get("itemprop", "").lower()
        node = Node(tag, parent)
        node.hard = (
            parent.hard
            or tag in _HARD
            or "hidden" in given
            or role in ("navigation", "complementary", "search", "dialog", "alertdialog")
            or bool(_HIDDEN.search(given.get("style", "")))
        )
        node.form = parent.form or tag == "form"
        node.header = parent.header or tag == "header"
        node.link = parent.link or (tag == "a" and "href" in given)
        node.pre = parent.pre or tag == "pre"
        node.article = marked
        node.unlikely = parent.unlikely or (
            tag not in ("html", "body", "main", "article", "h1") and not marked and _is_unlikely(given)
        )
        self._node = node
        self._depth += 1

    def _close_implied(self, tag: str) -> None:
        """Close a paragraph that a block ends, and list items and cells that the next one ends."""
        if self._node.tag == "p" or (self._node.parent and self._node.parent.tag == "p" and self._node.tag not in _BLOCK):
            while self._node.parent is not None and self._node.tag != "p":
                self._pop()
            self._pop()
        ends = _CLOSES.get(tag, frozenset())
        while ends:
            node: Node | None = self._node
            while node is not None and node.tag not in ends and node.tag not in _SCOPES:
                node = node.parent
            if node is None or node.tag not in ends:
                return
            while self._node is not node:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        if self._node.parent is not None:
            self._node = self._node.parent
            self._depth -= 1

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._pieces)).strip(" ")
        if text and not text.isspace():
            node = self._node
            while node.parent is not None and node.tag not in _BLOCK:
                node = node.parent
            flagged = self._node if self._node.unlikely and len(self._pieces) == 1 else node
            self.page.blocks.append(Block(text, self._linked, flagged))
        self._pieces, self._linked, self._breaks = [], 0, 0

    def _begin_capture(self, tag: str) -> None:
        if self._capture is None:
            self._capture, self._captured_tag = [], tag

    def _end_capture(self) -> None:
        text = "".join(self._capture or ())
        if self._captured_tag == "script":
            self.page.json_ld.append(text)
        elif self._captured_tag == "title":
            self.page.title = _SPACE.sub(" ", text).strip()
        elif text.strip():
            self.page.authors.append(_SPACE.sub(" ", text).strip())
        self._capture = None


def _is_unlikely(given: dict[str, str]) -> bool:
    named = f"{given.get('class', '')} {given.get('id', '')}"
    if not named.strip():
        return False
    words = {w.lower() for w in _SPLIT_CLASS.split(_WITH.sub(" ", named))}
    return not words.isdisjoint(_UNLIKELY)


def read_page(html: str) -> Page:
    """Return the blocks and the stated facts of a page.

    Raises
    ------
    AssertionError
        html.parser gave up on a damaged declaration (Python before 3.13); the caller says so in our words.
    """
    # html.parser looks for the end of each unfinished tag or comment up to the end of the page: quadratic time on a
    # damaged page. What can have no end is therefore taken as characters.
    comments = html.rfind("-->") + 1
    html = html[:comments] + html[comments:].replace("<!--", " ")
    tags = html.rfind(">") + 1
    html = html[:tags] + html[tags:].replace("<", "&lt;")
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader.page
