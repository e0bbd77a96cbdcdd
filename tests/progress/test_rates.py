"""Counts and rates: numerator, denominator and cutoff, ranks, and sums that add up."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from frames import CITY, DONGXING, EDUCATION, FANGCHENG, GANGKOU, SHANGSI, WATER, several, state, states_frame

from analysis.columns import State
from analysis.intake.year import Milestone
from analysis.progress import rates
from analysis.progress.rates import COUNTS, Rate
from analysis.reference import units

OFFICE = "防城港市绩效考评领导小组办公室"


def test_a_rate_without_a_base_is_no_number_and_never_0():
    assert math.isnan(Rate(0, 0, dt.date(2020, 8, 31)).value)
    assert Rate(0, 3, dt.date(2020, 8, 31)).value == 0


def test_every_task_is_in_the_denominator_and_declared_includes_closed():
    states = states_frame(
        state("1", state=State.CLOSED, reported=""),
        state("2", state=State.DECLARED),
        state("3", state=State.LONG_TERM, reported="迟报"),
        state("4", state=State.NOT_YET, reported="未报", overdue_days=3),
        state("5", state=State.RETURNED, reported=""),
        state("6", state=State.REOPENED, reported="未报", overdue_days=40),
    )
    expected = {"tasks": 6, "declared": 2, "closed": 1, "overdue": 2, "long_term": 1, "not_yet": 1}
    assert rates.counts(states).to_dict() == expected | {"due_return": 4, "returned": 2}


def test_no_tasks_count_as_0_of_0():
    assert rates.counts(states_frame()).tolist() == [0] * len(COUNTS)


def test_groups_add_up_to_the_whole_even_with_a_theme_and_a_unit_unknown_to_the_register():
    states = states_frame(
        state("1", state=State.CLOSED),
        state("2", theme="医疗", unit=SHANGSI),
        state("3", theme="清单自写的类别", unit="查无此局", state=State.DECLARED),
    )
    themes = rates.by_theme(states, ["医疗", "教育", "其他"])
    assert list(themes["theme"]) == ["医疗", "教育", "清单自写的类别"]
    found = rates.by_unit(states, units())
    pairs = rates.matrix(states, found, ["医疗", "教育"])
    whole = rates.counts(states)
    for frame in (themes, found):
        assert frame[COUNTS].sum().to_dict() == whole.to_dict()
    assert pairs[["tasks", "closed"]].sum().to_dict() == {"tasks": 3, "closed": 1}


def ranks(*rows: dict) -> dict[str, int]:
    frame = rates.by_unit(states_frame(*rows), units())
    return dict(zip(frame["lead_unit"], frame["rank"], strict=True))


def test_equal_rates_share_a_rank_and_the_next_rank_is_left_out():
    # 2/4 and 3/6 are the same rate; three counties stand before the fourth.
    rows = [*several(4, SHANGSI, 2), *several(6, DONGXING, 3), *several(3, GANGKOU, 3), *several(3, FANGCHENG, 0)]
    assert ranks(*rows) == {GANGKOU: 1, SHANGSI: 2, DONGXING: 2, FANGCHENG: 4}


def test_units_below_the_minimum_caseload_have_no_rank_however_good():
    assert ranks(*several(2, EDUCATION, 2), *several(3, WATER, 1)) == {WATER: 1, EDUCATION: 0}


def test_city_units_and_counties_are_ranked_apart_and_listed_city_first():
    found = ranks(*several(3, SHANGSI, 3), *several(3, EDUCATION, 1), *several(3, WATER, 2))
    assert found == {WATER: 1, EDUCATION: 2, SHANGSI: 1}
    assert list(found) == [WATER, EDUCATION, SHANGSI]


def test_the_office_itself_is_never_ranked():
    assert ranks(*several(3, OFFICE, 3), *several(3, EDUCATION, 0)) == {EDUCATION: 1, OFFICE: 0}


def test_the_order_does_not_depend_on_the_order_of_the_tasks():
    rows = [*several(3, WATER, 1), *several(3, EDUCATION, 1), *several(3, CITY, 2)]
    one = rates.by_unit(states_frame(*rows), units())
    other = rates.by_unit(states_frame(*reversed(rows)), units())
    pd.testing.assert_frame_equal(one, other)


def test_burn_up_counts_the_deadlines_that_have_come_and_names_the_milestones_of_the_month():
    months = {
        "2020-08": states_frame(
            state("1", deadline="2020-08-31"), state("2", deadline="2020-09-01"), state("3", deadline="")
        ),
        "2020-09": states_frame(
            state("1", deadline="2020-08-31", overdue_days=30),
            state("2", deadline="2020-09-01", state=State.CLOSED),
            state("3", deadline="", state=State.DECLARED),
        ),
    }
    milestones = (Milestone(dt.date(2020, 9, 1), "甲"), Milestone(dt.date(2020, 9, 30), "乙"))
    frame = rates.burn_up(months, milestones).set_index("month")
    assert frame.loc["2020-08", ["tasks", "due", "declared", "closed", "overdue", "milestones"]].tolist() == [
        3,
        1,
        0,
        0,
        0,
        "",
    ]
    assert frame.loc["2020-09", ["tasks", "due", "declared", "closed", "overdue", "milestones"]].tolist() == [
        *(3, 2, 2, 1, 1),
        "甲、乙",
    ]
    assert frame.loc["2020-09", "cutoff"] == "2020-09-30"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["已报", "已报"], (2, 2, "已报")),
        (["已报", "迟报"], (2, 2, "迟报")),
        (["迟报", "未报"], (2, 1, "漏报")),
        (["已报", ""], (1, 1, "已报")),  # a closed-out task needs no return
    ],
)
def test_who_reported(words, expected):
    states = states_frame(*(state(str(n), reported=word) for n, word in enumerate(words)))
    (row,) = rates.reporting(states, units()).to_dict("records")
    assert (row["due_return"], row["returned"], row["reported"]) == expected


def test_a_unit_with_nothing_due_is_not_among_those_that_had_to_report():
    assert rates.reporting(states_frame(state("1", reported="")), units()).empty
