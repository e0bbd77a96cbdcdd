"""Fold everything received up to a month into one state per task.

The procedure [I, from several cities' rules]: 已分办 → 方案已公示 → 整改中 →
单位申报完成 → 核验 → 已销号, with the branches 核验不通过 → 重新整改,
撤销销号, 退办, 长期推进 and 暂不具备条件.  Within a month the unit reports
first and the office verifies after.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pandas as pd

from analysis.columns import LATE, NOT_REPORTED, REPORTED, State, Status, Verdict
from analysis.params import month_end
from analysis.reference import settings

STATES = [
    "task_id",
    "theme",
    "lead_unit",
    "text",
    "deadline",
    "state",
    "state_reason",
    "status",
    "percent",
    "completed_on",
    "proof",
    "published_on",
    "plan_filed_on",
    "reported",
    "declared",
    "closed",
    "overdue_days",
    "due_in_days",
    "failed_times",
    "reopened_times",
    "set_back_in",
    "narrative",
    "next_step",
]

DECLARED_STATES = (State.DECLARED, State.CLOSED)  # 已完成 = 单位申报完成（含已核验销号）
CLOSED_STATES = (State.CLOSED,)
NO_RETURN_NEEDED = (State.CLOSED, State.RETURNED)
NO_DEADLINE_STATES = (State.LONG_TERM, State.RETURNED)

_OF_STATUS = {
    Status.WORKING: State.WORKING,
    Status.LONG_TERM: State.LONG_TERM,
    Status.NOT_YET: State.NOT_YET,
    Status.DONE: State.DECLARED,
}


def fold(
    tasks: pd.DataFrame, plans: pd.DataFrame, returns: pd.DataFrame, verifications: pd.DataFrame, month: str
) -> pd.DataFrame:
    """The state of every task at the end of *month*.

    tasks: columns as `tasklist.TASKS`; plans, returns, verifications as read,
    rows of later months are left out here.
    Returns: columns `STATES`, one row a task in the order of *tasks*; declared
    and closed are bool, percent 0–100 or NaN, overdue_days > 0 only for a task
    that is late and not complete, due_in_days NaN where no deadline runs,
    set_back_in the month of the last 核验不通过 or 撤销销号 or empty.
    """
    cutoff = month_end(month)
    plan_of = _known_plans(plans, cutoff)
    returned = _by_task(returns[returns["received_in"] <= month])
    verified = _by_task(verifications[verifications["received_in"] <= month])
    rows = [
        _fold_task(
            task, plan_of.get(task["task_id"]), returned[task["task_id"]], verified[task["task_id"]], month, cutoff
        )
        for task in tasks.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=STATES).astype({"percent": float, "due_in_days": float})


def _by_task(frame: pd.DataFrame) -> dict[str, list[dict]]:
    grouped: dict[str, list[dict]] = defaultdict(list)
    for record in frame.sort_values(["received_in"], kind="stable").to_dict("records"):
        grouped[record["task_id"]].append(record)
    return grouped


def _known_plans(plans: pd.DataFrame, cutoff: dt.date) -> dict[str, dict]:
    """A task's plan as known at the cutoff; of several, when the first was filed and when one was first published."""
    found: dict[str, dict] = {}
    for plan in plans.sort_values("filed_on", kind="stable").to_dict("records"):
        if plan["filed_on"] and plan["filed_on"] > cutoff.isoformat():
            continue
        if plan["published_on"] > cutoff.isoformat():
            plan = plan | {"published_on": ""}
        earlier = found.get(plan["task_id"], {})
        found[plan["task_id"]] = plan | {
            name: earlier[name] for name in ("filed_on", "published_on") if earlier.get(name)
        }
    return found


def _fold_task(
    task: dict, plan: dict | None, returned: list[dict], verified: list[dict], month: str, cutoff: dt.date
) -> dict[str, object]:
    state, reason = State.ASSIGNED, "任务清单已下达"
    published_on = plan["published_on"] if plan else ""
    if published_on:
        state, reason = State.PUBLISHED, f"方案 {published_on} 公示"
    last: dict = {}
    failed = reopened = 0
    set_back_in = ""
    state_before_month = state
    for received_in, kind, event in _events(returned, verified):
        if kind == "return":
            if last and event["month"] < last["month"]:
                continue  # a 补报 of an older month doesn't overwrite a newer report
            last = _with_earlier_proof(event, last)
            state, reason = _after_return(state, reason, event)
        else:
            state, reason = _after_verdict(state, event)
            failed += event["verdict"] == Verdict.FAILED
            reopened += event["verdict"] == Verdict.REVOKED
            if event["verdict"] in (Verdict.FAILED, Verdict.REVOKED):
                set_back_in = received_in
        if received_in < month:
            state_before_month = state
    closed = state in CLOSED_STATES
    declared = state in DECLARED_STATES
    deadline = dt.date.fromisoformat(task["deadline"]) if task["deadline"] else None
    runs = deadline is not None and not declared and state not in NO_DEADLINE_STATES
    overdue = max((cutoff - deadline).days, 0) if runs else 0
    return {
        "task_id": task["task_id"],
        "theme": task["theme"],
        "lead_unit": task["lead_unit"],
        "text": task["text"],
        "deadline": task["deadline"],
        "state": state.value,
        "state_reason": reason,
        "status": last.get("status", ""),
        "percent": last.get("percent", float("nan")),
        "completed_on": last.get("completed_on", "") if declared else "",
        "proof": last.get("proof", ""),
        "published_on": published_on,
        "plan_filed_on": plan["filed_on"] if plan else "",
        "reported": _reported(returned, month, state_before_month, state),
        "declared": declared,
        "closed": closed,
        "overdue_days": overdue,
        "due_in_days": (deadline - cutoff).days if runs and deadline >= cutoff else float("nan"),
        "failed_times": failed,
        "reopened_times": reopened,
        "set_back_in": set_back_in,
        "narrative": last.get("narrative", ""),
        "next_step": last.get("next_step", ""),
    }


def _events(returned: list[dict], verified: list[dict]) -> list[tuple[str, str, dict]]:
    events = [(r["received_in"], 0, r["month"], "return", r) for r in returned]
    events += [(v["received_in"], 1, v["verified_on"], "verdict", v) for v in verified]
    events.sort(key=lambda e: e[:3])
    return [(received_in, kind, event) for received_in, _, _, kind, event in events]


def _with_earlier_proof(event: dict, last: dict) -> dict:
    """A return that only says 已完成 again keeps the proof and the date handed in when it was first said."""
    if event["status"] != Status.DONE or last.get("status") != Status.DONE:
        return event
    return event | {name: event[name] or last[name] for name in ("proof", "completed_on")}


def _after_return(state: State, reason: str, event: dict) -> tuple[State, str]:
    if state in (State.CLOSED, State.RETURNED):
        return state, reason  # a closed task is opened again by the office only
    status = Status(event["status"])
    if status == Status.NOT_STARTED:
        # Whatever was declared before, it is taken back; what was begun stays begun.
        taken_back = state in (State.DECLARED, State.LONG_TERM, State.NOT_YET)
        return (State.WORKING, f"{event['month']} 单位报“{status.value}”") if taken_back else (state, reason)
    if status == Status.WORKING and state in (State.FAILED, State.REOPENED):
        return state, reason  # worked on again, still to be declared and verified anew
    return _OF_STATUS[status], f"{event['month']} 单位报“{status.value}”"


def _after_verdict(state: State, event: dict) -> tuple[State, str]:
    when = event["verified_on"] or event["received_in"]
    match Verdict(event["verdict"]):
        case Verdict.PASSED:
            if event["closed"]:
                return State.CLOSED, f"{when} 核验通过，销号"
            return State.DECLARED, f"{when} 核验通过，未销号"
        case Verdict.FAILED:
            return State.FAILED, f"{when} 核验不通过，重新整改"
        case Verdict.REVOKED:
            return State.REOPENED, f"{when} 撤销销号"
        case Verdict.SENT_BACK:
            return State.RETURNED, f"{when} 同意退办"


def _reported(returned: list[dict], month: str, state_before: State, state: State) -> str:
    """已报, 迟报 or 未报 for *month*; empty where no return was due.

    None is due for a task closed out or sent back before the month, nor, where
    the unit filed nothing more, for one closed out or sent back within it.
    """
    own = [r for r in returned if r["month"] == month and r["received_in"] == month]
    if own:
        return LATE if any(r["timeliness"] == LATE for r in own) else REPORTED
    return "" if state_before in NO_RETURN_NEEDED or state in NO_RETURN_NEEDED else NOT_REPORTED


def due_soon(states: pd.DataFrame) -> pd.DataFrame:
    """Tasks whose deadline falls within the calendar's `due_soon_days` after the cutoff."""
    return states[states["due_in_days"] <= settings("calendar")["due_soon_days"]]
