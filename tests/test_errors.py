"""Messages: one Chinese sentence each, with where, what and what to do; none is dead and none can break."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import (
    ERROR,
    HINT,
    MESSAGES,
    BrokenRun,
    Fault,
    InputFaults,
    MinyiError,
    UsageError,
    preview,
)
from analysis.layout import REPOSITORY

# Names of programs, kinds of files and settings stay as they are.
LATIN = set("xlsx xls csv docx Excel CSV UTF-8 GB18030 YAML Ctrl --text --year-dir End name words".split())
LATIN |= {"year.yml", "units.csv", "corrections.csv", "data/sample/2019/year.yml"}


def test_the_example_of_the_house_style_reads_as_it_stands_there():
    fault = Fault("not_a_date", "市教育局-2020-08.xlsx", "附件2", 7, "完成时限", "年底前")
    assert fault.sentence() == (
        "《市教育局-2020-08.xlsx》工作表“附件2”第 7 行“完成时限”是“年底前”，不是日期；请填成 2020-12-11 这样的日期。"
    )


def test_a_fault_as_a_row_of_the_list_of_returned_material():
    fault = Fault("unit_unknown", "a.xlsx", "表", 3, "牵头单位", "市教育厅", "防城港市教育局")
    assert fault.record() == {
        "级别": "错误",
        "文件": "a.xlsx",
        "工作表": "表",
        "行": 3,
        "列": "牵头单位",
        "值": "市教育厅",
        "问题": "里的“市教育厅”不在单位名录里",
        "怎么改": "最接近的是：防城港市教育局；请改成全称，或先在 units.csv 登记",
    }


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_is_chinese_complete_and_used(key):
    level, what, remedy = MESSAGES[key]
    assert level in (ERROR, HINT)
    fields = {name for _, name, _, _ in string.Formatter().parse(what + remedy) if name is not None}
    assert fields <= {"value", "found"}
    assert set(re.findall(r"(?:--)?[A-Za-z][A-Za-z0-9./-]*", re.sub(r"\{\w+}", "", f"{what} {remedy}"))) <= LATIN
    assert not what.endswith(("。", "；")) and not remedy.endswith(("。", "；"))
    used = [path for path in (REPOSITORY / "analysis").rglob("*.py") if path.name != "errors.py"]
    assert any(f'"{key}"' in path.read_text(encoding="utf-8") for path in used), "没有地方用到"


@pytest.mark.parametrize("key", [key for key, (_, _, remedy) in MESSAGES.items() if "最接近的" in remedy])
def test_where_nothing_is_near_no_empty_suggestion_is_made(key):
    assert "最接近" not in Fault(key, value="甲").sentence()
    assert "最接近的" in Fault(key, value="甲", found="乙").sentence()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("一\n二  三", "一 二 三"),
        ("路" * 25, "路" * 24 + "…"),
        ("路" * 24, "路" * 24),
        ("红\x1b[31m字\x07", "红[31m字"),
        ("反\u202e过来", "反过来"),
        (None, "None"),
        (3.5, "3.5"),
    ],
)
def test_a_value_is_shown_in_one_short_harmless_line(value, shown):
    assert preview(value) == shown


@given(st.sampled_from(sorted(MESSAGES)), st.text(), st.text(), st.text(), st.text(), st.text())
def test_no_value_breaks_a_sentence_or_a_screen(key, file, sheet, column, value, found):
    sentence = Fault(key, file, sheet, 3, column, value, found).sentence()
    assert sentence.endswith("。") and "\n" not in sentence and "\x1b" not in sentence
    sentence.encode("utf-8")


def test_each_error_says_whose_fault_it_is_by_its_exit_code():
    codes = {kind: kind.exit_code for kind in (InputFaults, UsageError, BrokenRun, MinyiError)}
    assert codes == {InputFaults: 1, UsageError: 2, BrokenRun: 3, MinyiError: 3}


def test_faults_raised_together_read_as_their_sentences():
    error = InputFaults([Fault("file_empty", "a.xlsx"), Fault("file_password", "b.xlsx")])
    assert str(error).splitlines() == [fault.sentence() for fault in error.faults]
