"""What people raise: shares with their error said in words, hot issues with who deals with them."""

from __future__ import annotations

import pytest
from frames import comment, month_of, state, states_frame

from analysis.briefing.concerns import hot_table, share_chart, share_lines, tell_hot
from analysis.briefing.document import Document
from analysis.briefing.figures import Facts
from analysis.columns import State

TEXT = "桃花路晚上没有灯，走路怕"


def said(id_: str, issue: str = "", theme: str = "教育", task_ids: str = "", **other: str) -> dict:
    more = {"text": TEXT, "place": "", "date": "2020-08-01", "same_issue": issue or f"事{id_}", "same_level": ""}
    return comment(id_, theme=theme, task_ids=task_ids, **(more | other))


def month(*comments: dict):
    states = states_frame(state("1", state=State.CLOSED), state("2"))
    return month_of({"2020-08": states}, comments=list(comments))


def table_rows(shown) -> list[dict[str, object]]:
    return [{column.name: value for column, value in row.cells} for row in shown.rows]


# --- shares ----------------------------------------------------------------------------


def test_the_chart_says_which_neighbours_cannot_be_told_apart_and_what_the_interval_holds():
    comments = [said(str(n), theme="教育" if n < 21 else "医疗") for n in range(40)]
    chart = share_chart(Document(), month(*comments))
    assert chart.table.notes[0] == "按图上顺序，相邻两类的差别都在误差以内，分不出先后。"
    assert "区间把握90%，计入抽样误差；" in chart.table.notes[1]
    assert [row["text"][:5] for row in table_rows(chart.table)] == ["52.5%", "47.5%", ""]
    assert share_lines(month(*comments)) == ["件数最多的是教育；计入误差，医疗与它分不出先后。"]


def test_small_cells_are_shown_as_counts_and_one_theme_has_no_order():
    chart = share_chart(Document(), month(said("1"), said("2")))
    assert table_rows(chart.table)[0]["text"] == "2/2"
    assert [note[:3] for note in chart.table.notes] == ["口径："]
    assert share_lines(month(said("1"))) == []


# --- hot issues ------------------------------------------------------------------------


def test_the_hottest_issue_is_quoted_and_what_no_task_holds_is_counted():
    found = month(said("1", "甲", task_ids="1|2"), said("2", "甲"), said("3", "甲"), said("4", "乙"), said("5", "乙"))
    facts = Facts("2020-08-31")
    told = tell_hot(found, facts)
    assert told.before == "群众反映集中的事项有2个，共5人次。热度最高的是"
    assert told.quotes == [(TEXT, "（教育，3人）")]
    assert told.after == "。其中1个还没有写进整改任务。"
    assert {row["text"] for row in facts.rows.values()} == {"2", "5", "3", "1"}


def test_issues_that_are_equally_hot_are_named_together():
    found = month(*(said(f"{issue}{n}", issue) for issue in "甲乙丙丁" for n in range(2)))
    told = tell_hot(found, Facts("2020-08-31"))
    assert told.before.endswith("热度并列最高的是")
    assert len(told.quotes) == 3
    assert told.after.startswith("等4个。")


def test_the_table_shows_who_deals_with_it_and_its_formula():
    shown = hot_table(
        Document(), month(said("1", "甲", task_ids="1|2"), said("2", "甲"), said("4", "乙"), said("5", "乙"))
    )
    first, second = table_rows(shown)
    assert first["handling"] == [("已销号", "done"), ("整改中", "")]
    assert second["handling"] == [("未形成任务", "yellow")]
    assert (first["people"], first["repeats"], first["dates"]) == (2, 0, "2020-08-01")
    assert shown.notes[0].startswith("口径：热度＝（人数＋0.2×重复件数")
    assert "net_votes" not in first


def test_votes_are_a_column_only_where_the_source_has_them():
    shown = hot_table(Document(), month(said("1", "甲", votes="400"), said("2", "甲", votes="0")))
    assert table_rows(shown)[0]["net_votes"] == 400


def test_a_telephone_in_an_issue_is_masked_and_a_long_one_cut():
    long = "联系电话13807701234，" + "路坏了" * 30
    shown = hot_table(Document(), month(said("1", "甲", text=long), said("2", "甲", text=long)))
    words = table_rows(shown)[0]["words"]
    assert "13807701234" not in words and words.endswith("…") and len(words) <= 60


@pytest.mark.parametrize("comments", [[said("1")], [said("1", "甲", nature="表扬"), said("2", "甲", nature="表扬")]])
def test_without_a_hot_issue_it_is_said_so(comments):
    assert tell_hot(month(*comments), Facts("2020-08-31")).before == "没有两人以上反映的同一事项。"
    assert hot_table(Document(), month(*comments)) is None
