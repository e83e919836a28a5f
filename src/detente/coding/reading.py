"""What one or more words say was done: the record that rules build and the coder turns into events."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import Actor, Status


@dataclass(frozen=True, slots=True)
class Reading:
    """What one or more words say was done, by whom and to whom."""

    cameo: str
    rules: tuple[str, ...]
    anchor: int
    trigger: tuple[int, ...]
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    reciprocal: bool = False
    status: Status | None = None
    attributed: tuple[Actor, ...] = ()
    consumed: frozenset[int] = frozenset()
