"""Questions and claims from a CSV table of a person's own; a bad row is set aside with the reason, never dropped in silence.

Columns (docs/ledger.md), of which speaker, date and text are needed:
    speaker, date, text, a, b, expects, scenario, condition, prob, low, high, phrase, until, vow, document, url
`expects` is improve, unchanged or worsen (of the relation of a and b), or a deed such as "USA SANCTION RUS".
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from detente.errors import DetenteError, FormatError, InputError, NotFoundError
from detente.ledger.entry import HORIZON_MONTHS, Deed, Entry, make_entry, months_later
from detente.records import Election, Reject

NEEDED = ("speaker", "date", "text")
COLUMNS = (
    *NEEDED,
    "a",
    "b",
    "expects",
    "scenario",
    "condition",
    "prob",
    "low",
    "high",
    "phrase",
    "until",
    "vow",
    "document",
    "url",
)
DIRECTIONS = ("improve", "unchanged", "worsen")
_YES, _NO = ("yes", "true", "1"), ("", "no", "false", "0")


def read_questions(
    path: str | Path,
    *,
    code_of: Callable[[str], str],
    election_of: Callable[[str], Election],
    deeds: Collection[str],
    horizon_months: int = HORIZON_MONTHS,
) -> tuple[list[Entry], list[Reject]]:
    """Read a table of questions.

    Parameters
    ----------
    path : path
        CSV in UTF-8, comma or semicolon, with a header.
    code_of : callable
        Name of a state to its code; raises NotFoundError.
    election_of : callable
        Id to Election; raises NotFoundError.
    deeds : collection of str
        The PLOVER types.
    horizon_months : int
        For rows without `until`.

    Returns
    -------
    entries, rejects

    Raises
    ------
    NotFoundError
        No such file (L10).
    FormatError
        Not UTF-8 or no CSV (L21), a column is missing or unknown (L22).
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFoundError(
            "L10", f"there is no file {path}", help="give a CSV file with the columns " + ", ".join(NEEDED)
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError("L21", f"{path} is not UTF-8 (byte {error.start})", help="save the table as CSV, UTF-8") from error
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header and "," not in header else ",")
    _check_columns(reader.fieldnames, str(path))
    reader_of = _Row(code_of, election_of, deeds, horizon_months)
    entries, rejects = [], []
    try:
        for row in reader:
            line = reader.line_num
            try:
                if None in row:
                    raise InputError("L23", "it has more cells than the header", help="put text that holds commas in quotes")
                entries.append(reader_of.entry({k: (v or "").strip() for k, v in row.items()}))
            except DetenteError as error:
                head = ", ".join(str(v) for v in row.values() if v)[:80]
                rejects.append(Reject(str(path), line, error.code, f"{path}, line {line}: {error.message}", head, error.help))
    except csv.Error as error:
        raise FormatError(
            "L21", f"{path} is no CSV table: {error} (line {reader.line_num})", help="save it as CSV, UTF-8"
        ) from error
    return entries, rejects


def _check_columns(names: Collection[str] | None, path: str) -> None:
    found = [name.strip() for name in names or ()]
    missing = [name for name in NEEDED if name not in found]
    unknown = [name for name in found if name not in COLUMNS]
    if missing:
        raise FormatError("L22", f"{path} has no column {', '.join(missing)}", help=f"columns: {', '.join(COLUMNS)}")
    if unknown:
        near = difflib.get_close_matches(unknown[0], COLUMNS, n=1)
        help = f'is it meant to be "{near[0]}"? ' if near else ""
        raise FormatError("L22", f'{path} has an unknown column "{unknown[0]}"', help=f"{help}columns: {', '.join(COLUMNS)}")


class _Row:
    """Turns one row into an entry; every slip is an InputError or NotFoundError."""

    def __init__(
        self,
        code_of: Callable[[str], str],
        election_of: Callable[[str], Election],
        deeds: Collection[str],
        horizon_months: int,
    ) -> None:
        self.code_of, self.election_of, self.deeds, self.horizon_months = code_of, election_of, deeds, horizon_months

    def entry(self, row: Mapping[str, str]) -> Entry:
        empty = [name for name in NEEDED if not row.get(name)]
        if empty:
            raise InputError("L23", f"{', '.join(empty)} is empty", help="speaker, date and text are needed")
        made = self.day(row, "date")
        until = self.day(row, "until") if row.get("until") else None
        direction, deed = self.expects(row)
        pair = self.pair(row)
        if direction is not None and pair is None:
            raise InputError("L23", f'"{direction}" of which relation? a and b are empty', help="name two states: a, b")
        if pair is None and deed is not None:
            pair = (deed.source, deed.target)
        prob, low, high = self.probability(row)
        return make_entry(
            kind="question", speaker=row["speaker"], text=row["text"], made=made,
            until=until or months_later(made, self.horizon_months), until_basis="stated" if until else "default",
            pair=pair, direction=direction, deed=deed, scenario=self.scenario(row), condition=row.get("condition") or None,
            prob=prob, low=low, high=high, phrase=row.get("phrase", ""), vow=self.vow(row),
            document=row.get("document") or None, url=row.get("url", ""),
        )  # fmt: skip

    def day(self, row: Mapping[str, str], name: str) -> date:
        try:
            return date.fromisoformat(row[name])
        except ValueError:
            raise InputError("L23", f'{name} is "{row[name]}"', help="write a day as YYYY-MM-DD, such as 2020-10-27") from None

    def pair(self, row: Mapping[str, str]) -> tuple[str, str] | None:
        a, b = row.get("a", ""), row.get("b", "")
        if not a and not b:
            return None
        codes = self.code_of(a), self.code_of(b)
        if codes[0] == codes[1]:
            raise InputError("L23", f'a and b are one state: "{a}", "{b}"', help="name two states")
        return codes

    def expects(self, row: Mapping[str, str]) -> tuple[str | None, Deed | None]:
        said = row.get("expects", "")
        if not said:
            return None, None
        if said.lower() in DIRECTIONS:
            return said.lower(), None
        words = said.split()
        if len(words) == 3 and words[1].upper() in self.deeds:
            return None, Deed(self.code_of(words[0]), self.code_of(words[2]), words[1].upper())
        raise InputError(
            "L23", f'expects is "{said}"',
            help=f'write {", ".join(DIRECTIONS)}, or a deed such as "USA SANCTION RUS" with one of {", ".join(self.deeds)}',
        )  # fmt: skip

    def scenario(self, row: Mapping[str, str]) -> tuple[str, ...]:
        ids = tuple(part.strip() for part in row.get("scenario", "").split(";") if part.strip())
        for name in ids:
            vote_id = name.partition("/")[0]
            vote = self.election_of(vote_id)
            outcomes = [f"{vote.id}/{o.id}" for o in vote.outcomes]
            if name not in outcomes:
                raise InputError("L23", f'scenario is "{name}"', help=f"outcomes of {vote_id}: {', '.join(outcomes)}")
        if len({name.partition("/")[0] for name in ids}) > 1:
            raise InputError("L23", f"scenario names two elections: {', '.join(ids)}", help="name outcomes of one election")
        return ids

    def probability(self, row: Mapping[str, str]) -> tuple[float | None, float | None, float | None]:
        prob, low, high = (self.number(row, name) for name in ("prob", "low", "high"))
        if (low is None) != (high is None):
            raise InputError("L23", "low without high, or high without low", help="give both ends of the interval")
        if prob is not None and low is not None:
            raise InputError("L23", "both prob and an interval are given", help="a point is scored, or an interval: give one")
        if low is not None and high is not None and low > high:
            raise InputError("L23", f"low {low:g} lies above high {high:g}", help="give the lower end as low")
        return prob, low, high

    def number(self, row: Mapping[str, str], name: str) -> float | None:
        if not row.get(name):
            return None
        try:
            value = float(row[name])
        except ValueError:
            value = float("nan")
        if not 0 <= value <= 1:
            raise InputError("L23", f'{name} is "{row[name]}"', help="write a probability from 0 to 1, such as 0.75")
        return value

    def vow(self, row: Mapping[str, str]) -> bool:
        said = row.get("vow", "").lower()
        if said not in (*_YES, *_NO):
            raise InputError("L23", f'vow is "{said}"', help="write yes or no")
        return said in _YES
