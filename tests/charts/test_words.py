"""The chart of a group's words: shares of both sides, x/n on each bar, few-comment words marked."""

import pandas as pd

from analysis.charts.house import WIDTH
from analysis.charts.words import key_word_shares
from analysis.text.words import CLEAR, FEW, KEYNESS

ROWS = [
    ("教育", "<b>老师</b>", 8, 40, 3, 300, 4.32, 30.1, CLEAR),
    ("教育", "学期", 4, 40, 0, 300, 6.2, 16.0, FEW),
]
FRAME = pd.DataFrame(ROWS, columns=KEYNESS)


def test_bars_are_shares_of_the_group_with_their_counts_and_diamonds_those_of_the_others():
    figure = key_word_shares(FRAME, "教育")
    clear, few, others = figure.data
    assert (list(clear.x), list(clear.text)) == ([20.0], ["8/40"])
    assert (list(few.x), list(few.text)) == ([10.0], ["4/40"])
    assert list(others.x) == [1.0, 0.0]
    assert figure.layout.width == WIDTH


def test_words_of_few_comments_differ_by_pattern_and_are_named_in_the_legend():
    clear, few, others = key_word_shares(FRAME, "教育").data
    assert (clear.marker.pattern.shape or "", few.marker.pattern.shape) == ("", "/")
    assert [trace.name for trace in (clear, few, others)] == ["教育", "样本少，仅供参考", "其余意见"]


def test_the_first_word_is_on_top_and_is_no_markup():
    figure = key_word_shares(FRAME, "教育")
    assert list(figure.layout.yaxis.categoryarray) == ["&lt;b&gt;老师&lt;/b&gt;", "学期"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_nothing_changes_the_frame_and_no_words_are_no_error():
    before = FRAME.copy(deep=True)
    key_word_shares(FRAME, "教育")
    pd.testing.assert_frame_equal(FRAME, before)
    assert key_word_shares(FRAME.iloc[:0], "没有这一类").layout.height >= 100
