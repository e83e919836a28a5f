import numpy as np
import pytest

from detente.relations import PairEvents, month_number
from detente.relations.coverage import judge_sufficiency, measure_coverage

LAST = month_number(2020, 10)


def events_of(recent, older=0, per_month=None, source=None):
    months = list(per_month) if per_month is not None else [LAST - j % 12 for j in range(recent)]
    months += [LAST - 24 - j for j in range(older)]
    return PairEvents.of(months, np.zeros(len(months)), np.zeros(len(months), bool), source=source)


@pytest.mark.parametrize(
    ("recent", "older", "level"),
    [
        (60, 0, "all"),
        (59, 0, "no_monthly_arrows"),
        (24, 0, "no_monthly_arrows"),
        (23, 0, "thin"),
        (12, 0, "thin"),
        (11, 0, "refuse"),
        (6, 6, "thin"),
        (5, 100, "refuse"),
        (0, 100, "refuse"),
    ],
)
def test_thin_data_rule_has_the_thresholds_of_the_model(recent, older, level):
    found = judge_sufficiency(measure_coverage(events_of(recent, older), last=LAST))
    assert found.level == level
    assert (level == "all") == (found.reason == "")
    assert (level == "refuse") == (found.missing_recent + found.missing_total > 0)


def test_refusal_says_how_many_events_would_help():
    found = judge_sufficiency(measure_coverage(events_of(4, 3), last=LAST))
    assert (found.missing_recent, found.missing_total) == (2, 5)
    assert "2 more from the last 12 months" in found.help
    assert "5 more in all" in found.help


def test_coverage_counts_months_with_three_events_and_the_top_source():
    months = [LAST] * 3 + [LAST - 1] * 2 + [LAST - 11] * 4 + [LAST - 12] * 9
    source = [1, 1, 1, 1, 2, 3, 4, 5, 6] + [9] * 9
    found = measure_coverage(events_of(0, per_month=months, source=source), last=LAST)
    assert (found.events, found.events_last_12, found.months_covered, found.months_since_last) == (18, 9, 2, 0)
    assert found.top_source_share == pytest.approx(4 / 9)


def test_later_events_are_not_counted():
    found = measure_coverage(events_of(0, per_month=[LAST - 5, LAST + 1]), last=LAST)
    assert (found.events, found.months_since_last) == (1, 5)


def test_no_events_leave_no_share_and_no_last_month():
    found = measure_coverage(events_of(0, source=[]), last=LAST)
    assert found.top_source_share is None
    assert found.months_since_last is None
