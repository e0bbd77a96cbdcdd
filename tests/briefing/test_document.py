"""A page's charts and tables: numbered as they come, safe inside a page, the same each time."""

from __future__ import annotations

import base64
import gzip
import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.briefing.document import Column, Document, figure_json, plotly_gzip

FRAME = pd.DataFrame({"theme": ["教育", "医疗"], "count": [37, 26], "more": [1, 2]})
COLUMNS = [Column("theme", "类别"), Column("count", "件数", "n")]


def test_charts_and_tables_are_numbered_apart_in_order():
    doc = Document()
    shown = [
        doc.table("来源", FRAME, COLUMNS),
        doc.chart(go.Figure(), "领域", FRAME, COLUMNS),
        doc.table("清单", FRAME, COLUMNS),
        doc.chart(go.Figure(), "单位", FRAME, COLUMNS),
    ]
    assert [item.caption for item in shown] == ["表1　来源", "图1　领域", "表2　清单", "图2　单位"]
    assert len({item.id for item in shown}) == 4
    assert (doc.tables, doc.charts) == ([shown[0], shown[2]], [shown[1], shown[3]])


def test_a_table_shows_the_columns_asked_for_and_its_total_last():
    table = Document().table("来源", FRAME, COLUMNS, total={"theme": "合计", "count": 63})
    rows = [[value for _, value in row.cells] for row in table.rows]
    assert rows == [["教育", 37], ["医疗", 26], ["合计", 63]]
    assert [row.total for row in table.rows] == [False, False, True]


def test_a_chart_has_the_numbers_behind_it():
    chart = Document().chart(go.Figure(), "领域", FRAME, COLUMNS)
    assert [[value for _, value in row.cells] for row in chart.table.rows] == [["教育", 37], ["医疗", 26]]


@pytest.mark.parametrize(("rows", "short"), [(20, True), (21, False)])
def test_a_short_table_stays_on_one_printed_page(rows, short):
    frame = pd.DataFrame({"theme": ["教育"] * rows, "count": 1})
    assert Document().table("来源", frame, COLUMNS).short is short


def test_a_figure_in_a_script_element_cannot_end_it():
    text = "</script><script>alert(1)</script><!--\u2028\u2029"
    written = figure_json(go.Figure(go.Bar(x=[text], y=[1])))
    assert "<" not in written
    assert not {"\u2028", "\u2029"} & set(written)
    assert json.loads(written)["data"][0]["x"] == [text]


def test_plotly_comes_from_the_installed_package_and_packs_the_same_each_time():
    packed = plotly_gzip()
    plotly_gzip.cache_clear()
    assert plotly_gzip() == packed
    script = gzip.decompress(base64.b64decode(packed)).decode("utf-8")
    assert "plotly.js v" in script[:200]
    assert len(packed) < 2_500_000
