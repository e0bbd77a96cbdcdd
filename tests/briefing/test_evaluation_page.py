"""The page of an evaluation: its numbers, its words, its tables; nothing live."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.briefing.evaluation_page import write_evaluation
from analysis.briefing.evaluation_text import summary_table, told
from analysis.errors import Fault
from analysis.store import read_table
from analysis.tasks.coding import CODED, Coded
from analysis.tasks.evaluation import MACHINE, Evaluation, evaluate
from tests.pagetext import Page
from tests.small_year import FORMULA, IMAGE

THEMES = ("教育", "医疗", IMAGE)


def labelled(wrong: int, right: int) -> pd.DataFrame:
    rows = [(f"{FORMULA}{n}", f"{IMAGE}电话13900000000", "教育", 0.9, "否") for n in range(wrong + right)]
    frame = pd.DataFrame(rows, columns=["id", "text", "theme", "confidence", "needs_review"])
    return frame.reindex(columns=["id", "text", *MACHINE], fill_value="").assign(weight=1.0, nature="建设性")


def coded(name: str, ids, themes) -> Coded:
    rows = [{"id": i, "theme": theme, "lead_also": (), "text": ""} for i, theme in zip(ids, themes, strict=True)]
    frame = pd.DataFrame(rows, columns=CODED, dtype=object)
    return Coded(name, f"{name}.xlsx", frame.where(frame.notna(), None), [], [Fault("not_in_list", f"{name}.xlsx")])


@pytest.fixture
def found() -> Evaluation:
    """30 comments, all labelled 教育; for 甲 27 are, for 乙 28."""
    machine = labelled(3, 27)
    ids = list(machine["id"])
    readers = [coded("甲", ids, [IMAGE] * 3 + ["教育"] * 27), coded(IMAGE, ids, [IMAGE] * 2 + ["教育"] * 28)]
    return evaluate(readers, machine)


@pytest.fixture
def page(found, tmp_path) -> Page:
    return Page.of(write_evaluation(found, tmp_path / "out", THEMES, f"{IMAGE}.xlsx"))


def test_the_headline_and_the_tables_say_the_same(page, found):
    assert (
        "30件人工标注的意见，程序判对的：类别90.0%（74.4%～96.5%）。类别判错3件，其中0件已经列在待复核里" in page.text
    )
    assert page.row("类别")[1:3] == ["30", "90.0%（74.4%～96.5%）"]
    assert told(found)["text"].iloc[1].startswith("判对 90.0%（74.4%～96.5%），宏平均 F1 ")
    assert "意见性质" not in set(summary_table(found)["field"])  # nobody judged it


def test_two_readers_are_beside_the_program_and_their_dispute_is_shown(page):
    assert next(row for row in page.cells if row[:2] == ["类别", f"甲与{IMAGE}"])[2:4] == [
        "30",
        "96.7%（83.3%～99.4%）",
    ]
    assert "七、" not in page.text and "两位标注人的分歧，请商定" in page.text


def test_texts_are_texts_and_numbers_to_reach_a_person_are_masked(page, tmp_path):
    assert "img" not in {tag for tag, _ in page.tags}
    assert not any("13900000000" in text for text in (*page.texts, *page.quoted))
    worst = read_table(tmp_path / "out" / "tables", "worst_theme")
    assert len(worst) == 3 and list(worst["id"]) == [f"{FORMULA}{n}" for n in range(3)]


def test_every_figure_is_in_a_table(page, tmp_path):
    tables = tmp_path / "out" / "tables"
    assert len(read_table(tables, "judged_theme")) == 30
    assert read_table(tables, "confusion_theme")["count"].sum() == 30
    assert read_table(tables, "reliability")["count"].tolist() == [30]
    assert len(read_table(tables, "faults")) == 2
    assert "有 2 处没有用上，见 tables/faults.csv" in page.text


def test_few_comments_are_told_as_x_of_n(tmp_path):
    machine = labelled(1, 4)
    few = evaluate([coded("甲", list(machine["id"]), ["医疗"] + ["教育"] * 4)], machine)
    page = Page.of(write_evaluation(few, tmp_path, THEMES, "甲.xlsx"))
    assert page.row("类别")[1:4] == ["5", "4/5", "—"]
    assert "只有一份标注" in page.text
