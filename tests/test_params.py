"""Run parameters: what people type becomes checked values, or one sentence."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.params import RunParams, chinese_date, chinese_month, month_end, parse_month, previous_month

MONTH_LIKE = st.from_regex(r"\A\s?\d{3,5}\s?[-年/.]?\s?\d{1,3}\s?月?(份)?\Z")


@pytest.mark.parametrize(
    "text",
    [
        "2020-09",
        "2020-9",
        "2020年9月",
        "2020年9月份",
        "２０２０-０９",
        "202009",
        "2020/9",
        "2020.09",
        " 2020 年 9 月 ",
        202009,
    ],
)
def test_a_month_however_it_is_written(text):
    assert parse_month(text) == "2020-09"


@pytest.mark.parametrize(
    "text", ["", "九月", "2020", "2020-13", "2020-00", "0000-05", "20-09", "2020-09-01", "٢٠٢٠-09", None]
)
def test_what_is_no_month_is_told_with_its_value(text):
    with pytest.raises(UsageError, match=re.escape(f"月份“{text}”不对；请写成 2020-09 这样。")):
        parse_month(text)


@given(st.text() | MONTH_LIKE | st.integers() | st.floats() | st.none())
def test_a_month_is_read_or_refused_and_every_month_read_has_an_end(value):
    try:
        month = parse_month(value)
    except UsageError:
        return
    assert re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month)
    assert parse_month(month) == month
    assert previous_month(month) < month <= month_end(month).isoformat()


def test_the_ends_of_months_and_years():
    assert month_end("2020-02") == dt.date(2020, 2, 29)
    assert (previous_month("2020-01"), previous_month("2020-10")) == ("2019-12", "2020-09")


def test_chinese_dates_have_no_leading_zeros():
    assert (chinese_date(dt.date(2020, 6, 1)), chinese_month("2020-09")) == ("2020年6月1日", "2020年9月")


def test_run_parameters_are_checked_and_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2019").mkdir()
    run = RunParams.of("２０２０年9月", "2019", "out")
    assert (run.month, run.year_dir, run.out_dir) == ("2020-09", tmp_path / "2019", tmp_path / "out")
    assert run.work_dir == tmp_path / "out" / "jupyter" / "2020-09"
    assert run.cutoff == dt.date(2020, 9, 30)
    assert RunParams.of("2020-09", "2019", "out", "work").work_dir == tmp_path / "work"


def test_a_year_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"找不到年度文件夹 .*没有；请检查 --year-dir。"):
        RunParams.of("2020-09", tmp_path / "没有", tmp_path)
