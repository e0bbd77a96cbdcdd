"""Any file of texts gets its labels: the columns of the contract, every row once, corrections win."""

from __future__ import annotations

import tracemalloc

import pandas as pd
import pytest
from messy import book, csv

from analysis.classify import COLUMNS, classify, classify_pieces, write_classified
from analysis.errors import InputFaults
from analysis.store import rejected_path

ROWS = [
    ["编号", "意见建议", "所在县区"],
    ["1", "娃儿六年级了还在板房里上课", "上思县"],
    ["2", "没有意见", ""],
    ["1", "重号", ""],
    ["3", "", "港口区"],
]
CONTRACT = "id,text,theme,themes,confidence,evidence,nature,county,place,lead_unit,support_units,needs_review,reason"
TAXONOMY = """version: 测试
themes:
  - {name: 水, description: 水, words: [自来水, 停水, 水管]}
  - {name: 灯, description: 灯, words: [路灯, 灯不亮]}
other: 别的
"""


def test_the_columns_stand_first_and_in_the_order_of_the_contract(tmp_path):
    result = classify(book(tmp_path / "a.xlsx", ROWS))
    assert ",".join(COLUMNS) == CONTRACT
    assert list(result.rows.columns[: len(COLUMNS)]) == COLUMNS


def test_every_row_is_labelled_once_or_rejected_with_its_reason(tmp_path):
    result = classify(book(tmp_path / "a.xlsx", ROWS))
    assert list(result.rows["id"]) == ["1", "2"]
    assert result.rejected[["source_row", "text"]].values.tolist() == [[4, "重号"], [5, ""]]
    assert [fault.is_error for fault in result.faults] == [True, True]
    first = result.rows.iloc[0]
    assert (first["theme"], first["county"], first["themes"].split("|")[0]) == ("教育", "上思县", "教育")
    assert set(result.rows["needs_review"]) <= {"是", "否"} and result.rows["confidence"].between(0, 1).all()
    assert result.to_review == (result.rows["needs_review"] == "是").sum()


def test_another_citys_taxonomy_decides_the_themes(tmp_path):
    path = csv(tmp_path / "a.csv", "意见建议\n停水三天了\n路灯不亮\n包子好吃\n")
    result = classify(path, taxonomy=csv(tmp_path / "themes.yml", TAXONOMY))
    assert list(result.rows["theme"]) == ["水", "灯", "别的"]


def test_a_taxonomy_without_words_is_refused_with_every_fault(tmp_path):
    broken = "themes:\n  - {name: 水}\n  - {words: [灯]}\n"
    with pytest.raises(InputFaults) as caught:
        classify(book(tmp_path / "a.xlsx", ROWS), taxonomy=csv(tmp_path / "themes.yml", broken))
    assert [fault.sentence() for fault in caught.value.faults] == [
        "《themes.yml》第 2 行类别“水”没有词；请补上 words，每类至少一个。",
        "《themes.yml》第 3 行第 2 个类别没有名称；请补上 name。",
    ]


def test_corrections_are_replayed_and_bad_ones_told(tmp_path):
    ledger = csv(
        tmp_path / "corrections.csv", "时间,意见编号,更正项,改为\n2020-8-1,1,类别,医疗\n2020-8-1,9,类别,医疗\n"
    )
    result = classify(book(tmp_path / "a.xlsx", ROWS[:3]), corrections=ledger)
    assert result.rows[["theme", "labelled_by"]].values.tolist()[0] == ["医疗", "人工"]
    assert [fault.key for fault in result.faults] == ["correction_unknown"]


def test_a_ledger_that_is_not_there_is_told_instead_of_passed_over(tmp_path):
    with pytest.raises(InputFaults, match=r"《没有\.csv》找不到这个文件；请检查路径和文件名。"):
        classify(book(tmp_path / "a.xlsx", ROWS), corrections=tmp_path / "没有.csv")


@pytest.mark.parametrize("rows", [ROWS[:1], [ROWS[0], ROWS[4]]], ids=["a heading only", "all rows rejected"])
def test_a_file_without_a_single_comment_gives_empty_tables(tmp_path, rows):
    result = classify(book(tmp_path / "a.xlsx", rows))
    write_classified([result], tmp_path / "结果" / "out.csv")
    written = pd.read_csv(tmp_path / "结果" / "out.csv")
    assert written.empty and list(written.columns[: len(COLUMNS)]) == COLUMNS
    assert len(pd.read_csv(tmp_path / "结果" / "out.rejected.csv")) == len(rows) - 1


def test_the_rejected_rows_lie_beside_the_result(tmp_path):
    assert rejected_path(tmp_path / "out.csv").name == "out.rejected.csv"
    assert rejected_path(tmp_path / "2020.9.csv").name == "2020.9.rejected.csv"


def test_the_same_file_gives_the_same_bytes(tmp_path):
    path = book(tmp_path / "a.xlsx", ROWS)
    for name in ("一.csv", "二.csv"):
        write_classified([classify(path)], tmp_path / name)
    assert (tmp_path / "一.csv").read_bytes() == (tmp_path / "二.csv").read_bytes()


def many(path, count=40):
    """A csv of *count* comments, some without text, some with a number given before."""
    texts = ["路灯不亮", "停水三天了", "学校门口堵车", "没有意见", "", "=看病贵", "一是路烂，二是没有路灯"]
    lines = [f"{number if number % 9 else 1},{texts[number % len(texts)]}\n" for number in range(1, count + 1)]
    return csv(path, "编号,意见建议\n" + "".join(lines))


@pytest.mark.parametrize("rows", [7, 16])
def test_a_file_classified_in_pieces_gives_the_bytes_of_one(tmp_path, rows):
    path = many(tmp_path / "a.csv")
    whole, cut = tmp_path / "一.csv", tmp_path / "二.csv"
    once = write_classified([classify(path)], whole)
    pieces = write_classified(classify_pieces(path, large=0, rows=rows), cut)
    assert cut.read_bytes() == whole.read_bytes()
    assert rejected_path(cut).read_bytes() == rejected_path(whole).read_bytes()
    assert (pieces.rows, pieces.rejected, pieces.to_review) == (once.rows, once.rejected, once.to_review)
    assert [fault.sentence() for fault in pieces.faults] == [fault.sentence() for fault in once.faults]
    assert once.rows + once.rejected == 40 and pieces.rejected > 5


def test_what_was_there_stays_until_the_new_file_is_whole(tmp_path):
    path, out = csv(tmp_path / "a.csv", '编号,意见建议\n1,路灯不亮\n2,路烂\n3,"没有收尾\n'), tmp_path / "out.csv"
    out.write_text("上一次的结果")
    with pytest.raises(InputFaults):
        write_classified(classify_pieces(path, large=0, rows=2), out)
    assert out.read_text() == "上一次的结果"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "out.csv"]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_comments(tmp_path):
    """Eight times the comments, each piece by itself: no more than their numbers is kept."""
    peaks = []
    for count in (1_000, 8_000):
        path = many(tmp_path / f"{count}.csv", count)
        tracemalloc.start()
        write_classified(classify_pieces(path, large=0, rows=500), tmp_path / "out.csv")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 7_000 * 1_500  # bytes a comment: its number, its faults


@pytest.mark.slow
def test_thousands_of_real_messages_go_through_and_none_is_lost(shared):
    result = classify(shared / "feedback" / "messages.xlsx")
    assert (len(result.rows), len(result.rejected), result.profiles) == (4326, 0, ["网络留言"])
    assert result.rows["id"].is_unique and (result.rows["theme"] != "").all()
