"""Every notebook runs as it stands, from its own folder, as in JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.layout import MONTHLY_NOTEBOOKS, NOTEBOOKS

pytestmark = pytest.mark.slow


def run_all(path: Path, out_dir: Path) -> str:
    """Run all cells from the notebook's own folder, results to *out_dir*; returns what the last cell shows."""
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    # Only where results go: the repository's reports/ is not a test's to write.
    cell.source, changed = re.subn(r'(?m)^out_dir = "[^"]*"', f"out_dir = {str(out_dir)!r}", cell.source)
    assert changed == 1
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook.cells[-1].outputs[-1]["data"]["text/plain"]


def test_the_monthly_notebooks_run_one_after_another(tmp_path):
    for name in MONTHLY_NOTEBOOKS:
        shown = run_all(NOTEBOOKS / "monthly" / f"{name}.ipynb", tmp_path)
    page = tmp_path / "jupyter" / "2020-11" / "briefing.html"
    assert shown == repr(str(page))
    assert "94项整改任务" in page.read_text(encoding="utf-8")


def test_a_later_notebook_opened_first_works_out_what_it_needs(tmp_path):
    shown = run_all(NOTEBOOKS / "monthly" / "04_progress.ipynb", tmp_path)
    assert "states_by_month.csv" in shown
    assert (tmp_path / "jupyter" / "2020-11" / "tables" / "comments.csv").is_file()


def test_the_response_time_notebook_runs(tmp_path):
    default = NOTEBOOKS.parent / "data" / "sample" / "replies-2019.csv"
    assert default.is_file()
    shown = run_all(NOTEBOOKS / "explore" / "response_time.ipynb", tmp_path)
    assert shown == repr(str(tmp_path / "index.html"))
    assert "留言答复用时" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_evaluation_notebook_runs_on_the_sample(tmp_path):
    shown = run_all(NOTEBOOKS / "explore" / "evaluation.ipynb", tmp_path)
    assert shown == repr(str(tmp_path / "index.html"))
    assert "435件人工标注的意见，程序判对的：类别" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_theme_map_notebook_runs(tmp_path):
    shown = run_all(NOTEBOOKS / "explore" / "theme_map.ipynb", tmp_path)
    assert "核对.csv" in shown
    subthemes = (tmp_path / "jupyter" / "主题总览" / "子类.csv").read_text(encoding="utf-8-sig")
    assert subthemes.startswith("类别,子类,件,人,问题\n")
    assert "入学与学位" in subthemes


def test_the_one_theme_notebook_runs(tmp_path):
    shown = run_all(NOTEBOOKS / "explore" / "one_theme.ipynb", tmp_path)
    assert "典型意见.csv" in shown
    groups = (tmp_path / "jupyter" / "细看一类" / "组.csv").read_text(encoding="utf-8-sig")
    assert "基础设施建设-1" in groups and "零散意见" in groups
