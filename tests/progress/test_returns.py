"""Monthly returns as units send them: what is taken, what is handed back and why, and in which month it counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from frames import EDUCATION, SHANGSI, task
from small_year import YEAR

from analysis.intake.year import read_year
from analysis.progress.returns import Progress, read_progress
from analysis.tasks.tasklist import TASKS
from analysis.workbook import SheetSpec, write_workbook

COLUMNS = ["任务编号", "完成情况", "完成比例", "完成时间", "佐证材料"]
TASK_LIST = pd.DataFrame([task("1"), task("2"), task("3", unit=SHANGSI)], columns=TASKS)


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A year folder without returns."""
    (tmp_path / "year.yml").write_text(YEAR, encoding="utf-8")
    return tmp_path


def form(
    year: Path,
    folder: str,
    *rows: tuple,
    unit: str = "市教育局",
    head: str = "",
    columns: list[str] = COLUMNS,
    name="表",
) -> None:
    """A workbook in the folder of the month *folder*."""
    head = head or f"月份：{folder}　填报日期：{folder}-25"
    lines = [f"填报单位：{unit}　{head}"] if unit else []
    spec = SheetSpec("附件2", pd.DataFrame(rows, columns=columns), "整改完成情况一览表", lines)
    write_workbook(year / "progress" / folder / f"{name}.xlsx", [spec])


def received(year: Path, month: str = "2020-08") -> Progress:
    return read_progress(read_year(year), TASK_LIST, month)


def test_a_return_is_read_under_any_name_of_its_unit(year):
    form(year, "2020-08", ("１", "已完成", "100%", "2020年8月3日", "验收单"))
    (row,) = received(year).returns.to_dict("records")
    expected = {"task_id": "1", "unit": EDUCATION, "month": "2020-08", "received_in": "2020-08", "timeliness": "已报"}
    expected |= {"status": "已完成", "percent": 100.0, "completed_on": "2020-08-03", "proof": "验收单"}
    assert {key: row[key] for key in expected} == expected


@pytest.mark.parametrize(("day", "expected"), [("2020-08-28", "已报"), ("2020-08-29", "迟报")])
def test_a_return_is_late_after_the_28th(year, day, expected):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""), head=f"月份：2020-08　填报日期：{day}")
    assert list(received(year).returns["timeliness"]) == [expected]


@pytest.mark.parametrize("nothing", ["", "无", "/", "—", "暂无"])
def test_words_for_nothing_are_no_proof_and_no_date(year, nothing):
    form(year, "2020-08", ("1", "已完成", "100", nothing, nothing))
    found = received(year)
    assert found.returns[["completed_on", "proof"]].iloc[0].tolist() == ["", ""]
    assert found.faults == []


def test_a_supplement_keeps_its_own_month_and_the_month_it_came_in(year):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""), head="月份：2020-07（补报）　填报日期：2020-08-20")
    form(year, "2020-08", ("1", "正在整改", "60", "", ""), name="八月")
    found = received(year)
    months = found.returns.sort_values("month")[["month", "received_in", "timeliness", "percent"]].values.tolist()
    assert months == [["2020-07", "2020-08", "迟报", 40.0], ["2020-08", "2020-08", "已报", 60.0]]
    assert found.faults == []


@pytest.mark.parametrize(
    ("head", "value"),
    [("月份：2020-07", "2020-07"), ("月份：2020-09", "2020-09"), ("月份：2020-09（补报）", "2020-09")],
)
def test_a_return_of_another_month_is_handed_back_whole(year, head, value):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""), ("2", "正在整改", "50", "", ""), head=head)
    found = received(year)
    assert found.returns.empty
    assert len(found.rejected) == 2
    (fault,) = found.faults
    assert fault.sentence() == (
        f"《表.xlsx》工作表“附件2”“月份”写的是 {value}，文件却放在 2020-08 的文件夹里；请核对月份；补报以前月份的，请在表头注明“补报”。"
    )


@pytest.mark.parametrize(
    ("row", "key", "sentence"),
    [
        (("194", "正在整改", "40", "", ""), "task_unknown", "“任务编号”是“194”，附件1里没有这个任务"),
        (("3", "正在整改", "40", "", ""), "task_other_unit", "是“3”，这项任务由上思县人民政府牵头"),
        (("", "正在整改", "40", "", ""), "id_missing", "没有编号"),
        (
            ("1", "基本完成", "40", "", ""),
            "not_in_list",
            "是“基本完成”，不在规定的选项里；可填：未启动、正在整改、已完成",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_handed_back_with_its_reason_and_the_others_are_taken(year, row, key, sentence):
    form(year, "2020-08", row, ("2", "正在整改", "50", "", ""))
    found = received(year)
    assert list(found.returns["task_id"]) == ["2"]
    assert [fault.key for fault in found.faults] == [key]
    assert sentence in found.faults[0].sentence()
    assert len(found.rejected) == 1
    assert "正在整改" in found.rejected[0]["raw"] or "基本完成" in found.rejected[0]["raw"]


@pytest.mark.parametrize(
    ("row", "key", "field"),
    [
        (("1", "正在整改", "约一半", "", ""), "not_a_percent", "percent"),
        (("1", "正在整改", "120", "", ""), "not_a_percent", "percent"),
        (("1", "已完成", "100", "年底前", "照片"), "not_a_date", "completed_on"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_and_the_row_still_counts_as_reported(year, row, key, field):
    form(year, "2020-08", row)
    found = received(year)
    assert [fault.key for fault in found.faults] == [key]
    (taken,) = found.returns.to_dict("records")
    assert taken[field] == "" or taken[field] != taken[field]  # empty or NaN, never 0


def test_an_unknown_unit_is_handed_back_with_the_nearest_names(year):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""), unit="防城港市教育厅")
    found = received(year)
    assert found.returns.empty and len(found.rejected) == 1
    assert "“防城港市教育厅”不在单位名录里；最接近的是：防城港市教育局" in found.faults[0].sentence()


def test_a_task_filled_in_twice_counts_once_and_the_second_row_is_handed_back(year):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""), ("1", "正在整改", "90", "", ""))
    found = received(year)
    assert list(found.returns["percent"]) == [40.0]
    assert [fault.key for fault in found.faults] == ["row_duplicate"]


# --- the office's verification ----------------------------------------------------------

CHECKS = ["任务编号", "核验情况", "核验日期", "是否销号"]


def test_the_office_register_needs_no_unit_and_any_name(year):
    form(year, "2020-08", ("1", "通过", "2020-08-27", "是"), ("3", "不通过", "2020-08-27", ""), unit="", columns=CHECKS)
    found = received(year)
    rows = found.verifications[["task_id", "verdict", "verified_on", "closed"]].values.tolist()
    assert rows == [["1", "通过", "2020-08-27", True], ["3", "不通过", "2020-08-27", False]]
    assert found.faults == []


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (("1", "合格", "2020-08-27", "是"), "not_in_list"),
        (("1", "通过", "2020-08-27", "待定"), "not_in_list"),
        (("99", "通过", "2020-08-27", "是"), "task_unknown"),
    ],
)
def test_a_verification_that_cannot_be_read_closes_nothing(year, row, key):
    form(year, "2020-08", row, unit="", columns=CHECKS)
    found = received(year)
    assert found.verifications.empty and len(found.rejected) == 1
    assert [fault.key for fault in found.faults] == [key]


def test_a_unit_that_fills_in_the_office_columns_of_annex_2_does_not_close_its_own_task(year):
    columns = [*COLUMNS, "核验情况", "是否销号"]
    form(year, "2020-08", ("1", "已完成", "100", "2020-08-03", "照片", "通过", "是"), columns=columns)
    found = received(year)
    assert found.verifications.empty
    assert list(found.returns["status"]) == ["已完成"]


# --- months ---------------------------------------------------------------------------------


def test_the_folders_of_later_months_are_not_opened(year):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""))
    before = received(year)
    later = year / "progress" / "2020-09"
    later.mkdir()
    (later / "坏的.xlsx").write_bytes(b"no workbook")
    after = received(year)
    pd.testing.assert_frame_equal(before.returns, after.returns)
    assert after.faults == []
    assert [fault.file for fault in received(year, "2020-09").faults] == ["坏的.xlsx"]


def test_lock_files_are_left_alone_and_a_folder_that_is_no_month_is_told_and_not_read(year):
    form(year, "2020-08", ("1", "正在整改", "40", "", ""))
    (year / "progress" / "2020-08" / "~$表.xlsx").write_bytes(b"lock")
    assert received(year).faults == []
    (year / "progress" / "八月").mkdir()
    (year / "progress" / "八月" / "x.xlsx").write_bytes(b"old")
    assert [(fault.key, fault.file) for fault in received(year).faults] == [("month_folder", "progress/八月")]


def test_without_any_return_there_are_empty_tables(year):
    found = received(year)
    assert found.returns.empty and found.verifications.empty
    assert found.returns["percent"].dtype == float
