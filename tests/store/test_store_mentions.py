"""Tellings of one deed in several documents are put together out of what is stored, and taken apart again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.strategies_store import TEXT, make_event

from detente.errors import InputError, NotFoundError
from detente.records import Decision, Document, Event, ToldEvent
from detente.store import Store

START = date(2024, 3, 4)
Coded = tuple[Document, list[Event]]


def article(
    name: str, outlet: str | None = None, *, days: int = 0, said: bool = False, gist: str = "!impose bank #bank=5"
) -> Coded:
    event = make_event(
        f"event-{name}", name, day=START if said else START + timedelta(days=days),
        date_basis="text" if said else "document", gist=tuple(gist.split()),
    )  # fmt: skip
    return Document(name, TEXT, START + timedelta(days=days), outlet=outlet), [event]


def told(store: Store, until: date | None = None) -> list[ToldEvent]:
    return store.told_events(store.events(until=until), until=until)


ARTICLES = st.lists(
    st.builds(
        article,
        st.sampled_from([f"a{i}" for i in range(12)]),
        st.sampled_from([None, "The Harbour Post", "Radio Delta"]),
        days=st.integers(0, 5),
        said=st.booleans(),
        gist=st.sampled_from(["!impose bank #bank=5", "!impose port ship", "!impose bank", "", "!impose bank #bank=7 @oslo"]),
    ),
    max_size=10,
    unique_by=lambda coded: coded[0].id,
)


@settings(max_examples=25, deadline=None)  # each example opens two files
@given(ARTICLES, st.randoms(use_true_random=False))
def test_order_duplicates_and_portions_of_adding_change_nothing(articles: list[Coded], random: object) -> None:
    with Store.open(None) as at_once, Store.open(None) as one_by_one:
        at_once.add_documents_with_events(articles)
        shuffled = [*articles, *articles[:2]]
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        for coded in shuffled:
            one_by_one.add_documents_with_events([coded])
            told(one_by_one)  # looking on the way leaves no trace
        assert told(one_by_one) == told(at_once)
        assert sum(t.event.mentions for t in told(at_once)) == len(articles)


def test_tellings_of_two_outlets_are_one_event_with_the_reason() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([article("b", "Radio Delta", days=1), article("a", "The Harbour Post", said=True)])
        (one,) = told(store)
        assert one.event.document == "a"  # the telling that names the day leads
        assert (one.event.mentions, one.outlets) == (2, ("Radio Delta", "The Harbour Post"))
        assert "1 day later" in one.reasons[0] and "5 bank" in one.reasons[1]
        assert [e.mentions for e in store.events()] == [1, 1]  # the codings stay as they are


def test_nothing_told_later_is_counted_under_a_day() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([article("a", "Radio Delta"), article("b", "The Harbour Post", days=1)])
        (one,) = told(store, START)
        assert (one.event.mentions, one.outlets) == (1, ("Radio Delta",))


def test_person_can_split_join_and_take_it_back() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([article("a"), article("b"), article("c", gist="!impose port")])
        assert [t.event.mentions for t in told(store)] == [2, 1]
        store.decide(Decision("split", "event-a", "event-b", "two rounds"))
        assert [t.event.mentions for t in told(store)] == [1, 1, 1]
        store.decide(Decision("join", "event-c", "event-a"))
        assert [t.event.mentions for t in told(store)] == [2, 1]
        store.decide(Decision("undo", "event-b", "event-a"))
        assert [t.event.mentions for t in told(store)] == [3]
        store.decide(Decision("undo", "event-a", "event-c"))
        assert [t.event.mentions for t in told(store)] == [2, 1]
        assert [d.kind for d in store.decisions()] == ["split", "join", "undo", "undo"]


def test_the_whole_rule_can_be_undone() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([article("a"), article("b"), article("c")])
        store.decide(Decision("rule off"))
        store.decide(Decision("join", "event-a", "event-b"))
        assert [t.event.mentions for t in told(store)] == [2, 1]
        store.decide(Decision("rule on"))
        assert [t.event.mentions for t in told(store)] == [3]


def test_decision_names_two_events_of_the_store() -> None:
    with Store.open(None) as store:
        store.add_documents_with_events([article("a")])
        with pytest.raises(NotFoundError, match="event-z") as missing:
            store.decide(Decision("join", "event-a", "event-z"))
        assert missing.value.code == "S13"
        with pytest.raises(InputError, match="twice"):
            store.decide(Decision("join", "event-a", "event-a"))
        assert store.decisions() == []
