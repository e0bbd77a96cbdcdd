"""How right labels are: shares, F1, kappa, confusions, worst errors, coverage and calibration, each with its interval.

All functions take *judged* labels: one row a comment, columns given (what the
program said) and true (what a person says), and where they are needed
id, confidence (0–1), doubtful (whether it stands in the review queue) and
weight (how many comments a drawn one stands for; 1 where there is none).
Intervals hold the true figure in 95 of 100 samples: Wilson's for shares
(E. B. Wilson, 1927), with the effective number of comments where weights
differ (L. Kish, 1965); the middle of resamples with a fixed seed for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix

COVERAGE = 0.9  # the share of comments, surest first, at which accuracy is told beside the whole
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of confidence, for calibration
CURVE = ["coverage", "count", "confidence", "accuracy", "low", "high"]
RELIABILITY = ["from", "to", "count", "confidence", "right", "accuracy", "low", "high"]
CONFUSION = ["true", "given", "count"]
_NORMAL = 1.959963984540054  # of the 95 % interval
_LEVEL = 0.95
_DRAWS = 1000
_SEED = 20190901


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval (NaN without comments).

    hits, n: for a share, how many comments of how many, as counted without
    weights; for other figures hits is None.
    """

    value: float
    low: float
    high: float
    n: int
    hits: int | None = None


def weights(judged: pd.DataFrame) -> np.ndarray:
    """How many comments each row stands for."""
    return judged["weight"].to_numpy(float) if "weight" in judged else np.ones(len(judged))


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a *share* (0–1) seen among *n* comments; NaN without any.

    Example: 9 of 10 right give 0.60 to 0.98.
    """
    if not n:
        return float("nan"), float("nan")
    middle = (share + _NORMAL**2 / (2 * n)) / (1 + _NORMAL**2 / n)
    half = _NORMAL / (1 + _NORMAL**2 / n) * np.sqrt(share * (1 - share) / n + _NORMAL**2 / (4 * n**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def share(hits: Sequence[bool] | np.ndarray, weight: np.ndarray) -> Estimate:
    """The weighted share of rows that are hits."""
    hit = np.asarray(hits, dtype=bool)
    if not len(hit):
        return Estimate(float("nan"), float("nan"), float("nan"), 0, 0)
    value = float(weight[hit].sum() / weight.sum())
    return Estimate(value, *wilson(value, weight.sum() ** 2 / (weight**2).sum()), len(hit), int(hit.sum()))


def accuracy(judged: pd.DataFrame) -> Estimate:
    """The share of labels that are right."""
    return share((judged["given"] == judged["true"]).to_numpy(), weights(judged))


def macro_f1(judged: pd.DataFrame, *, occurring: bool = False) -> Estimate:
    """The mean over labels of each label's F1, so that rare ones count as much as frequent ones.

    occurring: only over labels that some comment truly has; else one that is
    given and never true (其他 where no answer is 其他) is a label with F1 0.
    """
    return _resampled(judged, _f1_occurring if occurring else _f1)


def kappa(judged: pd.DataFrame) -> Estimate:
    """Cohen's kappa of given and true (or of two readers): agreement beyond chance; 1 where they always agree."""
    return _resampled(judged, _kappa)


def _f1(table: np.ndarray) -> float:
    """scikit-learn's macro `f1_score` from a table of counts; its own takes seconds for all the resamples."""
    sizes = table.sum(axis=0) + table.sum(axis=1)
    present = sizes > 0
    return float(np.mean(2 * table.diagonal()[present] / sizes[present]))


def _f1_occurring(table: np.ndarray) -> float:
    held = table.sum(axis=1)
    true = held > 0
    return float(np.mean(2 * table.diagonal()[true] / (held + table.sum(axis=0))[true]))


def _kappa(table: np.ndarray) -> float:
    """scikit-learn's `cohen_kappa_score` from a table of counts; 1 where there is one label only (0/0)."""
    total = table.sum()
    expected = float(table.sum(axis=0) @ table.sum(axis=1)) / total**2
    return 1.0 if expected >= 1 else float((table.trace() / total - expected) / (1 - expected))


def _resampled(judged: pd.DataFrame, figure: Callable[[np.ndarray], float]) -> Estimate:
    """A figure of the table true × given, and the middle of what it is in resamples of the rows."""
    n, weight = len(judged), weights(judged)
    if not n:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    codes, names = pd.factorize(pd.concat([judged["true"], judged["given"]], ignore_index=True), sort=True)
    size = len(names)
    cells = codes[:n] * size + codes[n:]

    def table(rows: np.ndarray) -> np.ndarray:
        return np.bincount(cells[rows], weight[rows], minlength=size * size).reshape(size, size)

    chance = np.random.default_rng(_SEED)
    drawn = [figure(table(chance.integers(0, n, n))) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Estimate(figure(table(np.arange(n))), float(low), float(high), n)


def confusion(judged: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """How often each true label was given as each label: columns `CONFUSION`, every pair of *names* in their order."""
    table = confusion_matrix(judged["true"], judged["given"], labels=list(names)) if len(judged) else None
    rows = [
        (true, given, int(table[i, j]) if table is not None else 0)
        for i, true in enumerate(names)
        for j, given in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=CONFUSION)


def confused(judged: pd.DataFrame) -> pd.DataFrame:
    """The pairs of labels taken for each other, most frequent first: columns `CONFUSION`, errors only."""
    wrong = judged[judged["given"] != judged["true"]]
    pairs = wrong.groupby(["true", "given"]).size().rename("count").reset_index()
    return pairs.sort_values(["count", "true", "given"], ascending=[False, True, True], ignore_index=True)[CONFUSION]


def worst(judged: pd.DataFrame, number: int = 10) -> pd.DataFrame:
    """The *number* worst errors: those nobody would have looked at first, the surest first of all.

    judged: with columns id and confidence and, where there is one, doubtful.
    Returns the rows as they are.
    """
    wrong = judged[judged["given"] != judged["true"]]
    doubtful = wrong["doubtful"] if "doubtful" in wrong else pd.Series(False, index=wrong.index)
    order = wrong.assign(_doubtful=doubtful).sort_values(
        ["_doubtful", "confidence", "id"], ascending=[True, False, True], kind="stable"
    )
    return order.drop(columns="_doubtful").head(number).reset_index(drop=True)


def by_confidence(judged: pd.DataFrame) -> pd.DataFrame:
    """The rows, surest first; equals by id, so that the order of rows doesn't matter."""
    return judged.sort_values(["confidence", "id"], ascending=[False, True], kind="stable", ignore_index=True)


def _first(judged: pd.DataFrame, coverage: float) -> pd.DataFrame:
    """Of rows sorted by confidence, those that make up *coverage* of all comments; at least one."""
    reached = np.cumsum(weights(judged)) / weights(judged).sum()
    return judged.iloc[: max(1, int((reached <= coverage + 1e-9).sum()))]


def at_coverage(judged: pd.DataFrame, coverage: float = COVERAGE) -> Estimate:
    """Accuracy among the surest *coverage* (0–1) of the comments, the rest left to people."""
    return accuracy(_first(by_confidence(judged), coverage) if len(judged) else judged)


def coverage_curve(judged: pd.DataFrame, step: float = 0.05) -> pd.DataFrame:
    """Accuracy by how much is left to the program: columns `CURVE`, from the surest few to all.

    confidence is the lowest one still covered.
    """
    order = by_confidence(judged)
    rows = []
    for part in np.arange(step, 1 + step / 2, step) if len(order) else ():
        covered = _first(order, part)
        found = accuracy(covered)
        rows.append(
            (round(float(part), 4), found.n, covered["confidence"].iloc[-1], found.value, found.low, found.high)
        )
    return pd.DataFrame(rows, columns=CURVE)


def reliability(judged: pd.DataFrame, bins: Sequence[float] = BINS) -> pd.DataFrame:
    """How often labels were right by how sure they were: columns `RELIABILITY`, one row a bin that holds any.

    Well calibrated labels have an accuracy near the mean confidence of each bin.
    """
    place = np.clip(np.searchsorted(bins, judged["confidence"], side="right") - 1, 0, len(bins) - 2)
    rows = []
    for number, (start, end) in enumerate(pairwise(bins)):
        own = judged[place == number]
        if len(own):
            found = accuracy(own)
            mean = float(np.average(own["confidence"], weights=weights(own)))
            rows.append((start, end, found.n, mean, found.hits, found.value, found.low, found.high))
    return pd.DataFrame(rows, columns=RELIABILITY)


def calibration_error(judged: pd.DataFrame) -> float:
    """How far confidence is from accuracy on average over the bins, 0–1 (expected calibration error)."""
    table = reliability(judged)
    if table.empty:
        return float("nan")
    place = np.clip(np.searchsorted(BINS, judged["confidence"], side="right") - 1, 0, len(BINS) - 2)
    held = pd.Series(weights(judged)).groupby(place).sum()  # in the order of the bins, as the table
    return float(np.average((table["confidence"] - table["accuracy"]).abs(), weights=held))


def queue(judged: pd.DataFrame) -> tuple[Estimate, Estimate]:
    """How many comments stand in the review queue (column doubtful), and how many of the errors do."""
    weight, wrong = weights(judged), (judged["given"] != judged["true"]).to_numpy()
    doubtful = judged["doubtful"].to_numpy(bool)
    return share(doubtful, weight), share(doubtful[wrong], weight[wrong])


def least_sure(judged: pd.DataFrame, part: float = 0.2) -> Estimate:
    """How many of the errors are among the least sure *part* (0–1) of the comments."""
    if judged.empty:
        return share([], np.ones(0))
    order = by_confidence(judged)
    sure = _first(order, 1 - part).index
    wrong = order[order["given"] != order["true"]]
    return share(~wrong.index.isin(sure), weights(wrong))
