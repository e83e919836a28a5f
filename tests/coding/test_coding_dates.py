"""When a deed was done: what the sentence says, resolved against the document's date, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding import code_document
from detente.records import Document

TODAY = date(2020, 10, 27)  # a Tuesday


def dated(text, today=TODAY):
    event = code_document(Document("d", text, today))[0]
    return event.date, event.date_basis


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        ("Norway imposed sanctions on Peru.", TODAY, "document"),
        ("Norway imposed sanctions on Peru on Monday.", date(2020, 10, 26), "text"),
        ("Norway imposed sanctions on Peru on Tuesday.", TODAY, "text"),
        ("Norway imposed sanctions on Peru yesterday.", date(2020, 10, 26), "text"),
        ("Norway imposed sanctions on Peru on 17 September.", date(2020, 9, 17), "text"),
        ("Norway imposed sanctions on Peru on December 5.", date(2019, 12, 5), "text"),
        ("Norway imposed sanctions on Peru in March 2014.", date(2014, 3, 1), "text"),
        ("Norway imposed sanctions on Peru last month.", date(2020, 9, 1), "text"),
        ("Norway imposed sanctions on Peru in 2014.", None, None),
        ("Norway extended its treaty with Peru until February 2026.", TODAY, "document"),
        ("Norway imposed sanctions on Peru until 17 September.", TODAY, "document"),
        ("Norway imposed sanctions on Peru in March 2031.", TODAY, "document"),
    ],
)
def test_day_in_the_sentence(text, day, basis):
    assert dated(text) == (day, basis)


def test_without_a_document_date_only_a_full_date_counts():
    assert dated("Norway imposed sanctions on Peru on Monday.", None) == (None, None)
    assert dated("Norway imposed sanctions on Peru on 5 May 2019.", None) == (date(2019, 5, 5), "text")


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["on Monday", "on Friday", "yesterday", "today", "on 29 February", "on May 31", "in June", "last week"]),
)
def test_what_happened_lies_never_after_the_document(today, when):
    day, _ = dated(f"Norway imposed sanctions on Peru {when}.", today)
    assert day is None or today - timedelta(days=366 + 366) < day <= today
