"""Every occurrence of many words in a long text, told by numpy sign by sign for all places at once.

An Aho–Corasick automaton does with one look at each sign, but hands over each
occurrence as a Python object, most of which can't count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.text.lookup import Lookup

_SIGN = np.uint64(21)  # binary digits of a code point


class Trie:
    """Finds *words* (distinct, none empty) in texts."""

    def __init__(self, words: Sequence[str]):
        self.words = words
        children: dict[tuple[int, str], int] = {}
        ends: dict[int, int] = {}
        for number, word in enumerate(words):
            node = 0
            for sign in word:
                node = children.setdefault((node, sign), len(children) + 1)
            ends[node] = number
        codes = np.array([node << int(_SIGN) | ord(sign) for node, sign in children], dtype=np.uint64)
        order = np.argsort(codes)
        self._edges = Lookup(codes[order])
        self._next = np.array(list(children.values()), dtype=np.uint64)[order]
        self._word = np.full(len(children) + 1, -1)
        self._word[list(ends)] = list(ends.values())
        self._goes_on = np.zeros(len(children) + 1, dtype=bool)
        self._goes_on[[node for node, _ in children]] = True

    def find(self, letters: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The number of the word, start and end of each occurrence in a text, given as code points."""
        found = [(np.zeros(0, np.int64),) * 3]
        letters = letters.astype(np.uint64)
        starts, nodes, length = np.arange(len(letters)), np.zeros(len(letters), np.uint64), 0
        while len(starts):
            edges = self._edges.places(nodes << _SIGN | letters[starts + length])
            going = np.flatnonzero(edges >= 0)
            starts, nodes, length = starts[going], self._next[edges[going]], length + 1
            words = self._word[nodes]
            hits = np.flatnonzero(words >= 0)
            found.append((words[hits], starts[hits], starts[hits] + length))
            going = self._goes_on[nodes] & (starts + length < len(letters))
            starts, nodes = starts[going], nodes[going]
        return tuple(map(np.concatenate, zip(*found, strict=True)))
