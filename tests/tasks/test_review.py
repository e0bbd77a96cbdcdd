"""A filled 待复核.xlsx into the ledger and out again."""

import pandas as pd
import pytest

from analysis.errors import InputFaults
from analysis.reference import units
from analysis.tasks.corrections import Correction, read_corrections
from analysis.tasks.review import append, read_review
from analysis.themes.taxonomy import load_taxonomy
from analysis.workbook import SheetSpec, write_workbook

COMMENTS = pd.DataFrame(
    {"id": ["01-001", "01-002", "01-003"], "text": ["路灯坏了半年", "卫生院没有医生", "补助没到账，=1+1"]}
)
HEADINGS = [
    "意见编号",
    "意见建议",
    "类别",
    "意见性质",
    "牵头单位",
    "改为类别",
    "改为性质",
    "改为牵头单位",
    "理由",
    "更正人",
]


def filled(tmp_path, *rows):
    frame = pd.DataFrame([dict.fromkeys(HEADINGS, "") | row for row in rows], columns=HEADINGS)
    return write_workbook(tmp_path / "待复核.xlsx", [SheetSpec("待复核", frame, "待复核意见")])


def review(path, ledger=(), who="小王"):
    return read_review(path, COMMENTS, list(ledger), load_taxonomy(), units(), who, "2020-09-30")


def asked(comment_id, text, **new):
    return {"意见编号": comment_id, "意见建议": text, "类别": "其他"} | {
        f"改为{name}": value for name, value in new.items()
    }


def test_what_was_filled_goes_to_the_ledger_and_is_read_again(tmp_path):
    path = filled(
        tmp_path,
        asked("01-001", "路灯坏了半年", 类别="城市管理", 牵头单位="市市政局") | {"理由": "有灯不亮", "更正人": "老李"},
        asked("01-002", "卫生院没有医生"),
    )
    found = review(path)
    assert found.faults == []
    assert [(c.who, c.id, c.field, c.old, c.new, c.why) for c in found.corrections] == [
        ("老李", "01-001", "theme", "其他", "城市管理", "有灯不亮"),
        ("老李", "01-001", "lead_unit", "", "市市政局", "有灯不亮"),
    ]
    ledger = tmp_path / "corrections.csv"
    append(ledger, found.corrections)
    again, faults = read_corrections(ledger)
    assert faults == []
    assert [(c.when, c.id, c.field, c.new) for c in again] == [
        ("2020-09-30", "01-001", "theme", "城市管理"),
        ("2020-09-30", "01-001", "lead_unit", "市市政局"),
    ]


def test_appending_keeps_every_earlier_line_even_without_a_line_end(tmp_path):
    ledger = tmp_path / "corrections.csv"
    before = "when,who,id,field,from,to,why\n2020-08-01,老张,01-002,theme,其他,医疗,看过"
    ledger.write_text(before, encoding="utf-8")
    append(ledger, [Correction("2020-09-30", "小王", "01-001", "theme", "", "城市管理", "=危险", 2)])
    text = ledger.read_text(encoding="utf-8")
    assert text.startswith(before + "\n")
    assert len(read_corrections(ledger)[0]) == 2
    assert "'=危险" in text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (asked("01-009", "路灯坏了半年", 类别="城市管理"), "不在收到的意见里"),
        (asked("01-001", "路灯坏了一年", 类别="城市管理"), "意见 01-001 的正文与现在收到的不同"),
        (asked("01-001", "路灯坏了半年", 类别="城管"), "不在规定的选项里"),
        (asked("01-001", "路灯坏了半年", 牵头单位="市绩效办"), "不在规定的选项里"),
    ],
)
def test_what_can_not_be_taken_is_told_and_left_out(tmp_path, row, sentence):
    found = review(filled(tmp_path, row))
    assert found.corrections == []
    (fault,) = found.faults
    assert sentence in fault.sentence()
    assert fault.row == 3


def test_two_people_who_disagree_are_asked_first(tmp_path):
    earlier = Correction("2020-09-01", "老张", "01-001", "theme", "其他", "基础设施建设", "", 2)
    path = filled(tmp_path, asked("01-001", "路灯坏了半年", 类别="城市管理"))
    found = review(path, [earlier])
    assert found.corrections == []
    assert "老张改为“基础设施建设”" in found.faults[0].sentence()
    assert len(review(path, [earlier], who="老张").corrections) == 1


def test_a_decision_already_in_the_ledger_is_not_written_twice(tmp_path):
    path = filled(tmp_path, asked("01-001", "路灯坏了半年", 类别="城市管理"))
    first = review(path).corrections
    assert review(path, first).corrections == []
    assert review(path, first).faults == []


def test_another_workbook_is_refused(tmp_path):
    path = write_workbook(tmp_path / "x.xlsx", [SheetSpec("表", pd.DataFrame({"甲": ["1"], "乙": ["2"]}))])
    with pytest.raises(InputFaults, match="认不出这张表"):
        review(path)
