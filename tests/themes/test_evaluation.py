"""Figures of an evaluation, worked out by hand or by the libraries that know them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.themes import evaluation as measure


def judged(*rows: tuple, weight: list[float] | None = None) -> pd.DataFrame:
    """Rows of (given, true, confidence, doubtful), numbered from 1."""
    frame = pd.DataFrame(rows, columns=["given", "true", "confidence", "doubtful"])
    frame.insert(0, "id", [str(number) for number in range(1, len(rows) + 1)])
    return frame if weight is None else frame.assign(weight=weight)


FIVE = judged(
    ("教育", "教育", 0.95, False),
    ("教育", "医疗", 0.90, False),
    ("医疗", "医疗", 0.80, False),
    ("其他", "教育", 0.40, True),
    ("其他", "其他", 0.30, True),
)
NOTHING = FIVE.iloc[:0]


@pytest.mark.parametrize(("right", "n"), [(0, 5), (9, 10), (380, 435), (7, 7)])
def test_the_interval_of_a_share_is_wilsons(right, n):
    exact = binomtest(right, n).proportion_ci(method="wilson")
    assert measure.wilson(right / n, n) == pytest.approx((exact.low, exact.high))


def test_accuracy_counts_right_ones_of_all():
    found = measure.accuracy(FIVE)
    assert (found.hits, found.n, found.value) == (3, 5, 0.6)
    assert (found.low, found.high) == pytest.approx(measure.wilson(0.6, 5))


def test_a_comment_drawn_for_many_counts_for_many():
    # 2 of the queue stand for 2, 2 of the others for 18: 18·½ + 2·1 = 11 of 20
    frame = judged(
        ("教育", "教育", 0.9, False),
        ("教育", "医疗", 0.9, False),
        ("其他", "其他", 0.3, True),
        ("其他", "其他", 0.3, True),
        weight=[9, 9, 1, 1],
    )
    found = measure.accuracy(frame)
    assert (found.hits, found.n) == (3, 4)
    assert found.value == pytest.approx(0.55)
    # Kish: 20² / (81 + 81 + 1 + 1) comments' worth, so wider than of four alike
    assert (found.low, found.high) == pytest.approx(measure.wilson(0.55, 400 / 164))
    assert [estimate.value for estimate in measure.queue(frame)] == pytest.approx([0.1, 0.0])


def test_f1_and_kappa_are_those_of_scikit_learn_and_lie_in_their_intervals():
    chance = np.random.default_rng(3)
    true = chance.choice(["甲", "乙", "丙"], 200)
    given = np.where(chance.random(200) < 0.8, true, "甲")
    weight = chance.integers(1, 4, 200)
    frame = pd.DataFrame({"given": given, "true": true, "weight": weight})
    f1, kappa = measure.macro_f1(frame), measure.kappa(frame)
    assert f1.value == pytest.approx(f1_score(true, given, average="macro", sample_weight=weight))
    assert kappa.value == pytest.approx(cohen_kappa_score(true, given, sample_weight=weight))
    for found in (f1, kappa):
        assert found.low < found.value < found.high
        assert 0.05 < found.high - found.low < 0.25
    assert measure.macro_f1(frame) == f1  # the same draws each time


def test_a_label_that_only_one_side_uses_counts_as_scikit_learn_has_it():
    for frame in (FIVE, FIVE.iloc[:2], FIVE.iloc[3:]):
        assert measure.macro_f1(frame).value == pytest.approx(f1_score(frame["true"], frame["given"], average="macro"))


def test_readers_who_never_differ_have_kappa_one_even_with_a_single_label():
    assert measure.kappa(pd.DataFrame({"given": ["其他"] * 3, "true": ["其他"] * 3})).value == 1


def test_confusion_holds_every_pair_and_every_comment():
    table = measure.confusion(FIVE, ["教育", "医疗", "其他"])
    assert list(table["count"]) == [1, 0, 1, 1, 1, 0, 0, 0, 1]
    assert table["count"].sum() == len(FIVE)
    assert measure.confusion(NOTHING, ["教育"])["count"].tolist() == [0]


def test_pairs_taken_for_each_other_come_with_the_most_frequent_first():
    frame = pd.concat([FIVE, FIVE.iloc[[3]]])
    assert measure.confused(frame).to_numpy().tolist() == [["教育", "其他", 2], ["医疗", "教育", 1]]


def test_the_worst_errors_are_those_nobody_would_have_looked_at():
    frame = judged(
        ("甲", "乙", 0.99, True),  # sure, but in the queue for another reason
        ("甲", "乙", 0.60, False),
        ("甲", "甲", 1.00, False),
        ("甲", "丙", 0.80, False),
    )
    assert list(measure.worst(frame)["id"]) == ["4", "2", "1"]
    assert list(measure.worst(frame, 1)["id"]) == ["4"]


def test_coverage_leaves_the_least_sure_to_people():
    curve = measure.coverage_curve(FIVE, step=0.2)
    assert list(curve["count"]) == [1, 2, 3, 4, 5]
    assert list(curve["accuracy"]) == pytest.approx([1, 1 / 2, 2 / 3, 2 / 4, 3 / 5])
    assert list(curve["confidence"]) == [0.95, 0.9, 0.8, 0.4, 0.3]
    assert measure.at_coverage(FIVE, 0.6).value == pytest.approx(2 / 3)


def test_the_queue_and_the_least_sure_hold_their_part_of_the_errors():
    size, caught = measure.queue(FIVE)
    assert (size.hits, size.n, caught.hits, caught.n) == (2, 5, 1, 2)
    least = measure.least_sure(FIVE, 0.4)
    assert (least.hits, least.n) == (1, 2)


def test_calibration_compares_confidence_with_accuracy_by_bins():
    table = measure.reliability(FIVE, (0.0, 0.5, 0.9, 1.0))
    assert list(table["count"]) == [2, 1, 2]  # a value on a border belongs above it
    assert list(table["right"]) == [1, 1, 1]
    assert list(table["confidence"]) == pytest.approx([0.35, 0.8, 0.925])
    right = judged(*[("甲", "甲", 0.8, False)] * 4, ("甲", "乙", 0.8, False))
    assert measure.calibration_error(right) == pytest.approx(0)
    assert measure.calibration_error(FIVE) == pytest.approx((2 * 0.15 + 1 * 0.2 + 2 * 0.425) / 5)


def test_the_order_of_rows_changes_nothing():
    other = FIVE.iloc[[3, 1, 4, 0, 2]]
    for figure in (measure.at_coverage, measure.accuracy, measure.least_sure):
        assert figure(other) == figure(FIVE)
    pd.testing.assert_frame_equal(measure.coverage_curve(other), measure.coverage_curve(FIVE))
    assert list(measure.worst(other)["id"]) == list(measure.worst(FIVE)["id"])


def test_without_comments_nothing_is_known_and_nothing_fails():
    for figure in (measure.accuracy, measure.macro_f1, measure.kappa, measure.at_coverage, measure.least_sure):
        found = figure(NOTHING)
        assert found.n == 0 and np.isnan(found.value)
    assert measure.coverage_curve(NOTHING).empty and measure.reliability(NOTHING).empty
    assert np.isnan(measure.calibration_error(NOTHING))


def test_a_label_that_is_never_true_can_be_left_out_of_the_mean():
    rows = judged(("教育", "教育", 1, False), ("其他", "医疗", 1, False), ("医疗", "医疗", 1, False))
    assert measure.macro_f1(rows).value == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert measure.macro_f1(rows, occurring=True).value == pytest.approx((1 + 2 / 3) / 2)
