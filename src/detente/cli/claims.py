"""`detente claims`: texts to claims, one a line: who says what, and what of it is a forecast."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.many import (
    Progress,
    copied,
    fail_if_nothing_read,
    leave_interrupts_to_parent,
    reading_options,
    reject_rows,
    say_end,
    write_rejects,
)
from detente.cli.options import plain, whole_file

if TYPE_CHECKING:
    from detente.records import Claim, Document

_COLUMNS = (("speaker", 20), ("type", 10), ("if", 20), ("direction", 9), ("likelihood", 20), ("says", 90), ("document", 0))
_CSV = (
    "id", "document", "part_of", "speaker", "as_written", "role", "affiliation", "speaker_kind", "resolved_by", "mode", "type",
    "text", "spans", "condition", "scenario", "likelihood", "low", "high", "median", "class", "direction", "polarity",
    "horizon", "until", "about", "nested_in", "date", "venue", "rule",
)  # fmt: skip


@click.command()
@click.argument("inputs", nargs=-1, metavar="INPUT…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table", "csv", "json"]),
    help="jsonl: one claim a line, as they come. table: for reading. csv: for a spreadsheet. json: one object at the end. "
    "Default: table on a terminal, jsonl in a pipe or file.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--explain", metavar="TEXT", help="Find the claims of this text and say who, what, under which condition, by which rule."
)
@click.option(
    "--election", "elections", multiple=True, metavar="ID|FILE",
    help="An election whose outcomes conditions may name, before those that ship; more than once for several.",
)  # fmt: skip
@reading_options
def claims(
    inputs: tuple[str, ...],
    form: str | None,
    as_json: bool,
    explain: str | None,
    day: date | None,
    elections: tuple[str, ...],
    workers: int,
    model: str | None,
    texts: Path | None,
    rejects_file: Path | None,
) -> None:
    """Find the claims of texts: who says what, and what of it is a forecast, under which condition, how likely.

    INPUT is a file (.jsonl, .json, .txt, .html), a folder of such files, or - for standard input, as for `detente code`.

    \b
    Examples:
      detente claims articles.jsonl > claims.jsonl
      detente claims article.txt --date 2020-10-27 --format table
      detente claims pages/ --election mine.toml --format csv > claims.csv
      detente claims --explain "Analysts say ties with Peru could worsen if Ruiz wins."

    Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rows set aside.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} contradict each other")
    form = "json" if as_json else form or ("table" if sys.stdout.isatty() else "jsonl")
    from detente.scenarios import contests

    known = contests(elections)
    if explain is not None:
        if inputs:
            raise click.UsageError("--explain takes its text from the command line: leave out INPUT, or leave out --explain")
        _explain(explain, day, model, known, as_json=form == "json")
        return
    if not inputs:
        raise click.UsageError("give files, folders, or - for standard input; or --explain TEXT")
    from detente.documents import Rejects, read_documents

    rejects = Rejects()
    documents: Iterable[Document] = read_documents(inputs, date=day, rejects=rejects)  # says at once what is missing
    from detente.claims import claims_of_documents  # loads the parser: later than the check above

    if workers > 1:
        leave_interrupts_to_parent()
    count = found = 0
    kept: list[dict[str, Any]] = []
    with ExitStack() as files:
        if texts is not None:
            documents = copied(documents, files.enter_context(whole_file(texts)))
        with Progress(shown=sys.stderr.isatty() and not (sys.stdout.isatty() and form != "json"), what="claim") as progress:
            write = _writer(form, kept)
            for _document, its_claims in claims_of_documents(documents, contests=known, model=model, workers=workers):
                count, found = count + 1, found + len(its_claims)
                for claim in its_claims:
                    write(claim)
                progress.show(count, found)
        write_rejects(rejects_file, rejects)
        if not count:
            fail_if_nothing_read(rejects)
    if form == "json":
        result = {"ok": True, "documents": count, "claims": kept, "rejects": reject_rows(rejects)}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    say_end(count, found, rejects, rejects_file, "claim")
    if rejects:
        click.get_current_context().exit(3)


def _explain(text: str, day: date | None, model: str | None, known: Any, *, as_json: bool) -> None:
    from detente.claims import claims_of_documents, explain
    from detente.records import Document, claim_as_dict

    document = Document("text", text, day)
    _, found = next(claims_of_documents([document], contests=known, model=model))
    said = explain(document, found)
    if as_json:
        said = json.dumps({"ok": True, "claims": [claim_as_dict(c) for c in found], "explanation": said}, ensure_ascii=False)
    sys.stdout.write(said + "\n")


def _writer(form: str, kept: list[dict[str, Any]]) -> Any:
    """Return what is done with each claim; a head is written at once where the format has one."""
    from detente.records import claim_as_dict

    if form == "jsonl":
        return lambda claim: sys.stdout.write(json.dumps(claim_as_dict(claim), ensure_ascii=False) + "\n")
    if form == "json":
        return lambda claim: kept.append(claim_as_dict(claim))
    if form == "csv":
        rows = csv.DictWriter(sys.stdout, _CSV, lineterminator="\n")
        rows.writeheader()
        return lambda claim: rows.writerow(_flat(claim_as_dict(claim)))
    sys.stdout.write("  ".join(name.ljust(width) for name, width in _COLUMNS) + "\n")
    return _print_table_row


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a claim as one row of a table: lists joined, what is nested spread over columns."""
    speaker, condition, likelihood = row["speaker"], row["condition"] or {}, row["likelihood"] or {}
    horizon = row["horizon"] or {}
    values = {
        "speaker": speaker["name"], "as_written": speaker["as_written"], "role": speaker["role"],
        "affiliation": speaker["affiliation"], "speaker_kind": speaker["kind"], "resolved_by": speaker["resolved_by"],
        "spans": " ".join(f"{a}-{b}" for a, b in row["content_spans"]), "condition": condition.get("text"),
        "scenario": " ".join(condition.get("scenario", ())), "likelihood": likelihood.get("phrase"),
        **{name: likelihood.get(name) for name in ("low", "high", "median", "class")},
        "horizon": horizon.get("text"), "until": horizon.get("until"), "about": "-".join(row["about"] or ()),
    }  # fmt: skip
    return {name: values.get(name, row.get(name)) for name in _CSV}


def _print_table_row(claim: Claim) -> None:
    condition = claim.condition
    under = ""
    if condition is not None:
        under = " ".join(name.split("/")[-1] for name in condition.scenario) or condition.text or ""
    likelihood = ""
    if claim.likelihood is not None:
        figures = claim.likelihood
        likelihood = figures.phrase
        if figures.kind == "point" and figures.median is not None:
            likelihood += f" ({figures.median:.0%})"
        elif figures.low is not None and figures.high is not None:
            likelihood += f" ({figures.low:.0%}–{figures.high:.0%})"
    cells = (
        ("  " if claim.part_of else "") + (claim.speaker.name or claim.speaker.as_written or claim.speaker.kind),
        claim.type,
        under,
        ("not " if claim.direction and claim.polarity == "negative" else "") + (claim.direction or ""),
        likelihood,
        claim.text,
        claim.document,
    )
    shown = (
        _short(plain(" ".join(cell.split()) if i else cell), width)
        for i, (cell, (_, width)) in enumerate(zip(cells, _COLUMNS, strict=True))
    )
    sys.stdout.write("  ".join(cell.ljust(width) for cell, (_, width) in zip(shown, _COLUMNS, strict=True)).rstrip() + "\n")


def _short(text: str, width: int) -> str:
    return text if not width or len(text) <= width else text[: width - 1] + "…"
