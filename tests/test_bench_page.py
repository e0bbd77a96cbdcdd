"""The benchmark page: measuring one section anew leaves the others as they were."""

import datetime as dt

import pytest
from bench.page import HEAD, Section, table, with_section

ORDER = ["month", "quality", "peers"]
DAY = dt.date(2020, 11, 2)


def _text(name, line="甲", day=DAY):
    return Section("标题", [line], {"jieba": "0.42.1"}).text(name, day)


@pytest.fixture
def page():
    return with_section(with_section("", "month", _text("month"), ORDER), "peers", _text("peers"), ORDER)


def test_a_section_tells_its_own_date_and_versions():
    assert "日期：2020-11-02" in _text("month")
    assert "jieba 0.42.1" in _text("month")


def test_a_section_measured_again_takes_the_place_of_the_old_one(page):
    new = with_section(page, "month", _text("month", "乙", dt.date(2021, 1, 3)), ORDER)
    assert new == page.replace(_text("month"), _text("month", "乙", dt.date(2021, 1, 3)))


def test_a_new_section_stands_where_the_order_puts_it(page):
    new = with_section(page, "quality", _text("quality", "丙"), ORDER)
    assert new.startswith(HEAD)
    assert new.index(_text("month")) < new.index(_text("quality", "丙")) < new.index(_text("peers"))


def test_a_section_the_program_no_longer_knows_is_kept_last(page):
    old = _text("former", "旧")
    new = with_section(with_section(page, "former", old, ORDER), "quality", _text("quality"), ORDER)
    assert new.endswith(old)


def test_writing_the_same_section_twice_changes_nothing(page):
    assert with_section(page, "month", _text("month"), ORDER) == page


def test_a_table_has_as_many_cells_in_every_line():
    lines = table(("做法", "秒", "MB"), [("k-means", "1", "2")])
    assert lines == ["| 做法 | 秒 | MB |", "|---|---|---|", "| k-means | 1 | 2 |", ""]
