"""A sheet becomes a table: its heading is found, and each of its rows is layout or data, never neither."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.grid import Sheet
from analysis.intake.profiles import profile_named, recognise
from analysis.intake.table import Profile, find_header, heading_key, read_table
from analysis.intake.values import half_width, text_of

COMMENTS = profile_named("意见汇总表")
FORM = profile_named("整改完成情况", "return")
HEAD = ["序号", "身份", "意见建议", "日期"]


def read(*rows: list, profile: Profile = COMMENTS, formulas: dict | None = None):
    return read_table(Sheet("a.xlsx", "意见", [list(row) for row in rows], 1, formulas or {}), profile)


def texts(table) -> list[str]:
    return [row.values.get("text", "") for row in table.rows]


# --- the heading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["意见建议", " 意见 建议 ", "意见建议（原话）", "*意见建议", "意见建议：", "意见建议[必填]", "意见建议(不超200字)"],
)
def test_a_heading_is_known_with_blanks_stars_and_remarks(heading):
    assert heading_key(heading) == "意见建议"


def test_a_heading_over_two_merged_rows_is_read_as_one():
    table = read(
        ["2019年度城乡居民意见汇总表"],
        ["填报单位：市绩效办"],
        ["序号", "受访者情况", "", "意见建议（原话）"],
        ["", "身份", "所在县区", ""],
        ["1", "居民", "港口区", "修路"],
    )
    assert table.headings == ["序号", "身份", "所在县区", "意见建议（原话）"]
    assert table.title == "2019年度城乡居民意见汇总表\n填报单位：市绩效办"
    assert [(row.number, row.values["county_given"]) for row in table.rows] == [(5, "港口区")]


def test_a_first_row_of_data_is_never_taken_for_a_second_row_of_heading():
    table = read(["序号", "类别", "意见建议"], ["1", "居民", "内容"], ["2", "", "时间"])
    assert texts(table) == ["内容", "时间"]


def test_of_two_columns_that_mean_the_same_the_usual_name_wins_and_a_second_text_is_told():
    table = read(["意见", "意见建议", "备注"], ["简称", "修路", ""])
    assert texts(table) == ["修路"]
    assert [fault.sentence() for fault in table.faults] == [
        "《a.xlsx》工作表“意见”第 1 行有两列都是“意见建议”，只用了一列，“意见（第 1 列）”没有用；请并成一列。"
    ]


def test_a_repeated_heading_that_does_not_matter_is_no_fault_but_both_columns_are_kept():
    table = read(["意见建议", "备注", "备注"], ["修路", "甲", "乙"])
    assert table.faults == []
    assert table.rows[0].raw == {"意见建议": "修路", "备注": "甲", "备注（2）": "乙"}


def test_a_missing_column_is_told_with_those_found_and_gives_no_rows():
    table = read(["附件2"], ["任务编号", "完成比例"], ["1", "50"], profile=FORM)
    assert table.rows == [] and table.layout_rows == 3
    assert [fault.sentence() for fault in table.faults] == [
        "《a.xlsx》工作表“意见”第 2 行缺少“完成情况”列；找到的列是：任务编号、完成比例；请补上或改成规定的列名。"
    ]


def test_a_sheet_without_any_heading_is_told():
    table = read(["甲", "乙"], ["丙", "丁"])
    assert [fault.sentence() for fault in table.faults] == [
        "《a.xlsx》工作表“意见”前 2 行里找不到表头；请保留列名所在的那一行。"
    ]


@pytest.mark.parametrize(("down", "found"), [(14, True), (15, False)])
def test_a_heading_is_looked_for_in_the_first_fifteen_rows(down, found):
    sheet = Sheet("a.xlsx", "意见", [*[["卷首语"]] * down, HEAD])
    assert bool(find_header(sheet, COMMENTS)) == found


def test_the_profile_that_knows_most_columns_is_recognised():
    export = Sheet("a.xlsx", "s", [["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]])
    assert recognise(export, "comments").name == "网络留言"
    assert recognise(Sheet("a.xlsx", "s", [HEAD]), "comments").name == "意见汇总表"
    assert recognise(Sheet("a.xlsx", "s", [["姓名", "电话"]]), "comments") is None


# --- data or layout --------------------------------------------------------------------------------

LAYOUT = {
    "blank": [["", "", "", ""], [" ", "\u3000", None, ""]],
    "a printed serial number": [["3", "", "", ""], ["４", "", "", ""]],
    "a note": [
        ["注：本表一式三份", "", "", ""],
        ["说明：空白表示无意见", "", "", ""],
        ["样例数据，全部为编造", "", "", ""],
    ],
    "a signature": [["填表人：甲", "", "联系电话：1", ""], ["", "", "", "2019年12月1日"]],
    "a total": [["合计", "", "2", ""], ["合 计", "", "2条", ""], ["总计：2", "", "", ""]],
    "a repeated heading": [HEAD, ["序号", "身份", "意见建议", ""]],
}
DATA = {
    "text that begins like a note": ["", "", "说明：我家门前没有灯", ""],
    "text that begins like a total": ["", "", "合计三个问题：一是路", ""],
    "text alone": ["", "", "修路", ""],
    "one word that reads like a heading": ["5", "", "意见", ""],
    "a row without text": ["5", "居民", "", ""],
}


@pytest.mark.parametrize("rows", LAYOUT.values(), ids=LAYOUT)
def test_layout_rows_are_no_comments(rows):
    table = read(HEAD, ["1", "居民", "修路", ""], *rows, ["2", "居民", "装灯", ""])
    assert texts(table) == ["修路", "装灯"]
    assert table.layout_rows == 1 + len(rows)


@pytest.mark.parametrize("row", DATA.values(), ids=DATA)
def test_what_somebody_said_is_data_however_it_begins(row):
    table = read(HEAD, ["1", "居民", "修路", ""], row)
    assert [found.number for found in table.rows] == [2, 3]


def test_a_table_of_texts_alone_loses_no_line():
    table = read(["意见建议"], ["说明：一"], ["合计二处"], ["注：三"], ["合计"], ["合计3条"], ["五"])
    assert texts(table) == ["说明：一", "合计二处", "注：三", "五"]
    assert table.total == 3


def test_a_total_that_differs_from_the_rows_is_told():
    table = read(HEAD, ["1", "", "修路", ""], ["合计", "", "３条", ""])
    assert [fault.sentence() for fault in table.faults] == [
        "《a.xlsx》工作表“意见”合计写的是 3，实际有 1 行；请与来件单位核对是否漏发。"
    ]


def test_a_formula_counts_as_content_and_stays_in_the_row():
    table = read(["编号", "意见建议"], ["1", ""], formulas={(2, 2): "A2"})
    assert table.rows[0].raw == {"编号": "1", "意见建议": "=A2"}
    assert table.rows[0].formulas == {"text": "A2"}


def test_a_form_says_which_cell_is_a_formula_without_a_result():
    table = read(["任务编号", "完成情况", "进度"], ["1", "已完成", ""], profile=FORM, formulas={(2, 3): "1/2"})
    assert [fault.sentence() for fault in table.faults] == [
        "《a.xlsx》工作表“意见”第 2 行“进度”是公式，没有算出来的值；请选中后“复制—选择性粘贴—数值”。"
    ]


CELLS = st.sampled_from(["", "1", "合计", "合计：5", "注：x", "序号", "意见建议", "修路", "居民", 3.0, None]) | st.text(
    max_size=5
)
SAID = (st.text(min_size=1) | st.sampled_from(["合计三处", "注：灯", "说明：灯", "意见建议", "=1"])).map(text_of)
SPOKEN = SAID.filter(
    lambda said: said and not re.fullmatch(r"[合总小共]\s*计[:：]?[\s\d]*[条项件户份]?", half_width(said))
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=25), st.integers(0, 5))
def test_every_row_of_any_sheet_is_layout_or_data(rows, place):
    rows.insert(min(place, len(rows)), HEAD)
    before = [list(row) for row in rows]
    table = read(*rows)
    assert table.layout_rows + len(table.rows) == len(rows) and rows == before


@given(st.lists(st.tuples(st.sampled_from(["", "1"]), st.sampled_from(["", "居民"]), SPOKEN)))
def test_no_text_vanishes_whatever_it_says(rows):
    assert texts(read(HEAD, *rows)) == [said for _, _, said in rows]
