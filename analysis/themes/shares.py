"""Theme shares with intervals that hold both errors: few people were asked, and some labels are wrong.

What is known of the labels comes from checks: texts whose true theme is known
beside the one the program gave.  They tell which labels texts of each theme
get (a confusion table); that carries over from texts with other shares of the
themes, how often a label is right doesn't.  So true shares and confusion
table are drawn in turn, each given the other and the labels seen (Gibbs
sampling of the label shift model, Saerens et al. 2002; Jeffreys prior on the
shares), with a fixed seed; the interval is the middle of the draws.  Without
checks this is a plain Dirichlet draw around the counts, close to Wilson's
interval.  Tested to hold the truth as often as it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.reference import settings

LEVEL = 0.9  # share of such intervals that hold the truth
DRAWS = 2000
SAMPLING, BOTH = "抽样误差", "抽样误差和归类误差"
CHECKS = ["given", "true"]
SHARES = ["theme", "count", "total", "share", "estimate", "low", "high", "small", "text", "basis"]
NEIGHBOURS = ["more", "less", "difference", "low", "high", "apart"]
_PRIOR = 0.5
_BORROWED = 2.0  # checks' worth that a theme borrows from how all themes fare
_WARMING = 300  # first rounds, left out
_SEED = 20190901


def checks_of(held_out: Sequence[tuple[str, str, float]]) -> pd.DataFrame:
    """Checks, columns `CHECKS`, from what `ThemeEngine.held_out` gives: checking exemplars and corrected comments."""
    return pd.DataFrame([(given, true) for given, true, _ in held_out], columns=CHECKS)


@dataclass(frozen=True)
class Shares:
    """Shares of all themes together.

    frame: one row a theme in the order asked for, columns `SHARES`: share is
    as counted, estimate what it is when the labels' errors are set right, low
    and high the interval at `level`, all 0–1 (NaN without comments); small:
    shown as x/n only; basis: which errors the interval holds.
    draws: simulated true shares (draws × themes).
    """

    frame: pd.DataFrame
    draws: np.ndarray
    level: float

    def neighbours(self) -> pd.DataFrame:
        """Themes next to each other by count: columns `NEIGHBOURS`; difference of their shares with its interval.

        apart: whether it is certain enough that the first is greater.  Themes without comments are left out.
        """
        counts = self.frame["count"].to_numpy()
        order = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
        return self._differences(list(pairwise(order)))

    def against_first(self) -> pd.DataFrame:
        """The theme with most comments against each of the others, as `neighbours`."""
        counts = self.frame["count"].to_numpy()
        first, *others = np.argsort(-counts, kind="stable")
        return self._differences([(first, other) for other in others if counts[other]])

    def _differences(self, pairs: Sequence[tuple[int, int]]) -> pd.DataFrame:
        rows = []
        for more, less in pairs:
            low, high = middle(self.draws[:, more] - self.draws[:, less], self.level)
            share, names = self.frame["share"], self.frame["theme"]
            rows.append((names[more], names[less], share[more] - share[less], low, high, low > 0))
        return pd.DataFrame(rows, columns=NEIGHBOURS)


def theme_shares(
    comments: pd.DataFrame,
    themes: Sequence[str],
    checks: pd.DataFrame | None = None,
    known: Sequence[str] = (),
    level: float = LEVEL,
) -> Shares:
    """The shares of *themes* among comments, with intervals.

    comments: column theme and, where there is one, labelled_by; one row a
    comment, every theme one of *themes*.  checks: columns `CHECKS`, a fair
    choice of texts of each theme; None or empty: labels are taken as right,
    and the basis says so.  known: what labelled_by says of labels that a
    person gave, which are right.
    """
    themes = tuple(themes)
    sure = comments["labelled_by"].isin(known) if "labelled_by" in comments else pd.Series(False, index=comments.index)
    checked = checks is not None and len(checks) > 0
    if not checked:
        sure |= True
    certain, seen = _counts(comments.loc[sure, "theme"], themes), _counts(comments.loc[~sure, "theme"], themes)
    table = _confusion(checks, themes) if checked else np.eye(len(themes))
    draws = _draws(table, seen, certain, np.random.default_rng(_SEED))
    return Shares(_frame(themes, certain + seen, draws, level, BOTH if checked else SAMPLING), draws, level)


def _counts(labels: pd.Series, themes: tuple[str, ...]) -> np.ndarray:
    found = labels.value_counts()
    return np.array([int(found.get(theme, 0)) for theme in themes])


def _confusion(checks: pd.DataFrame, themes: tuple[str, ...]) -> np.ndarray:
    """How many texts of each theme (rows) got each label (columns), with what little is borrowed from all themes."""
    place = {theme: number for number, theme in enumerate(themes)}
    own = checks[checks["given"].isin(place) & checks["true"].isin(place)]
    table = np.zeros((len(themes), len(themes)))
    np.add.at(table, (own["true"].map(place).to_numpy(int), own["given"].map(place).to_numpy(int)), 1)
    wrong = table * (1 - np.eye(len(themes)))
    usual = np.tile(wrong.sum(axis=0) + _PRIOR, (len(themes), 1)) * (1 - np.eye(len(themes)))
    share = (wrong.sum() + _PRIOR) / (table.sum() + 1)
    usual *= share / np.maximum(usual.sum(axis=1, keepdims=True), _PRIOR)
    return table + _BORROWED * (usual + (1 - share) * np.eye(len(themes)))


def _draws(table: np.ndarray, seen: np.ndarray, certain: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Draws of the true shares (draws × themes) given how many got each label, and how many are certain."""
    if not seen.sum():
        return chance.dirichlet(certain + _PRIOR, DRAWS)
    shares, labels = (seen + certain + _PRIOR) / (seen + certain + _PRIOR).sum(), table
    drawn = np.zeros((DRAWS, len(seen)))
    for turn in range(-_WARMING, DRAWS):
        by_theme = chance.standard_gamma(labels)
        by_theme /= by_theme.sum(axis=1, keepdims=True)
        likely = (shares[:, None] * by_theme).T + 1e-300  # labels × themes
        true = chance.multinomial(seen, likely / likely.sum(axis=1, keepdims=True))
        labels = table + true.T
        shares = chance.dirichlet(true.sum(axis=0) + certain + _PRIOR)
        if turn >= 0:
            drawn[turn] = shares
    return drawn


def middle(values: np.ndarray, level: float) -> tuple[float, float]:
    """The interval that leaves out as much of *values* below as above."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _frame(themes: tuple[str, ...], counts: np.ndarray, draws: np.ndarray, level: float, basis: str) -> pd.DataFrame:
    total, nothing = int(counts.sum()), float("nan")
    rows = []
    for place, (theme, count) in enumerate(zip(themes, counts.tolist(), strict=True)):
        share, estimate = (count / total, float(draws[:, place].mean())) if total else (nothing, nothing)
        low, high = middle(draws[:, place], level) if total else (nothing, nothing)
        small = is_small(count, total)
        rows.append(
            (theme, count, total, share, estimate, low, high, small, share_text(count, total, low, high), basis)
        )
    return pd.DataFrame(rows, columns=SHARES).round({"share": 4, "estimate": 4, "low": 4, "high": 4})


def is_small(count: int, total: int) -> bool:
    """Whether a share is shown as x/n only: a small whole, or a cell too small for a percentage to mean much."""
    return total < settings("calendar")["small_n"] or count < settings("calendar")["public_small_cell"]


def share_text(count: int, total: int, low: float, high: float) -> str:
    """A share as shown: 「24.1%（20.3%～28.2%）」; x/n where the cell is small, 「—」 without comments."""
    if not total:
        return "—"
    if is_small(count, total):
        return f"{count}/{total}"
    return f"{count / total * 100:.1f}%（{low * 100:.1f}%～{high * 100:.1f}%）"


def first_sentence(against: pd.DataFrame) -> str:
    """Which theme has most comments, and which may have as many, in one sentence; empty for fewer than two themes."""
    if not len(against):
        return ""
    first, near = against["more"].iloc[0], list(against.loc[~against["apart"], "less"])
    if not near:
        return f"件数最多的是{first}，与其他各类分得出先后。"
    return f"件数最多的是{first}；计入误差，{'、'.join(near)}与它分不出先后。"


def order_sentence(neighbours: pd.DataFrame) -> str:
    """Which themes next to each other can't be told apart, in one sentence; empty for fewer than two themes."""
    if not len(neighbours):
        return ""
    apart = [f"{more}多于{less}" for more, less in neighbours.loc[neighbours["apart"], ["more", "less"]].to_numpy()]
    same = [f"{more}与{less}" for more, less in neighbours.loc[~neighbours["apart"], ["more", "less"]].to_numpy()]
    if not same:
        return "相邻两类都分得出先后。"
    if not apart:
        return "相邻两类的差别都在误差以内，分不出先后。"
    if len(same) <= len(apart):
        return f"相邻两类里，{'、'.join(same)}的差别在误差以内，分不出先后。"
    return f"相邻两类里，只有{'、'.join(apart)}分得出先后；其余的差别都在误差以内，分不出先后。"
