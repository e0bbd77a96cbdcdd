"""People's corrections: the last word, what they touch and what they must not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from frames import THEMES

from analysis.errors import InputFaults
from analysis.reference import Unit, Units
from analysis.tasks.corrections import (
    Correction,
    apply_corrections,
    corrected_themes,
    doubt_like_corrected,
    read_corrections,
)

ROW = {
    "id": "01-001",
    "theme": "教育",
    "themes": "教育|其他",
    "subtheme": "学位",
    "confidence": 0.4,
    "evidence": "学位",
    "labelled_by": "词库",
    "nature": "建设性",
    "nature_reason": "有问题",
    "county": "港口区",
    "place": "",
    "lead_unit": "防城港市教育局",
    "support_units": "",
    "unit_reason": "学位",
    "needs_review": "是",
    "reason": "类别拿不准",
}


def fix(field: str, new: str, old: str = "", comment_id: str = "01-001") -> Correction:
    return Correction("2020-09-01", "张三", comment_id, field, old, new, "看过原话", 2)


def corrected(*corrections: Correction, register: Units | None = None, **labels: object) -> tuple[dict, list[str]]:
    """The corrected row, and the sentences of all faults."""
    frame, faults = apply_corrections(pd.DataFrame([ROW | labels]), list(corrections), THEMES, register=register)
    return frame.iloc[0].to_dict(), [fault.sentence() for fault in faults]


def changed(row: dict) -> dict:
    return {name: value for name, value in row.items() if value != ROW[name]}


def test_a_corrected_row_says_so_and_needs_no_review():
    row, faults = corrected(fix("nature", "具体困难"))
    assert faults == []
    assert changed(row) == {
        "nature": "具体困难",
        "nature_reason": "人工更正：看过原话",
        "labelled_by": "人工",
        "confidence": 1.0,
        "needs_review": "否",
        "reason": "",
    }


def test_the_last_correction_of_a_field_counts():
    row, _ = corrected(fix("theme", "医疗"), fix("theme", "其他"), fix("theme", "医疗"))
    assert row["theme"] == "医疗"


def test_a_new_theme_leads_the_list_of_themes_and_drops_the_old_one_and_its_subtheme():
    row, _ = corrected(fix("theme", "医疗"))
    assert (row["themes"], row["subtheme"], row["evidence"]) == ("医疗|其他", "", "人工更正：看过原话")


def test_corrected_themes_always_begin_with_the_main_theme():
    row, _ = corrected(fix("themes", "医疗"))
    assert (row["theme"], row["themes"]) == ("教育", "教育|医疗")


def test_a_corrected_place_keeps_the_evidence_of_the_theme():
    row, _ = corrected(fix("county", "东兴市"))
    assert (row["county"], row["evidence"]) == ("东兴市", "学位")


def test_praise_needs_no_unit():
    row, _ = corrected(fix("nature", "表扬"), support_units="港口区人民政府")
    assert (row["lead_unit"], row["support_units"]) == ("", "")
    assert row["needs_review"] == "否"


def test_a_comment_left_without_the_unit_that_has_to_act_stays_in_review():
    row, _ = corrected(fix("nature", "建设性"), nature="空泛", lead_unit="")
    assert (row["needs_review"], row["reason"]) == ("是", "更正后没有牵头单位")


def test_units_may_be_written_short_and_are_kept_in_full():
    row, faults = corrected(fix("lead_unit", "市水利局"), fix("support_units", "市教育局|港口区"))
    assert faults == []
    assert (row["lead_unit"], row["support_units"]) == ("防城港市水利局", "防城港市教育局|港口区人民政府")


def test_the_years_own_units_may_be_named():
    register = Units((Unit("防城港市文化广电体育和旅游局", ("市文广体旅局",), "市直", "市直及驻港单位"),))
    row, faults = corrected(fix("lead_unit", "市文广体旅局"), register=register)
    assert faults == []
    assert row["lead_unit"] == "防城港市文化广电体育和旅游局"


@pytest.mark.parametrize(
    ("correction", "sentence"),
    [
        (fix("theme", "教育类"), "更正后的值“教育类”不在规定的范围里；可填：教育"),
        (fix("themes", "教育|健康"), "更正后的值“教育|健康”不在规定的范围里"),
        (fix("nature", "建设"), "更正后的值“建设”不在规定的范围里；可填：建设性"),
        (fix("county", "港口"), "更正后的值“港口”不在规定的范围里；可填：港口区"),
        (fix("lead_unit", "市教育厅"), "更正后的值“市教育厅”不在规定的范围里；可填：防城港市教育局"),
        (fix("lead_unit", "市绩效办"), "更正后的值“市绩效办”不在规定的范围里"),  # it assigns, it never leads
        (fix("text", "改了原话"), "不能更正“text”"),
        (fix("theme", "医疗", comment_id="99-999"), "更正的意见编号“99-999”不存在"),
    ],
)
def test_a_correction_that_cannot_be_applied_changes_nothing_and_is_told(correction, sentence):
    row, faults = corrected(correction)
    assert changed(row) == {}
    assert len(faults) == 1 and sentence in faults[0]


def test_a_correction_of_a_label_the_rules_have_changed_since_is_applied_with_a_hint():
    row, faults = corrected(fix("theme", "医疗", old="其他"))
    assert row["theme"] == "医疗"
    assert faults == ["《corrections.csv》第 2 行更正时记的原值是“其他”，现在程序判的是“教育”；更正照用；请复核。"]
    assert corrected(fix("theme", "医疗", old="教育"))[1] == []
    assert corrected(fix("theme", "教育", old="医疗"))[1] == []  # the rules have come round


def test_the_labels_handed_in_are_not_changed():
    frame = pd.DataFrame([ROW])
    apply_corrections(frame, [fix("theme", "医疗")], THEMES)
    assert frame.iloc[0].to_dict() == ROW


# --- the ledger -------------------------------------------------------------------------


def ledger(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "corrections.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_the_ledger_may_have_chinese_or_english_headings_and_blank_lines(tmp_path):
    head = "时间,更正人,意见编号,更正项,原值,改为,理由"
    text = f"{head}\n2020-09-01,张三,０１-００1,类别,教育,医疗,看过原话\n\n2020-09-02,李四,01-002,nature,,空泛,\n"
    (one, other), faults = read_corrections(ledger(tmp_path, text))
    assert one == Correction("2020-09-01", "张三", "01-001", "theme", "教育", "医疗", "看过原话", 2)
    assert (other.field, other.row) == ("nature", 4)
    assert faults == []


@pytest.mark.parametrize("text", ["when,who,id,field,from,to,why\n", None])
def test_no_ledger_or_an_empty_one_holds_no_corrections(tmp_path, text):
    path = ledger(tmp_path, text) if text else tmp_path / "没有.csv"
    assert read_corrections(path) == ([], [])


def test_a_ledger_without_its_columns_says_which_it_found(tmp_path):
    with pytest.raises(InputFaults, match="缺少“to”列；找到的列是：when、意见编号、field"):
        read_corrections(ledger(tmp_path, "when,意见编号,field\n2020-09-01,01-001,theme\n"))


# --- a comment whose text has changed ---------------------------------------------------------


def test_a_correction_of_another_text_is_not_applied_and_said():
    entry = Correction("2020-09-01", "张三", "01-001", "theme", "", "医疗", "", 2, "学位不够")
    labels, faults = apply_corrections(pd.DataFrame([ROW]), [entry], THEMES, texts=["路灯不亮"])
    assert labels["theme"].tolist() == ["教育"]
    (fault,) = faults
    assert fault.sentence() == (
        "《corrections.csv》第 2 行意见“01-001”更正时开头是“学位不够”，现在的正文不同，这条更正没有照用；"
        "请看现在的正文，要改的再补写一行。"
    )
    same, faults = apply_corrections(pd.DataFrame([ROW]), [entry], THEMES, texts=["学位 不够！"])
    assert same["theme"].tolist() == ["医疗"] and faults == []


def test_the_engine_learns_only_from_the_text_that_was_corrected():
    entry = Correction("2020-09-01", "张三", "01-001", "theme", "", "医疗", "", 2, "学位不够")
    for text, learned in (("学位不够", [("学位不够", "医疗")]), ("路灯不亮", [])):
        assert corrected_themes([entry], pd.DataFrame({"id": ["01-001"], "text": [text]})) == learned


# --- what repeats a corrected comment ---------------------------------------------------------


def repeated(text: str, **labels: object) -> dict:
    """The second of two comments, of which the first was corrected to 社会治安 (theme)."""
    rows = [ROW | {"theme": "社会治安"}, ROW | {"id": "01-002", "needs_review": "否", "reason": ""} | labels]
    texts = ["桃花路晚上有人飙摩托，吵得睡不着", text]
    return doubt_like_corrected(pd.DataFrame(rows), texts, [fix("theme", "社会治安")]).iloc[1].to_dict()


def test_a_comment_that_repeats_a_corrected_one_is_to_be_looked_at():
    row = repeated("桃花路晚上有人飙摩托，吵得睡不着！")
    assert (row["needs_review"], row["theme"]) == ("是", "教育")
    assert row["reason"] == "与01-001文字几乎相同，那件的类别人工改为社会治安"


def test_one_that_is_labelled_alike_or_says_something_else_is_left_alone():
    assert repeated("桃花路晚上有人飙摩托，吵得睡不着", theme="社会治安")["needs_review"] == "否"
    assert repeated("桃花路小学的学位不够，希望加建一所")["needs_review"] == "否"


def test_the_other_doubts_stay():
    row = repeated("桃花路晚上有人飙摩托，吵得睡不着", needs_review="是", reason="性质拿不准")
    assert row["reason"].startswith("性质拿不准；与01-001")
