"""How much the learned model may say beside the listed words, and how sure a label is: told by held-out examples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_MIXES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Calibration:
    """The model's share in the mix, and the weights (last: constant) that turn `signs` into confidence.

    given, truth, sure: of each checking exemplar, the theme it was given by
    folds that hadn't seen it and its true one (places in the taxonomy's
    names), and the confidence.
    """

    mix: float
    weights: np.ndarray
    given: np.ndarray
    truth: np.ndarray
    sure: np.ndarray


def calibrate(
    shares: np.ndarray, learned: np.ndarray, evidence: np.ndarray, truth: np.ndarray, other: int
) -> dict[str, np.ndarray]:
    """The share that does best on held-out folds, and how often its labels were right there.

    shares, learned: what the listed words and the model say of each example (examples × themes); evidence: how much the
    words found count; truth: the true themes; other: the theme where neither says anything.
    Returns: the fields of `Calibration`.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score

    def labels(mix: float) -> np.ndarray:
        mixed = mix * learned + (1 - mix) * shares
        return np.where(mixed.any(axis=1), mixed.argmax(axis=1), other)

    quality = [f1_score(truth, labels(mix), average="macro") for mix in _MIXES]
    # The first of equals: the lexicon keeps its say unless the model really adds to it.
    mix = _MIXES[int(np.argmax(quality))]
    told = signs(mix * learned + (1 - mix) * shares, shares, learned, evidence)
    given = labels(mix)
    right = given == truth
    if right.all() or not right.any():
        # Too few examples to tell sure labels from others: one confidence for all (Laplace's rule).
        weights = np.append(np.zeros(told.shape[1]), np.log((right.sum() + 1) / ((~right).sum() + 1)))
    else:
        fitted = LogisticRegression(max_iter=1000).fit(told, right)
        weights = np.append(fitted.coef_[0], fitted.intercept_[0])
    return {"mix": np.array(mix), "weights": weights, "given": given, "truth": truth, "sure": sure(told, weights)}


def margin(shares: np.ndarray) -> np.ndarray:
    """How far the first is ahead of the second in each row."""
    ordered = np.sort(shares, axis=1)
    return ordered[:, -1] - (ordered[:, -2] if shares.shape[1] > 1 else 0)


def sure(told: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The confidence of each row of `signs`."""
    return 1 / (1 + np.exp(-(told @ weights[:-1] + weights[-1])))


def signs(mixed: np.ndarray, shares: np.ndarray, learned: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """What tells whether a label is right: margins, whether both voices name it, how much evidence there is."""
    best, spoke = mixed.argmax(axis=1), shares.any(axis=1)
    same = spoke & (shares.argmax(axis=1) == best)
    alone = learned.argmax(axis=1) == best
    return np.column_stack(
        [
            margin(mixed),
            mixed.max(axis=1),
            margin(learned),
            margin(shares),
            same,
            spoke & ~same,
            alone,
            np.log1p(evidence),
        ]
    )
