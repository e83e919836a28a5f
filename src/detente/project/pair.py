"""Two states: their events, index, outlook and comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from detente.project.measuring import known_on, measure
from detente.project.reading import once, sentence_of
from detente.records import Election, Event, ToldEvent
from detente.results import Index, Outlook
from detente.stances import acts_for_state

if TYPE_CHECKING:
    from detente.analyses import Coherence, Comparisons, Linked, Shocks, Toughness
    from detente.leaders import Office
    from detente.project.project import Project


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states, sorted by code."""

    project: Project
    codes: tuple[str, str]
    names: tuple[str, str]

    def events(self, *, as_of: date | None = None) -> list[Event]:
        """Return the events between the two that happened, each deed once however often it is told.

        Under `as_of` as they were known on that day: none dated later, none from a text dated later, and of a text that was
        changed since the revision of that day.
        """
        return [told.event for told in self.told_events(as_of=as_of)]

    def told_events(self, *, as_of: date | None = None) -> list[ToldEvent]:
        """Return the events of `events`, each with all its tellings and why they are of one deed."""
        return self.project.store.told_events(self._lines(as_of), until=as_of)

    def _lines(self, as_of: date | None = None) -> list[Event]:
        """Return the events of `events` before tellings of one deed are put together."""
        found = self.project.store.events(self.codes, until=as_of, status="happened")
        return once(e for e in found if e.date is not None)

    def state_events(self, *, as_of: date | None = None) -> list[Event]:
        """Return the events of `events` in which whoever acts does so for the state: what the index is made of."""
        return [e for e in self.events(as_of=as_of) if acts_for_state(e)]

    def index(self, *, as_of: date | None = None, command: str = "") -> Index:
        """Measure the relation as known on `as_of` (default: the day of the last event, or of the last text that tells of one).

        Raises
        ------
        RefusalError
            I01: no events; I02: nothing was known by `as_of`; I03: `as_of` lies more than a year after the last event;
            I04: events, but none with a date.
        """
        return measure(self, *known_on(self, as_of), command)

    def outlook(
        self,
        election: str | Path | Election,
        *,
        as_of: date | None = None,
        horizon: int = 12,
        judgement: str | Path | None = None,
        seed: int = 0,
        command: str = "",
    ) -> Outlook:
        """Look ahead from `as_of` (default: the day before the vote) under each outcome of an election.

        Parameters
        ----------
        election : str, path or Election
            An id such as "usa-2020", a file of your own, or a record.
        as_of : date, optional
            Strict: nothing dated later is seen, neither events nor published probabilities.
        horizon : int, default 12
            Months ahead, 1..60.
        judgement : path, optional
            Your own copy of `data/panel/judgement.toml`, the assumptions; by default the one shipped.

        Raises
        ------
        NotFoundError, InputError
            Unknown election; an election of neither state (O20); a day after the vote (O21), or one on which the file
            does not say who led (O22).
        FormatError
            The file of assumptions cannot be used (P04, P11 to P13); chambers contradict the election's joint table (E08).
        RefusalError
            O02: too few events for an honest outlook.
        """
        from detente.project.ahead import look_ahead

        return look_ahead(self, election, as_of=as_of, horizon=horizon, judgement=judgement, seed=seed, command=command)

    def leaders(
        self, of: str, *names: str, office: Office | None = None, as_of: date | None = None, index: Index | None = None
    ) -> Toughness:
        """Compare the terms of the leaders of one of the two by what the state did and said to the other; see
        `compare_leaders`.

        With two `names` the first term against the second, without each against the one before. `index` spares making it again.
        """
        from detente.actors import state
        from detente.analyses import compare_leaders

        return compare_leaders(index or self.index(as_of=as_of), of=state(of).iso3, leaders=names, office=office)

    def coherence(
        self, of: str, *, office: Office | None = None, as_of: date | None = None, index: Index | None = None
    ) -> Coherence:
        """Measure whether leader and officials of one of the two speak alike about the other; see `measure_coherence`."""
        from detente.actors import state
        from detente.analyses import measure_coherence

        return measure_coherence(index or self.index(as_of=as_of), of=state(of).iso3, office=office)

    def shocks(self, *triggers: str, as_of: date | None = None, index: Index | None = None) -> Shocks:
        """Find what followed sanctions, expulsions, uses of force … between the two, and between others; see
        `find_responses`.
        """
        from detente.analyses import find_responses
        from detente.priors import load_judgement

        index = index or self.index(as_of=as_of)
        events = self.events(as_of=index.as_of)
        ids = list({event.document for event in events})
        texts = {d.id: d for d in self.project.store.documents(ids=ids, until=index.as_of)}
        told = [(event, sentence_of(event, texts)) for event in events]
        return find_responses(index, told, change=load_judgement().change, only=triggers)

    def linked(self, *, as_of: date | None = None, index: Index | None = None) -> Linked:
        """Find which relations of either state to others moved with the pair; see `find_linked`."""
        from detente.analyses import find_linked

        index = index or self.index(as_of=as_of)
        known = index.as_of
        others = [self.project.pair(*codes) for codes in self.project.pairs() if len(set(codes) & set(self.codes)) == 1]
        by_codes = {other.codes: other for other in others}
        return find_linked(
            index, [(other.codes, other.names) for other in others], lambda codes: by_codes[codes].state_events(as_of=known)
        )

    def comparisons(self, index: Index) -> Comparisons:
        """Return all comparisons of the pair as known on the day of an index, and why the rest cannot be made."""
        from detente.analyses.bundle import Comparisons, Refused, attempt, compare_terms

        refused: list[Refused] = []
        return Comparisons(
            *compare_terms(index, self.codes, refused),
            attempt("what followed shocks", partial(self.shocks, index=index), refused),
            attempt("who moved with them", partial(self.linked, index=index), refused), tuple(refused),
        )  # fmt: skip
