"""Rates with numerator, denominator and cutoff: overall, by unit, by theme, over the months.

A rate here is always a pair of counts; whether it may be shown as a percentage
is decided where it is shown (`briefing.figures`: below 20 only x/n).
Every group's counts add up to the whole; nothing is divided by a subset that
isn't named.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.columns import LATE, NOT_REPORTED, PARTLY, REPORTED, State, UnitGroup
from analysis.intake.year import Milestone
from analysis.params import month_end
from analysis.reference import Units, settings

COUNTS = ["tasks", "declared", "closed", "overdue", "long_term", "not_yet", "due_return", "returned"]


@dataclass(frozen=True)
class Rate:
    """numerator of denominator as of cutoff; `value` is 0–1, NaN without a base (never 0)."""

    numerator: int
    denominator: int
    cutoff: dt.date

    @property
    def value(self) -> float:
        return self.numerator / self.denominator if self.denominator else float("nan")


def counts(states: pd.DataFrame) -> pd.Series:
    """The counts of a set of tasks (columns as `fold.STATES`): int for each of `COUNTS`.

    declared = 单位申报完成 or 已销号; due_return = tasks for which a return was
    due this month (those closed out or sent back need none); returned = those with one.
    """
    return pd.Series(
        {
            "tasks": len(states),
            "declared": int(states["declared"].sum()),
            "closed": int(states["closed"].sum()),
            "overdue": int((states["overdue_days"] > 0).sum()),
            "long_term": int((states["state"] == State.LONG_TERM).sum()),
            "not_yet": int((states["state"] == State.NOT_YET).sum()),
            "due_return": int(states["reported"].isin((REPORTED, LATE, NOT_REPORTED)).sum()),
            "returned": int(states["reported"].isin((REPORTED, LATE)).sum()),
        },
        dtype="int64",
    )


def _grouped(states: pd.DataFrame, by: str, order: list[str]) -> pd.DataFrame:
    names = [name for name in order if (states[by] == name).any()]
    names += [name for name in dict.fromkeys(states[by]) if name not in names]
    rows = [counts(states[states[by] == name]) for name in names]
    frame = pd.DataFrame(rows, columns=COUNTS).astype("int64")
    frame.insert(0, by, names)
    return frame


def by_theme(states: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Counts by theme: columns theme and `COUNTS`; one row a theme that has tasks, in *order*."""
    return _grouped(states, "theme", order)


def by_unit(states: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Counts by lead unit: columns lead_unit, group, `COUNTS`, rank; 市直 before 县区.

    Ranked units come first, best first; then those with too few tasks, by tasks.
    rank is by the closed-out rate among units of the same group with at least
    `minimum_caseload` tasks (scoring preset); ties share a rank, others have 0,
    as has 绩效办, which is in neither group.
    """
    frame = _grouped(states, "lead_unit", [unit.name for unit in units.units])
    found = [units.find(name) for name in frame["lead_unit"]]
    frame.insert(1, "group", [unit.group if unit else UnitGroup.CITY.value for unit in found])
    minimum = settings("scoring")["thresholds"]["minimum_caseload"]
    groups = [UnitGroup.CITY.value, UnitGroup.COUNTY.value]
    rate = frame["closed"] / frame["tasks"]
    ranked = rate.where((frame["tasks"] >= minimum) & frame["group"].isin(groups))
    frame["rank"] = ranked.groupby(frame["group"]).rank(method="min", ascending=False).fillna(0).astype("int64")
    key = pd.DataFrame(
        {
            "group": [groups.index(name) if name in groups else len(groups) for name in frame["group"]],
            "unranked": frame["rank"] == 0,
            "rate": -ranked.fillna(0),
            "tasks": -frame["tasks"],
            "own_rate": -rate,
            "place": range(len(frame)),
        }
    )
    return frame.loc[key.sort_values(list(key)).index].reset_index(drop=True)


def matrix(states: pd.DataFrame, units: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
    """Units × themes: one row a pair with tasks, columns lead_unit, theme, tasks, closed; units as in *units*."""
    pairs = states.groupby(["lead_unit", "theme"], sort=False).agg(tasks=("task_id", "size"), closed=("closed", "sum"))
    frame = pairs.reset_index().astype({"tasks": "int64", "closed": "int64"})
    unit_order = {name: i for i, name in enumerate(units["lead_unit"])}
    theme_order = {name: i for i, name in enumerate(themes)}
    key = frame.assign(
        u=frame["lead_unit"].map(unit_order), t=frame["theme"].map(lambda t: theme_order.get(t, len(theme_order)))
    )
    return frame.loc[key.sort_values(["u", "t"], kind="stable").index].reset_index(drop=True)


def burn_up(states_by_month: dict[str, pd.DataFrame], milestones: tuple[Milestone, ...]) -> pd.DataFrame:
    """Completion over the months against the calendar.

    Returns: one row a month, columns month, cutoff, tasks, due (tasks whose
    deadline has come by the cutoff), declared, closed, overdue, milestones
    (names of the calendar's deadlines in that month, joined by 、).
    """
    rows = []
    for month, states in states_by_month.items():
        cutoff = month_end(month)
        total = counts(states)
        rows.append(
            {
                "month": month,
                "cutoff": cutoff.isoformat(),
                "tasks": total["tasks"],
                "due": int(((states["deadline"] != "") & (states["deadline"] <= cutoff.isoformat())).sum()),
                "declared": total["declared"],
                "closed": total["closed"],
                "overdue": total["overdue"],
                "milestones": "、".join(m.name for m in milestones if m.date.isoformat()[:7] == month),
            }
        )
    return pd.DataFrame(rows)


def reporting(states: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Who reported this month: one row a lead unit with a return due, columns lead_unit, group, due_return, returned, reported.

    reported is 未报 where no due task has a return, 漏报 where some have none,
    else 迟报 where any came late, else 已报.
    """
    due = states[states["reported"] != ""]
    rows = []
    register = {unit.name: place for place, unit in enumerate(units.units)}
    for name in sorted(due["lead_unit"].unique(), key=lambda name: (register.get(name, len(register)), name)):
        own = due.loc[due["lead_unit"] == name, "reported"]
        missing = own == NOT_REPORTED
        word = NOT_REPORTED if missing.all() else PARTLY if missing.any() else LATE if (own == LATE).any() else REPORTED
        unit = units.find(name)
        rows.append(
            {
                "lead_unit": name,
                "group": unit.group if unit else "",
                "due_return": len(own),
                "returned": int((own != NOT_REPORTED).sum()),
                "reported": word,
            }
        )
    return pd.DataFrame(rows, columns=["lead_unit", "group", "due_return", "returned", "reported"])
