"""All comparisons of one pair together, as the report shows them: what could be measured, and why the rest could not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from detente.analyses.coherence import Coherence
from detente.analyses.linked import Linked
from detente.analyses.shocks import Shocks
from detente.analyses.toughness import Toughness
from detente.errors import NotFoundError, RefusalError

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
