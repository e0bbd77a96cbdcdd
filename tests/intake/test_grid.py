"""Files become grids with the rows and columns a person sees in Excel; a file that can't be read is one fault."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from messy import book, csv, cut, heading_rows, raw_book, repacked, row, text_cell, word

from analysis.errors import InputFaults
from analysis.intake.grid import decode, read_grid

OLD = Path(__file__).with_name("old.xls")  # written by LibreOffice as “Excel 97–2003”
ROWS = [["编号", "意见建议"], ["1", "修路"]]


def only(path: Path):
    (sheet,) = read_grid(path)
    return sheet


def key_of(path: Path) -> str:
    with pytest.raises(InputFaults) as caught:
        read_grid(path)
    (fault,) = caught.value.faults
    return fault.key


# --- what is read ---------------------------------------------------------------------------------


def test_rows_keep_their_excel_numbers_and_columns_below_blank_ones(tmp_path):
    sheet = only(book(tmp_path / "a.xlsx", [[], [], ["", "", "意见建议"], [], ["", "", "修路"]]))
    assert (sheet.first_row, sheet.name) == (3, "意见")
    assert [(number, cells) for number, cells in sheet if any(cells)] == [
        (3, ["", "", "意见建议"]),
        (5, ["", "", "修路"]),
    ]


def test_every_sheet_that_holds_something_is_read_and_a_chart_sheet_is_no_harm(tmp_path):
    path = book(tmp_path / "a.xlsx", ROWS, 空表=[], 第二张=[["甲"]])
    workbook = openpyxl.load_workbook(path)
    workbook.create_chartsheet("图")
    workbook.save(path)
    assert [sheet.name for sheet in read_grid(path)] == ["意见", "第二张"]


def test_an_old_xls_is_read_like_a_new_one():
    sheet = only(OLD)
    assert (sheet.file, sheet.name, sheet.first_row) == ("old.xls", "意见", 1)
    assert sheet.rows[2] == [1.0, "村民", "自来水三天两头停", "2019-10-08"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_whatever_its_encoding_line_end_and_separator(tmp_path, encoding, end, mark):
    text = f"编号{mark}意见建议{end}1{mark}渔㳆路的灯坏了{end}"
    assert only(csv(tmp_path / "a.csv", text, encoding)).rows == [["编号", "意见建议"], ["1", "渔㳆路的灯坏了"]]


def test_a_csv_cell_may_hold_line_ends_quotes_and_blank_lines_keep_their_numbers(tmp_path):
    sheet = only(csv(tmp_path / "a.csv", '编号,意见\n\n1,"一、修""路""\n二、装灯"\n2,学"位"不够\n'))
    assert list(sheet) == [(1, ["编号", "意见"]), (2, []), (3, ["1", '一、修"路"\n二、装灯']), (4, ["2", '学"位"不够'])]


def test_a_merged_cell_of_a_word_table_stands_once_across_and_again_in_each_row_down(tmp_path):
    rows = [["编号", "县区", "意见", "说明"], ["1", "港口区", "修路", ""], ["2", "", "装灯", "尾注"]]
    sheet = only(word(tmp_path / "a.docx", rows, merge=[((1, 1), (2, 1)), ((0, 2), (0, 3))]))
    assert sheet.rows == [["编号", "县区", "意见", ""], ["1", "港口区", "修路", ""], ["2", "港口区", "装灯", "尾注"]]


@pytest.mark.parametrize("prefix", ["", "x"])
def test_formulas_and_error_values_are_told_by_their_place(tmp_path, prefix):
    p = f"{prefix}:" if prefix else ""
    cells = (
        f'<{p}row r="2"><{p}c r="A2"><{p}f>1&lt;2</{p}f><{p}v>1</{p}v></{p}c>'
        f'<{p}c t="e" r="C2"><{p}v>#N/A</{p}v></{p}c></{p}row>'
    )
    sheet = only(raw_book(tmp_path / "a.xlsx", [cells], prefix))
    assert sheet.formulas == {(2, 1): "1<2"}
    assert sheet.rows == [[1.0, "", "#N/A"]] and sheet.first_row == 2


def test_shared_formulas_are_formulas_too(tmp_path):
    shared = [
        row(1, '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c>'),
        row(2, '<c r="A2"><f t="shared" si="0"/><v>4</v></c>'),
    ]
    assert set(only(raw_book(tmp_path / "a.xlsx", shared)).formulas) == {(1, 1), (2, 1)}


def test_a_workbook_whose_styles_openpyxl_refuses_still_tells_its_formulas(tmp_path):
    path = book(tmp_path / "a.xlsx", [["编号", "意见建议"], ["1", "=A2"]])
    odd = repacked(
        tmp_path / "b.xlsx", path, "xl/styles.xml", lambda data: data.replace(b'<color theme="1"', b'<color rgb="red"')
    )
    with pytest.raises(ValueError, match="stylesheet"):
        openpyxl.load_workbook(odd)
    assert only(odd).formulas == {(2, 2): "A2"}


# --- what can't be read ---------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0.01, 0.3, 0.7, 0.97])
@pytest.mark.parametrize("kind", ["xlsx", "docx", "xls"])
def test_a_file_cut_off_anywhere_is_one_fault_and_writes_nothing_to_the_screen(tmp_path, capfd, kind, keep):
    whole = {"xlsx": lambda p: book(p, ROWS), "docx": lambda p: word(p, ROWS), "xls": lambda p: OLD}
    original = whole[kind](tmp_path / f"whole.{kind}")
    assert key_of(cut(tmp_path / f"a.{kind}", original, keep)) in {"file_truncated", "file_not_workbook"}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("kind", ["xlsx", "docx", "xls"])
def test_flipped_bytes_never_raise_anything_but_faults(tmp_path, kind, seed):
    formulas = [["编号", "意见建议"], ["1", "=A2"]]
    whole = {"xlsx": lambda p: book(p, formulas), "docx": lambda p: word(p, ROWS), "xls": lambda p: OLD}
    data = bytearray(whole[kind](tmp_path / f"whole.{kind}").read_bytes())
    dice = random.Random(seed)  # noqa: S311
    for _ in range(8):
        data[dice.randrange(8, len(data))] ^= dice.randrange(1, 256)
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    try:
        read_grid(path)
    except InputFaults as error:
        assert len(error.faults) == 1


def test_xml_cut_off_inside_a_sound_zip_is_damage(tmp_path):
    path = word(tmp_path / "a.docx", ROWS)
    broken = repacked(tmp_path / "b.docx", path, "word/document.xml", lambda data: data[: len(data) // 2])
    assert key_of(broken) == "file_truncated"


def test_an_old_xls_with_a_password_is_told_as_locked(tmp_path):
    data = bytearray(OLD.read_bytes())
    begin = data.index(b"\x09\x08\x10\x00") + 20
    data[begin : begin + 2] = b"\x2f\x00"  # FILEPASS, the record that follows where Excel encrypts
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    assert key_of(path) == "file_password"


@pytest.mark.parametrize(("name", "other"), [("a.xlsx", "b.docx"), ("a.docx", "b.xlsx"), ("a.xls", "b.xlsx")])
def test_a_file_under_another_types_name_is_told_as_that(tmp_path, name, other):
    original = word(tmp_path / other, ROWS) if other.endswith("docx") else book(tmp_path / other, ROWS)
    assert key_of(original.rename(tmp_path / name)) == "file_not_workbook"


def test_a_word_file_without_a_table_is_told_as_that(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("1. 希望修路")
    document.save(tmp_path / "a.docx")
    assert key_of(tmp_path / "a.docx") == "file_no_table"


def test_a_utf8_csv_cut_inside_a_character_is_told_as_cut_off(tmp_path):
    (tmp_path / "a.csv").write_bytes("编号,意见建议\n1,希望修路".encode()[:-1])
    assert key_of(tmp_path / "a.csv") == "file_truncated"


@pytest.mark.parametrize(
    "data", ["意見\r\n修路\r\n".encode("big5"), "意見\r\n道路\r\n".encode("shift-jis"), b"\xff\xd8\xff\xe0x"]
)
def test_even_a_few_bytes_of_another_encoding_are_not_guessed_at(data):
    assert decode(data) is None


# --- large and empty -------------------------------------------------------------------------------


def test_a_million_formatted_empty_cells_cost_no_memory(tmp_path):
    columns = "ABCDEFGHIJKLMNOPQRST"
    empty = (row(n, *(f'<c r="{c}{n}" s="0"/>' for c in columns)) for n in range(3, 50_003))
    path = raw_book(tmp_path / "a.xlsx", [*heading_rows(), *empty])
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > 20_000_000
    tracemalloc.start()
    sheet = only(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sheet.rows == [["编号", "意见建议"], ["1", "希望修路"]]
    assert peak < 16_000_000


def test_a_sheet_that_reaches_far_but_stays_readable_is_read(tmp_path):
    sheet = only(raw_book(tmp_path / "a.xlsx", [*heading_rows(), row(200_000, text_cell("B200000", "补记"))]))
    assert (len(sheet.rows), sheet.rows[-1]) == (200_000, ["", "补记"])


def test_a_sheet_too_wide_and_long_to_lay_out_is_refused_before_it_is_laid_out(tmp_path):
    path = raw_book(tmp_path / "a.xlsx", [*heading_rows(), row(1_048_576, text_cell("XFD1048576", "补"))])
    assert key_of(path) == "sheet_too_large"


def test_a_workbook_named_csv_is_told_for_what_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04 and what else a workbook holds")
    with pytest.raises(InputFaults, match="内容却不是这种文件"):
        read_grid(path)
