"""Made-up documents and events for the tests of the store."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from detente.records import Actor, Claim, Condition, Document, Event, Horizon, Likelihood, Mention, Place, Speaker, Trigger

TEXT = "Norway imposed sanctions on Peru. Peru thanked Chile."


def make_event(
    name: str,
    document: str = "d",
    source: str | None = "NOR",
    target: str | None = "PER",
    day: date | None = date(2020, 1, 1),
    **changes: object,
) -> Event:
    values: dict[str, object] = {
        "id": name, "document": document, "start": 0, "end": 33, "trigger": Trigger(7, 24, "imposed sanctions"), "date": day,
        "date_basis": "document" if day else None,
        "source": Actor(source, "Norway", None, "Norway", 0, 6) if source else None,
        "target": Actor(target, "Peru", "GOV", "Peru", 28, 32) if target else None,
        "event": "SANCTION", "mode": None, "context": None, "cameo": "163", "quad": "material_conflict", "goldstein": -8.0,
        "status": "happened", "reciprocal": False, "mentions": 1, "attributed_to": None, "rule": "impose",
    }  # fmt: skip
    return Event(**(values | changes))  # type: ignore[arg-type]


STRINGS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
OFFSETS = st.integers(0, 2**31 - 1)
ACTORS = st.builds(Actor, st.none() | STRINGS, STRINGS, st.none() | STRINGS, STRINGS, OFFSETS, OFFSETS)
TRIGGERS = st.builds(Trigger, OFFSETS, OFFSETS, STRINGS)
MENTIONS = st.lists(st.builds(Mention, STRINGS, OFFSETS, OFFSETS, TRIGGERS, STRINGS), max_size=2).map(tuple)
PLACES = st.builds(Place, STRINGS, st.none() | STRINGS, st.sampled_from(("town", "region", "state")), OFFSETS, OFFSETS)
GISTS = st.lists(st.sampled_from(["camp", "!bomb", "@oslo", "#people=12", "é"]), max_size=3).map(tuple)
DAYS = st.none() | st.dates()


def events_of(document: str) -> st.SearchStrategy[Event]:
    return st.builds(
        Event, id=STRINGS, document=st.just(document), start=OFFSETS, end=OFFSETS,
        trigger=TRIGGERS,
        date=DAYS, date_basis=st.sampled_from(("text", "document", None)), source=st.none() | ACTORS, target=st.none() | ACTORS,
        event=STRINGS, mode=st.none() | STRINGS, context=st.none() | STRINGS, cameo=STRINGS,
        quad=st.sampled_from(("verbal_coop", "material_conflict")), goldstein=st.floats(-10, 10),
        status=st.sampled_from(("happened", "future")),
        reciprocal=st.booleans(), mentions=st.integers(1, 100), attributed_to=st.none() | STRINGS, rule=STRINGS,
        mention_spans=MENTIONS, gist=GISTS, place=st.none() | PLACES,
    )  # fmt: skip


DOCUMENTS = st.builds(
    Document, id=STRINGS, text=STRINGS, date=DAYS, title=st.none() | STRINGS, url=st.none() | STRINGS,
    outlet=st.none() | STRINGS, author=st.none() | STRINGS,
)  # fmt: skip


@st.composite
def coded(draw: st.DrawFn) -> tuple[Document, list[Event]]:
    document = draw(DOCUMENTS)
    return document, draw(st.lists(events_of(document.id), max_size=4, unique_by=lambda e: e.id))


def make_claim(name: str, document: str = "d", day: date | None = date(2020, 1, 1), **changes: object) -> Claim:
    values: dict[str, object] = {
        "id": name, "document": document, "part_of": None,
        "speaker": Speaker("Ana Ruiz", "she", "minister", None, "person", "pronoun"),
        "source_span": (0, 3), "cue_span": (4, 8), "content_spans": ((9, 20), (25, 30)), "text": "a … b", "mode": "mixed",
        "type": "forecast", "condition": None, "likelihood": None, "about": ("NOR", "PER"), "direction": "worsen",
        "polarity": "positive", "horizon": None, "nested_in": None, "date": day, "venue": None, "rule": "say",
    }  # fmt: skip
    return Claim(**(values | changes))  # type: ignore[arg-type]


SPANS = st.tuples(OFFSETS, OFFSETS)
CLAIMS = st.builds(
    Claim, id=STRINGS, document=STRINGS, part_of=st.none() | STRINGS,
    speaker=st.builds(Speaker, *[st.none() | STRINGS] * 4, st.just("person"), st.just("name")),
    source_span=st.none() | SPANS, cue_span=st.none() | SPANS, content_spans=st.lists(SPANS).map(tuple), text=STRINGS,
    mode=st.just("direct"), type=st.sampled_from(("fact", "forecast")),
    condition=st.none() | st.builds(Condition, st.none() | STRINGS, st.lists(SPANS).map(tuple), st.lists(STRINGS).map(tuple)),
    likelihood=st.none() | st.builds(Likelihood, STRINGS, *[st.none() | st.floats(0, 1)] * 3, st.just("point")),
    about=st.none() | st.tuples(STRINGS, STRINGS), direction=st.sampled_from((None, "improve")),
    polarity=st.just("negative"), horizon=st.none() | st.builds(Horizon, STRINGS, DAYS), nested_in=st.none() | STRINGS,
    date=DAYS, venue=st.none() | STRINGS, rule=STRINGS,
)  # fmt: skip
