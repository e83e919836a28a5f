"""Files, folders and standard input to documents, as a stream."""

from __future__ import annotations

import difflib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from detente.documents.decoding import decode, refuse_binary
from detente.documents.html import read_html
from detente.documents.rejects import Rejects
from detente.documents.rows import document_from_row, parse_json
from detente.errors import FormatError, InputError
from detente.records import Document

LINES = (".jsonl", ".ndjson")
PAGES = (".html", ".htm", ".xhtml")
KINDS = (*LINES, ".json", ".txt", *PAGES)
_TABLES = (".csv", ".tsv", ".xls", ".xlsx", ".parquet")
STANDARD_INPUT = "-"


def read_documents(
    inputs: Sequence[str | Path] | str | Path, *, date: date | None = None, rejects: Rejects | None = None
) -> Iterator[Document]:
    """Yield the documents of files and folders, one after the other, read only when asked for.

    Parameters
    ----------
    inputs : sequence of path
        Files (.jsonl, .ndjson, .json, .txt, .html, .htm; others by what they hold), folders (with all that is below,
        in order of name; files of other kinds are passed over and counted), `-` for standard input.
    date : date, optional
        For documents that state none.
    rejects : Rejects, optional
        Collects rows and files that cannot be read, and the rest goes on. Without it the first one raises.

    Yields
    ------
    Document
        `id` is the row's, or the path as given (for a file in a folder: the folder as given, `/`, the path below it);
        `-` for a text on standard input. `text` is the JSON string; a .txt decoded, without byte order mark, line ends
        kept; the headline and paragraphs of a page.

    Raises
    ------
    InputError
        No such file or folder (D01), nothing to read in a folder (D08). Checked before the first document.
    FormatError
        Without `rejects`: a file that cannot be opened (D02), that is not text (D03), broken JSON (D04), a row without id or
        text (D05), a wrong date (D06), an id met before (D07), a kind we do not read (D09), a page without an
        article (D10, D11).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.jsonl").write_text('{"id": "a1", "text": "Norway thanked Peru."}')
    ...     [document.id for document in read_documents(folder)]
    ['a1']
    """
    given = [str(i) for i in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    for name in given:
        if name != STANDARD_INPUT and not os.path.exists(name):  # noqa: PTH110  (never raises, whatever the name)
            raise _missing(name)
    return _Reading(date, rejects).read(given)


class _Reading:
    """One pass over all inputs: knows the ids met, and where bad rows go."""

    def __init__(self, default_date: date | None, rejects: Rejects | None) -> None:
        self.date = default_date
        self.rejects = rejects
        self.files: list[str] = []
        self.failed = 0  # folders that could not be opened
        self.met: dict[str, int] = {}  # id -> number of the file and line, packed: a dict of tuples takes twice the memory

    def read(self, given: list[str]) -> Iterator[Document]:
        for name in given:
            if name == STANDARD_INPUT:
                yield from self.read_input(STANDARD_INPUT, None)
            elif Path(name).is_dir():
                yield from self.read_folder(name)
            else:
                yield from self.read_input(name, Path(name))

    def read_folder(self, folder: str) -> Iterator[Document]:
        count, failed_before = 0, self.failed
        for path in _walk(folder, self):
            if path.suffix.lower() in KINDS and not path.name.startswith("."):
                count += 1
                below = path.relative_to(folder).as_posix()
                yield from self.read_input(f"{folder.rstrip('/' + os.sep) or folder[:1]}/{below}", path)
            elif self.rejects is not None:
                self.rejects.skipped[path.suffix.lower() or path.name] += 1
        if not count and self.failed == failed_before:  # a folder that could not be opened is named already
            raise InputError(
                "D08", f"the folder {_printable(folder)} holds no file to read", help=f"read are {', '.join(KINDS)}"
            )

    def read_input(self, name: str, path: Path | None) -> Iterator[Document]:
        """Yield the documents of one file; what makes it unreadable as a whole is set aside as one reject."""
        shown = "standard input" if path is None else _printable(name)
        name = _printable(name)
        self.files.append(shown)
        try:
            if path is None:
                if sys.stdin is None:
                    raise FormatError("D02", "standard input is closed", help="give a file, or send text through a pipe")
                yield from self.read_stream(sys.stdin.buffer, "", name, shown)
                return
            try:
                stream: BinaryIO = path.open("rb")
            except OSError as cause:
                raise FormatError(
                    "D02", f"{shown} cannot be opened: {cause.strerror or cause}", help="check its permissions"
                ) from cause
            with stream:
                yield from self.read_stream(stream, path.suffix.lower(), name, shown)
        except FormatError as error:
            self.set_aside(error, shown)
        except OSError as cause:
            self.set_aside(FormatError("D02", f"{shown} cannot be read: {cause.strerror or cause}"), shown)

    def read_stream(self, stream: BinaryIO, suffix: str, name: str, shown: str) -> Iterator[Document]:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
        head = buffered.peek(1024)[:1024]
        refuse_binary(head[:16], shown)
        if suffix in _TABLES:
            raise FormatError(
                "D09", f"{shown} is a table", help='write its texts as JSON Lines, one {"id": …, "text": …} a line'
            )
        kind = _kind(suffix, head)
        if kind == "lines":
            yield from self.read_lines(_lines(buffered, shown), shown)
            return
        if kind == "either":  # JSON on several lines, or JSON Lines
            first = next(_first_line(buffered), b"")
            if _is_row(first):
                yield from self.read_lines(_lines(buffered, shown, before=first), shown)
                return
            data = first + buffered.read()
        else:
            data = buffered.read()
        if not data.removeprefix(b"\xef\xbb\xbf").strip():
            self.empty(shown)
        elif kind in ("json", "either"):
            yield from self.read_json(data, name, shown, sure=suffix in KINDS)
        elif kind == "page":
            document, encoding = read_html(data, name, shown)
            self.note(shown, encoding)
            yield from self.once(_dated(document, self.date), shown, None, "")
        elif kind == "xml":
            raise FormatError("D09", f"{shown} is XML (a feed?), which is not read yet", help=f"read are {', '.join(KINDS)}")
        else:
            yield from self.read_text(data, name, shown)

    def read_text(self, data: bytes, name: str, shown: str) -> Iterator[Document]:
        text, encoding = decode(data, shown)
        self.note(shown, encoding)
        if not text.strip():
            self.empty(shown)
            return
        yield from self.once(Document(name, text, self.date), shown, None, "")

    def read_json(self, data: bytes, name: str, shown: str, *, sure: bool) -> Iterator[Document]:
        """Yield the documents of one JSON value: an object, a list of them, or after all JSON Lines."""
        text, encoding = decode(data, shown)
        try:
            value = parse_json(text, shown)
        except FormatError:
            lines = text.split("\n")
            if any(_is_row(line.encode("utf-8", "replace")) for line in lines[:2]):
                yield from self.read_lines(((i, line) for i, line in enumerate(lines, 1)), shown)
            elif not sure and not text.lstrip().startswith("{"):
                yield from self.read_text(data, name, shown)  # a text that begins with a bracket
            else:
                raise
            return
        self.note(shown, encoding)
        if not isinstance(value, list):
            yield from self.row(value, shown, shown, None, text)
            return
        for number, item in enumerate(value, 1):
            yield from self.row(item, f"{shown} item {number}", shown, number, "")

    def read_lines(self, lines: Iterable[tuple[int, bytes | str]], shown: str) -> Iterator[Document]:
        blank = True
        for number, raw in lines:
            if not raw or raw.isspace():
                continue
            blank = False
            where = f"{shown} line {number}"
            try:
                line = raw if isinstance(raw, str) else raw.decode("utf-8")
            except UnicodeDecodeError as cause:
                error = FormatError(
                    "D04", f"{where} is not UTF-8: byte {cause.start + 1}", help="JSON Lines are UTF-8: save the file so"
                )
                self.set_aside(error, shown, number, cause.object[:800].decode("utf-8", "replace"))
                continue
            try:
                value = parse_json(line, where)
            except FormatError as error:
                self.set_aside(error, shown, number, line)
                continue
            yield from self.row(value, where, shown, number, line)
        if blank:
            self.empty(shown)

    def row(self, value: object, where: str, shown: str, number: int | None, head: str) -> Iterator[Document]:
        try:
            document = document_from_row(value, where, default_date=self.date)
        except FormatError as error:
            self.set_aside(error, shown, number, head or json.dumps(value)[:1000])
            return
        yield from self.once(document, shown, number, head)

    def once(self, document: Document, shown: str, number: int | None, head: str) -> Iterator[Document]:
        """Yield a document unless its id was met before."""
        place = (len(self.files) - 1) << 40 | (number or 0)
        first = self.met.setdefault(document.id, place)
        if first == place:
            yield document
            return
        file, line = self.files[first >> 40], first & ((1 << 40) - 1)
        at = f"{file} line {line}" if line else file
        where = f"{shown} line {number}" if number else shown
        self.set_aside(
            FormatError("D07", f'{where} has the id "{document.id}", met before in {at}', help="give each document its own id"),
            shown, number, head,
        )  # fmt: skip

    def set_aside(self, error: FormatError, shown: str, number: int | None = None, head: str = "") -> None:
        if self.rejects is None:
            raise error
        self.rejects.add(error, file=shown, line=number, head=head.strip())

    def empty(self, shown: str) -> None:
        """Note that a file holds nothing: no document, and no fault."""
        if self.rejects is not None:
            self.rejects.notes.append(f"{shown} is empty")

    def note(self, shown: str, encoding: str) -> None:
        if self.rejects is not None and encoding != "utf-8":
            self.rejects.notes.append(f"{shown} was read as {encoding}")


def _walk(folder: str, reading: _Reading) -> Iterator[Path]:
    """Yield all files below a folder in order of name; links to folders are not followed, so a ring of links ends."""

    def unreadable(cause: OSError) -> None:
        reading.failed += 1
        name = _printable(str(cause.filename))
        reading.set_aside(
            FormatError("D02", f"the folder {name} cannot be read: {cause.strerror}", help="check its permissions"), name
        )

    for at, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in sorted(names):
            yield Path(at, name)


def _kind(suffix: str, head: bytes) -> str:
    """Return how a file is to be read: lines, json, either, page, xml or text; by its suffix, else by its first bytes."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024]
    lower = start.lower()
    if suffix in LINES:
        return "json" if start.startswith(b"[") else "lines"
    if suffix == ".json":
        return "json"
    if suffix in PAGES:
        return "page"
    if suffix == ".txt":
        return "text"
    if lower.startswith((b"<!doctype html", b"<html")) or (lower.startswith(b"<?xml") and b"<html" in lower):
        return "page"
    if lower.startswith(b"<?xml") or suffix in (".xml", ".rss", ".atom"):
        return "xml"
    if start.startswith(b"{"):
        return "either"
    return "json" if start.startswith(b"[") else "text"


def _first_line(stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield the stream up to the end of the first line that is not blank."""
    read = b""
    for line in stream:
        read += line
        if line.strip():
            break
    yield read


def _lines(stream: io.BufferedReader, shown: str, *, before: bytes = b"") -> Iterator[tuple[int, bytes | str]]:
    """Yield numbered lines. Only a line feed ends one: other line separators of Unicode may stand inside a JSON string."""
    head = before or stream.peek(4)[:4]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, _ = decode(before + stream.read(), shown)
        yield from enumerate(text.split("\n"), 1)
        return
    for number, line in enumerate(chain(before.splitlines(keepends=True), stream), 1):
        yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _is_row(line: bytes) -> bool:
    try:
        return isinstance(parse_json(line.decode("utf-8-sig"), ""), dict)
    except (FormatError, UnicodeDecodeError):
        return False


def _dated(document: Document, default: date | None) -> Document:
    if document.date is not None or default is None:
        return document
    return Document(document.id, document.text, default, document.title, document.url, document.outlet, document.author)


def _printable(name: str) -> str:
    """Return a file name as text; bytes of it that are not UTF-8 are shown as \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _missing(name: str) -> InputError:
    path = Path(name)
    parent = path.parent
    near: list[str] = []
    try:
        names = sorted(p.name for p in parent.iterdir())
        near = [_printable(str(parent / n)) for n in difflib.get_close_matches(path.name, names, n=3)]
    except PermissionError as cause:
        return InputError(
            "D01",
            f"{_printable(name)} cannot be reached: {cause.strerror}",
            help=f"check the permissions of {_printable(str(parent))}",
        )
    except (OSError, ValueError):
        return InputError(
            "D01", f"no folder is called {_printable(str(parent))}", help="check the path, or start in another folder"
        )
    listed = f"near: {', '.join(near)}" if near else "give files, folders, or - for standard input"
    return InputError("D01", f"no file or folder is called {_printable(name)}", help=listed, near=near)
