"""A collection of texts and their events in one store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente import __version__
from detente.errors import InputError
from detente.project.pair import Pair
from detente.records import Document

if TYPE_CHECKING:
    from detente.documents import Rejects
    from detente.store import Added, Store


class Project:
    """A collection of texts and the events coded from them, in one store.

    Use `Project.open(path)` for a file of your own, `Project.chronicles()` for the histories that ship with the package.
    """

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name

    @classmethod
    def open(cls, path: str | Path | None = None, *, read_only: bool = False) -> Project:
        """Open or create a project file; None keeps everything in memory.

        With `read_only` nothing is ever written: the file may be write-protected, and several programs may read it at once.
        """
        from detente.store import Store

        return cls(Store.open(path, read_only=read_only), "a project in memory" if path is None else Path(path).name)

    @classmethod
    def chronicles(cls) -> Project:
        """Open the shipped chronicles, coded once on this machine and kept in the user's cache."""
        from detente.chronicles import chronicle_store

        return cls(chronicle_store(), f"chronicles of détente {__version__}")

    @staticmethod
    def check_names(a: str, b: str) -> None:
        """Raise what `pair` would raise, before any store is opened."""
        _two_states(a, b)

    def add(
        self,
        inputs: Sequence[str | Path],
        *,
        on: date | None = None,
        workers: int = 1,
        actors: Sequence[str | Path] = (),
        verbs: Sequence[str | Path] = (),
        rejects: Rejects | None = None,
    ) -> Added:
        """Read texts and keep them with their events and claims; what is there already is left as it is.

        Parameters
        ----------
        inputs : sequence of paths
            Files and folders: .jsonl, .json, .txt, .html.
        on : date, optional
            Day of texts that name none.
        workers : int, default 1
            Processes that code.
        actors, verbs : sequence of paths
            Dictionaries of your own, which go before ours (docs/dictionaries.md). The same text coded with others is a new
            revision of it.
        rejects : Rejects, optional
            Receives the rows set aside in this run; those of all runs are in `store.rejects()`.

        Returns
        -------
        Added
            Counts of documents and events stored, of documents already there, and of rows set aside for the first time.
        """
        from detente.dictionaries import read_own
        from detente.documents import Rejects, read_documents
        from detente.extraction import extract, extractor_name

        rejects = Rejects() if rejects is None else rejects
        own = read_own(actors, verbs, rejects=rejects) if actors or verbs else None
        undated: list[str] = []
        documents = _noting_undated(read_documents(inputs, date=on, rejects=rejects), undated)
        found = extract(documents, workers=workers, own=own)
        added = self.store.add_documents_with_events(found, coder=extractor_name(own), rejects=rejects)
        if undated:
            named = ", ".join(undated[:3]) + (" …" if len(undated) > 3 else "")
            rejects.notes.append(
                f"texts without a day: {len(undated):,} ({named}); what they tell enters an index only where a sentence gives "
                "the day; to give them one: --date YYYY-MM-DD"
            )
        return added

    def pairs(self) -> dict[tuple[str, str], int]:
        """Return the pairs of states with events that happened on a known day, and how many the project holds, most first."""
        from detente.actors import state
        from detente.errors import NotFoundError

        columns = self.store.event_columns(status="happened")
        counts: Counter[tuple[str, str]] = Counter()
        dated = columns["date"] == columns["date"]  # NaT equals nothing
        for source, target, on_a_day in zip(columns["source"], columns["target"], dated, strict=True):
            if on_a_day and source and target and source != target:
                first, second = sorted((str(source), str(target)))
                counts[first, second] += 1
        found = {}
        for (first, second), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            try:
                state(first), state(second)
            except NotFoundError:
                continue  # a body
            found[first, second] = number
        return found

    def pair(self, a: str, b: str) -> Pair:
        """Return a pair of states, by any name or code.

        Raises
        ------
        NotFoundError
            A01: no such state; near names are offered.
        InputError
            P20: both names mean the same state.
        """
        return Pair(self, *_two_states(a, b))


def _noting_undated(documents: Iterable[Document], undated: list[str]) -> Iterator[Document]:
    """Pass documents on; the ids of those without a date are noted."""
    for document in documents:
        if document.date is None:
            undated.append(document.id)
        yield document


def _two_states(a: str, b: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and names of two states, sorted by code."""
    from detente.actors import state

    first, second = state(a), state(b)
    if first.iso3 == second.iso3:
        raise InputError("P20", f'"{a}" and "{b}" are the same state, {first.name}', help="name two different states")
    # A name of the past ("USSR") stands for the state that bears the code now: results are titled with the present name.
    codes = sorted((first.iso3, second.iso3))
    return (codes[0], codes[1]), (state(codes[0]).name, state(codes[1]).name)
