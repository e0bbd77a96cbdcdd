"""The state of a task as of a month, after everything its unit and the office have said."""

from __future__ import annotations

import math

import pytest
from frames import folded, plan, returned, task, verified

from analysis.columns import State


def state_after(month: str, *events: dict, **given: object) -> dict:
    """The one task's state."""
    (row,) = folded(month, *events, **given).to_dict("records")
    return row


WORKING, DONE = returned("2020-07"), returned("2020-07", "已完成", 100)
PASSED, CLOSED = verified("2020-07", "通过"), verified("2020-07", "通过", closed=True)
FAILED, SENT_BACK = verified("2020-07", "不通过"), verified("2020-07", "同意退办")
REVOKED = verified("2020-08", "撤销销号")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], State.PUBLISHED),
        ([returned("2020-07", "未启动", 0)], State.PUBLISHED),
        ([WORKING], State.WORKING),
        ([returned("2020-07", "长期推进")], State.LONG_TERM),
        ([returned("2020-07", "暂不具备条件")], State.NOT_YET),
        ([DONE], State.DECLARED),
        ([DONE, PASSED], State.DECLARED),
        ([DONE, CLOSED], State.CLOSED),
        ([DONE, FAILED], State.FAILED),
        ([WORKING, SENT_BACK], State.RETURNED),
        # the month after
        ([DONE, returned("2020-08")], State.WORKING),
        ([DONE, returned("2020-08", "未启动", 0)], State.WORKING),
        ([returned("2020-07", "长期推进"), returned("2020-08", "未启动", 0)], State.WORKING),
        ([WORKING, returned("2020-08", "未启动", 0)], State.WORKING),
        ([returned("2020-07", "长期推进"), returned("2020-08", "已完成", 100)], State.DECLARED),
        ([returned("2020-07", "暂不具备条件"), returned("2020-08")], State.WORKING),
        ([DONE, FAILED, returned("2020-08")], State.FAILED),
        ([DONE, FAILED, returned("2020-08", "已完成", 100)], State.DECLARED),
        ([DONE, FAILED, returned("2020-08", "长期推进")], State.LONG_TERM),
        ([DONE, CLOSED, returned("2020-08", percent=30)], State.CLOSED),
        ([DONE, CLOSED, REVOKED], State.REOPENED),
        ([WORKING, SENT_BACK, returned("2020-08")], State.RETURNED),
    ],
)
def test_each_step_of_the_procedure(events, expected):
    assert state_after("2020-08", *events)["state"] == expected


def test_a_task_without_a_published_plan_is_only_assigned():
    assert state_after("2020-08", plans=[plan(published_on="")])["state"] == State.ASSIGNED


def test_a_reopened_task_is_worked_on_declared_and_closed_again():
    events = [DONE, CLOSED, REVOKED]
    events.append(returned("2020-09"))
    assert state_after("2020-09", *events)["state"] == State.REOPENED
    events.append(returned("2020-10", "已完成", 100))
    assert state_after("2020-10", *events)["state"] == State.DECLARED
    events.append(verified("2020-10", "通过", closed=True))
    last = state_after("2020-10", *events)
    assert (last["state"], last["reopened_times"], last["closed"]) == (State.CLOSED, 1, True)


def test_the_office_verifies_after_the_unit_has_reported_whatever_the_day():
    early = verified("2020-07", "不通过", day=10)
    assert (
        state_after("2020-07", early, returned("2020-07", "已完成", 100, filed_on="2020-07-25"))["state"]
        == State.FAILED
    )


def test_two_verdicts_of_one_month_count_in_the_order_of_their_days():
    again = verified("2020-07", "通过", closed=True, day=30)
    assert state_after("2020-07", DONE, again, verified("2020-07", "撤销销号", day=12))["state"] == State.CLOSED


def test_each_refusal_is_counted_and_its_last_month_kept():
    again = [returned("2020-08", "已完成", 100), verified("2020-08", "不通过")]
    last = state_after("2020-09", DONE, FAILED, *again)
    assert (last["failed_times"], last["set_back_in"]) == (2, "2020-08")


# --- what comes later never changes a past month -----------------------------------


def test_later_returns_verdicts_and_publications_are_not_seen():
    later = [returned("2020-09", "已完成", 100), verified("2020-09", "通过", closed=True)]
    plans = [plan(published_on="2020-09-02")]
    assert state_after("2020-08", WORKING, *later, plans=plans) == state_after(
        "2020-08", WORKING, plans=[plan(published_on="")]
    )


def test_a_supplement_changes_the_month_it_arrives_in_and_never_the_month_it_is_about():
    late = returned("2020-08", percent=70, received_in="2020-09")
    before, after = state_after("2020-08", WORKING, late), state_after("2020-09", WORKING, late)
    assert (before["percent"], before["reported"]) == (50, "未报")
    assert (after["percent"], after["reported"]) == (70, "未报")  # September itself is still missing


def test_a_supplement_of_an_older_month_does_not_overwrite_a_newer_return():
    events = [returned("2020-09", percent=80), returned("2020-08", "暂不具备条件", 20, received_in="2020-10")]
    last = state_after("2020-10", *events)
    assert (last["state"], last["percent"]) == (State.WORKING, 80)


def test_a_corrected_return_of_the_same_month_counts_from_the_month_it_arrives_in():
    events = [returned("2020-08", percent=80), returned("2020-08", percent=60, received_in="2020-09")]
    assert state_after("2020-08", *events)["percent"] == 80
    assert state_after("2020-09", *events)["percent"] == 60


# --- who had to report ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([returned("2020-08")], "已报"),
        ([returned("2020-08", timeliness="迟报")], "迟报"),
        ([WORKING], "未报"),
        ([], "未报"),
        ([DONE, CLOSED], ""),
        ([WORKING, SENT_BACK], ""),
        # verified without another return: the unit owes nothing
        ([DONE, verified("2020-08", "通过", closed=True)], ""),
        ([DONE, verified("2020-08", "通过")], "未报"),
        ([DONE, verified("2020-08", "不通过")], "未报"),
        ([DONE, CLOSED, REVOKED], ""),  # due again only from the month after
        ([DONE, CLOSED, REVOKED, returned("2020-08")], "已报"),
        ([returned("2020-08", "已完成", 100), verified("2020-08", "通过", closed=True)], "已报"),
    ],
)
def test_whether_a_return_was_due_and_came(events, expected):
    assert state_after("2020-08", *events)["reported"] == expected


def test_a_reopened_task_is_due_again_the_month_after():
    assert state_after("2020-09", DONE, CLOSED, REVOKED)["reported"] == "未报"


def test_an_unreported_month_keeps_the_last_figure_and_never_turns_into_0():
    last = state_after("2020-08", WORKING)
    assert (last["percent"], last["reported"]) == (50, "未报")
    assert math.isnan(state_after("2020-08")["percent"])


# --- deadlines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "overdue", "due_in"),
    [("2020-08-30", 1, math.nan), ("2020-08-31", 0, 0), ("2020-09-30", 0, 30), ("", 0, math.nan)],
)
def test_days_to_and_from_the_deadline(deadline, overdue, due_in):
    last = state_after("2020-08", WORKING, tasks=[task(deadline=deadline)])
    assert last["overdue_days"] == overdue
    assert last["due_in_days"] == pytest.approx(due_in, nan_ok=True)


@pytest.mark.parametrize(
    ("events", "late"),
    [
        ([WORKING], True),
        ([returned("2020-07", "暂不具备条件")], True),
        ([DONE, FAILED], True),
        ([DONE, CLOSED, REVOKED], True),
        ([DONE], False),
        ([DONE, CLOSED], False),
        ([returned("2020-07", "长期推进")], False),
        ([WORKING, SENT_BACK], False),
    ],
)
def test_only_a_task_that_still_runs_can_be_overdue(events, late):
    last = state_after("2020-08", *events, tasks=[task(deadline="2020-08-01")])
    assert (last["overdue_days"] == 30) is late


# --- proof and plans ---------------------------------------------------------------------


def test_saying_done_again_keeps_the_proof_handed_in_before():
    first = returned("2020-07", "已完成", 100, proof="验收单", completed_on="2020-07-20")
    last = state_after("2020-08", first, returned("2020-08", "已完成", 100))
    assert (last["proof"], last["completed_on"]) == ("验收单", "2020-07-20")


def test_the_proof_of_work_under_way_is_no_proof_of_completion():
    assert (
        state_after("2020-08", returned("2020-07", proof="会议照片"), returned("2020-08", "已完成", 100))["proof"] == ""
    )


def test_a_revised_plan_is_not_a_late_one():
    plans = [plan(filed_on="2020-06-20", published_on="2020-07-02"), plan(filed_on="2020-08-15", published_on="")]
    last = state_after("2020-08", plans=plans)
    assert (last["plan_filed_on"], last["published_on"]) == ("2020-06-20", "2020-07-02")


def test_every_task_has_exactly_one_row_in_the_order_of_the_list():
    tasks = [task("10"), task("9"), task("1")]
    events = [returned("2020-07", task_id="9"), returned("2020-07", task_id="不在清单")]
    assert list(folded("2020-07", *events, tasks=tasks)["task_id"]) == ["10", "9", "1"]
