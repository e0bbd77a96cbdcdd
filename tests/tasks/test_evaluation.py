"""The program's labels beside people's: what counts as right, agreement, disputes, what can't be used."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import InputFaults
from analysis.tasks.coding import CODED, Coded
from analysis.tasks.evaluation import (
    ACCURACY,
    BLANK,
    ERRORS_IN_QUEUE,
    IN_QUEUE,
    evaluate,
    judge,
    known_only,
    read_labelled,
)

SCHOOLS, COUNTY, HOUSES = "防城港市教育局", "港口区人民政府", "防城港市住房和城乡建设局"
MACHINE = pd.DataFrame(
    [
        ("1", "没有学位", "教育", "建设性", "港口区", SCHOOLS, 0.95, "学位", "否"),
        ("2", "漏雨的板房", "民生改善", "建设性", "", HOUSES, 0.90, "板房", "否"),
        ("3", "都挺好", "其他", "空泛", "", "", 0.40, "", "是"),
        ("4", "医生夜里不在", "医疗", "建设性", "", "", 0.80, "医生", "是"),
    ],
    columns=["id", "text", "theme", "nature", "county", "lead_unit", "confidence", "evidence", "needs_review"],
).assign(place="", nature_reason="", unit_reason="所属类别")


def reader(name: str, *rows: dict) -> Coded:
    frame = pd.DataFrame(rows, columns=CODED, dtype=object)
    frame["lead_also"] = [also if isinstance(also, tuple) else () for also in frame["lead_also"]]
    frame = frame.astype(object).where(frame.notna(), None)
    return Coded(name, f"{name}.xlsx", frame, [], [])


def decided(comment_id: str, theme: str | None = None, **more) -> dict:
    return {"id": comment_id, "theme": theme, "text": "", "sheet": "标注", "row": 5} | more


FIRST = reader(
    "甲",
    decided("1", "教育", nature="建设性", county="港口区", lead_unit=COUNTY, lead_also=(SCHOOLS,)),
    decided("2", "教育", nature="建设性", county="", lead_unit=SCHOOLS),
    decided("3", "其他", nature="表扬", county="", lead_unit=""),
    decided("4", "医疗", county="东兴市"),
)
SECOND = reader(
    "乙",
    decided("1", "教育", lead_unit=SCHOOLS),
    decided("2", "民生改善", lead_unit=HOUSES),
    decided("4", "医疗"),
)


def test_only_what_a_reader_judged_is_counted():
    sizes = {field: len(judge(FIRST, MACHINE, field)) for field in ("theme", "nature", "county", "place", "lead_unit")}
    assert sizes == {"theme": 4, "nature": 3, "county": 4, "place": 0, "lead_unit": 2}


def test_any_unit_the_reader_accepts_is_right():
    frame = judge(FIRST, MACHINE, "lead_unit")
    assert list(frame["true"]) == [SCHOOLS, SCHOOLS]
    assert list(frame["given"]) == [SCHOOLS, HOUSES]
    assert list(frame["evidence"]) == ["所属类别"] * 2


def test_none_said_is_a_label_like_others():
    frame = judge(FIRST, MACHINE, "county")
    assert list(frame["true"]) == ["港口区", BLANK, BLANK, "东兴市"]
    assert list(frame["given"]) == ["港口区", BLANK, BLANK, BLANK]


def test_the_summary_counts_right_ones_and_errors_in_the_queue():
    found = evaluate([FIRST], MACHINE)
    assert found.comments == 4 and found.fields == ["theme", "nature", "county", "lead_unit"]
    right = {name: tuple(found.figure(name, ACCURACY)[["right", "n"]]) for name in ("类别", "意见性质", "牵头单位")}
    assert right == {"类别": (3, 4), "意见性质": (2, 3), "牵头单位": (1, 2)}
    assert tuple(found.figure("意见性质", ERRORS_IN_QUEUE)[["right", "n"]]) == (1, 1)
    assert tuple(found.figure("类别", IN_QUEUE)[["right", "n"]]) == (2, 4)
    assert found.figure("地点", ACCURACY) is None
    assert found.disputed.empty


def test_two_readers_stand_beside_the_program():
    found = evaluate([FIRST, SECOND], MACHINE)
    table = found.agreement.set_index(["field", "pair"])
    theme = {pair: tuple(table.loc[("类别", pair), ["right", "n"]]) for pair in ("程序与甲", "程序与乙", "甲与乙")}
    assert theme == {"程序与甲": (3, 4), "程序与乙": (3, 3), "甲与乙": (2, 3)}
    # 1: the second's unit is one the first accepts; 2: they differ
    assert tuple(table.loc[("牵头单位", "甲与乙"), ["right", "n"]]) == (1, 2)
    assert found.disputed[["id", "field", "first", "second", "given"]].to_numpy().tolist() == [
        ["2", "类别", "教育", "民生改善", "民生改善"],
        ["2", "牵头单位", SCHOOLS, HOUSES, HOUSES],
    ]


def test_agreement_uses_the_weights_of_the_sample():
    found = evaluate([FIRST, SECOND], MACHINE.assign(weight=[1.0, 8.0, 1.0, 1.0]))
    theme = found.agreement[found.agreement["field"] == "类别"].set_index("pair")["agreement"]
    assert theme["程序与甲"] == pytest.approx(3 / 11)
    assert theme["甲与乙"] == pytest.approx(2 / 10)


def test_comments_the_program_never_saw_and_changed_texts_are_told_and_left_out():
    given = reader(
        "甲", decided("1", "教育", text="没有 学位"), decided("9", "教育"), decided("2", "教育", text="另一句话")
    )
    found = known_only(given, MACHINE)
    assert list(found.labels["id"]) == ["1"]
    unknown, changed = (fault.sentence() for fault in found.faults)
    assert unknown.startswith("《甲.xlsx》工作表“标注”第 5 行“意见编号”里的“9”不在收到的意见里")
    assert changed.startswith(
        "《甲.xlsx》工作表“标注”第 5 行“意见建议”意见 2 的正文与程序归类时的不同；请用抽样时那份底稿"
    )


@pytest.mark.parametrize("heading", ["id,text,theme,confidence,weight", "意见编号,意见建议,类别,把握,权重"])
def test_labels_are_read_from_the_programs_files_in_either_language(tmp_path, heading):
    path = tmp_path / "结果.csv"
    path.write_text(f"{heading}\n'=1+1,'=坏公式,教育,0.9,2.5\n2,没有学位,医疗,0.8,\n", encoding="utf-8")
    found = read_labelled(path)
    assert found[["id", "text", "theme", "confidence", "weight"]].to_numpy().tolist() == [
        ["=1+1", "=坏公式", "教育", 0.9, 2.5],
        ["2", "没有学位", "医疗", 0.8, 1.0],
    ]


def test_a_file_of_texts_is_no_file_of_labels_and_a_broken_one_is_told(tmp_path):
    texts = tmp_path / "意见.csv"
    texts.write_text("编号,意见建议\n1,修路\n", encoding="utf-8")
    assert read_labelled(texts) is None
    texts.write_text("id,theme,confidence\n1,教育,高\n", encoding="utf-8")
    with pytest.raises(InputFaults, match=r"第 2 行“confidence”是“高”，不是数；请用程序写出的归类结果"):
        read_labelled(texts)
    with pytest.raises(InputFaults, match="找不到这个文件"):
        read_labelled(tmp_path / "没有.csv")
