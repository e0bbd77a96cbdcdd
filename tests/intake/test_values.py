"""Cell values as people write them; whatever is written, reading it never raises."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.values import parse_date, parse_moment, parse_percent, parse_yes, text_of

DATE_LIKE = st.from_regex(
    r"\A\s*[0-9０-９]{1,8}\s?[-/.年]?\s?[0-9０-９]{0,3}[-/.月]?[0-9]{0,3}日?( [0-9]{1,2}:[0-9]{2})?\Z"
)
WRITTEN = st.text() | DATE_LIKE | st.from_regex(r"\A[0-9]{1,400}(\.[0-9]+)?\s?[%％]?\Z") | st.floats().map(str)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (0.6, "0.6"),
        (1e20, "1e+20"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "是"),
        (False, "否"),
        (dt.datetime(2020, 9, 1), "2020-09-01"),
        (dt.datetime(2020, 9, 1, 8, 30), "2020-09-01 08:30:00"),
        (dt.date(2020, 9, 1), "2020-09-01"),
        ("\u3000 修路\u00a0\ufeff", "修路"),
        ("一、修路\r\n二、装灯\r三、清淤", "一、修路\n二、装灯\n三、清淤"),
        ("修\x00路\x1b[31m\x7f", "修路[31m"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_as_text(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "text",
    [
        "2020/9/1 11:25",
        "2020-09-01",
        "2020.9.1",
        "2020年9月1日",
        "２０２０年９月１日",
        "20200901",
        "44075",
        "44075.5",
        " 2020 - 9 - 1 ",
    ],
)
def test_a_date_however_it_is_written(text):
    assert parse_date(text) == dt.date(2020, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "年底前",
        "",
        "9月1日",
        "2020-02-30",
        "2020-13-01",
        "0000-01-01",
        "2020",
        "20201301",
        "29999",
        "60001",
        "2020-9-1x",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2020/9/1 11:25", (11, 25, 0)),
        ("2020-09-01 23:59:58", (23, 59, 58)),
        ("2020-09-01", (0, 0, 0)),
        ("2020-09-01 25:00", (0, 0, 0)),
    ],
)
def test_a_moment_has_its_time_of_day_or_midnight(text, clock):
    assert parse_moment(text) == dt.datetime(2020, 9, 1, *clock)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("60", 60),
        ("60%", 60),
        ("６０％", 60),
        ("0.6", 60),
        ("1", 100),
        ("1%", 1),
        ("0", 0),
        ("33.333", 33.33),
        ("100", 100),
    ],
)
def test_a_percentage_however_it_is_written(text, percent):
    assert parse_percent(text) == percent


@pytest.mark.parametrize("text", ["一半", "约60", "-5", "101", "", "60%以上", "nan", "1e2", "9" * 400])
def test_what_is_no_percentage_between_0_and_100_is_none(text):
    assert parse_percent(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [("是", True), ("√", True), ("Ｙ", True), ("否", False), ("", False), ("×", False), ("大概", None)],
)
def test_yes_and_no_in_the_signs_people_use(text, answer):
    assert parse_yes(text) is answer


@given(WRITTEN)
def test_reading_a_value_never_raises(text):
    day, moment = parse_date(text), parse_moment(text)
    assert (day is None) == (moment is None)
    assert day is None or moment.date() == day
    percent = parse_percent(text)
    assert percent is None or 0 <= percent <= 100
    assert parse_yes(text) in (True, False, None)


@given(
    st.floats() | st.integers() | st.datetimes() | st.dates() | st.times() | st.timedeltas() | st.text() | st.binary()
)
def test_any_cell_has_a_text_without_outer_blanks(cell):
    text = text_of(cell)
    assert isinstance(text, str) and text == text.strip(" \t\r\n\u3000\u00a0")
