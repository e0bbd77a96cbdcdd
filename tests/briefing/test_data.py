"""One month: comparisons with the month before, counts of comments that add up, what each unit said when."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from frames import THEMES, comment, folded, month_of, returned, returns_frame, several, states_frame

from analysis.briefing.data import theme_counts
from analysis.briefing.figures import points
from analysis.reference import channels, counties


def closed_of_40(closed: int):
    return states_frame(*several(40, closed=closed))


# --- month on month ------------------------------------------------------------------


def test_the_rate_before_is_that_of_last_months_end():
    month = month_of({"2020-08": closed_of_40(10), "2020-09": closed_of_40(16)})
    before = month.rate_before("closed")
    assert (before.numerator, before.denominator, before.cutoff) == (10, 40, dt.date(2020, 8, 31))
    assert points(month.rate("closed"), before) == 15.0


def test_without_the_adjacent_month_there_is_no_comparison():
    month = month_of({"2020-07": closed_of_40(10), "2020-09": closed_of_40(16)})
    assert month.rate_before("closed") is None


def test_where_the_method_changed_the_comparison_is_void_only_in_that_month():
    august, september, october = closed_of_40(10), closed_of_40(16), closed_of_40(20)
    changed = ("2020-09",)
    assert month_of({"2020-08": august, "2020-09": september}, method_changed=changed).rate_before("closed") is None
    later = month_of({"2020-09": september, "2020-10": october}, method_changed=changed)
    assert later.rate_before("closed").numerator == 16


def test_over_new_year_december_comes_before_january():
    month = month_of({"2020-12": closed_of_40(10), "2021-01": closed_of_40(16)})
    assert month.rate_before("closed").numerator == 10


def test_without_tasks_the_rate_is_no_number():
    assert math.isnan(month_of({"2020-09": states_frame()}).rate("closed").value)


# --- comments ---------------------------------------------------------------------------


def test_every_table_of_comments_adds_up_to_all_of_them():
    comments = [
        comment("1", "形成任务", theme="教育", county="东兴市"),
        comment("2", "表扬", theme="其他", nature="表扬"),
        comment("3", "空泛或无意见", theme="其他", nature="空泛", channel="棚户区改造"),
        comment("4", "解释答复", theme="医疗", nature="政策咨询", county="上思县"),
    ]
    month = month_of({"2020-09": states_frame()}, comments=comments)
    for frame in (
        month.channel_counts,
        month.theme_counts,
        month.theme_kinds,
        month.account_counts,
        month.county_counts,
    ):
        assert frame["count"].sum() == 4
    assert month.theme_counts["share"].sum() == 1
    assert list(month.channel_counts["channel"]) == [channel.name for channel in channels()]
    assert list(month.county_counts["county"]) == [*counties(), "全市或未写明"]
    assert dict(month.county_counts.values.tolist())["全市或未写明"] == 2


def test_an_empty_theme_is_0_and_shares_of_nothing_are_no_number():
    month = month_of({"2020-09": states_frame()}, comments=[comment("1")])
    assert dict(month.theme_counts[["theme", "count"]].values.tolist()) == {"教育": 1, "医疗": 0, "其他": 0}
    assert theme_counts(month.comments.iloc[:0], THEMES)["share"].isna().all()


def test_the_comments_of_a_task_are_found_by_its_whole_number():
    comments = [comment("甲", task_ids="1|12"), comment("乙", task_ids="2"), comment("丙")]
    month = month_of({"2020-09": states_frame()}, comments=comments)
    assert list(month.comments_of(["1"])["id"]) == ["甲"]
    assert list(month.comments_of(["2"])["id"]) == ["乙"]
    assert list(month.comments_of([])["id"]) == []


# --- histories ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([returned("2020-07", percent=30), returned("2020-08", percent=45.5)], "7月 30%　8月 45.5%"),
        ([returned("2020-07", percent=30)], "7月 30%　8月 未报"),
        ([returned("2020-07", percent=float("nan")), returned("2020-08")], "7月 —　8月 50%"),
        # a 补报 stands with its own month, and its month of arrival is still 未报
        ([returned("2020-07", percent=30, received_in="2020-08")], "7月 未报（8月补报 30%）　8月 未报"),
        (
            [returned("2020-08", percent=60), returned("2020-07", percent=30, received_in="2020-08")],
            "7月 未报（8月补报 30%）　8月 60%",
        ),
    ],
)
def test_what_a_unit_reported_month_by_month(events, expected):
    months = {name: folded(name, *events) for name in ("2020-07", "2020-08")}
    (history,) = month_of(months, returns=returns_frame(*events)).histories.values()
    assert history.replace("\xa0", " ") == expected
