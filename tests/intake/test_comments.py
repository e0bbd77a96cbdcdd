"""Comments as received: in = accepted + rejected, ids are unique, and every row says where it came from."""

from __future__ import annotations

import re
import shutil
import tempfile
from csv import writer
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messy import book, csv, word

from analysis.errors import InputFaults, UsageError
from analysis.intake.comments import ACCEPTED, FILES, REJECTED, Intake, read_file, read_folder

HEAD = ["编号", "意见建议"]


def sentences(found: Intake) -> list[str]:
    return [fault.sentence() for fault in found.faults]


def balanced(found: Intake) -> bool:
    """in = accepted + rejected, for each sheet and altogether, and no row is counted twice."""
    files, rows = found.files, pd.concat([found.accepted, found.rejected])
    places = rows[["source_file", "source_sheet", "source_row"]]
    return (
        (files["rows_in"] == files["accepted"] + files["rejected"]).all()
        and files["accepted"].sum() == len(found.accepted)
        and files["rejected"].sum() == len(found.rejected)
        and not places.duplicated().any()
        and found.accepted["id"].is_unique
    )


# --- one file ------------------------------------------------------------------------------------------


def test_an_accepted_comment_has_all_its_columns_and_its_place(tmp_path):
    head = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数", "反对数", "答复意见", "答复时间"]
    row = ["０１２", "某市民", "路灯", "2020/1/2 9:05", "灯不亮", 3, 1, "已修", "2020年1月4日"]
    found = read_file(book(tmp_path / "导出.xlsx", [["市长信箱"], head, row]))
    assert list(found.accepted.columns) == ACCEPTED and list(found.files.columns) == FILES
    (comment,) = found.accepted.to_dict("records")
    assert comment == {
        "id": "012",
        "channel": "",
        "title": "路灯",
        "text": "灯不亮",
        "respondent": "某市民",
        "county_given": "",
        "date": "2020-01-02 09:05:00",
        "reply": "已修",
        "reply_date": "2020-01-04",
        "votes": "3",
        "votes_against": "1",
        "source_file": "导出.xlsx",
        "source_sheet": "意见",
        "source_row": 3,
    }


def test_the_callers_columns_come_before_the_profiles(tmp_path):
    path = book(tmp_path / "a.xlsx", [["序号", "标题", "内容", "备注"], ["7", "路", "修路", "急"]])
    assert read_file(path).accepted[["id", "title", "text"]].values.tolist() == [["7", "路", "修路"]]
    found = read_file(path, id_column="备注", text_columns=["内容", "标题"])
    assert found.accepted[["id", "title", "text"]].values.tolist() == [["急", "修路", "路"]]
    assert found.faults == []


def test_a_callers_column_that_is_not_there_is_told_with_those_found(tmp_path):
    path = book(tmp_path / "a.xlsx", [["编号", "意见建议", "身份"], ["1", "修路", "居民"]])
    told = "《a.xlsx》工作表“意见”第 1 行缺少“正文”列；找到的列是：编号、意见建议、身份；请补上或改成规定的列名。"
    with pytest.raises(InputFaults, match=re.escape(told)):
        read_file(path, text_columns=["正文"])


def test_an_unknown_profile_is_wrong_use_and_lists_those_there_are(tmp_path):
    with pytest.raises(UsageError, match="没有叫“报表”的来源格式；现有：意见汇总表、网络留言。"):
        read_file(book(tmp_path / "a.xlsx", [HEAD, ["1", "修路"]]), profile="报表")


def test_a_title_alone_is_taken_as_text(tmp_path):
    found = read_file(book(tmp_path / "a.xlsx", [["编号", "标题", "意见建议"], ["1", "路灯坏了", ""]]))
    assert found.accepted[["title", "text"]].values.tolist() == [["路灯坏了", "路灯坏了"]]


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([["意见建议"], ["修路"], ["装灯"]], ["2", "3"]),
        ([["序号", "意见建议"], ["１", "修路"], ["", "装灯"], ["2", "清淤"]], ["1", "行3", "2"]),
        ([HEAD, ["1", "修路"], ["", "装灯"], ["3", "清淤"]], ["1", "行3", "3"]),
    ],
    ids=["no number", "a serial number missing", "an id missing"],
)
def test_an_id_made_up_never_takes_the_place_of_a_real_one(tmp_path, rows, ids):
    found = read_file(csv(tmp_path / "a.csv", "".join(",".join(row) + "\n" for row in rows)))
    assert list(found.accepted["id"]) == ids and found.rejected.empty


def test_sheets_that_each_count_from_one_keep_all_their_rows(tmp_path):
    rows = [["序号", "意见建议"], ["1", "修路"], ["2", "装灯"]]
    found = read_file(book(tmp_path / "a.xlsx", rows, "水", 电=[*rows, ["2", "又一个"]]))
    assert list(found.accepted["id"]) == ["1", "2", "电-1", "电-2"]
    assert list(found.rejected["text"]) == ["又一个"] and balanced(found)


def test_a_sheet_with_a_heading_only_is_remarked_on(tmp_path):
    found = read_file(book(tmp_path / "a.xlsx", [HEAD]))
    assert sentences(found) == [
        "《a.xlsx》工作表“意见”这张工作表没有数据行；请核对是不是发错了文件；确无意见的请说明一声。"
    ]
    assert found.files["rows_in"].sum() == 0


def test_an_unreadable_file_is_raised_not_returned_empty(tmp_path):
    with pytest.raises(InputFaults, match="找不到这个文件"):
        read_file(tmp_path / "没有.xlsx")


# --- a folder --------------------------------------------------------------------------------------------


def test_the_channel_comes_from_the_column_the_sheet_the_title_or_the_files_name(tmp_path):
    book(tmp_path / "a.xlsx", [["来源渠道", *HEAD], ["棚改", "1", "修路"]])
    book(tmp_path / "b.xlsx", [HEAD, ["2", "修路"]], "用水用气用电")
    book(tmp_path / "c.xlsx", [["2019年信贷办理服务对象意见"], HEAD, ["3", "贷款"]], "Sheet1")
    csv(tmp_path / "易地扶贫搬迁.csv", "意见建议\n楼漏水\n")
    found = read_folder(tmp_path)
    assert found.accepted[["id", "channel"]].values.tolist() == [
        ["1", "棚户区改造"],
        ["2", "用水、用气、用电"],
        ["3", "信贷办理"],
        ["15-001", "易地扶贫搬迁"],
    ]


def test_a_row_of_no_channel_is_rejected_with_the_nearest_names(tmp_path):
    book(tmp_path / "来件.xlsx", [HEAD, ["1", "修路"]], "Sheet1")
    found = read_folder(tmp_path)
    assert list(found.rejected["raw"]) == ["编号=1；意见建议=修路"] and balanced(found)
    assert sentences(found)[0].startswith("《来件.xlsx》工作表“Sheet1”第 2 行“来源渠道”“Sheet1”不是 15 个来源渠道之一")


def test_a_made_up_number_within_a_channel_does_not_take_a_real_one(tmp_path):
    rows = [["序号", "意见编号", "意见建议"], ["1", "04-001", "甲"], ["", "", "乙"], ["3", "04-002", "丙"]]
    found = read_folder(book(tmp_path / "企业开办.xlsx", rows).parent)
    assert list(found.accepted["id"]) == ["04-001", "04-行3", "04-002"] and found.rejected.empty


def test_the_same_file_twice_counts_once_and_its_rows_are_kept_with_the_reason(tmp_path):
    first = book(tmp_path / "a" / "饮水安全.xlsx", [HEAD, ["1", "停水"], ["2", "漏水"]])
    (tmp_path / "b").mkdir()
    shutil.copy(first, tmp_path / "b" / "饮水安全（再发）.xlsx")
    found = read_folder(tmp_path)
    assert list(found.accepted["id"]) == ["1", "2"]
    assert found.rejected[["source_file", "text", "problem"]].values.tolist() == [
        ["饮水安全（再发）.xlsx", "停水", "与《a/饮水安全.xlsx》内容完全相同"],
        ["饮水安全（再发）.xlsx", "漏水", "与《a/饮水安全.xlsx》内容完全相同"],
    ]
    assert balanced(found) and list(found.files["rows_in"]) == [2, 2]


def test_a_word_table_with_merged_cells_and_full_width_digits_is_read(tmp_path):
    rows = [
        ["受访者情况", "", "意见内容", "座谈时间"],
        ["编号", "县区", "", ""],
        ["０９－００１", "港口区", "修路", "２０１９年９月２４日"],
        ["09-002", "", "装灯", ""],
    ]
    merge = [((0, 0), (0, 1)), ((0, 2), (1, 2)), ((0, 3), (1, 3)), ((2, 1), (3, 1))]
    word(tmp_path / "代表委员.docx", rows, merge)
    found = read_folder(tmp_path)
    assert found.accepted[["id", "county_given", "text", "date"]].values.tolist() == [
        ["09-001", "港口区", "修路", "2019-09-24"],
        ["09-002", "港口区", "装灯", ""],
    ]


@pytest.mark.parametrize(
    ("given", "county"),
    [
        ("港口", "港口区"),
        ("防城港市东兴市", "东兴市"),
        ("上思县在妙镇", "上思县"),
        ("上 思", "上思县"),
        ("", ""),
        ("北海市", ""),
        ("港", ""),
    ],
)
def test_a_county_however_it_is_written(tmp_path, given, county):
    found = read_folder(book(tmp_path / "棚改.xlsx", [[*HEAD, "所在县区"], ["1", "修路", given]]).parent)
    assert list(found.accepted["county_given"]) == [county]
    assert [fault.key for fault in found.faults] == (["county_unknown"] if given and not county else [])


def test_files_of_other_kinds_are_told_and_office_lock_files_are_not(tmp_path):
    book(tmp_path / "棚改.xlsx", [HEAD, ["1", "修路"]])
    for name in ("~$棚改.xlsx", ".DS_Store", "扫描件.pdf", "无扩展名"):
        (tmp_path / name).write_bytes(b"x")
    assert sentences(read_folder(tmp_path)) == [
        "《扫描件.pdf》不认识这种文件（.pdf）；请另存为 xlsx、xls、csv 或 docx。",
        "《无扩展名》不认识这种文件（没有扩展名）；请另存为 xlsx、xls、csv 或 docx。",
    ]


# --- whatever comes ----------------------------------------------------------------------------------------

CELL = st.sampled_from(
    [
        "",
        "1",
        "2",
        "01-001",
        "合计",
        "注：x",
        "意见建议",
        "编号",
        "修路",
        "年底前",
        "饮水安全",
        "#REF!",
        "=1+1",
        "港口区",
    ]
)
LINES = st.lists(st.lists(CELL | st.text(max_size=8), max_size=6), max_size=20)


@settings(max_examples=60, deadline=None)
@given(
    LINES,
    LINES,
    st.sampled_from([["编号", "意见建议", "日期"], ["序号", "标题", "内容"], ["意见建议"], ["来源渠道", "意见"]]),
)
def test_in_is_accepted_plus_rejected_whatever_the_sheets_hold(above, below, head):
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(("饮水安全.csv", "来件.csv")):
            lines = [*above, head, *below][number:]
            with open(Path(folder) / name, "w", encoding="utf-8", errors="replace", newline="") as file:
                writer(file).writerows(lines)
        found = read_folder(Path(folder))
    assert balanced(found)
    assert list(found.rejected.columns) == REJECTED
    assert (found.rejected["problem"] != "").all() and (found.rejected["remedy"] != "").all()
    assert all(fault.sentence().startswith("《") and fault.sentence().endswith("。") for fault in found.faults)
