"""Who acts for a state and what counts as a statement: one rule for every state and person."""

from dataclasses import replace
from datetime import date

import pytest

from detente.coding import code_documents
from detente.priors import load_panel_prior
from detente.project import Project
from detente.records import Actor, Document, Event, Trigger
from detente.results import Tone
from detente.stances import acts_for_state, statements, value_of
from detente.store import Store

DAY, AS_OF = date(2020, 5, 1), date(2020, 10, 27)


def actor(code: str, name: str, sector: str | None) -> Actor:
    return Actor(code, name, sector, name, 0, len(name))


BIDEN = actor("USA", "Joe Biden", "PTY")
USA, RUSSIA = actor("USA", "United States", None), actor("RUS", "Russia", None)
ACCUSED = Event(
    id="e", document="d", start=0, end=40, trigger=Trigger(10, 17, "accused"), date=DAY, date_basis="document",
    source=BIDEN, target=RUSSIA, event="ACCUSE", mode=None, context=None, cameo="112", quad="verbal_conflict",
    goldstein=-2.0, status="happened", reciprocal=False, mentions=1, attributed_to=None, rule="accuse",
)  # fmt: skip


def said(*events: Event) -> list[tuple[Event, ...]]:
    return statements(events, of="USA", about="RUS", as_of=AS_OF, person="Joe Biden")


@pytest.mark.parametrize("sector", ["PTY", "OPP", "CVL", "BUS", "MED", "NGO", "REB", "CRM", "EDU"])
def test_words_of_those_who_do_not_act_for_the_state_and_words_about_them_are_left_out(sector):
    outsider = actor("USA", "someone", sector)
    assert not acts_for_state(replace(ACCUSED, source=outsider))
    assert not acts_for_state(replace(ACCUSED, source=RUSSIA, target=outsider))


@pytest.mark.parametrize("sector", [None, "GOV", "MIL", "LEG", "JUD", "SPY", "COP"])
def test_words_of_a_state_s_organs_count(sector):
    assert acts_for_state(replace(ACCUSED, source=actor("USA", "someone", sector)))
    assert acts_for_state(replace(ACCUSED, source=RUSSIA, target=actor("USA", "someone", sector)))


def test_a_deed_counts_by_who_does_it_not_by_whom_it_hits():
    deed = replace(ACCUSED, source=USA, target=actor("RUS", "Rosneft", "BUS"), quad="material_conflict", cameo="163")
    assert acts_for_state(deed)
    assert not acts_for_state(replace(deed, source=actor("USA", "a firm", "BUS"), target=RUSSIA))
    assert not acts_for_state(replace(deed, reciprocal=True))


def test_a_person_without_a_sector_is_not_the_state():
    # president-elect from November 2016 to the inauguration
    elected = replace(ACCUSED, source=actor("USA", "Donald Trump", None), date=date(2016, 12, 1))
    assert not acts_for_state(elected)
    assert acts_for_state(replace(elected, source=actor("USA", "Washington", None)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"event": "CONSULT", "cameo": "036", "quad": "verbal_coop"}, "a meeting is of both sides"),
        ({"reciprocal": True}, "what both say is nobody's own"),
        ({"event": "AGREE", "cameo": "030", "quad": "verbal_coop", "reciprocal": True}, "an agreement concluded in office"),
        ({"event": "SUPPORT", "cameo": "057", "quad": "verbal_coop"}, "a signature concludes what was agreed"),
        ({"event": "SANCTION", "cameo": "163", "quad": "material_conflict"}, "a deed"),
        ({"attributed_to": "Republican candidate Donald Trump"}, "somebody else says so"),
        ({"attributed_to": "the White House"}, "an office says so"),
        ({"target": actor("CHN", "China", None)}, "about another state"),
        ({"date": date(2016, 10, 26)}, "more than four years ago"),
        ({"date": date(2020, 10, 28)}, "not known yet"),
        ({"source": actor("USA", "Jill Biden", "CVL")}, "another person"),
    ],
)
def test_what_is_no_statement_of_the_person(change, why):
    assert said(ACCUSED) == [(ACCUSED,)]
    assert said(replace(ACCUSED, **change)) == [], why


@pytest.mark.parametrize("words", ["Biden", "Joe Biden", "President-elect Joe Biden", "he"])
def test_own_words_stay_own(words):
    assert said(replace(ACCUSED, attributed_to=words))


def test_one_sided_promise_is_a_statement():
    assert said(replace(ACCUSED, event="AGREE", cameo="030", quad="verbal_coop", goldstein=4.0))


def test_rule_is_the_same_in_and_out_of_office():
    for sector in ("GOV", "PTY", "CVL", None):
        assert said(replace(ACCUSED, source=replace(BIDEN, sector=sector)))


def test_two_events_of_one_sentence_are_one_statement_with_their_mean():
    other = replace(ACCUSED, id="f", goldstein=-5.0, trigger=Trigger(20, 26, "warned"))
    later = replace(ACCUSED, id="g", start=50, end=80)
    found = said(ACCUSED, other, later)
    assert [len(s) for s in found] == [2, 1]
    assert value_of(found[0]) == -3.5


def test_the_state_speaks_through_its_offices():
    state = replace(ACCUSED, source=USA, attributed_to="the State Department")
    assert statements([state], of="USA", about="RUS", as_of=AS_OF)
    assert not statements([replace(state, attributed_to="the Kremlin")], of="USA", about="RUS", as_of=AS_OF)


def campaign(day: int) -> Document:
    text = "Democratic presidential candidate Joe Biden accused Russia of interference."
    return Document(f"campaign-{day}", text, date(2020, 9, day))


def history() -> list[Document]:
    return [
        Document(f"h{y}-{m}", f"The United States {verb} Russia.", date(y, m, 2))
        for y in (2018, 2019, 2020)
        for m, verb in zip(range(1, 9), ("criticised", "praised", "condemned", "helped") * 2, strict=True)
    ]


def opened(documents: list[Document]) -> Project:
    store = Store.open(None)
    store.add_documents_with_events(code_documents(documents))
    return Project(store, "campaign")


def test_campaign_words_move_the_stance_and_not_today_s_level():
    quiet, loud = (opened(history() + extra) for extra in ([], [campaign(d) for d in range(1, 25, 2)]))
    one, two = (p.pair("USA", "RUS").outlook("usa-2020", as_of=date(2020, 10, 1)) for p in (quiet, loud))
    assert len(loud.pair("USA", "RUS").events()) == len(quiet.pair("USA", "RUS").events()) + 12
    assert one.index.point() == two.index.point()
    assert "Joe Biden" not in one.stances and two.stances["Joe Biden"].count == 12
    assert [s.text for s in two.statements["Joe Biden"]] == [campaign(1).text] * 12
    assert one.statements["Joe Biden"] == ()


def test_usual_tone_is_that_of_the_state_s_people():
    pair = opened(history() + [campaign(d) for d in range(1, 25, 2)]).pair("USA", "RUS")
    tone = pair.outlook("usa-2020", as_of=date(2020, 10, 1)).tone
    said = statements(pair.events(), of="USA", about="RUS", as_of=date(2020, 10, 1))
    assert tone.basis == "pair" and tone.count == len(said) > 12
    assert tone.mean == pytest.approx(sum(map(value_of, said)) / len(said))


def test_usual_tone_is_that_of_the_panel_where_little_was_said():
    deeds = [
        Document(f"r{y}-{m}", "Russia helped the United States.", date(y, m, 3)) for y in (2019, 2020) for m in range(1, 9)
    ]
    tone = opened([*deeds, campaign(1)]).pair("USA", "RUS").outlook("usa-2020", as_of=date(2020, 10, 1)).tone
    assert tone == Tone(load_panel_prior().verbal.level_mean, 1, "panel")
