"""Find and open election files, shipped or the user's own."""

from __future__ import annotations

import difflib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.elections.reader import Reader
from detente.errors import FormatError, NotFoundError
from detente.records import Election


def election(id_or_path: str | Path) -> Election:
    """Read an election that comes with the package, or one from a file.

    Parameters
    ----------
    id_or_path : str or Path
        An id such as ``"usa-2020"`` (see `list_elections`), or the path of a TOML file: a `Path`, or a string that
        ends in ``.toml`` or holds a path separator.

    Returns
    -------
    Election
        Checked: dates in order, every outcome named, each set of probabilities sums to one within 0.02.

    Raises
    ------
    NotFoundError
        E01: no election has this id, or no file is there.
    FormatError
        E02 not TOML; E03 a field is missing, unknown or of the wrong kind; E04 probabilities; E05 dates;
        E06 an outcome or office that the file does not define.

    Examples
    --------
    >>> election("usa-2020").date
    datetime.date(2020, 11, 3)
    """
    name = str(id_or_path)
    if isinstance(id_or_path, Path) or name.endswith(".toml") or "/" in name or "\\" in name:
        return _read_file(Path(id_or_path))
    known = _packaged()
    if name not in known:
        near = tuple(difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5))
        raise NotFoundError(
            "E01",
            f'no election is called "{name}"',
            help=(f"near: {', '.join(near)}. " if near else "")
            + f"Known: {', '.join(known)}. Or give the path of a file of your own, ending in .toml",
            near=near,
        )
    return _packaged_election(name)


def list_elections() -> tuple[str, ...]:
    """Return the ids of the elections that come with the package, sorted."""
    return tuple(_packaged())


@cache
def _packaged() -> dict[str, Traversable]:
    folder = files("detente") / "data" / "elections"
    found = {f.name.removesuffix(".toml"): f for f in folder.iterdir() if f.name.endswith(".toml")}
    return dict(sorted(found.items()))


@cache
def _packaged_election(name: str) -> Election:
    return _parse(_packaged()[name].read_text(encoding="utf-8"), f"{name}.toml")


def _read_file(path: Path) -> Election:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise NotFoundError(
            "E01", f"no election file at {path}", help=f"check the path, or use one of: {', '.join(_packaged())}"
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError(
            "E02", f"{path} is not UTF-8 text (byte {error.start})", help="save the file as UTF-8 text"
        ) from error
    except OSError as error:
        raise FormatError("E02", f"{path} cannot be read: {error.strerror}", help="check the rights of the file") from error
    return _parse(text, str(path))


def _parse(text: str, where: str) -> Election:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # its message ends with "(at line 3, column 7)"
        raise FormatError("E02", f"{where} is not valid TOML: {error}", help="see docs/elections.md for an example") from error
    return Reader(where).election(data)
