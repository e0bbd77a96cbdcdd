"""What the figures say, in sentences: conclusion first, units named, every number registered as a fact."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analysis.briefing.data import Month
from analysis.briefing.figures import Facts, points
from analysis.columns import LATE, NOT_REPORTED, PARTLY, Account, UnitGroup
from analysis.params import chinese_date
from analysis.progress.rates import counts
from analysis.reference import find_channel, settings

_TELLING = 0.2  # difference in closed-out rate below which groups aren't set against each other
_NAMED = 5  # units or themes named in one sentence


@dataclass(frozen=True)
class Narrative:
    """The sentences of a briefing, by the sections of DOMAIN 「Briefing conventions」."""

    headline: str
    points: list[str]
    overall: list[str]
    themes: list[str]
    city_units: list[str]
    county_units: list[str]
    warnings: list[str]
    suggestions: list[str]


def narrate(month: Month, facts: Facts) -> Narrative:
    """The narrative of *month*; registers each number it says in *facts*."""
    return Narrative(
        headline=headline(month, facts),
        points=_points(month, facts),
        overall=_overall(month, facts),
        themes=_themes(month, facts),
        city_units=_units(month, facts, UnitGroup.CITY),
        county_units=_units(month, facts, UnitGroup.COUNTY),
        warnings=_warnings(month, facts),
        suggestions=_suggestions(month, facts),
    )


def names_of(month: Month, names: list[str], limit: int = _NAMED) -> str:
    """Unit names, short, joined by 、; beyond *limit* 「等n个单位」."""
    short = [unit.short if (unit := month.year.units.find(name)) else name for name in names]
    return "、".join(short[:limit]) + (f"等{len(names)}个单位" if len(names) > limit else "")


def headline(month: Month, facts: Facts) -> str:
    """The conclusion in one sentence: tasks, closed out, rate, change."""
    closed = month.rate("closed")
    change = points(closed, month.rate_before("closed"))
    total = facts.count("tasks", "整改任务", closed.denominator)
    done = facts.count("closed", "已销号任务", closed.numerator)
    share = facts.percent("closed_rate", "销号率", closed)
    text = f"截至{month.cutoff_text}，{total}项整改任务已销号{done}项，销号率{share}"
    if not math.isnan(change):
        text += f"，较上月{facts.change('closed_change', '销号率较上月', change)}"
    return text + "。"


def _points(month: Month, facts: Facts) -> list[str]:
    """The three or four things a leader should know, worst first."""
    total = counts(month.states)
    found = month.alerts
    lines = []
    if total["overdue"]:
        units = list(dict.fromkeys(found.loc[found["kind"] == "逾期", "lead_unit"]))
        number = facts.count("overdue", "逾期未完成任务", total["overdue"])
        lines.append(f"逾期未完成{number}项，涉及{names_of(month, units)}。")
    missing = month.reporting[month.reporting["reported"] == NOT_REPORTED]
    if len(missing):
        facts.count("units_not_reported", "本月未报单位", len(missing))
        lines.append(f"本月应报未报{len(missing)}个单位：{names_of(month, list(missing['lead_unit']), 8)}。")
    partly = month.reporting[month.reporting["reported"] == PARTLY]
    if len(partly):
        facts.count("units_partly_reported", "本月漏报单位", len(partly))
        lines.append(f"有的任务漏报{len(partly)}个单位：{names_of(month, list(partly['lead_unit']), 8)}。")
    waiting = total["declared"] - total["closed"]
    if waiting:
        lines.append(f"另有{facts.count('to_verify', '申报完成、待核验', waiting)}项单位已申报完成，等待核验销号。")
    reopened = found[found["kind"].isin(["撤销销号", "核验不通过"])]
    if len(reopened):
        number = facts.count("sent_again", "核验不通过或撤销销号、尚在重新整改", len(reopened))
        units = names_of(month, list(dict.fromkeys(reopened["lead_unit"])))
        lines.append(f"核验不通过或销号后反弹、正在重新整改{number}项（{units}）。")
    return lines or ["没有逾期、未报和核验不通过的任务。"]


def _overall(month: Month, facts: Facts) -> list[str]:
    received, rejected = len(month.comments), int((month.files["rejected"]).sum())
    text = (
        f"{month.year.evaluation_year}年度社会评价收到意见建议"
        f"{facts.count('received', '收到意见（行）', received + rejected)}件，"
        f"有效{facts.count('accepted', '有效意见', received)}件"
    )
    text += f"，退回核对{facts.count('rejected', '退回核对', rejected)}件" if rejected else ""
    names = list(month.channel_counts.loc[month.channel_counts["count"] > 0, "channel"])
    top = month.channel_counts.sort_values("count", ascending=False, kind="stable").iloc[0]
    text += (
        f"，来自{facts.count('channels', '来源渠道', len(names))}个渠道，其中{_channel(top['channel'])}最多，"
        f"{facts.count('top_channel', '最多的渠道', top['count'])}件；"
    )
    issues = int(month.issue_counts["count"].sum())
    text += f"除表扬和空泛外，共反映{facts.count('issues', '意见反映的问题', issues)}个问题。"
    account = dict(zip(month.account_counts["account"], month.account_counts["count"], strict=True))
    issued = f"（{chinese_date(month.year.issued_on)}下达）" if month.year.issued_on else ""
    linked = facts.count("account_task", "形成任务的意见", account[Account.TASK])
    text += (
        f"经责任分解、梳理归纳，{linked}件意见形成{facts.count('tasks', '整改任务', len(month.tasks))}项整改任务{issued}"
        "（一件意见可拆成几项任务，几件意见也可并成一项，两数不能相除）；"
    )
    rest = [
        f"{name}{facts.count(f'account_{name}', name, number)}件"
        for name, number in account.items()
        if number and name != Account.TASK
    ]
    text += f"其余{'、'.join(rest)}。" if rest else ""
    declared = month.rate("declared")
    returned = month.rate("returned", "due_return")
    second = (
        f"任务进展：单位申报完成（含已销号）{facts.count('declared', '单位申报完成', declared.numerator)}项，"
        f"申报完成率{facts.percent('declared_rate', '申报完成率', declared)}；"
        f"其中已核验销号{facts.count('closed', '已销号任务', month.rate('closed').numerator)}项，"
        f"销号率{facts.percent('closed_rate', '销号率', month.rate('closed'))}。"
        f"本月应报进展的任务{facts.count('due_return', '本月应报任务', returned.denominator)}项，"
        f"报送{facts.count('returned', '本月报送任务', returned.numerator)}项，"
        f"上报率{facts.percent('return_rate', '上报率', returned)}"
    )
    late = month.reporting[month.reporting["reported"] == LATE]
    if len(late):
        facts.count("units_late", "本月迟报单位", len(late))
        second += f"；迟报{len(late)}个单位：{names_of(month, list(late['lead_unit']), 8)}"
    total = counts(month.states)
    extra = [
        f"{facts.count(key, name, total[key])}项{name}"
        for key, name in (("long_term", "长期推进"), ("not_yet", "暂不具备条件"))
        if total[key]
    ]
    second += f"。另有{'、'.join(extra)}，计入分母、不计完成" if extra else ""
    return [text, second + "。"]


def _channel(name: str) -> str:
    channel = find_channel(name)
    return channel.aliases[0] if channel and channel.aliases else name


def _ends(frame: pd.DataFrame, by: str, facts: Facts, month: Month) -> tuple[str, str]:
    """The groups with the highest and with the lowest closed-out rates, as 「名称（x/n）」, among those with enough tasks.

    Two at each end and all who tie with them, none at both; empty where all are nearly alike.
    """
    minimum = settings("scoring")["thresholds"]["minimum_caseload"]
    enough = frame[frame["tasks"] >= minimum].assign(rate=lambda f: f["closed"] / f["tasks"])
    if not len(enough) or enough["rate"].max() - enough["rate"].min() < _TELLING:
        return "", ""
    enough = enough.sort_values(["rate", "tasks"], ascending=False, kind="stable")
    rate = enough["rate"]
    best = enough[(rate >= rate.iloc[1]) & (rate > rate.iloc[-1])]
    worst = enough[(rate <= rate.iloc[-2]) & ~enough.index.isin(best.index)]
    worst = worst.sort_values(["rate", "tasks"], ascending=[True, False], kind="stable")
    return _pairs(best, by, facts, month), _pairs(worst, by, facts, month)


def _pairs(chosen: pd.DataFrame, by: str, facts: Facts, month: Month) -> str:
    """The first three of *chosen* as 「名称（x/n）」, and how many they are where they are more."""
    words = []
    for row in chosen.head(3).to_dict("records"):
        name = names_of(month, [row[by]]) if by == "lead_unit" else row[by]
        facts.count(f"{by}_{row[by]}_closed", f"{name}已销号", row["closed"])
        facts.count(f"{by}_{row[by]}_tasks", f"{name}任务", row["tasks"])
        words.append(f"{name}（{row['closed']}/{row['tasks']}）")
    return "、".join(words) + (f"等{len(chosen)}个" if len(chosen) > len(words) else "")


def _themes(month: Month, facts: Facts) -> list[str]:
    largest = month.by_theme.sort_values("tasks", ascending=False, kind="stable").head(3)
    words = [
        f"{row['theme']}{facts.count('theme_' + row['theme'] + '_tasks', row['theme'] + '任务', row['tasks'])}项"
        for row in largest.to_dict("records")
    ]
    text = f"任务较多的领域是{'、'.join(words)}。"
    best, worst = _ends(month.by_theme, "theme", facts, month)
    if best:
        text += f"销号较快的是{best}；较慢的是{worst}（括号内为已销号/任务数）。"
    overdue = month.by_theme[month.by_theme["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable")
    if len(overdue):
        words = [
            f"{row['theme']}{facts.count('theme_' + row['theme'] + '_overdue', row['theme'] + '逾期', row['overdue'])}项"
            for row in overdue.to_dict("records")
        ]
        text += f"逾期集中在{'、'.join(words)}。" if len(words) > 1 else f"逾期在{words[0]}。"
    return [text]


def _units(month: Month, facts: Facts, group: UnitGroup) -> list[str]:
    frame = month.by_unit[month.by_unit["group"] == group]
    if not len(frame):
        return [f"本年度没有{group.value}牵头的任务。"]
    key = "city" if group == UnitGroup.CITY else "county"
    tasks, closed = int(frame["tasks"].sum()), int(frame["closed"].sum())
    text = (
        f"{facts.count(f'{key}_units', f'{group.value}牵头单位', len(frame))}个{group.value}牵头"
        f"{facts.count(f'{key}_tasks', f'{group.value}任务', tasks)}项，"
        f"已销号{facts.count(f'{key}_closed', f'{group.value}已销号', closed)}项。"
    )
    full = frame[(frame["closed"] == frame["tasks"])]
    if len(full):
        facts.count(f"{key}_full", f"{group.value}全部销号单位", len(full))
        text += f"任务全部销号的有{names_of(month, list(full['lead_unit']), 6)}。"
    best, worst = _ends(frame, "lead_unit", facts, month)
    minimum = settings("scoring")["thresholds"]["minimum_caseload"]
    if best:
        facts.count("minimum_caseload", "参加比较的最少任务数", minimum)
        text += f"任务不少于{minimum}项的{'单位' if group == UnitGroup.CITY else '县（市、区）'}中，销号较快的是{best}，较慢的是{worst}。"
    return [text]


def _warnings(month: Month, facts: Facts) -> list[str]:
    found = month.alerts["kind"].value_counts()
    if not len(found):
        return ["本月没有需要预警的任务。"]
    red = int((month.alerts["level"] == "红").sum())
    yellow = len(month.alerts) - red
    words = [
        f"{kind}{facts.count(f'alert_{kind}', f'预警：{kind}', found[kind])}项次"
        for kind in dict.fromkeys(month.alerts["kind"])
    ]
    return [
        f"本月预警{facts.count('alerts', '预警项次', len(month.alerts))}项次，"
        f"其中红色{facts.count('alerts_red', '红色预警', red)}项次、"
        f"黄色{facts.count('alerts_yellow', '黄色预警', yellow)}项次：{'、'.join(words)}。"
        "同一任务可有几种预警；黄色的真实性提示只请核对，不作结论。"
    ]


def _suggestions(month: Month, facts: Facts) -> list[str]:
    """What to do next, each from a finding; units named."""
    found = month.alerts

    def of(*kinds: str) -> tuple[int, str]:
        rows = found[found["kind"].isin(kinds)]
        return rows["task_id"].nunique(), names_of(month, list(dict.fromkeys(rows["lead_unit"])))

    lines = []
    number, units = of("逾期")
    if number:
        lines.append(
            f"逾期{facts.count('overdue', '逾期未完成任务', number)}项由分管领导逐项过问，{units}于下月报送前说明原因、重定节点。"
        )
    number, units = of("撤销销号", "核验不通过")
    if number:
        lines.append(
            f"{units}对核验不通过、销号后反弹的{facts.count('sent_again', '重新整改', number)}项重新整改，整改到位后再申报。"
        )
    missing = list(month.reporting.loc[month.reporting["reported"].isin((NOT_REPORTED, PARTLY)), "lead_unit"])
    if missing:
        lines.append(f"请{names_of(month, missing, 8)}补报本月进展；补报计入下月，不改已定的本月数。")
    total = counts(month.states)
    waiting = int(total["declared"] - total["closed"])
    if waiting:
        lines.append(
            f"对申报完成的{facts.count('to_verify', '申报完成、待核验', waiting)}项抓紧实地核验，佐证不全的先补材料。"
        )
    number, units = of("完成无佐证")
    if number:
        lines.append(
            f"{units}的{facts.count('no_proof', '申报完成无佐证', number)}项申报完成而没有佐证，限期补齐，补齐前不予销号。"
        )
    number, units = of("未公示")
    if number:
        lines.append(
            f"{units}的{facts.count('unpublished', '方案未公示', number)}项方案尚无公示记录，请按“谁问题、谁整改、谁宣传、谁回应”补公示。"
        )
    number, units = of("临期")
    if number:
        days = facts.count("due_soon_days", "临期天数", settings("calendar")["due_soon_days"])
        lines.append(f"今后{days}天内到期{facts.count('due_soon', '临期任务', number)}项（{units}），请提前调度。")
    number, units = of("进度倒退", "突击完成", "照抄上月", "雷同", "前后矛盾")
    if number:
        lines.append(
            f"对{units}的{facts.count('doubtful', '进展真实性待核对', number)}项进展抽查核对（进度倒退、突击完成、说明雷同或前后矛盾）。"
        )
    return lines or ["保持进度，按月报送。"]
