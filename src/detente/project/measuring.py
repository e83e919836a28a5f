"""The index of a pair as known on a day, and how it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.errors import RefusalError
from detente.project.reading import pair_arrays, record_of, sentence_of
from detente.records import Event, Provenance, ToldEvent
from detente.results import Index
from detente.stances import acts_for_state

if TYPE_CHECKING:
    from detente.project.pair import Pair
    from detente.relations import PanelPrior

_MOST_TEXTS = 20_000  # a few seconds
_LONGEST_GAP = 12  # months without an event, past which a level is not carried on


def known_on(pair: Pair, as_of: date | None) -> tuple[date, list[ToldEvent]]:
    """Return the day and all events known on it, asked of the store once; raise what `index` raises."""
    told = [] if as_of is None else pair.told_events(as_of=as_of)
    days = [t.event.date for t in told if t.event.date is not None and acts_for_state(t.event)]
    if as_of is not None and days and _months_between(max(days), as_of) <= _LONGEST_GAP:
        return as_of, told
    first, last, known = _days(pair)
    if as_of is None:
        return known, pair.told_events(as_of=known)
    if (months_after := _months_between(last, as_of)) > _LONGEST_GAP:
        raise RefusalError(
            "I03",
            f"{as_of.isoformat()} lies {months_after} months after the last event between {' and '.join(pair.names)}",
            help=f"the last one is of {last.isoformat()}: choose an earlier day, or add newer texts (detente add)",
        )
    if not days:
        raise RefusalError(
            "I02",
            f"{as_of.isoformat()} lies before the first event between {pair.names[0]} and {pair.names[1]}",
            help=f"the first one is of {first.isoformat()}, or was told on that day: "
            f"choose a day from {first.isoformat()} to {known.isoformat()}",
        )
    return as_of, told


def measure(pair: Pair, as_of: date, known: Sequence[ToldEvent], command: str) -> Index:
    """Return the index of a pair from the events known on a day."""
    from detente.priors import load_panel_prior
    from detente.relations import estimate_index, month_number

    told = [t for t in known if acts_for_state(t.event)]
    events = [t.event for t in told]
    documents = {e.document: i for i, e in enumerate(events)}
    arrays = pair_arrays(events, source=[documents[e.document] for e in events], first=pair.codes[0])
    result = estimate_index(arrays, prior=load_panel_prior(), last=month_number(as_of.year, as_of.month))
    texts = {d.id: d for d in pair.project.store.documents(ids=list(documents), until=as_of)}
    sentences = [sentence_of(e, texts) for e in events]
    return Index(
        pair=pair.codes, names=pair.names, as_of=as_of, result=result, events=tuple(events), sentences=tuple(sentences),
        records=tuple(record_of(texts[e.document]) for e in events),
        told=tuple(told), provenance=provenance_of(pair, events, as_of, command, result.prior),
        _count_naming_both=cache(partial(_count_naming_both, pair, as_of)),
    )  # fmt: skip


def _days(pair: Pair) -> tuple[date, date, date]:
    """Return the first day on which an event was known, the day of the last event, and the day by which all was known."""
    every = [e for e in pair._lines() if acts_for_state(e)]
    if not every:
        others = len(pair.events())
        if not others and (undated := len(pair.project.store.events(pair.codes, status="happened"))):
            raise RefusalError(
                "I04",
                f"no day is known of any event between {pair.names[0]} and {pair.names[1]} in {pair.project.name} "
                f"({undated} without a date)",
                help="give the day of texts that state none: detente add FILE… --date YYYY-MM-DD",
            )
        but = f" but {others} of parties, firms, citizens or armed groups, which do not act for a state" if others else ""
        raise RefusalError(
            "I01", f"no events between {pair.names[0]} and {pair.names[1]} in {pair.project.name}{but}",
            help="add texts: detente add FILE… ; pairs with a chronicle: " + ", ".join(_chronicle_names()),
        )  # fmt: skip
    told = {d.id: d.date for d in pair.project.store.documents(ids=list({e.document for e in every}))}
    happened = [e.date for e in every if e.date is not None]
    known = [max(e.date, told[e.document] or e.date) for e in every if e.date is not None]
    return min(known), max(happened), max(known)


def _count_naming_both(pair: Pair, as_of: date) -> int | None:
    """Count the texts up to a day that name both states; None where it would take too long."""
    from detente.actors import find

    if pair.project.store.counts()["documents"] > _MOST_TEXTS:
        return None
    texts = pair.project.store.documents(until=as_of)
    return sum(set(pair.codes) <= {found.identity.code for found in find(d.text, d.date)} for d in texts)


def provenance_of(
    pair: Pair, events: Iterable[Event], as_of: date, command: str, prior: PanelPrior, **settings: Any
) -> Provenance:
    """Return how a result was made: version, settings, the command, and a digest of the events it rests on."""
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
        data={"store": pair.project.name, "events_sha256": digest},
    )


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _chronicle_names() -> list[str]:
    from detente.chronicles import list_chronicles

    return list_chronicles()
