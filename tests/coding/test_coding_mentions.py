"""One event told twice in a document is one event with two mentions; two deeds stay two events."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding import code_document
from detente.records import Document, Event

DAY = date(2024, 5, 8)


def coded(text: str, **options: bool) -> list[Event]:
    return code_document(Document("d", text, DAY), **options)


RETOLD = (
    "Norway on Tuesday expelled three Peruvian diplomats over a spying case. "
    "Norway expelled the three diplomats of Peru because of the case, officials said."
)


def test_second_telling_is_a_mention_with_its_span_and_reason() -> None:
    (event,) = coded(RETOLD)
    assert (event.source and event.source.code, event.event, event.target and event.target.code) == ("NOR", "SANCTION", "PER")
    assert event.mentions == 2
    (mention,) = event.mention_spans
    assert RETOLD[mention.start : mention.end].startswith("Norway expelled the three")
    assert RETOLD[mention.trigger.start : mention.trigger.end] == mention.trigger.text == "expelled the three diplomats"
    assert "diplom" in mention.reason
    assert event.date == date(2024, 5, 7)


def test_every_telling_is_an_event_where_merging_is_undone() -> None:
    apart = coded(RETOLD, merge=False)
    assert [e.mentions for e in apart] == [1, 1]
    merged = coded(RETOLD)
    assert {e.id for e in apart} == {i for e in merged for i in (e.id, *(m.id for m in e.mention_spans))}


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan jets bombed a camp in Somalia on Monday. Kenyan jets bombed a camp in Somalia on Friday.",
        "Brazil accused Chile of dumping steel. Brazil also accused Chile of blocking trucks at the border.",
        "Japan expelled two Serbian diplomats. Japan expelled five Serbian diplomats.",
        "Ghana imposed sanctions on Togo. Togo imposed sanctions on Ghana.",
    ],
    ids=["other day", "other matter", "other number", "other direction"],
)
def test_different_deeds_stay_apart(text: str) -> None:
    assert [e.mentions for e in coded(text)] == [1, 1]


def test_mentions_count_what_was_merged_and_nothing_is_lost() -> None:
    text = f"{RETOLD} Peru condemned Norway. " * 3
    apart, merged = coded(text, merge=False), coded(text)
    assert sum(e.mentions for e in merged) == len(apart)
    assert all(e.mentions == 1 + len(e.mention_spans) for e in merged)
