"""Comparing periods: from dates of a year, from files, from finished months; and what can't be compared says so."""

from __future__ import annotations

import json

import pytest

from analysis.errors import UsageError
from analysis.layout import ReportFolder
from analysis.params import RunParams
from analysis.runs.change import HEADINGS, compare
from analysis.store import read_table
from tests.small_year import write_report, write_year

HEAD = "编号,意见内容,日期,来源渠道\n"
OLD = (
    "桃花路没有路灯,2019-09-02,饮水安全",
    "桃花路晚上没灯，装几盏吧,2019-09-20,饮水安全",
    "学校食堂太贵,2019-10-01,饮水安全",
)
NEW = ("桃花路的路灯还没装,2019-11-02,饮水安全", "卫生院没有医生,2019-12-01,饮水安全", "看病太贵,,饮水安全")


def export(path, rows) -> str:
    lines = [
        f"{n},{row.rsplit(',', 2)[0].replace(',', '，')},{','.join(row.rsplit(',', 2)[1:])}"
        for n, row in enumerate(rows)
    ]
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def year(tmp_path):
    root = write_year(tmp_path / "2019")
    export(root / "comments" / "带日期.csv", [*OLD, *NEW])
    text = (root / "comments" / "带日期.csv").read_text(encoding="utf-8")
    lines = [text.splitlines()[0], *(f"d{line}" for line in text.splitlines()[1:])]
    (root / "comments" / "带日期.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


@pytest.fixture
def run(year, tmp_path):
    return RunParams.of("2020-08", year, tmp_path / "out")


def test_stretches_of_a_year_are_told_by_dates_and_the_undated_are_counted(run):
    found = compare(run, "2019-09-01 至 2019-10-31", "2019-11-01/2019-12-31")
    # The year's four comments of no date, and the one of the export.
    assert (
        found.line() == "2019-09-01 至 2019-10-31：3 件；2019-11-01/2019-12-31：2 件；没有日期、两边都没有算的 5 件。"
    )
    assert len(found.warnings) == 0
    assert found.verdict() == "各类占比的变化都在误差以内。"
    lamps = found.issues.iloc[0]
    assert (lamps["status"], lamps["before"], lamps["now"]) == ("持续", 2, 1)


def test_a_change_of_method_in_year_yml_is_said_and_no_change_believed(year, run):
    with open(year / "year.yml", "a", encoding="utf-8") as file:
        file.write("method_changed: [2020-08, 2020-11]\n")
    found = compare(run, "2019-09-01 至 2019-10-31", "2019-11-01 至 2019-12-31")
    # A month never looks ahead: November isn't known in August.
    assert list(found.warnings["warning"]) == ["year.yml 写明 2020-08 起统计方法变了。"]
    assert "不能直接当作民意变化" in found.verdict()


def test_two_files_are_labelled_and_compared(run, tmp_path):
    found = compare(run, export(tmp_path / "去年.csv", OLD), export(tmp_path / "今年.csv", NEW))
    assert found.line() == "去年.csv：3 件；今年.csv：3 件。"
    assert found.themes["before"].sum() == found.themes["now"].sum() == 3
    paths = found.write(run)
    assert [path.rsplit("/", 1)[1] for path in paths] == [
        "口径变化.csv",
        "类别变化.csv",
        "子类变化.csv",
        "事项变化.csv",
    ]
    assert set(found.themes.columns) - {"theme"} <= HEADINGS.keys()


def test_finished_months_are_compared_with_the_rules_they_were_made_by(run, year, tmp_path):
    folder = write_report(year, tmp_path / "report").root
    tables = ReportFolder(folder).tables
    manifest = {"inputs": {"reference/themes.yml": "a", "reference/scoring.yml": "a", "tasks.xlsx": "a"}, "code": "1"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert len(compare(run, str(folder), str(folder)).warnings) == 0
    other = folder.with_name("other")
    other.mkdir()
    (other / "tables").symlink_to(tables)
    manifest["inputs"] |= {"reference/themes.yml": "b", "reference/scoring.yml": "b"}
    (other / "manifest.json").write_text(json.dumps(manifest | {"code": "2"}), encoding="utf-8")
    found = compare(run, str(folder), str(other))
    assert list(found.warnings["warning"]) == ["计数规则 themes.yml 改过。", "计数规则 软件程序 改过。"]
    assert len(found.now.comments) == len(read_table(tables, "comments"))


@pytest.mark.parametrize("source", ["没有这个文件.csv", "2019-13-01 至 2019-12-31", "2019-12-31 至 2019-01-01"])
def test_a_period_nobody_understands_is_one_sentence(run, source):
    with pytest.raises(UsageError, match="时段“"):
        compare(run, source, source)
