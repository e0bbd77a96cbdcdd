"""Monthly returns of the units and the office's verification, as received up to a month.

A return for a month counts in the month whose folder it lies in: a 补报 of
August that arrives in September changes September, never August.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import LATE, REPORTED, Status, Verdict
from analysis.errors import Fault
from analysis.intake.forms import FormHead, form_head, rejected_row, row_fault
from analysis.intake.table import Row, Table
from analysis.intake.values import half_width, parse_date, parse_percent, parse_yes
from analysis.intake.year import Year
from analysis.layout import documents
from analysis.params import month_end
from analysis.tasks.tasklist import check_task, read_tables

RETURNS = [
    "task_id",
    "unit",
    "month",
    "received_in",
    "filed_on",
    "timeliness",
    "status",
    "percent",
    "narrative",
    "completed_on",
    "proof",
    "published",
    "feedback",
    "next_step",
    "note",
    "source_file",
    "source_row",
]
VERIFICATIONS = ["task_id", "received_in", "verified_on", "verdict", "closed", "note", "source_file", "source_row"]

_NOTHING = ("/", "—", "-", "无", "暂无", "没有")  # what people write into a cell that stays empty


@dataclass(frozen=True)
class Progress:
    """Everything received up to a month.

    returns: one row a task and return, columns `RETURNS`; percent 0–100 or NaN; dates ISO text or empty.
    verifications: one row a task and verification, columns `VERIFICATIONS`; closed is bool.
    rejected, faults: rows not taken, and what a person should mend.
    """

    returns: pd.DataFrame
    verifications: pd.DataFrame
    rejected: list[dict[str, object]]
    faults: list[Fault]


def read_progress(year: Year, tasks: pd.DataFrame, month: str) -> Progress:
    """Returns and verifications received in the folders up to *month*; later folders are not opened."""
    leads = dict(zip(tasks["task_id"], tasks["lead_unit"], strict=True))
    returns: list[dict] = []
    verifications: list[dict] = []
    rejected: list[dict[str, object]] = []
    faults = [Fault("month_folder", file=name) for name in year.folder.stray_progress()]
    for received_in in (m for m in year.folder.progress_months() if m <= month):
        filled: dict[tuple[str, str], str] = {}
        for path in documents(year.folder.progress(received_in)):
            tables, problems = read_tables(path, "return")
            # 附件2 has 核验情况 and 是否销号 too: a unit that fills them in hasn't closed its own tasks.
            if not tables:
                registers, others = read_tables(path, "verification")
                problems = others if registers else problems
                for table in registers:
                    _verify(table, received_in, leads, verifications, rejected, faults)
            faults += problems
            for table in tables:
                _read_return(table, path, received_in, month, year, leads, filled, returns, rejected, faults)
    return Progress(
        pd.DataFrame(returns, columns=RETURNS).astype({"percent": float}),
        pd.DataFrame(verifications, columns=VERIFICATIONS).astype({"closed": bool}),
        rejected,
        faults,
    )


def _read_return(
    table: Table,
    path: Path,
    received_in: str,
    as_of: str,
    year: Year,
    leads: dict[str, str],
    filled: dict[tuple[str, str], str],
    returns: list[dict],
    rejected: list[dict[str, object]],
    faults: list[Fault],
) -> None:
    head = form_head(table.title)
    fault = _wrong_month(head, table, received_in)
    name = head.unit or path.stem
    unit = year.units.in_charge(name, as_of)
    if fault is None and unit is None:
        fault = Fault(
            "unit_unknown",
            table.file,
            table.sheet,
            column="填报单位",
            value=name,
            found="、".join(year.units.suggest(name)),
        )
    if fault:
        faults.append(fault)
        rejected += [rejected_row(row, fault) for row in table.rows]
        return
    for_month = head.month or received_in
    if head.filed_on:
        # A form filed after its folder's month came later, wherever it was put: the past stays as it was.
        received_in = max(received_in, head.filed_on.isoformat()[:7])
    if received_in > as_of:
        return
    for row in table.rows:
        task_id = half_width(row.values.get("task_id", ""))
        problem = check_task(row, table, leads, unit.name)
        if problem is None and (task_id, for_month) in filled:
            problem = row_fault("row_duplicate", row, table, "task_id", task_id, filled[task_id, for_month])
        status = _status(row)
        if problem is None and status is None:
            found = "、".join(status.value for status in Status)
            problem = row_fault("not_in_list", row, table, "status", row.values.get("status", ""), found)
        if problem:
            faults.append(problem)
            rejected.append(rejected_row(row, problem))
            continue
        filled[task_id, for_month] = f"《{table.file}》第 {row.number} 行"
        returns.append(
            {
                "task_id": task_id,
                "unit": unit.name,
                "month": for_month,
                "received_in": received_in,
                "filed_on": head.filed_on.isoformat() if head.filed_on else "",
                "timeliness": _timeliness(head, for_month, received_in, year.monthly_return_due_day),
                "status": status.value,
                "percent": _percent(row, table, faults),
                "narrative": row.values.get("narrative", ""),
                "completed_on": _day(row, table, "completed_on", faults),
                "proof": _filled(row, "proof"),
                "published": row.values.get("published", ""),
                "feedback": row.values.get("feedback", ""),
                "next_step": row.values.get("next_step", ""),
                "note": row.values.get("note", ""),
                "source_file": table.file,
                "source_row": row.number,
            }
        )


def _wrong_month(head: FormHead, table: Table, received_in: str) -> Fault | None:
    """A form for another month than its folder's, unless it says 补报 of an earlier one; or for no month."""
    if head.bad_month:
        return Fault("month_bad", table.file, table.sheet, column="月份", value=head.bad_month)
    if not head.month or head.month == received_in or (head.supplement and head.month < received_in):
        return None
    return Fault("month_wrong", table.file, table.sheet, column="月份", value=head.month, found=received_in)


def _timeliness(head: FormHead, for_month: str, received_in: str, due_day: int) -> str:
    if for_month != received_in:
        return LATE
    if head.filed_on is None:
        return REPORTED
    last = month_end(for_month)
    due = dt.date(last.year, last.month, min(due_day, last.day))
    return LATE if head.filed_on > due else REPORTED


def _status(row: Row) -> Status | None:
    text = half_width(row.values.get("status", ""))
    return next((status for status in Status if status == text), None)


def _percent(row: Row, table: Table, faults: list[Fault]) -> float:
    text = row.values.get("percent", "")
    if not text:
        return float("nan")
    number = parse_percent(text)
    if number is None:
        faults.append(row_fault("not_a_percent", row, table, "percent", text))
        return float("nan")
    return number


def _filled(row: Row, field: str) -> str:
    """The cell's text; empty where it only says that there is nothing."""
    text = row.values.get(field, "")
    return "" if text in _NOTHING else text


def _day(row: Row, table: Table, field: str, faults: list[Fault]) -> str:
    text = _filled(row, field)
    if not text:
        return ""
    day = parse_date(text)
    if day is None:
        faults.append(row_fault("not_a_date", row, table, field, text))
        return ""
    return day.isoformat()


def _verify(
    table: Table,
    received_in: str,
    leads: dict[str, str],
    verifications: list[dict],
    rejected: list[dict[str, object]],
    faults: list[Fault],
) -> None:
    for row in table.rows:
        task_id = half_width(row.values.get("task_id", ""))
        verdict = half_width(row.values.get("verdict", ""))
        closed = parse_yes(row.values.get("closed", ""))
        problem = check_task(row, table, leads, leads.get(task_id, ""))
        if problem is None and verdict not in list(Verdict):
            found = "、".join(item.value for item in Verdict)
            problem = row_fault("not_in_list", row, table, "verdict", verdict, found)
        if problem is None and closed is None:
            problem = row_fault("not_in_list", row, table, "closed", row.values.get("closed", ""), "是、否")
        if problem:
            faults.append(problem)
            rejected.append(rejected_row(row, problem))
            continue
        verifications.append(
            {
                "task_id": task_id,
                "received_in": received_in,
                "verified_on": _day(row, table, "verified_on", faults),
                "verdict": verdict,
                "closed": bool(closed),
                "note": row.values.get("note", ""),
                "source_file": row.file,
                "source_row": row.number,
            }
        )
