"""Groups found without categories, held against labelled texts: which category each group stands for, and how steady."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from analysis.themes.evaluation import Estimate, accuracy, at_coverage, macro_f1


def _counts(groups: Sequence[int], true: Sequence[str]) -> pd.DataFrame:
    """How many texts of each category each group holds."""
    return pd.crosstab(np.asarray(groups), np.asarray(true))


def by_majority(groups: Sequence[int], true: Sequence[str]) -> list[str]:
    """Each text's group's most frequent category (of equals the first by name); the mapping has seen the labels."""
    counts = _counts(groups, true)
    names = counts.idxmax(axis=1)
    return [str(names[group]) for group in groups]


def by_others(groups: Sequence[int], true: Sequence[str]) -> list[str]:
    """As `by_majority`, but each text's own label isn't counted; alone in its group it gets the others' usual one."""
    counts = _counts(groups, true)
    whole = counts.sum()
    found = []
    for group, own in zip(groups, true, strict=True):
        rest = counts.loc[group].copy()
        rest[own] -= 1
        if not rest.any():
            rest = whole.copy()
            rest[own] -= 1
        found.append(str(rest.idxmax()))
    return found


def one_to_one(groups: Sequence[int], true: Sequence[str]) -> list[str]:
    """The best matching of groups and categories, each used once (Kuhn 1955); groups left over go by majority."""
    counts = _counts(groups, true)
    names = counts.idxmax(axis=1)
    rows, columns = linear_sum_assignment(counts.to_numpy(), maximize=True)
    for row, column in zip(rows, columns, strict=True):
        names.iloc[row] = counts.columns[column]
    return [str(names[group]) for group in groups]


def agreement(runs: Sequence[Sequence[object]]) -> float:
    """The mean adjusted Rand index over all pairs of runs: 1 the same groups, 0 as by chance (Hubert and Arabie 1985)."""
    return float(np.mean([adjusted_rand_score(first, second) for first, second in combinations(runs, 2)]))


def f1_of(given: Sequence[str], true: Sequence[str]) -> Estimate:
    """Macro-F1 over the categories that some text truly has."""
    return macro_f1(pd.DataFrame({"given": list(given), "true": list(true)}), occurring=True)


def judged(found: pd.DataFrame, true: pd.Series) -> tuple[Estimate, Estimate, Estimate]:
    """Macro-F1, accuracy, and accuracy among the surest 90 %, of a classifier.

    found: columns given and confidence, one row a text, index id; true: category by id.
    """
    rows = found.loc[true.index].assign(true=true).rename_axis("id").reset_index()
    return macro_f1(rows, occurring=True), accuracy(rows), at_coverage(rows)
