"""The same concrete issue: what must be merged, what must never be, and what each comment is told."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.tasks.alike import Level
from analysis.tasks.blocks import pairs
from analysis.tasks.compared import comment_of
from analysis.tasks.merge import ISSUES, PREFIX, merge_issues, natural

DATA = Path(__file__).resolve().parent.parent / "data"


def texts(name: str) -> list[tuple[str, str, str]]:
    """The pairs of texts of a file, each with why it is there."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return [(row["text_a"], row["text_b"], row["reason"]) for row in csv.DictReader(file)]


def merged(*rows: str, **columns: list[str]) -> pd.DataFrame:
    """The issues of comments 1, 2, 3 …"""
    frame = pd.DataFrame({"id": [str(n) for n in range(1, len(rows) + 1)], "text": rows, **columns})
    return merge_issues(frame)


NEAR_MISSES, SAME = texts("near_misses"), texts("same_issue")


def test_there_are_enough_pairs_of_both_kinds():
    assert len(NEAR_MISSES) >= 20 and len(SAME) >= 20


@pytest.mark.parametrize(("one", "other", "reason"), NEAR_MISSES, ids=[row[2] for row in NEAR_MISSES])
def test_a_near_miss_is_never_merged(one, other, reason):
    found = merged(one, other)
    assert found["issue"].nunique() == 2, found["why"].tolist()
    assert set(found["level"]) <= {"", Level.RELATED}


@pytest.mark.parametrize(("one", "other", "reason"), SAME, ids=[row[0] for row in SAME])
def test_one_issue_in_other_words_is_merged(one, other, reason):
    found = merged(one, other)
    assert found["issue"].tolist() == [PREFIX + "1"] * 2
    assert set(found["level"]) == {Level.SAME}
    assert all("都" in why for why in found["why"])


def test_near_misses_and_pairs_thrown_together_still_merge_only_what_is_one_issue():
    """Many comments at once: no near miss is drawn together through a third."""
    rows = [text for one, other, _ in NEAR_MISSES for text in (one, other)]
    found = merged(*rows)["issue"].tolist()
    joined = [NEAR_MISSES[n][2] for n in range(len(NEAR_MISSES)) if found[2 * n] == found[2 * n + 1]]
    assert joined == []


# --- levels and reasons -------------------------------------------------------------------------------

LONG = "桃花路从桥头到学校那一段的路灯坏了半年，晚上看不见，摔过两个老人，请尽快派人来修"


def test_the_same_text_twice_is_resent_and_names_the_other():
    found = merged(LONG, "明珠小学没有操场", LONG)
    assert found["level"].tolist() == [Level.RESENT, "", Level.RESENT]
    assert found["issue"].tolist() == ["事1", "事2", "事1"]
    assert found["why"].tolist() == ["与3：文字完全相同", "", "与1：文字完全相同"]


def test_a_few_other_signs_are_still_the_same_text():
    assert merged(LONG, LONG.replace("，", " ") + "！！")["level"].tolist() == [Level.RESENT] * 2
    assert merged(LONG, LONG.replace("请尽快", "希望尽快"))["level"].tolist() == [Level.RESENT] * 2


def test_one_other_name_or_number_makes_it_another_issue():
    for other in (LONG.replace("桃花路", "明珠路"), LONG.replace("路灯坏", "护栏坏")):
        found = merged(LONG, other)
        assert found["issue"].nunique() == 2 and found["level"].tolist() == [Level.RELATED] * 2
    assert "桃花路、明珠路" in merged(LONG, LONG.replace("桃花路", "明珠路"))["why"][0]


def test_the_reason_names_the_place_the_object_and_the_words_of_both():
    found = merged("富康市场门口摆摊的把路占了", "富康市场外面的流动摊贩占道经营")
    assert found["why"][0] == "与2：地点都是富康市场；都说占道摆摊（“摆摊”“流动摊贩”）"


def test_a_short_complaint_without_a_place_is_only_related_even_in_the_same_words():
    found = merged("路灯坏了没人修", "路灯坏了没人修", "路灯坏了没人修")
    assert found["issue"].nunique() == 3
    assert found["level"].tolist() == [Level.RELATED] * 3
    assert found["related_to"].tolist() == ["2", "1", "1"]


def test_a_village_is_only_related_to_its_town():
    found = merged("光坡镇没有路灯，晚上摸黑", "光坡镇沙螺寮村没有路灯")
    assert found["issue"].nunique() == 2
    assert found["related_to"].tolist() == ["2", "1"]
    assert "光坡镇" in found["why"][0]


@pytest.mark.parametrize("text", ["无", "没有意见", "都挺好的，很满意", "希望越来越好", ""])
def test_what_says_nothing_is_neither_merged_nor_related(text):
    found = merged(text, text)
    assert found["issue"].nunique() == 2
    assert found[["level", "related_to", "why"]].eq("").all(axis=None)


def test_a_matter_of_the_whole_city_merges_only_where_nobody_names_a_place():
    fee, dear = "合作医疗年年涨价，交不起了", "医保缴费一年比一年高，负担太重"
    assert merged(fee, dear)["issue"].nunique() == 1
    assert merged(fee, f"江平镇{dear}")["issue"].nunique() == 2
    assert merged(f"那良镇{fee}", f"江平镇{dear}")["issue"].nunique() == 2


def test_a_question_and_one_households_hardship_are_no_complaint_of_the_whole_city():
    assert merged("合作医疗年年涨价，交不起了", "请问医保缴费明年涨到多少钱")["issue"].nunique() == 2


# --- groups -------------------------------------------------------------------------------------------


def test_two_objects_are_not_drawn_together_by_a_comment_that_names_both():
    found = merged("桃花路路灯不亮", "桃花路路面坑坑洼洼", "桃花路路灯不亮，路面也坑坑洼洼")
    assert found["issue"][0] != found["issue"][1]


def test_every_member_of_an_issue_shares_its_place():
    found = merged("明珠小区停车难，没有车位", "明珠小区车位不够", "桃花小区停车难，没有车位", "停车难，没有车位")
    assert found["issue"].tolist() == ["事1", "事1", "事3", "事4"]


# --- the frame ----------------------------------------------------------------------------------------

MIXED = [text for one, other, _ in (*SAME[:12], *NEAR_MISSES[:12]) for text in (one, other)] + [LONG, "无", LONG]


def test_rows_come_back_in_order_with_their_index_and_nothing_is_mutated():
    frame = pd.DataFrame({"id": ["b", "a"], "text": [LONG, LONG]}, index=[7, 3])
    before = frame.copy()
    found = merge_issues(frame)
    assert found.columns.tolist() == ["id", *ISSUES]
    assert found.index.tolist() == [7, 3] and found["id"].tolist() == ["b", "a"]
    assert found["issue"].tolist() == [PREFIX + "a"] * 2
    pd.testing.assert_frame_equal(frame, before)


def test_the_result_does_not_depend_on_the_order_of_rows():
    frame = pd.DataFrame({"id": [str(n) for n in range(len(MIXED))], "text": MIXED})
    found = merge_issues(frame)
    shuffled = merge_issues(frame.sample(frac=1, random_state=3)).loc[found.index]
    pd.testing.assert_frame_equal(shuffled, found)


def test_an_issue_keeps_its_id_when_later_comments_arrive():
    few, more = merged(*MIXED[:20]), merged(*MIXED[:20], "阳光村的桥断了", MIXED[0])
    assert more["issue"].tolist()[:20] == few["issue"].tolist()
    assert more["issue"].tolist()[-1] == more["issue"][0]


def test_no_comments_give_no_rows():
    found = merge_issues(pd.DataFrame({"id": [], "text": []}))
    assert found.columns.tolist() == ["id", *ISSUES] and found.empty


def test_ids_sort_as_people_count():
    assert sorted(["10", "2", "A10", "A2", "04-007", "4-1"], key=natural) == ["2", "4-1", "04-007", "10", "A2", "A10"]


def test_a_title_tells_place_and_matter_before_the_text():
    bodies = ["本人多次向有关部门反映，至今没有答复", "天天这样，老人小孩都不敢出门，盼早日解决"]
    assert merged(*bodies)["issue"].nunique() == 2
    assert merged(*bodies, title=["桃花路路灯不亮", "桃花路的路灯坏了没人修"])["issue"].nunique() == 1
    assert merged(*bodies, title=["桃花路路灯不亮", "明珠路的路灯坏了没人修"])["issue"].nunique() == 2


def test_a_place_that_a_person_put_right_counts_as_named():
    rows = ["镇上卫生院晚上没有医生", "卫生院夜里没有医生值班"]
    assert merged(*rows)["issue"].nunique() == 2
    assert merged(*rows, place=["马路镇", "马路镇"])["issue"].nunique() == 1
    assert merged(*rows, place=["马路镇", "江平镇"])["issue"].nunique() == 2


def test_the_forms_county_tells_two_peoples_roads_apart_where_every_town_has_one_of_the_name():
    rows = ["人民路下雨积水严重", "人民路一下雨就积水到膝盖"]
    assert merged(*rows, county_given=["东兴市", "东兴市"])["issue"].nunique() == 1
    assert merged(*rows, county_given=["东兴市", "上思县"])["issue"].nunique() == 2


def test_the_same_words_from_two_counties_are_two_villages():
    text = "我们村里的路灯坏了半年一直没有人来修，晚上出门看不见路"
    assert merged(text, text, county_given=["东兴市", "东兴市"])["level"].tolist() == [Level.RESENT] * 2
    found = merged(text, text, county_given=["东兴市", "上思县"])
    assert found["issue"].nunique() == 2 and "所在县区不同" in found["why"][0]


# --- reach --------------------------------------------------------------------------------------------


def test_never_all_pairs_are_compared():
    crowd = [comment_of(f"江平镇停水第{n}天，自来水一滴都没有") for n in range(400)]
    assert len(list(pairs(crowd))) < 400 * 60


def test_comments_that_share_nothing_are_not_compared():
    assert list(pairs([comment_of("桃花路路灯不亮"), comment_of("明珠小学食堂饭菜馊")])) == []


@pytest.mark.slow
def test_the_same_bytes_with_another_hash_seed():
    program = (
        "import pandas as pd, sys; from tests.tasks.test_merge import MIXED; from analysis.tasks.merge import merge_issues;"
        "f = pd.DataFrame({'id': range(len(MIXED)), 'text': MIXED}); sys.stdout.write(merge_issues(f).to_csv())"
    )
    root = DATA.parent.parent
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


# --- long letters --------------------------------------------------------------------------------------


def test_two_letters_of_one_place_that_only_share_an_object_are_two_issues():
    """A letter names many things; what it isn't about proves nothing."""
    one = (
        "我家住在桃花路锦绣小区，买房时开发商讲明年通地铁，到现在站点在哪里都没有定。小区离市中心远，上班只能开车，"
        "早高峰从桃花路到大桥要堵四十分钟，请问地铁站规划在什么位置，什么时候动工，能不能先开一条接驳公交。"
    )
    other = (
        "桃花路锦绣小区旁边的地铁工地每天凌晨两点还在浇混凝土，泵车轰轰响，窗户关上都震，孩子第二天上课打瞌睡。"
        "打了几次电话，来人看一眼就走，第二晚照旧。请严格执行夜间施工许可，公示许可时间和负责人的电话。"
    )
    assert merged(one, other)["issue"].nunique() == 2


def test_two_letters_about_the_same_trouble_of_one_place_are_one_issue():
    one = (
        "桃花路锦绣小区北门外去年底建起一座混凝土搅拌站，从早上六点响到半夜，搅拌机和罐车的噪音让人没法睡觉，"
        "粉尘落得阳台一层白灰，衣服不敢晒。离我们最近的一栋楼不到五十米，环评是怎么过的？请查处并搬走这个搅拌站。"
    )
    other = (
        "请领导管一管锦绣小区（桃花路）边上的搅拌站！罐车一天上百趟，噪音大，粉尘更大，老人孩子咳个不停，"
        "物业讲投诉过没有用。搅拌站离居民楼几十米，半夜两三点还在生产，我们要求停产搬迁。"
    )
    found = merged(one, other)
    assert found["issue"].nunique() == 1 and "搅拌站" in found["why"].iloc[0]


def test_a_question_about_a_citywide_trouble_is_the_same_issue_as_the_complaint():
    found = merged("医保又涨到380了，交不起", "居民医保又涨到380，后面还涨不涨？")
    assert found["issue"].nunique() == 1


def test_a_zone_lies_in_the_town_whose_name_it_bears():
    found = merged("企沙镇半夜一股臭味，呛得睡不着", "企沙工业区半夜臭味呛人", "企沙镇的路坑坑洼洼")
    assert found["issue"].tolist() == ["事1", "事1", "事3"]
