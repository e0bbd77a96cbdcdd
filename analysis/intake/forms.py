"""What a form says above its table: 填报单位, 月份, 填报日期, and whether it is a 补报."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from analysis.errors import Fault, UsageError
from analysis.intake.table import Row, Table
from analysis.intake.values import half_width, parse_date
from analysis.params import parse_month

# What follows a label, on its line or in the next cell, unless that is another label.
_VALUE = r"\s*:\s*(?!\S*(?:单位|月份|日期|时间|人|电话)\s*(?:\(盖章\))?\s*:)"
_UNIT = re.compile(rf"(?:填报|报送|责任|填表)单位\s*(?:\(盖章\))?{_VALUE}([^\s:]+)")
_MONTH = re.compile(rf"(?:填报|报送|所属)?月份{_VALUE}(\d{{4}}\s*[-年/.]\s*\d{{1,2}}\s*月?|[^\s:]+)")
_DATE = re.compile(r"(?:填报|报送)(?:日期|时间)\s*:\s*(\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?)")


@dataclass(frozen=True)
class FormHead:
    """The lines above a form's table; empty or None where a line isn't there.

    `bad_month` is what stands under 月份 where that isn't a month.
    """

    unit: str
    month: str
    filed_on: dt.date | None
    supplement: bool
    bad_month: str = ""


def form_head(title: str) -> FormHead:
    """The head of a form from the text above its table."""
    title = half_width(title)
    unit, month, day = _UNIT.search(title), _MONTH.search(title), _DATE.search(title)
    parsed = bad_month = ""
    try:
        parsed = parse_month(month[1]) if month else ""
    except UsageError:
        bad_month = month[1]
    return FormHead(
        unit=unit[1] if unit else "",
        month=parsed,
        filed_on=parse_date(day[1]) if day else None,
        supplement="补报" in title,
        bad_month=bad_month,
    )


def rejected_row(row: Row, fault: Fault) -> dict[str, object]:
    """A row that wasn't taken, whole, with the reason (columns as in `comments.REJECTED`)."""
    return {
        "source_file": row.file,
        "source_sheet": row.sheet,
        "source_row": row.number,
        "id": row.values.get("task_id", ""),
        "text": row.values.get("text", ""),
        "problem": fault.what,
        "remedy": fault.remedy,
        "raw": "；".join(f"{name}={value}" for name, value in row.raw.items() if value),
    }


def row_fault(key: str, row: Row, table: Table, field: str = "", value: str = "", found: str = "") -> Fault:
    """A fault at *row*, its column named as the sheet names it."""
    heading = next((h for h in table.headings if h and table.profile.field_of(h) == field), field) if field else ""
    return Fault(key, row.file, row.sheet, row.number, heading, value, found)
