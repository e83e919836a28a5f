"""The scorer of coded sentences follows its matching rule; the benchmark prints what it says, with and without ../shared."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
EVENTS = FOLDER.parents[1] / "shared" / "bench" / "events"


@pytest.fixture
def scores(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    import _event_scores

    return _event_scores


def line(event, sources, targets, *, text="one", reciprocal=False, traits=()):
    return {
        "id": f"{text}-{event}-{'-'.join(sources)}", "text_id": text, "text": "Norway met Peru.", "date": "2025-06-02",
        "event": event,
        "sources": [{"code": c} for c in sources], "targets": [{"code": c} for c in targets], "reciprocal": reciprocal,
        "eventText": "met", "interstate": True, "traits": list(traits),
    }  # fmt: skip


@pytest.fixture
def judge(scores, tmp_path):
    def judge(gold, *predictions):
        path = tmp_path / "gold.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
        made = [scores.predicted(*p[:3], reciprocal=len(p) > 3) for p in predictions]
        return scores.score(scores.read_gold(path), {"one": [p for p in made if p]})

    return judge


def tally(found, measure):
    t = found.measures[measure]
    return t.right, t.invented, t.missed


def test_a_right_event_counts_in_every_measure(judge):
    found = judge([line("SANCTION", ["NOR"], ["PER"])], ("SANCTION", "NOR", "PER"))
    assert {tally(found, m) for m in found.measures} == {(1, 0, 0)}
    assert (found.hits, found.lines) == (1, 1)


def test_direction_counts_but_not_of_what_is_mutual(judge):
    assert tally(judge([line("SANCTION", ["NOR"], ["PER"])], ("SANCTION", "PER", "NOR")), "triple") == (0, 1, 1)
    assert tally(judge([line("CONSULT", ["NOR"], ["PER"])], ("CONSULT", "PER", "NOR")), "triple") == (1, 0, 0)
    mutual = [line("AGREE", ["NOR", "PER"], [], reciprocal=True)]
    assert tally(judge(mutual, ("AGREE", "PER", "NOR"), ("AGREE", "NOR", "PER")), "triple") == (1, 0, 0)
    assert tally(judge(mutual, ("AGREE", "PER", "NOR", "mutual")), "source") == (2, 0, 0)


def test_compound_sides_are_single_pairs_and_one_right_pair_is_a_hit(judge):
    found = judge([line("AID", ["NOR", "CHL"], ["PER"])], ("AID", "CHL", "PER"))
    assert tally(found, "triple") == (1, 0, 1)
    assert (found.hits, found.lines) == (1, 1)


def test_bodies_are_one_and_actors_of_no_state_are_left_out(judge):
    assert tally(judge([line("AID", ["UNO"], ["PER"])], ("AID", "IGO", "PER")), "dyad") == (1, 0, 0)
    without = judge([line("AID", ["NGO"], ["PER"])], ("AID", "---", "PER"))
    assert (tally(without, "dyad"), tally(without, "target"), without.lines) == ((0, 0, 0), (1, 0, 0), 0)


def test_nobody_matches_only_nobody(judge):
    assert tally(judge([line("ASSAULT", ["NOR"], [])], ("ASSAULT", "NOR", "PER")), "triple") == (0, 1, 1)
    assert tally(judge([line("ASSAULT", ["NOR"], [])], ("ASSAULT", "NOR", "")), "triple") == (1, 0, 0)


def test_former_names_of_types_count_as_the_present_ones(judge):
    assert tally(judge([line("REQUEST", ["NOR"], ["PER"])], ("DEMAND", "NOR", "PER")), "event") == (1, 0, 0)


@pytest.mark.skipif(not (EVENTS / "score_events.py").exists(), reason="the benchmark's own scorer is not there (../shared)")
@pytest.mark.parametrize("name", ["coder", "chance"])
@pytest.mark.parametrize("subset", ["all", "interstate"])
def test_figures_are_those_of_the_benchmarks_own_scorer(scores, tmp_path, name, subset):
    """Second method: the scorer of ../shared, on what the coder predicts and on gold events mangled by chance."""
    from _event_coding import UNDATED, actor_code, code_gold

    gold = scores.read_gold(EVENTS / "gsr_dev.jsonl")
    chosen = [g for g in gold if g.interstate or subset == "all"]
    if name == "coder":
        coded = code_gold(chosen, undated=UNDATED)
        raw = {c.gold.id: [(e.event, actor_code(e.source), actor_code(e.target), e.reciprocal) for e in c.told] for c in coded}
    else:
        rng = random.Random(3)
        codes = ["USA", "IRQ", "IGO", "", "---", "JAP", "UN", "TWN"]
        raw = {g.id: [_mangled(rng, event, codes) for event in g.events for _ in range(rng.randrange(3))] for g in chosen}
    made = {i: [p for event in events if (p := scores.predicted(*event[:3], reciprocal=event[3]))] for i, events in raw.items()}
    ours = scores.score(chosen, made)
    path = tmp_path / "predicted.jsonl"
    rows = (
        {"id": i, "events": [dict(zip(("event", "source", "target", "reciprocal"), e, strict=True)) for e in events]}
        for i, events in raw.items()
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, EVENTS / "score_events.py", EVENTS / "gsr_dev.jsonl", path, "--json", "--subset", subset]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {m: tally(ours, m) for m in scores.MEASURES} == {
        m: (theirs[m]["tp"], theirs[m]["fp"], theirs[m]["fn"]) for m in scores.MEASURES
    }
    assert (ours.lines, round(ours.hits / ours.lines, 4)) == (theirs["gold_lines_with_codable_triple"], theirs["hit"])


def _mangled(rng, gold, codes):
    source, target = rng.choice(sorted(gold.pairs) or [("", "")])
    event = rng.choice([gold.event, gold.event, "CONSULT", "DEMAND", "ASSAULT"])
    sides = [source, target] if rng.random() < 0.5 else [target, source]
    sides = [side if rng.random() < 0.7 else rng.choice(codes) for side in sides]
    return event, *sides, rng.random() < 0.3


@pytest.fixture
def printed(monkeypatch, tmp_path, capsys):
    monkeypatch.syspath_prepend(str(FOLDER))
    import bench_events

    errors = tmp_path / "errors.jsonl"
    assert bench_events.main(["--no-speed", "--shared", str(tmp_path / "nowhere"), "--errors", str(errors)]) == 0
    return capsys.readouterr().out, [json.loads(row) for row in errors.read_text(encoding="utf-8").splitlines()]


def test_without_shared_the_own_sets_are_scored_and_the_rest_is_said_to_be_skipped(printed):
    out, errors = printed
    assert "skipped: gsr_dev is not there" in out
    assert "own_events" in out
    assert "UniversalPetrarch" in out
    counted = int(out.split(" coded events not found")[0].rsplit("## own_events: ", 1)[1].split(" of ")[0])
    assert counted == len([row for row in errors if row["set"] == "own_events"]) > 0
    assert all(row["cause"] and row["asked"] and row["traits"] for row in errors)


def test_causes_name_what_failed(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(FOLDER))
    import _event_causes
    import _event_coding
    import _event_scores

    texts = {
        "unknown": ("Norway sanctioned Atlantis.", line("SANCTION", ["NOR"], ["PER"], text="unknown")),
        "no rule": ("Norway outweighed Peru.", line("SUPPORT", ["NOR"], ["PER"], text="no rule")),
        "type": ("Norway sanctioned Peru.", line("ASSAULT", ["NOR"], ["PER"], text="type")),
        "reversed": ("Norway sanctioned Peru.", line("SANCTION", ["PER"], ["NOR"], text="reversed")),
        "status": ("Norway has not sanctioned Peru.", line("SANCTION", ["NOR"], ["PER"], text="status")),
        "found": ("Norway sanctioned Peru.", line("SANCTION", ["NOR"], ["PER"], text="found")),
    }
    path = tmp_path / "gold.jsonl"
    rows = [row | {"text": text, "eventText": text.split()[-2]} for text, row in texts.values()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    missed = _event_causes.causes(_event_coding.code_gold(_event_scores.read_gold(path)))
    assert {m.coded.gold.id: m.cause for m in missed} == {
        "unknown": "target missing: a party the who-is-who does not find",
        "no rule": "nothing coded: no rule for the event's words",
        "type": "wrong type: no rule of theirs gives this type",
        "reversed": "direction reversed: both are named in the text",
        "status": "told as negated or hypothetical: status",
    }
