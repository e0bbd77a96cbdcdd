"""Reference data: units under every name and in every year, places, channels, nearest names."""

from __future__ import annotations

import csv

import pytest

from analysis.columns import UnitGroup
from analysis.errors import InputFaults
from analysis.layout import REFERENCE
from analysis.reference import (
    Unit,
    Units,
    channels,
    counties,
    county_of,
    find_channel,
    nearest,
    places,
    read_rows,
    read_yaml,
    squeeze,
    suggest_channels,
    units,
    word_list,
)


def unit(name: str, since: str = "", until: str = "", successor: str = "") -> Unit:
    return Unit(name, (f"{name}简称",), "", UnitGroup.CITY, valid_from=since, valid_to=until, successor=successor)


RENAMED = Units(
    (
        unit("甲局", until="2020-08", successor="乙局"),
        unit("乙局", "2020-09", "2021-05", "丙局"),
        unit("丙局", "2021-06"),
    )
)


@pytest.mark.parametrize(
    ("month", "name"),
    [("2020-08", "甲局"), ("2020-09", "乙局"), ("2021-05", "乙局"), ("2021-06", "丙局"), ("2030-01", "丙局")],
)
@pytest.mark.parametrize("written", ["甲局", "乙局", "丙局简称", " 乙 局 "])
def test_whatever_name_is_written_the_unit_of_the_month_answers(written, month, name):
    assert RENAMED.in_charge(written, month).name == name


def test_a_circle_of_successions_ends():
    circle = Units((unit("甲局", until="2020-01", successor="乙局"), unit("乙局", until="2020-01", successor="甲局")))
    assert circle.in_charge("甲局", "2020-09") is not None


def test_a_name_nobody_has_is_none_and_gets_the_nearest():
    assert RENAMED.in_charge("丁局", "2020-09") is None
    assert units().suggest("市教育厅")[0] == "防城港市教育局"
    assert len(units().suggest("市教育厅", limit=2)) == 2


@pytest.mark.parametrize("name", ["防城港市教育局", "市教育局", "教育局", "教 育 局", "防城港市教育局 "])
def test_a_unit_is_found_by_full_and_short_names(name):
    assert units().find(name).name == "防城港市教育局"


def test_the_poverty_office_is_followed_through_its_renamings():
    followed = [units().in_charge("市扶贫办", month).name for month in ("2020-09", "2021-06", "2024-03")]
    assert followed == ["防城港市扶贫开发办公室", "防城港市乡村振兴局", "防城港市农业农村局"]


def test_the_office_itself_is_in_the_register_but_never_responsible():
    office = units().find("市绩效办")
    assert office is not None and not office.responsible
    assert units().find("港口区政府").responsible


def test_every_successor_is_a_unit_of_the_register():
    names = set(units().by_name)
    assert [entry.name for entry in units().units if entry.successor and entry.successor not in names] == []


def test_the_fifteen_channels_in_their_order_under_every_name():
    assert [channel.code for channel in channels()] == [f"{n:02d}" for n in range(1, 16)]
    assert find_channel("棚改").name == find_channel(" 棚户区改造 ").name == "棚户区改造"
    assert find_channel("网吧") is None and suggest_channels("饮水工程")[0] in {"饮水安全", "工程报建"}


@pytest.mark.parametrize(
    ("place", "county"), [("企沙镇", "港口区"), ("东兴市", "东兴市"), ("防城港市", ""), ("北海市", ""), ("", "")]
)
def test_the_county_of_a_place(place, county):
    assert county_of(place) == county


def test_every_place_below_the_counties_lies_in_one_of_the_four():
    assert counties() == ("港口区", "防城区", "上思县", "东兴市")
    towns = [place.name for place in places() if place.level in ("镇", "乡", "街道", "民族乡")]
    assert len(towns) >= 30 and {county_of(town) for town in towns} == set(counties())


def test_names_are_compared_without_width_and_blanks():
    assert squeeze(" 市 教育局（Ａ） ") == "市教育局(A)"


def test_nearest_of_nothing_is_nothing():
    assert nearest("甲", []) == []
    assert nearest("01-02", ["01-002", "09-114"], whole=True)[0] == "01-002"


def test_a_short_csv_line_has_blank_cells(tmp_path):
    (tmp_path / "a.csv").write_bytes("unit,note\r\n甲\r\n".encode("gb18030"))
    assert read_rows(tmp_path / "a.csv") == [{"unit": "甲", "note": ""}]
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(InputFaults, match=r"《a.csv》文字编码认不出来"):
        read_rows(tmp_path / "a.csv")


def test_a_yaml_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputFaults, match=r"《没有\.yml》找不到这个文件；请检查路径和文件名。"):
        read_yaml(tmp_path / "没有.yml")


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.csv")), ids=lambda path: path.name)
def test_every_reference_table_is_utf8_with_as_many_cells_as_headings(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert {len(row) for row in rows if row} == {len(rows[0])}


def test_word_lists_have_no_blanks_comments_or_repeats():
    for name in ("stopwords", "domain_words", "agencies"):
        words = [word.split()[0] for word in word_list(name)]
        assert words and not any(word.startswith("#") for word in words)
