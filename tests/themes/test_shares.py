"""Theme shares: intervals hold the truth as often as they say, small cells stay counts, ties are called ties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.themes.shares import (
    BOTH,
    CHECKS,
    SAMPLING,
    checks_of,
    first_sentence,
    order_sentence,
    share_text,
    theme_shares,
)

THEMES = ("教育", "医疗", "就业", "其他")


def labelled(**counts: int) -> pd.DataFrame:
    return pd.DataFrame({"theme": [theme for theme, number in counts.items() for _ in range(number)]})


def checks(rows: dict[tuple[str, str], int]) -> pd.DataFrame:
    """*rows*: how many texts of (given, true)."""
    return pd.DataFrame([pair for pair, number in rows.items() for _ in range(number)], columns=CHECKS)


RIGHT = checks({(theme, theme): 100 for theme in THEMES})
DOUBTFUL = checks(
    {(theme, theme): 60 for theme in THEMES} | {("医疗", "教育"): 40, ("教育", "医疗"): 40, ("其他", "就业"): 40}
)


def test_without_checks_the_interval_is_that_of_a_sample():
    found = theme_shares(labelled(教育=40, 其他=60), THEMES)
    row = found.frame.iloc[0]
    # Wilson's 90 % interval of 40 in 100, by hand: 0.323–0.482
    assert (row["low"], row["high"]) == pytest.approx((0.323, 0.482), abs=0.012)
    assert row["share"] == 0.4
    assert row["text"].startswith("40.0%（3")
    assert set(found.frame["basis"]) == {SAMPLING}


def test_doubtful_labels_widen_the_interval_and_right_ones_hardly():
    comments = labelled(教育=80, 医疗=60, 就业=40, 其他=60)
    width = {
        name: (lambda frame: (frame["high"] - frame["low"])[0])(theme_shares(comments, THEMES, given).frame)
        for name, given in (("none", None), ("right", RIGHT), ("doubtful", DOUBTFUL))
    }
    assert width["right"] < 1.2 * width["none"]
    assert width["doubtful"] > 1.5 * width["none"]
    assert set(theme_shares(comments, THEMES, RIGHT).frame["basis"]) == {BOTH}


def test_the_estimate_sets_a_one_sided_error_right():
    one_sided = checks({(theme, theme): 100 for theme in THEMES[:3]} | {("其他", "其他"): 100, ("其他", "就业"): 100})
    found = theme_shares(labelled(教育=100, 就业=50, 其他=150), THEMES, one_sided).frame.set_index("theme")
    # Half of 就业 are labelled 其他: 50 seen mean 100 true ones.
    assert found.loc["就业", "estimate"] == pytest.approx(1 / 3, abs=0.04)
    assert found.loc["就业", "share"] == pytest.approx(1 / 6, abs=1e-4)


def test_labels_that_a_person_gave_have_no_error():
    comments = labelled(教育=80, 医疗=60).assign(labelled_by="人工")
    checked = theme_shares(comments, THEMES, DOUBTFUL, known=("人工",)).frame
    plain = theme_shares(comments, THEMES).frame
    assert list(checked["low"]) == list(plain["low"])


@pytest.mark.parametrize("with_errors", [False, True])
def test_intervals_hold_the_truth_as_often_as_they_say(with_errors):
    # 40 surveys of 300 people, 4 themes: of 160 intervals at 90 %, fewer than 83 % or more than 97 % would be no chance.
    chance = np.random.default_rng(7)
    truth = np.array([0.45, 0.3, 0.2, 0.05])
    table = np.array([[0.8, 0.1, 0, 0.1], [0.15, 0.7, 0.05, 0.1], [0, 0.1, 0.75, 0.15], [0.05, 0.05, 0.1, 0.8]])
    table = table if with_errors else np.eye(4)
    held, naive = [], []
    for _ in range(40):
        labels = chance.multinomial(1, table[chance.choice(4, 300, p=truth)]).argmax(axis=1)
        # Checks come from elsewhere: 80 texts of each theme, whatever its share.
        given = [chance.multinomial(1, table[theme], 80).argmax(axis=1) for theme in range(4)]
        rows = [(THEMES[label], THEMES[theme]) for theme in range(4) for label in given[theme]]
        comments = pd.DataFrame({"theme": [THEMES[label] for label in labels]})
        checked = pd.DataFrame(rows, columns=CHECKS) if with_errors else None
        frame = theme_shares(comments, THEMES, checked).frame
        held += list((frame["low"] <= truth) & (truth <= frame["high"]))
        frame = theme_shares(comments, THEMES).frame
        naive += list((frame["low"] <= truth) & (truth <= frame["high"]))
    assert 0.83 <= np.mean(held) <= 0.97
    if with_errors:
        assert np.mean(naive) < 0.8  # what the labels' errors are counted for


def test_the_same_labels_in_another_order_give_the_same_numbers():
    comments = labelled(教育=30, 医疗=25, 其他=45)
    turned = comments.iloc[::-1].reset_index(drop=True)
    one, other = (theme_shares(frame, THEMES, DOUBTFUL) for frame in (comments, turned))
    pd.testing.assert_frame_equal(one.frame, other.frame)


def test_small_cells_are_counts_and_nothing_is_a_dash():
    assert share_text(3, 19, 0.1, 0.3) == "3/19"
    assert share_text(4, 400, 0.0, 0.1) == "4/400"
    assert share_text(5, 20, 0.12, 0.43) == "25.0%（12.0%～43.0%）"
    empty = theme_shares(labelled(), THEMES, DOUBTFUL).frame
    assert list(empty["text"]) == ["—"] * 4
    assert empty["low"].isna().all()


def test_neighbours_that_differ_clearly_are_told_apart_and_near_ones_are_not():
    found = theme_shares(labelled(教育=200, 医疗=50, 就业=46), THEMES).neighbours()
    assert found[["more", "less", "apart"]].to_numpy().tolist() == [["教育", "医疗", True], ["医疗", "就业", False]]
    assert order_sentence(found) == "相邻两类里，医疗与就业的差别在误差以内，分不出先后。"


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"教育": 300, "医疗": 100}, "相邻两类都分得出先后。"),
        ({"教育": 30, "医疗": 29}, "相邻两类的差别都在误差以内，分不出先后。"),
        (
            {"教育": 200, "医疗": 50, "就业": 48, "其他": 47},
            "相邻两类里，只有教育多于医疗分得出先后；其余的差别都在误差以内，分不出先后。",
        ),
        ({"教育": 9}, ""),
    ],
)
def test_ties_are_said_in_one_sentence(counts, sentence):
    assert order_sentence(theme_shares(labelled(**counts), THEMES).neighbours()) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"教育": 300, "医疗": 100, "就业": 90}, "件数最多的是教育，与其他各类分得出先后。"),
        ({"教育": 52, "医疗": 50, "就业": 5}, "件数最多的是教育；计入误差，医疗与它分不出先后。"),
        ({"教育": 9}, ""),
    ],
)
def test_who_may_be_first_is_said_in_one_sentence(counts, sentence):
    assert first_sentence(theme_shares(labelled(**counts), THEMES).against_first()) == sentence


def test_held_out_labels_are_checks():
    assert checks_of([("教育", "医疗", 0.9)]).to_dict("records") == [{"given": "教育", "true": "医疗"}]
