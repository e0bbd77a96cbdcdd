"""附件1《整改任务清单》 as issued, and the units' 整改方案."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pandas as pd

from analysis.columns import SEPARATOR
from analysis.errors import Fault, InputFaults
from analysis.intake.forms import form_head, rejected_row, row_fault
from analysis.intake.grid import read_grid, shown_name
from analysis.intake.profiles import profiles, recognise, seen_headings
from analysis.intake.table import Row, Table, find_header, read_table
from analysis.intake.values import half_width, parse_date
from analysis.intake.year import Year
from analysis.layout import documents
from analysis.reference import nearest

TASKS = [
    "task_id",
    "comment_ids",
    "channel",
    "theme",
    "text",
    "nature",
    "cause",
    "target",
    "measures",
    "deadline",
    "lead_unit",
    "support_units",
    "section",
    "person",
    "deliverable",
    "note",
]
PLANS = [
    "task_id",
    "unit",
    "filed_on",
    "published_on",
    "publish_channel",
    "publish_link",
    "measures",
    "target",
    "deadline",
]

_LIST = re.compile(r"[|、,，;；\s]+")


@dataclass(frozen=True)
class Received:
    """Rows taken, rows not taken (each with its reason), and every fault."""

    accepted: pd.DataFrame
    rejected: list[dict[str, object]]
    faults: list[Fault]


def split_list(value: str) -> list[str]:
    """The entries of a cell that holds several, however they are separated."""
    return [part for part in _LIST.split(half_width(value)) if part]


def read_tables(path, kind: str) -> tuple[list[Table], list[Fault]]:
    """The sheets of *path* that are of *kind*; a sheet that lacks a column of it and a file without one give faults."""
    try:
        sheets = read_grid(path)
    except InputFaults as error:
        return [], list(error.faults)
    if not sheets:
        return [], [Fault("file_empty", file=shown_name(path))]
    tables: list[Table] = []
    faults: list[Fault] = []
    for sheet in sheets:
        if profile := recognise(sheet, kind):
            tables.append(read_table(sheet, profile))
            faults += tables[-1].faults
        elif profile := next((p for p in profiles(kind) if find_header(sheet, p)), None):
            faults += read_table(sheet, profile).faults
    if not tables and not faults:
        faults.append(Fault("form_unknown", sheets[0].file, sheets[0].name, value=seen_headings(sheets[0])))
    return tables, faults


def read_tasks(year: Year, comment_ids: set[str], month: str) -> Received:
    """The issued tasks.

    comment_ids: ids of the accepted comments, to check 意见编号 against.
    month: decides which unit holds a renamed unit's duties.
    Returns: accepted with columns `TASKS`, one row a task, in the list's order;
    deadline is ISO text or empty.  A task with an unknown unit stays in the
    list under the name written, so that no task is ever lost.
    """
    rows: list[dict[str, object]] = []
    rejected: list[dict[str, object]] = []
    if not year.folder.tasks.is_file():
        return Received(pd.DataFrame(columns=TASKS), [], [Fault("file_missing", file=year.folder.tasks.name)])
    tables, faults = read_tables(year.folder.tasks, "tasks")
    seen: dict[str, int] = {}
    for table in tables:
        for row in table.rows:
            task_id = half_width(row.values.get("task_id", ""))
            if not task_id or task_id in seen:
                key = "id_duplicate" if task_id else "id_missing"
                fault = row_fault(key, row, table, "task_id", task_id, f"第 {seen.get(task_id)} 行")
                faults.append(fault)
                rejected.append(rejected_row(row, fault))
                continue
            seen[task_id] = row.number
            rows.append(_task(row, table, year, comment_ids, month, faults))
    return Received(pd.DataFrame(rows, columns=TASKS), rejected, faults)


def _task(row: Row, table: Table, year: Year, comment_ids: set[str], month: str, faults: list[Fault]) -> dict:
    values = {name: row.values.get(name, "") for name in TASKS}
    values["task_id"] = half_width(values["task_id"])
    ids = split_list(values["comment_ids"])
    for comment_id in ids:
        if comment_id not in comment_ids:
            near = "、".join(nearest(comment_id, sorted(comment_ids), whole=True))
            faults.append(row_fault("comment_unknown", row, table, "comment_ids", comment_id, near))
    values["comment_ids"] = SEPARATOR.join(i for i in ids if i in comment_ids)
    deadline = parse_date(values["deadline"])
    if deadline is None and values["deadline"]:
        faults.append(row_fault("not_a_date", row, table, "deadline", values["deadline"]))
    values["deadline"] = deadline.isoformat() if deadline else ""
    lead = year.units.in_charge(values["lead_unit"], month)
    if lead is None:
        near = "、".join(year.units.suggest(values["lead_unit"])) if values["lead_unit"] else ""
        key = "unit_unknown" if values["lead_unit"] else "unit_missing"
        faults.append(row_fault(key, row, table, "lead_unit", values["lead_unit"], near))
    elif not lead.responsible:
        faults.append(row_fault("unit_excluded", row, table, "lead_unit", values["lead_unit"]))
    else:
        values["lead_unit"] = lead.name
    support = []
    for name in split_list(values["support_units"]):
        unit = year.units.in_charge(name, month)
        if unit is None:
            near = "、".join(year.units.suggest(name))
            faults.append(row_fault("unit_unknown", row, table, "support_units", name, near))
        support.append(unit.name if unit else name)
    values["support_units"] = SEPARATOR.join(dict.fromkeys(support))
    return values


def read_plans(year: Year, tasks: pd.DataFrame, month: str, cutoff: dt.date) -> Received:
    """The plans filed by *cutoff*.

    Returns: accepted with columns `PLANS`, one row a task and plan; dates are
    ISO text or empty, a publication after the cutoff isn't seen yet.
    """
    leads = dict(zip(tasks["task_id"], tasks["lead_unit"], strict=True))
    rows: list[dict[str, object]] = []
    rejected: list[dict[str, object]] = []
    faults: list[Fault] = []
    for path in documents(year.folder.plans):
        tables, problems = read_tables(path, "plan")
        heads = [(table, form_head(table.title)) for table in tables]
        known = [(table, head) for table, head in heads if not (head.filed_on and head.filed_on > cutoff)]
        faults += problems if known or not tables else []
        for table, head in known:
            unit = year.units.in_charge(head.unit or path.stem, month)
            if unit is None:
                near = "、".join(year.units.suggest(head.unit or path.stem))
                fault = Fault(
                    "unit_unknown", table.file, table.sheet, column="填报单位", value=head.unit or path.stem, found=near
                )
                faults.append(fault)
                rejected += [rejected_row(row, fault) for row in table.rows]
                continue
            for row in table.rows:
                fault = check_task(row, table, leads, unit.name)
                if fault:
                    faults.append(fault)
                    rejected.append(rejected_row(row, fault))
                    continue
                rows.append(_plan(row, table, unit.name, head.filed_on, cutoff, faults))
    return Received(pd.DataFrame(rows, columns=PLANS), rejected, faults)


def check_task(row: Row, table: Table, leads: dict[str, str], unit: str) -> Fault | None:
    """What is wrong with a form row's task number: unknown, or another unit's; None where nothing is."""
    task_id = half_width(row.values.get("task_id", ""))
    if not task_id:
        return row_fault("id_missing", row, table, "task_id")
    if task_id not in leads:
        near = "、".join(nearest(task_id, list(leads), whole=True))
        return row_fault("task_unknown", row, table, "task_id", task_id, near)
    if leads[task_id] != unit:
        return row_fault("task_other_unit", row, table, "task_id", task_id, leads[task_id])
    return None


def _plan(
    row: Row, table: Table, unit: str, filed_on: dt.date | None, cutoff: dt.date, faults: list[Fault]
) -> dict[str, object]:
    value = row.values.get
    published = ""
    if text := value("published_on", ""):
        day = parse_date(text)
        if day is None and text not in ("未公示", "无", "否"):
            faults.append(row_fault("not_a_date", row, table, "published_on", text))
        published = day.isoformat() if day and day <= cutoff else ""
    return {
        "task_id": half_width(value("task_id", "")),
        "unit": unit,
        "filed_on": filed_on.isoformat() if filed_on else "",
        "published_on": published,
        "publish_channel": value("publish_channel", "") if published else "",
        "publish_link": value("publish_link", "") if published else "",
        "measures": value("measures", ""),
        "target": value("target", ""),
        "deadline": value("deadline", ""),
    }
