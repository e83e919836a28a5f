"""The state machine: the log only grows, taking back restores, annulled never counts, order does not matter."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_ledger import entries, entry

from detente.errors import InputError, NotFoundError, StoreError
from detente.ledger.board import LEAST_RANKED, make_board
from detente.ledger.entry import entry_as_dict, entry_from_dict
from detente.ledger.ledger import OUTCOMES, Ledger, Proposal
from detente.store import Store

YES = Proposal("yes", "deed", "it came", date(2020, 3, 1), ({"id": "e", "date": "2020-03-01", "text": "t", "document": "d"},))
SETS = st.lists(entries(), min_size=1, max_size=8, unique_by=lambda e: e.id)
MANY = settings(max_examples=40, deadline=None)


def opened() -> Ledger:
    return Ledger(Store.open(None))


@given(entries())
def test_entry_survives_being_written_and_read(made):
    import json

    assert entry_from_dict(json.loads(json.dumps(entry_as_dict(made)))) == made


@MANY
@given(SETS, st.data())
def test_log_only_grows_whatever_is_done(made, data):
    book = opened()
    book.enter(made)
    before = book.log()
    for _ in range(data.draw(st.integers(1, 12))):
        one = data.draw(st.sampled_from(made)).id
        what = data.draw(st.sampled_from(["enter", "propose", "confirm", "unresolve", "void"]))
        try:
            if what == "enter":
                book.enter(made)
            elif what == "propose":
                book.propose({one: replace(YES, outcome=data.draw(st.sampled_from(OUTCOMES)))})
            elif what == "confirm":
                book.confirm([one], by="B. Lind", outcome=data.draw(st.sampled_from([None, *OUTCOMES])), note="n")
            elif what == "unresolve":
                book.unresolve([one], by="B. Lind", reason="r")
            else:
                book.void([one], by="B. Lind", reason="r")
        except InputError as error:
            assert error.code in ("L03", "L04")
            assert book.log() == before, "what was refused left a trace"
        after = book.log()
        assert after[: len(before)] == before
        before = after
        scored = {s.entry.id for s in book.standings() if s.resolution is not None}
        assert set(book._journal.scores()) <= scored


@MANY
@given(SETS, st.sampled_from(OUTCOMES), st.booleans())
def test_taking_back_restores_what_stood_before(made, outcome, proposed):
    book = opened()
    book.enter(made)
    if proposed:
        book.propose({e.id: YES for e in made})
    before = book.standings(), asdict(make_board(book.standings()))
    book.confirm([e.id for e in made], by="B. Lind", outcome=outcome, note="n")
    assert book.standings() != before[0]
    book.unresolve([e.id for e in made], by="B. Lind", reason="too early")
    assert (book.standings(), asdict(make_board(book.standings()))) == before
    assert book._journal.scores() == {}


@MANY
@given(SETS, st.data())
def test_annulled_and_unclear_and_void_never_count(made, data):
    fates = {e.id: data.draw(st.sampled_from([*OUTCOMES, "void", "open"])) for e in made}
    book, alone = opened(), opened()
    book.enter(made)
    counting = [e for e in made if fates[e.id] in ("yes", "no")]
    alone.enter(counting)
    for one in made:
        fate = fates[one.id]
        if fate == "void":
            book.void([one.id], by="B. Lind", reason="r")
        elif fate != "open":
            book.confirm([one.id], by="B. Lind", outcome=fate, note="n")
    for one in counting:
        alone.confirm([one.id], by="B. Lind", outcome=fates[one.id], note="n")
    a, b = make_board(book.standings()), make_board(alone.standings())
    assert (a.parts, a.calibration, a.log_loss) == (b.parts, b.calibration, b.log_loss)
    scores = {t.speaker: (t.brier, t.shrunk, t.range_low, t.scored, t.rank) for t in b.tallies}
    assert all(
        (t.brier, t.shrunk, t.range_low, t.scored, t.rank) == scores[t.speaker] for t in a.tallies if t.speaker in scores
    )


@MANY
@given(SETS, st.data())
def test_order_of_resolving_changes_no_score(made, data):
    fates = {e.id: data.draw(st.sampled_from(OUTCOMES)) for e in made}
    boards = []
    for order in (made, data.draw(st.permutations(made))):
        book = opened()
        book.enter(order)
        for one in order:
            book.confirm([one.id], by="B. Lind", outcome=fates[one.id], note="n")
        boards.append(asdict(make_board(book.standings())))
    assert boards[0] == boards[1]


def test_entry_falls_due_with_the_calendar():
    book = opened()
    book.enter([entry()])
    states = [book.standings(today=day)[0].state for day in (date(2020, 12, 31), date(2021, 1, 1))]
    assert states == ["open", "due"]


def test_road_from_open_to_scored_and_back(tmp_path: Path):
    with Store.open(tmp_path / "l.duckdb") as store:
        book, one = Ledger(store), entry(prob=0.8)
        assert book.enter([one]) == (1, 0) and book.enter([one, one]) == (0, 2)
        assert book.propose({one.id: YES}) == 1 and book.propose({one.id: YES}) == 0
        assert book.standings()[0].state == "proposed"
        done = book.confirm([one.id[:4]], by="B. Lind")[0]
        assert (done.state, done.resolution.settled, done.scores["brier"]) == ("scored", date(2020, 3, 1), pytest.approx(0.04))
    with Store.open(tmp_path / "l.duckdb", read_only=True) as store:
        assert Ledger(store).standings()[0].state == "scored"
    with Store.open(tmp_path / "l.duckdb") as store:
        assert Ledger(store).unresolve([one.id], by="B. Lind", reason="wrong text")[0].state == "proposed"
        assert store.journal().scores() == {}
        assert [r.action for r in Ledger(store).log()] == ["enter", "propose", "confirm", "unresolve"]


def test_scores_and_log_go_together_or_not_at_all(monkeypatch):
    """A failure between the log and the scores leaves neither."""
    book, one = opened(), entry()
    book.enter([one])
    before = book.log()
    monkeypatch.setattr("detente.ledger.ledger.score", lambda *_: {"happened": None, "brier": 0.1, "brier_low": None,
                                                                  "brier_high": None, "log_loss": 0.1})  # fmt: skip
    with pytest.raises(StoreError):
        book.confirm([one.id], by="B. Lind", outcome="yes", note="n")
    assert book.log() == before and book._journal.scores() == {} and book.standings()[0].state == "open"


@pytest.mark.parametrize(
    "change", ["UPDATE ledger_log SET person = 'X' WHERE number = 2", "DELETE FROM ledger_log WHERE number = 1"]
)
def test_change_by_other_means_is_noticed(tmp_path: Path, change):
    path = tmp_path / "l.duckdb"
    with Store.open(path) as store:
        book, one = Ledger(store), entry()
        book.enter([one])
        book.confirm([one.id], by="B. Lind", outcome="yes", note="n")
    with duckdb.connect(str(path)) as raw:
        raw.execute(change)
    with Store.open(path) as store, pytest.raises(StoreError, match="S30"):
        Ledger(store).standings()


def test_what_cannot_be_done_is_refused_with_the_next_step():
    book, one, two = opened(), entry(), entry(text="another")
    book.enter([one, two])
    with pytest.raises(InputError, match="L04"):
        book.confirm([one.id], by="B. Lind")
    with pytest.raises(InputError, match="L05"):
        book.confirm([one.id], by="B. Lind", outcome="yes")
    book.propose({one.id: YES})
    with pytest.raises(InputError, match="L05"):
        book.confirm([one.id], by="B. Lind", outcome="no")
    with pytest.raises(InputError, match="L06"):
        book.confirm([one.id], by=" ")
    with pytest.raises(InputError, match="L06"):
        book.void([one.id], by="B. Lind", reason="")
    with pytest.raises(NotFoundError, match="L01"):
        book.find(["zzzz"])
    with pytest.raises(NotFoundError, match="L02"):
        opened_with = opened()
        opened_with.enter([entry(text=str(i)) for i in range(300)])
        opened_with.find([opened_with.standings()[0].entry.id[:1]])
    book.confirm([one.id], by="B. Lind")
    for act in (lambda: book.confirm([one.id], by="B. Lind"), lambda: book.void([one.id], by="B. Lind", reason="r")):
        with pytest.raises(InputError, match="unresolve"):
            act()


def resolved(made, fates):
    book = opened()
    book.enter(made)
    for one, fate in zip(made, fates, strict=True):
        book.confirm([one.id], by="B. Lind", outcome=fate, note="n")
    return book.standings()


def test_revised_forecast_counts_once_by_the_days_it_was_held():
    """The same steps as three forecasts of one question: .4 for 18 days, .75 for 38, .9 for 36; by hand 9.215 / 92."""
    steps = [(date(2020, 10, 20), 0.4), (date(2020, 11, 7), 0.75), (date(2020, 12, 15), 0.9)]
    made = [entry(made=day, prob=p, until=date(2021, 1, 20)) for day, p in steps]
    board = make_board(resolved(made, ["yes"] * 3))
    assert board.tallies[0].brier == pytest.approx((18 * 0.36 + 38 * 0.0625 + 36 * 0.01) / 92)
    assert board.parts.brier == pytest.approx(board.tallies[0].brier) and board.parts.n == pytest.approx(1)
    assert board.tallies[0].scored == 1


def test_nobody_is_ranked_on_fewer_than_ten_claims():
    made = [entry(text=f"q{i}", until=date(2021, 1, 1 + i), prob=0.6) for i in range(LEAST_RANKED)]
    few = make_board(resolved(made[1:], ["yes"] * 9)).tallies[0]
    enough = make_board(resolved(made, ["yes"] * 10)).tallies[0]
    assert (few.scored, few.rank, enough.scored, enough.rank) == (9, None, 10, 1)
    grouped = [replace(e, group="g") for e in made]
    assert make_board(resolved(grouped, ["yes"] * 10)).tallies[0].rank is None


def test_board_by_hand():
    """Two speakers: .8 yes, .6 no | interval .1 to .7 yes, a word without figures no, a vow kept."""
    a = [entry(text="a", prob=0.8), entry(text="b", prob=0.6, until=date(2020, 11, 1))]
    b = [
        entry(speaker="Bo Lind", text="c", prob=None, low=0.1, high=0.7, until=date(2020, 10, 1)),
        entry(speaker="Bo Lind", text="d", prob=None, until=date(2020, 9, 1)),
        entry(speaker="Bo Lind", text="e", prob=None, vow=True),
    ]
    board = make_board(resolved([*a, *b], ["yes", "no", "yes", "no", "yes"]))
    ana, bo = board.tallies
    assert (ana.brier, ana.skill_coin) == (pytest.approx((0.04 + 0.36) / 2), pytest.approx(1 - 0.2 / 0.25))
    assert ana.skill_base == pytest.approx(1 - 0.2 / 0.25) and ana.vague_share == 0
    assert ana.shrunk == pytest.approx(0.2)
    assert (bo.brier, bo.ranges, bo.range_low, bo.range_high) == (None, 1, pytest.approx(0.09), pytest.approx(0.81))
    assert (bo.entered, bo.resolved, bo.vague_share, bo.vows_kept, bo.vows_broken) == (2, 2, 1.0, 1, 0)
    assert board.parts.n == 2 and board.skill_coin == pytest.approx(0.2)
