"""Write workbooks that people fill in and send back: same input, same bytes, nothing runs.

Texts are written as texts: `=HYPERLINK(…)` stays visible and inert, web
addresses don't become links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range_abs

_EPOCH = dt.datetime(2020, 1, 1)  # stored as the file's creation time, so that bytes don't depend on the clock
_FONT = "宋体"
_CELL_LIMIT = 32_767
_LIST_LIMIT = 255  # characters of a drop-down's entries, commas included, that Excel takes inside a cell's rule
_LISTS = "选项"


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: `lines` above the table, the table, `notes` below it.

    widths: column widths in characters by column name (default 14).
    choices: drop-down entries by column name; long lists stand on a sheet of their own, 选项.
    """

    name: str
    frame: pd.DataFrame
    title: str = ""
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    widths: dict[str, float] = field(default_factory=dict)
    choices: dict[str, Sequence[str]] = field(default_factory=dict)


def write_workbook(path: Path, sheets: Sequence[SheetSpec]) -> Path:
    """Write *sheets* to *path*; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _EPOCH, "author": "minyi", "title": sheets[0].title if sheets else ""})
    styles = {
        "title": book.add_format(
            {"font_name": _FONT, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
        ),
        "line": book.add_format({"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter"}),
        "head": book.add_format(
            {
                "font_name": _FONT,
                "font_size": 10,
                "bold": True,
                "border": 1,
                "bg_color": "#E8EEF5",
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        ),
        "text": book.add_format({"font_name": _FONT, "font_size": 10, "border": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format(
            {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "top", "align": "right"}
        ),
    }
    drawn = [(book.add_worksheet(spec.name[:31]), spec) for spec in sheets]
    sources = _sources(book, sheets)
    for sheet, spec in drawn:
        _write_sheet(sheet, spec, styles, sources)
    book.close()
    return path


def _sources(book: xlsxwriter.Workbook, sheets: Sequence[SheetSpec]) -> dict[tuple[str, ...], list[str] | str]:
    """What a drop-down of each list refers to: its entries, or the cells of the sheet 选项 that hold them."""
    every = dict.fromkeys(tuple(entries) for spec in sheets for entries in spec.choices.values())
    sources: dict[tuple[str, ...], list[str] | str] = {}
    lists = None
    for entries in every:
        if len(",".join(entries)) <= _LIST_LIMIT:
            sources[entries] = list(entries)
            continue
        lists = lists or book.add_worksheet(_LISTS)
        column = sum(isinstance(source, str) for source in sources.values())
        lists.set_column(column, column, 30)
        for row, entry in enumerate(entries):
            lists.write_string(row, column, entry)
        sources[entries] = f"={_LISTS}!{xl_range_abs(0, column, len(entries) - 1, column)}"
    return sources


def _write_sheet(sheet, spec: SheetSpec, styles: dict, sources: dict) -> None:
    columns = list(spec.frame.columns)
    last = max(len(columns) - 1, 1)
    row = 0
    if spec.title:
        sheet.merge_range(row, 0, row, last, "", styles["title"])
        sheet.write_string(row, 0, spec.title, styles["title"])
        sheet.set_row(row, 30)
        row += 1
    for line in spec.lines:
        sheet.merge_range(row, 0, row, last, "", styles["line"])
        sheet.write_string(row, 0, line, styles["line"])
        row += 1
    head = row
    for i, column in enumerate(columns):
        sheet.write_string(head, i, str(column), styles["head"])
        sheet.set_column(i, i, spec.widths.get(column, 14))
    for offset, record in enumerate(spec.frame.itertuples(index=False), start=1):
        for i, value in enumerate(record):
            _write_cell(sheet, head + offset, i, value, styles)
    end = head + len(spec.frame)
    for column, entries in spec.choices.items():
        if column in columns and len(spec.frame):
            place = columns.index(column)
            sheet.data_validation(
                head + 1,
                place,
                end,
                place,
                {
                    "validate": "list",
                    "source": sources[tuple(entries)],
                    "error_title": "请从列表中选",
                    "error_message": "请从下拉列表中选一项",
                },
            )
    for offset, note in enumerate(spec.notes, start=1):
        sheet.merge_range(end + offset, 0, end + offset, last, "", styles["line"])
        sheet.write_string(end + offset, 0, note, styles["line"])
    sheet.freeze_panes(head + 1, 0)
    if len(spec.frame):
        sheet.autofilter(head, 0, end, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _write_cell(sheet, row: int, column: int, value: object, styles: dict) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", styles["text"])
    elif isinstance(value, int | float) and not pd.isna(value):
        sheet.write_number(row, column, value, styles["number"])
    else:
        text = "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value)
        # Excel refuses longer cells; the whole text is in tables/.
        sheet.write_string(
            row,
            column,
            text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - 20] + "……（全文见 tables）",
            styles["text"],
        )
