"""The scoring preset applied: points by unit, headed 「示例，非官方」.

The founding document orders 扣分 and 加分 but gives no numbers [S]; every
number here comes from `data/reference/scoring.yml` and is to be replaced by
the office's own.  Points never enter the briefing.
"""

from __future__ import annotations

import pandas as pd

from analysis.columns import NOT_REPORTED
from analysis.reference import settings

# What is counted for each item of the preset: the alert kind it follows.
_OF_ALERT = {
    "overdue": "逾期",
    "unpublished": "未公示",
    "no_proof": "完成无佐证",
    "failed": "核验不通过",
    "reopened": "撤销销号",
}
HEADINGS = {
    "overdue": "逾期",
    "unpublished": "未公示",
    "no_proof": "完成无佐证",
    "failed": "核验不通过",
    "reopened": "撤销销号",
    "not_reported": "本月未报",
    "closed_early": "按期前销号",
    "points": "得分（示例，非官方）",
    "list": "榜（示例，非官方）",
}


def score(states: pd.DataFrame, alerts: pd.DataFrame, by_unit: pd.DataFrame, reporting: pd.DataFrame) -> pd.DataFrame:
    """Points of this month's situation by lead unit, in the order of *by_unit*.

    states, alerts, by_unit, reporting: of one month (`fold.STATES`,
    `alerts.ALERTS`, `rates.by_unit`, `rates.reporting`).
    Returns: columns lead_unit, group, one count an item of the preset, points
    (their weighted sum), list (红榜/黑榜/空: by the closed-out rate, only
    with `minimum_caseload` tasks or more).
    """
    preset = settings("scoring")
    kinds = alerts.groupby(["lead_unit", "kind"]).size()
    early = states[states["closed"] & (states["completed_on"] != "") & (states["completed_on"] < states["deadline"])]
    silent = set(reporting.loc[reporting["reported"] == NOT_REPORTED, "lead_unit"])
    rows = []
    for unit in by_unit.to_dict("records"):
        name = unit["lead_unit"]
        counts = {item: int(kinds.get((name, kind), 0)) for item, kind in _OF_ALERT.items()}
        counts["not_reported"] = int(name in silent)
        counts["closed_early"] = int((early["lead_unit"] == name).sum())
        points = sum(preset["points"][item] * count for item, count in counts.items())
        rows.append(
            {"lead_unit": name, "group": unit["group"]} | counts | {"points": points, "list": _list(unit, preset)}
        )
    return pd.DataFrame(
        rows, columns=["lead_unit", "group", *_OF_ALERT, "not_reported", "closed_early", "points", "list"]
    )


def _list(unit: dict, preset: dict) -> str:
    limits = preset["thresholds"]
    if unit["tasks"] < limits["minimum_caseload"]:
        return ""
    rate = unit["closed"] / unit["tasks"]
    return "红榜" if rate >= limits["red_list"] else "黑榜" if rate < limits["black_list"] else ""
