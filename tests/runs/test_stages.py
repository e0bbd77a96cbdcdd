"""Stages: what each notebook works out, what it takes over, what a run depends on."""

from __future__ import annotations

import shutil

import pytest

from analysis.columns import YES
from analysis.params import RunParams
from analysis.runs import inputs, stages
from analysis.runs.inputs import fingerprint, input_files
from analysis.tasks import label
from tests.small_year import COMMENTS, RETURNS, write_year


@pytest.fixture
def year(tmp_path):
    return write_year(tmp_path / "2019")


@pytest.fixture
def run(year, tmp_path):
    return RunParams.of("2020-08", year, tmp_path / "out")


def test_a_notebook_opened_alone_works_the_earlier_ones_out(run):
    known = stages.load_tasks(run)
    assert known.line() == "4 件意见说了 3 个问题，3 件写进了 3 项任务；收到 0 项任务的方案。"
    assert stages.load_intake(run).line() == "收到 4 件，收下 4 件，退回 0 件。"


def test_a_stage_of_the_same_inputs_is_taken_over(run, monkeypatch):
    stages.tasks(run)
    monkeypatch.setattr(stages, "read_folder", None)  # calling it would fail
    assert len(stages.load_tasks(run).comments) == 4


def test_a_stage_of_other_inputs_is_worked_out_again_in_the_same_kernel(year, run):
    stages.intake(run)
    (year / "comments" / "又一份.csv").write_text("意见编号,来源渠道,意见建议\n9,饮水安全,水黄\n", encoding="utf-8")
    assert len(stages.load_intake(run).comments) == 5


def test_received_is_accepted_plus_rejected(year, run):
    text = "意见编号,来源渠道,意见建议\n1,饮水安全,编号用过了\n8,饮水安全,水黄\n"
    (year / "comments" / "重号.csv").write_text(text, encoding="utf-8")
    received = stages.intake(run)
    assert received.line() == "收到 6 件，收下 5 件，退回 1 件。"
    assert list(received.rejected["id"]) == ["1"]
    assert list(received.by_channel().query("count > 0")["count"]) == [3, 2]


def test_a_later_month_is_never_read(year, run, tmp_path):
    before = stages.progress(run).states
    (year / "progress" / "2020-09").mkdir()
    (year / "progress" / "2020-09" / "坏的.xlsx").write_text("不是工作簿", encoding="utf-8")
    again = RunParams.of("2020-08", year, tmp_path / "again")
    later = stages.progress(again)
    assert later.states.equals(before)
    assert list(later.faults["文件"]) == []
    assert list(later.states_by_month) == ["2020-07", "2020-08"]


@pytest.mark.parametrize("lost", ["rows", "file"])
def test_a_year_without_issued_tasks_still_has_its_month(lost, tmp_path):
    year = write_year(tmp_path / "2019", tasks=[], returns={"2020-08": RETURNS["2020-08"]}, verified={})
    if lost == "file":
        (year / "tasks.xlsx").unlink()
    month = stages.progress(RunParams.of("2020-08", year, tmp_path / "out"))
    assert len(month.states) == 0
    assert month.rate("closed").denominator == 0
    assert len(month.comments) == len(COMMENTS)


@pytest.mark.parametrize("changed", ["year.yml", "tasks.xlsx", "comments/意见.xlsx", "progress/2020-07/0.xlsx"])
def test_any_input_changes_what_a_run_depends_on(changed, year):
    before = fingerprint(year, "2020-08")
    path = year / changed
    path.write_bytes(path.read_bytes() + b"\n")
    assert fingerprint(year, "2020-08") != before


def test_evidence_lock_files_and_later_months_change_nothing(year):
    before = fingerprint(year, "2020-07")
    shutil.rmtree(year / "progress" / "2020-08")
    (year / "evidence").mkdir()
    (year / "evidence" / "照片.jpg").write_bytes(b"jpg")
    (year / "comments" / "~$意见.xlsx").write_bytes(b"lock")
    assert fingerprint(year, "2020-07") == before
    assert fingerprint(year, "2020-08") != before


def test_other_code_may_give_another_report(year, monkeypatch):
    before = fingerprint(year, "2020-08")
    monkeypatch.setattr(inputs, "code_digest", lambda: "other code")
    assert fingerprint(year, "2020-08") != before


def test_inputs_are_named_by_their_place_in_the_year(year):
    names = list(input_files(year, "2020-07"))
    assert [name for name in names if not name.startswith("reference/")] == [
        "comments/意见.xlsx",
        "progress/2020-07/0.xlsx",
        "progress/2020-07/1.xlsx",
        "tasks.xlsx",
        "year.yml",
    ]
    assert "reference/themes.yml" in names


def test_a_notebook_can_say_where_its_tables_are(run):
    tables = run.work_dir / "tables"
    assert stages.written(run, "comments", "tasks") == [str(tables / "comments.csv"), str(tables / "tasks.csv")]


def test_a_month_looks_for_rare_themes_as_a_file_of_texts_does(run, monkeypatch):
    monkeypatch.setattr(label, "_MANY", 4)
    comments = stages.tasks(run).comments
    alone = comments[comments["reason"].str.contains("同批 4 件里")]
    assert len(alone) and set(alone["needs_review"]) == {YES}
