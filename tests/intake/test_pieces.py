"""A large csv comes in piece by piece: the same rows, faults and ids as in one."""

from __future__ import annotations

import pandas as pd
import pytest
from messy import csv

from analysis.errors import InputFaults
from analysis.intake import pieces
from analysis.intake.comments import read_file
from analysis.intake.pieces import read_pieces

HEAD = "二○一九年意见汇总表,,\n编号,意见建议,所在县区\n"
ROWS = [
    "1,路灯不亮,上思县",
    '2,"自来水\n老是停",港口区',
    "1,重号,",
    ",,",
    "4,,东兴市",
    "编号,意见建议,所在县区",
    "5,=看病贵,",
    "6,学校门口堵车,防城区",
    "合计 7 条,,",
]
TEXT = HEAD + "\n".join(ROWS) + "\n"


def whole_and_pieces(path, rows=2):
    whole, got = read_file(path), list(read_pieces(path, large=0, rows=rows))
    return whole, got


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("rows", [3, 4, 5, 100])
def test_pieces_together_hold_what_the_whole_file_holds(tmp_path, encoding, rows):
    whole, got = whole_and_pieces(csv(tmp_path / "a.csv", TEXT, encoding), rows)
    assert len(got) > 1 or rows == 100
    for name in ("accepted", "rejected"):
        together = pd.concat([getattr(piece, name) for piece in got if len(getattr(piece, name))], ignore_index=True)
        pd.testing.assert_frame_equal(together, getattr(whole, name))
    assert len(whole.accepted) == 4 and len(whole.rejected) == 2
    faults = [fault.sentence() for piece in got for fault in piece.faults]
    assert sorted(faults) == sorted(fault.sentence() for fault in whole.faults)
    assert any("7" in sentence for sentence in faults)


def test_a_number_given_twice_is_found_over_all_pieces(tmp_path):
    path = csv(tmp_path / "a.csv", "编号,意见建议\n" + "".join(f"{i % 7},第{i}条\n" for i in range(20)))
    whole, got = whole_and_pieces(path, rows=3)
    assert sum(len(piece.accepted) for piece in got) == len(whole.accepted) == 7
    assert [f.sentence() for piece in got for f in piece.faults] == [f.sentence() for f in whole.faults]
    assert "第 2 行" in whole.faults[0].sentence()


def test_an_open_quote_is_told_with_the_same_row(tmp_path):
    path = csv(tmp_path / "a.csv", HEAD + "1,路灯不亮,\n" * 5 + '2,"没有收尾,\n3,路灯,\n')
    with pytest.raises(InputFaults) as whole:
        read_file(path)
    with pytest.raises(InputFaults) as got:
        list(read_pieces(path, large=0, rows=2))
    assert str(got.value) == str(whole.value)


@pytest.mark.parametrize(
    "text", ["名称,价格\n苹果,3\n", "", "\n\n", "编号\n1\n2\n"], ids=["goods", "empty", "blank", "numbers"]
)
def test_a_file_without_comments_says_the_same_at_any_size(tmp_path, text):
    path = csv(tmp_path / "a.csv", text)
    with pytest.raises(InputFaults) as whole:
        read_file(path)
    with pytest.raises(InputFaults) as got:
        list(read_pieces(path, large=0, rows=2))
    assert str(got.value) == str(whole.value)


def test_another_encoding_is_read_whole(tmp_path):
    path = csv(tmp_path / "a.csv", TEXT, "utf-16")
    (got,) = read_pieces(path, large=0, rows=3)
    pd.testing.assert_frame_equal(got.accepted, read_file(path).accepted)


def test_only_a_large_csv_is_cut(tmp_path, monkeypatch):
    path = csv(tmp_path / "a.csv", TEXT)
    assert len(list(read_pieces(path, rows=3))) == 1
    monkeypatch.setattr(pieces, "read_file", None)
    assert len(list(read_pieces(path, large=path.stat().st_size, rows=3))) > 1
