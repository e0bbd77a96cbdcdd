"""The flat map: likeness as nearness, the same each time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.themes.gates import PAIRS
from analysis.themes.positions import POSITIONS, faithfulness, theme_positions


def pairs(**overlaps: float) -> pd.DataFrame:
    """Pairs named by two signs each: 甲乙=0.9."""
    return pd.DataFrame([(*names, overlap, 0.1, "") for names, overlap in overlaps.items()], columns=PAIRS)


# 甲 and 乙 are alike, so are 丙 and 丁; the two pairs have nothing in common.
SQUARE = pairs(甲乙=0.9, 甲丙=0.1, 甲丁=0.1, 乙丙=0.1, 乙丁=0.1, 丙丁=0.9)


def test_themes_that_are_alike_lie_near():
    places = theme_positions(SQUARE).set_index("theme")
    assert list(places.index) == ["甲", "乙", "丙", "丁"]

    def apart(a: str, b: str) -> float:
        return float(np.hypot(*(places.loc[a] - places.loc[b])))

    assert max(apart("甲", "乙"), apart("丙", "丁")) < 0.5 * min(apart("甲", "丙"), apart("乙", "丁"))


def test_the_map_is_centred_and_the_first_theme_lies_to_the_right_and_above():
    places = theme_positions(SQUARE)
    assert list(places.columns) == POSITIONS
    assert places[["x", "y"]].mean().abs().max() < 1e-3
    assert (places.loc[0, ["x", "y"]].astype(float) >= 0).all()
    assert places["x"].std() > places["y"].std()


def test_the_same_pairs_give_the_same_map():
    pd.testing.assert_frame_equal(theme_positions(SQUARE), theme_positions(SQUARE.copy()))


def test_a_map_that_keeps_the_order_of_distances_is_faithful():
    assert faithfulness(SQUARE, theme_positions(SQUARE)) > 0.8
    swapped = theme_positions(SQUARE).assign(theme=["甲", "丙", "乙", "丁"])
    assert faithfulness(SQUARE, swapped) < 0.5


@pytest.mark.parametrize("frame", [SQUARE.head(0), SQUARE.head(1)])
def test_fewer_than_three_themes_make_a_map_but_no_figure_for_it(frame):
    places = theme_positions(frame)
    assert len(places) == 2 * len(frame)
    assert np.isnan(faithfulness(frame, places))
