"""The outlook of one pair over an election, each number with the events and words behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.branching import branch_id, pushes
from detente.constraints import Constraint
from detente.plain import as_json, figure
from detente.records import Election, Event, Provenance
from detente.results.index import INTERVAL, Index

if TYPE_CHECKING:
    from detente.branching import View
    from detente.elections import Combinations, Weights
    from detente.ledger.matrix import Matrix
    from detente.outlook import BranchOutlook, Forecast, Judgement, PairOutlook, Record, Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in which `speaker` says something of the other state.

    `value` is the mean Goldstein value of its `events`; `record` is what vouches for the document (title, outlet). The events
    of a speaker out of office are not among those of the index.
    """

    speaker: str
    date: date
    text: str
    document: str
    record: str
    value: float
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    """How people of the voting state usually speak of the other: what stances are pulled to.

    `mean` is that of `count` statements (`basis` "pair"), or of the panel's words where these are too few ("panel").
    """

    mean: float
    count: int
    basis: Literal["pair", "panel"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook of a pair over an election: one forecast per outcome, whether the outcome matters, the past record.

    `combinations` says how the leading office and the chambers make up the branches, `legislatures` how the legislature stands
    in each, by the id of the branch.
    `stances` says what the words of those who stand, and of the incumbent, come to; `statements` holds these words by speaker,
    with an empty tuple for who has said nothing; `tone` is how that state's people usually speak. `judgement` holds the
    assumptions used, shipped or the user's own, `assumptions` the whole file with its sources. `claims` holds what others
    foretold, where a ledger or a store with claims is at hand; it moves no number.
    """

    index: Index
    election: Election
    horizon_months: int
    result: PairOutlook
    record: Record
    weights: Weights
    combinations: Combinations
    stances: Mapping[str, Stance]
    statements: Mapping[str, tuple[Statement, ...]]
    tone: Tone
    legislatures: Mapping[str, View]
    constraints: tuple[Constraint, ...]
    judgement: Judgement
    assumptions: Mapping[str, Any]
    provenance: Provenance
    claims: Matrix | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the contract of `detente outlook --json`."""
        matters = self.result.matters
        record: dict[str, Any] | None = None
        if not self.record.reason:
            record = {
                "n": self.record.n, "crps_skill": figure(self.record.crps_skill), "brier": figure(self.record.brier),
                "coverage90": figure(self.record.coverage90),
            }  # fmt: skip
        return {
            "pair": list(self.index.pair),
            "as_of": self.index.as_of.isoformat(),
            "election": self.election.id,
            "horizon_months": self.horizon_months,
            "interval": INTERVAL,
            "index": as_json(self.index.point()),
            "outcomes": [
                {
                    "id": b.id, "label": b.label, "prob": b.prob, **_forecast_dict(b.forecast),
                }
                for b in self.result.outcomes
            ],
            "branches": [self._branch_dict(b) for b in self.result.branches],
            "chambers": self._chambers_dict(),
            "matters": {
                "share": figure(matters.usable), "low": figure(matters.usable_low), "high": figure(matters.usable_high),
                "total_variation": figure(matters.total_variation),
                "potential": figure(matters.potential), "potential_low": figure(matters.potential_low),
                "potential_high": figure(matters.potential_high),
                "signed": figure(matters.signed),
                "split": None if matters.split is None else {
                    office: {
                        "share": figure(part.share), "low": figure(part.low), "high": figure(part.high),
                        "total_variation": figure(part.total_variation),
                    }
                    for office, part in matters.split.items()
                },
            },
            "verdict": self.verdict(),
            "record": record,
            **({"record_reason": self.record.reason} if record is None else {}),
            **({"claims": self.claims.as_list()} if self.claims is not None else {}),
            "evidence": as_json(self.index.explain()),
            "probabilities": {"source": self.weights.source, "date": self.weights.date and self.weights.date.isoformat()},
            "provenance": as_json(self.provenance),
        }  # fmt: skip

    def _branch_dict(self, branch: BranchOutlook) -> dict[str, Any]:
        row = next(r for r in self.combinations.rows if branch_id(r) == branch.id)
        view = self.legislatures[branch.id]
        return {
            "id": branch.id, "outcome": branch.outcome, "chambers": dict(row.chambers), "label": branch.label,
            "prob": branch.prob, "share": branch.share, **_forecast_dict(branch.forecast),
            "legislature": view.view, "reason": view.reason,
        }  # fmt: skip

    def _chambers_dict(self) -> dict[str, Any]:
        """Return where the chances of the chambers come from, and what the file expects of them on their own."""
        found = self.combinations
        return {
            "joint": found.joint and {"source": found.joint.source, "date": found.joint.date.isoformat()},
            "margins": {
                office: {"source": w.source, "date": w.date and w.date.isoformat()} for office, w in found.margins.items()
            },
            "independent": list(found.independent),
            "independent_reason": self.election.independent if found.independent else "",
            "left_out": list(found.left_out),
            "pushes": [
                {"chamber": office, "outcome": o.id, "mean": push.mean, "sd": push.sd, "source": push.source}
                for office, o, push in pushes(self.election, found)
            ],
        }

    def verdict(self) -> str:
        """Return the words that the rules allow: on all branches together, and on whether the outcome matters."""
        return "; ".join([*self.result.sentences, f"the outcome {self.result.matters.verdict}"])

    def came(self) -> str | None:
        """Return the label of the outcome that came true, None while it is open."""
        return next((o.label for o in self.election.outcomes if o.id == self.election.came), None)


def _forecast_dict(forecast: Forecast) -> dict[str, Any]:
    return {
        "level": figure(forecast.mean), "low": figure(forecast.low90), "high": figure(forecast.high90),
        "prob_improve": forecast.chances.improve, "prob_unchanged": forecast.chances.unchanged,
        "prob_worsen": forecast.chances.worsen,
    }  # fmt: skip
