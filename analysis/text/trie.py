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
        first = {ord(sign): node for (parent, sign), node in children.items() if not parent}
        self._first = np.zeros(max(first, default=0) + 2, dtype=np.uint64)  # by the first sign; 0 where none begins so
        self._first[list(first)] = list(first.values())
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
        nodes = self._first.take(letters, mode="clip")
        starts = np.flatnonzero(nodes)
        nodes, length = nodes[starts], 1
        letters = np.append(letters, (1 << int(_SIGN)) - 1).astype(np.uint64)  # the last is no character
        while len(starts):
            words = self._word.take(nodes)
            hits = np.flatnonzero(words >= 0)
            found.append((words[hits], starts[hits], starts[hits] + length))
            going = np.flatnonzero(self._goes_on.take(nodes))
            starts, nodes = starts[going], nodes[going]
            edges = self._edges.places(nodes << _SIGN | letters.take(starts + length))
            going = np.flatnonzero(edges >= 0)
            starts, nodes, length = starts[going], self._next.take(edges[going]), length + 1
        return tuple(map(np.concatenate, zip(*found, strict=True)))
