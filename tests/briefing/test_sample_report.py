"""The sample's newest report: its numbers are in its tables, and all its documents agree."""

from __future__ import annotations

import csv
import re
from collections import Counter

import openpyxl
import pandas as pd
import pytest

from analysis.layout import ReportFolder, documents
from analysis.store import read_table
from tests.conftest import REPOSITORY
from tests.pagetext import Page, said_numbers

pytestmark = pytest.mark.slow

FIGURES = (
    *("by_theme", "by_unit", "matrix", "burn_up", "reporting", "channel_counts", "theme_counts", "theme_kinds"),
    *("issue_counts", "account_counts", "county_counts", "theme_shares", "hot_issues"),
)


def known_numbers(report: ReportFolder) -> set[float]:
    """Every number of the tables behind figures and sentences."""
    numbers: set[float] = set()
    for name in (*FIGURES, "facts"):
        frame = read_table(report.tables, name)
        numeric = frame.select_dtypes("number")
        numbers |= {float(value) for column in numeric for value in numeric[column].dropna()}
    for text in pd.concat([read_table(report.tables, name)["text"] for name in ("facts", "theme_shares")]):
        numbers |= {float(value) for value in re.findall(r"\d+(?:\.\d+)?", text)}
    return numbers


def annex(report: ReportFolder, name: str) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(report.root / name).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if isinstance(row[0], int)]


def unknown_lines(page: Page, known: set[float]) -> Counter[str]:
    """Lines of *page* with a number that isn't *known*."""
    return Counter(line for number, line in said_numbers(page.text) if number not in known)


def test_every_number_the_briefing_says_is_in_the_tables(sample_report):
    page = Page.of(sample_report.briefing)
    alerts = read_table(sample_report.tables, "alerts")
    kinds = set(alerts["kind"])
    task_numbers = [row[1] for row in page.cells if row[0].strip() in kinds]
    assert sorted(task_numbers) == sorted(alerts["task_id"])
    assert len(said_numbers(page.text)) > 300
    unknown = unknown_lines(page, known_numbers(sample_report)) - Counter(task_numbers)
    # Definitions name thresholds and the rule that nothing unfinished is written as 100 %; they count nothing.
    assert [line for line in unknown if not line.startswith("口径：") and "不写100%" not in line] == []


def test_every_number_the_index_says_is_in_the_tables(sample_report):
    faults = sum(len(read_table(sample_report.tables, f"faults_{name}")) for name in ("intake", "tasks", "progress"))
    known = known_numbers(sample_report) | {float(faults)}
    assert list(unknown_lines(Page.of(sample_report.index), known)) == []


def test_a_number_from_nowhere_would_be_found(sample_report):
    page = Page.of(sample_report.briefing)
    page.texts.append("2020年11月：还有987项，见图9")
    assert "2020年11月：还有987项，见图9" in unknown_lines(page, known_numbers(sample_report))


def test_tasks_are_the_same_number_in_every_document(sample_report):
    by_theme = read_table(sample_report.tables, "by_theme")
    tasks = int(by_theme["tasks"].sum())
    assert tasks == 94
    assert len(annex(sample_report, "附件1.xlsx")) == len(annex(sample_report, "附件2.xlsx")) == tasks
    assert len(read_table(sample_report.public / "tables", "tasks")) == tasks
    assert read_table(sample_report.public / "tables", "groups")["tasks"].sum() == tasks
    led = [re.search(r"牵头(\d+)项，已销号(\d+)项", Page.of(p).text) for p in documents(sample_report.root / "units")]
    assert sum(int(match[1]) for match in led if match) == tasks
    assert sum(int(match[2]) for match in led if match) == int(by_theme["closed"].sum())


def test_closed_out_tasks_are_the_same_in_every_document(sample_report):
    closed = int(read_table(sample_report.tables, "by_theme")["closed"].sum())
    public = sample_report.public / "tables"
    assert closed == sum(row["是否销号"] == "是" for row in annex(sample_report, "附件2.xlsx"))
    assert closed == (read_table(public, "tasks")["state"] == "已销号").sum()
    assert closed == read_table(public, "groups")["closed"].sum()
    assert closed == read_table(public, "by_theme")["closed"].sum()
    for page in (sample_report.briefing, sample_report.index, sample_report.public / "briefing.html"):
        assert f"94项整改任务已销号{closed}项" in Page.of(page).text, page


def test_comments_add_up_over_pages_and_editions(sample_report):
    counts = [
        int(re.search(r"意见(\d+)件（全部435件）", Page.of(path).text)[1])
        for path in documents(sample_report.root / "themes")
    ]
    assert sum(counts) == 435
    counties = [
        int(re.search(r"意见(\d+)件；县级政府", Page.of(path).text)[1])
        for path in documents(sample_report.root / "counties")
    ]
    county_counts = read_table(sample_report.tables, "county_counts")
    assert sorted(counties) == sorted(county_counts["count"][:-1])
    assert sum(counties) + county_counts["count"].iloc[-1] == 435
    public = Page.of(sample_report.public / "briefing.html")
    assert [cells for cells in public.cells if cells[0] == "合计" and len(cells) == 2] == [["合计", "435"]] * 2


def test_the_review_workbook_holds_as_many_as_the_pages_say(sample_report):
    rows = list(openpyxl.load_workbook(sample_report.root / "待复核.xlsx").active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "意见编号")
    doubtful = len(rows) - head - 1
    assert f"{doubtful}件待人工复核" in Page.of(sample_report.briefing).text
    assert f"{doubtful}件" in Page.of(sample_report.index).text


def test_no_personal_data_of_the_sample_is_in_the_public_edition(sample_report):
    with open(REPOSITORY / "data" / "sample" / "gold-2019.csv", encoding="utf-8-sig", newline="") as stream:
        spans = [
            entry.split(":", 1)[1] for row in csv.DictReader(stream) for entry in row["personal"].split("|") if entry
        ]
    assert len(spans) > 40
    for path in documents(sample_report.public):
        page = path.read_text(encoding="utf-8")
        texts = "\n".join([page.split("plotly-gzip")[0], *re.findall(r"<script type=.application/json.*", page)])
        assert [span for span in spans if span in texts] == [], path.name


def test_the_public_edition_hides_both_channels_of_two_comments(sample_report):
    shown = dict(read_table(sample_report.public / "tables", "channels").itertuples(index=False))
    assert [name for name, text in shown.items() if text == "不公开"] == ["不动产登记", "信贷办理"]
    assert sum(int(text) for text in shown.values() if text != "不公开") == 431
