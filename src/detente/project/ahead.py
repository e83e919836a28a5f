"""The outlook of a pair over an election."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from detente.branching import make_branches
from detente.constraints import constraints_of
from detente.elections import combine_as_of, incumbents_on, probs_as_of
from detente.elections import election as read_election
from detente.errors import InputError, RefusalError
from detente.project.measuring import known_on, measure, provenance_of
from detente.project.reading import record_of, sentence_of
from detente.records import Election, Event
from detente.results import Outlook, Statement, Tone
from detente.stances import statements, value_of

if TYPE_CHECKING:
    from detente.outlook import Judgement, Stance
    from detente.project.pair import Pair
    from detente.relations import PanelPrior


def look_ahead(
    pair: Pair,
    election: str | Path | Election,
    *,
    as_of: date | None,
    horizon: int,
    judgement: str | Path | None,
    seed: int,
    command: str,
) -> Outlook:
    """Look ahead under each outcome of an election; see `Pair.outlook`."""
    from detente.outlook import Incumbent, forecast_branches, score_past
    from detente.priors import read_judgement

    assumed, notes, judgement_sha256 = read_judgement(judgement)
    vote = election if isinstance(election, Election) else read_election(election)
    if vote.country not in pair.codes:
        raise InputError(
            "O20", f"{vote.id} is an election of {vote.country}, which is not one of {pair.codes[0]} and {pair.codes[1]}",
            help="name an election of one of the two, or a file of your own",
        )  # fmt: skip
    as_of = as_of or vote.date - timedelta(days=1)
    if as_of > vote.date:
        raise InputError(
            "O21", f"{as_of.isoformat()} lies after the vote of {vote.date.isoformat()}: its outcome was no longer open",
            help=f"choose --as-of {vote.date.isoformat()} or earlier; for the present: "
            f"detente index {pair.codes[0]} {pair.codes[1]}",
        )  # fmt: skip
    as_of, known = known_on(pair, as_of)
    index = measure(pair, as_of, known, command)
    # whoever held the offices on that day, not on the day of the vote
    vote = replace(vote, incumbent=incumbents_on(vote, as_of))
    enough = index.result.sufficiency
    if enough.level == "refuse":
        raise RefusalError(
            "O02", f"no outlook for {pair.names[0]} and {pair.names[1]} as of {as_of.isoformat()}: {enough.reason}",
            help=f"{enough.help}; see what there is: "
            f"detente index {pair.codes[0]} {pair.codes[1]} --as-of {as_of.isoformat()}",
        )  # fmt: skip
    other = pair.codes[0] if vote.country == pair.codes[1] else pair.codes[1]
    weights = probs_as_of(vote, as_of)
    combinations = combine_as_of(vote, weights.probs, as_of)
    binding = constraints_of(vote.country, other, as_of)
    lead = vote.offices[0]
    prior = index.result.prior
    said = _statements(pair, [t.event for t in known], of=vote.country, about=other, as_of=as_of)
    tone = _usual_tone(said, prior, assumed)
    people = {vote.incumbent[lead].person, *(o.holders[lead].person for o in vote.outcomes)} - {None}
    of_person = {p: tuple(s for s in said if s.speaker == p) for p in sorted(map(str, people))}
    stances = {p: _stance(found, prior) for p, found in of_person.items() if found}
    branches, views, labels = make_branches(vote, combinations, weights, stances, bound=any(c.stops_easing for c in binding))
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
        provenance=provenance_of(pair, index.events, as_of, command, prior, **settings),
    )  # fmt: skip


def _statements(pair: Pair, known: Iterable[Event], *, of: str, about: str, as_of: date) -> list[Statement]:
    """Return what people of one state said about the other; also of those who hold no office."""
    found = statements(known, of=of, about=about, as_of=as_of)
    ids = list({events[0].document for events in found})
    texts = {d.id: d for d in pair.project.store.documents(ids=ids, until=as_of)}
    return [
        Statement(
            speaker=first.source.name if first.source else "",
            date=first.date or as_of,
            text=sentence_of(first, texts),
            document=first.document,
            record=record_of(texts[first.document]),
            value=value_of(events),
            events=events,
        )
        for events in found
        for first in events[:1]
    ]


def _stance(found: Sequence[Statement], prior: PanelPrior) -> Stance:
    from detente.outlook import measure_stance

    words = prior.verbal
    return measure_stance([s.value for s in found], panel_variance=words.event_var, pseudo_events=words.event_var_weight)


def _usual_tone(said: Sequence[Statement], prior: PanelPrior, judgement: Judgement) -> Tone:
    """Return how that state's people usually speak of the other; that of the panel where there are too few statements."""
    if len(said) < judgement.least_tone:
        return Tone(prior.verbal.level_mean, len(said), "panel")
    return Tone(sum(s.value for s in said) / len(said), len(said), "pair")
