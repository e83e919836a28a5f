"""Recompute the month worked by hand in docs/method.md: the page and the program say the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.priors import load_panel_prior
from detente.relations import ComponentPrior, PairEvents, estimate_index, month_number

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method.md"
MONTH = month_number(2020, 1)
WORDS = ComponentPrior(
    grid=np.array([[0.5, 1.2, 0.1, 1.0]]),
    weights=np.ones(1),
    level_mean=2.32,
    level_var=0.90,
    event_var=6.0,
    event_var_weight=1e12,
)
PRIOR = load_panel_prior()
BY_HAND = replace(PRIOR, verbal=WORDS)


def first_month(last=MONTH):
    return estimate_index(PairEvents.of([MONTH, MONTH], [-2.0, -4.0], [False, False]), prior=BY_HAND, last=last)


def row(label):
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {label} "))
    number = line.split("|")[3].split("(")[0].strip(" *").replace("−", "-")
    return float(number)


def test_first_month_of_the_page_is_what_the_program_computes():
    index = first_month()
    level, shock, variance, shock_variance, _ = index.verbal.state.moments[:, 0]
    by_words, _ = BY_HAND.composite.factors
    words = index.contributions() / by_words
    computed = {
        "observed mean": index.verbal.monthly.mean[0],
        "variance of the level before": 0.90 + 0.1**2,
        "level after": level,
        "its variance": variance,
        "shock after": shock,
        "what the event -2 adds": words[0],
        "what the event -4 adds": words[1],
    }
    for label, value in computed.items():
        assert row(label.replace("-2", "−2").replace("-4", "−4")) == pytest.approx(value, abs=6e-4), label
    assert index.words.mean[0] == pytest.approx(level, abs=1e-12)
    assert shock_variance < 1.44
    assert words.sum() == pytest.approx(level - 2.32, abs=1e-12)
    # the steps between, from the formulas of the page
    spread = row("variance of the level before") + row("variance of the shock before") + row("noise of the mean")
    assert row("all three") == pytest.approx(spread)
    assert row("share of it given to the level") == pytest.approx(0.91 / spread, abs=5e-5)
    loglik = -0.5 * (np.log(2 * np.pi * spread) + row("surprise") ** 2 / spread)
    assert row("log-likelihood") == pytest.approx(loglik, abs=5e-4)


def test_next_month_without_events_keeps_the_level_and_halves_the_shock():
    level, shock, variance, _, _ = first_month(MONTH + 1).verbal.state.moments[:, 0]
    assert level == pytest.approx(1.415, abs=5e-4)
    assert variance == pytest.approx(0.765, abs=5e-4)
    assert shock == pytest.approx(-0.716, abs=5e-4)


def test_constants_of_the_page_are_those_shipped():
    text = PAGE.read_text(encoding="utf-8").replace("−", "-")
    words, deeds = PRIOR.composite.factors
    for shown in (
        f"{words:.3f} mu_V + {deeds:.3f} mu_M",
        f"W = mu_V - ({PRIOR.gap[0]:.3f} + {PRIOR.gap[1]:.3f} mu_M)",
        f"{PRIOR.verbal.level_mean:.2f}, {PRIOR.verbal.level_var**0.5:.3f}",
        f"{PRIOR.material.level_mean:.2f}, {PRIOR.material.level_var**0.5:.3f}",
        f"{PRIOR.verbal.event_var:.2f} | {PRIOR.material.event_var:.2f}",
        f"({len(PRIOR.verbal.weights)} points)",
    ):
        assert shown in text, shown
