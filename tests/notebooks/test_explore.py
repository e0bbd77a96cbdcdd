"""The notebooks for exploring run as they stand, from their own folder, and leave the sample alone."""

from __future__ import annotations

import csv

import pytest

from analysis.intake.grid import digest
from analysis.layout import NOTEBOOKS, REPOSITORY, documents
from tests.notebooks.test_defaults import run_all

pytestmark = pytest.mark.slow

EXPLORE = NOTEBOOKS / "explore"


def sample() -> dict[str, str]:
    return {str(path): digest(path) for path in documents(REPOSITORY / "data" / "sample" / "2019")}


def test_words_are_counted_and_shown_in_context(tmp_path):
    shown = run_all(EXPLORE / "words.ipynb", tmp_path)
    names = [path.name for path in documents(tmp_path / "jupyter" / "词")]
    assert names == ["schema.json", "特征词.csv", "词频.csv", "语境.csv"]
    assert "词频.csv" in shown
    with open(tmp_path / "jupyter" / "词" / "语境.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["词"] for row in rows} == {"医生"}


def test_every_comment_of_the_year_has_its_issue(tmp_path):
    run_all(EXPLORE / "same_issue.ipynb", tmp_path)
    with open(tmp_path / "jupyter" / "同一件事" / "事项.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["意见编号"] for row in rows}) == 435
    assert all(row["事项"] for row in rows)


def test_the_review_grid_run_by_nobody_saves_nothing(tmp_path):
    before = sample()
    assert run_all(EXPLORE / "review.ipynb", tmp_path) == "'没有改动，台账没有动。'"
    assert sample() == before
    assert not (tmp_path / "jupyter" / "corrections.csv").exists()


def test_two_periods_are_compared(tmp_path):
    shown = run_all(EXPLORE / "change.ipynb", tmp_path)
    assert "事项变化.csv" in shown
    with open(tmp_path / "jupyter" / "变化" / "类别变化.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["前期"]) + int(row["后期"]) for row in rows) == 435
