"""Comments, people and issues are three numbers."""

from __future__ import annotations

import pandas as pd

from analysis.themes.sizes import NO_SUBTHEME, person_keys, sizes, subtheme_sizes
from tests.themes.planted import TAXONOMY

ROWS = pd.DataFrame(
    [
        ("1", 1, "A0001", "基建", "照明"),
        ("1", 2, "A0001", "基建", ""),
        ("2", 1, "A0001", "基建", "照明"),
        ("3", 1, "学生家长", "教育", ""),
        ("4", 1, "学生家长", "教育", ""),
        ("5", 1, "", "教育", ""),
    ],
    columns=["id", "no", "respondent", "theme", "subtheme"],
)


def test_who_is_told_by_a_number_not_by_a_role():
    assert list(person_keys(ROWS)) == ["人:A0001", "人:A0001", "人:A0001", "件:3", "件:4", "件:5"]
    assert list(person_keys(ROWS[["id"]])) == [f"件:{number}" for number in ROWS["id"]]


def test_one_person_with_two_comments_of_three_issues():
    counted = sizes(ROWS, "theme")
    assert counted.loc["基建"].to_dict() == {"comments": 2, "people": 1, "issues": 3}
    assert counted.loc["教育"].to_dict() == {"comments": 3, "people": 3, "issues": 3}


def test_without_issues_there_is_no_number_of_them():
    assert list(sizes(ROWS.drop(columns="no"), "theme").columns) == ["comments", "people"]


def test_every_named_subtheme_is_listed_empty_ones_too_and_the_rest_last():
    table = subtheme_sizes(ROWS, TAXONOMY)
    assert list(table.itertuples(index=False, name=None)) == [
        ("基建", "照明", 2, 1, 2),
        ("基建", "客运", 0, 0, 0),
        ("基建", NO_SUBTHEME, 1, 1, 1),
        ("教育", NO_SUBTHEME, 3, 3, 3),
    ]
