"""Every case planted in the sample year (data/sample/truth-2019.csv) is seen in its month, and nothing else is called one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from frames import CITY

from analysis.errors import Fault
from analysis.intake.comments import read_folder
from analysis.intake.year import read_year
from analysis.layout import REPOSITORY
from analysis.params import month_end, previous_month
from analysis.progress import rates
from analysis.progress.alerts import alerts
from analysis.progress.fold import fold
from analysis.progress.returns import read_progress
from analysis.reference import read_rows
from analysis.tasks.tasklist import read_plans, read_tasks

SAMPLE = REPOSITORY / "data" / "sample"
TRUTH = read_rows(SAMPLE / "truth-2019.csv")
MONTHS = ("2020-07", "2020-08", "2020-09", "2020-10", "2020-11")


@dataclass(frozen=True)
class Seen:
    """What the program knows at the end of a month."""

    states: pd.DataFrame
    returns: pd.DataFrame
    alerts: pd.DataFrame
    reporting: pd.DataFrame
    faults: list[Fault]

    def tasks_with(self, kind: str) -> set[str]:
        return set(self.alerts.loc[self.alerts["kind"] == kind, "task_id"])

    def units_with(self, word: str) -> set[str]:
        return set(self.reporting.loc[self.reporting["reported"] == word, "lead_unit"])

    def tasks_in(self, state: str) -> set[str]:
        return set(self.states.loc[self.states["state"] == state, "task_id"])


@cache
def seen(month: str) -> Seen:
    """The sample year as of *month*; nothing at all before the first."""
    year = read_year(SAMPLE / "2019")
    tasks = read_tasks(year, _comment_ids(), month).accepted
    plans = read_plans(year, tasks, month, month_end(month)).accepted
    progress = read_progress(year, tasks, month)
    states = fold(tasks, plans, progress.returns, progress.verifications, month)
    found = alerts(states, progress.returns, month, year.plan_due)
    return Seen(states, progress.returns, found, rates.reporting(states, year.units), progress.faults)


@cache
def _comment_ids() -> frozenset[str]:
    return frozenset(read_folder(SAMPLE / "2019" / "comments").accepted["id"])


def new(month: str, of: Callable[[Seen], set[str]]) -> set[str]:
    """What *of* gives in *month* and didn't give the month before."""
    return of(seen(month)) - of(seen(previous_month(month)))


def planted(case: str, month: str, column: str = "task_id") -> set[str]:
    return {row[column] for row in TRUTH if row["case"] == case and row["month"] == month}


# case -> the alert that tells it; each month's alerts of the kind are exactly the planted tasks.
ALERT_OF_CASE = {
    "backwards": "进度倒退",
    "jump": "突击完成",
    "copied_last_month": "照抄上月",
    "copied_other_unit": "雷同",
    "contradictory": "前后矛盾",
}
# The same, but the alert stays until mended: each month's new ones are the planted tasks.
LASTING_ALERT_OF_CASE = {"no_proof": "完成无佐证", "reopened": "撤销销号"}
STATE_OF_CASE = {"long_term": "长期推进", "not_yet": "暂不具备条件", "sent_back": "退办"}
FAULT_OF_CASE = {
    "unknown_task": ("task_unknown", "194"),
    "other_unit_task": ("task_other_unit", "80"),
    "wrong_month": ("month_wrong", "2020-07"),
    "bad_date": ("not_a_date", "年底前"),
    "bad_percent": ("not_a_percent", "约一半"),
}
BY_HAND = {"unreported", "late_supplement", "overdue", "failed", "unpublished", "late_return", "late_plan", "renamed"}


def test_every_kind_of_planted_case_is_looked_for_below():
    told = {*ALERT_OF_CASE, *LASTING_ALERT_OF_CASE, *STATE_OF_CASE, *FAULT_OF_CASE, *BY_HAND}
    assert {row["case"] for row in TRUTH} == told


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("case", "kind"), ALERT_OF_CASE.items())
def test_doubtful_progress_is_told_of_the_planted_tasks_and_no_others(case, kind, month):
    assert seen(month).tasks_with(kind) == planted(case, month)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("case", "kind"), LASTING_ALERT_OF_CASE.items())
def test_a_lasting_alert_begins_in_the_planted_month(case, kind, month):
    assert new(month, lambda s: s.tasks_with(kind)) == planted(case, month)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("case", "state"), STATE_OF_CASE.items())
def test_a_branch_of_the_procedure_begins_in_the_planted_month(case, state, month):
    assert new(month, lambda s: s.tasks_in(state)) == planted(case, month)


@pytest.mark.parametrize("month", MONTHS)
def test_the_faults_of_a_months_returns_are_exactly_the_planted_ones(month):
    before = {(f.key, f.value, f.file) for f in seen(previous_month(month)).faults}
    found = {(f.key, f.value, f.file) for f in seen(month).faults} - before
    expected = {
        (*FAULT_OF_CASE[row["case"]], f"{row['unit']}-{month}.xlsx")
        for row in TRUTH
        if row["case"] in FAULT_OF_CASE and row["month"] == month
    }
    assert found == expected


@pytest.mark.parametrize("month", MONTHS)
def test_the_units_that_did_not_report_are_exactly_the_planted_ones(month):
    # A return that was handed back for its month leaves the unit unreported too.
    assert seen(month).units_with("未报") == planted("unreported", month, "unit") | planted(
        "wrong_month", month, "unit"
    )


@pytest.mark.parametrize("month", MONTHS)
def test_the_units_that_reported_late_are_exactly_the_planted_ones(month):
    assert seen(month).units_with("迟报") == planted("late_return", month, "unit")


def test_the_supplement_is_put_to_its_month_and_leaves_that_month_as_it_was():
    ((unit, month),) = [(row["unit"], row["month"]) for row in TRUTH if row["case"] == "late_supplement"]
    assert unit == CITY
    late = seen("2020-09").returns.query("unit == @unit and received_in == '2020-09'")
    assert set(late["month"]) == {month, "2020-09"}
    assert seen(month).returns.query("unit == @unit and month == @month").empty
    assert unit not in seen("2020-09").units_with("未报")


@pytest.mark.parametrize("row", [r for r in TRUTH if r["case"] == "overdue"], ids=lambda r: r["task_id"])
def test_an_overdue_task_is_told_in_red(row):
    found = seen(row["month"]).alerts.query("kind == '逾期' and task_id == @row['task_id']")
    assert list(found["lead_unit"]) == [row["unit"]]
    assert list(found["level"]) == ["红"]


def test_whatever_else_is_overdue_in_november_was_refused_by_the_office():
    others = seen("2020-11").tasks_with("逾期") - {row["task_id"] for row in TRUTH if row["case"] == "overdue"}
    refused = {row["task_id"] for row in TRUTH if row["case"] in ("failed", "reopened")}
    assert others == {"24", "39", "78"} <= refused


@pytest.mark.parametrize("month", MONTHS)
def test_a_failed_verification_is_told_in_its_month(month):
    found = new(month, lambda s: s.tasks_with("核验不通过"))
    assert planted("failed", month) <= found
    assert found - planted("failed", month) <= planted("no_proof", month)  # refused for want of proof


@pytest.mark.parametrize("month", MONTHS)
def test_the_same_four_plans_are_unpublished_in_every_month(month):
    assert seen(month).tasks_with("未公示") == {row["task_id"] for row in TRUTH if row["case"] == "unpublished"}


def test_late_plans_are_told_in_july_of_every_task_of_the_planted_units():
    late = seen("2020-07").tasks_with("方案迟报")
    states = seen("2020-07").states
    assert late == set(states.loc[states["lead_unit"].isin(planted("late_plan", "2020-07", "unit")), "task_id"])
    assert not any(seen(month).tasks_with("方案迟报") for month in MONTHS[1:])


def test_a_renamed_unit_is_one_unit_before_and_after():
    old, now = "防城港市文化和旅游局", planted("renamed", "2020-09", "unit").pop()
    for month, name in (("2020-08", old), ("2020-09", now)):
        assert set(seen(month).states.loc[seen(month).states["lead_unit"] == name, "task_id"]) == {"38", "85"}
    own = seen("2020-09").returns.query("unit == @now")
    assert set(own["month"]) == {"2020-07", "2020-08", "2020-09"}  # those filed under the old name count as its own
    assert now not in seen("2020-09").units_with("未报")


def test_tasks_sent_back_closed_or_long_term_are_never_overdue_and_the_first_two_never_unreported():
    for month in MONTHS:
        states = seen(month).states.set_index("task_id")
        aside = states[states["state"].isin(["退办", "已销号", "长期推进"])]
        assert (aside["overdue_days"] == 0).all()
        assert not (states.loc[states["state"].isin(["退办", "已销号"]), "reported"] == "未报").any()


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_the_same_whatever_lies_in_the_folders_of_later_months(month, tmp_path: Path):
    year = _copy_with_later_months_broken(tmp_path, month)
    tasks = read_tasks(year, _comment_ids(), month).accepted
    plans = read_plans(year, tasks, month, month_end(month)).accepted
    progress = read_progress(year, tasks, month)
    states = fold(tasks, plans, progress.returns, progress.verifications, month)
    pd.testing.assert_frame_equal(states, seen(month).states)
    pd.testing.assert_frame_equal(alerts(states, progress.returns, month, year.plan_due), seen(month).alerts)
    assert progress.faults == seen(month).faults


def _copy_with_later_months_broken(root: Path, month: str):
    """The sample year, its files of later months replaced by what can't be read."""
    for path in (SAMPLE / "2019").rglob("*"):
        place = root / path.relative_to(SAMPLE / "2019")
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif "progress" in path.parts and path.parent.name > month:
            place.write_bytes(b"\x00")
        elif "comments" not in path.parts:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return read_year(root)
