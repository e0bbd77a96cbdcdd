"""The features that a learned model knows, and texts as rows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from weakref import WeakSet

import numpy as np
from scipy import sparse

from analysis.text.features import FIRST_WORD, count, count_known
from analysis.text.lookup import Lookup


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The features a model knows: their codes, rising, and their inverse document frequency."""

    codes: np.ndarray
    idf: np.ndarray

    def __post_init__(self):
        _vocabularies.add(self)
        _known_anywhere.cache_clear()

    def columns(self, codes: np.ndarray) -> np.ndarray:
        """The column of each of *codes*; −1 where the model doesn't know it."""
        places = np.searchsorted(self.codes, codes)
        places[places == len(self.codes)] = 0
        return np.where(self.codes[places] == codes, places, -1)

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text: 1 + ln(count), times idf; words and characters each of length 1."""
        known = _known_anywhere()
        found = count_known(tuple(texts), known)
        columns = _columns(self, known).take(found.code)
        hit = np.flatnonzero(columns >= 0)
        columns, rows = columns.take(hit), found.row.take(hit)
        values = found.weight.take(hit)
        values *= self.idf.take(columns)
        halves = 2 * rows
        halves += columns >= np.searchsorted(self.codes, FIRST_WORD)
        values /= np.sqrt(np.bincount(halves, values * values)).take(halves)
        ends = np.searchsorted(rows, np.arange(found.texts + 1))
        return sparse.csr_matrix((values, columns, ends), shape=(found.texts, len(self.codes)))


_vocabularies: WeakSet[Vocabulary] = WeakSet()


@cache
def _known_anywhere() -> Lookup:
    """The codes that any model here knows: the features of a text are counted once for all of them."""
    return Lookup(np.unique(np.concatenate([vocabulary.codes for vocabulary in _vocabularies])))


@lru_cache(maxsize=16)
def _columns(vocabulary: Vocabulary, known: Lookup) -> np.ndarray:
    return vocabulary.columns(known.numbers).astype(np.int32)  # as scipy wants them


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Features seen in two texts or more, with their smoothed inverse document frequency."""
    found = count(texts)
    seen = np.bincount(found.code, minlength=len(found.known))
    idf = np.log((1 + len(texts)) / (1 + seen)) + 1
    return Vocabulary(found.known[seen > 1], idf[seen > 1])
