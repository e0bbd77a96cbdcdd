"""Hide the small cells of the public edition without changing a total."""

from __future__ import annotations

import pandas as pd

from analysis.reference import settings

HIDDEN = -1  # stands for a hidden cell in a frame of counts


def hide_small(counts: pd.Series) -> pd.Series:
    """*counts* (one column whose total is published) with small cells as `HIDDEN`.

    Cells from 1 to `public_small_cell` − 1 are hidden.  A single hidden cell
    could be computed from the total, so then the next smallest that isn't 0 is
    hidden too.
    """
    least = settings("calendar")["public_small_cell"]
    hidden = (counts > 0) & (counts < least)
    if hidden.sum() == 1:
        others = counts[(counts > 0) & ~hidden]
        if len(others):
            hidden[others.idxmin()] = True
    return counts.mask(hidden, HIDDEN)
