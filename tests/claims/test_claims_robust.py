"""Offsets are exact and nothing crashes, whatever stands in a text; odd quotation marks spoil one paragraph at most."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from claims_conftest import CONTESTS, PIECES, claims_of, claims_of_piece
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.claims.quotes import find_quotes
from detente.records import Claim

PARTS = st.sampled_from(
    [
        "Ana Ruiz said", "“", "”", '"', "''", " ", "\n\n", "\n", "\u00a0", ",", ".", ":", "?", "he would leave if Quispe wins",
        "that", "analysts say", "according to", "the ministry", "is likely to fail", "—", "(", ")", "I", "told X", "‘no’",
        "\u200b", "é", "will", "might", "in a second term", "RUIZ: No.", "👍", "\ud800", "<b>", "1,000", "she added.",
        "Should Salas lose",
    ]
)  # fmt: skip


def check(text: str, claims: list[Claim]) -> None:
    ids = {c.id for c in claims}
    for c in claims:
        assert c.content_spans
        assert c.text == " … ".join(text[a:b] for a, b in c.content_spans)
        for a, b in (*c.content_spans, *(c.condition.spans if c.condition else ())):
            assert 0 <= a < b <= len(text)
        assert list(c.content_spans) == sorted(c.content_spans)
        if c.condition is not None and c.condition.text is not None:
            assert all(" ".join(text[a:b].split()) in c.condition.text for a, b in c.condition.spans)
        for span in (c.source_span, c.cue_span):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert c.part_of is None or c.part_of in ids
        assert c.nested_in is None or c.nested_in in ids
        if c.likelihood is not None and c.likelihood.kind == "unscored":
            assert c.likelihood.low is c.likelihood.high is c.likelihood.median is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, max_size=25).map(" ".join))
def test_any_text_gives_claims_with_exact_offsets(text: str) -> None:
    check(text, claims_of(text, date(2026, 5, 1)))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\n“”\"'«»`", max_size=60))
def test_quotes_are_in_order_and_end_with_their_paragraph(text: str) -> None:
    quotes = find_quotes(text)
    assert all(q.start < q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in pairwise(quotes))
    assert not any("\n" in text[q.start : q.end] for q in quotes)


def test_pieces_have_exact_offsets() -> None:
    for name in ("river", "rail", "strait", "lake"):
        check((PIECES / f"{name}.txt").read_text(encoding="utf-8"), list(claims_of_piece(name)))


def test_same_claims_after_a_paragraph_with_a_forgotten_mark() -> None:
    plain = "“The treaty will hold,” Ana Ruiz said.\n\nAnalysts say that trade could fall."
    odd = "She called it “a gift and left.\n\n" + plain
    wanted = [(c.text, c.speaker.name) for c in claims_of(plain)]
    assert wanted == [(c.text, c.speaker.name) for c in claims_of(odd)][-len(wanted) :]


def test_forgotten_closing_mark_keeps_the_cue_out_of_the_words() -> None:
    claims = claims_of("“You want a good treaty, you want peace on the river, Ruiz said in May 2016.")
    assert [(c.text, c.speaker.name or c.speaker.as_written) for c in claims] == [
        ("“You want a good treaty, you want peace on the river", "Ruiz")
    ]


def test_no_break_spaces_change_no_claim() -> None:
    text = "Analysts say that ties between Peru and Chile could worsen if Quispe wins."
    spaced = text.replace(" ", "\u00a0")
    assert [c.text for c in claims_of(text)] == [c.text.replace("\u00a0", " ") for c in claims_of(spaced)]


def test_without_contests_a_condition_keeps_its_words_and_no_outcome() -> None:
    (claim,) = claims_of("Analysts say that ties with Peru could worsen if Quispe wins.", contests=())
    assert claim.condition is not None
    assert (claim.condition.text, claim.condition.scenario) == ("if Quispe wins", ())
    assert CONTESTS
