"""Same issues as tables: levels, sizes, the issues most often raised, pairs left open."""

import pandas as pd

from analysis.tasks.grouped import ALONE, by_level, left_open, line, most_raised, sizes, with_sizes

TEXTS = [
    "桃花路没有路灯",
    "桃花路晚上没灯，装几盏吧",
    "明珠路没有路灯",
    "那良镇坡头屯高位水池裂了缝，水存不住，天一旱就断水，能不能派人来补一下",
    "那良镇坡头屯高位水池裂了缝，水存不住，天一旱就断水，能不能派人来补一下",
    "坡头屯的高位水池裂了，断水好几天",
]


def judged(texts=TEXTS):
    ids = [f"{n}" for n in range(1, len(texts) + 1)]
    return with_sizes(pd.DataFrame({"id": ids, "channel": "饮水安全", "text": texts}))


def test_issues_are_counted_and_no_comment_is_lost():
    comments = judged()
    assert line(comments) == "6 件意见说的是 3 件事；其中 2 件事有人说了不止一次，共 5 件意见。一件也没有删。"
    assert list(comments["issue_size"]) == [2, 2, 1, 3, 3, 3]


def test_the_levels_add_up_to_all_comments():
    found = by_level(judged()).set_index("same_level")["count"]
    assert found.sum() == 6
    assert (found["重复提交"], found["同一问题"], found[ALONE]) == (2, 3, 1)


def test_sizes_start_at_two_and_leave_no_gap():
    assert sizes(judged())[["size", "count"]].values.tolist() == [[2, 1], [3, 1]]
    assert sizes(judged(["桃花路没有路灯"])).empty
    four = judged([TEXTS[3]] * 4)
    assert sizes(four)[["size", "count"]].values.tolist() == [[2, 0], [3, 0], [4, 1]]


def test_the_issue_raised_most_comes_first_with_its_reasons():
    found = most_raised(judged(), 1)
    assert list(found["id"]) == ["4", "5", "6"]
    assert all(found["same_why"].str.startswith("与"))
    assert list(most_raised(judged())["same_issue"]) == ["事4"] * 3 + ["事1"] * 2


def test_a_pair_left_open_is_listed_once_with_both_texts():
    comments = pd.DataFrame(
        [
            ("1", "甲", "2", "都在扶隆镇"),
            ("2", "乙", "1", "都在扶隆镇"),
            ("3", "丙", "1", "都说电压"),
            ("4", "丁", "", ""),
        ],
        columns=["id", "text", "related_to", "same_why"],
    )
    assert left_open(comments).values.tolist() == [
        ["1", "甲", "2", "乙", "都在扶隆镇"],
        ["3", "丙", "1", "甲", "都说电压"],
    ]


def test_issues_already_worked_out_are_taken_over():
    plain = judged()
    again = with_sizes(plain.assign(same_issue="事1"))
    assert set(again["issue_size"]) == {6}
