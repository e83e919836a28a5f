"""Sentences about the ledger: what an entry foretells, how likely, what came of it, how a speaker did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from detente.ledger.board import LEAST_RANKED, Board
from detente.ledger.entry import Entry
from detente.ledger.ledger import Standing
from detente.ledger.matrix import Matrix
from detente.records import Election
from detente.words.figures import SPACE, count, signed

OUTCOMES = {"yes": "came true", "no": "did not come true", "annulled": "annulled", "unclear": "unclear"}
VOWS = {"yes": "kept", "no": "not kept", "annulled": "annulled", "unclear": "unclear"}
DIRECTIONS = {"improve": "better", "unchanged": "about the same", "worsen": "worse"}


def expectation(entry: Entry) -> str:
    """Say what is foretold."""
    if entry.deed is not None:
        return f"{entry.deed.source} {entry.deed.event} {entry.deed.target}"
    if entry.pair is not None and entry.direction is not None:
        return f"{' – '.join(entry.pair)} {DIRECTIONS[entry.direction]}"
    return "nothing the program can check"


def condition(entry: Entry, elections: Mapping[str, Election]) -> str:
    """Say under which condition, in the words of the election file; empty where there is none."""
    words = (entry.condition or "").removeprefix("if ").removeprefix("If ")
    if not entry.scenario:
        return f"if {words}" if words else ""
    vote = elections.get(entry.scenario[0].partition("/")[0])
    labels = {f"{vote.id}/{o.id}": o.label for o in vote.outcomes} if vote is not None else {}
    if vote is not None and set(labels) <= set(entry.scenario):
        outcome = f"whoever wins ({vote.id})"
    else:
        outcome = "if " + " or ".join(labels.get(s, s) for s in entry.scenario)
    return f"{outcome} and {words}" if words else outcome


def chance(entry: Entry) -> str:
    """Say how likely the speaker held it."""
    said = f"“{entry.phrase}” " if entry.phrase else ""
    if entry.prob is not None:
        return f"{said}{100 * entry.prob:.0f}{SPACE}%"
    if entry.low is not None and entry.high is not None:
        return f"{said}{100 * entry.low:.0f} to {100 * entry.high:.0f}{SPACE}%"
    return f"{said}no figure"


def came(standing: Standing) -> str:
    """Say what came of an entry, or what is proposed; empty where neither is."""
    entry = standing.entry
    names = VOWS if entry.vow else OUTCOMES
    if standing.void_reason:
        return f"void: {standing.void_reason}"
    if standing.resolution is not None:
        said = f"{names[standing.resolution.outcome]}, confirmed by {standing.resolution.by}"
        scores = standing.scores or {}
        if scores.get("brier") is not None:
            said += f" · Brier {scores['brier']:.2f}"
        elif scores.get("brier_low") is not None:
            said += f" · Brier {scores['brier_low']:.2f} to {scores['brier_high']:.2f}"
        return said
    if standing.proposal is not None:
        return f"proposed: {names[standing.proposal.outcome]}"
    return ""


def voice(standing: Standing) -> str:
    """Say who foretells a thing and how likely, and where it is known what came of it."""
    entry = standing.entry
    deed = f"{expectation(entry)}, " if entry.deed is not None else ""
    vow = "vow, " if entry.vow else ""
    said = f"{entry.speaker} ({vow}{deed}{chance(entry)})"
    if standing.resolution is None:
        return said
    return f"{said}: {(VOWS if entry.vow else OUTCOMES)[standing.resolution.outcome]}"


MATRIX_COLUMNS = {"worsen": "worse", "unchanged": "about the same", "improve": "better", "deed": "deeds", "other": "else"}
MATRIX_NOTE = (
    "Claims of others, beside the model’s chances; they move no number. In brackets how likely the speaker held it: the word "
    "used, and the figure or interval that surveys found for it. A low figure under “better” is a voice against it."
)


def matrix_note(matrix: Matrix, as_of: date) -> str:
    """Say how to read the matrix of claims."""
    if all(s.resolution is None for s in matrix.standings):
        return MATRIX_NOTE
    return f"{MATRIX_NOTE} What came of them was not known on {as_of.isoformat()}."


def board_notes(board: Board) -> list[str]:
    """Say how to read a scoreboard."""
    notes = []
    if board.parts is not None:
        p = board.parts
        rest = p.within_variance - p.within_covariance
        inside = f" {signed(rest, 3)} inside tenths" if p.within_variance or p.within_covariance else ""
        notes.append(
            f"All point forecasts: Brier {p.brier:.3f} = reliability {p.reliability:.3f} − resolution {p.resolution:.3f} "
            f"+ uncertainty {p.uncertainty:.3f}{inside} ({p.n:g} forecasts, {100 * p.base_rate:.0f}{SPACE}% came true); "
            f"log score {board.log_loss:.3f} nats."
        )
        skills = [
            f"{signed(value, 2)} against {name}"
            for value, name in ((board.skill_base, "always saying the base rate"), (board.skill_coin, "always saying 50 %"))
            if value is not None
        ]
        notes.append(f"Skill: {', '.join(skills)}; above 0 is better.")
    ranked = sum(t.rank is not None for t in board.tallies)
    if ranked < len(board.tallies):
        notes.append(f"No rank under {count(LEAST_RANKED, 'resolved claim')} with a point probability: fewer say too little.")
    notes.append(
        "Brier: 0 is perfect, 0.25 a coin. A range is the best and worst that interval words allow. Annulled claims, whose "
        "scenario did not come, never count."
    )
    return notes
