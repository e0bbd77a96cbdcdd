"""Cards, charts and tables: what they show, and that each total is the sum of its rows."""

from __future__ import annotations

import pytest
from frames import (
    CITY,
    EDUCATION,
    SHANGSI,
    WATER,
    comment,
    month_of,
    returned,
    returns_frame,
    several,
    state,
    states_frame,
)

from analysis.briefing import content
from analysis.briefing.document import Document, ShownTable
from analysis.briefing.figures import Facts
from analysis.columns import State


def a_month(*rows: dict, before: list[dict] | None = None, **given: object):
    months = {"2020-08": states_frame(*before)} if before is not None else {}
    return month_of(months | {"2020-09": states_frame(*rows)}, **given)


def cards(month, states=None) -> list[tuple[str, str]]:
    """What is written large and small on the four cards."""
    return [(card["big"], card["small"]) for card in content.cards(month, Facts("2020-09-30"), states)]


def shown(table: ShownTable) -> list[dict[str, object]]:
    """A table's rows by heading, the total last."""
    return [{column.heading: value for column, value in row.cells} for row in table.rows]


# --- cards ---------------------------------------------------------------------------


def test_the_cards_of_a_large_month():
    rows = [*several(39, closed=20), state("x", state=State.DECLARED, overdue_days=0)]
    before = [*several(38, closed=10), state("x", overdue_days=2), state("y", overdue_days=1)]
    assert cards(a_month(*rows, before=before)) == [
        ("50.0%", "20/40项，较上月提高25.0个百分点"),
        ("52.5%", "21/40项，较上月提高27.5个百分点"),
        ("0项", "较上月减少2项"),
        ("100.0%", "40/40项"),
    ]


def test_the_cards_of_a_small_month_show_pairs_and_no_change_in_points():
    found = cards(a_month(*several(4, closed=1), before=several(4)))
    assert found == [("1/4", ""), ("1/4", ""), ("0项", "较上月持平"), ("4/4", "")]


def test_the_cards_of_some_tasks_only_are_not_compared_with_last_month():
    rows = several(40, closed=20)
    month = a_month(*rows, before=several(40))
    assert all("较上月" not in small for _, small in cards(month, states_frame(*rows[:30])))


def test_where_nothing_is_due_or_there_is_no_task_the_card_says_so_and_never_0_percent():
    assert cards(a_month(state("1", state=State.CLOSED, reported="")))[3] == ("—", "本月无应报任务")
    assert [big for big, _ in cards(a_month())] == ["—", "—", "0项", "—"]
    assert cards(a_month())[0] == ("—", "没有任务")


def test_a_void_comparison_shows_no_change_at_all():
    month = a_month(*several(40, closed=20), before=several(40), method_changed=("2020-09",))
    assert all("较上月" not in small for _, small in cards(month))


# --- charts and tables --------------------------------------------------------------------

ROWS = [
    *several(22, EDUCATION, 11, theme="教育"),
    *several(2, WATER, 2, theme="医疗"),
    *several(3, SHANGSI, 0, theme="医疗", overdue_days=4),
    state("d", CITY, State.DECLARED, proof="照片"),
]


@pytest.mark.parametrize("chart", [content.theme_chart, content.unit_chart], ids=["theme", "unit"])
def test_the_total_row_is_the_sum_of_the_rows(chart):
    month = a_month(*ROWS)
    own = () if chart is content.theme_chart else (month.by_unit, "各单位")
    *rows, total = shown(chart(Document(), month, *own).table)
    for heading in ("任务", "逾期"):
        assert total[heading] == sum(row[heading] for row in rows)
    for heading in ("已销号", "申报完成"):
        pairs = [tuple(map(int, row[heading].split("（")[0].split("/"))) for row in rows]
        assert total[heading].split("（")[0] == f"{sum(n for n, _ in pairs)}/{sum(d for _, d in pairs)}"
    assert total["已销号"] == "13/28（46.4%）"


def test_percentages_stand_only_where_the_base_is_20_or_more():
    month = a_month(*ROWS)
    first, *others, _ = shown(content.unit_chart(Document(), month, month.by_unit, "各单位").table)
    assert first["已销号"] == "11/22（50.0%）"
    assert [row["已销号"] for row in others] == ["2/2", "0/1", "0/3"]


def test_every_table_names_its_base_and_cutoff():
    month = a_month(*ROWS)
    for chart in (content.theme_chart(Document(), month), content.matrix_chart(Document(), month)):
        (note,) = chart.table.notes
        assert note.startswith("口径：分母为牵头任务数") and "截至2020年9月30日" in note


def test_the_ranked_table_says_who_is_not_ranked_and_who_reported():
    month = a_month(
        *several(3, EDUCATION, 3, reported=""), *several(3, WATER, 3), *several(2, CITY, 2, reported="未报")
    )
    links = dict.fromkeys((EDUCATION, WATER, CITY), "x")
    rows = shown(content.unit_chart(Document(), month, month.by_unit, "市直", links).table)
    assert [(row["单位"][0], row["名次"], row["本月报送"]) for row in rows] == [
        ("市教育局", "1", "不需报"),
        ("市水利局", "1", "已报"),
        ("市市政局", "—", "未报"),
        ("合计", "", ""),
    ]


def test_the_matrix_holds_every_task_once():
    cells = [cell for row in shown(content.matrix_chart(Document(), a_month(*ROWS)).table) for cell in row.values()]
    pairs = [cell.split("/") for cell in cells if "/" in cell]
    assert sum(int(tasks) for _, tasks in pairs) == 28
    assert sum(int(closed) for closed, _ in pairs) == 13


def test_the_tables_of_comments_add_up_to_all_of_them():
    comments = [comment("1"), comment("2", nature="表扬"), comment("3", theme="其他", nature="空泛", needs_review="是")]
    month = a_month(*several(3), comments=comments)
    *rows, total = shown(content.comment_chart(Document(), month).table)
    assert total == {"类别": "合计", "件数": 3, "问题数": 1, "要办的": 1, "要解释引导的": 0, "表扬": 1, "空泛": 1}
    assert [row["件数"] for row in rows] == [2, 1]
    *channels, total = shown(content.channel_table(Document(), month))
    assert total["收到数"] == sum(row["收到数"] for row in channels) == 3


def test_a_channel_is_compared_with_the_covering_letter():
    month = a_month(*several(3))
    month.year.expected.update({"饮水安全": 3, "信贷办理": 0})
    rows = {row["来源渠道"]: row for row in shown(content.channel_table(Document(), month))}
    assert (rows["饮水安全"]["来文数"], rows["饮水安全"]["核对"]) == ("3", "差2")
    assert rows["信贷办理"]["核对"] == "一致"
    assert (rows["棚户区改造"]["来文数"], rows["棚户区改造"]["核对"]) == ("—", "—")


def test_red_and_yellow_alerts_stand_apart_and_lose_none():
    rows = [state("1", overdue_days=3, published_on=""), state("2", WATER, reported="未报")]
    month = a_month(*rows, returns=returns_frame(returned("2020-09", "已完成", 80, task_id="1")))
    red, yellow = content.alert_tables(Document(), month, None)
    assert [(row["预警"][0][0], row["任务"]) for row in shown(red)] == [("逾期", "1"), ("未报", "2")]
    assert [(row["预警"][0][0], row["任务"]) for row in shown(yellow)] == [("未公示", "1"), ("前后矛盾", "1")]
    assert "逾期＝整改时限已过，单位未申报完成" in red.notes[0]


def test_charts_and_tables_are_numbered_as_they_come():
    doc, month = Document(), a_month(*ROWS)
    captions = [content.burn_up_chart(doc, month).caption, content.theme_chart(doc, month).caption]
    captions.append(content.channel_table(doc, month).caption)
    assert captions == ["图1　各月任务完成情况", "图2　各领域任务完成情况", "表1　意见来源与核对"]


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (15, "十五")])
def test_numbers_of_sections(number, text):
    assert content.chinese_number(number) == text
