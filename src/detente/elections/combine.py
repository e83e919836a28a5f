"""The leading office x chambers as branches, with the chance of each combination as known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from detente.elections.weights import Weights, latest_set
from detente.errors import FormatError
from detente.records import Chamber, Election, JointTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS, _NEAR = 1_000, 1e-9


@dataclass(frozen=True, slots=True)
class Combination:
    """One way the whole vote can end: the leading outcome, that of each chamber, and the chance of these given the first."""

    lead: str
    chambers: Mapping[str, str]
    share: float


@dataclass(frozen=True, slots=True)
class Combinations:
    """All combinations with any chance, in the order of the file; the shares of a leading outcome sum to 1.

    Attributes
    ----------
    rows : tuple of Combination
    joint : JointTable or None
        The table that says how chambers and leading office go together.
    margins : mapping of office to Weights
        The chambers' own chances that were used: all of them for a chamber outside the table, later ones for one inside.
    independent : tuple of offices
        Chambers taken as independent of the rest.
    left_out : tuple of offices
        Chambers of the file for which no chance had been published by that day.
    """

    rows: tuple[Combination, ...]
    joint: JointTable | None
    margins: Mapping[str, Weights]
    independent: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def chambers(self) -> tuple[str, ...]:
        """Offices that the rows tell apart."""
        return tuple(self.rows[0].chambers)


def combine_as_of(election: Election, probs: Mapping[str, float], as_of: date) -> Combinations:
    """Combine the leading outcomes with the chambers, as known on a day.

    The latest joint table up to the day gives the chances of the chambers under each leading outcome. Where a chamber's own
    chances were published after the table, the table is brought to them, keeping its odds ratios (iterative proportional
    fitting, Deming & Stephan 1940, Annals of Mathematical Statistics 11, 427-444); the chances of the leading outcomes are
    `probs` throughout. Chambers in no table are multiplied in as independent. A chamber without any published chance is left
    out.

    Parameters
    ----------
    election : Election
    probs : mapping of outcome id to probability
        Chances of the leading outcomes; sum to 1.
    as_of : date
        Nothing published later is seen.

    Raises
    ------
    FormatError
        E08: a chamber's later chances cannot be had from the joint table, which excludes what they expect.

    Examples
    --------
    >>> from detente.elections import election, probs_as_of
    >>> vote, day = election("ind-2019"), date(2019, 4, 10)
    >>> [(c.lead, c.share) for c in combine_as_of(vote, probs_as_of(vote, day).probs, day).rows]
    [('modi', 1.0), ('gandhi', 1.0)]
    """
    import numpy as np

    leads = [o.id for o in election.outcomes]
    joint = _latest_table(election, as_of)
    margins = {c.office: found for c in election.chambers if (found := latest_set(c.outcomes, as_of)) is not None}
    inside = [c for office in (joint.offices if joint else ()) for c in election.chambers if c.office == office]
    outside = [c for c in election.chambers if c.office in margins and c not in inside]
    later = {}
    if joint:
        for chamber in inside:
            found = margins.get(chamber.office)
            if found is not None and found.date is not None and found.date > joint.date:
                later[chamber.office] = found
    given = np.ones((len(leads),))
    if joint:
        ids = [leads, *([o.id for o in c.outcomes] for c in inside)]
        cells = np.array([joint.cells[key] for key in product(*ids)]).reshape([len(names) for names in ids])
        given = cells / cells.sum(tuple(range(1, cells.ndim)), keepdims=True)
        lead_probs = np.array([probs[name] for name in leads])
        given = _brought_to(given, lead_probs, [later.get(c.office) for c in inside], inside, joint)
    for chamber in outside:
        given = given[..., None] * np.array([margins[chamber.office].probs[o.id] for o in chamber.outcomes])
    told = [*inside, *outside]
    rows = []
    for place in np.ndindex(given.shape):
        if given[place] > _NEAR:
            under = {c.office: c.outcomes[i].id for c, i in zip(told, place[1:], strict=True)}
            rows.append(Combination(leads[place[0]], under, float(given[place])))
    return Combinations(
        rows=tuple(rows),
        joint=joint,
        margins={**later, **{c.office: margins[c.office] for c in outside}},
        independent=tuple(c.office for c in outside),
        left_out=tuple(c.office for c in election.chambers if c not in told),
    )


def _latest_table(election: Election, as_of: date) -> JointTable | None:
    seen = [table for table in election.joint if table.date <= as_of]
    return max(seen, key=lambda table: table.date, default=None)  # max keeps the first of equals


def _brought_to(
    given: Floats, probs: Floats, targets: list[Weights | None], chambers: list[Chamber], joint: JointTable
) -> Floats:
    """Scale the chances under each leading outcome until the chambers have their later chances."""
    import numpy as np

    if not any(targets):
        return given
    axes = tuple(range(1, given.ndim))
    for _ in range(_ROUNDS):
        farthest = 0.0
        for axis, target in enumerate(targets, start=1):
            if target is None:
                continue
            wanted = np.array([target.probs[o.id] for o in chambers[axis - 1].outcomes])
            others = tuple(a for a in range(given.ndim) if a != axis)
            has = (probs.reshape([-1] + [1] * len(axes)) * given).sum(others)
            if np.any((has <= 0) & (wanted > 0)):
                break
            farthest = max(farthest, float(np.abs(has - wanted).max()))
            factor = np.divide(wanted, has, out=np.ones_like(has), where=has > 0)
            given = given * factor.reshape([-1 if a == axis else 1 for a in range(given.ndim)])
            given = given / given.sum(axes, keepdims=True)
        else:
            if farthest < _NEAR:
                return given
            continue
        break
    later = "; ".join(
        f"{chamber.office}, {target.source}, {target.date}" for chamber, target in zip(chambers, targets, strict=True) if target
    )
    raise FormatError(
        "E08",
        f"the joint table of {joint.source}, {joint.date.isoformat()}, excludes what was published later ({later})",
        help="give no combination of the table the chance 0 unless it is impossible, or leave one of the two out",
    )
