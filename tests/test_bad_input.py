"""Each kind of bad input through `minyi classify`: its exact sentence, the exit code, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from messy import HEADINGS, book, csv, cut, heading_rows, locked, raw_book, row, text_cell, word

from analysis.cli import main

GOOD = [HEADINGS, ["1", "希望修好企沙镇的村道", "港口区"], ["2", "学校门口车太多", "防城区"]]
LOCATE = "《意见.xlsx》工作表“意见”"
LONG = ("希望修好村道，下雨积水。" * 2_500)[:29_999] + "！"


def no_profile(found: str) -> str:
    return f"认不出这张表：找到的表头是 {found}；请补上“意见建议”之类的正文列，或用 --text 写明哪一列是正文。"


def classified(path: Path, capsys, *options: str) -> tuple[int, list[str], pd.DataFrame, pd.DataFrame]:
    """Exit code, sentences, rows and rejected rows of `minyi classify`."""
    out = path.parent / "out.csv"
    code = main(["classify", str(path), "--out", str(out), *options])
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    rows, rejected = (
        pd.read_csv(file, dtype=str, keep_default_na=False) if file.exists() else pd.DataFrame()
        for file in (out, path.parent / "out.rejected.csv")
    )
    return code, said.err.splitlines(), rows, rejected


# --- files that can't be read: one sentence, exit code 1, nothing written ------------------------

UNREADABLE = {
    "empty workbook": (
        lambda p: book(p / "意见.xlsx", []),
        "《意见.xlsx》文件里没有任何内容；请确认发来的是不是正确的文件。",
    ),
    "no byte at all": (
        lambda p: csv(p / "意见.xlsx", ""),
        "《意见.xlsx》文件里没有任何内容；请确认发来的是不是正确的文件。",
    ),
    "blank csv": (
        lambda p: csv(p / "意见.csv", "\r\n  \r\n"),
        "《意见.csv》文件里没有任何内容；请确认发来的是不是正确的文件。",
    ),
    "no such file": (lambda p: p / "没有.xlsx", "《没有.xlsx》找不到这个文件；请检查路径和文件名。"),
    "unknown type": (
        lambda p: csv(p / "意见.pdf", "x"),
        "《意见.pdf》不认识这种文件（.pdf）；请另存为 xlsx、xls、csv 或 docx。",
    ),
    "missing column": (
        lambda p: book(p / "意见.xlsx", [["编号", "备注"], ["1", "甲"], ["2", "乙"]]),
        LOCATE + no_profile("编号、备注"),
    ),
    "missing column of a csv": (
        lambda p: csv(p / "意见.csv", "姓名,电话\n甲,1\n乙,2\n"),
        "《意见.csv》" + no_profile("姓名、电话"),
    ),
    "password": (
        lambda p: locked(p / "意见.xlsx", book(p / "原件.xlsx", GOOD)),
        "《意见.xlsx》文件加了密码，打不开；请去掉打开密码后再发一次。",
    ),
    "password on a Word file": (
        lambda p: locked(p / "意见.docx", word(p / "原件.docx", GOOD)),
        "《意见.docx》文件加了密码，打不开；请去掉打开密码后再发一次。",
    ),
    "truncated xlsx": (
        lambda p: cut(p / "意见.xlsx", book(p / "原件.xlsx", GOOD), 0.6),
        "《意见.xlsx》文件损坏或没有传完，打不开；请对方用 Excel 重新保存后再发一次。",
    ),
    "truncated docx": (
        lambda p: cut(p / "意见.docx", word(p / "原件.docx", GOOD), 0.6),
        "《意见.docx》文件损坏或没有传完，打不开；请对方用 Excel 重新保存后再发一次。",
    ),
    "another type's name": (
        lambda p: csv(p / "意见.xls", "<table><tr><td>意见建议</td></tr></table>"),
        "《意见.xls》扩展名是 .xls，内容却不是这种文件；请打开后另存为 xlsx 再发。",
    ),
    "an open quote": (
        lambda p: csv(p / "意见.csv", '编号,意见建议\n1,"希望修路\n2,装灯\n'),
        "《意见.csv》第 2 行有一个引号没有收尾，后面的内容粘成了一格；请在 Excel 里核对后另存为 xlsx 再发。",
    ),
    "one stray cell in the last corner": (
        lambda p: raw_book(p / "意见.xlsx", [*heading_rows(), row(1_048_576, text_cell("XFD1048576", " "))]),
        LOCATE
        + "内容一直排到 XFD1048576 格，范围太大，打不开；请按 Ctrl+End 找到表外零星的内容，删去那些行和列后再发。",
    ),
}
ENCODED = {
    "Big5": "編號,意見建議\r\n1,希望盡快修好鎮上的村道，下雨天積水很深\r\n".encode("big5"),
    "Shift-JIS": "番号,意見\r\n1,道路を早く直してください。雨の日は水がたまります\r\n".encode("shift-jis"),
    "Latin-1": "id;avis\r\n1;Réparer la route très abîmée à côté de l'école\r\n".encode("latin-1"),
    "UTF-16 without mark": "编号,意见建议\r\n1,希望修路\r\n".encode("utf-16-le"),
    "UTF-32": "编号,意见建议\r\n1,希望修路\r\n".encode("utf-32"),
}


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_used_gets_its_sentence_and_exit_code_1(tmp_path, capsys, make, sentence):
    code, said, rows, rejected = classified(make(tmp_path), capsys)
    assert (code, said) == (1, [sentence])
    assert rows.empty and rejected.empty


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_a_csv_in_another_encoding_is_refused_instead_of_read_as_nonsense(tmp_path, capsys, data):
    (tmp_path / "意见.csv").write_bytes(data)
    code, said, rows, _ = classified(tmp_path / "意见.csv", capsys)
    assert code == 1 and rows.empty
    assert said == ["《意见.csv》文字编码认不出来（既不是 UTF-8 也不是 GB18030）；请用 Excel 另存为“CSV UTF-8”。"]


# --- rows that can't be taken, or are taken with a remark ------------------------------------------


def test_a_duplicate_id_is_rejected_whole_and_says_where_it_was_used_first(tmp_path, capsys):
    path = book(tmp_path / "意见.xlsx", [*GOOD, ["1", "装路灯", "上思县"]])
    code, said, rows, rejected = classified(path, capsys)
    assert code == 1
    assert said == [LOCATE + "第 4 行编号“1”已在《意见.xlsx》“意见”第 2 行用过；请改成不重复的编号。"]
    assert list(rows["id"]) == ["1", "2"]
    (kept,) = rejected.to_dict("records")
    assert kept == {
        "source_file": "意见.xlsx",
        "source_sheet": "意见",
        "source_row": "4",
        "id": "1",
        "text": "装路灯",
        "problem": "编号“1”已在《意见.xlsx》“意见”第 2 行用过",
        "remedy": "请改成不重复的编号",
        "raw": "编号=1；意见建议=装路灯；所在县区=上思县",
    }


def test_a_repeated_heading_is_skipped_with_a_remark_and_no_row_is_lost(tmp_path, capsys):
    code, said, rows, rejected = classified(book(tmp_path / "意见.xlsx", [*GOOD, HEADINGS, ["3", "装灯", ""]]), capsys)
    assert (code, said) == (0, [LOCATE + "第 4 行又出现一次表头；已按表头略过。"])
    assert list(rows["id"]) == ["1", "2", "3"] and rejected.empty


def test_a_date_in_words_is_told_and_its_comment_still_taken(tmp_path, capsys):
    path = book(tmp_path / "意见.xlsx", [["编号", "意见建议", "调查日期"], ["1", "修路", "年底前"]])
    code, said, rows, _ = classified(path, capsys)
    assert (code, list(rows["id"])) == (1, ["1"])
    assert said == [LOCATE + "第 2 行“调查日期”是“年底前”，不是日期；请填成 2020-12-11 这样的日期。"]


def test_a_formula_without_a_result_is_rejected_with_the_formula_kept(tmp_path, capsys):
    path = book(tmp_path / "意见.xlsx", [*GOOD, ["3", '=A2&"号路"', ""]])
    code, said, rows, rejected = classified(path, capsys)
    assert code == 1 and list(rows["id"]) == ["1", "2"]
    assert said == [LOCATE + "第 4 行“意见建议”是公式，没有算出来的值；请选中后“复制—选择性粘贴—数值”。"]
    assert list(rejected["raw"]) == ['编号=3；意见建议==A2&"号路"']


@pytest.mark.parametrize("cell", ['<c r="B3" t="str">', '<c t="str" s="0" r="B3">'], ids=["usual", "attributes turned"])
def test_a_formula_with_a_result_is_taken_with_a_remark(tmp_path, capsys, cell):
    formula = row(3, text_cell("A3", "2"), f"{cell}<f>A2</f><v>装路灯</v></c>")
    code, said, rows, _ = classified(raw_book(tmp_path / "意见.xlsx", [*heading_rows(), formula]), capsys)
    assert (code, list(rows["text"])) == (0, ["希望修路", "装路灯"])
    assert said == [LOCATE + "第 3 行“意见建议”是公式，已取用表里存的结果“装路灯”；请核对；稳妥起见请粘贴为数值。"]


def test_an_error_value_is_rejected_and_shown(tmp_path, capsys):
    error = row(3, text_cell("A3", "2"), '<c r="B3" t="e"><v>#REF!</v></c>')
    code, said, rows, rejected = classified(raw_book(tmp_path / "意见.xlsx", [*heading_rows(), error]), capsys)
    assert (code, list(rows["id"]), list(rejected["raw"])) == (1, ["1"], ["编号=2；意见建议=#REF!"])
    assert said == [LOCATE + "第 3 行“意见建议”是 Excel 错误值“#REF!”；请改成正确的内容。"]


def test_a_cell_of_30000_characters_is_taken_whole_with_a_remark(tmp_path, capsys):
    code, said, rows, _ = classified(book(tmp_path / "意见.xlsx", [*GOOD, ["3", LONG, ""]]), capsys)
    assert (code, rows["text"][2]) == (0, LONG)
    assert said == [
        LOCATE + "第 4 行“意见建议”有 30000 个字，超过 Excel 一格的稳妥长度；已全文收下，请核对是不是把几条粘在一格里。"
    ]


@pytest.mark.parametrize("last", [["3", "", ""], ["A-3", "", ""], ["3", "", "港口区"]])
def test_a_row_without_text_is_rejected_even_where_only_its_number_is_written(tmp_path, capsys, last):
    code, said, rows, rejected = classified(book(tmp_path / "意见.xlsx", [*GOOD, last]), capsys)
    assert (code, len(rows), list(rejected["id"])) == (1, 2, [last[0]])
    assert said == [LOCATE + "第 4 行“意见建议”没有正文；请补上意见内容；确无意见的请写“无”。"]


def test_a_sheet_that_is_not_understood_is_told_beside_one_that_is(tmp_path, capsys):
    path = book(tmp_path / "意见.xlsx", GOOD, 附表=[["编号", "建议"], ["7", "修桥"], ["8", "修闸"]])
    code, said, rows, _ = classified(path, capsys)
    assert (code, len(rows)) == (1, 2)
    assert said == ["《意见.xlsx》工作表“附表”" + no_profile("编号、建议")]


def test_a_second_column_of_texts_is_told_and_not_dropped_in_silence(tmp_path, capsys):
    path = book(
        tmp_path / "意见.xlsx", [["编号", "意见建议", "意见建议"], ["1", "修路", "装灯"], ["1", "修桥", "清淤"]]
    )
    code, said, rows, rejected = classified(path, capsys)
    assert (code, list(rows["text"])) == (1, ["修路"])
    assert said[0] == (LOCATE + "第 1 行有两列都是“意见建议”，只用了一列，“意见建议（第 3 列）”没有用；请并成一列。")
    assert list(rejected["raw"]) == ["编号=1；意见建议=修桥；意见建议（2）=清淤"]
