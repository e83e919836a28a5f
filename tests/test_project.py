"""The whole road on real history: what an outlook may see, what it says, and when it refuses."""

import json
import math
import random
from datetime import date, timedelta
from importlib import resources

import pytest

from detente.coding import code_documents
from detente.constraints import constraints_of
from detente.errors import InputError, NotFoundError, RefusalError, StoreError
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


def test_evidence_adds_up_and_tells_no_sentence_twice(outlook_2020):
    index = outlook_2020.index
    every = index.explain(limit=None)
    assert math.isclose(sum(e.contribution for e in every), index.result.contributions().sum(), abs_tol=1e-9)
    assert len(every) < len(index.events)
    sentences = {(e.document, e.start): s for e, s in zip(index.events, index.sentences, strict=True)}
    assert len(every) == len(sentences)
    known = {e.id for e in index.events}
    for turn in index.turning_points():
        told = [(e.document, e.text) for e in turn.events]
        assert len(set(told)) == len(told) and {e.id for e in turn.events} <= known
    assert len(index.explain()) == 10 and index.explain() == every[:10]


def test_two_events_of_one_sentence_are_one_piece_of_evidence():
    text = "The United States imposed sanctions on Russia and expelled Russian diplomats."
    project = _store_of(*_months_of_2020(), Document("two", text, date(2020, 7, 2)))
    index = project.pair("USA", "RUS").index()
    parts = dict(zip((e.id for e in index.events), index.result.contributions(), strict=True))
    both = [e.id for e in index.events if e.document == "two"]
    assert len(both) == 2
    told = [e for e in index.explain(limit=None) if e.document == "two"]
    assert len(told) == 1 and told[0].text == text
    assert math.isclose(told[0].contribution, sum(parts[i] for i in both))
    assert told[0].id == max(both, key=lambda i: abs(parts[i]))


def test_texts_that_name_both_states_are_counted_up_to_the_day(monkeypatch):
    silent = [
        Document(f"s{i}", "Russia and the United States share a border in the Bering Strait.", date(2020, 5, 5)) for i in (1, 2)
    ]
    project = _store_of(
        *_months_of_2020(),
        *silent,
        Document("one", "Russia is large.", date(2020, 5, 5)),
        Document("later", silent[0].text, date(2021, 1, 1)),
    )
    index = project.pair("USA", "RUS").index(as_of=date(2020, 6, 30))
    assert (index.documents, index.texts_naming_both) == (6, 8)
    assert index.as_dict()["coverage"]["texts_naming_both"] == 8
    monkeypatch.setattr("detente.project.measuring._MOST_TEXTS", 5)
    assert project.pair("USA", "RUS").index(as_of=date(2020, 6, 30)).texts_naming_both is None


def test_published_probabilities_are_those_of_the_day(outlook_2020):
    probs = {b.id: b.prob for b in outlook_2020.result.outcomes}
    assert outlook_2020.weights.date == AS_OF
    assert math.isclose(probs["biden"], 0.880, abs_tol=0.001)  # FiveThirtyEight polls-plus, 27 October 2020, divided by its sum


def test_planted_later_event_changes_nothing(chronicles):
    documents = _coded_pair(chronicles, ("RUS", "USA"))
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


def _coded_pair(chronicles, codes):
    """Return the documents of a pair with their events, as they stand in the chronicles."""
    events = {}
    for event in chronicles.store.events(codes):
        events.setdefault(event.document, []).append(event)
    return [(d, events[d.id]) for d in chronicles.store.documents() if d.id in events]


def test_order_of_documents_does_not_matter(chronicles):
    rows = _coded_pair(chronicles, ("IND", "PAK"))
    found = []
    for order in (rows, rows[::-1], random.Random(3).sample(rows, len(rows))):
        store = Store.open(None)
        store.add_documents_with_events(order)
        found.append(Project(store, "same").pair("IND", "PAK").index(as_of=date(2015, 1, 1)).as_dict())
    assert found[0] == found[1] == found[2]


def _store_of(*documents):
    store = Store.open(None)
    store.add_documents_with_events(code_documents(documents))
    return Project(store, "planted")


def _months_of_2020():
    return [Document(f"d{i}", "The United States imposed sanctions on Russia.", date(2020, i, 2)) for i in range(1, 7)]


def test_later_document_about_an_earlier_day_changes_nothing():
    later = Document("late", "Russia attacked the United States on 3 June 2020.", date(2021, 2, 1))
    plain, planted = _store_of(*_months_of_2020()), _store_of(*_months_of_2020(), later)
    told = [e.date for e in planted.store.events(("RUS", "USA"), documents=["late"])]
    assert told == [date(2020, 6, 3)]
    one, two = (p.pair("USA", "RUS").index(as_of=date(2020, 6, 30)).as_dict() for p in (plain, planted))
    assert one == two
    assert planted.pair("USA", "RUS").index(as_of=date(2021, 2, 1)).point().events == 7


def test_default_day_is_that_of_the_last_text_so_that_all_is_known():
    project = _store_of(
        *_months_of_2020(), Document("late", "Russia condemned the United States on 3 June 2020.", date(2020, 7, 5))
    )
    index = project.pair("USA", "RUS").index()
    assert index.as_of == date(2020, 7, 5) and len(index.events) == 7


def test_revised_document_counts_as_it_stood_on_the_day():
    project = _store_of(*_months_of_2020())
    before = project.pair("USA", "RUS").index(as_of=date(2020, 6, 30)).as_dict()
    changed = Document("d6", "In June the United States helped Russia.", date(2020, 9, 1))
    project.store.add_documents_with_events(code_documents([changed]))
    index = project.pair("USA", "RUS").index(as_of=date(2020, 6, 30))
    assert index.as_dict() == before
    assert index.sentences[-1] == "The United States imposed sanctions on Russia."
    assert project.pair("USA", "RUS").index(as_of=date(2020, 9, 30)).documents == 6


def test_text_without_a_date_gives_its_sentence():
    project = _store_of(*_months_of_2020(), Document("undated", "Russia condemned the United States on 3 June 2020."))
    index = project.pair("USA", "RUS").index(as_of=date(2020, 6, 30))
    assert "Russia condemned the United States on 3 June 2020." in index.sentences


def test_names_of_the_past_are_titled_with_the_present_state(chronicles):
    assert chronicles.pair("USSR", "USA").names == ("Russia", "United States")


def test_write_protected_project_can_be_read(tmp_path):
    path = tmp_path / "mine.duckdb"
    with Store.open(path) as store:
        store.add_documents_with_events(code_documents(_months_of_2020()))
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        project = Project.open(path, read_only=True)
        assert project.pair("USA", "RUS").index().point().events == 6
        with pytest.raises(StoreError) as caught:
            project.store.add_documents_with_events([(Document("x", "Nothing."), [])])
        assert caught.value.code == "S06"
    finally:
        tmp_path.chmod(0o755)


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
        (lambda p: p.pair("USA", "RUS").outlook("usa-2020", as_of=date(2017, 1, 19)), InputError, "O22"),
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


def test_whoever_holds_the_office_on_the_day_is_the_incumbent(chronicles):
    pair = chronicles.pair("IND", "PAK")
    before, after = (pair.outlook("pak-2018", as_of=day).election.incumbent for day in (date(2018, 5, 31), date(2018, 6, 1)))
    assert before["prime_minister"].person == "Shahid Khaqan Abbasi"
    assert after["prime_minister"].person == "Nasirul Mulk"


def test_chamber_of_the_day_decides_whether_it_is_opposed(chronicles):
    pair = chronicles.pair("USA", "RUS")
    early = pair.outlook("usa-2016", as_of=date(2014, 12, 1))
    assert early.legislatures["clinton"][1] == "Republican: holds the House"
    late = pair.outlook("usa-2016").legislatures
    # no chance of the House was published: it counts by who holds it; the Senate is told apart
    assert late["clinton/senate=democratic"] == ("opposed", "Republican: holds the House")
    assert late["clinton/senate=republican"].reason == "Republican: would control the Senate; Republican: holds the House"
    assert late["trump/senate=republican"].view == "aligned"
    assert late["trump/senate=democratic"] == ("opposed", "Democratic: would control the Senate")


def test_file_without_chambers_is_said_to_name_none(chronicles):
    for view, reason in chronicles.pair("IND", "PAK").outlook("pak-2018").legislatures.values():
        assert (view, reason) == ("aligned", "the election file names no chamber: treated as aligned")


def test_own_assumptions_are_used_and_named_without_their_path(chronicles, tmp_path, outlook_2020):
    from detente.priors import read_judgement

    shipped = resources.files("detente").joinpath("data", "panel", "judgement.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(shipped.replace("mean = 0.3\n", "mean = 0.9\n").replace("points = 0.5", "points = 1.0"), encoding="utf-8")
    own = chronicles.pair("USA", "RUS").outlook("usa-2020", as_of=AS_OF, judgement=path)
    usual, mine = ({b.id: b.shift for b in o.result.outcomes} for o in (outlook_2020, own))
    assert abs(mine["biden"]) > 2 * abs(usual["biden"])
    assert own.result.change == own.judgement.change == own.assumptions["change"]["points"] == 1.0
    settings = own.provenance.settings
    assert settings["judgement_sha256"] == read_judgement(path).sha256 != outlook_2020.provenance.settings["judgement_sha256"]
    assert str(tmp_path) not in json.dumps(own.as_dict())


def test_provenance_names_no_folder_and_the_years_of_the_panel(tmp_path):
    path = tmp_path / "mine.duckdb"
    with Store.open(path) as store:
        store.add_documents_with_events(code_documents(_months_of_2020()))
    index = Project.open(path, read_only=True).pair("USA", "RUS").index()
    assert index.provenance.data["store"] == "mine.duckdb"
    assert index.provenance.settings["panel_years"] == "2005–2018"
    assert str(tmp_path) not in json.dumps(index.as_dict())


def test_horizon_before_the_inauguration_is_said(chronicles):
    outlook = chronicles.pair("USA", "RUS").outlook("usa-2020", as_of=AS_OF, horizon=2)
    assert "the winner takes office after the horizon" in outlook.verdict()
    assert "hardly matters" not in outlook.verdict()


def test_acts_bind_from_their_day():
    assert [c.id for c in constraints_of("USA", "RUS", date(2017, 8, 1))] == ["magnitsky-2012", "ufsa-2014"]
    assert "caatsa-2017" in [c.id for c in constraints_of("USA", "RUS", date(2017, 8, 2))]
    assert constraints_of("RUS", "USA", AS_OF) == ()


def test_events_without_a_day_are_no_pair_and_the_refusal_says_why():
    project = _store_of(Document("one", "Kenya signed a trade agreement with Somalia.", None))
    assert project.pairs() == {}
    with pytest.raises(RefusalError, match=r"no day is known .*1 without a date") as refused:
        project.pair("KEN", "SOM").index()
    assert refused.value.code == "I04"
    assert "--date" in (refused.value.help or "")
