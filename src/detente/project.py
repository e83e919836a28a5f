"""What a user holds: a `Project` (texts and their events), a `Pair` of states, its `Index` and its `Outlook`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.branching import make_branches
from detente.constraints import constraints_of
from detente.elections import combine_as_of, incumbents_on, probs_as_of
from detente.elections import election as read_election
from detente.errors import InputError, RefusalError
from detente.ontology import MATERIAL_QUADS
from detente.records import Document, Election, Event, Provenance, ToldEvent
from detente.results import Index, Outlook, Statement, Tone
from detente.stances import acts_for_state, statements, value_of

if TYPE_CHECKING:
    from detente.analyses import Coherence, Comparisons, Linked, Shocks, Toughness
    from detente.documents import Rejects
    from detente.leaders import Office
    from detente.outlook import Judgement, Stance
    from detente.relations import PairEvents, PanelPrior
    from detente.store import Added, Store

_WHITE = re.compile(r"\s+")
_MOST_TEXTS = 20_000  # a few seconds
_LONGEST_GAP = 12  # months without an event, past which a level is not carried on


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
        return _once(e for e in found if e.date is not None)

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
        return self._measure(*self._known(as_of), command)

    def _known(self, as_of: date | None) -> tuple[date, list[ToldEvent]]:
        """Return the day and all events known on it, asked of the store once; raise what `index` raises."""
        told = [] if as_of is None else self.told_events(as_of=as_of)
        days = [t.event.date for t in told if t.event.date is not None and acts_for_state(t.event)]
        if as_of is not None and days and _months_between(max(days), as_of) <= _LONGEST_GAP:
            return as_of, told
        first, last, known = self._days()
        if as_of is None:
            return known, self.told_events(as_of=known)
        if (months_after := _months_between(last, as_of)) > _LONGEST_GAP:
            raise RefusalError(
                "I03",
                f"{as_of.isoformat()} lies {months_after} months after the last event between {' and '.join(self.names)}",
                help=f"the last one is of {last.isoformat()}: choose an earlier day, or add newer texts (detente add)",
            )
        if not days:
            raise RefusalError(
                "I02",
                f"{as_of.isoformat()} lies before the first event between {self.names[0]} and {self.names[1]}",
                help=f"the first one is of {first.isoformat()}, or was told on that day: "
                f"choose a day from {first.isoformat()} to {known.isoformat()}",
            )
        return as_of, told

    def _measure(self, as_of: date, known: Sequence[ToldEvent], command: str) -> Index:
        from detente.priors import load_panel_prior
        from detente.relations import estimate_index, month_number

        told = [t for t in known if acts_for_state(t.event)]
        events = [t.event for t in told]
        documents = {e.document: i for i, e in enumerate(events)}
        arrays = pair_arrays(events, source=[documents[e.document] for e in events], first=self.codes[0])
        result = estimate_index(arrays, prior=load_panel_prior(), last=month_number(as_of.year, as_of.month))
        texts = {d.id: d for d in self.project.store.documents(ids=list(documents), until=as_of)}
        sentences = [_sentence(e, texts) for e in events]
        return Index(
            pair=self.codes, names=self.names, as_of=as_of, result=result, events=tuple(events), sentences=tuple(sentences),
            records=tuple(_record(texts[e.document]) for e in events),
            told=tuple(told), provenance=self._provenance(events, as_of, command, result.prior),
            _count_naming_both=cache(partial(self._count_naming_both, as_of)),
        )  # fmt: skip

    def _days(self) -> tuple[date, date, date]:
        """Return the first day on which an event was known, the day of the last event, and the day by which all was known."""
        every = [e for e in self._lines() if acts_for_state(e)]
        if not every:
            others = len(self.events())
            if not others and (undated := len(self.project.store.events(self.codes, status="happened"))):
                raise RefusalError(
                    "I04",
                    f"no day is known of any event between {self.names[0]} and {self.names[1]} in {self.project.name} "
                    f"({undated} without a date)",
                    help="give the day of texts that state none: detente add FILE… --date YYYY-MM-DD",
                )
            but = f" but {others} of parties, firms, citizens or armed groups, which do not act for a state" if others else ""
            raise RefusalError(
                "I01", f"no events between {self.names[0]} and {self.names[1]} in {self.project.name}{but}",
                help="add texts: detente add FILE… ; pairs with a chronicle: " + ", ".join(_chronicle_names()),
            )  # fmt: skip
        told = {d.id: d.date for d in self.project.store.documents(ids=list({e.document for e in every}))}
        happened = [e.date for e in every if e.date is not None]
        known = [max(e.date, told[e.document] or e.date) for e in every if e.date is not None]
        return min(known), max(happened), max(known)

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
        from detente.outlook import Incumbent, forecast_branches, score_past
        from detente.priors import read_judgement

        assumed, notes, judgement_sha256 = read_judgement(judgement)
        vote = election if isinstance(election, Election) else read_election(election)
        if vote.country not in self.codes:
            raise InputError(
                "O20", f"{vote.id} is an election of {vote.country}, which is not one of {self.codes[0]} and {self.codes[1]}",
                help="name an election of one of the two, or a file of your own",
            )  # fmt: skip
        as_of = as_of or vote.date - timedelta(days=1)
        if as_of > vote.date:
            raise InputError(
                "O21", f"{as_of.isoformat()} lies after the vote of {vote.date.isoformat()}: its outcome was no longer open",
                help=f"choose --as-of {vote.date.isoformat()} or earlier; for the present: "
                f"detente index {self.codes[0]} {self.codes[1]}",
            )  # fmt: skip
        as_of, known = self._known(as_of)
        index = self._measure(as_of, known, command)
        # whoever held the offices on that day, not on the day of the vote
        vote = replace(vote, incumbent=incumbents_on(vote, as_of))
        enough = index.result.sufficiency
        if enough.level == "refuse":
            raise RefusalError(
                "O02", f"no outlook for {self.names[0]} and {self.names[1]} as of {as_of.isoformat()}: {enough.reason}",
                help=f"{enough.help}; see what there is: "
                f"detente index {self.codes[0]} {self.codes[1]} --as-of {as_of.isoformat()}",
            )  # fmt: skip
        other = self.codes[0] if vote.country == self.codes[1] else self.codes[1]
        weights = probs_as_of(vote, as_of)
        combinations = combine_as_of(vote, weights.probs, as_of)
        binding = constraints_of(vote.country, other, as_of)
        lead = vote.offices[0]
        prior = index.result.prior
        said = self._statements([t.event for t in known], of=vote.country, about=other, as_of=as_of)
        tone = _usual_tone(said, prior, assumed)
        people = {vote.incumbent[lead].person, *(o.holders[lead].person for o in vote.outcomes)} - {None}
        of_person = {p: tuple(s for s in said if s.speaker == p) for p in sorted(map(str, people))}
        stances = {p: _stance(found, prior) for p, found in of_person.items() if found}
        branches, views, labels = make_branches(
            vote, combinations, weights, stances, bound=any(c.stops_easing for c in binding)
        )
        leader = vote.incumbent[lead].person or vote.incumbent[lead].party
        result = forecast_branches(
            index.result,
            branches,
            incumbent=Incumbent(leader, stances.get(leader)),
            office_month=(vote.inauguration - as_of).days / 30.4375,
            judgement=assumed,
            usual_tone=tone.mean,
            labels=labels,
            horizon=horizon,
            seed=seed,
        )
        record = score_past(index.result.events, prior=prior, last=index.result.last, horizon=horizon)
        settings = {
            "judgement": assumed.version, "judgement_sha256": judgement_sha256,
            "election": vote.id, "horizon_months": horizon, "seed": seed,
        }  # fmt: skip
        return Outlook(
            index=index, election=vote, horizon_months=horizon, result=result, record=record, weights=weights,
            combinations=combinations, stances=stances, statements=of_person, tone=tone, legislatures=views,
            constraints=binding, judgement=assumed, assumptions=notes,
            provenance=self._provenance(index.events, as_of, command, prior, **settings),
        )  # fmt: skip

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
        told = [(event, _sentence(event, texts)) for event in events]
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

    def _count_naming_both(self, as_of: date) -> int | None:
        """Count the texts up to a day that name both states; None where it would take too long."""
        from detente.actors import find

        if self.project.store.counts()["documents"] > _MOST_TEXTS:
            return None
        texts = self.project.store.documents(until=as_of)
        return sum(set(self.codes) <= {found.identity.code for found in find(d.text, d.date)} for d in texts)

    def _statements(self, known: Iterable[Event], *, of: str, about: str, as_of: date) -> list[Statement]:
        """Return what people of one state said about the other; also of those who hold no office."""
        found = statements(known, of=of, about=about, as_of=as_of)
        ids = list({events[0].document for events in found})
        texts = {d.id: d for d in self.project.store.documents(ids=ids, until=as_of)}
        return [
            Statement(
                speaker=first.source.name if first.source else "",
                date=first.date or as_of,
                text=_sentence(first, texts),
                document=first.document,
                record=_record(texts[first.document]),
                value=value_of(events),
                events=events,
            )
            for events in found
            for first in events[:1]
        ]

    def _provenance(self, events: Iterable[Event], as_of: date, command: str, prior: PanelPrior, **settings: Any) -> Provenance:
        from detente.priors import panel_years

        digest = hashlib.sha256("\n".join(sorted(e.id for e in events)).encode()).hexdigest()
        return Provenance(
            version=__version__,
            command=command,
            settings={
                "as_of": as_of.isoformat(),
                "panel_prior": prior.version,
                "panel_years": panel_years(),
                **settings,
            },
            data={"store": self.project.name, "events_sha256": digest},
        )


def _noting_undated(documents: Iterable[Document], undated: list[str]) -> Iterator[Document]:
    """Pass documents on; the ids of those without a date are noted."""
    for document in documents:
        if document.date is None:
            undated.append(document.id)
        yield document


def pair_arrays(events: Sequence[Event], *, source: Sequence[int] | None = None, first: str | None = None) -> PairEvents:
    """Return events that have a date as the arrays that `relations` and `outlook` take.

    `source` numbers their documents; `first` is the code of the pair's first state, from which it follows who acts.
    """
    from detente.relations import PairEvents, month_number

    return PairEvents.of(
        [month_number(e.date.year, e.date.month) for e in events if e.date is not None],
        [e.goldstein for e in events],
        [e.quad in MATERIAL_QUADS for e in events],
        source=source,
        side=None if first is None else [_side(e, first) for e in events if e.date is not None],
    )


def _side(event: Event, first: str) -> int:
    """1 where the first state acts, -1 where the other does, 0 where both do."""
    if event.reciprocal:
        return 0
    return 1 if event.source is not None and event.source.code == first else -1


def _two_states(a: str, b: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and names of two states, sorted by code."""
    from detente.actors import state

    first, second = state(a), state(b)
    if first.iso3 == second.iso3:
        raise InputError("P20", f'"{a}" and "{b}" are the same state, {first.name}', help="name two different states")
    # A name of the past ("USSR") stands for the state that bears the code now: results are titled with the present name.
    codes = sorted((first.iso3, second.iso3))
    return (codes[0], codes[1]), (state(codes[0]).name, state(codes[1]).name)


def _once(events: Iterable[Event]) -> list[Event]:
    """Drop lines that tell one deed again because a side was named twice ("Obama and the White House condemned …")."""
    seen: dict[tuple[Any, ...], Event] = {}
    for event in sorted(events, key=lambda e: (e.date or date.min, e.id)):
        sides = (event.source and event.source.code, event.target and event.target.code)
        key = (event.document, event.trigger.start, event.cameo, frozenset(sides) if event.reciprocal else sides)
        seen.setdefault(key, event)
    return list(seen.values())


def _record(document: Document) -> str:
    """Return what vouches for a document: its title and outlet."""
    return ", ".join(part for part in (document.title, document.outlet) if part)


def _sentence(event: Event, texts: Mapping[str, Document]) -> str:
    return _WHITE.sub(" ", texts[event.document].text[event.start : event.end]).strip()


def _stance(found: Sequence[Statement], prior: PanelPrior) -> Stance:
    from detente.outlook import measure_stance

    words = prior.verbal
    return measure_stance([s.value for s in found], panel_variance=words.event_var, pseudo_events=words.event_var_weight)


def _usual_tone(said: Sequence[Statement], prior: PanelPrior, judgement: Judgement) -> Tone:
    """Return how that state's people usually speak of the other; that of the panel where there are too few statements."""
    if len(said) < judgement.least_tone:
        return Tone(prior.verbal.level_mean, len(said), "panel")
    return Tone(sum(s.value for s in said) / len(said), len(said), "pair")


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _chronicle_names() -> list[str]:
    from detente.chronicles import list_chronicles

    return list_chronicles()
