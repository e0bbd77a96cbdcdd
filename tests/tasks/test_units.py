"""Lead units: the department in charge, then city or county (编码手册 四)."""

from __future__ import annotations

import pytest

from analysis.reference import units
from analysis.tasks.places import place_of
from analysis.tasks.units import UnitVerdict, duties, units_of


def unit(text: str, theme: str, title: str = "", theme_lead: str = "") -> UnitVerdict:
    return units_of([text], [title], [theme], [theme_lead], [place_of(f"{title}\n{text}")])[0]


BY_MATTER = [
    ("学校大班额严重，一个班七十多人，建议增加学位", "教育", "防城港市教育局"),
    ("住院报销比例太低，外地看病报得少", "社会保障", "防城港市医疗保障局"),
    ("晚上河里有人偷排污水，水都黑了", "环境保护", "防城港市生态环境局"),
    ("工地拖欠工资半年，几十个人没钱过年", "就业", "防城港市人力资源和社会保障局"),
    ("门诊排队太久，医生态度差", "医疗", "防城港市卫生健康委员会"),
]


@pytest.mark.parametrize(("text", "theme", "lead"), BY_MATTER, ids=[lead[4:] for _, _, lead in BY_MATTER])
def test_the_department_in_charge_leads(text, theme, lead):
    assert unit(text, theme).lead == lead


def test_public_works_in_a_village_are_led_by_the_county_whatever_the_district():
    verdict = unit("那梭镇我们村的路烂了半年没人修", "基础设施建设")
    assert verdict.lead == "防城区人民政府"
    assert "村里的公共设施由防城区牵头" in verdict.reason
    assert verdict.lead not in verdict.support and verdict.support


def test_two_counties_lead_what_happens_there_and_city_units_support():
    verdict = unit("思阳镇中学大班额严重，一个班七十多人", "教育")
    assert verdict.lead == "上思县人民政府"
    assert "防城港市教育局" in verdict.support and "属地牵头" in verdict.reason


def test_a_vertical_unit_leads_everywhere():
    vertical = next(duty for duty in duties() if duty.scope == "垂直" and "供电" in duty.lead)
    verdict = unit(f"思阳镇{vertical.words[0]}，天天停电电压低", "基础设施建设")
    assert verdict.lead == vertical.lead


def test_in_an_urban_district_the_city_unit_leads_and_the_district_supports():
    verdict = unit("港口区第一中学大班额严重，学位不够", "教育")
    assert verdict.lead == "防城港市教育局"
    assert "港口区人民政府" in verdict.support


def test_the_theme_names_the_unit_where_nothing_else_does():
    """Another city's theme, without duties and examples."""
    assert unit("哈哈哈", "渔业", theme_lead="防城港市海洋局").lead == "防城港市海洋局"
    nobody = unit("哈哈哈", "渔业")
    assert (nobody.lead, nobody.reason) == ("", "没有可对应的职责，请人工分办")


def test_the_reason_quotes_the_words_of_the_duty():
    verdict = unit("学校大班额严重，一个班七十多人，建议增加学位", "教育")
    assert verdict.duty == "学位学区招生" and "“学位”" in verdict.reason


def test_every_unit_of_the_division_of_duties_is_in_the_register():
    for duty in duties():
        for name in (duty.lead, *duty.support):
            assert units().find(name) is not None, (duty.name, name)
        assert duty.words and duty.scope in ("农村公共设施", "垂直", "市直", "普通")


def test_none_in_none_out():
    assert units_of([], [], [], [], []) == []
