"""Charts: a frame in, a figure out; its numbers, a legend where colours mean something, nothing changed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.charts.comments import bars, response_days, share_change, theme_nature, theme_shares
from analysis.charts.house import WIDTH
from analysis.charts.progress import burn_up, completion, unit_theme

CHANNELS = pd.DataFrame({"channel": ["城乡居民", "饮水安全", "棚户区改造"], "count": [141, 11, 0]})
KINDS = pd.DataFrame(
    [("教育", "要办的", 34), ("教育", "表扬", 1), ("医疗", "要办的", 24)], columns=["theme", "kind", "count"]
)
DAYS = pd.DataFrame(
    {"theme": ["教育", "医疗"], "count": [30, 21], "q25": [3.0, 5.5], "median": [7.0, 9.0], "q75": [12.0, 20.5]}
)
SHARES = pd.DataFrame(
    [("医疗", 4, 0.01, 0.0, 0.02, "4/400"), ("教育", 100, 0.25, 0.21, 0.3, "25.0%（21.0%～30.0%）")],
    columns=["theme", "count", "share", "low", "high", "text"],
)
CHANGE = pd.DataFrame(
    [("教育", 0.2, 0.35, True, "提高15.0个百分点"), ("医疗", 0.1, 0.11, False, "提高1.0个百分点（在误差以内）")],
    columns=["theme", "share_before", "share_now", "beyond_chance", "text"],
)
MONTHS = pd.DataFrame(
    {
        "month": ["2020-07", "2020-08"],
        "tasks": [94, 94],
        "due": [3, 13],
        "declared": [3, 9],
        "closed": [0, 7],
        "overdue": [0, 4],
    }
)
# 8 tasks: 4 closed, 1 declared and waiting, 1 being worked on, 2 overdue
STATES = pd.DataFrame(
    {"theme": ["社会保障", "其他"], "tasks": [8, 1], "declared": [5, 1], "closed": [4, 1], "overdue": [2, 0]}
)
PAIRS = pd.DataFrame(
    [("市教育局", "教育", 3, 2), ("市公安局", "社会治安", 2, 0)], columns=["lead_unit", "theme", "tasks", "closed"]
)


def matrix(frame: pd.DataFrame) -> go.Figure:
    return unit_theme(frame, ["市教育局", "市公安局"], ["教育", "社会治安"], {"市公安局": "公安"})


CHARTS: dict[str, tuple[Callable[[pd.DataFrame], go.Figure], pd.DataFrame]] = {
    "bars": (lambda frame: bars(frame, "channel"), CHANNELS),
    "theme_nature": (lambda frame: theme_nature(frame, ["教育", "医疗"]), KINDS),
    "theme_shares": (theme_shares, SHARES),
    "share_change": (share_change, CHANGE),
    "response_days": (lambda frame: response_days(frame, "theme"), DAYS),
    "burn_up": (burn_up, MONTHS),
    "completion": (lambda frame: completion(frame, "theme"), STATES),
    "unit_theme": (matrix, PAIRS),
}
each = pytest.mark.parametrize("name", CHARTS)


def drawn(name: str, frame: pd.DataFrame | None = None) -> go.Figure:
    chart, example = CHARTS[name]
    return chart(example if frame is None else frame)


def traces(figure: go.Figure, values: str) -> dict[str, list]:
    """Values of each trace by its name."""
    return {trace.name: list(trace[values]) for trace in figure.data if trace[values] is not None}


@each
def test_a_chart_is_a_figure_of_the_house_width_and_changes_nothing(name):
    frame = CHARTS[name][1]
    before = frame.copy(deep=True)
    figure = drawn(name)
    assert isinstance(figure, go.Figure)
    assert figure.layout.width == WIDTH
    pd.testing.assert_frame_equal(frame, before)


@each
def test_a_chart_of_nothing_is_empty_and_no_error(name):
    figure = drawn(name, CHARTS[name][1].iloc[:0])
    assert figure.layout.height >= 100


@each
def test_a_chart_is_the_same_each_time(name):
    assert drawn(name).to_json() == drawn(name).to_json()


@pytest.mark.parametrize("name", ["theme_nature", "response_days", "burn_up", "completion"])
def test_colours_that_mean_something_have_a_legend_and_names(name):
    figure = drawn(name)
    assert figure.layout.showlegend is not False
    assert len({trace.name for trace in figure.data}) == len(figure.data) >= 2
    assert all(trace.showlegend is not False for trace in figure.data)


@pytest.mark.parametrize("name", ["theme_nature", "completion", "burn_up"])
def test_stacked_parts_differ_by_pattern_or_lightness_not_by_colour_alone(name):
    marks = [(bar.marker.color, bar.marker.pattern.shape) for bar in drawn(name).data if bar.type == "bar"]
    assert len(set(marks)) == len(marks)
    assert len({shape for _, shape in marks if shape}) >= 1


def test_bars_show_each_count_first_row_on_top():
    figure = drawn("bars")
    (trace,) = figure.data
    assert list(trace.x) == [141, 11, 0] == list(trace.text)
    assert list(trace.y) == ["城乡居民", "饮水安全", "棚户区改造"]
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[1] > 141  # room for the number outside the bar


def test_comments_by_theme_are_stacked_by_kind_with_their_sum_in_the_label():
    figure = drawn("theme_nature")
    assert traces(figure, "x") == {"要办的": [34, 24], "要解释引导的": [0, 0], "表扬": [1, 0], "空泛": [0, 0]}
    assert list(figure.data[0].y) == ["教育　35 件", "医疗　24 件"]
    assert list(figure.data[2].text) == ["1", ""]  # no number on a bar that isn't there


def test_response_days_are_the_middle_half_and_the_median():
    figure = drawn("response_days")
    half, median = figure.data
    assert (list(half.base), list(half.x)) == ([3.0, 5.5], [9.0, 15.0])
    assert (list(median.x), list(median.text)) == ([7.0, 9.0], ["7 天", "9 天"])
    assert list(half.y) == ["教育　30 件", "医疗　21 件"]


def test_burn_up_stacks_what_waits_on_what_is_closed_and_shows_what_was_due():
    figure = drawn("burn_up")
    assert traces(figure, "y") == {"已销号": [0, 7], "申报完成、待核验": [3, 2], "按时限应完成": [3, 13]}
    assert figure.layout.xaxis.type == "category"  # else 2020-07 becomes a date with ticks of its own
    assert list(figure.layout.xaxis.ticktext) == ["7月<br>2020年", "8月"]
    assert [note.text for note in figure.layout.annotations] == ["任务总数 94 项"]


def test_completion_parts_add_up_to_the_tasks():
    parts = traces(drawn("completion"), "x")
    assert parts == {"已销号": [4, 1], "申报完成、待核验": [1, 0], "整改中": [1, 0], "逾期": [2, 0]}
    assert [sum(numbers) for numbers in zip(*parts.values(), strict=True)] == list(STATES["tasks"])


def test_completion_can_call_its_rows_by_other_names():
    figure = completion(STATES, "theme", ["甲", "乙"])
    assert list(figure.data[0].y) == ["甲　8 项", "乙　1 项"]


def test_the_matrix_says_pairs_leaves_gaps_and_explains_its_colours():
    (cells,) = drawn("unit_theme").data
    assert [list(row) for row in cells.text] == [["2/3", ""], ["", "0/2"]]
    assert [list(row) for row in cells.z] == [[pytest.approx(2 / 3), None], [None, 0]]
    assert list(cells.y) == ["市教育局", "公安"]
    assert (cells.zmin, cells.zmax) == (0, 1)
    assert cells.showscale is not False
    assert list(cells.colorbar.ticktext) == ["都没销号", "一半", "全部销号"]


@pytest.mark.parametrize(
    ("theme", "shown"),
    [
        ("教育", "教育"),
        ("基础设施建设", "基础设<br>施建设"),
        ("住房和物业", "住房和<br>物业"),
        ("甲" * 12, "甲甲甲甲甲甲<br>甲甲甲甲甲甲"),
        ("甲" * 13, "甲甲甲甲甲甲<br>甲甲甲甲甲…"),
    ],
)
def test_the_matrix_breaks_long_theme_names(theme, shown):
    figure = unit_theme(PAIRS, ["市教育局"], [theme], {})
    assert list(figure.data[0].x) == [shown]


def test_shares_are_drawn_with_their_intervals_and_small_ones_are_counts():
    bar, words = theme_shares(SHARES).data
    assert list(bar.y) == ["教育　100 件", "医疗　4 件"]
    assert list(bar.x) == [25.0, 1.0]
    assert list(bar.error_x.array) == pytest.approx([5.0, 1.0])
    assert list(bar.error_x.arrayminus) == pytest.approx([4.0, 1.0])
    assert [text.strip() for text in words.text] == ["25.0%", "4/400"]


def test_only_a_change_beyond_chance_has_a_solid_line():
    lines = {trace.name: trace for trace in share_change(CHANGE).data if trace.mode == "lines"}
    assert [value for value in lines["大于误差"].x if value is not None] == [20.0, 35.0]
    assert lines["大于误差"].line.dash == "solid"
    assert lines["在误差以内"].line.dash == "dot"
