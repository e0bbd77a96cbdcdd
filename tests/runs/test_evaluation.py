"""minyi evaluate by its notebook: whole or not at all, faults told, the same bytes again."""

from __future__ import annotations

import pytest

from analysis.cli import main
from analysis.errors import InputFaults, UsageError
from analysis.runs.evaluation import load_evaluation, run_evaluation
from analysis.store import read_table

LABELS = "id,text,theme,confidence,evidence,nature,needs_review\n1,没有学位,教育,0.9,学位,建设性,否\n2,都好,其他,0.4,,空泛,是\n"
CODED = "意见编号,判为类别,判为性质\n1,教育,建设性\n2,其他,{}\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "结果.csv").write_text(LABELS, encoding="utf-8")
    (tmp_path / "标注.csv").write_text(CODED.format("表扬"), encoding="utf-8")
    return tmp_path


def test_labels_that_fit_nothing_are_refused_with_every_reason(files):
    (files / "标注.csv").write_text("意见编号,判为类别\n8,教育\n9,医疗\n", encoding="utf-8")
    with pytest.raises(InputFaults) as told:
        load_evaluation(files / "标注.csv", against=files / "结果.csv")
    assert [fault.value for fault in told.value.faults] == ["8", "9"]


def test_a_folder_of_other_things_is_never_replaced(files):
    with pytest.raises(UsageError, match="已经有别的内容"):
        run_evaluation([files / "标注.csv"], files / "结果.csv", None, files)
    assert (files / "标注.csv").is_file()


@pytest.mark.slow
def test_the_command_runs_the_notebook_and_may_run_it_again(files, capsys):
    out = files / "核对"
    words = ["evaluate", str(files / "标注.csv"), "--against", str(files / "结果.csv"), "--out", str(out)]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "类别：判对 2/2" in said.out and "意见性质：判对 1/2" in said.out and str(out / "index.html") in said.out
    first = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    (files / "标注.csv").write_text(CODED.format("表杨") + "1,医疗,建设性\n", encoding="utf-8")
    assert main(words) == 1
    said = capsys.readouterr()
    assert "《标注.csv》第 3 行“判为性质”是“表杨”，不在规定的选项里" in said.err and "意见性质：判对 1/1" in said.out
    assert "《标注.csv》第 4 行“意见编号”“1”在本表第 2 行已经填过；请只留一行" in said.err
    assert list(read_table(out / "tables", "rejected")["raw"]) == ["意见编号=1；判为类别=医疗；判为性质=建设性"]
    (files / "标注.csv").write_text(CODED.format("表扬"), encoding="utf-8")
    assert main(words) == 0
    assert {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()} == first
    assert str(files) not in (out / "notebooks" / "evaluation.ipynb").read_text(encoding="utf-8")
    assert sorted(path.name for path in files.iterdir()) == ["标注.csv", "核对", "结果.csv"]
