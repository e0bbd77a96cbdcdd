"""Charts of an evaluation: the numbers they are given, nothing changed, nothing lost."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.charts.evaluation import calibration, confusion_map, coverage_curve
from analysis.charts.house import WIDTH

NAMES = ["教育", "基础设施建设", "<b>其他"]
PAIRS = pd.DataFrame(
    [(true, given, 9 if true == given else 1) for true in NAMES for given in NAMES], columns=["true", "given", "count"]
)
CURVE = pd.DataFrame({"coverage": [0.5, 1.0], "accuracy": [1.0, 0.87], "low": [0.9, 0.84], "high": [1.0, 0.9]})
BINS = pd.DataFrame(
    {"confidence": [0.4, 0.95], "accuracy": [0.36, 0.97], "low": [0.2, 0.9], "high": [0.5, 1.0], "count": [33, 259]}
)
CHARTS = {
    "confusion": (lambda frame: confusion_map(frame, NAMES), PAIRS),
    "coverage": (coverage_curve, CURVE),
    "calibration": (calibration, BINS),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_of_the_house_width_and_changes_nothing(name):
    draw, frame = CHARTS[name]
    before = frame.copy(deep=True)
    figure = draw(frame)
    assert isinstance(figure, go.Figure) and figure.layout.width == WIDTH
    pd.testing.assert_frame_equal(frame, before)
    assert draw(frame.iloc[:0]).layout.height >= 100


def test_each_pair_is_a_cell_with_its_count_right_ones_and_errors_apart():
    (cells,) = confusion_map(PAIRS, NAMES).data
    assert [list(row) for row in cells.text] == [["9", "1", "1"], ["1", "9", "1"], ["1", "1", "9"]]
    assert [[value > 0 for value in row] for row in cells.z] == [[i == j for j in range(3)] for i in range(3)]
    assert cells.customdata[0][1] == "应为教育，判成基础设施建设：1 件"


def test_a_label_never_given_leaves_an_empty_cell():
    (cells,) = confusion_map(PAIRS.assign(count=[5, 0, 0, 0, 0, 0, 0, 0, 2]), NAMES).data
    assert [list(row) for row in cells.text] == [["5", "", ""], ["", "", ""], ["", "", "2"]]


def test_names_of_data_are_texts_and_long_ones_stand_on_two_lines():
    layout = confusion_map(PAIRS, NAMES).layout
    assert layout.xaxis.ticktext == ("教育", "基础设<br>施建设", "&lt;b&gt;<br>其他")
    assert layout.yaxis.ticktext[2] == "&lt;b&gt;其他　11"


def test_curves_are_drawn_in_per_cent():
    line = coverage_curve(CURVE).data[-1]
    assert (list(line.x), list(line.y)) == ([50, 100], [100, 87])
    dots = calibration(BINS).data[-1]
    assert list(dots.y) == pytest.approx([36, 97])
    assert list(dots.error_y.array) == pytest.approx([14, 3]) and list(dots.error_y.arrayminus) == pytest.approx(
        [16, 7]
    )
    assert list(dots.text) == ["33 件", "259 件"]
