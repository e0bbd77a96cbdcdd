"""Drawing comments for people, the workbook they fill in, and reading it back."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from analysis.errors import InputFaults
from analysis.reference import units
from analysis.tasks.coding import ANY, DOUBTFUL, OTHERS, coding_sheets, draw, read_coded
from analysis.themes.taxonomy import load_taxonomy
from analysis.workbook import SheetSpec, write_workbook

HEADINGS = ["意见编号", "意见建议", "判为类别", "判为性质", "判为县区", "判为地点", "判为牵头单位", "也可牵头", "说明"]


def many(count: int) -> pd.DataFrame:
    return pd.DataFrame({"id": [f"{n:03d}" for n in range(count)], "text": [f"第{n}条意见" for n in range(count)]})


def filled(tmp_path, *rows: dict[str, str]):
    frame = pd.DataFrame([dict.fromkeys(HEADINGS, "") | row for row in rows], columns=HEADINGS)
    return write_workbook(tmp_path / "抽样-甲.xlsx", [SheetSpec("标注", frame, "意见标注表")])


def coded(tmp_path, *rows: dict[str, str]):
    return read_coded(filled(tmp_path, *rows), load_taxonomy(), units())


def said(comment_id: str, **labels: str) -> dict[str, str]:
    known = {f"判为{name}": value for name, value in labels.items() if name != "也可牵头"}
    return {"意见编号": comment_id, "意见建议": "路灯坏了", "也可牵头": labels.get("也可牵头", "")} | known


# --- drawing -------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_comments_whatever_the_order_of_rows():
    comments = many(50)
    first = draw(comments, [False] * 50, 10)
    turned = draw(comments.iloc[::-1], [False] * 50, 10)
    pd.testing.assert_frame_equal(first, turned)
    assert set(first["id"]) != set(draw(comments, [False] * 50, 10, seed=2)["id"])
    assert list(first["id"]) != sorted(first["id"])  # neighbours in the file don't follow each other


def test_a_greater_sample_holds_the_smaller_one():
    comments = many(50)
    small, great = (draw(comments, [False] * 50, number) for number in (10, 20))
    assert set(small["id"]) < set(great["id"])


def test_a_plain_draw_weighs_all_alike():
    found = draw(many(50), [False] * 50, 10)
    assert set(found["stratum"]) == {ANY}
    assert list(found["weight"]) == [5.0] * 10


def test_more_doubtful_ones_are_made_up_for_by_their_weights():
    doubtful = [n < 10 for n in range(50)]
    found = draw(many(50), doubtful, 20, from_queue=8)
    assert found["stratum"].value_counts().to_dict() == {OTHERS: 12, DOUBTFUL: 8}
    assert set(found.loc[found["stratum"] == DOUBTFUL, "id"]) <= {f"{n:03d}" for n in range(10)}
    assert found["weight"].sum() == pytest.approx(50)
    assert found.loc[found["stratum"] == DOUBTFUL, "weight"].unique() == pytest.approx([1.25])


@pytest.mark.parametrize(("number", "from_queue", "drawn"), [(80, 0, 50), (20, 20, 20), (80, 30, 50)])
def test_no_more_is_drawn_than_there_is(number, from_queue, drawn):
    found = draw(many(50), [n < 5 for n in range(50)], number, from_queue)
    assert len(found) == drawn == found["id"].nunique()
    assert (found["stratum"] == DOUBTFUL).sum() == (5 if from_queue else 0)


# --- the workbook --------------------------------------------------------------------------


def test_readers_see_the_comment_and_the_choices_and_none_of_the_programs_labels(tmp_path):
    comments = many(2).assign(channel="城乡居民", title="", theme="教育", evidence="学位", confidence=0.9)
    path = write_workbook(tmp_path / "甲.xlsx", coding_sheets(comments, load_taxonomy(), units(), "甲"))
    book = openpyxl.load_workbook(path)
    sheet = book["标注"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    (head,) = [n for n, row in enumerate(rows) if row[0] == "意见编号"]
    assert rows[head] == ["意见编号", "来源渠道", *HEADINGS[1:]]
    assert rows[head + 1] == ["000", "城乡居民", "第0条意见", *[""] * 7]
    assert all("学位" not in str(cell) and "0.9" not in str(cell) for row in rows for cell in row)
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert "基础设施建设" in lists["D"] and "建设性" in lists["E"]
    assert lists["H"].startswith("选项!$")  # too many units for a list inside the cell's rule
    named = [cell.value for column in book["选项"].columns for cell in column]
    assert "防城港市教育局" in named and "防城港市绩效考评领导小组办公室" not in named


# --- reading back --------------------------------------------------------------------------


def test_what_was_filled_is_read_with_full_names(tmp_path):
    found = coded(
        tmp_path,
        said("1", 类别="城市管理", 性质="建设性", 县区="港口区", 牵头单位="市市政局", 也可牵头="港口区、防城区"),
        said("2", 类别="其他", 性质="空泛"),
        said("3"),
    )
    assert found.faults == [] and found.reader == "抽样-甲"
    one, two = found.labels.to_dict("records")
    assert (one["theme"], one["county"], one["lead_unit"]) == ("城市管理", "港口区", "防城港市市政管理局")
    assert one["lead_also"] == ("港口区人民政府", "防城区人民政府")
    assert (two["county"], two["lead_unit"]) == ("", "")  # judged: none told, none needed
    assert two["place"] is None  # a column nobody filled wasn't judged


def test_a_unit_left_out_where_one_is_needed_is_not_judged(tmp_path):
    found = coded(tmp_path, said("1", 性质="建设性", 牵头单位="市教育局"), said("2", 性质="建设性"))
    assert [row["lead_unit"] for row in found.labels.to_dict("records")] == ["防城港市教育局", None]


def test_several_units_in_one_cell_are_all_acceptable(tmp_path):
    (row,) = coded(tmp_path, said("1", 性质="建设性", 牵头单位="市教育局、港口区政府")).labels.to_dict("records")
    assert (row["lead_unit"], row["lead_also"]) == ("防城港市教育局", ("港口区人民政府",))


@pytest.mark.parametrize(
    ("labels", "column", "value"),
    [
        ({"类别": "教肓"}, "判为类别", "教肓"),
        ({"性质": "建议"}, "判为性质", "建议"),
        ({"县区": "钦州市"}, "判为县区", "钦州市"),
        ({"牵头单位": "市绩效办"}, "判为牵头单位", "市绩效办"),
        ({"类别": "教育", "也可牵头": "某某局"}, "也可牵头", "某某局"),
    ],
)
def test_a_bad_value_is_told_with_its_place_and_that_field_is_not_judged(tmp_path, labels, column, value):
    found = coded(tmp_path, said("1", 类别="教育", 性质="建设性"), said("2", **labels))
    (fault,) = found.faults
    assert (fault.file, fault.sheet, fault.row) == ("抽样-甲.xlsx", "标注", 4)
    assert f"“{column}”是“{value}”，不在规定的选项里；可填：" in fault.sentence()
    field = {"判为类别": "theme", "判为性质": "nature", "判为县区": "county", "判为牵头单位": "lead_unit"}.get(column)
    row = found.labels.to_dict("records")[1]
    assert row[field] is None if field else row["lead_also"] == ()


def test_a_repeated_or_missing_number_is_put_aside(tmp_path):
    found = coded(tmp_path, said("1", 类别="教育"), said("1", 类别="医疗"), said("", 类别="医疗"))
    assert list(found.labels["theme"]) == ["教育"]
    assert [fault.key for fault in found.faults] == ["row_duplicate", "id_missing"]
    assert ["医疗" in row["raw"] for row in found.rejected] == [True, True]


def test_an_empty_workbook_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(InputFaults, match=r"《抽样-甲\.xlsx》工作表“标注”标注表里一件也没有填；请填好"):
        coded(tmp_path, said("1"), said("2"))


def test_another_workbook_is_refused(tmp_path):
    path = write_workbook(tmp_path / "x.xlsx", [SheetSpec("表", pd.DataFrame({"甲": ["1"], "乙": ["2"]}))])
    with pytest.raises(InputFaults, match="认不出这张表"):
        read_coded(path, load_taxonomy(), units())
