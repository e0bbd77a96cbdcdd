"""Workbooks for people: texts stay texts, nothing runs, the same input gives the same bytes."""

from __future__ import annotations

import os
import time
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.workbook import SheetSpec, write_workbook

ATTACKS = [
    '=HYPERLINK("http://x","点我")',
    "http://example.invalid",
    "+1",
    "@a",
    "<b>&",
    "../../x",
    "007",
    "2020-09-01",
]


def written(path, frame: pd.DataFrame, **more):
    """The sheet that *frame* becomes."""
    write_workbook(path / "a.xlsx", [SheetSpec("表", frame, **more)])
    return openpyxl.load_workbook(path / "a.xlsx")["表"]


def test_every_text_is_a_text_and_no_text_is_a_link(tmp_path):
    sheet = written(
        tmp_path,
        pd.DataFrame({text: [text] for text in ATTACKS}),
        title=ATTACKS[0],
        lines=[ATTACKS[0]],
        notes=[ATTACKS[0]],
    )
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert [cell.value for cell in sheet[4]] == ATTACKS


def test_numbers_are_numbers_and_blanks_are_blank(tmp_path):
    frame = pd.DataFrame({"件数": [3], "比率": [0.5], "没有": [np.nan], "空": [None], "是": [True]})
    assert [cell.value for cell in written(tmp_path, frame)[2]] == [3, 0.5, "", "", "是"]


@pytest.mark.parametrize(("length", "kept"), [(32_767, 32_767), (32_768, 32_761), (100_000, 32_761)])
def test_a_cell_longer_than_excel_holds_is_cut_and_says_so(tmp_path, length, kept):
    value = written(tmp_path, pd.DataFrame({"意见": ["路" * length]}))["A2"].value
    assert len(value) == kept and value.endswith("路" if length == kept else "……（全文见 tables）")


def test_the_form_has_its_lines_its_heading_and_its_choices(tmp_path):
    frame = pd.DataFrame({"编号": ["1"], "改为": [""]})
    sheet = written(
        tmp_path, frame, title="附件", lines=["填报单位：甲"], notes=["注：乙"], choices={"改为": ["教育", "医疗"]}
    )
    assert [sheet.cell(n, 1).value for n in range(1, 6)] == ["附件", "填报单位：甲", "编号", "1", "注：乙"]
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"教育,医疗"', "B4")
    assert sheet.freeze_panes == "A4"


def test_a_list_too_long_for_a_cells_rule_stands_on_a_sheet_of_its_own(tmp_path):
    units = [f"防城港市第{n}人民医院" for n in range(40)]
    frame = pd.DataFrame({"类别": [""], "单位": [""], "也可": [""]})
    choices = {"类别": ["教育", "医疗"], "单位": units, "也可": units}
    sheet = written(tmp_path, frame, choices=choices)
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"A2": '"教育,医疗"', "B2": "选项!$A$1:$A$40", "C2": "选项!$A$1:$A$40"}
    lists = openpyxl.load_workbook(tmp_path / "a.xlsx")["选项"]
    assert [cell.value for cell in lists["A"]] == units


def test_an_empty_table_still_shows_its_heading(tmp_path):
    assert [cell.value for cell in written(tmp_path, pd.DataFrame(columns=["甲", "乙"]))[1]] == ["甲", "乙"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="这个系统不能改时区")
def test_the_bytes_know_no_clock_and_no_time_zone(tmp_path, monkeypatch):
    spec = SheetSpec("表", pd.DataFrame({"甲": ["乙"]}), "题")
    files = []
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setitem(os.environ, "TZ", zone)
        time.tzset()
        files.append(write_workbook(tmp_path / f"{len(files)}.xlsx", [spec]).read_bytes())
    monkeypatch.undo()
    time.tzset()
    assert files[0] == files[1]
    with zipfile.ZipFile(tmp_path / "0.xlsx") as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 31)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2020-01-01T00:00:00Z") == 2


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_any_text_can_be_written(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    write_workbook(path, [SheetSpec("表", pd.DataFrame({"意见": [text]}), text, [text], [text])])
    assert openpyxl.load_workbook(path)["表"].max_row >= 4
