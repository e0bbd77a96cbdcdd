"""What people raise, beside what is done about it: theme shares with their error, and the hot issues."""

from __future__ import annotations

from typing import NamedTuple

from analysis.briefing import content
from analysis.briefing.data import Month
from analysis.briefing.document import Column, Document, ShownChart, ShownTable
from analysis.briefing.figures import Facts
from analysis.charts import comments as comment_charts
from analysis.columns import SEPARATOR
from analysis.privacy.mask import mask
from analysis.reference import settings
from analysis.tasks.hot import formula
from analysis.themes.shares import SAMPLING, first_sentence, order_sentence

_HOTTEST = 3  # issues named where several are equally hot
_LONGEST = 60  # characters of a quoted issue

# --- theme shares ----------------------------------------------------------------------


def share_lines(month: Month) -> list[str]:
    """Which theme has most comments, and which may have as many."""
    told = first_sentence(month.shares.against_first())
    return [told] if told else []


def share_chart(doc: Document, month: Month) -> ShownChart:
    frame = month.theme_shares
    frame = frame[frame["count"] > 0].sort_values("count", ascending=False, kind="stable")
    columns = [Column("theme", "类别"), Column("count", "件数", "n"), Column("text", "占比（区间）", "n")]
    told = order_sentence(month.theme_neighbours)
    level = f"{month.shares.level * 100:.0f}%"
    basis = frame["basis"].iloc[0] if len(frame) else SAMPLING
    notes = [
        *([f"按图上顺序，{told}"] if told else []),
        f"口径：占比＝该类件数÷全部有效意见件数；区间把握{level}，计入{basis}；"
        "把来信来访的人看作随机抽到的，各渠道问的人不同带来的偏差没有计入。"
        f"件数少于{settings('calendar')['public_small_cell']}的只写 件数/总数。",
    ]
    total = {"theme": "合计", "count": len(month.comments), "text": ""}
    return doc.chart(comment_charts.theme_shares(frame), "各领域意见占比与误差", frame, columns, notes, total)


# --- hot issues ------------------------------------------------------------------------


class HotTold(NamedTuple):
    """The sentences about hot issues: before the quotes, quoted issues with what follows each, after them."""

    before: str
    quotes: list[tuple[str, str]]
    after: str


def tell_hot(month: Month, facts: Facts) -> HotTold:
    """How many concrete issues several people brought up, the hottest in their words, how many no task holds."""
    found = month.hot_issues
    if not len(found):
        return HotTold("没有两人以上反映的同一事项。", [], "")
    first = found[found["rank"] == 1]
    before = (
        f"群众反映集中的事项有{facts.count('hot_issues', '热点事项', len(found))}个，"
        f"共{facts.count('hot_people', '反映热点事项的人次', found['people'].sum())}人次。"
        f"热度{'最高' if len(first) == 1 else '并列最高'}的是"
    )
    quotes = [_quote(row, facts) for row in first.head(_HOTTEST).to_dict("records")]
    more = f"等{facts.count('hot_top', '热度并列最高的事项', len(first))}个" if len(first) > len(quotes) else ""
    linked = dict(zip(month.comments["id"], month.comments["task_ids"], strict=True))
    loose = [ids for ids in found["comment_ids"] if not any(linked[one] for one in ids.split(SEPARATOR))]
    after = f"{more}。"
    if loose:
        after += f"其中{facts.count('hot_loose', '没有形成任务的热点事项', len(loose))}个还没有写进整改任务。"
    return HotTold(before, quotes, after)


def _quote(row: dict, facts: Facts) -> tuple[str, str]:
    people = facts.count(f"hot_{row['same_issue']}_people", f"{row['same_issue']}反映人数", row["people"])
    return _shown(row["issue_text"]), f"（{row['theme']}，{people}人）"


def hot_table(doc: Document, month: Month) -> ShownTable | None:
    """The hottest issues with who deals with them; None where nothing is said by several."""
    frame = month.hot_issues.head(settings("hot")["shown"])
    if not len(frame):
        return None
    frame = frame.assign(
        words=[_shown(text) for text in frame["issue_text"]],
        where=frame["place"].replace("", "—"),
        dates=[_span(*pair) for pair in zip(frame["first_date"], frame["last_date"], strict=True)],
        heat_text=[f"{heat:.2f}" for heat in frame["heat"]],
        handling=[_handling(month, ids.split(SEPARATOR)) for ids in frame["comment_ids"]],
    )
    columns = [
        Column("rank", "名次", "n"),
        Column("words", "事项（群众的话）", "", "words"),
        Column("where", "地点", "wide", "words"),
        Column("theme", "类别", "keep wide"),
        Column("people", "人数", "n"),
        Column("repeats", "重复", "n wide"),
        *([Column("net_votes", "净点赞", "n wide")] if frame["net_votes"].any() else []),
        Column("dates", "首次、末次反映", "wide"),
        Column("heat_text", "热度", "n"),
        Column("handling", "办理", "", "tags"),
    ]
    notes = [
        f"口径：{formula(month.cutoff_text)}",
        "口径：地点、事情都对得上的算同一事项；没有用户编号的一件算一人，同样文字重复提交的算一人，多出的件数列在重复。办理为这些意见所在任务的状态。",
    ]
    return doc.table("热点事项", frame, columns, notes)


def _shown(text: str) -> str:
    """An issue's words as the internal edition quotes them."""
    return mask(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", people=False)


def _span(first: str, last: str) -> str:
    if not last:
        return "不明"
    return first if first == last else f"{first}　{last}"


def _handling(month: Month, ids: list[str]) -> list[tuple[str, str]]:
    """The states of the tasks that hold any of these comments, as tags, in the task list's order."""
    own = month.comments[month.comments["id"].isin(ids)]
    tasks = {task for cell in own["task_ids"] for task in cell.split(SEPARATOR) if task}
    states = month.states.loc[month.states["task_id"].isin(tasks), "state"]
    return [(state, content.STATE_STYLE.get(state, "")) for state in dict.fromkeys(states)] or [
        ("未形成任务", "yellow")
    ]
