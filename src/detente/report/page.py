"""Put the page together and write it."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import re
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import words
from detente.errors import OutputError
from detente.report.assumptions import assumptions
from detente.report.comparing import comparing_section
from detente.report.sections import ahead_section, downloads, event_rows, makings, past_section
from detente.report.words import build_facts, query, years
from detente.results import Index, Outlook

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from detente.analyses import Comparisons

# 2020-10-27, 2020-10, 1991–2020; not inside a longer name such as usa-rus-2020-10-27-2
_DATES = re.compile(r"(?<![\w-])(?:\d{4}-\d\d(?:-\d\d)?|\d{4}–\d{4})(?![\w-])")


def render(result: Index | Outlook, *, title: str | None = None, comparisons: Comparisons | None = None) -> str:
    """Return the report on an index, or on an outlook with its index, as one HTML page.

    The same result gives the same page, to the byte.

    Parameters
    ----------
    result : Index or Outlook
        From `Pair.index` or `Pair.outlook`.
    title : str, optional
        By default the two states and the years.
    comparisons : Comparisons, optional
        From `Pair.comparisons(index)`: adds whose term was tougher, what followed shocks, who moved with them.

    Returns
    -------
    str
        HTML 5 with charts (SVG), data (CSV, JSON and Vega-Lite as downloads) and style inside; no request is made.
    """
    from detente.priors import load_judgement

    index, outlook = (result.index, result) if isinstance(result, Outlook) else (result, None)
    judgement = load_judgement() if outlook is None else outlook.judgement
    script = _template_text("open.js")
    context: dict[str, Any] = {
        "title": title or f"{words.pair_names(index)}, {years(index)}",
        "index": index,
        "facts": build_facts(index),
        "query": query(index),
        "lead": words.lead(index, change=judgement.change),
        "headline": words.headline(index),
        "past": past_section(index),
        "ahead": ahead_section(outlook, judgement) if outlook is not None else None,
        "comparing": comparing_section(comparisons, makings(index)) if comparisons is not None else None,
        "assumptions": assumptions(outlook.assumptions) if outlook is not None else [],
        "events": event_rows(index),
        "downloads": downloads(result),
        "provenance": result.provenance,
        "command": words.rebuild_command(result),
        "style": _template_text("report.css"),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return _environment().get_template("report.html").render(context)


def save(
    result: Index | Outlook, path: str | Path, *, title: str | None = None, comparisons: Comparisons | None = None
) -> Path:
    """Write the report to a file, whole or not at all; see `render`.

    Raises
    ------
    OutputError
        W01: the file cannot be written there.
    """
    page = render(result, title=title, comparisons=comparisons).encode()
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as cause:
        raise _cannot_write(target, cause) from cause
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(page)
        made.chmod(_usual_mode())
        made.replace(target)
    except OSError as cause:
        raise _cannot_write(target, cause) from cause
    finally:
        made.unlink(missing_ok=True)
    return target


def check_target(path: str | Path) -> None:
    """Raise what `save` would raise, before the work is done: no such folder, no right to write there, or a folder itself."""
    target = Path(path)
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        target.parent.stat()
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as cause:
        raise _cannot_write(target, cause) from cause


def _cannot_write(target: Path, cause: OSError) -> OutputError:
    return OutputError(
        "W01", f"cannot write {target}: {cause.strerror}", help="choose a file in a folder that you can write to"
    )


def _usual_mode() -> int:
    """Return the rights that `open` would give: a temporary file's are the owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _template_text(name: str) -> str:
    return files("detente.report").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    # a loader by dictionary also reads from a zipped package
    pages = {name: _template_text(name) for name in ("report.html", "parts.html", "comparing.html")}
    environment = Environment(
        loader=DictLoader(pages), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["unbroken"] = _unbroken
    return environment


def _unbroken(text: object) -> Markup:
    """Return a text as HTML in which no line ends inside a date or a span of years."""
    from markupsafe import Markup, escape

    return Markup(_DATES.sub(r'<span class="date">\g<0></span>', str(escape(text))))
