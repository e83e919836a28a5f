"""The priors by judgement as one record: assumptions that every outlook names."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from detente.errors import InputError


@dataclass(frozen=True, slots=True)
class Judgement:
    """Assumptions behind the branches; the shipped values and their sources stand in `data/panel/judgement.toml`.

    Attributes
    ----------
    pass_through : (mean, sd)
        Normal prior of the share of a difference in words that becomes a change in relations.
    leader_effect : (mean, sd)
        |N(mean, sd^2)| is the deviation, points, of the effect of a new leader that nobody can sign in advance.
    survive_words, survive_deeds_aligned, survive_deeds_opposed : (a, b)
        Beta priors of the share of a cooperative move that survives the legislature.
    push : (mean, sd)
        The legislature's own push on deeds, points, where a branch names none.
    pseudo_statements : float
        Pseudo-statements that pull a stance to the usual tone.
    least_statements : float
        With fewer on either side, nothing is concluded on the direction of a difference.
    least_tone : float
        With fewer statements of that state's people, the panel's mean of words stands for the usual tone.
    ramp_months : float
        Months in office until the effect is full.
    change : float
        Points that count as improved or worsened.
    hardly, matters, unlikely : float
        Thresholds of the verdict.
    draws : int
        Simulation draws.
    version : str
    """

    pass_through: tuple[float, float] = (0.3, 0.2)
    leader_effect: tuple[float, float] = (0.20, 0.15)
    survive_words: tuple[float, float] = (9.0, 1.0)
    survive_deeds_aligned: tuple[float, float] = (8.0, 2.0)
    survive_deeds_opposed: tuple[float, float] = (2.0, 4.0)
    push: tuple[float, float] = (0.0, 0.0)
    pseudo_statements: float = 10.0
    least_statements: float = 3.0
    least_tone: float = 10.0
    ramp_months: float = 6.0
    change: float = 0.5
    hardly: float = 0.10
    matters: float = 0.25
    unlikely: float = 1 / 3
    draws: int = 1000
    version: str = ""

    def __post_init__(self) -> None:
        numbers = [x for f in fields(self) if f.name != "version" for x in np.atleast_1d(getattr(self, f.name))]
        checks = {
            "a number that is none (nan, inf)": bool(np.isfinite(numbers).all()),
            "pass_through sd": self.pass_through[1] >= 0,
            "leader_effect": self.leader_effect[0] >= 0 and self.leader_effect[1] >= 0,
            "survival": all(
                x > 0 for pair in (self.survive_words, self.survive_deeds_aligned, self.survive_deeds_opposed) for x in pair
            ),
            "push sd": self.push[1] >= 0,
            "pseudo_statements": self.pseudo_statements > 0,
            "least_statements": self.least_statements >= 1 and self.least_tone >= 1,
            "ramp_months": self.ramp_months > 0,
            "change": self.change > 0,
            "verdict": 0 < self.hardly < 1 and 0 < self.matters < 1 and 0 < self.unlikely < 1,
            # else an outcome could be said both to matter and hardly to matter
            "verdict, hardly above matters": self.hardly <= self.matters,
            "draws": self.draws >= 100,
        }
        wrong = [name for name, fine in checks.items() if not fine]
        if wrong:
            raise InputError(
                "O01",
                f"a prior by judgement is out of range: {', '.join(wrong)}",
                help="compare with data/panel/judgement.toml",
            )
