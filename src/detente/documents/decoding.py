"""Bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from detente.errors import FormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of files that users mistake for text; the name is what the message says.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (or .docx, .xlsx, .odt, .epub)"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\x00", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_ODD_SHARE = 0.02  # more control bytes than this: not text in any encoding we read

# The encodings that web pages declare (WHATWG Encoding Standard, the ones Python has); others are not looked up,
# because Python's codecs include things that are no encodings of pages (rot13, unicode_escape).
_DECLARED = re.compile(
    r"(utf-?8|utf-?16(le|be)?|windows-?125[0-8]|windows-?874|cp125[0-8]|iso-?8859-?\d{1,2}|latin-?1|us-ascii|ascii|koi8-?[ru]|"
    r"gbk|gb2312|gb18030|big5|euc-?jp|euc-?kr|shift[_-]?jis|iso-2022-jp|macintosh|ibm866)\Z",
    re.IGNORECASE,
)
_LATIN1 = re.compile(r"(iso-?8859-?1|latin-?1|us-ascii|ascii)\Z", re.IGNORECASE)


def recognise(head: bytes) -> str | None:
    """Return what kind of file the first bytes show ("a PDF"), None where they show none."""
    if head[4:8] == b"DUCK" or head[8:12] == b"DUCK":
        return "a DuckDB database"
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def refuse_binary(head: bytes, where: str) -> None:
    """Raise FormatError D03 where the first bytes are those of a known kind of file that is no text."""
    kind = recognise(head)
    if kind:
        unpack = "unpack it first" if "compressed" in kind or "archive" in kind else "save its text as .txt or .html first"
        raise FormatError("D03", f"{where} is {kind}, not text", help=f"{unpack}; read are .jsonl, .json, .txt and .html")


def decode(data: bytes, where: str, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the encoding it was read in.

    A byte order mark decides; else UTF-16 without a mark if every second byte is nearly always zero; else a declared
    encoding (HTML); else UTF-8 if the bytes are valid UTF-8, or nearly (broken bytes are U+FFFD, and fewer than half
    of the characters beyond ASCII); else Windows-1252, in which a byte that it leaves undefined is the control
    character of the same number (as browsers read it). The mark is not part of the text. Line ends are kept.

    Raises
    ------
    FormatError
        Not text (D03).
    """
    refuse_binary(data[:16], where)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if (guess := _utf16_without_mark(data)) is not None:
        return data.decode(guess, "replace"), guess
    if 0 in data or len(data.translate(None, _CONTROLS)) < len(data) * (1 - _ODD_SHARE):
        raise FormatError("D03", f"{where} is not text: it holds control bytes", help="read are .jsonl, .json, .txt and .html")
    if declared and _DECLARED.match(declared) and not _LATIN1.match(declared) and not declared.lower().startswith("utf-16"):
        try:
            encoding = codecs.lookup(declared).name
        except LookupError:
            pass
        else:
            if encoding != "utf-8" or not _is_utf8(data):
                return data.decode(encoding, "replace"), encoding
    if _is_utf8(data):
        return data.decode("utf-8"), "utf-8"
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(c > "\x7f" for c in text) > 2 * broken:
        return text, f"utf-8 ({broken} broken bytes replaced)"
    return _decode_windows(data), "windows-1252"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _decode_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in data)
