"""附件1 and the units' plans as they come: no task is lost, and every doubt is told with its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from frames import EDUCATION, SHANGSI, task
from small_year import YEAR

from analysis.intake.year import read_year
from analysis.tasks.tasklist import PLANS, TASKS, read_plans, read_tasks, split_list
from analysis.workbook import SheetSpec, write_workbook

COLUMNS = ["任务编号", "意见编号（可多个）", "类别", "意见建议", "整改时限", "牵头单位", "配合单位"]
GOOD = ("1", "甲、乙", "教育", "小学板房上课", "2020-07-31", "市教育局", "港口区、市财政局")


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A year folder without a task list."""
    (tmp_path / "year.yml").write_text(YEAR, encoding="utf-8")
    return tmp_path


def issued(year: Path, *rows: tuple, columns: list[str] = COLUMNS, month: str = "2020-08"):
    """What is read of a task list of *rows*."""
    spec = SheetSpec("附件1", pd.DataFrame(rows, columns=columns), "附件1　任务清单", ["样例"])
    write_workbook(year / "tasks.xlsx", [spec])
    return read_tasks(read_year(year), {"甲", "乙", "丙"}, month)


def keys(found) -> list[str]:
    return [fault.key for fault in found.faults]


@pytest.mark.parametrize("text", ["甲、乙", "甲,乙", "甲，乙", "甲;乙", "甲 乙", "甲\n乙", "甲|乙", " 甲 、乙、"])
def test_several_values_in_a_cell_however_they_are_separated(text):
    assert split_list(text) == ["甲", "乙"]


def test_a_task_is_read_with_full_unit_names_and_iso_dates(year):
    found = issued(year, GOOD)
    assert found.faults == []
    (row,) = found.accepted.to_dict("records")
    assert list(row) == TASKS
    assert (row["comment_ids"], row["deadline"], row["lead_unit"]) == ("甲|乙", "2020-07-31", EDUCATION)
    assert row["support_units"] == "港口区人民政府|防城港市财政局"


@pytest.mark.parametrize(
    ("place", "value", "key", "sentence"),
    [
        (4, "年底前", "not_a_date", "“整改时限”是“年底前”，不是日期；请填成 2020-12-11 这样的日期"),
        (5, "市教育厅", "unit_unknown", "“市教育厅”不在单位名录里；最接近的是：防城港市教育局"),
        (5, "", "unit_missing", "“牵头单位”没有写单位"),
        (5, "市绩效办", "unit_excluded", "“市绩效办”负责督办，不作整改责任单位"),
        (6, "市财政厅", "unit_unknown", "“市财政厅”不在单位名录里"),
        (1, "甲、丁丁", "comment_unknown", "里的“丁丁”不在收到的意见里"),
    ],
)
def test_a_doubtful_cell_is_told_and_the_task_stays_in_the_list(year, place, value, key, sentence):
    row = (*GOOD[:place], value, *GOOD[place + 1 :])
    found = issued(year, row)
    assert list(found.accepted["task_id"]) == ["1"]
    assert keys(found) == [key]
    assert found.faults[0].sentence().startswith("《tasks.xlsx》工作表“附件1”第 4 行")
    assert sentence in found.faults[0].sentence()


def test_an_unreadable_deadline_is_left_empty_and_an_unknown_unit_as_written(year):
    found = issued(year, (*GOOD[:4], "年底前", "市教育厅", ""))
    (row,) = found.accepted.to_dict("records")
    assert (row["deadline"], row["lead_unit"]) == ("", "市教育厅")


def test_a_number_used_twice_or_missing_is_handed_back(year):
    found = issued(year, GOOD, GOOD, ("", *GOOD[1:]))
    assert list(found.accepted["task_id"]) == ["1"]
    assert keys(found) == ["id_duplicate", "id_missing"]
    assert "编号“1”已在第 4 行用过" in found.faults[0].sentence()
    assert len(found.rejected) == 2


def test_a_list_without_its_columns_says_what_it_found(year):
    found = issued(year, GOOD[:4], columns=COLUMNS[:4])
    assert found.accepted.empty
    assert "缺少“牵头单位”列；找到的列是：任务编号、意见编号（可多个）" in found.faults[0].sentence()


def test_without_a_task_list_there_are_no_tasks_and_the_file_is_named(year):
    found = read_tasks(read_year(year), set(), "2020-08")
    assert found.accepted.empty
    assert found.faults[0].sentence() == "《tasks.xlsx》找不到这个文件；请检查路径和文件名。"


@pytest.mark.parametrize(("month", "expected"), [("2020-08", "老名字局"), ("2020-09", "新名字局")])
def test_a_renamed_unit_holds_its_tasks_under_the_name_of_the_month(year, month, expected):
    lines = ["unit,short_names,level,group,valid_from,valid_to,successor"]
    lines += ["老名字局,,市直,市直及驻港单位,,2020-08,新名字局", "新名字局,,市直,市直及驻港单位,2020-09,,"]
    (year / "units.csv").write_text("\n".join(lines), encoding="utf-8")
    for written in ("老名字局", "新名字局"):
        found = issued(year, (*GOOD[:5], written, ""), month=month)
        assert list(found.accepted["lead_unit"]) == [expected]


# --- plans ---------------------------------------------------------------------------

PLAN = ["任务编号", "整改措施", "完成时限", "公示日期", "公示渠道"]
TASK_LIST = pd.DataFrame([task("1"), task("2", unit=SHANGSI)], columns=TASKS)


def plans(year: Path, *rows: tuple, filed: str = "2020-06-20", unit: str = "市教育局", cutoff: str = "2020-08-31"):
    """What is read of one unit's plan."""
    spec = SheetSpec("方案", pd.DataFrame(rows, columns=PLAN), "整改方案", [f"填报单位：{unit}　填报日期：{filed}"])
    write_workbook(year / "plans" / "方案.xlsx", [spec])
    return read_plans(read_year(year), TASK_LIST, "2020-08", dt.date.fromisoformat(cutoff))


def test_a_plan_is_read_with_its_dates(year):
    found = plans(year, ("1", "7月底前建成", "2020-07-31", "2020年7月2日", "单位网站"))
    (row,) = found.accepted.to_dict("records")
    assert list(row) == PLANS
    assert (row["filed_on"], row["published_on"], row["publish_channel"]) == ("2020-06-20", "2020-07-02", "单位网站")


@pytest.mark.parametrize(("cutoff", "rows"), [("2020-06-19", 0), ("2020-06-20", 1)])
def test_a_plan_is_not_seen_before_the_day_it_was_filed(year, cutoff, rows):
    assert len(plans(year, ("1", "措施", "", "", ""), cutoff=cutoff).accepted) == rows


@pytest.mark.parametrize(("cutoff", "published"), [("2020-07-01", ""), ("2020-07-02", "2020-07-02")])
def test_a_publication_is_not_seen_before_its_day(year, cutoff, published):
    found = plans(year, ("1", "措施", "", "2020-07-02", "单位网站"), cutoff=cutoff)
    assert list(found.accepted["published_on"]) == [published]
    assert list(found.accepted["publish_channel"]) == (["单位网站"] if published else [""])


@pytest.mark.parametrize(("text", "expected"), [("未公示", []), ("", []), ("尽快", ["not_a_date"])])
def test_a_plan_not_published_has_no_day(year, text, expected):
    found = plans(year, ("1", "措施", "", text, ""))
    assert list(found.accepted["published_on"]) == [""]
    assert keys(found) == expected


def test_rows_of_other_units_and_unknown_tasks_are_handed_back(year):
    found = plans(year, ("2", "措施", "", "", ""), ("9", "措施", "", "", ""), ("1", "措施", "", "", ""))
    assert list(found.accepted["task_id"]) == ["1"]
    assert keys(found) == ["task_other_unit", "task_unknown"]
    assert len(found.rejected) == 2


def test_the_faults_of_a_plan_filed_later_are_not_told_yet(year):
    rows = [("1", "措施", "", "", ""), ("任务编号", "整改措施", "完成时限", "公示日期", "公示渠道")]
    assert keys(plans(year, *rows)) == ["header_twice"]
    assert keys(plans(year, *rows, cutoff="2020-06-19")) == []
