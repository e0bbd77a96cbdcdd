"""The house style: labels are texts, nothing leaves the machine, room for every row."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts.comments import bars, response_days, theme_nature
from analysis.charts.house import CONFIG, LONGEST_LABEL, label, rows_height, wrapped
from analysis.charts.progress import completion, unit_theme


def test_nothing_is_sent_to_a_cloud_and_the_buttons_speak_chinese():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["showEditInChartStudio"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["locale"] == "zh-CN"
    texts = CONFIG["locales"]["zh-CN"]
    assert texts["dictionary"]["Download plot as a PNG"] == "下载为图片"
    assert texts["format"]["shortMonths"][8] == "9月"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("市教育局", "市教育局"),
        ("<b>局</b>", "&lt;b&gt;局&lt;/b&gt;"),
        ("A&B<br>", "A&amp;B&lt;br&gt;"),
        ("防" * LONGEST_LABEL, "防" * LONGEST_LABEL),
        ("防" * (LONGEST_LABEL + 1), "防" * (LONGEST_LABEL - 1) + "…"),
    ],
)
def test_a_label_is_a_short_text_and_never_markup(name, shown):
    assert label(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("饮水安全", "饮水安全"),
        (
            "乡村振兴（含贫困户、普通村民、村委和社区工作人员）",
            "乡村振兴（含贫困户、普通村<br>民、村委和社区工作人员）",
        ),
        ("甲" * 13 + "乙" * 14, "甲" * 13 + "<br>" + "乙" * 12 + "…"),
        ("甲" * 13 + "<br>", "甲" * 13 + "<br>&lt;br&gt;"),
    ],
)
def test_a_long_name_stands_on_two_lines_and_says_where_it_is_cut(name, shown):
    assert wrapped(name, 13) == shown


@pytest.mark.parametrize(("rows", "height"), [(1, 220), (10, 344), (24, 708), (25, 584), (40, 884)])
def test_a_chart_is_as_high_as_its_rows_need(rows, height):
    assert rows_height(rows) == height


def test_names_from_data_are_escaped_in_every_chart():
    name = "<a href='http://evil.example'>点我</a>"
    counts = {"tasks": [2], "declared": [1], "closed": [1], "overdue": [0]}
    figures = [
        bars(pd.DataFrame({"name": [name], "count": [1]}), "name"),
        theme_nature(pd.DataFrame([(name, "要办的", 1)], columns=["theme", "kind", "count"]), [name]),
        response_days(pd.DataFrame({"name": [name], "count": [20], "q25": [1], "median": [2], "q75": [3]}), "name"),
        completion(pd.DataFrame({"name": [name], **counts}), "name"),
        unit_theme(pd.DataFrame({"lead_unit": [name], "theme": [name], **counts}), [name], [name], {}),
    ]
    for figure in figures:
        axes = [text for trace in figure.data for text in [*(trace.x if trace.type == "heatmap" else []), *trace.y]]
        assert axes
        assert [text for text in axes if "<a" in text or "</a" in text] == []
