from __future__ import annotations

import base64
import csv
import html
import inspect
import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from detente import words
from detente.charts import dots_chart, draw_svg, index_chart, matters_chart
from detente.errors import OutputError
from detente.outlook import score_past
from detente.records import Trigger
from detente.report import check_target, render, save
from detente.report import words as page_words
from detente.report.assumptions import assumptions
from detente.report.sections import events_csv, split_trigger
from detente.words import signed
from detente.words.ahead import MONTHS_APART

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects tags, links, ids and text, and complains of what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.stack, f"not closed: {self.stack}"

    def handle_starttag(self, tag, attrs):
        known = {k: v or "" for k, v in attrs}
        self.tags.append((tag, known))
        if "id" in known:
            self.ids.append(known["id"])
        if "href" in known:
            self.hrefs.append(known["href"])
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data):
        if not {"style", "script", "title"} & set(self.stack):
            self.text += data


@pytest.fixture(scope="module")
def source(made_outlook):
    return render(made_outlook)


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


def plain(text):
    return " ".join(text.split())


def test_page_is_balanced_and_its_ids_are_unique(page):
    assert len(page.ids) == len(set(page.ids))
    assert page.tags[0] == ("html", {"lang": "en"})


def test_nothing_is_fetched(page):
    for tag, attributes in page.tags:
        for key in ("src", "srcset", "poster", "action", "xlink:href"):
            assert key not in attributes, (tag, attributes)
    assert all(href.startswith(("#", "data:")) for href in page.hrefs)
    policy = next(a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_style_asks_for_no_file(source):
    style = source[source.index("<style>") : source.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_inside_the_page_has_its_target(page):
    inside = [href[1:] for href in page.hrefs if href.startswith("#")]
    assert len(inside) > 10
    assert set(inside) <= set(page.ids)


def test_hostile_words_stay_words(source, page):
    assert [a for t, a in page.tags if t == "script"] == [{}]
    assert not [t for t, _ in page.tags if t == "img"]
    assert not [a for _, a in page.tags if any(k.startswith("on") for k in a)]
    assert 'alert("x")' in page.text
    assert "<b>of record</b>" in page.text
    hostile_title = render_title(source)
    assert "script" not in hostile_title


def render_title(source):
    return source[source.index("<title>") : source.index("</title>")]


def test_hostile_title_is_escaped(made_outlook):
    text = render(made_outlook, title="</title><script>alert(1)</script>")
    assert [a for t, a in Page(text).tags if t == "script"] == [{}]
    assert "<h1>&lt;/title&gt;" in text


def test_no_number_is_missing(page):
    assert not re.search(r"\b(nan|inf|None|undefined)\b", page.text)


def test_the_same_result_gives_the_same_page(made_outlook, source):
    assert render(made_outlook) == source


def test_sections_come_in_order(page):
    order = ["index", "words-deeds", "coverage", "outlook", "matters", "record", "came", "limits", "method", "data"]
    assert [i for i in page.ids if i in order] == order


def test_headline_says_the_numbers_of_the_chart(made_outlook, page):
    rows = index_chart(made_outlook.index)["datasets"]["level"]
    last, year_ago = rows[-1], rows[-13]
    sentence = words.headline(made_outlook.index)
    found = [float(n.replace("−", "-")) for n in re.findall(r"[−+]?\d+\.\d", sentence)]
    assert found[:3] == [round(last["mean"], 1), round(last["low90"], 1), round(last["high90"], 1)]
    change = last["mean"] - year_ago["mean"]
    if "by less than" not in sentence:
        assert found[3] == pytest.approx(abs(change), abs=0.051)
        assert (" up " in sentence) == (change > 0)
    assert "October 2019" in sentence
    assert plain(sentence) in plain(page.text)


def test_chances_in_words_figures_and_dots_agree(made_outlook, page):
    for branch in made_outlook.result.outcomes:
        dots = dots_chart(made_outlook, branch)["datasets"]["dots"]
        for kind, name, said, figure in words.chances(branch.forecast):
            count = sum(dot["meaning"] == kind for dot in dots)
            assert said == (f"{count} in 20" if count else "less than 1 in 20")
            share = getattr(branch.forecast.chances, kind)
            assert figure == words.percent(share)
            assert abs(20 * share - count) <= 1
            assert f"{said} {name}" in plain(page.text)


def test_every_event_has_a_row_with_its_sentence_trigger_code_and_rule(made_outlook, source):
    index = made_outlook.index
    for event, sentence in zip(index.events, index.sentences, strict=True):
        row = source[source.index(f'id="e-{event.id}"') :]
        row = row[: row.index("</div>")]
        text = html.unescape(re.sub(r"<[^>]*>", "", row))
        assert sentence in plain(text)
        assert f"<mark>{event.trigger.text}</mark>" in row
        assert f"{event.cameo} " in text
        assert f"Goldstein {signed(event.goldstein)}" in text
        assert event.rule in text
        assert event.document in text


def test_every_figure_of_the_evidence_opens_its_event(made_outlook, source):
    for item in made_outlook.index.explain():
        assert re.search(rf'href="#e-{item.id}"[^>]*>{re.escape(signed(item.contribution, 2))}</a>', source)
    for turn in made_outlook.index.turning_points():
        assert f'<b class="letter">{turn.letter}</b>' in source
        for item in turn.events:
            assert f'href="#e-{item.id}"' in source


def test_stance_lists_the_statements_it_counts(spoken_outlook):
    stance = spoken_outlook.stances["Donald Trump"]
    text = render(spoken_outlook)
    card = text[text.index('id="if-trump"') : text.index('id="if-biden"')]
    assert card.count('class="adds"') == stance.count > 0
    assert f"{stance.count} coded statement" in card
    assert f"mean {signed(stance.mean)}" in card
    assert f"usual tone, {signed(spoken_outlook.tone.mean)}" in text


def test_statement_of_somebody_out_of_office_has_no_row_to_open(spoken_outlook):
    said = spoken_outlook.statements["Donald Trump"]
    others = tuple(replace(s, events=tuple(replace(e, id=f"0{i}") for e in s.events)) for i, s in enumerate(said))
    page = Page(render(replace(spoken_outlook, statements={"Donald Trump": others})))
    inside = [href[1:] for href in page.hrefs if href.startswith("#")]
    assert set(inside) <= set(page.ids)
    assert said[0].text in plain(page.text)


def test_outcome_that_came_is_told_apart(made_outlook, page):
    assert "Joe Biden is elected" in words.came_sentence(made_outlook)
    assert "Not known on 2020-10-27" in page.text


def test_open_election_says_nothing_of_what_came(made_outlook):
    still_open = replace(made_outlook, election=replace(made_outlook.election, came=None))
    assert words.came_sentence(still_open) is None
    assert "came" not in Page(render(still_open)).ids


def test_probabilities_name_their_source_and_day(made_outlook, page):
    assert made_outlook.weights.source in page.text
    assert made_outlook.weights.date.isoformat() in page.text
    assert page.text.count("published chance") >= 2


def test_equal_weights_are_called_so(made_project):
    early = made_project().pair("USA", "RUS").outlook("usa-2020", as_of=date(2019, 6, 1))
    text = Page(render(early)).text
    assert "Equal weights: no probability published on or before 2019-06-01" in text
    assert "published chance" not in text


def test_assumptions_are_those_of_the_file(page):
    from detente.priors import read_judgement

    notes = read_judgement().notes
    assert notes["pass_through"]["source"] in page.text
    assert f"{signed(notes['pass_through']['mean'], 2)} on average" in page.text
    assert "Beta(2, 4)" in page.text
    assert "1,000 draws" in page.text
    assert not re.search(r"pseudo.statements|\bsd \d|ramp|_", " ".join(a["values"] for a in assumptions(notes)))


def test_assumption_that_the_page_has_no_words_for_shows_its_own(page):
    found = assumptions({"new": {"some_number": -2, "source": "Assumption."}})
    assert found == [{"name": "new", "values": "some number −2", "source": "Assumption."}]


def test_record_or_the_reason_for_none(made_outlook, page):
    record = made_outlook.record
    if record.reason:
        assert record.reason in page.text
    else:
        assert f"The error (CRPS) was {record.crps:.2f} points" in plain(page.text)


def test_no_record_gives_its_reason(made_outlook):
    empty = replace(made_outlook.record, reason="only 3 forecasts could be scored", crps=None)
    assert words.record_sentences(empty) == ["There is no past record: only 3 forecasts could be scored."]


def test_report_of_an_index_has_no_outlook(made_outlook):
    page = Page(render(made_outlook.index))
    assert not {"outlook", "matters", "record", "came"} & set(page.ids)
    assert {"index", "words-deeds", "coverage", "limits", "data"} <= set(page.ids)


def test_thin_data_rule_is_named(made_project):
    thin = made_project(per_month=1, hostile=False).pair("USA", "RUS").index(as_of=date(2020, 10, 27))
    assert thin.result.sufficiency.level in ("thin", "refuse")
    text = Page(render(thin)).text
    assert plain(words.rule_sentence(thin)) in plain(text)


def test_data_in_the_page_are_the_result(made_outlook, page):
    links = {
        a["download"]: base64.b64decode(a["href"].split("base64,")[1]).decode()
        for t, a in page.tags
        if t == "a" and "download" in a
    }
    assert json.loads(links["rus-usa.json"]) == json.loads(json.dumps(made_outlook.as_dict()))
    rows = list(csv.DictReader(io.StringIO(links["rus-usa-events.csv"])))
    assert [row["id"] for row in rows] == [e.id for e in made_outlook.index.events]
    assert sum(float(row["contribution"]) for row in rows) == pytest.approx(
        made_outlook.index.point().level - made_outlook.index.result.no_data_level, abs=0.05
    )
    months = list(csv.DictReader(io.StringIO(links["rus-usa-index.csv"])))
    assert float(months[-1]["mean"]) == made_outlook.as_dict()["index"]["level"]
    assert json.loads(links["index.vl.json"]) == json.loads(json.dumps(index_chart(made_outlook.index)))


def test_spreadsheet_runs_no_sentence_as_a_formula(made_outlook):
    index = made_outlook.index
    planted = replace(index, sentences=("=HYPERLINK(1)", *index.sentences[1:]))
    first = next(csv.DictReader(io.StringIO(events_csv(planted))))
    assert first["sentence"] == "'=HYPERLINK(1)"
    assert float(first["goldstein"]) == index.events[0].goldstein


def test_command_that_makes_it_again(made_outlook):
    assert words.rebuild_command(made_outlook) == "detente report RUS USA --election usa-2020 --as-of 2020-10-27 --horizon 12"
    assert words.rebuild_command(made_outlook.index) == "detente report RUS USA --as-of 2020-10-27"


def test_command_names_own_files_without_their_folders(made_outlook):
    own = replace(made_outlook, election=replace(made_outlook.election, id="home-2024"))
    assert "--election home-2024.toml" in words.rebuild_command(own)
    made = words.with_command(own, "outlook", election="/home/ana/my vote.toml", store="/home/ana/t.duckdb", judgement=None)
    options = "--election 'my vote.toml' --as-of 2020-10-27 --horizon 12 --store t.duckdb"
    assert made.as_dict()["provenance"]["command"] == f"detente outlook RUS USA {options}"
    assert words.rebuild_command(made) == f"detente report RUS USA {options}"
    assert "/home/ana" not in json.dumps(made.as_dict()) + render(made)


def test_trigger_is_marked_at_its_place_not_at_its_first_namesake():
    event = SimpleNamespace(start=10, trigger=Trigger(29, 32, "met"))
    assert split_trigger("They met. Then they met again.", event) == ("They met. Then they ", "met", " again.")
    gone = SimpleNamespace(start=0, trigger=Trigger(0, 3, "sued"))
    assert split_trigger("They met.", gone) == ("They met.", "", "")


def test_axis_says_what_part_of_the_scale_it_shows():
    assert page_words.axis_note((-10, 10)) == "The axis shows the whole scale, −10 to +10."
    assert "−3 to +1 of a scale that runs from −10 to +10" in page_words.axis_note((-3, 1))


def test_percent_and_sign_stay_together():
    assert words.percent(0.36) == "36\N{NO-BREAK SPACE}%"


def test_file_is_written_whole_or_not_at_all(made_outlook, tmp_path, monkeypatch):
    path = tmp_path / "r.html"
    assert save(made_outlook.index, path) == path
    before = path.read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", _broken)
    with pytest.raises(OutputError) as error:
        save(made_outlook, path)
    assert error.value.code == "W01"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def _broken(self, target):
    raise OSError(28, "No space left on device")


def test_folder_that_is_not_there_is_named(made_outlook, tmp_path):
    with pytest.raises(OutputError) as error:
        save(made_outlook.index, tmp_path / "no" / "r.html")
    assert "no/r.html" in error.value.message
    assert error.value.help


def test_target_that_cannot_be_written_is_known_before_the_work(tmp_path):
    check_target(tmp_path / "r.html")
    for target in (tmp_path, tmp_path / "no" / "r.html"):
        with pytest.raises(OutputError) as error:
            check_target(target)
        assert (error.value.code, error.value.exit_code) == ("W01", 1)
    assert list(tmp_path.iterdir()) == []


def test_pointing_at_a_chart_shows_names_not_variables(made_outlook):
    shown = draw_svg(index_chart(made_outlook.index), width=700) + draw_svg(
        matters_chart(made_outlook, hardly=0.1, matters=0.25), width=520
    )
    said = re.findall(r"<title>(.*?)</title>", shown)
    assert len(said) > 100
    assert not re.search(r"low90|high90|mean|_", " ".join(said))
    point = made_outlook.index.point()
    last = f"2020-10 · level {signed(point.level)} · 90 % interval from {signed(point.low)} · to {signed(point.high)}"
    assert any(title.startswith(last) for title in said)


def test_neither_is_said_in_one_sentence(made_outlook):
    neither = ("unlikely to improve in any branch", "unlikely to worsen in any branch")
    said = words.verdict(replace(made_outlook, result=replace(made_outlook.result, sentences=neither)))
    assert said.startswith("Neither better nor worse is likely in any branch; the outcome ")
    one = words.verdict(replace(made_outlook, result=replace(made_outlook.result, sentences=neither[:1])))
    assert one.startswith("Better is unlikely in any branch; the outcome ")


def test_events_that_explain_less_than_half_of_a_turning_point_are_said_to(made_outlook):
    turn = made_outlook.index.turning_points()[0]
    small = replace(turn.events[0], contribution=turn.change * 0.49)
    said = words.turn_note(turn, [small])
    assert said.startswith(f"This event explains {signed(small.contribution, 2)} of {signed(turn.change, 2)}; the rest is ")
    assert words.turn_note(turn, [replace(small, contribution=turn.change * 0.51)]) is None
    assert words.turn_note(turn, []).startswith("No single event")


def test_record_says_what_it_scores(made_outlook):
    if not made_outlook.record.reason:
        said = " ".join(words.record_sentences(made_outlook.record))
        assert "the three months that end at the horizon" in said
        assert "is not that level" in said
        assert "overlap" in said
        short = " ".join(words.record_sentences(replace(made_outlook.record, horizon_months=3)))
        assert "overlap" not in short


def test_months_between_past_outlooks_are_those_of_the_back_test():
    assert inspect.signature(score_past).parameters["step"].default == MONTHS_APART


def test_words_are_not_said_to_stand_nothing_above(made_outlook):
    index = made_outlook.index
    gap = replace(index.result.gap, mean=index.result.gap.mean * 0)
    said = words.gap_sentence(replace(index, result=replace(index.result, gap=gap)))
    assert "words stand about where the deeds would suggest" in said
    assert "0.0" not in said


def test_what_is_on_the_page_alone_is_not_promised_on_paper(source):
    style = source[source.index("@media print") : source.index("</style>")]
    assert ".screen { display: none; }" in style
    outside = re.sub(r'<span class="screen">.*?</span>', "", source[source.index("<main>") : source.index('id="data"')])
    assert "opens" not in outside
    assert "sentence below" not in outside


def test_page_stays_small(source):
    assert len(source) < 2_000_000


def test_texts_that_name_both_are_counted_against_those_that_gave_an_event(made_outlook):
    index = made_outlook.index
    said = plain(words.coverage_sentence(index))
    assert f"{index.documents:,} of {index.texts_naming_both:,} texts that name both gave an event." in said


def test_no_line_ends_inside_a_date():
    from detente.report.page import _unbroken

    assert _unbroken("a <b> 2020-10-27, 1991–2020") == (
        'a &lt;b&gt; <span class="date">2020-10-27</span>, <span class="date">1991–2020</span>'
    )
    assert _unbroken("usa-rus-2020-10-27-2") == "usa-rus-2020-10-27-2"
