"""The four workbooks: complete, inert, ready to be filled in."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from analysis.briefing.workbooks import write_workbooks
from analysis.layout import ReportFolder, documents
from analysis.params import RunParams
from analysis.runs.stages import load_month
from analysis.store import read_table
from tests.small_year import ATTACKS, FORMULA, IMAGE, SCRIPT, WATER, write_report, write_year

BOOKS = ("附件1.xlsx", "附件2.xlsx", "待复核.xlsx", "退回清单.xlsx")


def sheet(path: Path, number: int = 0):
    return openpyxl.load_workbook(path).worksheets[number]


def records(path: Path, number: int = 0, key: str = "序号") -> list[dict[str, object]]:
    """The rows below the heading that holds *key*, up to the notes."""
    rows = [list(row) for row in sheet(path, number).iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if key in row)
    found = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    return [row for row in found if row[key] is not None and not str(row[key]).startswith("注：")]


def test_annex_1_lists_every_task_as_issued(small_report):
    rows = records(small_report.root / "附件1.xlsx")
    assert [(row["序号"], row["任务编号"], row["意见编号"], row["牵头单位"]) for row in rows] == [
        (1, "1", "1", "防城港市教育局"),
        (2, "2", "2", "防城港市卫生健康委员会"),
        (3, "3", "3", "上思县人民政府"),
    ]
    assert rows[2]["配合单位"] == "防城港市交通运输局"


def test_annex_2_leaves_unreported_progress_empty_and_says_what_is_closed(small_report):
    rows = records(small_report.root / "附件2.xlsx")
    assert [(row["完成情况"] or "", row["完成比例"] or "", row["是否销号"]) for row in rows] == [
        ("已完成", "100%", "是"),
        ("", "", "否"),  # 卫健委 never reported: empty, not 0 %
        ("正在整改", "30%", "否"),
    ]
    assert "学生搬进新楼" in rows[0]["整改措施落实情况"]


def test_every_workbook_says_cutoff_and_that_the_sample_is_invented(small_report):
    for name in BOOKS:
        top = [row[0] for row in sheet(small_report.root / name).iter_rows(max_row=3, values_only=True)]
        assert "测试数据" in top
        assert "数据截至2020年8月31日" in top


def test_the_review_list_holds_the_doubtful_comments_least_sure_first(tmp_path):
    run = RunParams.of("2020-08", write_year(tmp_path / "2019"), tmp_path / "out")
    month = load_month(run)
    labelled = month.comments.assign(confidence=[0.9, 0.2, 0.6, 0.1], needs_review=["是", "是", "是", "否"])
    write_workbooks(replace(month, comments=labelled), ReportFolder(tmp_path / "report"))
    rows = records(tmp_path / "report" / "待复核.xlsx", key="意见编号")
    assert [(row["意见编号"], row["把握"]) for row in rows] == [("2", 0.2), ("3", 0.6), ("1", 0.9)]


def test_the_review_list_offers_the_right_labels(hostile_report):
    lists = {
        rule.formula1.strip('"') for rule in sheet(hostile_report.root / "待复核.xlsx").data_validations.dataValidation
    }
    assert any("教育,医疗" in entries and "其他" in entries for entries in lists)
    assert any("建设性,具体困难" in entries for entries in lists)


def test_a_row_not_taken_is_kept_whole_with_its_reason(tmp_path):
    year = write_year(tmp_path / "2019")
    text = f"意见编号,来源渠道,意见建议\n1,{WATER},编号用过了\n"
    (year / "comments" / "重号.csv").write_text(text, encoding="utf-8")
    book = write_report(year, tmp_path / "out").root / "退回清单.xlsx"
    (fault,) = records(book, 0, "文件")
    assert (fault["文件"], fault["行"], fault["值"]) == ("重号.csv", "2", "1")
    (row,) = records(book, 1, "文件")
    assert row["意见建议"] == "编号用过了"
    assert "来源渠道=饮水安全" in row["原样内容"]


@pytest.mark.parametrize("name", BOOKS)
def test_no_cell_is_a_formula_or_a_link(name, hostile_report):
    for page in openpyxl.load_workbook(hostile_report.root / name).worksheets:
        cells = [cell for row in page.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


def test_attacks_stand_in_the_workbooks_as_written(hostile_report):
    rows = records(hostile_report.root / "附件1.xlsx")
    assert [row["类别"] for row in rows[:5]] == list(ATTACKS)
    assert (rows[5]["意见建议"], rows[5]["配合单位"]) == (FORMULA, SCRIPT)
    assert records(hostile_report.root / "附件2.xlsx")[5]["整改措施落实情况"] == FORMULA
    assert IMAGE in records(hostile_report.root / "附件1.xlsx")[1]["牵头单位"]


def test_no_cell_of_a_table_is_run_by_a_spreadsheet(hostile_report):
    tables = [path for path in documents(hostile_report.root) if path.suffix == ".csv"]
    assert len(tables) > 20
    for path in tables:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert [c for c in cells if c[:1] in "=+-@\t\r" and c and not re.fullmatch(r"-\d+(?:\.\d+)?", c)] == [], (
            path.name
        )


def test_tables_give_attacks_back_as_they_were(hostile_report):
    tasks = read_table(hostile_report.tables, "tasks")
    assert list(tasks["theme"][:5]) == list(ATTACKS)
    assert tasks["text"][5] == FORMULA


def test_a_cell_longer_than_excel_takes_is_cut_with_a_hint(tmp_path):
    long = "路烂了，" * 10_000
    year = write_year(tmp_path / "2019", tasks=[("1", "1", "教育", long[:30_000], "", "防城港市教育局", "")])
    (year / "comments" / "长.csv").write_text(f"意见编号,来源渠道,意见建议\n9,{WATER},{long}\n", encoding="utf-8")
    report = write_report(year, tmp_path / "out")
    assert len(read_table(report.tables, "comments").set_index("id").loc["9", "text"]) == 40_000
    texts = [row["意见建议"] for row in records(report.root / "待复核.xlsx", key="意见编号")]
    assert [text for text in texts if len(text) > 32_767] == []
    assert records(report.root / "附件1.xlsx")[0]["意见建议"] == long[:30_000]
