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
