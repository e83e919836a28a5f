"""How entries of the ledger and its scoreboard look in a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.cli.options import plain, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from detente.ledger.board import Board
    from detente.ledger.ledger import Standing
    from detente.records import Election

_ID = 8  # characters of an id shown: enough to tell thousands apart


def print_standings(
    console: Console, found: Sequence[Standing], elections: Mapping[str, Election], *, with_reasons: bool
) -> None:
    """Print entries as blocks of lines: what, who, until when, the words, what came."""
    from detente import words

    shown: dict[str, str] = {}  # one reading of the world often settles several entries: it is printed once
    for standing in found:
        entry = standing.entry
        until = entry.until.isoformat() + (" (supplied)" if entry.until_basis == "default" else "")
        console.print(plain(f"{entry.id[:_ID]}  {standing.state:<9} {entry.speaker} · {entry.made.isoformat()}"), style="bold")
        asked = ", ".join(filter(None, (words.expectation(entry), words.condition(entry, elections))))
        vow = "vow: " if entry.vow else ""
        console.print(plain(f"  {vow}{asked} · until {until} · {words.chance(entry)}"))
        quoted = entry.text.startswith(("“", '"', "«", "„"))
        console.print(plain(f"  {entry.text}" if quoted else f"  “{entry.text}”"), style="dim")
        if said := words.came(standing):
            console.print(plain(f"  {said}"))
        if with_reasons and standing.proposal is not None:
            proposal = standing.proposal
            if proposal.reason in shown:
                console.print(plain(f"  because the same as for {shown[proposal.reason]}"))
                continue
            shown[proposal.reason] = entry.id[:_ID]
            console.print(plain(f"  because {proposal.reason}"))
            for event in proposal.evidence:
                points = f"{words.signed(event['points'], 2)}  " if "points" in event else ""
                console.print(plain(f"    {points}{event['date']} {event['text']}"), style="dim")
            if proposal.coverage:
                coverage = proposal.coverage
                texts = words.count(coverage["documents"], "text")
                console.print(plain(f"    rests on {words.count(coverage['events'], 'event')} of {texts}"), style="dim")


def print_board(board: Board) -> None:
    """Print one row a speaker, then the calibration table, then how to read them."""
    from rich.table import Table

    from detente import words

    console = terminal()
    table = Table(box=None, pad_edge=False)
    for name in ("rank", "speaker", "entries", "resolved", "annulled", "Brier", "skill", "range", "vague"):
        table.add_column(name, justify="left" if name == "speaker" else "right")
    for t in board.tallies:
        dash = "–"
        ranged = f"{t.range_low:.2f}–{t.range_high:.2f}" if t.range_low is not None and t.range_high is not None else dash
        table.add_row(
            str(t.rank or dash), plain(t.speaker), str(t.entered), str(t.resolved), str(t.annulled),
            dash if t.brier is None else f"{t.brier:.2f}", dash if t.skill_coin is None else words.signed(t.skill_coin, 2),
            ranged, dash if t.vague_share is None else plain(words.percent(t.vague_share)),
        )  # fmt: skip
    console.print(table)
    vows = [t for t in board.tallies if t.vows_kept or t.vows_broken]
    for t in vows:
        console.print(plain(f"vows of {t.speaker}: {t.vows_kept} kept, {t.vows_broken} not kept"))
    if board.calibration:
        rows = Table(box=None, pad_edge=False, title="calibration", title_justify="left")
        for name in ("said", "forecasts", "mean", "came true", "90 % interval"):
            rows.add_column(name, justify="right")
        for c in board.calibration:
            said = f"{100 * c.low:.0f}–{100 * c.high:.0f} %"
            interval = f"{100 * c.share_low:.0f}–{100 * c.share_high:.0f} %"
            rows.add_row(said, f"{c.count:g}", f"{100 * c.mean_prob:.0f} %", f"{100 * c.share:.0f} %", interval)
        console.print(rows)
    for note in words.board_notes(board):
        console.print(plain(note))
