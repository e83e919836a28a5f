"""Whose term was tougher: terms from the tables, a planted difference, refusals, no NaN."""

import json
import random
from datetime import date
from itertools import pairwise

import pytest

from detente.errors import InputError, NotFoundError, RefusalError
from detente.leaders import LeaderTerm, choose_term, leader_terms, leading_office

MILD, TOUGH = ("051", "057", "030", "060"), ("112", "111", "163", "172")


def two_terms(dice=None, *, first=MILD, second=TOUGH, source="USA", target="RUS"):
    """Two events a month by the source in two terms of presidents of the United States, 2009-01 to 2020-12."""
    dice = dice or random.Random(1)
    rows = []
    for year in range(2009, 2021):
        for month in range(1, 13):
            kind = first if (year, month) < (2017, 2) else second
            rows += [(f"{year}-{month:02d}-{day:02d}", source, dice.choice(kind), target) for day in (5, 22)]
    return rows


def test_terms_follow_each_other_and_acting_days_are_joined():
    terms = leader_terms("RUS")
    putin = [t for t in terms if t.person == "Vladimir Putin"]
    assert [t.start.isoformat() for t in putin] == ["1999-12-31", "2012-05-07"] and putin[-1].end is None
    for state in ("USA", "RUS", "IND", "FRA", "DEU"):
        terms = leader_terms(state)
        assert all(a.end == b.start for a, b in pairwise(terms) if a.start.year > 1999)
    assert not putin[0].holds(date(2008, 5, 7)) and putin[0].holds(date(2008, 5, 6))


@pytest.mark.parametrize(
    ("state", "office"),
    [("USA", "head_of_state"), ("FRA", "head_of_state"), ("GBR", "head_of_government"), ("IRN", "head_of_government"),
     ("JPN", "head_of_government"), ("UKR", "head_of_state"), ("ESP", "head_of_government")],
)  # fmt: skip
def test_the_office_that_leads(state, office):
    assert leading_office(state) == office


def test_names_mean_one_term():
    terms = leader_terms("USA")
    assert choose_term(terms, "obama").label == "Barack Obama 2009–2017"
    assert choose_term(terms, "Trump 2018").start.year == 2017
    assert choose_term(terms, "Donald Trump 2025–").start.year == 2025
    for asked, code in (("Trump", "T03"), ("Nobody", "T02"), ("2018", "T02"), ("Obama 1950", "T02")):
        with pytest.raises(NotFoundError) as caught:
            choose_term(terms, asked)
        assert caught.value.code == code and caught.value.near


def test_a_planted_difference_is_found_in_words_and_deeds(made_store):
    pair = made_store(two_terms()).pair("USA", "RUS")
    found = pair.leaders("USA", "Trump 2017", "Obama")
    assert [t.label for t in found.terms] == ["Barack Obama 2009–2017", "Donald Trump 2017–2021"]
    assert {c.quantity for c in found.contests} == {"words", "deeds", "both"}
    for contest in found.contests:
        assert contest.prob_tougher > 0.99 and contest.difference.high < 0
        assert contest.quotes and all(q.value < 0 for q in contest.quotes)
        assert contest.quantity == "both" or contest.per_event.high < 0
    other = pair.leaders("USA", "Obama", "Trump 2017")
    for one, two in zip(found.contests, other.contests, strict=True):
        assert one.difference.mean == pytest.approx(-two.difference.mean)
        assert one.prob_tougher == pytest.approx(1 - two.prob_tougher)


def test_what_the_other_side_did_does_not_count(made_store):
    rows = two_terms(first=MILD, second=MILD)
    with_answers = rows + two_terms(random.Random(2), first=TOUGH, second=TOUGH, source="RUS", target="USA")
    one, two = (made_store(r).pair("USA", "RUS").leaders("USA", "Trump 2017", "Obama") for r in (rows, with_answers))
    for a, b in zip(one.contests, two.contests, strict=True):
        assert a.difference.mean == pytest.approx(b.difference.mean, abs=1e-9)
    assert [t.words for t in one.terms] == [t.words for t in two.terms]


def test_order_of_texts_does_not_matter(made_store):
    rows = two_terms()
    turned = made_store(reversed(rows)).pair("USA", "RUS").leaders("USA")
    straight = made_store(rows).pair("USA", "RUS").leaders("USA")
    for a, b in zip(straight.contests, turned.contests, strict=True):
        assert (a.first, a.prob_tougher) == (b.first, pytest.approx(b.prob_tougher, abs=1e-9))


def test_same_conduct_is_not_told_apart(made_store):
    sure = 0
    for seed in range(12):
        rows = two_terms(random.Random(seed), first=MILD + TOUGH, second=MILD + TOUGH)
        found = made_store(rows).pair("USA", "RUS").leaders("USA", "Trump 2017", "Obama")
        sure += sum(not 0.05 <= c.prob_tougher <= 0.95 for c in found.contests if c.quantity == "both")
    assert sure <= 4  # one of ten expected; more than 4 of 12 by chance less than once in two hundred


def test_thin_terms_are_refused_with_their_counts(made_store):
    rows = [row for row in two_terms() if row[0] < "2016-12" or row[0][:7] == "2018-03"]
    pair = made_store(rows).pair("USA", "RUS")
    with pytest.raises(RefusalError) as caught:
        pair.leaders("USA", "Trump 2017", "Obama")
    assert caught.value.code == "T07" and "Donald Trump 2017–2021: " in caught.value.message and caught.value.help


def test_wrong_requests_are_named(made_store):
    pair = made_store(two_terms()).pair("USA", "RUS")
    for call, code in (
        (lambda: pair.leaders("France"), "T04"),
        (lambda: pair.leaders("USA", "Obama"), "T05"),
        (lambda: pair.leaders("USA", "Obama", "Barack Obama"), "T06"),
        (lambda: pair.coherence("France"), "T04"),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == code


def test_as_of_is_strict(made_store):
    pair = made_store(two_terms()).pair("USA", "RUS")
    day = date(2018, 6, 30)
    early = pair.leaders("USA", as_of=day)
    assert early.as_of == day and all(t.end <= day for t in early.terms)
    assert all(q.date <= day for c in early.contests for q in c.quotes)


def test_real_history_as_json(chronicles):
    found = chronicles.pair("USA", "RUS").leaders("USA", as_of=date(2020, 10, 27))
    out = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert out["of"] == "USA" and out["toward"] == "RUS" and out["interval"] == 0.9
    known = {e.id for e in chronicles.pair("USA", "RUS").state_events(as_of=date(2020, 10, 27))}
    for contest in out["contests"]:
        assert 0 <= contest["prob_tougher"] <= 1
        assert contest["difference"]["low"] < contest["difference"]["mean"] < contest["difference"]["high"]
        assert {q["id"] for q in contest["quotes"]} <= known


def test_coherence_of_two_voices(made_store):
    """The leader praises, the foreign minister accuses, in the same weeks of three years."""
    rows, speakers = [], {}
    for year in (2013, 2014, 2015):
        for month in range(1, 13):
            for code, name in (("051", "Barack Obama"), ("112", "John Kerry")):
                speakers[len(rows)] = name
                rows.append((f"{year}-{month:02d}-{10 if code == '051' else 12}", "USA", code, "RUS"))
    pair = made_store(rows, speakers=speakers).pair("USA", "RUS")
    found = pair.coherence("USA")
    (term,) = found.measured
    assert term.label == "Barack Obama 2009–2017" and (term.leader, term.officials, term.matched) == (36, 36, 36)
    assert term.share.mean == 0 and term.base.mean == pytest.approx((36 * 35 * 2) / (72 * 71)) and term.excess.high < 0
    assert term.gap.mean == pytest.approx(3.4 - -2.0, abs=0.8) and len(term.opposed) == 5
    json.dumps(found.as_dict(), allow_nan=False)
    with pytest.raises(RefusalError) as caught:
        pair.coherence("RUS")
    assert caught.value.code == "T08"


def test_a_term_knows_its_days():
    term = LeaderTerm("A B", "USA", "President", date(2000, 1, 1), date(2004, 1, 1), "made")
    assert term.holds(date(2000, 1, 1)) and not term.holds(date(2004, 1, 1)) and term.label == "A B 2000–2004"
