"""What followed shocks: the table of classes, a planted answer, refusals; and who moved with a pair."""

import json
import random
from datetime import date

import pytest

from detente.errors import FormatError, RefusalError
from detente.triggers import load_panel_responses, load_triggers


def shocks_and_answers(*, answers=True):
    """Sanctions every ten months for twenty years, answered by an expulsion within three weeks; talks each month."""
    rows = [(f"{year}-{month:02d}-15", "USA", "040", "RUS") for year in range(2000, 2020) for month in range(1, 13)]
    for number in range(0, 240, 10):
        year, month = 2000 + number // 12, number % 12 + 1
        rows.append((f"{year}-{month:02d}-03", "USA", "163", "RUS"))
        if answers:
            rows.append((f"{year}-{month:02d}-20", "RUS", "166", "USA"))
    return rows


def test_classes_are_whole_and_their_examples_are_coded():
    from detente.coding import code_documents
    from detente.records import Document

    table = load_triggers()
    assert len({t.id for t in table.triggers}) == len(table.triggers)
    for trigger in table.triggers:
        if not trigger.example:
            continue
        document = Document("d", trigger.example, date(2010, 1, 1))
        events = [event for _, found in code_documents([document]) for event in found]
        assert any(trigger.has_code(event.cameo) for event in events), (trigger.id, [e.cameo for e in events])


NO_SUCH_CODE = """format = 1
version = "x"
response = []
[[trigger]]
id = "a"
name = "a"
codes = ["99"]
words = []
example = ""
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [("format = 2", "T21"), ("format = [", "T20"), ("format = 1", "T22"),
     (NO_SUCH_CODE, "T22")],
)  # fmt: skip
def test_a_broken_table_is_refused(tmp_path, text, code):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        load_triggers(path)
    assert caught.value.code == code


def test_panel_rates_are_in_range_and_of_known_classes():
    table, panel = load_triggers(), load_panel_responses()
    known = {t.id for t in table.triggers}, {r.id for r in table.responses}
    assert len(panel.rates) > 150
    for (trigger, response, months), found in panel.rates.items():
        assert trigger in known[0] and response in known[1] and months in (1, 3, 6)
        assert 0 <= found.after <= 1 and 0 <= found.base <= 1 and found.sd > 0 and found.between >= 0
        assert found.triggers >= 20 and found.pairs >= 8


def test_a_planted_answer_stands_out_and_talks_do_not(made_store):
    found = made_store(shocks_and_answers()).pair("USA", "RUS").shocks("sanctions")
    (shock,) = found.shocks
    assert shock.days == shock.apart == 24 and len(shock.quotes) == 24
    by = {(r.response, r.months): r for r in shock.responses}
    expelled, talks = by["expulsion", 1], by["talks", 1]
    assert expelled.after.share == 1 and expelled.base.share < 0.15 and expelled.prob_higher > 0.99
    assert talks.after.share == talks.base.share == 1
    assert by["in_kind", 1].after.share == 0  # expulsions are no sanctions
    assert by["expulsion", 1].pooled is not None and by["expulsion", 1].pooled.mean > expelled.base.share
    json.dumps(found.as_dict(), allow_nan=False)


def test_without_answers_nothing_is_claimed(made_store):
    found = made_store(shocks_and_answers(answers=False)).pair("USA", "RUS").shocks("sanctions")
    by = {(r.response, r.months): r for r in found.shocks[0].responses}
    for months in (1, 3, 6):
        assert by["expulsion", months].after.share == by["expulsion", months].base.share == 0


def test_too_few_shocks_are_refused_with_their_counts(made_store):
    rows = [row for row in shocks_and_answers() if row[2] != "163" or row[0] < "2002"]
    with pytest.raises(RefusalError) as caught:
        made_store(rows).pair("USA", "RUS").shocks("sanctions")
    assert caught.value.code == "T09" and "sanctions 3" in caught.value.message


def test_real_history_as_json(chronicles):
    found = chronicles.pair("India", "Pakistan").shocks()
    out = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert {s["trigger"] for s in out["shocks"]} == {t.id for t in load_triggers().triggers}
    assert any(s.measured for s in found.shocks) and any(not s.measured for s in found.shocks)
    for shock in found.measured:
        for response in shock.responses:
            assert (response.after is None) == bool(response.reason)
            if response.after is not None:
                assert response.after.low <= response.after.share <= response.after.high


def linked_rows(*, together):
    """Monthly words of three pairs over eight years; one other goes along with the first pair, one does not."""
    dice = random.Random(3)
    rows = []
    for year in range(2010, 2018):
        for month in range(1, 13):
            mood = dice.random() < 0.5
            for at, (a, b) in enumerate((("CHN", "JPN"), ("CHN", "KOR"), ("JPN", "USA"))):
                own = mood if at == 0 or (at == 1 and together) else dice.random() < 0.5
                rows += [(f"{year}-{month:02d}-{d:02d}", a, "057" if own else "138", b) for d in (3, 9, 17, 25)]
    return rows


def test_who_moved_with_them_is_shown(made_store):
    found = made_store(linked_rows(together=True)).pair("CHN", "JPN").linked()
    first, second = found.linked
    assert first.pair == ("CHN", "KOR") and first.same_month.correlation > 0.8 and first.same_month.stands_out
    assert second.pair == ("JPN", "USA") and abs(second.same_month.correlation) < 0.4
    assert found.measured == found.linked
    json.dumps(found.as_dict(), allow_nan=False)


def test_one_sentence_about_three_states_moves_nothing(made_store):
    """Events of another relation told in one sentence with one of the pair are left out."""
    from dataclasses import replace

    project = made_store(linked_rows(together=True))
    moved = {}
    for event in project.store.events(("CHN", "KOR")):
        day = event.date
        twin = next(e for e in project.store.events(("CHN", "JPN")) if e.date == day)
        moved[event.id] = (twin.document, twin.start)
    index = project.pair("CHN", "JPN").index()
    from detente.analyses import find_linked

    korea = [replace(e, document=moved[e.id][0], start=moved[e.id][1]) for e in project.pair("CHN", "KOR").state_events()]
    with pytest.raises(RefusalError) as caught:
        find_linked(index, [(("CHN", "KOR"), ("China", "South Korea"))], lambda codes: korea)
    assert caught.value.code == "T12"


def test_too_few_common_months_are_refused(chronicles):
    with pytest.raises(RefusalError) as caught:
        chronicles.pair("USA", "RUS").linked()
    assert caught.value.code == "T12" and "Ukraine" in caught.value.message
