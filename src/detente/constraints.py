"""Laws that bind a president's or government's hands toward another state, as data: what they bind, how, since when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Effect = Literal["review", "block", "mandate"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One act: it binds `country` toward another state from `since` to `ended` (None: still in force)."""

    id: str
    country: str
    toward: str
    title: str
    binds: str
    effect: Effect
    since: date
    source: str
    ended: date | None = None

    @property
    def stops_easing(self) -> bool:
        """Tell whether the act lets a legislature stop a cooperative deed; a mandate alone does not."""
        return self.effect in ("review", "block")


@lru_cache(maxsize=1)
def _all() -> tuple[Constraint, ...]:
    folder = files("detente.data").joinpath("constraints")
    tables = [
        tomllib.loads(f.read_text(encoding="utf-8"))
        for f in sorted(folder.iterdir(), key=lambda f: f.name)
        if f.name.endswith(".toml")
    ]
    return tuple(Constraint(**row) for table in tables for row in table["constraints"])


def constraints_of(country: str, toward: str, as_of: date) -> tuple[Constraint, ...]:
    """Return the acts in force on a day, oldest first.

    Examples
    --------
    >>> [c.id for c in constraints_of("USA", "RUS", date(2020, 10, 27))]
    ['magnitsky-2012', 'ufsa-2014', 'caatsa-2017', 'peesa-2019']
    """
    found = [
        c
        for c in _all()
        if (c.country, c.toward) == (country, toward) and c.since <= as_of and (c.ended is None or c.ended > as_of)
    ]
    return tuple(sorted(found, key=lambda c: c.since))
