"""Hot issues: people before rows, the latest before the old, the same numbers in any order."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.columns import HEADINGS
from analysis.tasks.hot import HOT, formula, hot_issues, recency

CUTOFF = dt.date(2020, 6, 30)


def comment(id_: str, issue: str, date: str = "2020-06-30", **other: str) -> dict:
    row = {
        "text": f"{issue}没有路灯晚上看不见",
        "theme": "基础设施建设",
        "place": "",
        "nature": "建设性",
        "same_level": "",
    }
    row |= {"respondent": "居民", "votes": "", "votes_against": "", "title": ""}
    return {"id": id_, "same_issue": issue, "date": date} | row | other


def hot(*comments: dict) -> pd.DataFrame:
    return hot_issues(pd.DataFrame(comments), CUTOFF)


def test_more_people_are_hotter_and_one_person_alone_isnt_hot():
    found = hot(
        *(comment(f"a{n}", "甲") for n in range(2)), *(comment(f"b{n}", "乙") for n in range(3)), comment("c", "丙")
    )
    assert list(found.columns) == HOT
    assert found[["rank", "same_issue", "people", "heat"]].to_numpy().tolist() == [[1, "乙", 3, 3.0], [2, "甲", 2, 2.0]]


def test_a_named_person_who_writes_again_counts_once_and_the_repeats_are_shown():
    found = hot(
        comment("1", "甲", respondent="A00040066"),
        comment("2", "甲", respondent="A00040066"),
        comment("3", "甲", respondent="A00040066"),
        comment("4", "甲", respondent="A0008"),
    )
    # 2 people + 0.2 × 2 repeats
    assert found[["people", "count", "repeats", "heat"]].to_numpy().tolist() == [[2, 4, 2, 2.4]]


def test_the_same_text_sent_again_without_a_name_counts_once():
    again = {"same_level": "重复提交"}
    crowd = [comment(str(n), "甲", **again) for n in range(5)]
    assert len(hot(*crowd)) == 0
    found = hot(*crowd, comment("9", "甲", same_level="同一问题"))
    assert found[["people", "repeats"]].to_numpy().tolist() == [[2, 4]]


def test_named_people_who_send_the_same_text_are_several():
    found = hot(*(comment(str(n), "甲", same_level="重复提交", respondent=f"用户{n}") for n in range(3)))
    assert list(found["people"]) == [3]


@pytest.mark.parametrize(("votes", "against", "heat"), [("100", "0", 3.0), ("100", "75", 2.0), ("5", "30", None)])
def test_votes_count_by_the_root_of_what_is_left_of_them(votes, against, heat):
    # One person + 0.2 × √(votes − against); from 2 on it is hot.
    found = hot(comment("1", "甲", votes=votes, votes_against=against))
    assert list(found["heat"]) == ([heat] if heat else [])


def test_half_a_year_halves_the_heat_and_what_came_later_isnt_read():
    old = [comment(str(n), "甲", "2019-12-30") for n in range(4)]
    new = [comment(str(n), "乙") for n in range(10, 13)]
    later = [comment(str(n), "丙", "2020-07-01") for n in range(20, 26)]
    found = hot(*old, *new, *later)
    assert list(found["same_issue"]) == ["乙", "甲"]
    assert list(found["heat"]) == pytest.approx([3.0, 2.0], abs=0.01)


def test_without_dates_nothing_is_newer_than_the_rest():
    dates = pd.Series(["2020-06-30", "", "2019-12-30"])
    first, undated, last = recency(dates, CUTOFF)
    assert last < undated < first
    assert list(recency(pd.Series(["", ""]), CUTOFF)) == [1.0, 1.0]


def test_praise_and_empty_comments_are_no_issue():
    found = hot(*(comment(str(n), "甲", nature=nature) for n, nature in enumerate(["表扬", "表扬", "空泛", "空泛"])))
    assert len(found) == 0


def test_an_issue_is_told_by_its_tersest_telling_comment_with_place_theme_and_dates():
    found = hot(
        comment("1", "甲", "2020-05-02", text="没灯", place="桃花路"),
        comment("2", "甲", "2020-06-01", text="桃花路晚上没有灯，走路怕", place="桃花路"),
        comment("3", "甲", "2020-04-03 08:00:00", text="桃花路一直没有装路灯，大家晚上都不敢走", theme="社会治安"),
    ).iloc[0]
    assert found["issue_text"] == "桃花路晚上没有灯，走路怕"
    assert (found["place"], found["theme"]) == ("桃花路", "基础设施建设")
    assert (found["first_date"], found["last_date"]) == ("2020-04-03", "2020-06-01")
    assert found["comment_ids"] == "1|2|3"


def test_the_order_of_rows_changes_nothing_and_equals_share_a_rank():
    rows = [comment(str(n), issue, text=f"{issue}路{n}号门口没有路灯") for n, issue in enumerate("甲乙丙甲乙丙")]
    pd.testing.assert_frame_equal(hot(*rows), hot(*reversed(rows)))
    assert list(hot(*rows)["rank"]) == [1, 1, 1]


def test_the_formula_is_one_line_with_the_weights_in_use():
    line = formula("2020年6月30日")
    assert "0.2×重复件数" in line and "2020年6月30日" in line and "\n" not in line


def test_no_comments_give_no_issues_and_every_column_has_a_heading():
    empty = hot_issues(pd.DataFrame(columns=list(comment("1", "甲"))).astype(str), CUTOFF)
    assert list(empty.columns) == HOT and len(empty) == 0
    assert set(HOT) <= HEADINGS.keys()
