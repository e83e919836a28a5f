"""Elections: outcomes, who would hold the offices, published chances."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Day: TypeAlias = date  # for classes whose own field is called `date`


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office: the party (or coalition), the person where one is named, and since when (incumbents).

    `partners` are the parties that govern with it: a chamber in their hands stands on the holder's side.
    """

    party: str
    person: str | None = None
    since: date | None = None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedProb:
    """A probability of an outcome as published on a date before the vote."""

    date: date
    prob: float
    source: str


@dataclass(frozen=True, slots=True)
class Push:
    """What a chamber in these hands is expected to do on its own, index points on deeds: an expert's entry, with its source."""

    mean: float
    sd: float
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an election can end: who then holds each office it decides (`holders`: office -> holder).

    `push` is only for outcomes of a chamber.
    """

    id: str
    label: str
    holders: dict[str, Holder]
    probs: tuple[PublishedProb, ...] = ()
    push: Push | None = None


@dataclass(frozen=True, slots=True)
class Chamber:
    """Control of a legislature decided in the same vote; `seated` is the first day of the new members."""

    office: str
    outcomes: tuple[Outcome, ...]
    came: str | None = None
    seated: date | None = None


@dataclass(frozen=True, slots=True)
class JointTable:
    """Chances of the leading office and of chambers together, as published on a date.

    `offices` are the chambers; `cells` has the chance of each combination, keyed by the id of the leading outcome and then
    those of the chambers in that order.
    """

    source: str
    date: date
    offices: tuple[str, ...]
    cells: dict[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Election:
    """An election as data: offices, outcomes, published probabilities, and what came.

    `date` is the last day of voting, `opens` the first where voting takes several days; `inauguration` is the day the
    winner takes office; `incumbents` are those who held each office up to the vote, earliest first, `incumbent` the last of
    them, on the day of the vote (`detente.elections.incumbents_on` for an earlier day); `remainder` says how what no outcome
    covers (third candidates, ties) is treated; `came` is the id of the outcome that came true, None while it is open. `joint`
    says how the chambers go together with the leading office; where no table does, they are taken as independent, and
    `independent` says why.
    """

    id: str
    country: str
    name: str
    date: date
    inauguration: Day
    offices: tuple[str, ...]
    incumbent: dict[str, Holder]
    outcomes: tuple[Outcome, ...]
    came: str | None
    sources: tuple[str, ...] = field(default=())
    opens: Day | None = None
    came_source: str = ""
    remainder: str = ""
    chambers: tuple[Chamber, ...] = ()
    joint: tuple[JointTable, ...] = ()
    independent: str = ""
    incumbents: dict[str, tuple[Holder, ...]] = field(default_factory=dict)
