"""What a comment is about: objects, what is wrong with them, and the words that tell."""

from __future__ import annotations

import pytest

from analysis.reference import settings
from analysis.tasks.matters import CITY, REGION, SITE, matters_of, things
from analysis.text.normalise import normalise


def told(text: str, names: tuple[str, ...] = ()) -> tuple[list[str], set[str]]:
    """Objects, weightiest first, and problems."""
    found = matters_of(normalise(text), names)
    return sorted(found.things, key=lambda name: -found.things[name]), set(found.problems)


@pytest.mark.parametrize(
    ("text", "objects", "problems"),
    [
        ("路灯不亮", ["路灯"], {"坏"}),
        ("没有路灯", ["路灯"], {"缺"}),
        ("路灯坏了没人修", ["路灯"], {"坏"}),
        ("食堂饭菜又贵又难吃", ["食堂"], {"贵", "质量差"}),
        ("合作医疗年年涨价", ["医保缴费"], {"贵"}),
        ("住院报销太少", ["医保报销"], {"少给", "缺"}),
        ("一落雨就浸到小腿", ["积水"], set()),
        ("学校门口摆摊的占了路", ["占道摆摊"], {"堵占"}),
        ("夜宵摊油烟呛得不敢开窗", ["油烟", "烧烤夜宵摊", "异味废气"], set()),
        ("今天天气不错", [], set()),
    ],
)
def test_objects_and_problems_of_a_text(text, objects, problems):
    assert told(text) == (objects, problems)


def test_a_site_is_no_object_where_something_else_is_named():
    assert told("学校的厕所太脏")[0] == ["厕所"]
    assert told("学校太远")[0] == ["学校"]


def test_a_thing_that_only_says_where_is_no_object():
    assert told("公园旁边路灯不亮")[0] == ["路灯"]


def test_a_word_within_a_place_name_is_no_object():
    assert told("平旺码头垃圾没人清", ("平旺码头",))[0] == ["垃圾"]


def test_praise_of_one_thing_hardly_counts_beside_the_complaint_of_another():
    found = matters_of("公园修得很漂亮，就是厕所太脏太臭")
    assert max(found.things, key=found.things.get) == "厕所"


def test_shares_add_up_to_one_but_in_a_long_text_that_hardly_names_anything():
    assert sum(matters_of("路灯不亮，路面坑坑洼洼").things.values()) == pytest.approx(1)
    assert sum(matters_of("路灯不亮" + "，另外还有几句题外话" * 20).things.values()) < 0.5


def test_what_was_told_in_other_words_is_kept_with_its_words():
    found = matters_of("卖菜的占了路，流动摊贩也多")
    assert found.words["占道摆摊"] == ("卖菜的…占", "流动摊贩") or "流动摊贩" in found.words["占道摆摊"]


def test_the_file_of_matters_is_sound():
    data = settings("matters")
    objects = [entry["name"] for entry in data["objects"]]
    problems = [entry["name"] for entry in data["problems"]]
    assert len(set(objects)) == len(objects) and len(set(problems)) == len(problems)
    assert not set(objects) & set(problems)
    known = {"name", "scope", "citywide", "fault", "general", "several", "host", "words", "also"}
    for entry in data["objects"]:
        assert set(entry) <= known, entry["name"]
        assert entry["words"] and set(entry.get("citywide", ())) <= set(problems)
        assert not set(map(str, entry["words"])) & set(map(str, entry.get("also", ()))), entry["name"]
    for entry in data["problems"]:
        assert set(entry) <= {"name", "near", "weak", "vague", "words"}, entry["name"]
        assert set(entry.get("near", ())) <= set(problems)


def test_only_a_citywide_matter_names_the_troubles_that_make_it_one():
    for thing in things().values():
        assert thing.scope in (SITE, REGION, CITY)
        assert bool(thing.citywide) == (thing.scope == CITY), thing.name
