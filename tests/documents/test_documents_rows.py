"""JSON Lines, JSON, text files, folders, standard input: what becomes a document and what is set aside."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import Rejects, read_documents
from detente.errors import DetenteError, FormatError, InputError
from detente.records import Document, document_as_dict


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def codes(rejects: Rejects) -> list[tuple[str, int | None]]:
    return [(r.code, r.line) for r in rejects]


SAFE = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
DOCUMENTS = st.builds(
    Document,
    id=SAFE.filter(lambda s: bool(s.strip())),
    text=SAFE.filter(lambda s: bool(s.strip())),
    date=st.none() | st.dates(),
    title=st.none() | SAFE.filter(bool),
    url=st.none() | SAFE.filter(bool),
    outlet=st.none() | SAFE.filter(bool),
    author=st.none() | SAFE.filter(bool),
)


@given(st.lists(DOCUMENTS, max_size=5, unique_by=lambda d: d.id), st.booleans())
@settings(deadline=None)
def test_written_documents_are_read_back_the_same(documents: list[Document], ascii_only: bool) -> None:
    lines = "".join(json.dumps(document_as_dict(d), ensure_ascii=ascii_only) + "\n" for d in documents)
    with tempfile.TemporaryDirectory() as folder:
        assert list(read_documents([write(Path(folder), "a.jsonl", lines)])) == documents
        as_list = json.dumps([document_as_dict(d) for d in documents])
        assert list(read_documents([write(Path(folder), "a.json", as_list)])) == documents


@given(st.binary(max_size=400), st.sampled_from((".jsonl", ".json", ".txt", ".html", "", ".md", ".xml")))
@settings(deadline=None, max_examples=400)
def test_arbitrary_bytes_raise_nothing_but_our_errors(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "file" + suffix, data)
        try:
            alone = list(read_documents([path]))
        except DetenteError:
            alone = None
        rejects = Rejects()
        kept = list(read_documents([path], rejects=rejects))
        assert (alone is None) == (len(rejects) > 0)
        if alone is not None:
            assert kept == alone


@given(st.text(max_size=200).filter(lambda s: not any(c < " " and c not in "\t\n\v\f\r\x1b" for c in s)))
@settings(deadline=None)
def test_text_file_is_its_characters(text: str) -> None:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return  # a file that holds nothing is noted, not read
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    with tempfile.TemporaryDirectory() as folder:
        for mark in (b"", b"\xef\xbb\xbf"):
            (document,) = read_documents([write(Path(folder), "a.txt", mark + data)])
            assert document.text == text


def test_line_ends_and_byte_order_mark_of_a_text_file(tmp_path: Path) -> None:
    (document,) = read_documents([write(tmp_path, "a.txt", b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\n")])
    assert document.text == "One.\r\nTwo.\rThree.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_file_in_the_encodings_that_windows_writes(tmp_path: Path, encoding: str) -> None:
    text = "“Norway’s minister” met Peru’s – in Café Zoë. " * 5
    rejects = Rejects()
    (document,) = read_documents([write(tmp_path, "a.txt", text.encode(encoding))], rejects=rejects)
    assert document.text == text
    assert len(rejects.notes) == (encoding != "utf-8")


def test_one_broken_byte_does_not_turn_utf8_into_windows_1252(tmp_path: Path) -> None:
    data = "Norway’s “minister” met Peru’s.".encode() + b"\x92"
    (document,) = read_documents([write(tmp_path, "a.txt", data)])
    assert document.text == "Norway’s “minister” met Peru’s.\ufffd"


def test_undefined_windows_byte_is_a_control_character(tmp_path: Path) -> None:
    (document,) = read_documents([write(tmp_path, "a.txt", b"a\x81b\x92s caf\xe9")])
    assert document.text == "a\x81b’s café"


def test_bad_rows_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "One.", "date": "2020-10-27", "extra": [1]}',
        '{"id": "b", "text": "broken"',
        "",
        '{"text": "no id"}',
        '{"id": "c"}',
        '{"id": "d", "text": "x", "date": "27 October"}',
        '{"id": "d2", "text": "x", "date": "2020-02-30"}',
        '{"id": "a", "text": "again"}',
        "[1, 2]",
        '{"id": "e", "text": 5}',
        '{"id": "f", "text": "x", "title": 5}',
        '{"id": 7, "text": "7.", "date": "2020-10-27T23:00:00-05:00", "author": ["A", "B"], "title": null}',
    ]
    data = "\n".join(rows).encode() + b'\n{"id": "g", "text": "\xe9"}\n{"id": "h", "text": "last"}'
    path = write(tmp_path, "a.jsonl", data)
    rejects = Rejects()
    found = list(read_documents([path], rejects=rejects))
    assert found == [
        Document("a", "One.", date(2020, 10, 27)),
        Document("7", "7.", date(2020, 10, 27), author="A, B"),
        Document("h", "last"),
    ]
    assert codes(rejects) == [
        ("D04", 2), ("D05", 4), ("D05", 5), ("D06", 6), ("D06", 7), ("D07", 8), ("D05", 9), ("D05", 10), ("D05", 11),
        ("D04", 13),
    ]  # fmt: skip
    assert rejects.counts() == {"D04": 2, "D05": 5, "D06": 2, "D07": 1}
    first = rejects.rows[0]
    assert (first.file, first.head) == (str(path), rows[1])
    assert f"{path} line 2" in first.reason
    assert '"27 October"' in rejects.rows[3].reason
    assert f"{path} line 1" in rejects.rows[5].reason  # says where the id was met before
    with pytest.raises(FormatError) as caught:
        list(read_documents([path]))
    assert caught.value.code == "D04"
    assert caught.value.help


@pytest.mark.parametrize("bad", ["[" * 100_000, '{"id": "a", "text": ' + "9" * 5000 + "}", "nul", "\x00"])
def test_json_that_breaks_parsers_is_set_aside(tmp_path: Path, bad: str) -> None:
    rejects = Rejects()
    path = write(tmp_path, "a.jsonl", '{"id": "ok", "text": "x"}\n' + bad + '\n{"id": "ok2", "text": "x"}')
    assert [d.id for d in read_documents([path], rejects=rejects)] == ["ok", "ok2"]
    assert codes(rejects) == [("D04", 2)]


def test_line_separator_inside_a_string_does_not_end_a_row(tmp_path: Path) -> None:
    (document,) = read_documents([write(tmp_path, "a.jsonl", '{"id": "a", "text": "x\u2028y\x85z"}\r\n')])
    assert document.text == "x\u2028y\x85z"


def test_half_a_character_becomes_one_replacement_character(tmp_path: Path) -> None:
    (document,) = read_documents([write(tmp_path, "a.jsonl", '{"id": "a", "text": "x\\ud800y \\ud83d\\ude00"}')])
    assert document.text == "x\ufffdy 😀"
    assert len(document.sha256) == 64


def test_default_date_is_for_documents_that_state_none(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": "x", "date": "2001-01-01"}\n{"id": "b", "text": "x", "date": ""}')
    assert [d.date for d in read_documents(path, date=date(2020, 1, 1))] == [date(2001, 1, 1), date(2020, 1, 1)]


def test_json_object_list_and_lines_under_the_name_json(tmp_path: Path) -> None:
    one = write(tmp_path, "one.json", json.dumps({"id": "a", "text": "x"}, indent=2))
    lines = write(tmp_path, "lines.json", '{"id": "b", "text": "x"}\n{"id": "c", "text": "x"}\n')
    mixed = write(tmp_path, "list.json", '[{"id": "d", "text": "x"}, 5, {"id": "d", "text": "x"}]')
    misnamed = write(tmp_path, "list.jsonl", '[{"id": "e", "text": "x"},\n {"id": "f", "text": "x"}]')
    rejects = Rejects()
    assert [d.id for d in read_documents([one, lines, mixed, misnamed], rejects=rejects)] == list("abcdef")
    assert codes(rejects) == [("D05", 2), ("D07", 3)]
    with pytest.raises(FormatError) as caught:
        list(read_documents([write(tmp_path, "broken.json", '{"id": "a",\n "text": }')]))
    assert "line 2 column" in caught.value.message


def test_utf16_json_lines_as_powershell_writes_them(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": "é"}\r\n{"id": "b", "text": "x"}\r\n'.encode("utf-16"))
    assert [d.text for d in read_documents([path])] == ["é", "x"]


def test_folder_is_read_in_order_with_ids_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a.txt", "in/sub/c.txt", "in/z.jsonl", "in/picture.png", "in/.hidden.txt", "in/notes"):
        write(tmp_path, name, '{"id": "row", "text": "x"}')
    (tmp_path / "in" / "ring").symlink_to(tmp_path / "in")
    rejects = Rejects()
    for given_name, start in (("in", "in"), ("in/", "in"), ("./in", "./in")):
        found = [d.id for d in read_documents([given_name], rejects=rejects)]
        assert found == [f"{start}/a.txt", f"{start}/b.txt", "row", f"{start}/sub/c.txt"]
    assert rejects.skipped == {".png": 3, ".txt": 3, "notes": 3}
    assert [d.id for d in read_documents(["./in/a.txt"])] == ["./in/a.txt"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        list(read_documents(["empty"]))
    assert caught.value.code == "D08"


def test_missing_file_is_said_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "article.txt", "x")
    with pytest.raises(InputError) as caught:
        read_documents([tmp_path / "article.txt", tmp_path / "artcle.txt"])
    assert caught.value.code == "D01"
    assert caught.value.near == (str(tmp_path / "article.txt"),)
    for name in ("no/such/folder.txt", "a\0b", "x" * 5000):
        with pytest.raises(InputError):
            read_documents([name])


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"%PDF-1.7 text", "PDF"), (b"\x89PNG\r\n\x1a\n....", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"\x1f\x8b\x08", "gzip"),
     (b"PK\x03\x04", "ZIP"), (bytes(range(256)) * 4, "control bytes")],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".txt", ".html", ".json", ".jsonl", ""])
def test_file_that_is_not_text_is_named_and_does_not_stop_the_rest(tmp_path: Path, data: bytes, word: str, suffix: str) -> None:
    if word == "control bytes" and suffix == ".jsonl":
        suffix = ".ndjson.txt"  # JSON Lines judge each line: these would be set aside one by one (tested above)
    bad, good = write(tmp_path, "bad" + suffix, data), write(tmp_path, "good.txt", "x")
    with pytest.raises(FormatError) as caught:
        list(read_documents([bad]))
    assert caught.value.code == "D03"
    assert word in caught.value.message
    rejects = Rejects()
    assert [d.text for d in read_documents([bad, good], rejects=rejects)] == ["x"]
    assert codes(rejects) == [("D03", None)]


def test_file_that_cannot_be_opened_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, good = write(tmp_path, "a.txt", "x"), write(tmp_path, "b.txt", "y")
    real = Path.open

    def refuse(self: Path, *args: Any, **how: Any) -> Any:  # root, who runs some tests, may open every file
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **how)

    monkeypatch.setattr(Path, "open", refuse)
    rejects = Rejects()
    assert [d.text for d in read_documents([path, good], rejects=rejects)] == ["y"]
    assert codes(rejects) == [("D02", None)]


def test_table_and_feed_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for name, content in (("a.csv", "id,text\n1,x"), ("feed.xml", '<?xml version="1.0"?><rss></rss>')):
        with pytest.raises(FormatError) as caught:
            list(read_documents([write(tmp_path, name, content)]))
        assert caught.value.code == "D09"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n', [("a", "x"), ("b", "y")]),
        (b'\n\n{"id": "a", "text": "x"}\n', [("a", "x")]),
        (b'{\n "id": "a",\n "text": "x"\n}\n', [("a", "x")]),
        (b'[{"id": "a", "text": "x"}]', [("a", "x")]),
        (b"Norway thanked Peru.\n", [("-", "Norway thanked Peru.\n")]),
        (b"[Oslo] Norway thanked Peru.", [("-", "[Oslo] Norway thanked Peru.")]),
        (b"", []),
    ],
)
def test_standard_input_is_lines_json_or_text(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert [(d.id, d.text) for d in read_documents(["-"])] == expected


def test_broken_first_line_of_standard_input_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"id": "a"\n{"id": "b", "text": "y"}\n')))
    rejects = Rejects()
    assert [d.id for d in read_documents(["-"], rejects=rejects)] == ["b"]
    assert codes(rejects) == [("D04", 1)]


def test_reading_is_a_stream(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", "".join(f'{{"id": "{i}", "text": "x"}}\n' for i in range(100_000)))
    stream = read_documents([path], rejects=Rejects())
    assert next(stream).id == "0"
    with path.open("r+b") as file:
        file.truncate(500_000)  # a reader that had taken the whole file would not notice
    assert 1_000 < sum(1 for _ in stream) < 50_000


@pytest.mark.parametrize("content", ["", "  \r\n ", "\ufeff\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.html", "a"])
def test_empty_file_holds_no_document_and_is_noted_whatever_its_kind(tmp_path: Path, name: str, content: str) -> None:
    rejects = Rejects()
    path = write(tmp_path, name, content)
    assert list(read_documents([path], rejects=rejects)) == []
    assert (rejects.rows, rejects.notes) == ([], [f"{path} is empty"])


def test_row_with_an_empty_text_is_set_aside(tmp_path: Path) -> None:
    rejects = Rejects()
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": " "}\n{"id": "b", "text": "x"}\n')
    assert [d.id for d in read_documents([path], rejects=rejects)] == ["b"]
    assert [r.reason for r in rejects] == [f"{path} line 1 has an empty text"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "a", "text": "x", "date": "27 October"}', "not written as year-month-day"),
        ('{"id": "a", "text": "x", "date": "2020-02-30"}', "no day of the calendar"),
        ('{"id": "a", "text": "x", "date": 2020}', "a number, not a text"),
        ('{"id": "a", "text": "a\tb"}', "Invalid control character at column 23"),
    ],
)
def test_broken_row_is_told_what_is_wrong(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(read_documents([write(tmp_path, "a.jsonl", row)]))
    assert said in caught.value.message
    assert "at at" not in caught.value.message


def test_folder_that_cannot_be_opened_is_not_called_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)  # as a folder of mode 000 does, to root too
    rejects = Rejects()
    assert list(read_documents([tmp_path], rejects=rejects)) == []
    assert [(r.code, r.reason) for r in rejects] == [("D02", f"the folder {tmp_path} cannot be read: Permission denied")]


def test_file_in_a_closed_folder_is_not_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(InputError) as caught:
        read_documents([tmp_path / "shut" / "a.txt"])
    assert "Permission denied" in caught.value.message
