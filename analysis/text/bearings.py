"""Which way a text points among hundreds of labels: for telling how alike two texts are, not for giving labels.

With a dozen or two of examples a label no margin means much by itself; but two
texts that tell one matter in quite different words point to the same few
labels.  A linear model (ridge regression, one direction a label) over words and characters.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.text.learn import cached
from analysis.text.vocabulary import Vocabulary, learn_vocabulary

_PENALTY = 4.0  # of the ridge; between 2 and 8 pairs of development comments were told apart as well
_NEVER_NAUGHT = 1e-9


class Bearings(NamedTuple):
    """Where texts point: one row a text, one column a label; `near` and `sharp` have rows of length 1.

    near: margins above 0; sharp: their squares, so that the foremost labels count more.  clear: the largest margin of each text.
    """

    near: np.ndarray
    sharp: np.ndarray
    clear: np.ndarray


@dataclass(frozen=True)
class BearingModel:
    """A trained model: its labels in order, the features it knows, weights (features × labels)."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: np.ndarray

    def bearings(self, texts: Sequence[str]) -> Bearings:
        """Where normalised *texts* point."""
        margins = np.asarray(self.vocabulary.matrix(texts) @ self.weights, dtype=np.float64)
        near = np.maximum(margins, _NEVER_NAUGHT)
        return Bearings(_unit(near), _unit(near**2), margins.max(axis=1))


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def bearing_model(texts: Sequence[str], labels: Sequence[str]) -> BearingModel:
    """A model of normalised *texts* and their *labels*, from the cache where it was trained before.

    The same texts in the same order give the same model.
    """
    key = json.dumps(["bearings", list(texts), list(labels)], ensure_ascii=False)
    kept = cached(key, lambda: _trained(texts, labels))
    return BearingModel(tuple(kept["labels"].tolist()), Vocabulary(kept["codes"], kept["idf"]), kept["weights"])


def _trained(texts: Sequence[str], labels: Sequence[str]) -> dict[str, np.ndarray]:
    from sklearn.linear_model import Ridge
    from threadpoolctl import threadpool_limits

    vocabulary = learn_vocabulary(texts)
    names, truth = np.unique(labels, return_inverse=True)
    wanted = np.zeros((len(texts), len(names)))
    wanted[np.arange(len(texts)), truth] = 1
    wanted -= wanted.mean(axis=0)
    with threadpool_limits(limits=1):  # threads may add up in another order
        # Conjugate gradients: the table of texts against texts that other solvers make takes gigabytes.
        model = Ridge(alpha=_PENALTY, fit_intercept=False, solver="sparse_cg", tol=1e-3)
        model.fit(vocabulary.matrix(texts), wanted)
    weights = np.ascontiguousarray(model.coef_.T.astype(np.float32))
    return {"labels": names, "codes": vocabulary.codes, "idf": vocabulary.idf, "weights": weights}
