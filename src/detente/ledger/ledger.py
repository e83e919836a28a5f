"""The ledger: entries go from open to scored, or void, by actions that a log keeps.

    open ─► due ─► proposed ─► confirmed by a person ─► scored
      └───────────────┴─► void, with the reason

An entry falls due with the calendar: no action of anybody is needed. `unresolve` takes a confirmation back: the
entry stands as before it, its scores go in the same transaction, and the log keeps both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from detente.errors import InputError, NotFoundError
from detente.ledger.entry import Entry, entry_as_dict, entry_from_dict
from detente.ledger.scores import brier, brier_range, log_loss

if TYPE_CHECKING:
    from detente.store import Store
    from detente.store.journal import LogRow

State = Literal["open", "due", "proposed", "confirmed", "scored", "void"]
Outcome = Literal["yes", "no", "annulled", "unclear"]
STATES: tuple[State, ...] = get_args(State)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_NAMED = 5  # of several entries meant by one beginning, so many are named


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program takes to have come, and why.

    `rule` says by which rule: `scenario`, `deed`, `trend`, or `none` where only a person can say. `settled` is the day that
    decided it. `evidence` holds the events shown (rows for JSON: id, date, text, document); `figures` the numbers behind it,
    `coverage` how many events and texts that rests on.
    """

    outcome: Outcome
    rule: Literal["scenario", "deed", "trend", "none"]
    reason: str
    settled: date | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    coverage: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the proposal as a row for JSON."""
        return {
            "outcome": self.outcome, "rule": self.rule, "reason": self.reason,
            "settled": self.settled and self.settled.isoformat(), "evidence": [dict(e) for e in self.evidence],
            "figures": dict(self.figures), "coverage": dict(self.coverage),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a person confirmed: `by` whom, what came, on which day it was settled, the person's note."""

    outcome: Outcome
    by: str
    confirmed: date
    settled: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one entry stands: the latest proposal, what was confirmed, its scores, why it is void."""

    entry: Entry
    state: State
    entered: date
    proposal: Proposal | None = None
    resolution: Resolution | None = None
    scores: Mapping[str, Any] | None = None
    void_reason: str = ""


class Ledger:
    """Entries and what became of them, in the log of a store.

    Examples
    --------
    >>> from detente.store import Store
    >>> with Store.open(None) as store:
    ...     len(Ledger(store).standings())
    0
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._journal = store.journal()

    def enter(self, entries: Iterable[Entry]) -> tuple[int, int]:
        """Add entries that are not there yet; return how many were new and how many were there."""
        from detente.store.journal import Action

        known = {row.entry for row in self._journal.rows()}
        new: dict[str, Entry] = {}
        already = 0
        for entry in entries:
            if entry.id in known or entry.id in new:
                already += 1
            else:
                new[entry.id] = entry
        self._journal.write(Action(e.id, "enter", entry_as_dict(e)) for e in new.values())
        return len(new), already

    def propose(self, proposals: Mapping[str, Proposal]) -> int:
        """Keep proposals, but those that repeat what was proposed last; return how many were kept.

        Raises
        ------
        InputError
            An entry is confirmed or void (L03).
        """
        from detente.store.journal import Action

        standings = {s.entry.id: s for s in self.standings()}
        kept = []
        for name, proposal in proposals.items():
            standing = standings[name]
            self._refuse(standing, ("confirmed", "scored", "void"), "propose")
            if standing.proposal != proposal:
                kept.append(Action(name, "propose", proposal.as_dict()))
        self._journal.write(kept)
        return len(kept)

    def confirm(self, names: Sequence[str], *, by: str, outcome: Outcome | None = None, note: str = "") -> list[Standing]:
        """Confirm what was proposed, or set what came, and score it in the same transaction.

        Parameters
        ----------
        names : sequence of str
            Ids, or their beginnings.
        by : str
            The person who confirms.
        outcome : str, optional
            yes, no, annulled or unclear. By default what was proposed.
        note : str
            Needed where the person departs from the proposal or there is none: the reason, the source.

        Raises
        ------
        InputError
            Nothing was proposed and no outcome is given (L04); an outcome of one's own without a note (L05); no person named
            (L06); an entry that is confirmed or void already (L03).
        NotFoundError
            No such entry, or several (L01, L02).
        """
        from detente.store.journal import Action

        if not by.strip():
            raise InputError("L06", "nobody is named who confirms", help="say who: --by NAME")
        chosen = self.find(names)
        actions, scores = [], {}
        for standing in chosen:
            entry, proposal = standing.entry, standing.proposal
            self._refuse(standing, ("confirmed", "scored", "void"), "confirm")
            if outcome is None and proposal is None:
                raise InputError(
                    "L04", f"nothing is proposed for {entry.id}",
                    help=f"detente ledger propose {entry.id}; or say what came: --as yes|no|annulled|unclear --note WHY",
                )  # fmt: skip
            came = outcome or (proposal.outcome if proposal else "unclear")
            agrees = proposal is not None and came == proposal.outcome
            if not agrees and not note.strip():
                proposed = f"{proposal.outcome} is proposed" if proposal else "nothing is proposed"
                raise InputError(
                    "L05",
                    f'"{came}" for {entry.id} has no reason, and {proposed}',
                    help="give the reason and source: --note WHY",
                )
            settled = proposal.settled if agrees and proposal is not None else None
            detail = {"outcome": came, "note": note, "settled": settled and settled.isoformat()}
            actions.append(Action(entry.id, "confirm", detail, by.strip()))
            if (row := score(entry, came)) is not None:
                scores[entry.id] = row
        self._journal.write(actions, scores=scores)
        return self.find([s.entry.id for s in chosen])

    def unresolve(self, names: Sequence[str], *, by: str, reason: str) -> list[Standing]:
        """Take confirmations back: all is as before them, the scores go in the same transaction, the log keeps both.

        Raises
        ------
        InputError
            An entry is not confirmed (L03); no person or no reason (L06).
        """
        return self._take(names, "unresolve", by, reason, refused=("open", "due", "proposed", "void"))

    def void(self, names: Sequence[str], *, by: str, reason: str) -> list[Standing]:
        """Take entries out of all counts, with the reason: misread, a duplicate, not about the future.

        Raises
        ------
        InputError
            An entry is confirmed (un-resolve it first) or void already (L03); no person or no reason (L06).
        """
        return self._take(names, "void", by, reason, refused=("confirmed", "scored", "void"))

    def standings(self, *, today: date | None = None) -> list[Standing]:
        """Return every entry as it stands on a day (default: the latest there is, so that all is due), oldest first."""
        found: dict[str, Standing] = {}
        for row in self._journal.rows():
            found[row.entry] = _after(found.get(row.entry), row)
        scores = self._journal.scores()
        result = []
        for name, standing in found.items():
            state: State = standing.state
            if name in scores:
                state = "scored"
            elif state == "open" and today is not None and today > standing.entry.until:
                state = "due"
            result.append(replace(standing, state=state, scores=scores.get(name)))
        return sorted(result, key=lambda s: (s.entry.made, s.entry.speaker, s.entry.id))

    def find(self, names: Sequence[str], *, today: date | None = None) -> list[Standing]:
        """Return the entries with these ids, or these beginnings of ids.

        Raises
        ------
        NotFoundError
            No entry begins so (L01), or several do (L02).
        """
        standings = {s.entry.id: s for s in self.standings(today=today)}
        ids = sorted(standings)
        found: dict[str, Standing] = {}
        for name in names:
            place = bisect_left(ids, name)
            meant = [i for i in ids[place : place + _NAMED] if name and i.startswith(name)]
            if not meant:
                raise NotFoundError("L01", f'no entry begins with "{name}"', help="list them: detente ledger list")
            if len(meant) > 1:
                near = tuple(meant)
                raise NotFoundError(
                    "L02", f'several entries begin with "{name}"', help=f"say which: {', '.join(near)}", near=near
                )
            found[meant[0]] = standings[meant[0]]
        return list(found.values())

    def log(self) -> list[LogRow]:
        """Return the whole log, its seals checked."""
        return self._journal.rows()

    def _take(self, names: Sequence[str], action: str, by: str, reason: str, *, refused: tuple[State, ...]) -> list[Standing]:
        from detente.store.journal import Action

        if not by.strip() or not reason.strip():
            missing = "person" if not by.strip() else "reason"
            raise InputError(
                "L06", f"no {missing} is given to {action} an entry", help="both are needed: --by NAME --reason WHY"
            )
        chosen = self.find(names)
        for standing in chosen:
            self._refuse(standing, refused, action)
        ids = [standing.entry.id for standing in chosen]
        self._journal.write([Action(name, action, {"reason": reason}, by.strip()) for name in ids], without=ids)
        return self.find(ids)

    @staticmethod
    def _refuse(standing: Standing, refused: tuple[State, ...], action: str) -> None:
        if standing.state in refused:
            helps = {
                "confirmed": "take it back first: detente ledger unresolve",
                "scored": "take it back first: detente ledger unresolve",
                "void": f"it is void: {standing.void_reason}",
            }
            raise InputError(
                "L03", f"{standing.entry.id} is {standing.state}: it cannot be changed by {action}",
                help=helps.get(standing.state, "only what is confirmed can be taken back"),
            )  # fmt: skip


def score(entry: Entry, outcome: Outcome) -> dict[str, Any] | None:
    """Return the scores of an entry, None where it has none: annulled, unclear, a vow, a word without figures."""
    if outcome not in ("yes", "no") or entry.vow:
        return None
    happened = outcome == "yes"
    row: dict[str, Any] = {"happened": happened, "brier": None, "brier_low": None, "brier_high": None, "log_loss": None}
    if entry.prob is not None:
        row["brier"] = float(brier(entry.prob, happened))
        row["log_loss"] = float(log_loss(entry.prob, happened)[0])
    elif entry.low is not None and entry.high is not None:
        row["brier_low"], row["brier_high"] = (float(x[0]) for x in brier_range(entry.low, entry.high, happened))
    else:
        return None
    return row


def _after(standing: Standing | None, row: LogRow) -> Standing:
    """Return the standing of an entry after one more row of the log."""
    if standing is None:
        return Standing(entry_from_dict(row.detail), "open", row.at.date())
    detail = row.detail
    if row.action == "propose":
        return replace(standing, state="proposed", proposal=proposal_from_dict(detail))
    if row.action == "confirm":
        resolution = Resolution(detail["outcome"], row.person or "", row.at.date(), _day(detail["settled"]), detail["note"])
        return replace(standing, state="confirmed", resolution=resolution)
    if row.action == "unresolve":
        return replace(standing, state="proposed" if standing.proposal else "open", resolution=None)
    return replace(standing, state="void", void_reason=detail["reason"])


def proposal_from_dict(row: Mapping[str, Any]) -> Proposal:
    """Return the proposal of a row: the inverse of `Proposal.as_dict`."""
    return Proposal(**{**row, "settled": _day(row["settled"]), "evidence": tuple(row["evidence"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
