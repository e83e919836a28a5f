"""Tellings of one deed come together: symmetric, whatever the order, and never what contradicts itself."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.mentions import Telling, group, likely, same_deed
from detente.mentions.grouping import Group

_WORDS = ("camp", "port", "bomb", "convoy", "bridge", "depot", "river", "kill")
_START = date(2024, 3, 4)


def telling(number: int, **changes: object) -> Telling:
    base = Telling(
        (f"d{number}", f"e{number}"), 0, "KEN", "SOM", False, ("ASSAULT", "happened"), _START, True, "195",
        frozenset({"camp", "dawn"}), frozenset({"!bomb"}), frozenset(), frozenset(), {},
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


@st.composite
def tellings(draw: st.DrawFn, most: int = 14) -> list[Telling]:
    count = draw(st.integers(0, most))
    return [
        telling(
            i,
            key=(f"d{draw(st.integers(0, most))}", f"e{i}"),
            source=draw(st.sampled_from(["KEN", "SOM"])),
            target=draw(st.sampled_from(["KEN", "SOM"])),
            mutual=draw(st.booleans()),
            day=_START + timedelta(days=draw(st.integers(0, 8))),
            said=draw(st.booleans()),
            words=frozenset(draw(st.lists(st.sampled_from(_WORDS), max_size=4))),
            names=frozenset(draw(st.lists(st.sampled_from(["@kismayo", "@afmadow"]), max_size=1))),
            places=frozenset(draw(st.lists(st.sampled_from(["%kismayo", "%baidoa"]), max_size=1))),
            numbers=draw(st.dictionaries(st.sampled_from(["people", "house"]), st.sampled_from([2.0, 12.0, 15.0]), max_size=1)),
        )
        for i in range(count)
    ]


def parts(groups: list[Group]) -> set[tuple[tuple[str, str], ...]]:
    return {g.keys for g in groups}


@given(tellings(), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(some: list[Telling], shuffled: random.Random) -> None:
    twice = [*some, *some[:3]]
    shuffled.shuffle(twice)
    assert group(twice) == group(some)


@given(tellings())
def test_every_telling_is_in_one_group_and_links_hold_it(some: list[Telling]) -> None:
    groups = group(some)
    assert sorted(key for g in groups for key in g.keys) == sorted({t.key for t in some})
    for g in groups:
        assert len(g.links) == len(g.keys) - 1
        reached = {g.keys[0]}
        for _ in g.links:
            reached |= {key for link in g.links if {link.a, link.b} & reached for key in (link.a, link.b)}
        assert reached == set(g.keys)


@given(tellings(most=6))
def test_likeness_is_symmetric(some: list[Telling]) -> None:
    for a in some:
        for b in some:
            assert same_deed(a, b) == same_deed(b, a)


@settings(max_examples=60, deadline=None)
@given(tellings(most=30))
def test_sparse_product_finds_what_all_pairs_find(some: list[Telling]) -> None:
    every = group(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likely, "_FEW", 0)
        patch.setattr(likely, "_ROWS", 4)
        assert group(some) == every


@given(tellings())
def test_no_group_contradicts_itself(some: list[Telling]) -> None:
    by_key = {t.key: t for t in some}
    for g in group(some):
        inside = [by_key[key] for key in g.keys]
        assert len({t.key[0] for t in inside}) == len(inside)  # two deeds of one document stay two
        assert len({t.day for t in inside if t.said}) <= 1
        assert len({t.source for t in inside if not t.mutual}) <= 1
        days = [t.day for t in inside if t.day]
        assert max(days) - min(days) <= timedelta(days=3)


def test_undated_follow_up_does_not_tie_two_days_together() -> None:
    monday, tuesday = telling(1), telling(2, day=_START + timedelta(days=1))
    between = telling(3, day=_START + timedelta(days=1), said=False)
    assert same_deed(monday, between) and same_deed(between, tuesday) and not same_deed(monday, tuesday)
    assert len(group([monday, between, tuesday])) == 2


def test_counts_that_cannot_both_be_right_keep_apart() -> None:
    assert same_deed(telling(1, numbers={"people": 40.0}), telling(2, numbers={"people": 50.0}))
    assert not same_deed(telling(1, numbers={"people": 40.0}), telling(2, numbers={"people": 80.0}))
    assert not same_deed(telling(1, numbers={"people": 3.0}), telling(2, numbers={"people": 4.0}))


def test_persons_decide_over_the_rule() -> None:
    a, b, c = telling(1), telling(2), telling(3, words=frozenset({"port"}))
    assert parts(group([a, b, c])) == {(a.key, b.key), (c.key,)}
    assert parts(group([a, b, c], split=[frozenset({"e1", "e2"})])) == {(a.key,), (b.key,), (c.key,)}
    assert parts(group([a, b, c], joined=[frozenset({"e2", "e3"})])) == {(a.key, b.key, c.key)}
    assert parts(group([a, b, c], joined=[frozenset({"e9", "e3"})])) == {(a.key, b.key), (c.key,)}
