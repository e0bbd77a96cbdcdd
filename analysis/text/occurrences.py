"""Every place where one of many patterns stands in a page of texts, on the boundaries of words or not.

In a short page an Aho–Corasick automaton (ahocorasick_rs) finds them, in a
long one `Trie`, once for the patterns of everyone who will ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple
from weakref import WeakSet

import numpy as np
from ahocorasick_rs import AhoCorasick

from analysis.text.page import Page
from analysis.text.trie import Trie

_LONG = 3000  # characters from which numpy is sooner done than an automaton


class Occurrences(NamedTuple):
    """Which pattern stands where, a row each: from left to right, the longest first."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray


class Patterns:
    """Strings (distinct, none empty) that are looked for together; each is known by its number."""

    def __init__(self, strings: Sequence[str]):
        self.strings = strings
        self._automaton = AhoCorasick(strings) if strings else None
        _every.add(self)
        _trie.cache_clear()

    def find(self, page: Page) -> Occurrences:
        """Wherever one of the patterns stands in *page*."""
        if len(page.text) < _LONG:
            found = self._automaton.find_matches_as_indexes(page.text, overlapping=True) if self._automaton else []
            rows = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
            return _sorted(*rows.T)
        trie = _trie()
        found = _occurrences(page, trie)
        own = _own_numbers(self, trie)[found.pattern]
        rows = np.flatnonzero(own >= 0)
        return Occurrences(own[rows], found.start[rows], found.end[rows])


_every: WeakSet[Patterns] = WeakSet()


@cache
def _trie() -> Trie:
    """Of all patterns there are: a page is searched once for all of them."""
    return Trie(sorted({string for patterns in _every for string in patterns.strings}))


@lru_cache(maxsize=3)
def _occurrences(page: Page, trie: Trie) -> Occurrences:
    return _sorted(*trie.find(page.letters))


@lru_cache(maxsize=8)
def _own_numbers(patterns: Patterns, trie: Trie) -> np.ndarray:
    """For each word of *trie* its number in *patterns*; −1 where it isn't there."""
    number = {string: i for i, string in enumerate(patterns.strings)}
    return np.array([number.get(word, -1) for word in trie.words])


def _sorted(pattern: np.ndarray, start: np.ndarray, end: np.ndarray) -> Occurrences:
    """By their starts, the longest first; given with rising ends or lengths."""
    order = np.argsort(start[::-1], kind="stable")
    return Occurrences(pattern[::-1][order], start[::-1][order], end[::-1][order])
