"""Charts of themes: their numbers, each pair once, steadiness never by colour alone."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.charts.house import WIDTH
from analysis.charts.themes import group_sizes, similarity, theme_map

MAP = pd.DataFrame(
    {"theme": ["教育", "医疗", "就业"], "x": [0.5, -0.4, -0.1], "y": [0.2, 0.1, -0.3], "count": [40, 10, 0]}
)
PAIRS = pd.DataFrame(
    [("教育", "医疗", 0.06), ("教育", "基础设施建设", 0.5), ("医疗", "基础设施建设", 0.214)],
    columns=["a", "b", "mistaken"],
)
GROUPS = pd.DataFrame(
    {
        "name": ["公厕（兴港大道等）", "渔洲路跟桃源路（大雨、电动车等）", "路灯", "零散意见"],
        "comments": [12, 7, 4, 30],
        "stability": [0.93, 0.61, 0.42, float("nan")],
    }
)
THEMES = ["教育", "医疗", "基础设施建设"]
CHARTS = {
    "theme_map": (theme_map, MAP),
    "similarity": (lambda frame: similarity(frame, THEMES), PAIRS),
    "group_sizes": (group_sizes, GROUPS),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_the_house_width_changes_nothing_and_is_the_same_each_time(name):
    chart, frame = CHARTS[name]
    before = frame.copy(deep=True)
    figure = chart(frame)
    assert isinstance(figure, go.Figure)
    assert figure.layout.width == WIDTH
    pd.testing.assert_frame_equal(frame, before)
    assert figure.to_json() == chart(frame).to_json()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_nothing_is_empty_and_no_error(name):
    chart, frame = CHARTS[name]
    assert chart(frame.iloc[:0]).layout.height >= 100


def test_the_area_of_a_bubble_is_its_comments():
    (trace,) = theme_map(MAP).data
    assert (trace.marker.sizemode, list(trace.marker.size)) == ("area", [40, 10, 0])
    assert list(trace.text) == ["教育<br>40 件", "医疗<br>10 件", "就业<br>0 件"]


def test_the_map_has_one_scale_and_holds_every_theme():
    layout = theme_map(MAP).layout
    (left, right), (low, high) = layout.xaxis.range, layout.yaxis.range
    assert (right - left) / (high - low) == pytest.approx(layout.width / layout.height, rel=0.01)
    assert left < MAP["x"].min() and MAP["x"].max() < right
    assert low < MAP["y"].min() and MAP["y"].max() < high


def test_each_pair_stands_once_below_the_diagonal_in_comments_of_a_hundred():
    (cells,) = similarity(PAIRS, THEMES).data
    assert [list(row) for row in cells.text] == [["6", ""], ["50", "21"]]
    assert [list(row) for row in cells.z] == [[0.06, None], [0.5, 0.214]]
    assert cells.customdata[1][0] == "基础设施建设 和 教育"


def test_the_matrix_names_rows_and_columns_and_explains_its_colours():
    figure = similarity(PAIRS, THEMES)
    assert list(figure.layout.yaxis.ticktext) == ["医疗", "基础设施建设"]
    assert list(figure.layout.xaxis.ticktext) == ["教育", "医疗"]
    (cells,) = figure.data
    assert (cells.zmin, cells.zmax) == (0, 0.5)
    assert list(cells.colorbar.ticktext) == ["分得清", "有些像", "分不开"]


def test_a_pair_that_was_not_compared_stays_blank():
    (cells,) = similarity(PAIRS.head(1), THEMES).data
    assert [list(row) for row in cells.text] == [["6", ""], ["", ""]]


def test_groups_keep_their_order_and_say_size_and_stability():
    figure = group_sizes(GROUPS)
    bars = {row: text for trace in figure.data for row, text in zip(trace.y, trace.text, strict=True)}
    assert bars == {0: "12 件　稳定性 0.93", 1: "7 件　稳定性 0.61", 2: "4 件　稳定性 0.42", 3: "30 件"}
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[1] > 30 * 1.2  # room for the words beside the longest bar


def test_long_names_break_before_the_bracket():
    ticks = group_sizes(GROUPS).layout.yaxis.ticktext
    assert list(ticks) == ["公厕（兴港大道等）", "渔洲路跟桃源路<br>（大雨、电动车等）", "路灯", "零散意见"]


def test_steadiness_has_a_legend_and_differs_by_more_than_colour():
    figure = group_sizes(GROUPS)
    assert [trace.name for trace in figure.data] == [
        "稳（0.75 以上）",
        "一般（0.5–0.75）",
        "不稳（0.5 以下）",
        "零散意见",
    ]
    assert figure.layout.showlegend
    marks = {(trace.marker.color, trace.marker.pattern.shape) for trace in figure.data}
    assert len(marks) == 4
    assert [trace.marker.pattern.shape for trace in figure.data[:3]] == ["", "/", "x"]
