"""The pages of one unit, one theme, one district."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.briefing import content
from analysis.briefing.data import Month
from analysis.briefing.document import Column, Document
from analysis.briefing.figures import Facts
from analysis.briefing.narrative import names_of
from analysis.briefing.render import INTERNAL, SHARED_SCRIPT, render_month
from analysis.charts.comments import bars
from analysis.columns import SEPARATOR
from analysis.params import chinese_month
from analysis.privacy.mask import mask
from analysis.progress.rates import by_unit
from analysis.reference import county_of


def _part(title: str, lines: Sequence[str] = (), charts: Sequence = (), tables: Sequence = ()) -> dict[str, Any]:
    return {"title": title, "lines": lines, "charts": charts, "tables": tables}


def _task_table(doc: Document, month: Month, states: pd.DataFrame, caption: str, unit_column: bool):
    alerts = month.alerts.groupby("task_id")["kind"].apply(list).to_dict()
    level = dict(month.alerts[["kind", "level"]].itertuples(index=False))
    frame = states.assign(
        name=[names_of(month, [unit]) for unit in states["lead_unit"]],
        state_tag=[[(state, content.STATE_STYLE.get(state, ""))] for state in states["state"]],
        history=[month.histories[task] for task in states["task_id"]],
        alert_tags=[
            [(kind, "red" if level[kind] == "红" else "yellow") for kind in dict.fromkeys(alerts.get(task, []))]
            for task in states["task_id"]
        ],
        text=[mask(text, people=False) for text in states["text"]],
        deadline=states["deadline"].replace("", "不明"),
    )
    columns = [
        Column("task_id", "任务", "n"),
        *([Column("name", "牵头单位")] if unit_column else []),
        Column("text", "意见建议", "", "words"),
        Column("deadline", "时限", "keep wide"),
        Column("state_tag", "状态", "", "tags"),
        Column("history", "各月完成比例", "wide"),
        Column("alert_tags", "预警", "", "tags"),
    ]
    return doc.table(caption, frame, columns, ["口径：各月完成比例为单位所报，「未报」不作0%；状态由报送和核验推出。"])


def _comment_table(doc: Document, comments: pd.DataFrame, caption: str, theme_column: bool = False):
    frame = comments.assign(
        text=[mask(text, people=False) for text in comments["text"]],
        where=[place or county or "—" for place, county in zip(comments["place"], comments["county"], strict=True)],
        review=[[("待复核", "yellow")] if flag == "是" else [] for flag in comments["needs_review"]],
        basis=[_basis(*said) for said in zip(comments["labelled_by"], comments["evidence"], strict=True)],
    )
    columns = [
        Column("id", "编号", "keep"),
        Column("text", "意见建议", "", "quote"),
        *([Column("theme", "类别", "keep wide")] if theme_column else []),
        Column("nature", "性质", "keep"),
        Column("where", "地点", "wide"),
        Column("account", "去向", "keep wide"),
        Column("basis", "类别依据", "wide", "words"),
        Column("review", "复核", "wide", "tags"),
    ]
    note = "意见照录，手机号、证件号等已遮盖；类别依据写明由谁判定（词库、学习、规则、人工）和计分最多的词。"
    return doc.table(caption, frame, columns, [note])


def _basis(labelled_by: str, evidence: str) -> str:
    """Who gave the theme, and by what: 「词库：路灯、不亮」, 「人工更正：看过原话」."""
    return evidence if evidence.startswith(labelled_by) else f"{labelled_by}：{evidence}" if evidence else labelled_by


def _besides_table(doc: Document, issues: pd.DataFrame):
    frame = issues.assign(text=[mask(text.strip(), people=False) for text in issues["text"]])
    columns = [
        Column("id", "编号", "keep"),
        Column("text", "意见里的这一段", "", "quote"),
        Column("main", "意见的主类", "keep"),
        Column("nature", "性质", "keep wide"),
    ]
    note = "口径：这些意见的主类在别的类别，件数计在那里；这里只列其中说到本类的一段，计入本类问题数。"
    return doc.table("兼说的问题", frame, columns, [note])


def _page(
    month: Month, doc: Document, heading: str, lines: list[str], parts: list[dict[str, Any]], cards: Sequence = ()
) -> str:
    return render_month(
        "detail.html.j2",
        month,
        doc,
        INTERNAL,
        shared=f"../{SHARED_SCRIPT}",
        title=f"{heading}　{chinese_month(month.name)}",
        heading=heading,
        lines=lines,
        cards=cards,
        parts=parts,
    )


def unit_page(month: Month, unit: str) -> str:
    """A unit's page: its tasks and their progress, what it supports, the comments behind."""
    doc = Document()
    own = month.states[month.states["lead_unit"] == unit]
    supports = month.tasks.loc[[unit in cell.split(SEPARATOR) for cell in month.tasks["support_units"]], "task_id"]
    supported = month.states[month.states["task_id"].isin(set(supports))]
    parts = []
    if len(own):
        parts.append(_part("一、牵头的任务", tables=[_task_table(doc, month, own, "牵头任务进展", False)]))
    if len(supported):
        title = f"{content.chinese_number(len(parts) + 1)}、配合的任务"
        parts.append(_part(title, tables=[_task_table(doc, month, supported, "配合任务进展", True)]))
    behind = month.comments_of(list(own["task_id"]))
    if len(behind):
        title = f"{content.chinese_number(len(parts) + 1)}、任务所依据的意见"
        parts.append(_part(title, tables=[_comment_table(doc, behind, "群众意见", True)]))
    entry = month.year.units.find(unit)
    lines = []
    if len(own):
        overdue = int((own["overdue_days"] > 0).sum())
        lines.append(
            f"牵头{len(own)}项，已销号{int(own['closed'].sum())}项，申报完成待核验"
            f"{int(own['declared'].sum() - own['closed'].sum())}项，逾期{overdue}项。"
        )
    else:
        lines.append(f"没有牵头任务，配合{len(supported)}项。")
    if entry and entry.confirmed != "yes":
        lines.append("（单位名称系一般知识，未经来源证实。）")
    facts = Facts(month.params.cutoff.isoformat())
    return _page(month, doc, unit, lines, parts, content.cards(month, facts, own) if len(own) else [])


def theme_page(month: Month, theme: str, links: dict[str, dict[str, str]]) -> str:
    """A theme's page: its comments by nature and sub-theme, its tasks by unit."""
    doc = Document()
    own = month.comments[month.comments["theme"] == theme]
    states = month.states[month.states["theme"] == theme]
    total = len(month.comments)
    entry = month.taxonomy.theme(theme)
    issues = int(month.issue_counts.set_index("theme")["count"].get(theme, 0))
    lines = [
        f"意见{len(own)}件（全部{total}件），问题{issues}个，整改任务{len(states)}项，已销号{int(states['closed'].sum())}项。"
    ]
    if entry and entry.description:
        lines.append(entry.description)
    parts = []
    if len(states):
        charts = [content.unit_chart(doc, month, by_unit(states, month.year.units), f"{theme}任务完成情况（按单位）")]
        parts.append(
            _part("一、整改任务", charts=charts, tables=[_task_table(doc, month, states, f"{theme}任务", True)])
        )
    if len(own):
        subs = own["subtheme"].replace("", "未分子类").value_counts(sort=False).reset_index()
        subs.columns = ["subtheme", "count"]
        subs = subs.sort_values(["count", "subtheme"], ascending=[False, True], kind="stable")
        natures = own["nature"].value_counts().reset_index()
        natures.columns = ["nature", "count"]
        tables = [
            doc.table(
                "意见的子类",
                subs,
                [Column("subtheme", "子类"), Column("count", "件数", "n")],
                total={"subtheme": "合计", "count": len(own)},
            ),
            doc.table(
                "意见的性质",
                natures,
                [Column("nature", "性质"), Column("count", "件数", "n")],
                total={"nature": "合计", "count": len(own)},
            ),
            _comment_table(doc, own, f"{theme}意见"),
        ]
        parts.append(_part(f"{content.chinese_number(len(parts) + 1)}、群众意见", tables=tables))
    besides = month.issues_besides(theme)
    if len(besides):
        heading = f"{content.chinese_number(len(parts) + 1)}、其他意见里兼说的{theme}问题"
        parts.append(_part(heading, tables=[_besides_table(doc, besides)]))
    return _page(month, doc, theme, lines, parts)


def county_page(month: Month, county: str, links: dict[str, dict[str, str]]) -> str:
    """A district's page: what its people said, the tasks its government leads, those others lead there."""
    doc = Document()
    own = month.comments[month.comments["county"] == county]
    unit = month.year.units.find(county)
    led = month.states[month.states["lead_unit"] == (unit.name if unit else "")]
    there = {t for cell in own["task_ids"] for t in cell.split(SEPARATOR) if t} - set(led["task_id"])
    others = month.states[month.states["task_id"].isin(there)]
    lines = [
        f"意见{len(own)}件；县级政府牵头任务{len(led)}项，已销号{int(led['closed'].sum())}项；"
        f"由其他单位牵头、源于本地意见的任务{len(others)}项。"
    ]
    parts = []
    if len(own):
        counts = own["theme"].value_counts()
        frame = pd.DataFrame(
            [(theme, int(counts[theme])) for theme in month.taxonomy.names if theme in counts],
            columns=["theme", "count"],
        )
        columns = [Column("theme", "类别"), Column("count", "件数", "n")]
        chart = doc.chart(
            bars(frame, "theme"), f"{county}意见按类别", frame, columns, total={"theme": "合计", "count": len(own)}
        )
        parts.append(_part("一、群众意见", charts=[chart]))
    if len(led):
        title = f"{content.chinese_number(len(parts) + 1)}、本级牵头的任务"
        parts.append(_part(title, tables=[_task_table(doc, month, led, "本级牵头任务", False)]))
    if len(others):
        title = f"{content.chinese_number(len(parts) + 1)}、其他单位牵头的本地任务"
        parts.append(_part(title, tables=[_task_table(doc, month, others, "其他单位牵头的本地任务", True)]))
    if len(own):
        towns = own.loc[own["place"].map(county_of) == county, "place"].value_counts().reset_index()
        towns.columns = ["place", "count"]
        towns = towns.sort_values(["count", "place"], ascending=[False, True], kind="stable")
        title = f"{content.chinese_number(len(parts) + 1)}、意见清单"
        tables = [_comment_table(doc, own, f"{county}意见", True)]
        if len(towns):
            note = "只计正文写明的地点。"
            tables.insert(
                0, doc.table("写明地点的意见", towns, [Column("place", "地点"), Column("count", "件数", "n")], [note])
            )
        parts.append(_part(title, tables=tables))
    return _page(month, doc, county, lines, parts)
