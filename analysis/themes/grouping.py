"""Ways to divide points into groups without chance: k-means from Ward's tree, NMF on weighted words.

Both are told the number of groups; `stability` chooses way and number.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage

from analysis.themes.space import WordSpace, weighted

KMEANS, NMF = "k 均值", "非负矩阵分解"
NEAR = 0.3  # cosine to a group's centre below which a comment belongs to no group
_ROUNDS = 50  # of k-means, at most; it settles in ten or so

Way = tuple[str, int]  # method and number of groups


@dataclass(frozen=True)
class Part:
    """One theme's comments in a space: the words they hold, weighted, and as points (all 0 without a known word)."""

    counts: sparse.csr_matrix
    weighted: sparse.csr_matrix
    points: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Rows with a known word."""
        return np.flatnonzero(self.points.any(axis=1))


def part_of(space: WordSpace, counts: sparse.csr_matrix, weights: np.ndarray | None = None) -> Part:
    """Comments of one theme, given by which words they hold, in *space*.

    weights: what each word counts; by default worked out from these comments.
    """
    matrix = weighted(counts, space.weights(counts) if weights is None else weights)
    return Part(counts, matrix, space.vectors(matrix))


def divide(part: Part, ways: Sequence[Way]) -> dict[Way, np.ndarray]:
    """The group of each comment under each way, −1 for none; a way that asks for too many groups is left out."""
    rows = part.known
    ways = [(method, number) for method, number in ways if number < len(rows)]
    points = part.points[rows]
    tree = linkage(points, "ward") if any(method == KMEANS for method, _ in ways) else None
    found = {}
    for method, number in ways:
        own = _kmeans(points, tree, number) if method == KMEANS else _nmf(part.weighted[rows], number)
        labels = np.full(len(part.points), -1)
        labels[rows] = np.where(_closeness(points, own) >= NEAR, own, -1)
        found[method, number] = labels
    return found


def _kmeans(points: np.ndarray, tree: np.ndarray, number: int) -> np.ndarray:
    """Spherical k-means (Dhillon and Modha 2001) from the centres of Ward's tree cut at *number*.

    Steadier on the exemplars than random starts.  scikit-learn's own spends
    thirty times as long on asking for threads as on so few points.
    """
    labels = fcluster(tree, number, "maxclust") - 1
    for _ in range(_ROUNDS):
        now = np.round(points @ centres(points, labels).T, 8).argmax(axis=1)
        if (now == labels).all():
            break
        labels = now
    return labels


def _nmf(matrix: sparse.csr_matrix, number: int) -> np.ndarray:
    """Each comment's strongest component of a non-negative factorisation, −1 where none is."""
    from sklearn import decomposition

    used = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel())
    if len(used) <= number:
        return np.full(matrix.shape[0], -1)
    model = decomposition.NMF(number, init="nndsvd", max_iter=60, tol=1e-3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the last rounds move no comment to another group
        strength = model.fit_transform(matrix[:, used])
    strength = np.round(strength * np.linalg.norm(model.components_, axis=1), 8)
    return np.where(strength.any(axis=1), strength.argmax(axis=1), -1)


def centres(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The mean point of each group 0, 1, …, of length 1 (groups × dimensions)."""
    number = int(labels.max(initial=-1)) + 1
    means = np.zeros((number, points.shape[1]))
    np.add.at(means, labels[labels >= 0], points[labels >= 0])
    length = np.linalg.norm(means, axis=1, keepdims=True)
    return np.divide(means, length, out=np.zeros_like(means), where=length > 0)


def _closeness(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Cosine of each point to the centre of its group, −1 where it has none."""
    if labels.max(initial=-1) < 0:
        return np.full(len(points), -1.0)
    return np.where(labels >= 0, (points * centres(points, labels)[labels]).sum(axis=1), -1.0)


def nearest(points: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """The group whose centre is nearest to each point, −1 where none is near (`NEAR`)."""
    if not len(middles) or not len(points):
        return np.full(len(points), -1)
    near = np.round(points @ middles.T, 8)
    return np.where(near.max(axis=1) >= NEAR, near.argmax(axis=1), -1)
