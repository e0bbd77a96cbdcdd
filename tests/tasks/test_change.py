"""Change: the same theme and issue are known again, chance isn't called change, and another way of counting is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.tasks.change import (
    ISSUE_CHANGE,
    SUBTHEME_CHANGE,
    THEME_CHANGE,
    Method,
    carried_issues,
    issue_change,
    method_changes,
    method_of,
    subtheme_change,
    theme_change,
)
from analysis.tasks.hot import with_issues
from analysis.themes.taxonomy import Subtheme, Taxonomy, Theme

THEMES = ("教育", "医疗", "其他")
TAXONOMY = Taxonomy(
    "2020-06",
    (
        Theme("教育", "", (), (), "", (Subtheme("学位", ()), Subtheme("食堂", ()))),
        Theme("医疗", "", (), (), "", (Subtheme("看病贵", ()),)),
        Theme("其他", "", (), (), "", ()),
    ),
    "其他",
)


def labelled(subtheme: str = "", **counts: int) -> pd.DataFrame:
    themes = [theme for theme, number in counts.items() for _ in range(number)]
    return pd.DataFrame({"theme": themes, "subtheme": subtheme})


# --- themes ----------------------------------------------------------------------------


def test_a_theme_is_new_goes_on_or_has_gone():
    found = theme_change(labelled(教育=60, 医疗=40), labelled(教育=60, 其他=40), THEMES)
    assert list(found.columns) == THEME_CHANGE
    assert found[["theme", "status", "points", "beyond_chance"]].to_numpy().tolist() == [
        ["教育", "持续", 0.0, False],
        ["医疗", "消退", -40.0, True],
        ["其他", "新增", 40.0, True],
    ]
    assert list(found["text"]) == ["持平（在误差以内）", "下降40.0个百分点", "提高40.0个百分点"]


def test_a_change_that_chance_explains_is_said_to_be_within_the_error():
    found = theme_change(labelled(教育=30, 医疗=70), labelled(教育=36, 医疗=64), THEMES).iloc[0]
    assert (found["points"], found["beyond_chance"]) == (6.0, False)
    assert found["low"] < 0 < found["high"]
    assert found["text"] == "提高6.0个百分点（在误差以内）"


def test_doubtful_labels_make_it_harder_to_speak_of_change():
    pairs = [("教育", "教育"), ("医疗", "教育"), ("教育", "教育"), ("医疗", "医疗"), ("教育", "医疗"), ("医疗", "医疗")]
    checks = pd.DataFrame(pairs * 10, columns=["given", "true"])
    periods = labelled(教育=40, 医疗=60), labelled(教育=62, 医疗=38)
    sure, doubtful = theme_change(*periods, THEMES).iloc[0], theme_change(*periods, THEMES, checks).iloc[0]
    assert sure["beyond_chance"]
    assert doubtful["high"] - doubtful["low"] > 1.5 * (sure["high"] - sure["low"])


def test_a_period_without_comments_is_no_change():
    found = theme_change(labelled(), labelled(教育=40), THEMES)
    assert found["points"].isna().all() and not found["beyond_chance"].any()
    assert found["text"].iloc[0] == "0/0 → 40/40（在误差以内）"


def test_few_comments_are_told_as_counts_and_a_theme_of_neither_period_is_absent():
    found = theme_change(labelled(教育=19), labelled(教育=10, 其他=90), THEMES)
    assert found["points"].isna().all()
    assert list(found["status"]) == ["持续", "都没有", "新增"]
    assert found["text"].iloc[0] == "19/19 → 10/100"


def test_change_is_seldom_seen_where_there_is_none():
    # 60 pairs of periods alike, 3 themes each: of 60 comparisons about 6 may call a theme changed; 13 would be no chance.
    chance = np.random.default_rng(3)
    alarms = 0
    for _ in range(60):
        periods = [labelled(**dict(zip(THEMES, chance.multinomial(200, [0.5, 0.3, 0.2]), strict=True))) for _ in "ab"]
        alarms += theme_change(*periods, THEMES)["beyond_chance"].any()
    assert alarms <= 12


def test_sub_themes_are_known_by_both_names_and_small_cells_are_counts():
    before = pd.concat([labelled("学位", 教育=30), labelled("看病贵", 医疗=3), labelled("", 其他=67)])
    now = pd.concat([labelled("学位", 教育=5), labelled("食堂", 教育=2), labelled("", 其他=93)])
    found = subtheme_change(before, now, TAXONOMY)
    assert list(found.columns) == SUBTHEME_CHANGE
    assert found[["theme", "subtheme", "status", "beyond_chance", "text"]].to_numpy().tolist() == [
        ["教育", "学位", "持续", True, "下降25.0个百分点"],
        ["教育", "食堂", "新增", False, "0/100 → 2/100（在误差以内）"],
        ["医疗", "看病贵", "消退", False, "3/100 → 0/100（在误差以内）"],
    ]


# --- issues ----------------------------------------------------------------------------


def said(*texts: str, start: int = 1, date: str = "2019-09-01") -> pd.DataFrame:
    ids = [str(n) for n in range(start, start + len(texts))]
    frame = pd.DataFrame(
        {"id": ids, "text": texts, "theme": "基础设施建设", "place": "", "nature": "建设性", "date": date}
    )
    return with_issues(frame)


LAMPS = ("桃花路没有路灯", "桃花路晚上没灯，装几盏吧")
LAMPS_LATER = ("桃花路的路灯还是没有装，晚上黑麻麻", "桃花路没路灯，走夜路怕")
WATER = ("明珠路一下大雨就积水", "明珠路下雨积水到膝盖")


def test_an_issue_keeps_the_id_it_had_and_others_keep_their_own():
    before, now = said(*LAMPS), said(*LAMPS_LATER, *WATER)
    old, new = carried_issues(before, now)
    assert list(old) == ["事1", "事1"]
    # 事3 of now is the water; 事1 of now was the lamps by another numbering, as in before.
    assert list(new) == ["事1", "事1", "事3", "事3"]


def test_another_issue_with_the_same_number_isnt_taken_for_it():
    old, new = carried_issues(said(*LAMPS), said(*WATER))
    assert not set(old) & set(new)


def test_an_id_carried_on_from_earlier_is_carried_further():
    first, second, third = said(*LAMPS), said(*WATER, *LAMPS_LATER), said(LAMPS[1], start=7)
    _, ids = carried_issues(first, second)
    second = second.assign(same_issue=ids)
    _, ids = carried_issues(second, third)
    assert list(ids) == ["事1"]


def test_issues_are_new_ongoing_or_gone_and_one_voice_is_no_issue():
    before = said(*LAMPS, *WATER, "桥头市场的公厕没有水冲")
    now = said(*LAMPS_LATER, "防东路路面坑坑洼洼", "防东路全是坑，没人修", start=20, date="2019-12-05")
    found = issue_change(before, now)
    assert list(found.columns) == ISSUE_CHANGE
    assert sorted(found[["same_issue", "status", "before", "now"]].to_numpy().tolist()) == [
        ["事1", "持续", 2, 2],
        ["事22", "新增", 0, 2],
        ["事3", "消退", 2, 0],
    ]
    lamps = found[found["same_issue"] == "事1"].iloc[0]
    assert (lamps["first_date"], lamps["last_date"]) == ("2019-09-01", "2019-12-05")
    assert not found["beyond_chance"].any()


def test_the_order_of_rows_changes_no_issue():
    before, now = said(*LAMPS, *WATER), said(*LAMPS_LATER, start=20)
    turned = issue_change(before.iloc[::-1], now.iloc[::-1])
    pd.testing.assert_frame_equal(issue_change(before, now), turned)


# --- the way of counting ---------------------------------------------------------------

METHOD = Method("2020-06", {"教育": ("学位",), "医疗": ()}, {"饮水安全": 50, "城乡居民": 50}, {"calendar.yml": "a"})


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, []),
        ({"themes": {"教育": ("学位",), "养老": ()}}, ["类别变了：多了养老，少了医疗。"]),
        ({"themes": {"教育": ("学位", "食堂"), "医疗": ()}}, ["“教育”的子类变了：多了食堂。"]),
        ({"version": "2021-06"}, ["类别词库换了版本：2020-06 → 2021-06。"]),
        ({"rules": {"calendar.yml": "b"}}, ["计数规则 calendar.yml 改过。"]),
        ({"channels": {"饮水安全": 45, "城乡居民": 55}}, []),
        (
            {"channels": {"饮水安全": 20, "城乡居民": 80}},
            ["渠道构成变了：约 30% 的意见换了来源渠道，占比的变化可能只是问的人不同。"],
        ),
        ({"channels": {"饮水安全": 50, "城乡居民": 45, "市长信箱": 5}}, ["来源渠道变了：多了市长信箱。"]),
    ],
)
def test_what_changed_in_the_way_of_counting_is_said(changed, lines):
    assert method_changes(METHOD, replace(METHOD, **changed)) == lines


def test_the_method_of_comments_is_their_taxonomy_channels_and_rules():
    method = method_of(pd.DataFrame({"channel": ["饮水安全", "", "饮水安全"]}), TAXONOMY, {"b.yml": "2", "a.yml": "1"})
    assert method.themes["教育"] == ("学位", "食堂")
    assert method.channels == {"未写明": 1, "饮水安全": 2}
    assert list(method.rules) == ["a.yml", "b.yml"]
