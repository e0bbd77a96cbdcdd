"""Each kind of alert at its boundary: when it is raised, and when it must not be."""

from __future__ import annotations

import datetime as dt

import pytest
from frames import EDUCATION, WATER, folded, plan, returned, returns_frame, state, states_frame, task, verified

from analysis.progress.alerts import ALERTS, RED, YELLOW, alerts

LONG = "八月五日至二十日更换破损水管三百二十米，九户恢复供水"  # 25 signs
DAY = dt.date(2020, 6, 26)


def raised(month: str, *events: dict, tasks: list[dict] | None = None, plans: list[dict] | None = None) -> list[tuple]:
    """(kind, task) of every alert of *month*; the tasks are due long after it unless given."""
    tasks = tasks or [task(deadline="2021-06-30")]
    frame = alerts(folded(month, *events, tasks=tasks, plans=plans), returns_frame(*events), month, DAY)
    return list(frame[["kind", "task_id"]].itertuples(index=False, name=None))


def kinds(month: str, *events: dict, **given: list[dict]) -> set[str]:
    return {kind for kind, _ in raised(month, *events, **given)}


def test_a_task_in_order_raises_nothing():
    assert raised("2020-08", returned("2020-07", percent=30), returned("2020-08", percent=50)) == []


# --- from the state ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("2020-08-30", {"逾期"}),
        ("2020-08-31", {"临期"}),
        ("2020-09-30", {"临期"}),  # 30 days on
        ("2020-10-01", set()),
        ("", {"时限不明"}),
    ],
)
def test_overdue_and_due_soon_at_their_days(deadline, expected):
    assert kinds("2020-08", returned("2020-08"), tasks=[task(deadline=deadline)]) == expected


def test_a_declared_task_is_neither_overdue_nor_due_soon():
    done = returned("2020-08", "已完成", 100, proof="验收单")
    assert kinds("2020-08", done, tasks=[task(deadline="2020-08-01")]) == set()
    assert kinds("2020-08", done, tasks=[task(deadline="2020-09-02")]) == set()


@pytest.mark.parametrize(
    ("proof", "verdict", "expected"),
    [
        ("验收单", None, set()),
        ("", None, {"完成无佐证"}),
        ("", "通过", {"完成无佐证"}),
        ("", "不通过", {"完成无佐证", "核验不通过"}),
        ("验收单", "不通过", {"核验不通过"}),
    ],
)
def test_declared_without_proof_is_told_even_when_the_office_has_answered(proof, verdict, expected):
    events = [returned("2020-08", "已完成", 100, proof=proof)]
    events += [verified("2020-08", verdict)] if verdict else []
    assert kinds("2020-08", *events) == expected


def test_a_task_closed_by_the_office_without_a_declaration_is_not_said_to_be_declared_without_proof():
    events = [returned("2020-07"), verified("2020-08", "通过", closed=True)]
    assert kinds("2020-08", *events) == set()


def test_a_reopened_task_is_told_until_it_is_declared_again():
    events = [returned("2020-07", "已完成", 100, proof="照片"), verified("2020-07", "通过", closed=True)]
    events += [verified("2020-08", "撤销销号"), returned("2020-09", percent=60)]
    assert kinds("2020-08", *events) == {"撤销销号"}
    assert kinds("2020-09", *events) == {"撤销销号"}
    assert kinds("2020-10", *events, returned("2020-10", "已完成", 100, proof="照片")) == set()


def test_unreported_is_told_only_where_a_return_was_due():
    assert kinds("2020-08", returned("2020-07")) == {"未报"}
    closed = [returned("2020-07", "已完成", 100, proof="照片"), verified("2020-07", "通过", closed=True)]
    assert kinds("2020-08", *closed) == set()


def test_a_supplement_does_not_answer_for_the_month_it_arrives_in():
    assert kinds("2020-09", returned("2020-08", received_in="2020-09")) == {"未报"}


def test_an_unpublished_plan_is_told_except_for_a_task_sent_back():
    plans = [plan(published_on="")]
    assert kinds("2020-08", returned("2020-08"), plans=plans) == {"未公示"}
    assert kinds("2020-08", returned("2020-08"), plans=[]) == {"未公示"}
    assert kinds("2020-08", returned("2020-08"), verified("2020-08", "同意退办"), plans=plans) == set()


@pytest.mark.parametrize(("filed", "late"), [("2020-06-26", False), ("2020-06-27", True)])
def test_a_late_plan_is_told_once_in_the_month_it_was_filed(filed, late):
    plans = [plan(filed_on=filed)]
    assert ("方案迟报" in kinds("2020-06", plans=plans)) is late
    assert "方案迟报" not in kinds("2020-07", returned("2020-07"), plans=plans)


# --- from the returns ------------------------------------------------------------------


@pytest.mark.parametrize(("percent", "expected"), [(59, {"进度倒退"}), (60, set()), (float("nan"), set())])
def test_a_percentage_that_falls(percent, expected):
    assert kinds("2020-08", returned("2020-07", percent=60), returned("2020-08", percent=percent)) == expected


def test_a_fall_is_measured_from_the_last_month_with_a_number_and_names_it():
    events = [
        returned("2020-07", percent=60),
        returned("2020-08", percent=float("nan")),
        returned("2020-09", percent=45),
    ]
    frame = alerts(folded("2020-09", *events), returns_frame(*events), "2020-09", DAY)
    (found,) = frame[frame["kind"] == "进度倒退"].to_dict("records")
    assert (found["detail"], found["amount"]) == ("2020-07 报 60%，本月报 45%", 15)


@pytest.mark.parametrize("verdict", ["不通过", "撤销销号"])
def test_starting_again_after_the_office_refused_is_no_fall_but_the_next_one_is(verdict):
    events = [returned("2020-07", "已完成", 100, proof="照片"), verified("2020-07", verdict)]
    events += [returned("2020-08", percent=60), returned("2020-09", percent=40)]
    assert "进度倒退" not in kinds("2020-08", *events)
    assert "进度倒退" in kinds("2020-09", *events)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(0, 100, True), (10, 100, True), (11, 100, False), (5, 99, False)],
)
def test_a_jump_to_complete(before, now, expected):
    status = "已完成" if now == 100 else "正在整改"
    events = [returned("2020-07", percent=before), returned("2020-08", status, now, proof="照片")]
    assert kinds("2020-08", *events) == ({"突击完成"} if expected else set())


def test_a_jump_over_an_unreported_month_is_still_a_jump():
    events = [returned("2020-07", percent=5), returned("2020-09", "已完成", 100, proof="照片")]
    assert kinds("2020-09", *events) == {"突击完成"}


@pytest.mark.parametrize(
    ("status", "percent", "expected"),
    [
        ("已完成", 99, True),
        ("已完成", 100, False),
        ("正在整改", 100, True),
        ("正在整改", 99, False),
        ("长期推进", 100, False),
    ],
)
def test_status_and_percentage_that_contradict_each_other(status, percent, expected):
    assert kinds("2020-08", returned("2020-08", status, percent, proof="照片")) == ({"前后矛盾"} if expected else set())


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (LONG, LONG, True),
        (LONG, f"{LONG}。", True),  # punctuation aside
        (LONG, LONG.replace("九户", "十户"), True),  # 24 of 25 signs
        (LONG, "九月起由村委每周巡线一次，发现渗漏当天报修", False),
        ("正在抓紧推进整改工作当中", "正在抓紧推进整改工作当中", False),  # 12 signs: too short to tell
        ("", "", False),
    ],
)
def test_a_narrative_copied_from_last_month(before, now, expected):
    events = [returned("2020-07", percent=30, narrative=before), returned("2020-08", percent=60, narrative=now)]
    assert kinds("2020-08", *events) == ({"照抄上月"} if expected else set())


def test_a_finished_task_may_say_the_same_again():
    events = [returned(m, "已完成", 100, narrative=LONG, proof="照片") for m in ("2020-07", "2020-08")]
    assert kinds("2020-08", *events) == set()


def test_the_same_narrative_from_two_units_is_told_of_both_but_not_within_one_unit():
    tasks = [task("1"), task("2", unit=WATER), task("3", unit=WATER)]
    events = [returned("2020-08", task_id=n, narrative=LONG) for n in "123"]
    copied = [found for found in raised("2020-08", *events, tasks=tasks) if found[0] == "雷同"]
    assert sorted(copied) == [("雷同", "1"), ("雷同", "1"), ("雷同", "2"), ("雷同", "3")]
    only = [returned("2020-08", task_id=n, narrative=LONG) for n in "23"]
    assert "雷同" not in kinds("2020-08", *only, tasks=tasks)


# --- order -------------------------------------------------------------------------------


def test_the_most_urgent_comes_first_and_within_a_kind_the_longest_overdue():
    states = states_frame(
        state("1", reported="未报"),
        state("2", overdue_days=3, unit=WATER),
        state("3", overdue_days=40, published_on=""),
    )
    frame = alerts(states, returns_frame(), "2020-08", DAY)
    assert list(frame[["kind", "task_id", "level"]].itertuples(index=False, name=None)) == [
        ("逾期", "3", RED),
        ("逾期", "2", RED),
        ("未报", "1", RED),
        ("未公示", "3", YELLOW),
    ]
    assert list(frame["lead_unit"])[:2] == [EDUCATION, WATER]


def test_no_alert_gives_an_empty_table_with_its_columns():
    frame = alerts(states_frame(), returns_frame(), "2020-08", DAY)
    assert frame.empty
    assert list(frame.columns) == ALERTS
