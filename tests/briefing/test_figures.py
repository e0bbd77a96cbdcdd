"""Numbers as a reader sees them."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from analysis.briefing.figures import Facts, difference_text, percent_text, points, points_text, rate_text
from analysis.progress.rates import Rate

DAY = dt.date(2020, 9, 30)


def rate(numerator: int, denominator: int) -> Rate:
    return Rate(numerator, denominator, DAY)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (48, 49, "98.0%"),  # not 99 %, as a published report had it
        (62, 94, "66.0%"),
        (94, 94, "100.0%"),
        (0, 94, "0.0%"),
        (1999, 2000, "99.9%"),  # 99.95: not all are, so not 100
        (1, 4000, "0.1%"),  # 0.025: not none, so not 0
        (1, 80, "1.3%"),  # 1.25: halves go up, as in Excel
        (3, 80, "3.8%"),  # 3.75
        (0, 0, "—"),
    ],
)
def test_a_percentage_has_one_decimal(numerator, denominator, expected):
    assert percent_text(rate(numerator, denominator)) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (19, 19, "19/19"),
        (18, 19, "18/19"),
        (19, 20, "19/20（95.0%）"),
        (48, 49, "48/49（98.0%）"),
        (0, 0, "—"),
        (0, 2, "0/2"),
    ],
)
def test_below_20_a_rate_is_only_a_pair(numerator, denominator, expected):
    assert rate_text(rate(numerator, denominator)) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (rate(62, 94), rate(39, 94), "提高24.5个百分点"),  # 66.0 − 41.5
        (rate(39, 94), rate(62, 94), "下降24.5个百分点"),
        (rate(47, 94), rate(45, 90), "持平"),
        (rate(94, 94), rate(0, 94), "提高100.0个百分点"),
        (rate(2000, 2000), rate(1999, 2000), "提高0.1个百分点"),  # what the shown 100.0 and 99.9 differ by
        (rate(3, 5), None, "—"),
        (rate(30, 40), None, "—"),
        (rate(30, 40), rate(0, 0), "—"),
        (rate(0, 0), rate(30, 40), "—"),
        (rate(9, 19), rate(3, 19), "—"),  # no percentage is shown, so neither is its change
        (rate(9, 20), rate(3, 19), "—"),
    ],
)
def test_a_rate_changes_by_percentage_points(now, before, expected):
    assert points_text(points(now, before)) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(13, 9, "增加4项"), (9, 13, "减少4项"), (9, 9, "持平"), (0, None, "—"), (4, 0, "增加4项")],
)
def test_a_count_changes_by_pieces(now, before, expected):
    assert difference_text(now, before) == expected


def test_every_number_said_is_registered_with_its_base_and_cutoff():
    facts = Facts("2020-09-30")
    assert facts.count("tasks", "整改任务", 94) == "94"
    assert facts.percent("closed_rate", "销号率", rate(62, 94)) == "66.0%"
    assert facts.percent("small", "小分母", rate(2, 3)) == "2/3"
    assert facts.change("change", "较上月", 24.5) == "提高24.5个百分点"
    frame = facts.frame().set_index("key")
    assert list(frame.index) == ["tasks", "closed_rate", "small", "change"]
    assert frame.loc["closed_rate", ["numerator", "denominator", "cutoff"]].tolist() == [62, 94, "2020-09-30"]
    assert frame.loc["tasks", "value"] == 94
    assert math.isnan(frame.loc["tasks", "denominator"])


def test_a_number_said_twice_is_one_fact():
    facts = Facts("2020-09-30")
    facts.count("tasks", "整改任务", 94)
    facts.count("tasks", "整改任务", 94)
    assert len(facts.frame()) == 1
