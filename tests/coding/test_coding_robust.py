"""No text makes the coder fail, and whatever it yields keeps the contract."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.coding import code_document
from detente.ontology import PLOVER_TYPES, cameo_table
from detente.records import Document

WORDS = st.sampled_from(
    "Norway Peru Norwegian troops sanctions imposed on by the and said it would attack , . “ ” ’ ( ) if not refused to meet "
    "its president , who was 17 Россия 中国 \u00a0 \n\n accused of signing a treaty with\tMoscow — Putin’s ? !".split(" ")
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_scrambled_news_never_fails(text):
    for event in code_document(Document("d", text)):
        assert event.event in PLOVER_TYPES
        assert event.cameo in cameo_table()
        assert event.status in ("happened", "future", "hypothetical", "negated")
        assert event.source is not None or event.target is not None
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert 0 <= event.start < event.end <= len(text)
        for actor in (event.source, event.target):
            assert actor is None or text[actor.start : actor.end] == actor.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_arbitrary_text_never_fails(text):
    code_document(Document("d", text))
