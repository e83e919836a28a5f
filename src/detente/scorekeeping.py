"""Keep score: where the ledger meets the events of a project, the elections, and who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.elections import election
from detente.errors import FormatError, NotFoundError, RefusalError
from detente.ledger.entry import FORETELLING, HORIZON_MONTHS, Deed, Entry, entries_of
from detente.ledger.ledger import Ledger, Proposal, Standing
from detente.ledger.matrix import make_matrix
from detente.ledger.proposing import Deeds, Trend, elections_named, propose
from detente.records import Claim, Document, Election, Event, Likelihood, Reject
from detente.stances import acts_for_state

if TYPE_CHECKING:
    from detente.project import Project
    from detente.results import Index, Outlook
    from detente.store import Store

SHOWN = 5
"""Events kept as evidence of a trend."""


def add_texts(
    store: Store,
    documents: Iterable[Document],
    *,
    rejects: Iterable[Reject] = (),
    elections: Sequence[str] = (),
    workers: int = 1,
) -> list[str]:
    """Read texts into a store with their events and claims, all or none; return their ids.

    What is there already is left as it is.

    Parameters
    ----------
    documents : iterable of Document
        Read as a stream.
    rejects : iterable of Reject
        What was set aside while they were read; looked at after their end.
    elections : sequence of str
        Paths of election files whose outcomes the claims may name, beside those that ship.
    workers : int, default 1
        Processes that read.
    """
    from detente.claims import claims_of_documents
    from detente.coding import code_documents, coder_name
    from detente.scenarios import contests

    for_events, for_claims = tee(documents)
    coded = code_documents(for_events, workers=workers)
    claimed = claims_of_documents(for_claims, contests=contests(elections), workers=workers)
    ids: list[str] = []

    def batch() -> Iterator[tuple[Document, list[Event], list[Claim]]]:
        for (document, events), (_, claims) in zip(coded, claimed, strict=True):
            ids.append(document.id)
            yield document, events, claims

    store.add_documents_with_events(batch(), coder=f"{coder_name()} with claims", rejects=rejects)
    return ids


def entries_in(
    store: Store, *, horizon_months: int = HORIZON_MONTHS, documents: Collection[str] | None = None
) -> tuple[list[Entry], list[Claim]]:
    """Return the foretelling claims of a store as entries, and those without a day, which no horizon can hold."""
    from detente.claims.conditions import names_chamber
    from detente.claims.tables import is_stated, likelihood_table

    # a word is known by its figures: the phrase of a claim is as written ("will" in "will not")
    table = {(word.low, word.high, word.median): polarity for word, polarity in likelihood_table().values()}

    def points_down(word: Likelihood) -> bool:
        if is_stated(word) and word.low is not None and word.high is not None:
            return word.low + word.high < 1
        return table.get((word.low, word.high, word.median)) == "negative"

    claims = store.claims(documents=documents)
    ids = {claim.document for claim in claims if claim.type in FORETELLING}
    events = store.events(documents=ids, status=("future", "hypothetical", "negated"))
    return entries_of(
        claims, store.documents(ids=ids), events, horizon_months=horizon_months,
        points_down=points_down, asks_more=names_chamber,
    )  # fmt: skip


def read_table(
    path: str | Path, *, elections: Sequence[str] = (), horizon_months: int = HORIZON_MONTHS
) -> tuple[list[Entry], list[Reject]]:
    """Read questions of a person's own from a CSV table, see `detente.ledger.questions.read_questions`.

    `elections` are paths of election files whose scenarios the table names, beside those that ship.
    """
    from detente.actors import state
    from detente.ledger.questions import read_questions
    from detente.ontology import PLOVER_TYPES

    own = {vote.id: vote for vote in map(election, elections)}
    return read_questions(
        path,
        code_of=lambda name: state(name).iso3,
        election_of=lambda name: own[name] if name in own else election(name),
        deeds=PLOVER_TYPES,
        horizon_months=horizon_months,
    )


def known_elections(entries: Sequence[Entry], files: Sequence[str] = ()) -> dict[str, Election]:
    """Return the elections that scenarios name: from the files given, else those that ship; unknown ones are left out."""
    found = {vote.id: vote for vote in map(election, files)}
    for name in elections_named(entries) - found.keys():
        try:
            found[name] = election(name)
        except (NotFoundError, FormatError):
            continue
    return found


def with_claims(outlook: Outlook, standings: Iterable[Standing]) -> Outlook:
    """Return an outlook with what others foretold of its pair and election by its day; no number changes."""
    matrix = make_matrix(standings, pair=outlook.index.pair, vote=outlook.election, as_of=outlook.index.as_of)
    return replace(outlook, claims=matrix) if matrix.standings else outlook


def standings_in(store: Store) -> list[Standing]:
    """Return how the entries of a file stand, and the claims in it that were not entered yet, as open."""
    entered = Ledger(store).standings()
    known = {standing.entry.id for standing in entered}
    claims, _ = entries_in(store)
    return entered + [Standing(entry, "open", entry.made) for entry in claims if entry.id not in known]


def propose_all(
    entries: Sequence[Entry], project: Project, *, today: date, elections: Sequence[str] = ()
) -> dict[str, Proposal]:
    """Return what seems to have come of entries by a day, by id; what cannot be told yet is left out.

    Parameters
    ----------
    entries : sequence of Entry
    project : Project
        Its events decide.
    today : date
        Nothing dated later is seen.
    elections : sequence of str
        Paths of election files of one's own.
    """
    readings = _Readings(project, today)
    votes = known_elections(entries, elections)
    found = {}
    for entry in entries:
        proposal = propose(entry, today=today, elections=votes, deeds=readings.deeds, trend=readings.trend)
        if proposal is not None:
            found[entry.id] = proposal
    return found


class _Readings:
    """What a project's events say, each index measured once."""

    def __init__(self, project: Project, today: date) -> None:
        self.project, self.today = project, today
        self.index = cache(self._index)
        self.events_of = cache(self._events_of)

    def deeds(self, deed: Deed, after: date, until: date) -> Deeds:
        """Return the events after a day that fit a deed, and how much is known of the two in that time."""
        events = [e for e in self.events_of((deed.source, deed.target)) if e.date is not None and after < e.date <= until]
        fit = [e for e in events if e.event == deed.event and _runs(e, deed)]
        return Deeds(tuple(self._shown(e) for e in fit), len(events), len({e.document for e in events}))

    def trend(self, entry: Entry) -> Trend:
        """Return the index on the day of a claim and on its last day."""
        from detente.priors import load_judgement

        assert entry.pair is not None
        band = entry.band or load_judgement().change
        try:
            before, after = self.index(entry.pair, entry.made), self.index(entry.pair, entry.until)
        except (RefusalError, NotFoundError) as error:
            return Trend(0, 0, band, {}, (), 0, 0, error.message)
        start, end = (float(index.result.level.mean[-1]) for index in (before, after))
        present = after.result.present
        above, below = 1 - float(present.below(start + band)), float(present.below(start - band))
        since = [e for e in after.events if e.date is not None and e.date > entry.made]
        lacking = next((i.result.sufficiency.reason for i in (before, after) if i.result.sufficiency.level == "refuse"), "")
        return Trend(
            before=round(start, 4),
            after=round(end, 4),
            band=band,
            chances={"improve": round(above, 4), "unchanged": round(1 - above - below, 4), "worsen": round(below, 4)},
            evidence=_movers(after, entry.made),
            events=len(since),
            documents=len({e.document for e in since}),
            refused=lacking,
        )

    def _index(self, pair: tuple[str, str], day: date) -> Index:
        return self.project.pair(*pair).index(as_of=day)

    def _events_of(self, codes: tuple[str, str]) -> list[Event]:
        """Return the deeds of two actors as known today, each once, by whoever acts for a state or a body."""
        once: dict[tuple[object, ...], Event] = {}
        for event in self.project.store.events(codes, until=self.today, status="happened"):
            if event.date is None or event.source is None or event.target is None or not _is_official(event):
                continue
            once.setdefault((event.document, event.start, event.event, event.source.code, event.target.code), event)
        return list(once.values())

    def _shown(self, event: Event) -> dict[str, Any]:
        return {
            "id": event.id, "date": event.date.isoformat() if event.date else None,
            "text": " ".join(self.project.store.sentence_of(event).split()), "document": event.document,
        }  # fmt: skip


def _is_official(event: Event) -> bool:
    return acts_for_state(event) or (event.source is not None and event.source.sector == "IGO")


def _runs(event: Event, deed: Deed) -> bool:
    """Tell whether an event runs from a deed's source to its target; what both do together runs both ways."""
    codes = (event.source and event.source.code, event.target and event.target.code)
    return codes == (deed.source, deed.target) or (event.reciprocal and codes == (deed.target, deed.source))


def _movers(index: Index, since: date) -> tuple[Mapping[str, Any], ...]:
    """Return the events after a day that moved the last level most, largest first."""
    found: Iterable[Any] = (e for e in index.explain(limit=None) if e.date > since)
    return tuple(
        {"id": e.id, "date": e.date.isoformat(), "text": e.text, "document": e.document, "points": round(e.contribution, 4)}
        for e, _ in zip(found, range(SHOWN), strict=False)
    )
