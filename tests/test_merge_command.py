"""`minyi merge`: any file of texts gets its issues; every row once, exit codes as designed."""

from __future__ import annotations

import pandas as pd
import pytest
from messy import book, csv

from analysis.cli import main

ROWS = [
    ["编号", "意见建议", "所在县区"],
    ["2", "桃花路的路灯坏了半年没人换", "港口区"],
    ["1", "晚上走桃花路黑漆漆，路灯全不亮", ""],
    ["3", "桃花路路面坑坑洼洼", "港口区"],
    ["4", "无", ""],
    ["1", "重号", ""],
    ["5", "", "港口区"],
]
COLUMNS = ["id", "text", "issue", "level", "related_to", "why", "issue_size"]


def read(path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_every_row_is_once_in_the_result_or_rejected_and_faults_give_exit_code_1(tmp_path, capsys):
    code = main(["merge", str(book(tmp_path / "意见.xlsx", ROWS)), "--out", str(tmp_path / "out.csv")])
    said = capsys.readouterr()
    rows, rejected = read(tmp_path / "out.csv"), read(tmp_path / "out.rejected.csv")
    assert code == 1 and len(said.err.splitlines()) == 2
    assert rows.columns.tolist()[: len(COLUMNS)] == COLUMNS
    assert rows["id"].tolist() == ["2", "1", "3", "4"] and len(rejected) == 2
    assert rows["issue"].tolist() == ["事1", "事1", "事3", "事4"]
    assert rows["issue_size"].tolist() == ["2", "2", "1", "1"]
    assert rows["level"].tolist()[:2] == ["同一问题", "同一问题"] and rows["level"].tolist()[3] == ""
    assert "桃花路" in rows["why"][0] and "路灯" in rows["why"][0]
    assert "收到 6 行（格式：意见汇总表），4 件意见说的是 3 件事" in said.out
    assert "没有收下 2 行" in said.out and "out.rejected.csv" in said.out


def test_a_sound_file_gives_exit_code_0_and_columns_can_be_named(tmp_path, capsys):
    path = csv(tmp_path / "a.csv", "工单号,标题,诉求\nA1,桃花路灯,路灯不亮\nA2,桃花路灯,路灯坏了\n")
    code = main(["merge", str(path), "--out", str(tmp_path / "o.csv"), "--id", "工单号", "--text", "标题", "诉求"])
    rows = read(tmp_path / "o.csv")
    assert code == 0 and rows["id"].tolist() == ["A1", "A2"] and rows["title"].tolist() == ["桃花路灯"] * 2


@pytest.mark.parametrize("out", ["意见.xlsx", "意见.csv"])
def test_the_original_is_never_overwritten(tmp_path, capsys, out):
    path = book(tmp_path / "意见.rejected.csv", ROWS) if out == "意见.csv" else book(tmp_path / out, ROWS)
    before = path.read_bytes()
    assert main(["merge", str(path), "--out", str(tmp_path / out)]) == 2
    assert "--out 会覆盖原件" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_an_unusable_file_gives_one_sentence_and_nothing_is_written(tmp_path, capsys):
    assert main(["merge", str(tmp_path / "没有.xlsx"), "--out", str(tmp_path / "out.csv")]) == 1
    assert capsys.readouterr().err == "《没有.xlsx》找不到这个文件；请检查路径和文件名。\n"
    assert not (tmp_path / "out.csv").exists()


def test_a_text_that_looks_like_a_formula_stays_inert(tmp_path):
    path = csv(tmp_path / "a.csv", '编号,意见建议\n=1+1,"=HYPERLINK(""x"")桃花路灯坏了"\n')
    main(["merge", str(path), "--out", str(tmp_path / "out.csv")])
    assert "'=HYPERLINK" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
