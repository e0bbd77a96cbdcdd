"""What groups are worth against labels: worked out by hand on six texts."""

import pandas as pd
import pytest
from bench.measures import agreement, by_majority, by_others, one_to_one

TRUE = ["教育", "教育", "教育", "交通", "交通", "环保"]


def test_by_majority_gives_each_group_its_most_frequent_category():
    assert by_majority([0, 0, 1, 1, 1, 2], TRUE) == ["教育", "教育", "交通", "交通", "交通", "环保"]


def test_by_others_does_not_look_at_the_texts_own_label():
    # Group 2 holds one text only: it gets what is most frequent among the other five.
    assert by_others([0, 0, 1, 1, 1, 2], TRUE) == ["教育", "教育", "交通", "交通", "交通", "教育"]


def test_by_others_leaves_a_tie_undecided_by_the_own_label():
    assert by_others([0, 0], ["教育", "交通"]) == ["交通", "教育"]


def test_one_to_one_uses_each_category_once_for_the_best_total():
    # By majority both of the first groups would be 教育; matched, the second one must be something else.
    groups = [0, 0, 1, 1, 2, 2]
    true = ["教育", "教育", "教育", "交通", "环保", "环保"]
    assert one_to_one(groups, true) == ["教育", "教育", "交通", "交通", "环保", "环保"]


def test_groups_left_over_by_the_matching_go_by_majority():
    assert one_to_one([0, 0, 1], ["教育", "教育", "教育"]) == ["教育", "教育", "教育"]


def test_labels_with_an_index_of_their_own_are_taken_in_order():
    true = pd.Series(TRUE, index=list("fedcba"))
    assert by_majority([0, 0, 0, 1, 1, 2], true) == TRUE
    assert one_to_one([0, 0, 0, 1, 1, 2], true) == TRUE
    assert by_others([0, 0, 0, 1, 1, 1], true) == ["教育", "教育", "教育", "交通", "交通", "交通"]


def test_agreement_does_not_mind_the_names_of_groups():
    assert agreement([[0, 0, 1, 1], [5, 5, 2, 2]]) == pytest.approx(1)
    assert agreement([[0, 0, 1, 1], [0, 1, 0, 1]]) < 0.1
