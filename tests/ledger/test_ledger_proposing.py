"""What the program proposes: scenario first, then deed or trend; on readings of our own and on made events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from strategies_ledger import entry

from detente.claims.conditions import names_chamber
from detente.elections import election
from detente.errors import FormatError, NotFoundError
from detente.ledger.board import make_board
from detente.ledger.entry import Deed, entries_of
from detente.ledger.frozen import AFTERWARDS, OURSELVES, entries_of_outlook, freeze, read_frozen, seal
from detente.ledger.ledger import Ledger
from detente.ledger.proposing import Deeds, Trend, propose, takes_effect
from detente.records import Claim, Condition, Document, Event, Horizon, Likelihood, Speaker, Trigger
from detente.scorekeeping import propose_all
from detente.store import Store

VOTE = election("usa-2020")
LATER = date(2022, 1, 1)
SANCTION = Deed("USA", "RUS", "SANCTION")
EVENT = {"id": "e1", "date": "2020-12-05", "text": "The United States imposed sanctions on Russia.", "document": "d"}


def asked(**changes):
    values = {"made": date(2020, 10, 1), "until": date(2021, 10, 1), "pair": ("USA", "RUS")}
    return entry(**(values | changes))


def proposed(one, *, today=LATER, found=(), events=50, trend=None, elections=None):
    return propose(
        one,
        today=today,
        elections={VOTE.id: VOTE} if elections is None else elections,
        deeds=lambda deed, after, until: Deeds(tuple(found), events, 10),
        trend=lambda e: trend or reading(0.0),
    )


def reading(change, **more):
    chances = {"improve": 0.2, "unchanged": 0.3, "worsen": 0.5}
    return Trend(**({"before": 1.0, "after": 1.0 + change, "band": 0.5, "chances": chances, "evidence": (), "events": 9,
                     "documents": 5} | more))  # fmt: skip


def test_scenario_that_did_not_come_annuls_before_anything_else_is_looked_at():
    def never(*_):
        raise AssertionError("neither deed nor trend is looked at")

    for one in (asked(scenario=("usa-2020/trump",)), asked(scenario=("usa-2020/trump",), direction=None, deed=SANCTION)):
        found = propose(one, today=LATER, elections={VOTE.id: VOTE}, deeds=never, trend=never)
        assert (found.outcome, found.rule, found.settled) == ("annulled", "scenario", VOTE.date)
        assert "Joe Biden is elected" in found.reason and VOTE.came_source == found.figures["source"]


def test_claim_for_whoever_wins_is_settled_on_the_branch_that_came():
    both = asked(scenario=("usa-2020/trump", "usa-2020/biden"), direction="worsen")
    assert proposed(both, trend=reading(-0.6)).outcome == "yes"
    assert proposed(both, trend=reading(0.6)).outcome == "no"


def test_nothing_is_known_of_a_vote_before_its_day_is_over():
    one = asked(scenario=("usa-2020/trump",))
    assert proposed(one, today=VOTE.date) is None
    assert proposed(one, today=VOTE.date + timedelta(days=1)).outcome == "annulled"


def test_outcome_that_no_file_tells_is_unclear_once_due():
    one = asked(scenario=("xyz-2030/rivera",))
    assert proposed(one, today=date(2021, 1, 1)) is None
    assert proposed(one).outcome == "unclear" and "xyz-2030" in proposed(one).reason
    open_vote = replace(VOTE, came=None)
    assert proposed(asked(scenario=("usa-2020/biden",)), elections={VOTE.id: open_vote}).outcome == "unclear"


def test_deed_is_settled_by_the_first_event_even_before_the_last_day():
    one = asked(direction=None, deed=SANCTION)
    found = proposed(one, today=date(2020, 12, 31), found=[EVENT, {**EVENT, "id": "e2", "date": "2020-12-20"}])
    assert (found.outcome, found.rule, found.settled) == ("yes", "deed", date(2020, 12, 5))
    assert found.evidence[0]["id"] == "e1" and found.coverage == {"events": 50, "documents": 10}
    assert proposed(one, today=date(2020, 12, 31)) is None


@pytest.mark.parametrize(
    ("scenario", "deed", "vote", "day"),
    [
        (("usa-2020/biden",), SANCTION, VOTE, VOTE.inauguration - timedelta(days=1)),
        (("usa-2020/biden",), Deed("RUS", "USA", "SANCTION"), VOTE, VOTE.date),
        (("usa-2020/trump",), SANCTION, replace(VOTE, came="trump"), VOTE.date),
        (("usa-2020/biden", "usa-2020/trump"), SANCTION, VOTE, date.min),
    ],
)
def test_deed_under_a_scenario_counts_once_that_takes_effect(scenario, deed, vote, day):
    """A newcomer acts for the state from the inauguration, an incumbent and the other state from the vote."""
    assert takes_effect(deed, scenario, vote) == day
    asked_for = []
    one = asked(direction=None, deed=deed, scenario=scenario)

    def deeds(deed, after, until):
        asked_for.append((after, until))
        return Deeds((), 99, 9)

    propose(one, today=LATER, elections={vote.id: vote}, deeds=deeds, trend=lambda e: reading(0))
    assert asked_for == [(max(day, one.made), one.until)]


@pytest.mark.parametrize(("events", "outcome"), [(50, "no"), (6, "no"), (5, "unclear"), (0, "unclear")])
def test_silence_says_something_only_where_much_is_known(events, outcome):
    """A year: half an event a month is six events."""
    assert proposed(asked(direction=None, deed=SANCTION), events=events).outcome == outcome


@pytest.mark.parametrize(
    ("change", "came"), [(0.51, "improve"), (0.5, "unchanged"), (0, "unchanged"), (-0.5, "unchanged"), (-0.51, "worsen")]
)
def test_trend_has_a_dead_band(change, came):
    for direction in ("improve", "unchanged", "worsen"):
        found = proposed(asked(direction=direction), trend=reading(change))
        assert found.outcome == ("yes" if direction == came else "no"), direction
    assert proposed(asked(), today=date(2021, 10, 1)) is None, "the last day is not over"


def test_what_has_no_index_or_no_check_is_unclear():
    assert proposed(asked(), trend=reading(0, refused="no events")).outcome == "unclear"
    assert proposed(asked(direction=None)).rule == "none"
    assert proposed(asked(condition="oil falls below 30 dollars")).rule == "none"
    assert proposed(asked(direction=None), today=date(2021, 1, 1)) is None


def test_readings_on_made_events_see_nothing_later(made_project):
    project = made_project()
    one = asked(direction=None, deed=SANCTION, made=date(2015, 3, 1), until=date(2016, 3, 1))
    found = propose_all([one], project, today=LATER)[one.id]
    events = [
        e for e in project.store.events(dyad=("USA", "RUS"), kinds="SANCTION") if date(2015, 3, 1) < e.date <= date(2016, 3, 1)
    ]
    assert found.outcome == ("yes" if events else "no")
    assert not events or (found.settled, found.evidence[0]["id"]) == (events[0].date, events[0].id)
    trend = asked(made=date(2015, 3, 1), until=date(2016, 3, 1))
    before = propose_all([trend], project, today=date(2016, 3, 2))
    assert before == propose_all([trend], project, today=date(2020, 1, 1)), "the day of asking makes no difference"
    pair = project.pair("USA", "RUS")
    levels = [float(pair.index(as_of=d).result.level.mean[-1]) for d in (trend.made, trend.until)]
    figures = before[trend.id].figures
    assert [figures["before"], figures["after"]] == pytest.approx(levels, abs=1e-4)
    assert sum(figures["chances"].values()) == pytest.approx(1, abs=3e-4)
    assert all("2015-03-01" < e["date"] <= "2016-03-01" for e in before[trend.id].evidence)
    unknown = asked(pair=("NOR", "PER"), made=date(2015, 3, 1), until=date(2016, 3, 1))
    assert propose_all([unknown], project, today=LATER)[unknown.id].outcome == "unclear"


TEXT = "Ana Ruiz said Norway would probably sanction Peru in 2021 if the accord fails. Bo Lind said ties may improve."
DOCUMENT = Document("d1", TEXT, date(2020, 5, 1), url="https://example.org/1")


def claim(name, text, **changes):
    start = TEXT.index(text)
    values = {
        "id": name, "document": "d1", "part_of": None, "speaker": Speaker("Ana Ruiz", "Ana Ruiz", None, None, "person", "name"),
        "source_span": None, "cue_span": None, "content_spans": ((start, start + len(text)),), "text": text, "mode": "indirect",
        "type": "forecast", "condition": None, "likelihood": None, "about": ("NOR", "PER"), "direction": None,
        "polarity": "positive", "horizon": None, "nested_in": None, "date": date(2020, 5, 1), "venue": None, "rule": "r",
    }  # fmt: skip
    return Claim(**(values | changes))


def foreseen(status="future"):
    at = TEXT.index("sanction Peru")
    actors = [replace(_actor(), code=c) for c in ("NOR", "PER")]
    return Event("x", "d1", 0, 70, Trigger(at, at + 8, "sanction"), None, None, *actors, "SANCTION", None, None, "163",
                 "material_conflict", -8.0, status, False, 1, None, "r")  # fmt: skip


def _actor():
    from detente.records import Actor

    return Actor("NOR", "Norway", None, "Norway", 0, 6)


def test_claims_become_entries_with_document_spans_and_hash():
    first = claim(
        "c1", "Norway would probably sanction Peru in 2021", condition=Condition("if the accord fails", (), ()),
        likelihood=Likelihood("probably", 0.5, 0.9, 0.72, "point"), horizon=Horizon("in 2021", date(2021, 12, 31)),
    )  # fmt: skip
    second = claim("c2", "ties may improve", direction="improve", likelihood=Likelihood("may", 0.1, 0.7, 0.4, "interval"),
                   condition=Condition(None, (), ("usa-2020/biden",)))  # fmt: skip
    fact = claim("c3", "Bo Lind said", type="fact")
    whole, part = claim("c4", "Bo Lind said ties may improve"), claim("c5", "ties may improve", part_of="c4", type="threat")
    undated = claim("c6", "ties", date=None)
    made, aside = entries_of([first, second, fact, whole, part], [DOCUMENT], [foreseen(), foreseen("happened")])
    assert aside == [] and [e.claim for e in made] == ["c1", "c2", "c5"]
    deed, trend, vow = made
    assert (deed.deed, deed.direction, deed.prob, deed.until) == (
        Deed("NOR", "PER", "SANCTION"),
        None,
        0.72,
        date(2021, 12, 31),
    )
    assert (deed.condition, deed.checkable, deed.until_basis) == ("if the accord fails", False, "stated")
    assert (deed.document, deed.sha256, deed.spans) == ("d1", DOCUMENT.sha256, first.content_spans)
    assert (trend.direction, trend.prob, trend.low, trend.high, trend.vague) == ("improve", None, 0.1, 0.7, True)
    assert (trend.scenario, trend.until, trend.until_basis) == (("usa-2020/biden",), date(2021, 5, 1), "default")
    assert vow.vow and not trend.vow
    assert entries_of([undated], [replace(DOCUMENT, date=None)])[1] == [undated]


def test_condition_on_two_offices_keeps_its_words():
    """Who wins annuls or not; whether the chamber went that way only a person says."""
    one = claim("c1", "ties may improve", direction="improve",
                condition=Condition("if Biden wins and his party takes the Senate", (), ("usa-2020/biden",)))  # fmt: skip
    [entry] = entries_of([one], [DOCUMENT], asks_more=names_chamber)[0]
    assert (entry.scenario, entry.condition) == (("usa-2020/biden",), "if Biden wins and his party takes the Senate")
    assert not entry.checkable
    [plain] = entries_of([one], [DOCUMENT])[0]
    assert plain.checkable


@pytest.mark.parametrize(
    ("phrase", "low", "high", "median", "kind", "polarity", "down", "expected"),
    [
        ("likely", 0.6, 0.9, 0.75, "point", "positive", False, (0.75, None, None)),
        ("likely", 0.6, 0.9, 0.75, "point", "negative", False, (0.25, None, None)),
        ("unlikely", 0.05, 0.4, 0.2, "point", "negative", True, (0.2, None, None)),
        ("unlikely", 0.05, 0.4, 0.2, "point", "positive", True, (0.8, None, None)),
        ("may", 0.1, 0.7, 0.4, "interval", "negative", False, (None, 0.3, 0.9)),
        ("doubtful", 0.05, 0.6, 0.25, "interval", "negative", True, (None, 0.05, 0.6)),
        ("would", None, None, None, "unscored", "negative", False, (None, None, None)),
    ],
)
def test_probability_is_that_of_the_thing_predicted(phrase, low, high, median, kind, polarity, down, expected):
    one = claim("c1", "ties may improve", likelihood=Likelihood(phrase, low, high, median, kind), polarity=polarity,
                direction="improve")  # fmt: skip
    made = entries_of([one], [DOCUMENT], points_down=lambda word: down)[0][0]
    assert (made.prob, made.low, made.high) == expected
    assert ("not" in made.phrase.split()) == ((polarity == "negative") != down)


def test_same_claim_in_a_second_text_is_the_same_entry():
    again = replace(DOCUMENT, id="d2", url="https://example.org/2")
    one = entries_of([claim("c1", "ties may improve")], [DOCUMENT])[0]
    two = entries_of([replace(claim("c1", "ties may improve"), document="d2", id="other")], [again])[0]
    assert one[0].id == two[0].id and one[0].document != two[0].document


def test_negated_deed_is_foretold_only_by_who_denies_it():
    denied = foreseen("negated")
    plain = claim("c1", "Norway would probably sanction Peru in 2021")
    assert entries_of([plain], [DOCUMENT], [denied])[0][0].deed is None
    denying = replace(plain, polarity="negative")
    assert entries_of([denying], [DOCUMENT], [denied])[0][0].deed == Deed("NOR", "PER", "SANCTION")
    vow = replace(denying, type="commitment")
    assert entries_of([vow], [DOCUMENT], [denied])[0][0].deed is None, "who vows not to do it is not held to doing it"


@pytest.fixture(scope="module")
def frozen(made_outlook):
    return freeze(
        made_outlook.as_dict(), vote=made_outlook.election.date, change=made_outlook.judgement.change,
        now=datetime(2020, 10, 28, 12, tzinfo=UTC),
    )  # fmt: skip


def test_frozen_outlook_is_read_back_and_a_change_is_noticed(frozen, tmp_path):
    path = tmp_path / "o.json"
    path.write_text(json.dumps(frozen, indent=2), encoding="utf-8")
    kept = read_frozen(path)
    assert kept["until"] == "2021-10-27" and kept["sha256"] == seal(kept)
    kept["outlook"]["outcomes"][0]["prob_improve"] = 0.99
    path.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(FormatError, match="L12"):
        read_frozen(path)
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(FormatError, match="L11"):
        read_frozen(path)
    with pytest.raises(NotFoundError, match="L10"):
        read_frozen(tmp_path / "none.json")


def test_outlook_is_scored_by_the_same_rules_on_the_branch_that_came(frozen, made_outlook):
    made = entries_of_outlook(frozen)
    assert len(made) == 6 and {e.speaker for e in made} == {OURSELVES}
    by_outcome = {}
    for one in made:
        by_outcome.setdefault(one.scenario, []).append(one.prob)
    assert all(sum(probs) == pytest.approx(1) for probs in by_outcome.values())
    with Store.open(None) as store:
        book = Ledger(store)
        book.enter(made)
        trend = reading(0.7)
        book.propose({e.id: proposed(e, trend=trend) for e in made})
        board = make_board(book.confirm([e.id for e in made], by="B. Lind"))
    tally = board.tallies[0]
    chances = next(b for b in made_outlook.result.outcomes if b.id == "biden").forecast.chances
    by_hand = ((1 - chances.improve) ** 2 + chances.unchanged**2 + chances.worsen**2) / 3
    assert tally.brier == pytest.approx(by_hand)
    assert (tally.annulled, tally.resolved, tally.scored) == (3, 3, 1), "three directions of one outlook are one claim"


def test_outlook_made_after_the_vote_is_never_taken_for_a_forecast(frozen, made_outlook):
    late = freeze(made_outlook.as_dict(), vote=VOTE.date, change=0.5, now=datetime(2020, 11, 4, tzinfo=UTC))
    made = entries_of_outlook(late)
    assert {e.speaker for e in made} == {AFTERWARDS} and AFTERWARDS != OURSELVES
    with Store.open(None) as store:
        book = Ledger(store)
        book.enter(made)
        board = make_board(book.confirm([e.id for e in made], by="B. Lind", outcome="yes", note="n"))
    assert board.parts is None and board.calibration == () and board.tallies[0].brier is not None
