"""Elections as data: read a TOML file, check it, and give the probabilities that were known on a day.

The format is described in docs/elections.md. A file of the user's own is read by the same code as ours.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from detente.errors import FormatError, InputError, NotFoundError
from detente.records import Chamber, Election, Holder, Outcome, PublishedProb

__all__ = ["Weights", "election", "incumbents_on", "list_elections", "probs_as_of"]

# Published figures are rounded and leave out ties and third candidates; more than this is a slip of the pen.
SUM_TOLERANCE = 0.02

_REQUIRED = ("id", "country", "name", "date", "inauguration", "offices", "incumbent", "outcomes", "sources")
_OPTIONAL = ("opens", "came", "came_source", "remainder", "published", "chambers")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class Weights(NamedTuple):
    """Probability per outcome id (sums to 1), the words to print for their source, and the day they were published."""

    probs: dict[str, float]
    source: str
    date: date | None


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


def probs_as_of(election: Election, as_of: date, *, source: str | None = None) -> Weights:
    """Return the probabilities of the outcomes as they were known on a day.

    The latest set published on or before `as_of` is used; of several sets of that day, the one that stands first in
    the file. Nothing published later is seen. The set is divided by its sum, so that what was published for ties and
    third candidates (2 % at most) is shared among the outcomes in proportion.

    Parameters
    ----------
    election : Election
        As read by `election`.
    as_of : date
        The last day of publication to be considered.
    source : str, optional
        Only sets whose source is exactly this.

    Returns
    -------
    Weights
        ``(probs, source, date)``. Where nothing was published by then: equal weights, a source that says so, and None.

    Raises
    ------
    InputError
        E07: the election has no set from `source` at all.
    """
    # Every outcome has the same (date, source) pairs in the same order: the reader makes sure of it.
    published = [p for p in election.outcomes[0].probs if source is None or p.source == source]
    if source is not None and not published:
        names = sorted({p.source for p in election.outcomes[0].probs})
        raise InputError(
            "E07",
            f'{election.id} has no probabilities from "{source}"',
            help=f"it has: {'; '.join(names)}" if names else "it has none; leave the source out for equal weights",
            near=names,
        )
    seen = [p for p in published if p.date <= as_of]
    if not seen:
        equal = 1 / len(election.outcomes)
        words = f"equal weights: no probability published on or before {as_of.isoformat()} is known here"
        return Weights({o.id: equal for o in election.outcomes}, words, None)
    latest = max(seen, key=lambda p: p.date)  # max keeps the first of equals: the order of the file
    probs = {
        o.id: next(p.prob for p in o.probs if (p.date, p.source) == (latest.date, latest.source)) for o in election.outcomes
    }
    total = math.fsum(probs.values())
    return Weights({k: v / total for k, v in probs.items()}, latest.source, latest.date)


def incumbents_on(election: Election, day: date) -> dict[str, Holder]:
    """Return who held each office on a day up to the vote; an office whose holder the file does not name is left out.

    Raises
    ------
    InputError
        O22: the file does not say who held the first office, the one that leads, on that day.

    Examples
    --------
    >>> incumbents_on(election("pak-2018"), date(2018, 5, 31))["prime_minister"].person
    'Shahid Khaqan Abbasi'
    """
    held = {}
    for office, last in election.incumbent.items():
        row = election.incumbents.get(office, (last,))
        known = [holder for holder in row if holder.since is None or holder.since <= day]
        if known:
            held[office] = known[-1]
    lead = election.offices[0]
    if lead not in held:
        since = next((h.since for h in election.incumbents.get(lead, ()) if h.since), None)
        raise InputError(
            "O22", f"{election.id} does not say who held the office of {lead} on {day.isoformat()}",
            help=f"choose {since.isoformat()} or later" if since else f"add the incumbent of {lead} to the file",
        )  # fmt: skip
    return held


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
    return _Reader(where).election(data)


class _Reader:
    """Turns one file's tables into records; `where` opens every message."""

    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, code: str, what: str, help: str = "see docs/elections.md") -> FormatError:
        return FormatError(code, f"{self.where}: {what}", help=help)

    # Fields ---------------------------------------------------------------------------------------------------------
    def keys(self, table: Mapping[str, Any], at: str, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        required, optional = tuple(required), tuple(optional)
        missing = [k for k in required if k not in table]
        unknown = [k for k in table if k not in required and k not in optional]
        if missing:
            near = difflib.get_close_matches(missing[0], unknown, n=1)
            help = f'"{near[0]}" is not a field: is it meant to be "{missing[0]}"?' if near else f"add {', '.join(missing)}"
            raise self.fail("E03", f"{at} has no {', '.join(missing)}", help)
        if unknown:
            raise self.fail("E03", f'{at} has an unknown field "{unknown[0]}"', f"fields: {', '.join(required + optional)}")

    def text(self, table: Mapping[str, Any], key: str, at: str) -> str:
        value = table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.fail("E03", f"{key} of {at} is {value!r}; a text is needed")
        return value

    def table(self, value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not value:
            raise self.fail("E03", f"{at} is {value!r}; a table is needed")
        return value

    def rows(self, value: Any, at: str) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fail("E03", f"{at} is not a list of tables")
        return value

    def texts(self, value: Any, at: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail("E03", f"{at} is {value!r}; a list of texts is needed")
        return tuple(value)

    def day(self, table: Mapping[str, Any], key: str, at: str) -> date:
        value = table[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail("E03", f"{key} of {at} is {value!r}; a date is needed", f"write {key} = 2020-11-03, no quotes")
        return value

    def prob(self, value: Any, at: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.fail("E04", f"{at} is {value!r}; a probability from 0 to 1 is needed", "write 0.87, not 87 or '87 %'")
        return float(value)

    # Parts ----------------------------------------------------------------------------------------------------------
    def holders(self, value: Any, at: str, offices: tuple[str, ...]) -> dict[str, Holder]:
        found = {}
        for office, row in self.table(value, at).items():
            if office not in offices:
                raise self.fail("E06", f'{at} names the office "{office}"', f"offices of this file: {', '.join(offices)}")
            here = f"{office} of {at}"
            row = self.table(row, here)
            self.keys(row, here, ("party",), ("person",))
            person = self.text(row, "person", here) if "person" in row else None
            found[office] = Holder(self.text(row, "party", here), person)
        return found

    def incumbents(self, value: Any, offices: tuple[str, ...], vote: date) -> dict[str, tuple[Holder, ...]]:
        """Read who held each office up to the vote: one row, or a list of rows, earliest first, each with its first day."""
        found = {}
        for office, given in self.table(value, "incumbent").items():
            if office not in offices:
                raise self.fail("E06", f'incumbent names the office "{office}"', f"offices of this file: {', '.join(offices)}")
            holders = []
            here = f"{office} of incumbent"
            for row in self.rows(given if isinstance(given, list) and given else [given], here):
                self.keys(self.table(row, here), here, ("party", "since"), ("person",))
                person = self.text(row, "person", here) if "person" in row else None
                holders.append(Holder(self.text(row, "party", here), person, self.day(row, "since", here)))
            days = [h.since for h in holders if h.since]
            if any(b <= a for a, b in pairwise(days)) or days[-1] > vote:
                named = ", ".join(d.isoformat() for d in days)
                raise self.fail("E05", f"{here}: since {named}", f"earliest first, none after the vote of {vote.isoformat()}")
            found[office] = tuple(holders)
        if offices[0] not in found:
            raise self.fail(
                "E03", f"incumbent does not name {offices[0]}", "say who holds the first office, the one that leads"
            )
        return found

    def published(self, value: Any, at: str, ids: tuple[str, ...], vote: date) -> dict[str, list[PublishedProb]]:
        """Read sets of probabilities, one row a date: every outcome named, sum one, none after the vote."""
        probs: dict[str, list[PublishedProb]] = {i: [] for i in ids}
        seen = set()
        for block in self.rows(value, at):
            self.keys(block, f"a block of {at}", ("source", "sets"), ("note",))
            source = self.text(block, "source", f"a block of {at}")
            for row in self.rows(block["sets"], f"sets of {source}"):
                if "date" not in row:
                    raise self.fail("E03", f"a set of {source} has no date")
                day = self.day(row, "date", f"a set of {source}")
                here = f"{source}, {day.isoformat()}"
                self.check_outcomes([k for k in row if k != "date"], ids, here)
                values = {i: self.prob(row[i], f"{i} of {here}") for i in ids}
                total = math.fsum(values.values())
                if abs(total - 1) > SUM_TOLERANCE:
                    raise self.fail(
                        "E04",
                        f"{here}: probabilities sum to {total:.3f}, not 1",
                        f"tolerance is {SUM_TOLERANCE}; prices that sum to more must be divided by their sum first",
                    )
                if day > vote:
                    raise self.fail("E05", f"{here} is after the vote of {vote.isoformat()}", "use figures from before it")
                if (day, source) in seen:
                    raise self.fail("E04", f"{here} stands in the file twice")
                seen.add((day, source))
                for i in ids:
                    probs[i].append(PublishedProb(day, values[i], source))
        return probs

    def check_outcomes(self, named: list[str], ids: tuple[str, ...], at: str) -> None:
        for name in named:
            if name not in ids:
                raise self.fail("E06", f'{at} names the outcome "{name}"', f"outcomes of this file: {', '.join(ids)}")
        missing = [i for i in ids if i not in named]
        if missing:
            raise self.fail("E04", f"{at} has no probability for {', '.join(missing)}", "a set names every outcome")

    def outcomes(self, table: Mapping[str, Any], at: str, offices: tuple[str, ...], vote: date) -> tuple[Outcome, ...]:
        rows = self.rows(table["outcomes"], f"outcomes of {at}")
        for row in rows:
            self.keys(row, f"outcome {row.get('id', '?')!r} of {at}", ("id", "label", "holders"))
            if not isinstance(row["id"], str) or not _ID.fullmatch(row["id"]):
                raise self.fail("E03", f"outcome id {row['id']!r} of {at}", "use small letters, figures and hyphens: trump")
        ids = tuple(row["id"] for row in rows)
        if len(ids) < 2 or len(set(ids)) < len(ids):
            raise self.fail("E03", f"{at} has the outcomes {list(ids)}", "at least two, each with its own id")
        probs = self.published(table.get("published", []), f"published of {at}", ids, vote)
        return tuple(
            Outcome(
                row["id"],
                self.text(row, "label", f"outcome {row['id']}"),
                self.holders(row["holders"], f"outcome {row['id']}", offices),
                tuple(probs[row["id"]]),
            )
            for row in rows
        )

    def came(self, table: Mapping[str, Any], at: str, outcomes: tuple[Outcome, ...]) -> str | None:
        if "came" not in table:
            return None
        ids = [o.id for o in outcomes]
        if table["came"] not in ids:
            raise self.fail("E06", f"came of {at} is {table['came']!r}", f"outcomes: {', '.join(ids)}; leave it out while open")
        return str(table["came"])

    def chambers(self, value: Any, offices: tuple[str, ...], vote: date) -> tuple[Chamber, ...]:
        found = []
        for office, table in self.table(value, "chambers").items():
            if office not in offices:
                raise self.fail("E06", f'chambers names the office "{office}"', f"offices: {', '.join(offices)}")
            table = self.table(table, f"chambers.{office}")
            self.keys(table, f"chambers.{office}", ("outcomes",), ("published", "came", "seated"))
            outcomes = self.outcomes(table, f"chambers.{office}", offices, vote)
            seated = self.day(table, "seated", f"chambers.{office}") if "seated" in table else None
            if seated and seated <= vote:
                raise self.fail("E05", f"chambers.{office} is seated {seated.isoformat()}, not after the vote")
            found.append(Chamber(office, outcomes, self.came(table, f"chambers.{office}", outcomes), seated))
        return tuple(found)

    def election(self, data: dict[str, Any]) -> Election:
        self.keys(data, "the file", _REQUIRED, _OPTIONAL)
        name = self.text(data, "id", "the file")
        if not _ID.fullmatch(name):
            raise self.fail("E03", f'id is "{name}"', "use small letters, figures and hyphens: usa-2020")
        country = self.text(data, "country", "the file")
        if not re.fullmatch("[A-Z]{3}", country):
            raise self.fail("E03", f'country is "{country}"', "use the ISO 3166-1 alpha-3 code: USA, PAK, IND")
        vote, inauguration = self.day(data, "date", "the file"), self.day(data, "inauguration", "the file")
        opens = self.day(data, "opens", "the file") if "opens" in data else None
        if inauguration <= vote:
            raise self.fail("E05", f"inauguration {inauguration.isoformat()} is not after the vote of {vote.isoformat()}")
        if opens and opens > vote:
            raise self.fail("E05", f"voting opens {opens.isoformat()}, after its last day {vote.isoformat()}")
        offices = self.texts(data["offices"], "offices")
        outcomes = self.outcomes(data, "the file", offices, vote)
        incumbents = self.incumbents(data["incumbent"], offices, vote)
        came = self.came(data, "the file", outcomes)
        if came and "came_source" not in data:
            raise self.fail("E03", "came has no came_source", "name the record of the official result")
        return Election(
            id=name,
            country=country,
            name=self.text(data, "name", "the file"),
            date=vote,
            inauguration=inauguration,
            offices=offices,
            incumbent={office: holders[-1] for office, holders in incumbents.items()},
            incumbents=incumbents,
            outcomes=outcomes,
            came=came,
            sources=self.texts(data["sources"], "sources"),
            opens=opens,
            came_source=self.text(data, "came_source", "the file") if "came_source" in data else "",
            remainder=self.text(data, "remainder", "the file") if "remainder" in data else "",
            chambers=self.chambers(data["chambers"], offices, vote) if "chambers" in data else (),
        )
