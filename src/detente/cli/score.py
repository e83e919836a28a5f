"""`detente score FILE…`: outlooks frozen before a vote, against what came, by the rules of the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import DAY, command_line, open_project, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.ledger.entry import Entry
    from detente.ledger.ledger import Proposal


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--store", type=click.Path(path_type=Path), help="Events that decide; default: the shipped chronicles.")
@click.option("--election", "elections", metavar="FILE", multiple=True, help="An election file of yours that an outlook names.")
@click.option("--as-of", "today", type=DAY, help="The day that counts as today; nothing dated later is seen.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def score(files: tuple[str, ...], store: Path | None, elections: tuple[str, ...], today: date | None, as_json: bool) -> None:
    """Compare outlooks frozen by `detente outlook … --freeze FILE` with what came.

    The branch of the outcome that came is scored; the others are annulled. Nothing is confirmed here: to keep the score beside
    that of others, enter the file in a ledger (detente ledger add FILE) and confirm it there.

    \b
    Example:
      detente score usa-rus-2020.json
    """
    from detente.ledger.frozen import entries_of_outlook, read_frozen
    from detente.scorekeeping import propose_all

    day = today or date.today()
    frozen = {path: entries_of_outlook(read_frozen(path), document=Path(path).name) for path in files}
    project = open_project(store)
    results = []
    for path, entries in frozen.items():
        proposals = propose_all(entries, project, today=day, elections=elections)
        results.append(_result(path, entries, proposals))
    if as_json:
        print_json(results)
        return
    for result in results:
        _print(result)
    scored = [r["file"] for r in results if r["brier"] is not None]
    if scored:
        click.echo(f"next: {command_line('ledger', 'add', *scored)}", err=True)


def _result(path: str, entries: list[Entry], proposals: dict[str, Proposal]) -> dict[str, Any]:
    """Return what came of one frozen outlook, as a row for JSON."""
    from detente.ledger.ledger import score as score_of

    rows: list[dict[str, Any]] = []
    for entry in entries:
        proposal = proposals.get(entry.id)
        scores = score_of(entry, proposal.outcome) if proposal else None
        rows.append(
            {
                "scenario": entry.scenario[0], "direction": entry.direction, "prob": entry.prob, "text": entry.text,
                "outcome": proposal and proposal.outcome, "reason": proposal and proposal.reason,
                "brier": scores and scores["brier"], "log_loss": scores and scores["log_loss"],
            }
        )  # fmt: skip
    scored = [r for r in rows if r["brier"] is not None]
    return {
        "file": path, "speaker": entries[0].speaker, "pair": list(entries[0].pair or ()), "as_of": entries[0].made.isoformat(),
        "until": entries[0].until.isoformat(), "sha256": entries[0].sha256,
        "brier": sum(r["brier"] for r in scored) / len(scored) if scored else None,
        "log_loss": sum(r["log_loss"] for r in scored) / len(scored) if scored else None,
        "rows": rows,
    }  # fmt: skip


def _print(result: dict[str, Any]) -> None:
    from detente import words

    console = terminal()
    console.print(plain(f"{' – '.join(result['pair'])} · outlook of {result['as_of']} to {result['until']}"), style="bold")
    console.print(plain(f"  {result['speaker']}, SHA-256 {result['sha256'][:16]}…"), style="dim")
    for row in result["rows"]:
        came = words.OUTCOMES.get(row["outcome"], "cannot be told yet")
        brier = "" if row["brier"] is None else f" · Brier {row['brier']:.2f}"
        console.print(
            plain(
                f"  {row['scenario']}  {words.DIRECTIONS[row['direction']]:<14} {words.percent(row['prob']):>5}  {came}{brier}"
            )
        )
    said = list(dict.fromkeys(r["reason"] for r in result["rows"] if r["reason"]))
    for reason in said:
        console.print(plain(f"  {reason}"))
    if result["brier"] is not None:
        console.print(plain(f"  mean Brier {result['brier']:.3f} over the three directions; a third each would have 0.222"))
