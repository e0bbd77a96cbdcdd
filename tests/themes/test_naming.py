"""Names of groups: phrases that were said, readable, never twice the same."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.text.segment import segment
from analysis.themes.naming import UNNAMED, group_names
from analysis.themes.space import topic_words


def names(*groups: list[str], apart: list[str] | None = None) -> list[str]:
    """The names of *groups* of texts; *apart*: texts of no group."""
    texts = [text for group in groups for text in group] + (apart or [])
    labels = [number for number, group in enumerate(groups) for _ in group] + [-1] * len(apart or [])
    tokens = [segment(text) for text in texts]
    words = [topic_words(own) for own in tokens]
    spread = {word: 1.0 for own in words for word in own}
    return [name for name, _ in group_names(tokens, words, np.array(labels), spread)]


def test_the_longest_phrase_that_most_say_stands_for_its_word():
    (name,) = names(["村里路灯不亮", "路灯不亮好久", "那边路灯不亮", "公园装路灯"], apart=["水管爆裂", "学位紧张"])
    assert name == "路灯不亮"


def test_a_second_phrase_tells_those_that_the_first_leaves_out():
    group = ["路灯不亮", "路灯不亮了", "路灯不亮好久", "电线脱落", "电线脱落半年", "村头电线脱落"]
    (name,) = names(group, apart=["水管爆裂", "学位紧张"])
    assert set(name.split("、")) == {"路灯不亮", "电线脱落"}


def test_what_one_comment_sent_twice_says_is_no_name():
    twice = ["那片水渠给山洪冲断两年没人修"] * 2
    (name,) = names([*twice, "水渠淤泥", "清水渠"], apart=["水管爆裂", "学位紧张"])
    assert name.startswith("水渠（")
    assert all(len(phrase) <= 2 for phrase in name[3:-2].split("、")), name


def test_what_is_said_of_one_phrase_follows_in_brackets():
    group = ["卫生院没有降压药", "卫生院降压药断货", "卫生院夜里锁门", "卫生院夜里锁门没人应"]
    (name,) = names(group, apart=["路灯不亮", "水管爆裂"])
    assert name.startswith("卫生院（") and name.endswith("等）")
    assert "降压药" in name
    assert name.count("卫生院") == 1


def test_no_name_is_given_twice():
    lamps = ["路灯", "路灯"]
    given = names(lamps, lamps, apart=["水管爆裂", "学位紧张", "公厕太臭"])
    assert given == ["路灯", "路灯之2"]


def test_a_group_that_no_phrase_tells_from_the_rest_is_called_so():
    assert names(["路灯", "路灯"], apart=["路灯", "路灯"]) == [UNNAMED]


@pytest.mark.parametrize("scene", ["我家门口", "昨天晚上", "去年以来"])
def test_when_and_where_are_no_names(scene):
    (name,) = names([f"{scene}路灯坏", f"{scene}路灯暗", f"{scene}路灯倒"], apart=["水管爆裂"])
    assert name.startswith("路灯")


def test_what_was_cut_off_a_number_is_no_name():
    (name,) = names(["地铁2号线太挤", "地铁3号线晚点", "地铁5号线噪声"], apart=["水管爆裂"])
    assert "号线" not in name
    assert name.startswith("地铁")
