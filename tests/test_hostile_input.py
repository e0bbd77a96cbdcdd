"""Texts and names that attack pages, spreadsheets, terminals and folders arrive whole and stay inert."""

from __future__ import annotations

import csv as csv_module
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from messy import book
from small_year import write_hostile_year, write_report

from analysis.cli import main
from analysis.layout import documents
from analysis.store import read_table

SCRIPT = "<script>alert(1)</script>学校门口的路坏了"
FORMULA = '=HYPERLINK("http://evil.example/","点我")'
ATTACKS = [
    SCRIPT,
    FORMULA,
    "@SUM(A1)",
    "+86-0770 打不通",
    "-2+3|cmd",
    "＝1+1",
    "../../../逃出去",
    "'=1",
    "\u202e反过来",
]
RUNS = tuple("=@+-\t\r\n＝＠＋－")


def live(value: str) -> bool:
    """Whether a spreadsheet may run *value*; a plain number with a sign may stay."""
    number = value[1:].rstrip("%").replace(".", "", 1).isdecimal()
    return value.startswith(RUNS) and not (value[:1] in "+-" and number)


def test_hostile_texts_reach_the_csv_whole_and_inert(tmp_path, capsys):
    rows = [[f"={n}", text] for n, text in enumerate(ATTACKS)]
    path = tmp_path / "意见.csv"
    pd.DataFrame(rows, columns=["编号", "意见建议"]).to_csv(path, index=False)
    out = tmp_path / "结果.csv"
    assert main(["classify", str(path), "--out", str(out)]) == 0
    with open(out, encoding="utf-8-sig", newline="") as file:
        table = list(csv_module.DictReader(file))
    assert [cell for line in table for cell in line.values() if live(cell)] == []
    marked = [text[0] in "'" + "".join(RUNS) for text in ATTACKS]
    assert [line["text"][mark:] for line, mark in zip(table, marked, strict=True)] == ATTACKS
    assert [line["id"] for line in table] == [f"'={n}" for n in range(len(ATTACKS))]


@pytest.mark.parametrize("name", ["=cmd.xlsx", "<script>alert(1)<script>.xlsx", "..\\..\\逃.xlsx", "红\x1b[31m字.xlsx"])
def test_a_hostile_file_or_sheet_name_is_only_a_name(tmp_path, capsys, name):
    folder = tmp_path / "来件"
    path = book(folder / name, [["编号", "意见建议"], ["1", "修路"], ["1", "装灯"]], "=1+1<b>")
    out = tmp_path / "结果" / "out.csv"
    assert main(["classify", str(path), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    shown = name.replace("\x1b", "")
    assert said == (
        f"《{shown}》工作表“=1+1<b>”第 3 行编号“1”已在《{shown}》“=1+1<b>”第 2 行用过；请改成不重复的编号。\n"
    )
    assert {p.name for p in tmp_path.rglob("*.*")} == {name, "out.csv", "out.rejected.csv"}
    rejected = pd.read_csv(tmp_path / "结果" / "out.rejected.csv", dtype=str)
    assert list(rejected["source_sheet"]) == ["'=1+1<b>"]
    assert not live(rejected["source_file"][0])


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory) -> Path:
    top = tmp_path_factory.mktemp("hostile")
    write_report(write_hostile_year(top / "2019"), top / "reports")
    return top


@pytest.mark.slow
def test_a_hostile_year_writes_only_below_its_report_and_nothing_in_it_runs(hostile_report):
    own = {"2019", "reports"}
    assert {path.relative_to(hostile_report).parts[0] for path in documents(hostile_report)} == own
    assert {path.name for path in (hostile_report / "reports").iterdir()} == {"2020-08"}
    report = hostile_report / "reports" / "2020-08"
    names = [path.name for path in documents(report)]
    assert not [name for name in names if set(name) & set('<>:"/\\|?*=')]
    for path in documents(report):
        if path.suffix == ".csv":
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            assert [cell for column in frame for cell in frame[column] if live(cell)] == [], path.name
        if path.suffix == ".xlsx":
            workbook = openpyxl.load_workbook(path)
            cells = [cell for sheet in workbook for line in sheet.iter_rows() for cell in line]
            assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink], path.name
        if path.suffix == ".html":
            page = path.read_text(encoding="utf-8")
            assert "<script>window.hacked" not in page and "<img src=x" not in page, path.name


@pytest.mark.slow
def test_a_hostile_year_loses_no_text(hostile_report):
    tables = hostile_report / "reports" / "2020-08" / "tables"
    texts = list(read_table(tables, "comments")["text"])
    assert any("<script>" in text for text in texts) and FORMULA in texts
    files = read_table(tables, "files")
    assert files["rows_in"].sum() == files["accepted"].sum() + files["rejected"].sum() > 0
