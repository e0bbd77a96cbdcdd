"""Hide the small cells of the public edition without changing a total."""

from __future__ import annotations

import pandas as pd

from analysis.reference import settings

HIDDEN = -1  # stands for a hidden cell in a frame of counts


def hide_small(counts: pd.Series) -> pd.Series:
    """*counts* (one column whose total is published) with small cells as `HIDDEN`.

    Cells from 1 to `public_small_cell` − 1 are hidden.  Where the total leaves
    only one way to fill the hidden cells (a single one, or all 1, or all the
    largest that is hidden), the next smallest that isn't 0 is hidden too.
    """
    least = settings("calendar")["public_small_cell"]
    hidden = (counts > 0) & (counts < least)
    while _told_by_total(counts[hidden], least):
        others = counts[(counts > 0) & ~hidden]
        if others.empty:
            break
        hidden[others.idxmin()] = True
    return counts.mask(hidden, HIDDEN)


def _told_by_total(cells: pd.Series, least: int) -> bool:
    """Whether the sum of hidden *cells* gives each of them away."""
    if len(cells) < 2:
        return len(cells) == 1
    return cells.sum() == len(cells) or (cells.max() < least and cells.sum() == len(cells) * (least - 1))
