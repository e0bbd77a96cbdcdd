"""Find many words and gapped phrases in a text at once.

A *phrase* is a word (积水) or parts joined by `…` (路灯…不亮): the parts in
this order within `WINDOW` characters of one sentence.  Matching is the same
for themes, natures and duties:

- gapped phrases first, then words from left to right, the longest at each
  place; matched characters are used up, so 合作医疗 keeps 医疗 from counting;
- a word of two characters or fewer must lie on word boundaries (路面积水 holds
  路面 and 积水, not 面积); longer ones hardly ever arise by accident.

All occurrences come from one pass of an Aho–Corasick automaton
(ahocorasick_rs); which of them count is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, chain, repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from analysis.text.segment import rarity

GAP = "…"
WINDOW = 10  # characters between two parts of a gapped phrase
SHORT = 2  # up to this length a word must lie on word boundaries

_BETWEEN = "\n"  # texts looked at together; it ends a sentence, so that nothing is found across
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


class Hit(NamedTuple):
    """One match: the phrase as listed, where it starts and ends in the text."""

    phrase: str
    start: int
    end: int


@cache
def telling(phrase: str) -> float:
    """How telling a phrase is, about 0.4 to 1.8: by the rarest of its parts in general Chinese."""
    return max(rarity(part) for part in phrase.split(GAP) if part) / 10


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression that finds the longest of *words* at a place, in time independent of their number."""
    root: dict = {}
    for word in sorted(set(words)):
        node = root
        for ch in word:
            node = node.setdefault(ch, {})
        node[""] = {}

    def render(node: dict) -> str:
        ends = "" in node
        branches = [re.escape(ch) + render(child) for ch, child in node.items() if ch]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
        return body + "?" if ends else body

    return render(root)


class PhraseSet:
    """A set of phrases, ready to be found in texts."""

    def __init__(self, phrases: Iterable[str]):
        self.phrases = tuple(dict.fromkeys(phrase for phrase in phrases if phrase.replace(GAP, "")))
        words = {phrase for phrase in self.phrases if GAP not in phrase}
        gapped = {phrase: [part for part in phrase.split(GAP) if part] for phrase in self.phrases if GAP in phrase}
        parts = {part for split in gapped.values() for part in split}
        self._patterns = sorted(words | parts)
        number = {pattern: i for i, pattern in enumerate(self._patterns)}
        self._is_word = np.array([pattern in words for pattern in self._patterns], dtype=bool)
        self._lengths = [len(pattern) for pattern in self._patterns]
        # first part → phrases that begin with it, the longest first, each with its further parts
        self._gapped: dict[int, list[tuple[str, list[int]]]] = {}
        for phrase in sorted(gapped, key=lambda phrase: -len(phrase)):
            first, *rest = (number[part] for part in gapped[phrase])
            self._gapped.setdefault(first, []).append((phrase, rest))
        rests = [(first, rest) for first, phrases in self._gapped.items() for _, rest in phrases]
        self._is_first, self._is_alone, self._is_late = (np.zeros(len(self._patterns), dtype=bool) for _ in range(3))
        self._is_first[list(self._gapped)] = True
        self._is_alone[[first for first, rest in rests if not rest]] = True
        self._is_late[[part for _, rest in rests for part in rest[1:]]] = True
        self._pairs = np.unique([first * len(self._patterns) + rest[0] for first, rest in rests if rest] or [-1])
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def find(self, text: str, tokens: Sequence[str] | None = None) -> list[Hit]:
        """The hits in *text* (normalised), from left to right, none overlapping.

        *tokens*: the words of *text*, for the boundaries of short words;
        without them short words match anywhere.
        """
        return self.find_all([text], None if tokens is None else [tokens])[0]

    def find_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]] | None = None) -> list[list[Hit]]:
        """As `find`, of many texts at once: most of what the automaton sees can't count, and numpy sets it aside."""
        hits: list[list[Hit]] = [[] for _ in texts]
        joined = _BETWEEN.join(texts)
        found = self._automaton.find_matches_as_indexes(joined, overlapping=True) if self._automaton else []
        if not found:
            return hits
        matches = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        # From left to right, the longest first; the automaton gives them by their ends.
        matches = matches[::-1][np.argsort(matches[::-1, 1], kind="stable")]
        used = bytearray(len(joined))
        every = self._find_gapped(joined, matches, used) if self._gapped else []
        every += self._find_words(joined, matches, used, _boundaries(tokens, len(joined)))
        every.sort(key=itemgetter(1, 2))
        begins = list(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))
        for phrase, start, end in every:
            text = bisect_right(begins, start) - 1
            hits[text].append(Hit(phrase, start - begins[text], end - begins[text]))
        return hits

    def _find_words(
        self, text: str, matches: np.ndarray, used: bytearray, bounds: np.ndarray | None
    ) -> list[tuple[str, int, int]]:
        pattern, start, end = matches.T
        counts = self._is_word[pattern]
        if bounds is not None:
            counts &= (end - start > SHORT) | (bounds[start] & bounds[end])
        hits = []
        place = 0
        for begin, finish in zip(start[counts].tolist(), end[counts].tolist(), strict=True):
            if begin >= place and not any(used[begin:finish]):
                hits.append((text[begin:finish], begin, finish))
                place = finish
        return hits

    def _find_gapped(self, text: str, matches: np.ndarray, used: bytearray) -> list[tuple[str, int, int]]:
        firsts, parts = self._may_follow(*matches.T)
        starts: dict[int, list[int]] = {}
        for pattern, start, _ in matches[parts].tolist():
            starts.setdefault(pattern, []).append(start)
        ends = [match.start() for match in _SENTENCE_END.finditer(text)] if len(firsts) else []
        hits = []
        for pattern, start, end in matches[firsts].tolist():
            for phrase, rest in self._gapped[pattern]:
                spans = self._follow(end, rest, starts, ends, len(text))
                if spans is None or any(used[start:end]) or any(any(used[a:b]) for a, b in spans):
                    continue
                for a, b in ((start, end), *spans):
                    used[a:b] = b"\x01" * (b - a)
                hits.append((phrase, start, spans[-1][1] if spans else end))
        return hits

    def _may_follow(self, pattern: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the first parts that a second part follows within the window, and of all parts that may follow one."""
        firsts = np.flatnonzero(self._is_first[pattern])
        low = np.searchsorted(start, end[firsts])
        many = np.searchsorted(start, end[firsts] + WINDOW, side="right") - low
        first = np.repeat(firsts, many)
        second = np.arange(len(first)) + np.repeat(low - np.cumsum(many) + many, many)
        pairs = pattern[first] * len(self._patterns) + pattern[second]
        known = self._pairs[np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)] == pairs
        followed, follows = self._is_alone[pattern], self._is_late[pattern]
        followed[first[known]] = True
        follows[second[known]] = True
        return np.flatnonzero(followed), np.flatnonzero(follows)

    def _follow(
        self, place: int, parts: list[int], starts: dict[int, list[int]], ends: list[int], length: int
    ) -> list[tuple[int, int]] | None:
        """Where *parts* follow *place* in order, each within the window and the sentence; None where they don't."""
        spans = []
        next_end = bisect_left(ends, place)
        sentence = ends[next_end] if next_end < len(ends) else length
        for part in parts:
            own = starts.get(part)
            if own is None:
                return None
            at = bisect_left(own, place)
            if at == len(own):
                return None
            begin = own[at]
            finish = begin + self._lengths[part]
            if begin > place + WINDOW or finish > sentence:
                return None
            spans.append((begin, finish))
            place = finish
        return spans


def _boundaries(tokens: Sequence[Sequence[str]] | None, length: int) -> np.ndarray | None:
    """For each place in the joined texts whether a word begins or ends there."""
    if tokens is None:
        return None
    words = chain.from_iterable(chain.from_iterable(zip(tokens, repeat((_BETWEEN,)), strict=False)))
    places = np.cumsum(np.fromiter(map(len, words), np.int64))
    if places[-1] != length + len(_BETWEEN):
        raise ValueError("the words of each text must give the text")
    bounds = np.zeros(length + len(_BETWEEN) + 1, dtype=bool)
    bounds[0] = True
    bounds[places] = True
    return bounds
