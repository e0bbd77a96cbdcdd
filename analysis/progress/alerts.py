"""What needs a leader's eye this month: overdue, unreported, unpublished, reopened, and doubtful progress.

Integrity signals only ask someone to check; they are never called proof.
"""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pandas as pd
from rapidfuzz import fuzz

from analysis.columns import NOT_REPORTED, State, Status
from analysis.progress.fold import due_soon
from analysis.reference import settings
from analysis.text.cues import bare

ALERTS = ["kind", "level", "task_id", "lead_unit", "detail", "amount"]

RED, YELLOW = "红", "黄"

# kind -> (level, what it means); the order is the order of urgency.
KINDS: dict[str, tuple[str, str]] = {
    "逾期": (RED, "整改时限已过，单位未申报完成"),
    "撤销销号": (RED, "销号后反弹或群众再反映，已撤销"),
    "核验不通过": (RED, "绩效办核验不通过，重新整改"),
    "完成无佐证": (RED, "申报完成，没有佐证材料"),
    "未报": (RED, "本月应报未报"),
    "未公示": (YELLOW, "整改方案没有公示记录"),
    "方案迟报": (YELLOW, "整改方案过了规定日期才报"),
    "临期": (YELLOW, "30 天内到期，尚未完成"),
    "进度倒退": (YELLOW, "完成比例比上次报的低"),
    "突击完成": (YELLOW, "上次报不超过 10%，本月直接报 100%"),
    "照抄上月": (YELLOW, "进展说明与上次几乎相同"),
    "雷同": (YELLOW, "进展说明与别的单位几乎相同"),
    "前后矛盾": (YELLOW, "完成情况与完成比例不一致"),
    "时限不明": (YELLOW, "任务清单里没有能识别的整改时限"),
}

_JUMP_FROM, _JUMP_TO = 10, 100


def alerts(states: pd.DataFrame, returns: pd.DataFrame, month: str, plan_due: dt.date | None = None) -> pd.DataFrame:
    """All alerts of *month*.

    states: as `fold.fold` gives for *month*; returns: as `returns.RETURNS`, up to *month*.
    plan_due: the day by which plans were to be filed; a later one is told in the month it was filed.
    Returns: columns `ALERTS`, one row a task and kind, by urgency, then amount, then task;
    amount is days, percent or similarity, as the kind has it (0 where it has none).
    """
    rows = [
        *_of_states(states),
        *_late_plans(states, month, plan_due),
        *_of_returns(states, returns[returns["received_in"] <= month], month),
    ]
    frame = pd.DataFrame(rows, columns=["kind", "task_id", "lead_unit", "detail", "amount"])
    frame.insert(1, "level", [KINDS[kind][0] for kind in frame["kind"]])
    place = {task: i for i, task in enumerate(states["task_id"])}
    order = list(KINDS)
    key = frame.assign(k=frame["kind"].map(order.index), a=-frame["amount"], p=frame["task_id"].map(place))
    return frame.loc[key.sort_values(["k", "a", "p"], kind="stable").index, ALERTS].reset_index(drop=True)


def _of_states(states: pd.DataFrame):
    soon = set(due_soon(states)["task_id"])
    for task in states.to_dict("records"):

        def row(kind: str, detail: str, amount: float = 0, task: dict = task) -> tuple:
            return (kind, task["task_id"], task["lead_unit"], detail, amount)

        if task["overdue_days"]:
            yield row("逾期", f"时限 {task['deadline']}，已逾期 {task['overdue_days']} 天", task["overdue_days"])
        if task["state"] == State.REOPENED:
            yield row("撤销销号", task["state_reason"])
        if task["state"] == State.FAILED:
            yield row("核验不通过", task["state_reason"])
        # Also where the office has failed it since: the unit still said 已完成 with nothing to show.
        if task["status"] == Status.DONE and not task["proof"] and task["state"] != State.RETURNED:
            yield row("完成无佐证", f"{task['completed_on'] or '单位'}申报完成，佐证材料栏为空")
        if task["reported"] == NOT_REPORTED:
            yield row("未报", "本月没有收到进展")
        if not task["published_on"] and task["state"] != State.RETURNED:
            yield row("未公示", "方案没有公示时间" if task["plan_filed_on"] else "没有收到整改方案")
        if task["task_id"] in soon:
            yield row("临期", f"时限 {task['deadline']}，还有 {int(task['due_in_days'])} 天", -task["due_in_days"])
        if not task["deadline"]:
            yield row("时限不明", "请核对附件1的整改时限")


def _late_plans(states: pd.DataFrame, month: str, due: dt.date | None):
    for task in states.to_dict("records"):
        filed = task["plan_filed_on"]
        if due and filed > due.isoformat() and filed[:7] == month:
            late = (dt.date.fromisoformat(filed) - due).days
            yield ("方案迟报", task["task_id"], task["lead_unit"], f"方案 {filed} 报送，迟 {late} 天", late)


def _of_returns(states: pd.DataFrame, returns: pd.DataFrame, month: str):
    lead = dict(zip(states["task_id"], states["lead_unit"], strict=True))
    ordered = returns.sort_values(["month", "received_in"], kind="stable")
    now = ordered[(ordered["month"] == month) & (ordered["received_in"] == month)]
    earlier = ordered[ordered["month"] < month]
    before = _last_row(earlier)
    before_percent = _last_row(earlier[earlier["percent"].notna()])
    set_back = dict(zip(states["task_id"], states["set_back_in"], strict=True))
    limits = settings("calendar")["integrity"]
    for entry in now.to_dict("records"):
        task_id = entry["task_id"]

        def row(kind: str, detail: str, amount: float = 0, task_id: str = task_id) -> tuple:
            return (kind, task_id, lead[task_id], detail, amount)

        percent, done = entry["percent"], entry["status"] == Status.DONE
        if (done and percent < 100) or (entry["status"] == Status.WORKING and percent == 100):
            yield row("前后矛盾", f"完成情况“{entry['status']}”，完成比例 {percent:g}%")
        if task_id not in before:
            continue
        if task_id in before_percent:
            last = before_percent[task_id]
            change, detail = percent - last["percent"], f"{last['month']} 报 {last['percent']:g}%，本月报 {percent:g}%"
            # After 核验不通过 or 撤销销号 the work starts again: that is no step back of the unit's.
            if change < 0 and set_back[task_id] < last["received_in"]:
                yield row("进度倒退", detail, -change)
            if last["percent"] <= _JUMP_FROM and percent >= _JUMP_TO:
                yield row("突击完成", detail, change)
        last = before[task_id]
        alike = _similarity(entry["narrative"], last["narrative"], limits["copied_minimum_chars"])
        if alike >= limits["copied_similarity"] and not (done and last["status"] == Status.DONE):
            yield row("照抄上月", f"与 {last['month']} 的说明相似 {alike:.0f}%", round(alike))
    for one, other in combinations(now.to_dict("records"), 2):
        if lead[one["task_id"]] == lead[other["task_id"]]:
            continue
        alike = _similarity(one["narrative"], other["narrative"], limits["copied_minimum_chars"])
        if alike >= limits["copied_similarity"]:
            for mine, theirs in ((one, other), (other, one)):
                detail = f"与{lead[theirs['task_id']]}任务 {theirs['task_id']} 的说明相似 {alike:.0f}%"
                yield ("雷同", mine["task_id"], lead[mine["task_id"]], detail, round(alike))


def _last_row(returns: pd.DataFrame) -> dict[str, dict]:
    """The last of each task's rows, whole: `groupby.last` would fill a blank from an earlier month."""
    return {entry["task_id"]: entry for entry in returns.to_dict("records")}


def _similarity(one: str, other: str, minimum: int) -> float:
    """How alike two narratives are, 0–100, punctuation aside; 0 where either is too short to tell."""
    one, other = bare(one), bare(other)
    return fuzz.ratio(one, other) if min(len(one), len(other)) >= minimum else 0.0
