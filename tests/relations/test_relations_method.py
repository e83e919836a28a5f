"""Recompute the month worked by hand in docs/method.md: the page and the program say the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.priors import load_panel_prior, load_prior_notes
from detente.relations import ComponentPrior, PairEvents, estimate_index, month_number

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method.md"
MONTH = month_number(2020, 1)
WORDS = ComponentPrior(
    grid=np.array([[0.5, 1.2, 0.1, 1.0]]),
    level_mean=2.32,
    level_var=0.90,
    event_var=6.0,
    event_var_weight=1e12,
)
PRIOR = load_panel_prior()
DEEDS = replace(PRIOR.material, grid=np.array([[0.5, 2.0, 0.3, 1.0]]), level_mean=-3.44, level_var=12.88, event_var=23.0)
BY_HAND = replace(PRIOR, verbal=WORDS, material=DEEDS, weights=np.ones(1))


def first_month(last=MONTH):
    return estimate_index(PairEvents.of([MONTH, MONTH], [-2.0, -4.0], [False, False]), prior=BY_HAND, last=last)


def row(label):
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {label}"))
    number = line.split("|")[3].split("(")[0].strip(" *").replace("−", "-")
    return float(number)


def test_first_month_of_the_page_is_what_the_program_computes():
    index = first_month()
    state = index.posterior.state
    level, shock, deeds = state.mean[:3, 0]
    by_words, by_deeds = BY_HAND.composite.factors
    words = index.sums([np.ones(1)], of="words")[0].parts
    computed = {
        "observed mean": index.posterior.monthly[0].mean[0],
        "variance of the level before": 0.90 + 0.1**2,
        "level after": level,
        "its variance": state.cov[0, 0, 0],
        "shock after": shock,
        "level of deeds after": deeds,
        "its variance after": state.cov[2, 2, 0],
        "what the two share after": state.cov[0, 2, 0],
        "composite after": index.level.mean[0],
        "its standard deviation": index.level.sd[0],
        "what the event -2 adds to words": words[0],
        "what the event -4 adds to words": words[1],
    }
    for label, value in computed.items():
        assert row(label.replace("-2", "−2").replace("-4", "−4")) == pytest.approx(value, abs=6e-4), label
    assert index.words.mean[0] == pytest.approx(level, abs=1e-12)
    assert state.cov[1, 1, 0] < 1.44
    assert words.sum() == pytest.approx(level - 2.32, abs=1e-12)
    assert by_words * level + by_deeds * deeds == pytest.approx(index.level.mean[0], abs=1e-12)
    # the steps between, from the formulas of the page
    spread = row("variance of the level before") + row("variance of the shock before") + row("noise of the mean")
    assert row("all three") == pytest.approx(spread)
    assert row("share of it given to the level") == pytest.approx(0.91 / spread, abs=5e-5)
    rho = BY_HAND.correlation
    shared = rho.start * np.sqrt(0.90 * 12.88) + rho.drift * 0.1 * 0.3
    assert row("what the level of words shares") == pytest.approx(shared, abs=5e-4)
    assert row("share of the surprise given to the level of deeds") == pytest.approx(shared / spread, abs=5e-5)
    loglik = -0.5 * (np.log(2 * np.pi * spread) + row("surprise") ** 2 / spread)
    assert row("log-likelihood") == pytest.approx(loglik, abs=5e-4)


def test_next_month_without_events_keeps_the_levels_and_halves_the_shock():
    state = first_month(MONTH + 1).posterior.state
    assert state.mean[0, 0] == pytest.approx(1.415, abs=5e-4)
    assert state.mean[2, 0] == pytest.approx(-5.329, abs=5e-4)
    assert state.cov[0, 0, 0] == pytest.approx(0.765, abs=5e-4)
    assert state.mean[1, 0] == pytest.approx(-0.716, abs=5e-4)


def test_constants_of_the_page_are_those_shipped():
    text = PAGE.read_text(encoding="utf-8").replace("−", "-")
    words, deeds = PRIOR.composite.factors
    for shown in (
        f"{words:.3f} mu_V + {deeds:.3f} mu_M",
        f"W = mu_V - ({PRIOR.gap[0]:.3f} + {PRIOR.gap[1]:.3f} mu_M)",
        f"{PRIOR.verbal.level_mean:.2f}, {PRIOR.verbal.level_var**0.5:.3f}",
        f"{PRIOR.material.level_mean:.2f}, {PRIOR.material.level_var**0.5:.3f}",
        f"{PRIOR.verbal.event_var:.2f} | {PRIOR.material.event_var:.2f}",
        f"{len(PRIOR.weights)} points",
        f"{PRIOR.correlation.start:.2f}, {PRIOR.correlation.drift:.2f}, {PRIOR.correlation.shock:.2f}".replace("0.", "."),
        f"{load_prior_notes()['joint']['summary']['log_evidence']:,.1f}",
        f"{load_prior_notes()['joint']['summary']['log_evidence_grids_apart']:,.1f}",
    ):
        assert shown in text, shown


def test_constants_of_the_two_sides_are_those_shipped():
    text = PAGE.read_text(encoding="utf-8").replace("−", "-")
    own, notes = PRIOR.sides, load_prior_notes()["sides"]
    assert f"| {own.words_sd:g}, {own.words_drift:g} | {own.deeds_sd:.1f}, {own.deeds_drift:g} |".replace("0.", ".") in text
    assert f"correlation {own.correlation:g} |".replace("0.", ".") in text
    for value in (notes["log_evidence"], notes["log_evidence_no_difference"]):
        assert f"{value:,.1f}" in text
