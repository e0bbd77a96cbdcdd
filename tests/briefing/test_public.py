"""The public edition: the same totals, no small cell, nobody's words."""

from __future__ import annotations

import json

import pytest

from analysis.layout import ReportFolder, documents
from analysis.store import read_table
from tests.pagetext import Page
from tests.small_year import COMMENTS, POOR, WATER, write_report, write_year

VILLAGE = "义务教育家庭困难寄宿生"
MANY = [
    *[(f"w{n}", WATER, f"村里第{n}天没有自来水") for n in range(9)],
    *[(f"p{n}", POOR, f"第{n}条通屯路烂了") for n in range(6)],
    *[(f"v{n}", VILLAGE, "娃儿学校板房漏雨") for n in range(2)],
]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> ReportFolder:
    """17 comments of three channels: 9, 6 and 2."""
    base = tmp_path_factory.mktemp("public")
    return write_report(write_year(base / "2019", MANY), base / "out")


def everything_public(report: ReportFolder) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in documents(report.public))


def test_a_small_cell_takes_the_next_smallest_with_it_and_the_total_stays(report):
    page = Page.of(report.public / "briefing.html")
    assert [page.row(name)[1] for name in (WATER, POOR, VILLAGE)] == ["9", "不公开", "不公开"]
    totals = [cells for cells in page.cells if cells[0] == "合计" and cells[1] == "17"]
    assert len(totals) == 2  # by theme and by channel
    shown = dict(read_table(report.public / "tables", "channels").itertuples(index=False))
    assert (shown[WATER], shown[POOR], shown[VILLAGE]) == ("9", "不公开", "不公开")


def test_a_hidden_count_is_in_no_file_and_no_chart(report):
    for path in documents(report.public / "tables"):
        assert "-1" not in path.read_text(encoding="utf-8").replace("2020-1", "")
    shown = dict(read_table(report.public / "tables", "themes").itertuples(index=False))
    whole = dict(read_table(report.tables, "theme_counts")[["theme", "count"]].itertuples(index=False))
    hidden = [theme for theme, text in shown.items() if text == "不公开"]
    assert hidden
    scripts = [text for text in Page.of(report.public / "briefing.html").scripts if text.startswith('{"data"')]
    traces = [json.loads(text)["data"][0] for text in scripts]
    (bars,) = [trace for trace in traces if "件" in trace.get("hovertemplate", "")]
    assert bars["y"] == [theme for theme in shown if theme not in hidden]
    assert [theme for theme in shown if theme not in hidden and shown[theme] != str(whole[theme])] == []


def test_the_public_facts_are_those_the_public_pages_say(report):
    facts = read_table(report.public / "tables", "facts")
    assert set(facts["key"]) <= {
        *("tasks", "closed", "closed_rate", "closed_change", "declared_rate", "declared_change"),
        *("return_rate", "overdue", "overdue_change"),
    }
    internal = read_table(report.tables, "facts").set_index("key")["text"]
    assert [key for key, text in zip(facts["key"], facts["text"], strict=True) if internal[key] != text] == []


def test_fewer_comments_than_a_cell_may_have_are_not_told_by_their_total(small_report):
    # 4 comments in all: each channel's and the whole
    assert len(COMMENTS) == 4
    page = Page.of(small_report.public / "briefing.html")
    # The tables of comments have two columns, those of tasks have more.
    assert [cells for cells in page.cells if cells[0] == "合计" and len(cells) == 2] == [["合计", "不公开"]] * 2
    assert page.row(WATER)[1] == "不公开"


def test_nobody_is_quoted(report):
    text = everything_public(report)
    assert [comment for _, _, comment in MANY if comment in text] == []
    assert "units/" not in text
    assert sorted(path.name for path in report.public.iterdir()) == ["briefing.html", "index.html", "tables"]


def test_a_person_in_a_tasks_wording_is_masked(tmp_path):
    text = "锦禾苑6栋1单元802黄月娇反映，韦主任不理，电话13877012346"
    tasks = [("1", "1", "教育", text, "2020-07-31", "防城港市教育局", "")]
    report = write_report(write_year(tmp_path / "2019", tasks=tasks), tmp_path / "out")
    public = everything_public(report)
    assert "不理，电话138****2346" in public
    assert [value for value in ("13877012346", "韦主任", "6栋", "单元802") if value in public] == []


def test_the_public_edition_leads_to_nothing_internal(report):
    for name in ("index.html", "briefing.html"):
        page = Page.of(report.public / name)
        assert {attributes["href"] for tag, attributes in page.tags if tag == "a"} <= {"index.html", "briefing.html"}
        assert "待复核" not in page.text


def test_every_task_is_published_with_its_unit_and_state(report):
    page = Page.of(report.public / "briefing.html")
    rows = [cells for cells in page.cells if len(cells) == 5 and cells[0].isdigit()]
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("1", "市教育局", "已销号"),
        ("2", "市卫生健康委", "已分办"),
        ("3", "上思县", "整改中"),
    ]


def test_both_editions_say_the_same_conclusion_and_cards(report):
    internal, public = Page.of(report.briefing).text, Page.of(report.public / "briefing.html").text
    conclusion = next(line for line in internal.splitlines() if line.startswith("截至"))
    assert conclusion in public
    for label in ("销号率", "逾期未完成", "本月进展上报率"):
        lines = [text.splitlines() for text in (internal, public)]
        assert len({tuple(part[part.index(label) : part.index(label) + 2]) for part in lines}) == 1
