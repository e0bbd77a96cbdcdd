"""Comments as points: LSA vectors of their content words, for finding groups and comparing themes.

A word counts more the more it is tied to some themes (天天 and 门口 are said
of everything, 路灯 is not) and, inside one theme, the fewer of its comments
hold it.  The directions come from a truncated singular value decomposition
(Deerwester et al. 1990, latent semantic analysis) with a fixed seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse

from analysis.reference import places, units
from analysis.text.normalise import normalise
from analysis.text.segment import content_words, part_of_speech

DIMENSIONS = 50  # tried from 30 to 200 on the exemplars: fewer blur small matters, more make groups unsteady
_LEAST_COMMENTS = 2  # that must hold a word before it counts
_DOUBT = 4.0  # comments' worth of belief that a word is said of all themes alike
_FLOOR = 0.05  # what a word counts that is said of all themes alike


@cache
def _names() -> frozenset[str]:
    """Names of places and units: they tell where and who, not what."""
    found = [name for place in places() for name in (place.name, *place.aliases)]
    found += [name for unit in units().units for name in (unit.name, *unit.short_names)]
    return frozenset(normalise(name) for name in found)


# Tags of jieba's dictionary: time, place, direction, pronoun, number, measure, adverb and particles of all kinds.
_SCENE = frozenset(["t", "tg", "s", "f", "r", "m", "q", "mq", "d", "ad", "c", "p", "u", "y", "e", "o"])


def topic_words(tokens: Sequence[str]) -> list[str]:
    """Of a text's words (as `segment` gives them) those that can tell what it is about, in order.

    Content words that name no place or unit and don't only set the scene
    (天天, 门口, 半年, 我家).
    """
    names = _names()
    return [word for word in content_words(tokens) if word not in names and not sets_scene(word)]


def sets_scene(word: str) -> bool:
    """Whether *word* only tells when, where, how much or in what manner."""
    return part_of_speech(word) in _SCENE


def columns_of(words: Iterable[Sequence[str]]) -> dict[str, int]:
    """A column for each word that two texts or more hold, in order of the words."""
    holding = Counter(word for own in words for word in set(own))
    kept = sorted(word for word, count in holding.items() if count >= _LEAST_COMMENTS)
    return {word: place for place, word in enumerate(kept)}


def count(words: Sequence[Sequence[str]], columns: dict[str, int]) -> sparse.csr_matrix:
    """Which words each text holds: texts × words, 0 or 1."""
    held = [sorted({columns[word] for word in own if word in columns}) for own in words]
    starts = np.cumsum([0, *map(len, held)])
    indices = np.array([place for own in held for place in own], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(words), len(columns)))


@dataclass(frozen=True)
class WordSpace:
    """Words as directions; rows are the columns of the counts it was learned from.

    spread: 0–1 a word, how tied to themes it is; directions: words × dimensions.
    """

    spread: np.ndarray
    directions: np.ndarray

    def weights(self, counts: sparse.csr_matrix) -> np.ndarray:
        """What each word counts among these comments: 0 for words of fewer than two of them."""
        holding = np.asarray(counts.sum(axis=0)).ravel()
        return np.log((1 + counts.shape[0]) / (1 + holding)) * self.spread * (holding >= _LEAST_COMMENTS)

    def vectors(self, weighted: sparse.csr_matrix) -> np.ndarray:
        """Points of length 1, one a row of `weighted` counts; all 0 where no word counts.

        Rounded, so that another machine's last digit moves nothing.
        """
        points = np.asarray(weighted @ self.directions)
        length = np.linalg.norm(points, axis=1, keepdims=True)
        return np.round(np.divide(points, length, out=np.zeros_like(points), where=length > 1e-9), 8)


def weighted(counts: sparse.csr_matrix, weights: np.ndarray) -> sparse.csr_matrix:
    """The counts times the weights, rows of length 1, or 0 where no word counts."""
    matrix = sparse.csr_matrix(counts.multiply(weights[None, :]))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)) @ matrix)


def fit_space(counts: sparse.csr_matrix, themes: Sequence[str], dimensions: int = DIMENSIONS) -> WordSpace:
    """The space of comments given by which words they hold (as `count`) and their themes.

    The same comments in the same order give the same space.
    """
    from sklearn.utils.extmath import randomized_svd

    space = WordSpace(_spread(counts, themes), np.zeros((counts.shape[1], 1)))
    size = min(dimensions, counts.shape[0] - 1, counts.shape[1] - 1)
    if size < 1:
        return space
    matrix = weighted(counts, space.weights(counts))
    _, _, directions = randomized_svd(matrix, size, n_iter=4, random_state=0)
    return WordSpace(space.spread, directions.T)


def _spread(counts: sparse.csr_matrix, themes: Sequence[str]) -> np.ndarray:
    """How much a word tells about the theme: Kullback–Leibler divergence of its themes from all, scaled to 0–1.

    1 for every word where there is one theme only.
    """
    names = sorted(set(themes))
    if len(names) < 2 or not counts.shape[1]:
        return np.ones(counts.shape[1])
    place = {name: i for i, name in enumerate(names)}
    member = sparse.csr_matrix(
        (np.ones(len(themes)), ([place[theme] for theme in themes], np.arange(len(themes)))),
        shape=(len(names), len(themes)),
    )
    usual = np.asarray(member.sum(axis=1)).ravel() / len(themes)
    of_word = (member @ counts).toarray().T
    shares = (of_word + _DOUBT * usual) / (of_word.sum(axis=1, keepdims=True) + _DOUBT)
    told = (shares * np.log(shares / usual)).sum(axis=1)
    most = -np.log(usual).max()
    return _FLOOR + (1 - _FLOOR) * np.clip(told / most, 0, 1)
