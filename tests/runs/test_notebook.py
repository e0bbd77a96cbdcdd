"""One notebook through papermill: declared parameters only, short messages, settled bytes."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.errors import BrokenRun, MinyiError, UsageError
from analysis.layout import MONTHLY_NOTEBOOKS, NOTEBOOKS
from analysis.runs.notebook import declared_parameters, run_notebook, settle


def write_notebook(path, *sources: str):
    cells = [new_code_cell('month = "2020-11"  # 月份', id="parameters", metadata={"tags": ["parameters"]})]
    cells += [new_code_cell(source, id=f"code-{n:02d}") for n, source in enumerate(sources, 2)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.mark.parametrize("name", MONTHLY_NOTEBOOKS)
def test_the_monthly_notebooks_declare_what_a_run_gives_them(name):
    declared = declared_parameters(NOTEBOOKS / "monthly" / f"{name}.ipynb")
    assert list(declared) == ["month", "year_dir", "out_dir", "work_dir"]


def test_a_mistyped_parameter_is_refused_before_anything_runs(tmp_path):
    source = write_notebook(tmp_path / "某本.ipynb")
    with pytest.raises(UsageError, match=r"《某本\.ipynb》没有参数“mouth、yaer_dir”"):
        run_notebook(source, tmp_path / "out.ipynb", {"mouth": "2020-11", "yaer_dir": ".", "month": "1"}, tmp_path)
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.slow
def test_parameters_keep_their_type_and_text(tmp_path):
    source = write_notebook(tmp_path / "a.ipynb", "month")
    run_notebook(source, tmp_path / "b.ipynb", {"month": "００1"}, tmp_path)
    shown = nbformat.read(tmp_path / "b.ipynb", as_version=4).cells[-1].outputs[0]["data"]["text/plain"]
    assert shown == "'００1'"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "code", "message"),
    [
        ("from analysis.params import parse_month\nparse_month('13月')", 2, "月份“13月”不对；请写成 2020-09 这样。"),
        (
            "from pathlib import Path\nfrom analysis.intake.year import read_year\nread_year(Path('没有这里'))",
            1,
            "《没有这里》这里没有 year.yml，不是一个年度文件夹；请检查 --year-dir。",
        ),
    ],
)
def test_the_users_fault_in_a_cell_keeps_its_sentence_and_exit_code(lines, code, message, tmp_path):
    source = write_notebook(tmp_path / "a.ipynb", lines)
    with pytest.raises(MinyiError) as caught:
        run_notebook(source, tmp_path / "b.ipynb", {}, tmp_path)
    assert not isinstance(caught.value, BrokenRun)
    assert (caught.value.exit_code, str(caught.value)) == (code, message)


@pytest.mark.slow
def test_our_fault_names_notebook_cell_and_where_to_look(tmp_path):
    source = write_notebook(tmp_path / "a.ipynb", "1 + 1", "[][3]")
    with pytest.raises(BrokenRun, match=r"《a\.ipynb》第 4 个代码格出错（IndexError: .*）；请打开 .*b\.ipynb"):
        run_notebook(source, tmp_path / "b.ipynb", {"month": "2020-10"}, tmp_path)
    assert (tmp_path / "b.ipynb").is_file()


def executed(path, folder: str, number: int):
    """A notebook as papermill leaves it: clocks, a random id, the folder in parameters, text and error."""
    stamp = {"start_time": f"2020-11-30T00:00:0{number}", "duration": number}
    cell = new_code_cell(
        f'out_dir = "{folder.encode("unicode_escape").decode()}"',
        id=f"random{number}",
        metadata={"tags": ["injected-parameters"], "papermill": stamp, "execution": {"iopub.status.busy": str(number)}},
        outputs=[nbformat.v4.new_output("stream", text=f"写到 {folder}/tables/意见.csv")],
    )
    nbformat.write(new_notebook(cells=[cell], metadata={"papermill": stamp}), path)
    return path


def test_settling_takes_out_all_that_changes_from_run_to_run(tmp_path):
    one = executed(tmp_path / "a.ipynb", "/home/张三/报告", 1)
    two = executed(tmp_path / "b.ipynb", "/srv/甲", 2)
    settle(one, {"/home/张三/报告": "reports"})
    settle(two, {"/srv/甲": "reports"})
    notebook = json.loads(one.read_text(encoding="utf-8"))
    (cell,) = notebook["cells"]
    assert "".join(cell["source"]) == 'out_dir = "reports"'
    assert "写到 reports/tables/意见.csv" in "".join(cell["outputs"][0]["text"])
    assert cell["metadata"] == {"tags": ["injected-parameters"]}
    assert one.read_bytes() == two.read_bytes()
