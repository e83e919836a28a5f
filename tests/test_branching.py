"""Branches from an election file on real history: they add up, and nothing that is no number comes out."""

import json
import math
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import made_document

from detente import words
from detente.errors import RefusalError
from detente.project import Pair, Project
from detente.store import Store

AS_OF = date(2020, 10, 27)


def _all_numbers(value):
    if isinstance(value, dict | list):
        for v in value.values() if isinstance(value, dict) else value:
            yield from _all_numbers(v)
    elif isinstance(value, float):
        yield value


def _project(rows):
    store = Store.open(None)
    store.add_documents_with_events(rows)
    return Project(store, "made")


def _months_of_2020():
    return [made_document(i, date(2020, i, 2), "163", "imposed sanctions on", source="USA", target="RUS") for i in range(1, 7)]


def test_outlook_reads_its_assumptions_once_and_asks_for_the_events_once(chronicles, monkeypatch):
    from detente import priors

    read, asked = [], []
    whole, told = priors._read, Pair.told_events
    monkeypatch.setattr(priors, "_read", lambda name, path: read.append(name) or whole(name, path))
    monkeypatch.setattr(Pair, "told_events", lambda self, **day: asked.append(day) or told(self, **day))
    chronicles.pair("USA", "RUS").outlook("usa-2020", as_of=AS_OF)
    assert read.count("judgement.toml") == 1
    assert asked == [{"as_of": AS_OF}]


def test_elections_without_chambers_have_the_outcomes_of_those_with_chambers_that_change_nothing(chronicles, outlook_2020):
    # an act in force lets the legislature stop an easing whoever controls it, so the chambers change no branch
    vote = replace(outlook_2020.election, chambers=(), joint=(), independent="")
    plain = chronicles.pair("USA", "RUS").outlook(vote, as_of=AS_OF).as_dict()
    for one, two in zip(plain["outcomes"], outlook_2020.as_dict()["outcomes"], strict=True):
        assert math.isclose(one.pop("prob"), two.pop("prob"))  # a sum of four products in the last digit
        assert one == two
    assert plain["matters"]["split"] is None
    assert [b["id"] for b in plain["branches"]] == ["trump", "biden"]


def test_branches_add_up_to_their_outcomes(chronicles):
    out = chronicles.pair("USA", "RUS").outlook("usa-2016").as_dict()
    for outcome in out["outcomes"]:
        rows = [b for b in out["branches"] if b["outcome"] == outcome["id"]]
        assert len(rows) == 2
        assert math.isclose(sum(b["prob"] for b in rows), outcome["prob"])
        for key in ("prob_improve", "prob_unchanged", "prob_worsen"):
            assert math.isclose(sum(b["share"] * b[key] for b in rows), outcome[key], abs_tol=1e-8)
    split = out["matters"]["split"]
    assert set(split) == {"president", "senate"}
    assert math.isclose(sum(part["share"] for part in split.values()), out["matters"]["share"], abs_tol=2e-4)
    assert out["chambers"]["left_out"] == ["house"] and out["chambers"]["joint"]["date"] == "2016-09-08"


def test_too_short_a_past_gives_no_percentile():
    index = _project(_months_of_2020()).pair("USA", "RUS").index()
    assert index.point().percentile is None and index.as_dict()["index"]["percentile"] is None
    assert "24 are needed" in words.place_in_past(index)


@settings(max_examples=12)
@given(
    values=st.lists(st.sampled_from(["imposed sanctions on", "met", "attacked", "praised"]), min_size=0, max_size=30),
    gap=st.integers(1, 120),
    day=st.dates(date(2019, 1, 1), date(2020, 11, 3)),
    horizon=st.integers(1, 60),
)
def test_nothing_that_is_no_number_reaches_the_result(values, gap, day, horizon):
    codes = {"imposed sanctions on": "163", "met": "036", "attacked": "190", "praised": "051"}
    rows = [
        made_document(i, date(2020, 10, 1) - timedelta(days=i * gap), codes[verb], verb, source=one, target=other)
        for i, verb in enumerate(values)
        for one, other in [(("USA", "RUS"), ("RUS", "USA"))[i % 2]]
    ]
    pair = _project(rows).pair("USA", "RUS")
    for ask in (lambda: pair.index(as_of=day), lambda: pair.outlook("usa-2020", as_of=day, horizon=horizon)):
        try:
            out = ask().as_dict()
        except RefusalError as refused:
            assert refused.help and refused.code in ("I01", "I02", "I03", "O02")
            continue
        assert all(math.isfinite(x) for x in _all_numbers(json.loads(json.dumps(out, allow_nan=False))))


def _government(party, partners=()):
    from detente.records import Holder

    return Holder(party, "Ana Costa", partners=partners)


def test_chamber_of_a_partner_stands_on_the_governments_side_and_a_push_is_kept():
    from detente.branching import make_branches
    from detente.elections import Weights, combine_as_of
    from detente.records import Chamber, Election, Holder, Outcome, PublishedProb, Push

    day = date(2030, 4, 1)
    chance = (PublishedProb(day, 0.5, "paper"),)
    houses = tuple(
        Outcome(
            name.lower(),
            name,
            {"upper_house": Holder(name)},
            chance,
            Push(-0.15, 0.1, "an expert") if name == "Union" else None,
        )
        for name in ("Green", "Union")
    )
    alone = Outcome("alone", "Costa governs alone", {"prime_minister": _government("Centre")})
    with_green = Outcome("green", "Costa governs with the Greens", {"prime_minister": _government("Centre", ("Green",))})
    vote = Election(
        "xyz-2030", "XYZ", "a vote", date(2030, 5, 5), date(2030, 6, 1), ("prime_minister", "upper_house"),
        {"prime_minister": Holder("Union", "Luis Rivera")}, (alone, with_green), None,
        chambers=(Chamber("upper_house", houses),), independent="so",
    )  # fmt: skip
    weights = Weights({"alone": 0.4, "green": 0.6}, "paper", day)
    branches, views, labels = make_branches(vote, combine_as_of(vote, weights.probs, day), weights, {}, bound=False)
    assert {name: view.view for name, view in views.items()} == {
        "alone/upper_house=green": "opposed",
        "alone/upper_house=union": "opposed",
        "green/upper_house=green": "aligned",
        "green/upper_house=union": "opposed",
    }
    assert {b.leader for b in branches} == {"Ana Costa"} and labels["green"] == "Costa governs with the Greens"
    assert [b.push for b in branches] == [None, (-0.15, 0.1)] * 2
    assert [b.prob for b in branches] == [0.2, 0.2, 0.3, 0.3]
    assert branches[0].label == "Upper House Green"
