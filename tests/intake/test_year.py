"""year.yml and the year's own units.csv: read with the reference calendar, or every fault of them at once."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.errors import InputFaults
from analysis.intake.year import read_year

LEAST = "evaluation_year: 2019\nrectification_year: 2020\ncity: 防城港市\n"
SEE = "请照 data/sample/2019/year.yml 改。"


def year(folder, text: str = LEAST, encoding: str = "utf-8", units: bytes = b""):
    (folder / "year.yml").write_text(text, encoding=encoding)
    if units:
        (folder / "units.csv").write_bytes(units)
    return read_year(folder)


def faults(folder, *given, **more) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        year(folder, *given, **more)
    return [fault.sentence() for fault in caught.value.faults]


def test_what_the_file_leaves_out_is_empty_or_comes_from_the_reference_calendar(tmp_path):
    found = year(tmp_path)
    assert (found.evaluation_year, found.rectification_year, found.title) == (
        2019,
        2020,
        "防城港市2019年度社会评价意见建议整改",
    )
    assert (found.milestones, found.monthly_return_due_day) == ((), 28)
    assert (found.expected, found.invented, found.plan_due, found.method_changed) == ({}, "", None, ())


def test_what_the_file_says_wins_in_whatever_form(tmp_path):
    found = year(
        tmp_path,
        LEAST + "plan_due: 2020年6月26日\nmonthly_return_due_day: ２５\nmethod_changed: [2020-9]\n"
        "expected: {棚改: 17}\nmilestones: [{date: 2020-12-11, name: 乙}, {date: 2020.6.1, name: 甲}]\n",
    )
    assert (found.plan_due, found.monthly_return_due_day) == (dt.date(2020, 6, 26), 25)
    assert (found.method_changed, found.expected) == (("2020-09",), {"棚户区改造": 17})
    assert [milestone.name for milestone in found.milestones] == ["甲", "乙"]


def test_every_missing_or_wrong_entry_is_told_at_once(tmp_path):
    text = (
        "evaluation_year: 2019年\ncity: 防城港市\nplan_due: 年底前\nmonthly_return_due_day: 月底\nmethod_changed: [九月]\n"
        "expected: {棚改: 一百, 饮水工程: 3}\nmilestones: [2020-06-26, {date: 年中, name: 甲}]\n"
    )
    assert faults(tmp_path, text) == [
        "《year.yml》缺少“rectification_year”这一项；请照 data/sample/2019/year.yml 补上。",
        f"《year.yml》“evaluation_year”是“2019年”，不是整数；{SEE}",
        f"《year.yml》“棚改”是“一百”，不是整数；{SEE}",
        "《year.yml》“expected”“饮水工程”不是 15 个来源渠道之一；最接近的是：工程报建、饮水安全；请改成规定的渠道名。",
        f"《year.yml》“milestones”“2020-06-26”写得不对；{SEE}",
        "《year.yml》“milestones”是“年中”，不是日期；请填成 2020-12-11 这样的日期。",
        "《year.yml》“plan_due”是“年底前”，不是日期；请填成 2020-12-11 这样的日期。",
        f"《year.yml》“monthly_return_due_day”是“月底”，不是整数；{SEE}",
        "《year.yml》“method_changed”是“九月”，不是月份；请填成 2020-09 这样的月份。",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("expected", "[1]"), ("expected", "3"), ("milestones", "{1: 2}"), ("method_changed", "2020-09")]
)
def test_an_entry_of_another_shape_is_told(tmp_path, name, value):
    assert faults(tmp_path, f"{LEAST}{name}: {value}\n") == [f"《year.yml》“{name}”“{value}”写得不对；{SEE}"]


@pytest.mark.parametrize("text", ["", "- 1\n", "只有一句话\n"])
def test_a_file_that_is_no_list_of_entries_lacks_them_all(tmp_path, text):
    assert len(faults(tmp_path, text)) == 3


def test_yaml_that_is_none_is_told_with_its_line(tmp_path):
    (line,) = faults(tmp_path, "city: 防城港市\nexpected: {甲: 1\n")
    assert line == "《year.yml》第 3 行附近写得不对，不是正确的 YAML；请检查这一行和上一行的缩进、冒号、括号和引号。"


def test_a_file_saved_in_the_old_windows_encoding_is_told(tmp_path):
    assert faults(tmp_path, LEAST, encoding="gb18030") == [
        "《year.yml》文字编码不是 UTF-8；请用记事本打开，另存为 UTF-8。"
    ]


def test_a_folder_without_year_yml_is_told(tmp_path):
    with pytest.raises(InputFaults, match=r"这里没有 year\.yml，不是一个年度文件夹；请检查 --year-dir。"):
        read_year(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_years_own_units_lie_over_the_register_however_excel_saved_them(tmp_path, encoding):
    own = "unit,short_names,group\n防城港市海事法庭,海事庭,市直及驻港单位\n防城港市教育局,教体局\n"
    found = year(tmp_path, units=own.encode(encoding)).units
    assert found.find("海事庭").name == "防城港市海事法庭"
    assert found.find("教体局").name == "防城港市教育局" and found.find("市民政局") is not None


def test_units_without_the_column_of_names_are_told(tmp_path):
    assert faults(tmp_path, units="单位,简称\n市教育局,教育局\n".encode()) == [
        "《units.csv》第 1 行缺少“unit”列；找到的列是：单位、简称；请补上或改成规定的列名。"
    ]
