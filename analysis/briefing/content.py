"""The charts, tables and cards that pages share, each with its 口径 note."""

from __future__ import annotations

import math

import pandas as pd

from analysis.briefing.data import Month
from analysis.briefing.document import Column, Document, ShownChart, ShownTable
from analysis.briefing.figures import Facts, difference_text, percent_text, points, points_text, rate_text
from analysis.briefing.narrative import names_of
from analysis.charts import comments as comment_charts
from analysis.charts import progress as progress_charts
from analysis.columns import UnitGroup
from analysis.privacy.mask import mask
from analysis.progress.alerts import KINDS
from analysis.progress.rates import COUNTS, Rate, counts
from analysis.reference import settings

CHINESE_NUMBERS = "一二三四五六七八九十"
STATE_STYLE = {"已销号": "done", "单位申报完成": "done", "核验不通过": "red", "撤销销号": "red", "退办": "yellow"}


def chinese_number(number: int) -> str:
    """1 → 一 … 10 → 十, 11 → 十一."""
    if number <= 10:
        return CHINESE_NUMBERS[number - 1]
    return "十" + CHINESE_NUMBERS[number - 11]


def cards(month: Month, facts: Facts, states: pd.DataFrame | None = None) -> list[dict[str, str]]:
    """The four numbers on top: closed-out, declared, overdue, reported; of *states* where given."""
    whole = states is None
    own = month.states if whole else states
    total = counts(own)

    def rate(numerator: str, denominator: str = "tasks") -> Rate:
        return Rate(int(total[numerator]), int(total[denominator]), month.params.cutoff)

    def change(numerator: str) -> str:
        change = points(rate(numerator), month.rate_before(numerator)) if whole else math.nan
        return "" if math.isnan(change) else f"，较上月{points_text(change)}"

    def card(label: str, value: Rate, extra: str = "") -> dict[str, str]:
        large = value.denominator >= settings("calendar")["small_n"]
        big = percent_text(value) if large else rate_text(value)
        nothing = "" if value.denominator else "本月无应报任务" if len(own) else "没有任务"
        pair = f"{value.numerator}/{value.denominator}项" if large else nothing
        return {"label": label, "big": big, "small": (pair + extra).strip("，"), "style": ""}

    if whole:
        facts.percent("declared_rate", "申报完成率", rate("declared"))
        facts.change("declared_change", "申报完成率较上月", points(rate("declared"), month.rate_before("declared")))
        facts.percent("return_rate", "上报率", rate("returned", "due_return"))
    overdue = int(total["overdue"])
    if whole:
        facts.count("overdue", "逾期未完成任务", overdue)
    before = month.states_before if whole else None
    past = int((before["overdue_days"] > 0).sum()) if before is not None else None
    if past is not None:
        facts.count("overdue_change", "逾期较上月", abs(overdue - past))
    return [
        card("销号率", rate("closed"), change("closed")),
        card("申报完成率（含已销号）", rate("declared"), change("declared")),
        {
            "label": "逾期未完成",
            "big": f"{overdue}项",
            "small": f"较上月{difference_text(overdue, past)}" if past is not None else "",
            "style": "warn" if overdue else "",
        },
        card("本月进展上报率", rate("returned", "due_return")),
    ]


def total_facts(month: Month, facts: Facts) -> None:
    """Register what the briefing's total rows and notes say and no table holds by itself."""
    facts.count("needs_review", "待人工复核意见", (month.comments["needs_review"] == "是").sum())
    for kind, number in month.theme_kinds.groupby("kind")["count"].sum().items():
        facts.count(f"kind_{kind}", f"意见：{kind}", number)
    for group in UnitGroup:
        total = month.by_unit.loc[month.by_unit["group"] == group, COUNTS].sum()
        for name, label in (("closed", "销号率"), ("declared", "申报完成率")):
            rate = Rate(int(total[name]), int(total["tasks"]), month.params.cutoff)
            facts.percent(f"{group.name.lower()}_{name}_rate", f"{group.value}{label}", rate)
        facts.count(f"{group.name.lower()}_overdue", f"{group.value}逾期", total["overdue"])
    facts.count("small_n", "不写百分数的分母上限", settings("calendar")["small_n"])


# --- progress ---------------------------------------------------------------

_COUNT_COLUMNS = (
    Column("tasks", "任务", "n"),
    Column("closed_text", "已销号", "n"),
    Column("declared_text", "申报完成", "n"),
    Column("overdue", "逾期", "n"),
)


def rate_note(month: Month) -> str:
    return (
        f"口径：分母为牵头任务数；申报完成含已销号；截至{month.cutoff_text}。"
        f"分母不足{settings('calendar')['small_n']}的只列 分子/分母，不写百分数。"
    )


def with_texts(frame: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Counts with their rates as text."""

    def texts(numerator: str, denominator: str = "tasks") -> list[str]:
        return [
            rate_text(Rate(int(n), int(d), month.params.cutoff))
            for n, d in zip(frame[numerator], frame[denominator], strict=True)
        ]

    return frame.assign(
        closed_text=texts("closed"), declared_text=texts("declared"), returned_text=texts("returned", "due_return")
    )


def _total(frame: pd.DataFrame, month: Month, label: str) -> dict[str, object]:
    whole = pd.DataFrame([frame[COUNTS].sum()])
    return with_texts(whole, month).iloc[0].to_dict() | {
        label: "合计",
        "name": "合计",
        "rank_text": "",
        "link": ("合计", ""),
    }


def burn_up_chart(doc: Document, month: Month) -> ShownChart:
    frame = month.burn_up
    columns = [
        Column("month", "月份"),
        Column("tasks", "任务", "n"),
        Column("due", "按时限应完成", "n"),
        Column("declared", "申报完成", "n"),
        Column("closed", "已销号", "n"),
        Column("overdue", "逾期", "n"),
        Column("milestones", "节点", "wide", "words"),
    ]
    notes = ["口径：各月月末数，均为累计；按时限应完成＝整改时限在当月月末以前的任务。"]
    return doc.chart(progress_charts.burn_up(frame), "各月任务完成情况", frame, columns, notes)


def theme_chart(doc: Document, month: Month, frame: pd.DataFrame | None = None) -> ShownChart:
    frame = with_texts(month.by_theme if frame is None else frame, month)
    columns = [Column("theme", "类别"), *_COUNT_COLUMNS]
    figure = progress_charts.completion(frame, "theme")
    return doc.chart(figure, "各领域任务完成情况", frame, columns, [rate_note(month)], _total(frame, month, "theme"))


def unit_chart(
    doc: Document, month: Month, frame: pd.DataFrame, caption: str, links: dict[str, str] | None = None
) -> ShownChart:
    """Completion by unit; *frame* as `rates.by_unit`, *links*: page names by unit, for the briefing's own table."""
    word = dict(zip(month.reporting["lead_unit"], month.reporting["reported"], strict=True))
    names = [names_of(month, [name]) for name in frame["lead_unit"]]
    frame = with_texts(frame, month).assign(
        name=names,
        link=[(n, f"units/{links[u]}.html") if links else n for n, u in zip(names, frame["lead_unit"], strict=True)],
        rank_text=[str(rank) if rank else "—" for rank in frame["rank"]],
        reported=[word.get(name, "不需报") for name in frame["lead_unit"]],
    )
    columns = [Column("link", "单位", "keep", "link") if links else Column("name", "单位", "keep"), *_COUNT_COLUMNS]
    notes = [rate_note(month)]
    if links:
        minimum = settings("scoring")["thresholds"]["minimum_caseload"]
        columns += [Column("reported", "本月报送"), Column("rank_text", "名次", "n wide")]
        notes.append(f"名次按销号率，同率同名次；任务不足{minimum}项的不排名次（—）。收到意见多少不作评比。")
    figure = progress_charts.completion(frame, "lead_unit", names)
    total = _total(frame, month, "name") | {"reported": ""}
    return doc.chart(figure, caption, frame, columns, notes, total, opened=bool(links))


def matrix_chart(doc: Document, month: Month) -> ShownChart:
    units = list(month.by_unit["lead_unit"])
    themes = [theme for theme in month.themes if theme in set(month.matrix["theme"])]
    names = {unit: names_of(month, [unit]) for unit in units}
    cells = {
        (u, t): f"{c}/{n}"
        for u, t, n, c in month.matrix[["lead_unit", "theme", "tasks", "closed"]].itertuples(index=False)
    }
    frame = pd.DataFrame([{"name": names[u]} | {t: cells.get((u, t), "") for t in themes} for u in units])
    columns = [Column("name", "单位", "keep"), *(Column(theme, theme, "n") for theme in themes)]
    figure = progress_charts.unit_theme(month.matrix, units, themes, names)
    return doc.chart(figure, "单位与领域：已销号/任务数", frame, columns, [rate_note(month)])


# --- comments ----------------------------------------------------------------


def channel_table(doc: Document, month: Month) -> ShownTable:
    frame = month.channel_counts.assign(
        expected_text=["—" if n < 0 else str(n) for n in month.channel_counts["expected"]],
        difference=[
            "—" if e < 0 else "一致" if e == n else f"差{abs(n - e)}"
            for n, e in month.channel_counts[["count", "expected"]].itertuples(index=False)
        ],
    )
    known = month.channel_counts.loc[month.channel_counts["expected"] >= 0, "expected"].sum()
    columns = [
        Column("channel", "来源渠道"),
        Column("expected_text", "来文数", "n"),
        Column("count", "收到数", "n"),
        Column("difference", "核对"),
    ]
    total = {"channel": "合计", "expected_text": str(int(known)), "count": len(month.comments), "difference": ""}
    note = "口径：件数，一行意见为一件；一件意见里可有几个问题。来文数为来文所列件数，收到数为核对后收下的件数。"
    return doc.table("意见来源与核对", frame, columns, [note], total)


def comment_chart(doc: Document, month: Month) -> ShownChart:
    kinds = ["要办的", "要解释引导的", "表扬", "空泛"]
    table = month.theme_kinds.pivot_table(index="theme", columns="kind", values="count", aggfunc="sum", fill_value=0)
    issues = month.issue_counts.set_index("theme")["count"]
    names = [theme for theme in month.taxonomy.names if theme in table.index or issues[theme]]
    table = table.reindex(index=names, columns=kinds, fill_value=0).astype(int)
    table.insert(0, "count", table.sum(axis=1))
    table.insert(1, "issues", issues[names])
    frame = table.reset_index()
    columns = [
        Column("theme", "类别"),
        Column("count", "件数", "n"),
        Column("issues", "问题数", "n"),
        *(Column(kind, kind, "n") for kind in kinds),
    ]
    review = int((month.comments["needs_review"] == "是").sum())
    notes = [
        "口径：件数按每件意见的主类计，一件一类；问题数按意见里的每个问题各自的类别计，一件可有几个，表扬和空泛的不算。要办的＝建设性、具体困难；要解释引导的＝政策咨询、个人诉求。",
        f"由程序按词库判定，{review}件待人工复核（见 待复核.xlsx）。",
    ]
    total = {"theme": "合计"} | {name: int(table[name].sum()) for name in ["count", "issues", *kinds]}
    figure = comment_charts.theme_nature(month.theme_kinds, names)
    return doc.chart(figure, "各领域意见件数与性质", frame, columns, notes, total)


# --- alerts -------------------------------------------------------------------


def alert_tables(doc: Document, month: Month, links: dict[str, str] | None) -> list[ShownTable]:
    """Red alerts line by line; yellow ones in a second table."""
    tables = []
    names = [names_of(month, [name]) for name in month.alerts["lead_unit"]]
    text = dict(zip(month.states["task_id"], month.states["text"], strict=True))
    frame = month.alerts.assign(
        name=[
            (n, f"units/{links[u]}.html") if links else n for n, u in zip(names, month.alerts["lead_unit"], strict=True)
        ],
        text=[mask(text[task], people=False) for task in month.alerts["task_id"]],
        tag=[
            [(kind, "red" if level == "红" else "yellow")]
            for kind, level in month.alerts[["kind", "level"]].itertuples(index=False)
        ],
    )
    columns = [
        Column("tag", "预警", "", "tags"),
        Column("task_id", "任务", "n"),
        Column("name", "单位", "", "link" if links else ""),
        Column("text", "意见建议", "wide", "words"),
        Column("detail", "情况", "detail", "words"),
    ]
    for level, caption in (("红", "红色预警：须逐项过问"), ("黄", "黄色预警：请核对、提前调度")):
        rows = frame[frame["level"] == level]
        if len(rows):
            meanings = "；".join(f"{kind}＝{KINDS[kind][1]}" for kind in dict.fromkeys(rows["kind"]))
            tables.append(doc.table(caption, rows, columns, [f"口径：{meanings}。截至{month.cutoff_text}。"]))
    return tables


def basis(month: Month) -> list[str]:
    """How the figures are defined, for the end of a briefing; the long version is docs/指标口径.md."""
    small = settings("calendar")["small_n"]
    return [
        f"1. 截止时间：{month.cutoff_text}。各月进展只用当月及以前收到的材料；补报计入收到的那个月，不改已定的月份。",
        "2. 件数与项数：件＝意见，项＝任务。一件意见可拆成几项任务，几件也可并成一项，两数不相除。",
        "3. 销号率＝已核验销号任务数÷任务总数；申报完成率＝（单位申报完成＋已销号）÷任务总数；上报率＝本月收到进展的任务数÷本月应报任务数（已销号、已退办的不再应报）。",
        "4. 退办、长期推进、暂不具备条件的任务都计入任务总数，不计完成；长期推进、退办的不计逾期。",
        "5. 较上月＝本月末与上月末两个百分数之差，用个百分点；没有上月数的写「—」。",
        f"6. 分母不足{small}的只列 分子/分母。百分数保留一位小数；未全部完成的不写100%。",
        "7. 逾期＝整改时限已过而单位未申报完成。没有报送的写未报，不作0%。",
        "8. 类别、性质由程序按词库和规则判定、人工可更正；红黄预警的门槛为本软件设定，使用单位可改。",
    ]
