"""Places: the finest one of the text, its district, and the words that only look like places."""

from __future__ import annotations

import pytest

from analysis.reference import counties, places
from analysis.tasks.places import county_government, place_of, places_of


def found(text: str, given: str = "") -> tuple[str, str]:
    verdict = place_of(text, given)
    return verdict.county, verdict.place


@pytest.mark.parametrize("name", [place.name for place in places()])
def test_every_full_name_of_the_register_is_found(name):
    verdict = place_of(f"{name}的路灯坏了")
    assert name in verdict.words
    if name in counties():
        assert verdict.county == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("马路镇没有路灯", ("东兴市", "马路镇")),
        ("公正乡三个屯没有水", ("上思县", "公正乡")),
        ("港口区的菜市场很脏", ("港口区", "")),
        ("江山镇的海堤裂了", ("防城区", "江山镇")),
        ("江山乡的海堤裂了", ("防城区", "江山镇")),
        ("王府街道的公厕锁着", ("港口区", "王府街道")),
        ("文昌街道没有公交", ("防城区", "文昌街道")),
        ("防城区的医院挂不上号", ("防城区", "")),
        ("东兴市的口岸排长队", ("东兴市", "")),
        ("东兴镇的口岸排长队", ("东兴市", "东兴镇")),
        ("东兴市东兴镇的口岸排长队", ("东兴市", "东兴镇")),
        ("渔洲坪的市场太小", ("港口区", "渔州坪街道")),
        ("渔州坪的市场太小", ("港口区", "渔州坪街道")),
        ("白沙澫的水管漏水", ("港口区", "白沙万街道")),
        ("白沙万的水管漏水", ("港口区", "白沙万街道")),
        ("洞中镇的口岸太慢", ("防城区", "峒中镇")),
        ("澫尾村的沙滩很脏", ("东兴市", "万尾")),
        ("江平镇澫尾村的沙滩很脏", ("东兴市", "江平镇")),  # of town and village the first
        ("经开区到那良镇的路", ("防城区", "那良镇")),
        ("峒中口岸排队要半天", ("防城区", "峒中镇")),
        ("港口区政府门口停车乱", ("港口区", "")),
        ("上思的路太烂", ("上思县", "")),
    ],
)
def test_places_and_their_variants(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "马路上到处是坑",
        "请公正处理",
        "希望公平公正乡镇一视同仁",
        "港口堆场的灰很大",
        "港口区域灰大",
        "江山如画就是路不好",
        "王府花园的物业不管事",
        "文昌大道堵车",
        "防城港是个好地方",
        "防城港市的路灯不亮",
        "防城港口岸通关慢",
        "十万大山很美",
        "物业叫安装公司来收钱",
        "晚上思来想去睡不着",
        "请领导马上思考这个问题",
        "上山心里发慌",
        "长江平原来的老板",
        "王小峰同志态度好",
    ],
)
def test_common_words_and_the_city_itself_are_no_district(text):
    assert found(text) == ("", "")


def test_the_text_wins_over_the_form_and_the_form_counts_where_the_text_names_no_district():
    assert found("企沙镇的路灯坏了", "东兴市") == ("港口区", "企沙镇")
    assert found("路灯坏了", "东兴市") == ("东兴市", "")
    assert found("防城港市的路灯坏了", "东兴市") == ("东兴市", "")


def test_a_town_is_finer_than_the_district_named_before_it():
    assert found("港口区和东兴市都说过，其实是那良镇的路") == ("防城区", "那良镇")


def test_full_width_and_blanks_make_no_difference():
    assert found("马 路 镇没有路灯") == ("东兴市", "马路镇")


@pytest.mark.parametrize("county", counties())
def test_every_district_has_its_government_in_the_unit_register(county):
    assert county_government(county) == f"{county}人民政府"


def test_many_comments_give_what_each_gives_alone():
    texts = ["企沙镇的路灯坏了", "路灯坏了", "", "晚上思来想去睡不着", "马 路 镇没有路灯"]
    titles = ["", "上思县的路灯", "东兴市", "", "灯"]
    given = ["东兴市", "", "", "港口区", ""]
    whole = [f"{title}\n{text}" if title else text for title, text in zip(titles, texts, strict=True)]
    assert places_of(texts, titles, given) == [place_of(*one) for one in zip(whole, given, strict=True)]
