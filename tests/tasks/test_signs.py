"""General signs of one matter, and the hard rules that stand before them."""

from __future__ import annotations

import json

import pytest

from analysis.layout import REFERENCE
from analysis.tasks.alike import fitting, pair_of
from analysis.tasks.catalogue import in_common
from analysis.tasks.compared import Comment, comment_of, comments_of
from analysis.tasks.meeting import Meeting
from analysis.tasks.signs import shared, shared_words, stretches
from analysis.tasks.strength import evidence, never, strength


def pair(one: str, other: str) -> tuple[Comment, Comment]:
    return comment_of(one), comment_of(other)


def test_stretches_do_not_cross_punctuation():
    assert stretches("水管爆，没人修") == {"水管", "管爆", "没人", "人修"}


def test_names_of_places_are_no_sign_of_one_matter():
    ours, theirs = pair("桃花路路灯不亮", "桃花路垃圾成堆")
    assert shared(ours.signs, theirs.signs).known == shared(ours.signs, theirs.signs).unseen == 0


def test_what_is_shown_are_words_and_no_places():
    ours, theirs = pair("金沙湾小区加压泵坏了，高层没水", "加压泵坏了半年，金沙湾小区七楼没水洗澡")
    assert shared_words(ours.signs, theirs.signs) == ("加压",)


def test_one_theme_and_object_look_more_alike_than_two():
    ours, theirs = pair("江平中学食堂的菜是馊的", "江平中学饭堂打的饭有虫")
    _, lamp = pair("", "江平中学门口路灯不亮")
    same, other = shared(ours.signs, theirs.signs), shared(ours.signs, lamp.signs)
    assert same.theme > other.theme and same.object > other.object


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("江平中学食堂饭菜馊", "江平镇中学的饭堂有虫", "point"),
        ("桃花路路灯不亮", "桃花路没有路灯", "area"),
        ("小窑村的路烂得不成样", "小窑那边的路坑坑洼洼", "area"),
        ("那良镇没有手机信号", "那良的手机信号太差", "town"),
        ("合作医疗年年涨价", "医保缴费一年比一年贵", "nowhere"),
        ("桃花路路灯不亮", "桃花路垃圾成堆", ""),
        ("明珠小学食堂太贵", "明珠小学食堂有虫", ""),
        ("光坡镇的小学缺英语老师", "光坡镇的中学缺英语老师", ""),
        ("路灯坏了", "没有路灯", ""),
        ("那良镇没有路灯", "那良镇高林村没有路灯", ""),
        ("桃花路路灯不亮", "路灯不亮", ""),
        ("华石镇冲敏村饮水困难", "华石镇冲敏村道路烂", ""),
    ],
)
def test_rules_forbid_what_differs_and_places_meet_as_told(one, other, expected):
    for first, second in ((one, other), (other, one)):
        compared = pair_of(*pair(first, second))
        allowed = compared.place.meeting != Meeting.APART and not never(compared)
        assert allowed == bool(expected)
        assert not expected or evidence(compared)[expected]


def test_comments_that_differ_in_place_or_object_never_fit():
    assert fitting(*pair("桃花路路灯不亮", "桃花路垃圾成堆")) < -4
    assert fitting(*pair("桃花路路灯不亮", "桃花路的路灯坏了一个月")) > 0


def test_trees_ask_for_signs_that_there_are():
    model = json.loads((REFERENCE / "same_issue.json").read_text(encoding="utf-8"))
    asked = {node[0] for tree in model["trees"] for node in tree if isinstance(node, list)}
    assert "matter" in asked
    grounds = {"point", "area", "within", "coarse", "town", "town_and_spot", "county", "open", "nowhere"}
    assert asked <= evidence(pair_of(*pair("桃花路路灯不亮", "桃花路没有路灯"))).keys() | grounds


def test_one_matter_is_stronger_than_two_at_one_place():
    same = pair_of(*pair("桃花路路灯不亮", "桃花路晚上的路灯坏了没人修"))
    assert strength(same) > 0 > strength(pair_of(*pair("桃花路路灯不亮", "桃花路绿化带没人浇水")))


def test_one_matter_in_quite_other_words_points_the_same_way():
    early, minded, meals = comments_of(
        [
            (text, "", "", "")
            for text in ("小学四点半就放学，我们五点半才下班", "建议学校搞课后托管", "学校食堂的饭菜是馊的")
        ]
    )
    same, other = (in_common(early.signs.bearing, said.signs.bearing) for said in (minded, meals))
    assert same.near > 0.5 > other.near
    assert same.of_city > 0.5
