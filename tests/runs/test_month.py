"""A month through papermill: whole or not at all, the same bytes each time, not twice for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from analysis.cli import main
from analysis.errors import InputFaults, UsageError
from analysis.layout import MONTHLY_NOTEBOOKS, NOTEBOOKS, documents
from analysis.runs import month as month_module
from analysis.runs.month import run_month
from tests.small_year import MARK, write_hostile_year, write_year
from tests.tools.once import same_program


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*; the manifest without its clock."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in documents(folder)}
    manifest = json.loads(found["manifest.json"])
    assert manifest.pop("clock")["started"]
    return found | {"manifest.json": json.dumps(manifest).encode()}


def test_a_month_without_returns_is_refused_and_the_months_there_are_named(tmp_path):
    year = write_year(tmp_path / "year")
    with pytest.raises(UsageError, match=r"没有 2020-10 的进展.*2020-07、2020-08"):
        run_month("2020-10", year, tmp_path / "out", quiet=True)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_year_is_refused(tmp_path):
    with pytest.raises(InputFaults, match=r"year\.yml"):
        run_month("2020-08", tmp_path, tmp_path / "out", quiet=True)


def test_a_report_never_replaces_somebody_elses_folder(tmp_path):
    # --out pointed at the year's own returns: 2020-08 holds workbooks, not a report.
    year = write_year(tmp_path / "year")
    before = sorted(path.name for path in (year / "progress" / "2020-08").iterdir())
    with pytest.raises(UsageError, match="已经有别的内容"):
        run_month("2020-08", year, year / "progress", quiet=True)
    assert sorted(path.name for path in (year / "progress" / "2020-08").iterdir()) == before
    assert sorted(path.name for path in (year / "progress").iterdir()) == ["2020-07", "2020-08"]


@pytest.mark.slow
def test_the_sample_month_holds_everything_a_month_writes(sample_report):
    root = sample_report.root
    top = {path.name for path in root.iterdir()}
    assert top == {
        *("index.html", "briefing.html", "units", "themes", "counties", "public", "assets"),
        *("附件1.xlsx", "附件2.xlsx", "待复核.xlsx", "退回清单.xlsx", "tables", "notebooks", "manifest.json"),
    }
    assert sorted(path.stem for path in (root / "notebooks").iterdir()) == list(MONTHLY_NOTEBOOKS)
    assert [path.name for path in root.parent.iterdir()] == [root.name]  # nothing half-made is left


@pytest.mark.slow
def test_the_executed_notebooks_show_results_and_no_machine_path(sample_report):
    for path in documents(sample_report.notebooks):
        text = path.read_text(encoding="utf-8")
        assert str(sample_report.root.parent) not in text
        assert "/tmp/" not in text  # noqa: S108
        code = [cell for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
        assert code[-1].outputs, path.name


@pytest.mark.slow
def test_the_same_month_elsewhere_has_the_same_bytes(sample_report, sample_year, tmp_path):
    again = run_month("2020-11", sample_year, tmp_path / "别处" / "报告", jobs=1, quiet=True)
    first, second = contents(sample_report.root), contents(again.folder.root)
    assert second.keys() == first.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_a_broken_year_gives_its_sentence_and_leaves_nothing(tmp_path, capsys):
    year = write_year(tmp_path / "year")
    (year / "corrections.csv").write_text("时间,更正人\n2020-08-01,张三\n", encoding="utf-8")
    code = main(["month", "2020-08", "--year-dir", str(year), "--out", str(tmp_path / "out")])
    complaint = capsys.readouterr().err
    assert code == 1
    assert "《corrections.csv》" in complaint
    assert "缺少" in complaint
    assert "Traceback" not in complaint
    assert list((tmp_path / "out").iterdir()) == []


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory) -> Iterator[tuple[list[str], Path]]:
    """The words of the command that ran a hostile year's month, and the report."""
    base = tmp_path_factory.mktemp("hostile-run")
    year = write_hostile_year(base / "year")
    words = ["month", "2020-08", "--year-dir", str(year), "--out", str(base / "out")]
    with same_program(tmp_path_factory.mktemp("empty")):
        assert main(words) == 0
        yield words, base / "out" / "2020-08"


@pytest.mark.slow
def test_the_notebooks_of_a_hostile_year_hold_no_live_markup(hostile_run):
    shown = [
        output["data"]["text/html"]
        for path in documents(hostile_run[1] / "notebooks")
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    assert any(f"&lt;script&gt;{MARK}" in html for html in shown)
    assert [html for html in shown if f"<script>{MARK}" in html or "<img src=x" in html or "<svg/on" in html] == []


@pytest.mark.slow
def test_an_unchanged_month_says_so_and_stops_at_once(hostile_run, capsys, monkeypatch):
    words, report = hostile_run
    before = contents(report)
    monkeypatch.setattr(month_module, "NOTEBOOKS", Path("no notebook is opened"))
    assert main(words) == 0
    assert "材料没有变，没有重新运行" in capsys.readouterr().out
    assert contents(report) == before


@pytest.mark.slow
def test_force_runs_again_and_a_fault_of_ours_names_the_notebook_and_keeps_the_report(
    hostile_run, tmp_path, capsys, monkeypatch
):
    words, report = hostile_run
    before = contents(report)
    broken = nbformat.read(NOTEBOOKS / "monthly" / "01_intake.ipynb", as_version=4)
    broken.cells[-1].source = "1 / 0"
    (tmp_path / "monthly").mkdir()
    nbformat.write(broken, tmp_path / "monthly" / "01_intake.ipynb")
    monkeypatch.setattr(month_module, "NOTEBOOKS", tmp_path)
    assert main([*words, "--force"]) == 3
    complaint = capsys.readouterr().err
    assert "笔记本《01_intake.ipynb》" in complaint
    assert "ZeroDivisionError" in complaint
    assert "Traceback" not in complaint
    assert contents(report) == before
    assert (report.parent / ".2020-08.partial" / "notebooks" / "01_intake.ipynb").is_file()
