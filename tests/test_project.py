"""The whole road on real history: what an outlook may see, what it says, and when it refuses."""

import json
import math
from datetime import date, timedelta

import pytest

from detente.coding import code_documents
from detente.constraints import constraints_of
from detente.errors import InputError, NotFoundError, RefusalError
from detente.project import Project
from detente.records import Document
from detente.store import Store

AS_OF = date(2020, 10, 27)


def _all_numbers(value):
    if isinstance(value, dict):
        for v in value.values():
            yield from _all_numbers(v)
    elif isinstance(value, list):
        for v in value:
            yield from _all_numbers(v)
    elif isinstance(value, float):
        yield value


def test_outlook_keeps_the_contract(outlook_2020):
    out = json.loads(json.dumps(outlook_2020.as_dict(), allow_nan=False))
    assert out["pair"] == ["RUS", "USA"] and out["as_of"] == "2020-10-27" and out["election"] == "usa-2020"
    assert out["horizon_months"] == 12 and out["interval"] == 0.9
    assert set(out["index"]) == {"level", "low", "high", "percentile", "events"}
    assert [o["id"] for o in out["outcomes"]] == ["trump", "biden"]
    assert math.isclose(sum(o["prob"] for o in out["outcomes"]), 1)
    for o in out["outcomes"]:
        assert math.isclose(o["prob_improve"] + o["prob_unchanged"] + o["prob_worsen"], 1)
        assert o["low"] < o["level"] < o["high"]
    assert out["matters"]["low"] <= out["matters"]["share"] <= out["matters"]["high"]
    assert set(out["record"]) == {"n", "crps_skill", "brier", "coverage90"}
    assert out["verdict"]
    assert all(math.isfinite(x) for x in _all_numbers(out))


def test_every_piece_of_evidence_opens_its_sentence(outlook_2020, chronicles):
    evidence = outlook_2020.as_dict()["evidence"]
    assert evidence
    for piece in evidence:
        assert piece["date"] <= "2020-10-27"
        assert piece["text"] in " ".join(chronicles.store.text_of(piece["document"]).split())


def test_contributions_add_up_to_the_level(outlook_2020):
    result = outlook_2020.index.result
    total = result.no_data_level + result.contributions().sum()
    assert math.isclose(total, result.level.mean[-1], abs_tol=1e-9)


def test_published_probabilities_are_those_of_the_day(outlook_2020):
    probs = {b.id: b.prob for b in outlook_2020.result.branches}
    assert outlook_2020.weights.date == AS_OF
    assert math.isclose(probs["biden"], 0.880, abs_tol=0.001)  # FiveThirtyEight polls-plus, 27 October 2020, divided by its sum


def test_planted_later_event_changes_nothing(chronicles):
    rows = [(d, []) for d in chronicles.store.documents()]
    events = {}
    for event in chronicles.store.events(("RUS", "USA")):
        events.setdefault(event.document, []).append(event)
    documents = [(d, events.get(d.id, [])) for d, _ in rows if d.id in events]
    later = [Document(f"planted-{i}", "The United States attacked Russia.", AS_OF + timedelta(days=i)) for i in (1, 2, 30, 400)]
    plain, planted = Store.open(None), Store.open(None)
    plain.add_documents_with_events(documents)
    planted.add_documents_with_events([*documents, *code_documents(later)])
    assert len(planted.events(("RUS", "USA"))) == len(plain.events(("RUS", "USA"))) + len(later)
    one, two = (
        Project(store, "same").pair("USA", "RUS").outlook("usa-2020", as_of=AS_OF).as_dict() for store in (plain, planted)
    )
    assert one == two


@pytest.mark.parametrize(
    ("a", "b", "election"),
    [("IND", "PAK", "pak-2018"), ("India", "Pakistan", "ind-2019"), ("USA", "RUS", "usa-2016"), ("Russia", "US", "usa-2024")],
)
def test_same_road_for_other_elections(chronicles, a, b, election):
    outlook = chronicles.pair(a, b).outlook(election)
    out = outlook.as_dict()
    assert out["as_of"] < outlook.election.date.isoformat()
    assert all(math.isfinite(x) for x in _all_numbers(out))


def test_names_in_any_order_give_the_same_pair(chronicles):
    assert chronicles.pair("USA", "RUS").codes == chronicles.pair("Russia", "United States").codes == ("RUS", "USA")


def test_order_of_events_does_not_matter(chronicles):
    pair = chronicles.pair("IND", "PAK")
    index = pair.index(as_of=date(2015, 1, 1))
    assert index.point() == pair.index(as_of=date(2015, 1, 1)).point()


@pytest.mark.parametrize(
    ("call", "error", "code"),
    [
        (lambda p: p.pair("Rusia", "USA"), NotFoundError, "A01"),
        (lambda p: p.pair("USA", "United States"), InputError, "P20"),
        (lambda p: p.pair("TUV", "NRU").index(), RefusalError, "I01"),
        (lambda p: p.pair("USA", "RUS").index(as_of=date(1980, 1, 1)), RefusalError, "I02"),
        (lambda p: p.pair("USA", "RUS").index(as_of=date(2040, 1, 1)), RefusalError, "I03"),
        (lambda p: p.pair("USA", "RUS").outlook("usa-2021"), NotFoundError, "E01"),
        (lambda p: p.pair("USA", "RUS").outlook("pak-2018"), InputError, "O20"),
        (lambda p: p.pair("USA", "RUS").outlook("usa-2020", as_of=date(2021, 1, 1)), InputError, "O21"),
        (lambda p: p.pair("USA", "RUS").outlook("usa-2020", horizon=0), InputError, "O17"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_next_step(chronicles, call, error, code):
    with pytest.raises(error) as caught:
        call(chronicles)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"error[{code}]")


def test_too_few_events_refuse_the_outlook():
    project = Project(Store.open(None), "thin")
    texts = [Document(f"d{i}", "The United States imposed sanctions on Russia.", date(2020, i, 1)) for i in range(1, 6)]
    project.store.add_documents_with_events(code_documents(texts))
    with pytest.raises(RefusalError) as caught:
        project.pair("USA", "RUS").outlook("usa-2020", as_of=AS_OF)
    assert caught.value.code == "O02" and "12" in caught.value.message
    assert "add texts" in (caught.value.help or "")


def test_same_deed_of_two_people_of_one_state_counts_once():
    project = Project(Store.open(None), "one")
    text = "President Barack Obama and Secretary of State John Kerry criticised Russia on Monday."
    project.store.add_documents_with_events(code_documents([Document("d", text, date(2014, 3, 3))]))
    assert len(project.pair("USA", "RUS").events()) == 1


def test_project_of_ones_own_reads_files(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "date": "2020-05-01", "text": "Norway imposed sanctions on Peru."}\n{"id": "2", "date": "2020-05-'
    )
    project = Project.open(tmp_path / "mine.duckdb")
    added = project.add([tmp_path / "a.jsonl"])
    assert (added.documents, added.events, added.rejects) == (1, 1, 1)
    assert project.add([tmp_path / "a.jsonl"]).documents == 0


def test_acts_bind_from_their_day():
    assert [c.id for c in constraints_of("USA", "RUS", date(2017, 8, 1))] == ["magnitsky-2012"]
    assert "caatsa-2017" in [c.id for c in constraints_of("USA", "RUS", date(2017, 8, 2))]
    assert constraints_of("RUS", "USA", AS_OF) == ()
