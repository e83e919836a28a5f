"""Comparisons within and between relations: arrays in, arrays out; knows no states, files or consoles.

    term_index(events, start, end, prior)        the index of one term by itself                  terms.py
    difference_of_means(a, a_blocks, b, ...)     means of single values, blocks of time as units  blocks.py
    jackknife(statistic, blocks)                 any smooth statistic, blocks of time as units    blocks.py
    agreement(...)                               do two voices point the same way                 agreement.py
    tally(triggers, answers, ...)                what came within so many days, and otherwise     responses.py
    compare_rates(after, base), log_odds(...)    rates with intervals, chance that one is higher  rates.py
    correlate(x, y, lag), discoveries(p)         monthly changes together, false discovery        together.py

docs/comparisons.md follows each by hand.
"""

from detente.comparisons.agreement import Agreement, Voice, agreement
from detente.comparisons.blocks import Z90, Estimate, difference_of_means, half_year, jackknife
from detente.comparisons.rates import Difference, LogOdds, Rate, compare_rates, log_odds, pool_log_odds, rate, shift_rate
from detente.comparisons.responses import Tally, add_tallies, apart, follow, quiet_days, tally, tally_falls, window_days
from detente.comparisons.terms import TermDifference, difference_of_terms, term_index, term_weights
from detente.comparisons.together import Correlation, correlate, discoveries

__all__ = [
    "Z90", "Agreement", "Correlation", "Difference", "Estimate", "LogOdds", "Rate", "Tally", "TermDifference", "Voice",
    "add_tallies", "agreement", "apart", "compare_rates", "correlate", "difference_of_means", "difference_of_terms",
    "discoveries", "follow", "half_year", "jackknife", "log_odds", "pool_log_odds", "quiet_days", "rate", "shift_rate", "tally",
    "tally_falls", "term_index", "term_weights", "window_days",
]  # fmt: skip
