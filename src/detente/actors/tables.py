"""Reads the who-is-who tables: one frozen record per row, dates parsed, nothing interpreted.

The tables lie in `detente/data/actors/*.csv`; several values in one cell are separated by "|". Every row names its source.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable

from detente.errors import FormatError

Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Capital:
    """A seat of a state's government and the years it was one (None: open)."""

    name: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One state, present or past (since 1945), with the words that name it.

    `iso3` is the present ISO 3166-1 alpha-3 code that carries it on in event data (Soviet Union -> RUS); `own_iso3` the code
    the state itself has or had. `start` is None for states that existed before 1945, `end` None for those that still exist.
    `demonyms` are (singular, plural) pairs. `cow` and `cow_abbr` are the Correlates of War number and abbreviation.
    """

    id: str
    iso3: str
    iso2: str | None
    numeric: str | None
    own_iso3: str | None
    cow: int | None
    cow_abbr: str | None
    name: str
    official: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[tuple[str, str], ...]
    capitals: tuple[Capital, ...]
    start: date | None
    end: date | None
    status: str
    source: str

    @property
    def adjective(self) -> str:
        """The usual adjective, or the name where there is none."""
        return self.adjectives[0] if self.adjectives else self.name


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of stand_ins, bodies, agencies or groups: a thing with names, a code, a sector and years."""

    id: str
    name: str
    other_names: tuple[str, ...]
    code: str | None
    sector: str | None
    kind: str
    start: date | None
    end: date | None
    in_text: bool
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """One office held by one person for one span of time; `sector` only of "other" offices, as `people.office_sector` says."""

    person: str
    name: str
    other_names: tuple[str, ...]
    country: str
    office: str
    kind: str
    party: str | None
    start: date | None
    end: date | None
    source: str
    sector: str | None = None

    def holds(self, on: date) -> bool:
        """Return whether the office was held on that day; both ends count."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun ("troops", "foreign minister"): the sector it stands for and, for an office, which kinds of office it names.

    `title` is true where it can stand before a personal name ("President Clinton"); `after_person` where it can follow one
    ("the Clinton administration").
    """

    name: str
    plural: str
    sector: str | None
    office_kinds: tuple[str, ...] = ()
    title: bool = False
    after_person: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class NameRule:
    """A rule for words that mean several things: see ambiguous.csv."""

    text: str
    rule: str
    value: str


def read_rows(table: str, folder: Traversable | None = None) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as dicts; nothing when the table is absent."""
    path = (folder or resources.files("detente.data") / "actors") / f"{table}.csv"
    if not path.is_file():
        return
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            message = f"{table}.csv line {number} has another number of columns than its header"
            raise FormatError("A02", message, help="quote cells that hold a comma")
        yield row


def parse_date(text: str, *, last: bool = False) -> date | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; with `last` the last day that it can mean. Empty means None."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        return date(year, month, parts[2])
    if not last:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def split(cell: str) -> tuple[str, ...]:
    """Split a cell at "|", dropping blanks."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def read_states(folder: Traversable | None = None) -> list[State]:
    """Read states.csv."""
    states = []
    for row in read_rows("states", folder):
        capitals = []
        for cell in split(row["capitals"]):
            name, _, years = cell.partition(":")
            first, _, until = years.partition("-")
            capitals.append(Capital(name, parse_date(first), parse_date(until, last=True)))
        demonyms = tuple((one, many) for one, _, many in (cell.partition("/") for cell in split(row["demonyms"])))
        states.append(
            State(
                id=row["id"],
                iso3=row["iso3"],
                iso2=row["iso2"] or None,
                numeric=row["numeric"] or None,
                own_iso3=row["own_iso3"] or None,
                cow=int(row["cow"]) if row["cow"] else None,
                cow_abbr=row["cow_abbr"] or None,
                name=row["name"],
                official=row["official"],
                other_names=split(row["other_names"]),
                adjectives=split(row["adjectives"]),
                demonyms=demonyms,
                capitals=tuple(capitals),
                start=parse_date(row["start"]),
                end=parse_date(row["end"], last=True),
                status=row["status"],
                source=row["source"],
            )
        )
    return states


def read_named(table: str, folder: Traversable | None = None) -> list[NamedRow]:
    """Read stand_ins, bodies, agencies or groups: all have the same columns."""
    return [
        NamedRow(
            id=row["id"],
            name=row["name"],
            other_names=split(row["other_names"]),
            code=row["code"] or None,
            sector=row["sector"] or None,
            kind=row["kind"],
            start=parse_date(row["start"]),
            end=parse_date(row["end"], last=True),
            in_text=row["in_text"] != "no",
            source=row["source"],
        )
        for row in read_rows(table, folder)
    ]


def read_terms(folder: Traversable | None = None) -> list[Term]:
    """Read office_holders.csv and leaders.csv: one list; an empty `end` means still in office."""
    return [
        Term(
            person=row["person_id"],
            name=row["name"],
            other_names=split(row["other_names"]),
            country=row["country"],
            office=row["office"],
            kind=row["office_kind"],
            party=row["party"] or None,
            start=parse_date(row["start"]),
            end=parse_date(row["end"], last=True),
            source=row["source"],
        )
        for table in ("office_holders", "leaders")
        for row in read_rows(table, folder)
    ]


def read_roles(folder: Traversable | None = None) -> list[Role]:
    """Read roles.csv; an empty plural is formed with -s."""
    return [
        Role(
            name=row["role"],
            plural=row["plural"] or f"{row['role']}s",
            sector=row["sector"] or None,
            office_kinds=split(row["office_kinds"]),
            title=row["title"] == "yes",
            after_person=row["after_person"] == "yes",
            source=row["source"],
        )
        for row in read_rows("roles", folder)
    ]


def read_name_rules(folder: Traversable | None = None) -> list[NameRule]:
    """Read ambiguous.csv."""
    return [NameRule(row["text"], row["rule"], row["value"]) for row in read_rows("ambiguous", folder)]


def read_words(folder: Traversable | None = None) -> Words:
    """Read words.csv: closed word classes by their use ("modifier", "given_name" …)."""
    words: dict[str, set[str]] = defaultdict(set)
    for row in read_rows("words", folder):
        words[row["use"]].add(row["word"])
    return defaultdict(frozenset, {use: frozenset(members) for use, members in words.items()})
