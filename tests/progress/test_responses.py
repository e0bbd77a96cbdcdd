"""Who answered a message, and after how long."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.layout import REPOSITORY
from analysis.progress.responses import NOT_NAMED, answering_unit, response_times, responses, unit_kind
from analysis.reference import read_rows

SAMPLE = REPOSITORY / "data" / "sample"


@pytest.mark.parametrize(
    ("reply", "unit", "way"),
    [
        ("感谢您的关心。\n防城港市教育局\n2019年1月11日", "防城港市教育局", "落款"),
        ("将加大抽查。（防城港市生态环境局，2019年2月1日）", "防城港市生态环境局", "落款"),
        ("预计九月送电。\n防城港供电局\n2019年8月26日", "防城港供电局", "落款"),
        ("感谢您的关注！A市B区城管局", "A市B区城管局", "落款"),
        ("您的留言已转至市城管支队调查办理。", "市城管支队", "转办"),
        ("已责成企沙镇人民政府调查处理。", "企沙镇人民政府", "转办"),
        ("您反映的问题经市教育局会同有关部门核实，情况属实。", "市教育局", "核实"),
        ("经防城港市水利局调查，水管已修好。", "防城港市水利局", "核实"),
        ("经沙潭江街道办事处实地核实，情况属实。", "沙潭江街道办事处", "核实"),
        ("请带身份证到区人社局窗口。", "区人社局", "文中提到"),
        ("我局已安排人员上门。", "本局（未具名）", "自称"),
        ("我局已要求各乡镇上门办理。", "本局（未具名）", "自称"),
        ("收到，谢谢。", NOT_NAMED, ""),
        ("", NOT_NAMED, ""),
    ],
)
def test_the_unit_that_answered_and_how_it_was_found(reply, unit, way):
    assert answering_unit(reply) == (unit, way)


def test_the_signature_wins_over_units_the_reply_speaks_of():
    reply = "您的留言已转至市城管局办理，经市公安局核实无误。\n防城港市教育局\n2019年1月11日"
    assert answering_unit(reply) == ("防城港市教育局", "落款")


def test_the_units_of_the_sample_replies_are_found():
    replies = {row["留言编号"]: row["答复意见"] for row in read_rows(SAMPLE / "replies-2019.csv")}
    gold = read_rows(SAMPLE / "replies-gold.csv")
    right = 0
    for row in gold:
        unit, way = answering_unit(replies[row["id"]])
        named = "" if unit == NOT_NAMED or "未具名" in unit else unit
        right += (named, way or "无") == (row["unit"], row["found_by"])
    assert right / len(gold) >= 0.95


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("防城港市教育局", "教育局"),
        ("市公安局交警大队", "交警"),  # the last department acts
        ("企沙镇人民政府", "街道乡镇"),
        ("A5区人民政府", "区县政府"),
        ("A市高新区管委会", "园区管委会"),
        ("本局（未具名）", "未写明"),
        ("本镇（未具名）", "街道乡镇"),
        (NOT_NAMED, "未写明"),
    ],
)
def test_what_kind_of_unit_it_is_wherever_it_is(name, kind):
    assert unit_kind(name) == kind


@pytest.mark.parametrize(
    ("asked", "reply", "answered", "days"),
    [
        ("2019-01-01", "我局已办。", "2019-01-31", 30),
        ("2019/1/1 8:00:00", "我局已办。", "2019-01-01 20:00:00", 0.5),
        ("2019-01-01", "我局已办。", "2019-01-01", 0),
        ("2019-01-02", "我局已办。", "2019-01-01", math.nan),  # dated before the message
        ("2019-01-01", "我局已办。", "", math.nan),
        ("", "我局已办。", "2019-01-01", math.nan),
        ("2019-01-01", "", "", math.nan),
    ],
)
def test_days_from_message_to_reply(asked, reply, answered, days):
    messages = pd.DataFrame([{"id": "1", "date": asked, "reply": reply, "reply_date": answered}], index=[7])
    (row,) = responses(messages).to_dict("records")
    assert row["days"] == days or (math.isnan(days) and math.isnan(row["days"]))
    assert bool(row["unit"]) is bool(reply)
    assert list(responses(messages).index) == [7]


def test_times_by_group_with_the_small_groups_told_together_so_that_the_counts_add_up():
    frame = pd.DataFrame(
        [
            ("甲", 10.0),
            ("甲", 20.0),
            ("甲", 60.0),
            ("乙", 5.0),
            ("乙", 7.0),
            ("丙", 40.0),
            ("丁", 30.0),
            ("甲", math.nan),
            ("", 3.0),
        ],
        columns=["unit", "days"],
    )
    table = response_times(frame, "unit", least=2)
    assert table[["unit", "count", "median", "within_30"]].values.tolist() == [
        ["甲", 3, 20.0, 2],
        ["乙", 2, 6.0, 2],
        ["其他（2 个）", 2, 35.0, 1],
    ]
    assert table["count"].sum() == 7


def test_without_an_answer_there_is_an_empty_table():
    frame = pd.DataFrame({"unit": ["甲"], "days": [math.nan]})
    assert response_times(frame, "unit").empty
