"""Any file of texts gets its labels: the columns of the contract, every row once, corrections win."""

from __future__ import annotations

import pandas as pd
import pytest
from messy import book, csv

from analysis.classify import COLUMNS, classify, write_classified
from analysis.errors import InputFaults
from analysis.store import rejected_path

ROWS = [
    ["编号", "意见建议", "所在县区"],
    ["1", "娃儿六年级了还在板房里上课", "上思县"],
    ["2", "没有意见", ""],
    ["1", "重号", ""],
    ["3", "", "港口区"],
]
CONTRACT = "id,text,theme,themes,confidence,evidence,nature,county,place,lead_unit,support_units,needs_review,reason"
TAXONOMY = """version: 测试
themes:
  - {name: 水, description: 水, words: [自来水, 停水, 水管]}
  - {name: 灯, description: 灯, words: [路灯, 灯不亮]}
other: 别的
"""


def test_the_columns_stand_first_and_in_the_order_of_the_contract(tmp_path):
    result = classify(book(tmp_path / "a.xlsx", ROWS))
    assert ",".join(COLUMNS) == CONTRACT
    assert list(result.rows.columns[: len(COLUMNS)]) == COLUMNS


def test_every_row_is_labelled_once_or_rejected_with_its_reason(tmp_path):
    result = classify(book(tmp_path / "a.xlsx", ROWS))
    assert list(result.rows["id"]) == ["1", "2"]
    assert result.rejected[["source_row", "text"]].values.tolist() == [[4, "重号"], [5, ""]]
    assert [fault.is_error for fault in result.faults] == [True, True]
    first = result.rows.iloc[0]
    assert (first["theme"], first["county"], first["themes"].split("|")[0]) == ("教育", "上思县", "教育")
    assert set(result.rows["needs_review"]) <= {"是", "否"} and result.rows["confidence"].between(0, 1).all()
    assert result.to_review == (result.rows["needs_review"] == "是").sum()


def test_another_citys_taxonomy_decides_the_themes(tmp_path):
    path = csv(tmp_path / "a.csv", "意见建议\n停水三天了\n路灯不亮\n包子好吃\n")
    result = classify(path, taxonomy=csv(tmp_path / "themes.yml", TAXONOMY))
    assert list(result.rows["theme"]) == ["水", "灯", "别的"]


def test_a_taxonomy_without_words_is_refused_with_every_fault(tmp_path):
    broken = "themes:\n  - {name: 水}\n  - {words: [灯]}\n"
    with pytest.raises(InputFaults) as caught:
        classify(book(tmp_path / "a.xlsx", ROWS), taxonomy=csv(tmp_path / "themes.yml", broken))
    assert [fault.sentence() for fault in caught.value.faults] == [
        "《themes.yml》第 2 行类别“水”没有词；请补上 words，每类至少一个。",
        "《themes.yml》第 3 行第 2 个类别没有名称；请补上 name。",
    ]


def test_corrections_are_replayed_and_bad_ones_told(tmp_path):
    ledger = csv(
        tmp_path / "corrections.csv", "时间,意见编号,更正项,改为\n2020-8-1,1,类别,医疗\n2020-8-1,9,类别,医疗\n"
    )
    result = classify(book(tmp_path / "a.xlsx", ROWS[:3]), corrections=ledger)
    assert result.rows[["theme", "labelled_by"]].values.tolist()[0] == ["医疗", "人工"]
    assert [fault.key for fault in result.faults] == ["correction_unknown"]


def test_a_ledger_that_is_not_there_is_told_instead_of_passed_over(tmp_path):
    with pytest.raises(InputFaults, match=r"《没有\.csv》找不到这个文件；请检查路径和文件名。"):
        classify(book(tmp_path / "a.xlsx", ROWS), corrections=tmp_path / "没有.csv")


@pytest.mark.parametrize("rows", [ROWS[:1], [ROWS[0], ROWS[4]]], ids=["a heading only", "all rows rejected"])
def test_a_file_without_a_single_comment_gives_empty_tables(tmp_path, rows):
    result = classify(book(tmp_path / "a.xlsx", rows))
    write_classified(result, tmp_path / "结果" / "out.csv")
    written = pd.read_csv(tmp_path / "结果" / "out.csv")
    assert written.empty and list(written.columns[: len(COLUMNS)]) == COLUMNS
    assert len(pd.read_csv(tmp_path / "结果" / "out.rejected.csv")) == len(rows) - 1


def test_the_rejected_rows_lie_beside_the_result(tmp_path):
    assert rejected_path(tmp_path / "out.csv").name == "out.rejected.csv"
    assert rejected_path(tmp_path / "2020.9.csv").name == "2020.9.rejected.csv"


def test_the_same_file_gives_the_same_bytes(tmp_path):
    path = book(tmp_path / "a.xlsx", ROWS)
    for name in ("一.csv", "二.csv"):
        write_classified(classify(path), tmp_path / name)
    assert (tmp_path / "一.csv").read_bytes() == (tmp_path / "二.csv").read_bytes()


@pytest.mark.slow
def test_thousands_of_real_messages_go_through_and_none_is_lost(shared):
    result = classify(shared / "feedback" / "messages.xlsx")
    assert (len(result.rows), len(result.rejected), result.profiles) == (4326, 0, ["网络留言"])
    assert result.rows["id"].is_unique and (result.rows["theme"] != "").all()
