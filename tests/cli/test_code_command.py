"""`detente code`: what it prints, what it says, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.cli import main

DETENTE = [sys.executable, "-c", "import sys; from detente.cli import main; sys.exit(main())"]
KEYS = [
    "id", "document", "start", "end", "trigger", "date", "date_basis", "place", "source", "target", "event", "mode",
    "context", "cameo",
    "quad", "goldstein", "status", "reciprocal", "mentions", "mention_spans", "attributed_to", "rule",
]  # fmt: skip
ACTOR_KEYS = ["code", "name", "sector", "text", "start", "end"]
NEWS = "Norway imposed sanctions on Peru. Peru thanked Chile for its help."


@pytest.fixture(scope="session", autouse=True)
def parser() -> object:
    """The default pipeline; without one these tests fail, they are not passed over."""
    from detente.language import load

    return load()


def write_rows(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def events_in(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def check_contract(event: dict[str, Any], text: str) -> None:
    assert list(event) == KEYS
    assert 0 <= event["start"] <= event["trigger"]["start"] < event["trigger"]["end"] <= event["end"] <= len(text)
    spans = [event["trigger"]]
    for actor in (event["source"], event["target"]):
        if actor is not None:
            assert list(actor) == ACTOR_KEYS
            spans.append(actor)
    assert event["source"] or event["target"]
    for span in spans:
        assert text[span["start"] : span["end"]] == span["text"]
    assert event["quad"] in ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict")
    assert event["status"] in ("happened", "future", "hypothetical", "negated")
    assert event["date_basis"] in ("text", "document", None)
    assert -10 <= event["goldstein"] <= 10


def test_lines_follow_the_contract(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    texts = {"a": NEWS, "b": "\ufeff\r\n“Norway” – 😀 " + NEWS.replace(" ", "\u00a0", 1)}
    path = write_rows(tmp_path / "in.jsonl", [{"id": k, "text": v, "date": "2020-10-27"} for k, v in texts.items()])
    assert main(["code", path, "--format", "jsonl"]) == 0
    out, err = capfd.readouterr()
    events = events_in(out)
    assert [(e["document"], e["source"]["code"], e["event"], e["target"]["code"]) for e in events][:2] == [
        ("a", "NOR", "SANCTION", "PER"),
        ("a", "PER", "SUPPORT", "CHL"),
    ]
    assert {e["document"] for e in events} == {"a", "b"}
    for event in events:
        check_contract(event, texts[event["document"]])
        assert event["date"] == "2020-10-27"
    assert err == ""


@given(
    st.lists(
        st.one_of(
            st.sampled_from((NEWS, "Norway", "the “Russian” army", " attacked ", "\u00a0", "😀", "\ud800", "\r\n")),
            st.text(max_size=30),
        ),
        max_size=6,
    ).map("".join)
)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_are_code_points_of_the_untouched_text(capfd: pytest.CaptureFixture[str], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_rows(Path(folder, "in.jsonl"), [{"id": "x", "text": text}])
        assert main(["code", path]) == (0 if text.strip() else 1)
    read = text.replace("\ud800", "\ufffd")  # half a character is none: it is read as the sign for what cannot be decoded
    for event in events_in(capfd.readouterr().out):
        check_contract(event, read)


@given(st.binary(max_size=200), st.sampled_from((".jsonl", ".json", ".txt", ".html", "")))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_end_with_an_exit_code_and_a_message(
    capfd: pytest.CaptureFixture[str], data: bytes, suffix: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in" + suffix)
        path.write_bytes(data)
        ended = main(["code", str(path)])
    out, err = capfd.readouterr()
    assert ended in (0, 1, 3)
    assert (ended == 1) == err.startswith("error[D")
    events_in(out)


def test_text_page_and_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfLead.\r\n\r\n" + NEWS.encode())
    (folder / "b.html").write_text(f'<meta property="article:published_time" content="2019-05-06"><h1>News</h1><p>{NEWS}</p>')
    assert main(["code", "in", "--date", "2020-10-27", "--texts", "read.jsonl"]) == 0
    events = events_in(capfd.readouterr().out)
    texts = {row["id"]: row["text"] for row in map(json.loads, Path("read.jsonl").read_text().splitlines())}
    assert texts["in/a.txt"] == "Lead.\r\n\r\n" + NEWS
    assert {(e["document"], e["date"]) for e in events} == {("in/a.txt", "2020-10-27"), ("in/b.html", "2019-05-06")}
    for event in events:
        check_contract(event, texts[event["document"]])
    assert main(["code", "read.jsonl"]) == 0  # what was written is input again
    assert events_in(capfd.readouterr().out) == events


def test_csv_has_one_flat_row_an_event(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": "In Lima, " + NEWS, "date": "2020-10-27"}])
    assert main(["code", path, "--format", "jsonl"]) == 0
    events = events_in(capfd.readouterr().out)
    assert main(["code", path, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [(r["id"], r["source"], r["target_name"], r["event"], r["trigger"]) for r in rows] == [
        (e["id"], e["source"]["code"], e["target"]["name"], e["event"], e["trigger"]["text"]) for e in events
    ]
    assert len(rows) >= 2 and all(float(r["goldstein"]) == e["goldstein"] for r, e in zip(rows, events, strict=True))


def test_two_workers_give_the_same_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_rows(tmp_path / "in.jsonl", [{"id": str(i), "text": f"{NEWS} {i}"} for i in range(200)])
    assert main(["code", path]) == 0
    alone = capfd.readouterr().out
    assert main(["code", path, "--workers", "2"]) == 0
    assert capfd.readouterr().out == alone
    assert len(alone.splitlines()) >= 400


def test_bad_rows_end_in_exit_code_3_and_are_listed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f'{{"id": "a", "text": "{NEWS}"}}\n{{broken\n{{"id": "a", "text": "x"}}\n')
    assert main(["code", str(path), "--rejects", str(tmp_path / "aside.jsonl")]) == 3
    out, err = capfd.readouterr()
    assert len(events_in(out)) == 2
    assert f"set aside[D04]: {path} line 2 is not JSON" in err
    assert "2 set aside (D04 1, D07 1)" in err
    assert [(r["code"], r["line"], r["head"][:7]) for r in events_in((tmp_path / "aside.jsonl").read_text())] == [
        ("D04", 2, "{broken"),
        ("D07", 3, '{"id": '),
    ]
    assert main(["code", str(path), "--json"]) == 3
    out, _ = capfd.readouterr()
    result = json.loads(out)
    assert (result["ok"], result["documents"], len(result["events"]), len(result["rejects"])) == (True, 1, 2, 2)


def test_nothing_readable_is_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert main(["code", str(tmp_path / "a.pdf"), "--texts", str(tmp_path / "t.jsonl")]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"error[D03]: {tmp_path / 'a.pdf'} is a PDF, not text\n  help: ")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf"]  # nothing half-written
    (tmp_path / "in.jsonl").write_text("x\ny\n")
    assert main(["code", str(tmp_path / "in.jsonl")]) == 1
    assert "error[D12]: nothing could be read: 2 set aside" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["code"], "U01"),
        (["code", "none.jsonl"], "D01"),
        (["code", "-", "--workers", "0"], "U01"),
        (["code", "-", "--date", "yesterday"], "U01"),
        (["code", "-", "--format", "xml"], "U01"),
        (["code", "x", "--explain", "y"], "U01"),
        (["code", "--json", "--format", "table", "x"], "U01"),
        (["code", "--explain", NEWS, "--model", "no_such_model"], "L01"),
        (["cod"], "U01"),
    ],
)
def test_wrong_use_ends_in_exit_code_2(args: list[str], code: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    out, err = capfd.readouterr()
    if "--json" in args:
        assert (json.loads(out)["ok"], json.loads(out)["code"], err) == (False, code, "")
    else:
        assert out == ""
        assert err.startswith(f"error[{code}]: ")
        assert "\n  help: " in err


def test_errors_are_json_under_json(capfd: pytest.CaptureFixture[str]) -> None:
    for args in (["--json"], ["--format", "json"], ["--format=json"]):
        assert main(["code", "none.jsonl", *args]) == 2
        out, err = capfd.readouterr()
        assert err == ""
        assert json.loads(out) == {
            "ok": False, "code": "D01", "error": "no file or folder is called none.jsonl",
            "help": "give files, folders, or - for standard input", "near": [],
        }  # fmt: skip


def test_explain_names_actors_words_and_rule(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "--explain", "Norway imposed sanctions on Peru.", "--format", "table"]) == 0
    out, _ = capfd.readouterr()
    for part in ("NOR", "SANCTION", "PER", "imposed sanctions", "rule"):
        assert part in out
    assert main(["code", "--explain", "Norway imposed sanctions on Peru.", "--json", "--date", "2020-10-27"]) == 0
    result = json.loads(capfd.readouterr().out)
    assert [e["event"] for e in result["events"]] == ["SANCTION"]
    assert "SANCTION" in result["explanation"]
    assert main(["code", "--explain", "It rained."]) == 0
    assert "no event" in capfd.readouterr().out


def test_standard_input_and_table() -> None:
    ended = subprocess.run(
        [*DETENTE, "code", "-", "--format", "table"], input=NEWS, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    rows = [line.split() for line in ended.stdout.splitlines()]
    assert rows[0] == ["date", "source", "event", "target", "status", "words", "document"]
    assert rows[1] == ["–", "NOR", "SANCTION", "PER", "happened", "imposed", "sanctions", "-"]


def test_json_is_utf8_whatever_the_locale() -> None:
    text = "“Norway” imposed sanctions on Peru."
    ended = subprocess.run(
        [*DETENTE, "code", "-"],
        input=text.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout.decode("utf-8"))["target"]["code"] == "PER"


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html"])
def test_empty_input_is_done_and_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / name).write_text("")
    assert main(["code", str(tmp_path / name)]) == 0
    assert capfd.readouterr() == ("", f"note: {tmp_path / name} is empty\nnote: the input holds no document\n")


def test_reader_that_closes_early_hears_no_complaint(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "in.jsonl", [{"id": str(i), "text": NEWS} for i in range(1500)])
    with subprocess.Popen([*DETENTE, "code", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.readline()
        writer.stdout.close()
        assert writer.stderr.read() == b""
        assert writer.wait() == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupt_ends_cleanly(tmp_path: Path, workers: str) -> None:
    path = write_rows(tmp_path / "in.jsonl", [{"id": str(i), "text": f"{NEWS} {i}"} for i in range(50_000)])
    command = [*DETENTE, "code", path, "--workers", workers, "--texts", str(tmp_path / "t.jsonl")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        # a job started in the background inherits Ctrl-C as ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        worker.stdout.readline()
        os.killpg(worker.pid, signal.SIGINT)  # a terminal sends Ctrl-C to all processes of the job
        start = time.monotonic()
        _, err = worker.communicate()
        assert (worker.returncode, err.strip()) == (130, b"stopped")
        assert time.monotonic() - start < 20
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]
