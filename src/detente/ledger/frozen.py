"""Our own outlooks, frozen with a hash before the date, and turned into entries like anybody's claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from detente.errors import FormatError, NotFoundError
from detente.ledger.entry import Direction, Entry, make_entry, months_later

FORMAT = 1
OURSELVES = "détente"
AFTERWARDS = "détente, computed afterwards"
"""An outlook frozen after the vote is a test on the past, not a forecast, and is never counted with forecasts."""

DIRECTIONS: tuple[Direction, ...] = ("improve", "unchanged", "worsen")
_WORDS = {"improve": "better", "unchanged": "about the same", "worsen": "worse"}


def freeze(outlook: Mapping[str, Any], *, vote: date, change: float, now: datetime | None = None) -> dict[str, Any]:
    """Return an outlook as it is to be kept, sealed with a hash of all of it.

    Parameters
    ----------
    outlook : mapping
        The contract of `detente outlook --json`.
    vote : date
        Last day of voting.
    change : float
        Points by which the level must differ to count as better or worse.
    now : datetime, optional
        The time of freezing, UTC.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    made = date.fromisoformat(outlook["as_of"])
    kept = {
        "format": FORMAT,
        "frozen_at": at.isoformat(timespec="seconds"),
        "vote": vote.isoformat(),
        "until": months_later(made, int(outlook["horizon_months"])).isoformat(),
        "change": change,
        "outlook": dict(outlook),
    }
    return {**kept, "sha256": seal(kept)}


def seal(kept: Mapping[str, Any]) -> str:
    """Return the hash of all but the hash itself: SHA-256 of the JSON with sorted keys and no spaces."""
    content = {name: value for name, value in kept.items() if name != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_frozen(path: str | Path) -> bool:
    """Tell a frozen outlook, changed or not, from a text in JSON; a file that cannot be read is none."""
    if Path(path).suffix != ".json":
        return False
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(kept, dict) and {"frozen_at", "outlook", "sha256"} <= kept.keys()


def read_frozen(path: str | Path) -> dict[str, Any]:
    """Read a frozen outlook and check its seal.

    Raises
    ------
    NotFoundError
        No such file (L10).
    FormatError
        Not a frozen outlook (L11), or changed since it was frozen (L12).
    """
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFoundError("L10", f"there is no file {path}", help=_HELP) from error
    except UnicodeDecodeError as error:
        raise FormatError("L11", f"{path} is no frozen outlook: it is not UTF-8 text", help=_HELP) from error
    except json.JSONDecodeError as error:
        raise FormatError("L11", f"{path} is no frozen outlook: no JSON in line {error.lineno}", help=_HELP) from error
    needed = {"format", "frozen_at", "vote", "until", "change", "outlook", "sha256"}
    if not isinstance(kept, dict) or not needed <= kept.keys() or kept["format"] != FORMAT:
        raise FormatError("L11", f"{path} is no frozen outlook of format {FORMAT}", help=_HELP)
    if kept["sha256"] != seal(kept):
        raise FormatError(
            "L12",
            f"{path} was changed since it was frozen: its hash is {seal(kept)[:12]}…, not {str(kept['sha256'])[:12]}…",
            help="go back to the file as it was frozen",
        )
    return dict(kept)


def entries_of_outlook(kept: Mapping[str, Any], *, document: str | None = None) -> list[Entry]:
    """Return the chances of a frozen outlook as entries: one for each outcome and direction.

    Those of one outcome are settled by one reading of the index and count as one claim.
    """
    outlook = kept["outlook"]
    frozen, vote = datetime.fromisoformat(kept["frozen_at"]).date(), date.fromisoformat(kept["vote"])
    made, until = date.fromisoformat(outlook["as_of"]), date.fromisoformat(kept["until"])
    speaker = OURSELVES if frozen <= vote else AFTERWARDS
    names, band = " – ".join(outlook["pair"]), float(kept["change"])
    return [
        make_entry(
            kind="outlook",
            speaker=speaker,
            speaker_kind="institution",
            text=f"{names}: {_WORDS[direction]} ({band:g} points), if {outcome['label']}",
            made=made,
            until=until,
            until_basis="stated",
            pair=tuple(outlook["pair"]),
            direction=direction,
            deed=None,
            scenario=(f"{outlook['election']}/{outcome['id']}",),
            condition=None,
            prob=float(outcome[f"prob_{direction}"]),
            low=None,
            high=None,
            phrase="",
            vow=False,
            document=document,
            sha256=kept["sha256"],
            group=f"{kept['sha256'][:12]}/{outcome['id']}",
            band=band,
        )
        for outcome in outlook["outcomes"]
        for direction in DIRECTIONS
    ]


_HELP = "make one: detente outlook A B --election ID --freeze FILE"
