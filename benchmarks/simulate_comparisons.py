"""Do the intervals of the comparisons hold what they should? Simulated terms, shocks, voices and relations.

    PYTHONPATH=src python benchmarks/simulate_comparisons.py [--replicates 300]

Terms: ten years of words from the model of the index (phi .5, sd .7, q .05), the level after five years lower by a jump
of 0, 0.5 or 1.5; each half estimated by itself. Shocks: days at random over ten years, answered within a month with a
probability of 0 or .5 beside answers at random. Voices: a leader and officials, independent or alike in most cases. Relations:
monthly changes that share nothing or half. Exit 1 where a 90 % interval covers less than .83 or claims a difference that is not
there more than .17 of the time.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

import numpy as np

from detente.comparisons import (
    Voice,
    agreement,
    compare_rates,
    correlate,
    difference_of_means,
    difference_of_terms,
    rate,
    tally,
    term_index,
    term_weights,
    window_days,
)
from detente.priors import load_panel_prior
from detente.relations import PairEvents

LEAST_COVERAGE = 0.83
MONTHS = np.arange(2010 * 12, 2020 * 12)
Z90 = 1.6448536269514722


def terms(dice: np.random.Generator, jump: float, replicates: int) -> tuple[float, float, float, float]:
    """Return coverage of the posterior and of the event means, how often the later term is called tougher, the mean error."""
    prior = load_panel_prior()
    early, late = (term_weights(MONTHS, date(y, 1, 1), date(y + 5, 1, 1)) for y in (2010, 2015))
    held = by_means = called = means = 0
    errors = []
    for _ in range(replicates):
        level, fast, truth = 2.3, 0.0, np.zeros(len(MONTHS))
        for t in range(len(MONTHS)):
            level, fast = level + dice.normal(0, 0.05), 0.5 * fast + dice.normal(0, 0.7 * np.sqrt(0.75))
            truth[t] = level + fast - jump * (t >= 60)
        number = dice.poisson(3, len(MONTHS))
        place = np.repeat(np.arange(len(MONTHS)), number)
        value = np.clip(truth[place] + dice.normal(0, 2.4, len(place)), -10, 10)
        real = float((late - early) @ truth)
        side = place >= 60
        sums = []
        for start, chosen in ((2015, side), (2010, ~side)):
            events = PairEvents.of(MONTHS[place[chosen]], value[chosen], np.zeros(int(chosen.sum()), bool))
            index = term_index(events, start=date(start, 1, 1), end=date(start + 5, 1, 1), prior=prior)
            sums += index.sums([np.full(60, 1 / 60)], of="words", shock=True)
        found = difference_of_terms(*sums)
        held += abs(found.mean - real) <= Z90 * found.sd
        errors.append(found.mean - real)
        called += found.prob_negative > 0.95
        plain = difference_of_means(value[side], place[side] // 6, value[~side], place[~side] // 6)
        if plain is not None:
            means += 1
            by_means += plain.low <= real <= plain.high
    return held / replicates, by_means / means, called / replicates, float(np.mean(errors))


def shocks(dice: np.random.Generator, answer: float, replicates: int) -> tuple[float, float, float]:
    """Return coverage of the rate after, how often more is claimed, and the mean difference of the two rates."""
    length, span = window_days(1), 3650
    noise = 24
    by_chance = 1 - np.exp(-noise * length / span)
    real = answer + (1 - answer) * by_chance
    held = claimed = 0
    differences = []
    for _ in range(replicates):
        day = np.sort(dice.choice(span - length, 25, replace=False)) + 700_000
        planted = day[dice.random(25) < answer] + dice.integers(1, length)
        answers = np.concatenate([planted, 700_000 + dice.integers(0, span, dice.poisson(noise))])
        both = [
            rate(t.hits, t.count, t.effective) for t in tally(day, answers, first=700_000, last=700_000 + span, length=length)
        ]
        held += both[0].low <= real <= both[0].high
        claimed += compare_rates(*both).prob_higher > 0.95
        differences.append(both[0].share - both[1].share)
    return held / replicates, claimed / replicates, float(np.mean(differences))


def voices(dice: np.random.Generator, alike: float, replicates: int) -> float:
    """Return how often more agreement than by chance is claimed."""
    claimed = 0
    for _ in range(replicates):
        days = dice.integers(0, 1460, 25)
        own = np.where(dice.random(25) < 0.6, 2.0, -2.0)
        near = days + dice.integers(-20, 20, 25)
        independent = np.where(dice.random(25) < 0.6, 1.0, -1.0)
        others = np.where(dice.random(25) < alike, own, independent)
        found = agreement(Voice(days, own, days // 182), Voice(near, others, near // 182), window=30)
        claimed += found is not None and found.excess.low > 0
    return claimed / replicates


def relations(dice: np.random.Generator, shared: float, replicates: int) -> tuple[float, float]:
    """Return coverage of the true correlation and how often it is told from none."""
    held = claimed = 0
    for _ in range(replicates):
        common = dice.normal(size=60)
        x, y = (np.sqrt(shared) * common + np.sqrt(1 - shared) * dice.normal(size=60) for _ in range(2))
        found = correlate(x, y, 0, least=24)
        assert found is not None
        held += found.low <= shared <= found.high
        claimed += found.low > 0
    return held / replicates, claimed / replicates


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=300)
    size = parser.parse_args().replicates
    dice = np.random.default_rng(1)
    fine = True
    for jump in (0.0, 0.5, 1.5):
        held, by_means, called, error = terms(dice, jump, size)
        said = f"posterior covers {held:.2f}, event means {by_means:.2f}, called tougher {called:.2f}, mean error {error:+.3f}"
        print(f"terms, lower by {jump}: {said}")
        fine &= held >= LEAST_COVERAGE and by_means >= LEAST_COVERAGE
    for answer in (0.0, 0.5):
        held, claimed, difference = shocks(dice, answer, size)
        print(
            f"shocks, answered {answer}: rate covers {held:.2f}, more claimed {claimed:.2f}, mean difference {difference:+.3f}"
        )
        fine &= held >= LEAST_COVERAGE and (answer > 0 or claimed <= 1 - LEAST_COVERAGE)
    for alike in (0.0, 0.7):
        claimed = voices(dice, alike, size)
        print(f"voices, alike {alike}: more than chance claimed {claimed:.2f}")
        fine &= alike > 0 or claimed <= 1 - LEAST_COVERAGE
    for shared in (0.0, 0.5):
        held, claimed = relations(dice, shared, size)
        print(f"relations, correlation {shared}: covers {held:.2f}, told from none {claimed:.2f}")
        fine &= held >= LEAST_COVERAGE
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
