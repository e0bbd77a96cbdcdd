"""The public edition: the same totals, no personal data, small cells hidden.

No comment is quoted; tasks are told by their office wording with personal
data masked.  Counts of people's comments below 5 are hidden so that no total
gives them away; units with fewer than 5 tasks are told together, unless there
is only one.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.briefing import content
from analysis.briefing.data import Month
from analysis.briefing.document import Column, Document
from analysis.briefing.figures import Facts
from analysis.briefing.narrative import headline, names_of
from analysis.briefing.render import render_month, write_page
from analysis.charts.comments import bars
from analysis.layout import ReportFolder
from analysis.params import chinese_month
from analysis.privacy.mask import mask
from analysis.privacy.suppress import HIDDEN, hide_small
from analysis.progress.rates import COUNTS
from analysis.reference import settings
from analysis.store import write_table

EDITION = "公示版"
_CLOSED_CELL = "不公开"


def write_public(month: Month, folder: ReportFolder) -> None:
    """Write the public edition of *month* into `public/`, and its numbers into `public/tables/`."""
    facts = Facts(month.params.cutoff.isoformat())
    tables = folder.public / "tables"
    doc = Document()
    # Only what the public pages say: the rest of the narrative's numbers hold small cells.
    first = headline(month, facts)
    cards = content.cards(month, facts)
    parts = [
        _progress(doc, month),
        _comments(doc, month, tables),
        _units(doc, month, tables),
        _tasks(doc, month, tables),
    ]
    write_table(tables, "by_theme", month.by_theme)
    write_table(tables, "burn_up", month.burn_up)
    page = render_month(
        "public.html.j2",
        month,
        doc,
        EDITION,
        title=f"{month.year.title}公示（{chinese_month(month.name)}）",
        headline=first,
        cards=cards,
        parts=parts,
        notes=_notes(month),
    )
    write_page(folder.public / "briefing.html", page)
    index = render_month(
        "index.html.j2",
        month,
        Document(),
        EDITION,
        title=f"{month.year.title}公示",
        n={"headline": first},
        cards=cards,
        sections=[],
    )
    write_page(folder.public / "index.html", index)
    write_table(tables, "facts", facts.frame())


def _part(title: str, lines: list[str], charts: list[Any] = (), tables: list[Any] = ()) -> dict[str, Any]:
    return {"title": title, "lines": lines, "charts": charts, "tables": tables}


def _progress(doc: Document, month: Month) -> dict[str, Any]:
    charts = [content.burn_up_chart(doc, month), content.theme_chart(doc, month)]
    return _part("一、整改进展", [], charts)


def _public_counts(counts: pd.DataFrame) -> pd.DataFrame:
    """*counts* (with a column count) with small cells hidden, and a column text as the public sees them."""
    hidden = hide_small(counts["count"])
    # One word for every hidden cell: which of them is small stays unsaid.
    return counts.assign(count=hidden, text=[_CLOSED_CELL if n == HIDDEN else str(n) for n in hidden])


def _comments(doc: Document, month: Month, tables) -> dict[str, Any]:
    least = settings("calendar")["public_small_cell"]
    whole = len(month.comments)
    # A whole below the limit would tell the only cell that makes it up.
    total = {"text": _CLOSED_CELL if 0 < whole < least else whole}
    note = f"少于{least}件的格不公开；由合计能推出的，一并隐去次小的一格。"
    themes = _public_counts(month.theme_counts[["theme", "count"]])
    write_table(tables, "themes", themes[["theme", "text"]], {"text": "件数"})
    chart = doc.chart(
        bars(themes[themes["count"] != HIDDEN], "theme"),
        "各领域意见件数",
        themes,
        [Column("theme", "类别"), Column("text", "件数", "n")],
        [f"口径：一件意见按主类计一次；{note}"],
        total | {"theme": "合计"},
    )
    channels = _public_counts(month.channel_counts[["channel", "count"]])
    write_table(tables, "channels", channels[["channel", "text"]], {"text": "件数"})
    table = doc.table(
        "意见来源",
        channels,
        [Column("channel", "来源渠道"), Column("text", "件数", "n")],
        [f"口径：{note}"],
        total | {"channel": "合计"},
    )
    return _part("二、意见来源与领域", [], [chart], [table])


def _units(doc: Document, month: Month, tables) -> dict[str, Any]:
    """Completion by group of units; which unit leads what stands in the task list, as publication asks for."""
    rows = month.by_unit.groupby("group", sort=False)[COUNTS].sum().reset_index()
    write_table(tables, "groups", rows)
    shown_rows = content.with_texts(rows, month)
    whole = pd.DataFrame([rows[COUNTS].sum()])
    total = content.with_texts(whole, month).iloc[0].to_dict() | {"group": "合计"}
    columns = [
        Column("group", "单位类别"),
        Column("tasks", "任务", "n"),
        Column("closed_text", "已销号", "n"),
        Column("overdue", "逾期", "n"),
    ]
    notes = [content.rate_note(month), "各任务由谁牵头、办到哪一步，见整改任务清单。"]
    return _part("三、各类单位整改情况", [], [], [doc.table("各类单位任务完成情况", shown_rows, columns, notes, total)])


def _tasks(doc: Document, month: Month, tables) -> dict[str, Any]:
    frame = month.states[["task_id", "theme", "text", "lead_unit", "deadline", "state"]].copy()
    frame["text"] = [mask(text) for text in frame["text"]]
    frame["name"] = [names_of(month, [unit]) for unit in frame["lead_unit"]]
    frame["deadline"] = frame["deadline"].replace("", "不明")
    frame = frame.drop(columns="lead_unit")
    write_table(tables, "tasks", frame, {"name": "牵头单位"})
    columns = [
        Column("task_id", "任务", "n"),
        Column("text", "意见建议", "", "words"),
        Column("name", "牵头单位"),
        Column("deadline", "时限", "wide keep"),
        Column("state", "状态", "keep"),
    ]
    return _part("四、整改任务清单", [], [], [doc.table("整改任务清单", frame, columns)])


def _notes(month: Month) -> list[str]:
    return [*content.basis(month)[:-1], "8. 公示版不含任何个人信息；与内部版合计数一致。"]
