"""The page of response times: who answers how fast, by kind of unit and by theme."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.briefing.document import Column, Document
from analysis.briefing.render import render, write_page
from analysis.charts.comments import response_days
from analysis.progress.responses import NOT_NAMED, response_times
from analysis.store import write_table

LEAST = 20  # groups with fewer answers are told together (DOMAIN, counting rule 4)

_COLUMNS = (
    Column("count", "答复件数", "n"),
    Column("median", "中位数（天）", "n"),
    Column("q25", "四分之一在内（天）", "n wide"),
    Column("q75", "四分之三在内（天）", "n wide"),
    Column("within_text", "30 天内答复", "n"),
)
_NOTE = (
    "口径：从留言时间到答复时间的自然天数；中位数＝一半的留言在这么多天内得到答复；"
    f"不足{LEAST}件的合并为“其他”；30 天内答复写 件数/答复件数。"
)


def write_responses(messages: pd.DataFrame, folder: Path, source: str) -> Path:
    """Write `index.html` and its tables into *folder*; returns the page's path.

    messages: one row a message with columns id, theme, unit, unit_kind,
    unit_found_by, days (as `progress.responses.responses` gives them).
    source: the file's name, for the page.
    """
    answered = messages[messages["days"].notna()]
    kinds = response_times(messages, "unit_kind", LEAST)
    themes = response_times(messages, "theme", LEAST)
    named = messages[~messages["unit"].str.endswith("（未具名）") & (messages["unit"] != NOT_NAMED)]
    units = response_times(named, "unit", LEAST)
    for name, frame in (("unit_kinds", kinds), ("themes", themes), ("units", units)):
        write_table(folder / "tables", name, frame, _HEADINGS)
    write_table(
        folder / "tables",
        "responses",
        messages[["id", "theme", "unit", "unit_kind", "unit_found_by", "days"]],
        _HEADINGS,
    )
    doc = Document()
    parts = [
        _part(doc, "一、按单位类别", kinds, "unit_kind", "单位类别", "各类单位答复用时"),
        _part(doc, "二、按留言类别", themes, "theme", "类别", "各类留言答复用时"),
    ]
    if (units["unit"].str.startswith("其他（")).sum() < len(units):
        parts.append(_part(doc, "三、按具体单位", units, "unit", "单位", "答复较多的单位答复用时"))
    found = messages.loc[messages["unit"] != "", "unit_found_by"].replace("", NOT_NAMED).value_counts()
    basis = "、".join(f"{way}{count}件" for way, count in found.items())
    text = render(
        "responses.html.j2",
        doc,
        title="留言答复用时",
        invented="",
        office="",
        edition="内部版",
        footer=f"来源：{source}",
        headline=_headline(messages, answered, kinds),
        lines=[
            f"答复单位从答复正文里认出：{basis}。“自称”是正文只写“我局”之类，没有写出单位名；“文中提到”是正文最先提到的部门，只供参考。",
            "留言类别由程序按词库判定。",
        ],
        parts=parts,
    )
    return write_page(folder / "index.html", text)


_HEADINGS = {
    "unit": "答复单位",
    "unit_kind": "单位类别",
    "unit_found_by": "认出方式",
    "days": "答复天数",
    "median": "中位数",
    "q25": "四分之一位",
    "q75": "四分之三位",
    "within_30": "30天内",
}


def _headline(messages: pd.DataFrame, answered: pd.DataFrame, kinds: pd.DataFrame) -> str:
    if not len(answered):
        return f"{len(messages)}件留言，没有一件有可用的答复时间。"
    within = int((answered["days"] <= 30).sum())
    text = (
        f"{len(messages)}件留言，有答复时间的{len(answered)}件，一半在{answered['days'].median():.0f}天内答复，"
        f"30 天内答复{within}件（{within / len(answered):.1%}），最长{answered['days'].max():.0f}天。"
    )
    known = kinds[~kinds["unit_kind"].str.startswith("其他（") & (kinds["unit_kind"] != NOT_NAMED)]
    if len(known) >= 2:
        slow, fast = known.iloc[0], known.iloc[-1]
        text += f"中位数最长的是{slow['unit_kind']}（{slow['median']:g}天），最短的是{fast['unit_kind']}（{fast['median']:g}天）。"
    return text


def _part(doc: Document, title: str, frame: pd.DataFrame, by: str, heading: str, caption: str) -> dict[str, object]:
    shown = frame.assign(within_text=[f"{n}/{d}" for n, d in zip(frame["within_30"], frame["count"], strict=True)])
    chart = doc.chart(response_days(frame, by), caption, shown, [Column(by, heading), *_COLUMNS], [_NOTE])
    return {"title": title, "charts": [chart]}
