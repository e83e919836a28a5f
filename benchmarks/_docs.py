"""Put what a script prints into a document, between its two marks."""

from __future__ import annotations

import re
from pathlib import Path


def write_between(path: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- begin name -->` and `<!-- end name -->`; fail where a file lacks them."""
    page = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- begin {re.escape(name)} -->\n).*?(<!-- end {re.escape(name)} -->)", re.DOTALL)
    if len(pattern.findall(page)) != 1:
        raise SystemExit(f"{path} does not hold the marks 'begin {name}' and 'end {name}' once")
    path.write_text(pattern.sub(lambda m: f"{m[1]}{text.strip()}\n{m[2]}", page), encoding="utf-8")
