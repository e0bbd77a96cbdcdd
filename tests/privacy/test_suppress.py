"""Small cells of the public edition: hidden, and not to be worked out from the total."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from analysis.privacy.suppress import HIDDEN, hide_small

H = HIDDEN


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([5, 20, 141], [5, 20, 141]),  # 5 may be shown
        ([0, 20, 141], [0, 20, 141]),  # nobody is nobody
        ([4, 3, 20], [H, H, 20]),
        ([2, 6, 20], [H, H, 20]),  # one alone is the total less the others
        ([2, 0, 9], [H, 0, H]),
        ([1, 1, 7, 20], [H, H, H, 20]),  # two that sum to 2 can only be 1 and 1
        ([4, 4, 7, 20], [H, H, H, 20]),  # two that sum to 8 can only be 4 and 4
        ([1, 2, 7], [H, H, 7]),
        ([3], [H]),
        ([3, 0], [H, 0]),
        ([], []),
    ],
)
def test_small_cells_are_hidden_with_another_where_the_total_would_tell(counts, expected):
    assert list(hide_small(pd.Series(counts, dtype="int64"))) == expected


def test_the_counts_handed_in_are_not_changed():
    counts = pd.Series([2, 6, 20])
    hide_small(counts)
    assert list(counts) == [2, 6, 20]


def test_whatever_is_hidden_could_have_been_something_else():
    for counts in itertools.product(range(7), repeat=3):
        shown = hide_small(pd.Series(counts))
        hidden = [n for n, cell in zip(counts, shown, strict=True) if cell == HIDDEN]
        if len(hidden) in (0, sum(n > 0 for n in counts)):
            continue  # nothing hidden, or nothing left to hide it behind
        others = itertools.product(range(1, sum(hidden)), repeat=len(hidden))
        assert len([other for other in others if sum(other) == sum(hidden)]) > 1, counts
