"""All comparisons of one pair together, as the report shows them: what could be measured, and why the rest could not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from detente.analyses.coherence import Coherence, measure_coherence
from detente.analyses.linked import Linked
from detente.analyses.shocks import Shocks
from detente.analyses.toughness import Toughness, compare_leaders
from detente.errors import NotFoundError, RefusalError
from detente.leaders import Office
from detente.results import Index

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refused:
    """A comparison that the data do not allow: which one, the reason and what would help."""

    what: str
    reason: str
    help: str


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Toughness and coherence of either state, what followed shocks, who moved with them; `refused` says what is missing."""

    toughness: tuple[Toughness, ...]
    coherence: tuple[Coherence, ...]
    shocks: Shocks | None
    linked: Linked | None
    refused: tuple[Refused, ...]


def attempt(what: str, make: Callable[[], T], refused: list[Refused]) -> T | None:
    """Return a comparison, or None with its reason added to the list where the data do not allow it."""
    try:
        return make()
    except (RefusalError, NotFoundError) as error:
        refused.append(Refused(what, error.message, error.help or ""))
        return None


def compare_terms(
    index: Index, states: Sequence[str], refused: list[Refused], *, leaders: Sequence[str] = (), office: Office | None = None
) -> tuple[tuple[Toughness, ...], tuple[Coherence, ...]]:
    """Return toughness and coherence of the leaders of `states` (codes) where the data allow them; the rest into `refused`."""
    called = dict(zip(index.pair, index.names, strict=True))
    tough = [
        attempt(
            f"leaders of {called.get(of, of)}",
            partial(compare_leaders, index, of=of, leaders=leaders, office=office),
            refused,
        )
        for of in states
    ]
    alike = [
        attempt(
            f"leader and officials of {called.get(of, of)}",
            partial(measure_coherence, index, of=of, office=office),
            refused,
        )
        for of in states
    ]
    return tuple(t for t in tough if t is not None), tuple(c for c in alike if c is not None)
