"""Small frames for tests of progress and briefing: a task, what its unit said, what the office found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from analysis.briefing.data import Month
from analysis.columns import LATE, REPORTED, State
from analysis.intake.comments import REJECTED
from analysis.intake.year import Milestone, Year
from analysis.layout import YearFolder
from analysis.params import RunParams
from analysis.progress.fold import STATES, fold
from analysis.progress.returns import RETURNS, VERIFICATIONS
from analysis.tasks.issues import ISSUES
from analysis.tasks.tasklist import PLANS, TASKS
from analysis.themes.taxonomy import Taxonomy, Theme

EDUCATION, WATER, CITY = "防城港市教育局", "防城港市水利局", "防城港市市政管理局"
SHANGSI, DONGXING, GANGKOU, FANGCHENG = "上思县人民政府", "东兴市人民政府", "港口区人民政府", "防城区人民政府"


def task(task_id: str = "1", deadline: str = "2020-10-31", unit: str = EDUCATION, **other: str) -> dict:
    """A row of 附件1."""
    row = {"task_id": task_id, "deadline": deadline, "lead_unit": unit, "theme": "教育", "text": f"第{task_id}项"}
    return dict.fromkeys(TASKS, "") | row | other


def plan(task_id: str = "1", filed_on: str = "2020-06-20", published_on: str = "2020-07-02") -> dict:
    """A row of a unit's plan."""
    return dict.fromkeys(PLANS, "") | {"task_id": task_id, "filed_on": filed_on, "published_on": published_on}


def returned(
    month: str,
    status: str = "正在整改",
    percent: float = 50,
    task_id: str = "1",
    received_in: str = "",
    **other: object,
) -> dict:
    """A row of a unit's monthly return; *received_in* another month makes it a 补报."""
    received_in = received_in or month
    row = {
        "task_id": task_id,
        "month": month,
        "received_in": received_in,
        "timeliness": REPORTED if received_in == month else LATE,
        "status": status,
        "percent": float(percent),
        "narrative": f"{month} 第{task_id}项进展",
    }
    return dict.fromkeys(RETURNS, "") | row | other


def verified(received_in: str, verdict: str, closed: bool = False, task_id: str = "1", day: int = 28) -> dict:
    """A row of the office's verification."""
    row = {"task_id": task_id, "received_in": received_in, "verdict": verdict, "closed": closed}
    return dict.fromkeys(VERIFICATIONS, "") | row | {"verified_on": f"{received_in}-{day}"}


def folded(month: str, *events: dict, tasks: list[dict] | None = None, plans: list[dict] | None = None) -> pd.DataFrame:
    """The states of *month* after *events* (rows of `returned` and `verified`)."""
    tasks = [task()] if tasks is None else tasks
    plans = [plan(entry["task_id"]) for entry in tasks] if plans is None else plans
    return fold(
        pd.DataFrame(tasks, columns=TASKS),
        pd.DataFrame(plans, columns=PLANS),
        returns_frame(*events),
        pd.DataFrame([e for e in events if "verdict" in e], columns=VERIFICATIONS),
        month,
    )


def returns_frame(*events: dict) -> pd.DataFrame:
    """The returns among *events*, as `returns.read_progress` gives them."""
    return pd.DataFrame([e for e in events if "verdict" not in e], columns=RETURNS).astype({"percent": float})


def state(task_id: str, unit: str = EDUCATION, state: State = State.WORKING, **other: object) -> dict:
    """A row of `fold.STATES`, worked out by hand."""
    declared = state in (State.DECLARED, State.CLOSED)
    row = {
        "task_id": task_id,
        "lead_unit": unit,
        "theme": "教育",
        "text": f"第{task_id}项",
        "deadline": "2020-12-01",
        "state": state.value,
        "published_on": "2020-07-02",
        "percent": 50.0,
        "reported": REPORTED,
        "declared": declared,
        "closed": state == State.CLOSED,
        "overdue_days": 0,
        "due_in_days": float("nan"),
        "failed_times": 0,
        "reopened_times": 0,
    }
    return dict.fromkeys(STATES, "") | row | other


def states_frame(*rows: dict) -> pd.DataFrame:
    """Rows of `state` as a frame."""
    return pd.DataFrame(rows, columns=STATES)


def several(number: int, unit: str = EDUCATION, closed: int = 0, **other: object) -> list[dict]:
    """*number* tasks of *unit*, the first *closed* of them closed out."""
    return [state(f"{unit}{n}", unit, State.CLOSED if n < closed else State.WORKING, **other) for n in range(number)]


THEMES = Taxonomy("测试", tuple(Theme(name, "", (), (), "", ()) for name in ("教育", "医疗")), "其他")


def comment(comment_id: str, account: str = "待分办", **other: str) -> dict:
    """An accepted comment with its labels."""
    row = {
        "theme": "教育",
        "nature": "建设性",
        "county": "",
        "channel": "饮水安全",
        "task_ids": "",
        "needs_review": "否",
    }
    return {"id": comment_id, "account": account} | row | other


def issues_frame(comments: list[dict]) -> pd.DataFrame:
    """Each comment as the one issue it holds."""
    return pd.DataFrame(comments).assign(no=1, start=0, end=0).reindex(columns=ISSUES, fill_value="")


def month_of(
    states_by_month: dict[str, pd.DataFrame],
    *,
    returns: pd.DataFrame | None = None,
    comments: list[dict] | None = None,
    method_changed: tuple[str, ...] = (),
    rejected: int = 0,
) -> Month:
    """The newest of *states_by_month* as a month of a year without files."""
    name = max(states_by_month)
    folder = YearFolder(Path("没有这个文件夹"))
    year = Year(
        folder=folder,
        evaluation_year=2019,
        rectification_year=2020,
        city="防城港市",
        office="市绩效办",
        issued_on=None,
        expected={},
        milestones=(Milestone(dt.date(2020, 12, 11), "附件2报送"),),
        plan_due=dt.date(2020, 6, 26),
        monthly_return_due_day=28,
        invented="",
        method_changed=method_changed,
    )
    comments = [comment("1")] if comments is None else comments
    states = states_by_month[name]
    return Month(
        params=RunParams(name, folder.root, folder.root, folder.root),
        year=year,
        taxonomy=THEMES,
        comments=pd.DataFrame(comments),
        issues=issues_frame(comments),
        files=pd.DataFrame({"rejected": [rejected]}),
        rejected=pd.DataFrame(columns=REJECTED),
        faults=pd.DataFrame(),
        tasks=pd.DataFrame([task(t) for t in states["task_id"]], columns=TASKS),
        plans=pd.DataFrame(columns=PLANS),
        returns=returns_frame() if returns is None else returns,
        states_by_month=states_by_month,
    )
