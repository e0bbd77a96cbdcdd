"""Find many words and gapped phrases in a text at once.

A *phrase* is a word (积水) or parts joined by `…` (路灯…不亮): the parts in
this order within `WINDOW` characters of one sentence.  Matching is the same
for themes, natures and duties:

- gapped phrases first, then words from left to right, the longest at each
  place; matched characters are used up, so 合作医疗 keeps 医疗 from counting;
- a word of two characters or fewer must lie on word boundaries (路面积水 holds
  路面 and 积水, not 面积); longer ones hardly ever arise by accident.

All occurrences come from an Aho–Corasick automaton (ahocorasick_rs) or, in
many texts at once, from `Trie`; which of them count is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakSet

import numpy as np
from ahocorasick_rs import AhoCorasick

from analysis.text.lookup import Lookup
from analysis.text.memory import Memory
from analysis.text.page import Page, lay_out, page_of
from analysis.text.segment import rarity
from analysis.text.trie import Trie

GAP = "…"
WINDOW = 10  # characters between two parts of a gapped phrase
SHORT = 2  # up to this length a word must lie on word boundaries

_LONG = 3000  # characters from which numpy is sooner done than an automaton
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


class _Gapped(NamedTuple):
    """A gapped phrase: its further parts by their numbers; rank orders phrases, the longest first."""

    rank: int
    phrase: str
    rest: tuple[int, ...]


class _Occurrences(NamedTuple):
    """Which pattern stands where, a row each."""

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray


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
        # what is left of a gapped phrase whose other part is missing: one part → its phrases
        self._alone: dict[int, list[_Gapped]] = defaultdict(list)
        # first and second part, as one number → the phrases that begin with them
        together: dict[int, list[_Gapped]] = defaultdict(list)
        self._is_second, self._is_late = (np.zeros(len(self._patterns), dtype=bool) for _ in range(2))
        for rank, phrase in enumerate(sorted(gapped, key=lambda phrase: -len(phrase))):
            first, *rest = (number[part] for part in gapped[phrase])
            own = together[first * len(self._patterns) + rest[0]] if rest else self._alone[first]
            own.append(_Gapped(rank, phrase, tuple(rest)))
            self._is_second[rest[:1]] = True
            self._is_late[rest[1:]] = True
        pairs = sorted(together)
        self._pairs, self._of_pair = Lookup(np.array(pairs, dtype=np.uint64)), [together[pair] for pair in pairs]
        self._is_first = np.zeros(len(self._patterns), dtype=bool)
        self._is_first[[pair // len(self._patterns) for pair in pairs]] = True
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None
        # The hits in each of many normalised texts, with our words; the last are kept, as texts come again.
        self.in_texts: Memory[str, list[Hit]] = Memory(lambda texts: self.find_on(page_of(tuple(texts))))
        _sets.add(self)
        _trie.cache_clear()

    def find(self, text: str, tokens: Sequence[str] | None = None) -> list[Hit]:
        """The hits in *text* (normalised), from left to right, none overlapping.

        *tokens*: the words of *text*, for the boundaries of short words;
        without them short words match anywhere.
        """
        return self.find_all([text], None if tokens is None else [tokens])[0]

    def find_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]] | None = None) -> list[list[Hit]]:
        """As `find`, of many texts at once."""
        return self.find_on(lay_out(texts, tokens), tokens is not None)

    def find_on(self, page: Page, bounded: bool = True) -> list[list[Hit]]:
        """The hits in each text of *page*: most of what occurs can't count, and numpy sets it aside.

        bounded: whether short words must lie on word boundaries.
        """
        hits: list[list[Hit]] = [[] for _ in page.begins[1:]]
        found = self._occurrences(page)
        if not len(found.pattern):
            return hits
        used = bytearray(len(page.text))
        every = self._find_gapped(page.text, found, used)
        every += self._find_words(found, used, page.words if bounded else None)
        every.sort(key=itemgetter(1, 2))
        starts = np.fromiter(map(itemgetter(1), every), np.int64, len(every))
        of_text = np.searchsorted(page.begins, starts, side="right") - 1
        begins = page.begins[of_text].tolist()
        for text, begin, (phrase, start, end) in zip(of_text.tolist(), begins, every, strict=True):
            hits[text].append(Hit(phrase, start - begin, end - begin))
        return hits

    def _occurrences(self, page: Page) -> _Occurrences:
        """Wherever a word or a part stands, from left to right, the longest first."""
        if len(page.text) < _LONG:
            found = self._automaton.find_matches_as_indexes(page.text, overlapping=True) if self._automaton else []
            rows = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
            return _sorted(*rows.T)
        trie, found = _trie(), _occurrences(page, _trie())
        own = _own_numbers(self, trie)[found.pattern]
        rows = np.flatnonzero(own >= 0)
        return _Occurrences(own[rows], found.start[rows], found.end[rows])

    def _find_words(
        self, found: _Occurrences, used: bytearray, bounds: np.ndarray | None
    ) -> list[tuple[str, int, int]]:
        pattern, start, end = found
        counts = self._is_word[pattern]
        if bounds is not None:
            counts &= (end - start > SHORT) | (bounds[start] & bounds[end])
        before = np.zeros(len(used) + 1, np.int64)
        np.cumsum(np.frombuffer(used, dtype=np.uint8), out=before[1:])
        counts &= before[start] == before[end]
        hits = []
        place = 0
        for number, begin, finish in zip(*(column[counts].tolist() for column in found), strict=True):
            if begin >= place:
                hits.append((self._patterns[number], begin, finish))
                place = finish
        return hits

    def _find_gapped(self, text: str, found: _Occurrences, used: bytearray) -> list[tuple[str, int, int]]:
        candidates, follows = self._may_follow(found)
        starts: dict[int, list[int]] = {}
        for pattern, start in zip(found.pattern[follows].tolist(), found.start[follows].tolist(), strict=True):
            starts.setdefault(pattern, []).append(start)
        hits = []
        for row in sorted(candidates):
            start, end = int(found.start[row]), int(found.end[row])
            for phrase in sorted(candidates[row]):
                spans = self._follow(text, end, phrase.rest, starts)
                if spans is None or any(used[start:end]) or any(any(used[a:b]) for a, b in spans):
                    continue
                for a, b in ((start, end), *spans):
                    used[a:b] = b"\x01" * (b - a)
                hits.append((phrase.phrase, start, spans[-1][1] if spans else end))
        return hits

    def _may_follow(self, found: _Occurrences) -> tuple[dict[int, set[_Gapped]], np.ndarray]:
        """For rows of first parts the phrases whose second part follows within the window; all rows of further parts."""
        pattern, start, end = found
        candidates: dict[int, set[_Gapped]] = defaultdict(set)
        for alone, phrases in self._alone.items():
            for row in np.flatnonzero(pattern == alone).tolist():
                candidates[row].update(phrases)
        firsts, seconds = np.flatnonzero(self._is_first[pattern]), np.flatnonzero(self._is_second[pattern])
        begins = start[seconds]
        low = np.searchsorted(begins, end[firsts])
        many = np.searchsorted(begins, end[firsts] + WINDOW, side="right") - low
        first = np.repeat(firsts, many)
        second = seconds[np.arange(len(first)) + np.repeat(low - np.cumsum(many) + many, many)]
        pairs = self._pairs.places((pattern[first] * len(self._patterns) + pattern[second]).astype(np.uint64))
        known = np.flatnonzero(pairs >= 0)
        for row, pair in zip(first[known].tolist(), pairs[known].tolist(), strict=True):
            candidates[row].update(self._of_pair[pair])
        follows = self._is_late[pattern]
        follows[second[known]] = True
        return candidates, np.flatnonzero(follows)

    def _follow(
        self, text: str, place: int, parts: Sequence[int], starts: dict[int, list[int]]
    ) -> list[tuple[int, int]] | None:
        """Where *parts* follow *place* in order, each within the window and the sentence; None where they don't."""
        spans, first = [], place
        for part in parts:
            own = starts.get(part, ())
            at = bisect_left(own, place)
            if at == len(own) or own[at] > place + WINDOW:
                return None
            begin = own[at]
            place = begin + len(self._patterns[part])
            spans.append((begin, place))
        return None if _SENTENCE_END.search(text, first, place) else spans


_sets: WeakSet[PhraseSet] = WeakSet()


@cache
def _trie() -> Trie:
    """Of the patterns of all sets: a page is searched once for all of them."""
    return Trie(sorted({pattern for phrases in _sets for pattern in phrases._patterns}))


@lru_cache(maxsize=8)
def _occurrences(page: Page, trie: Trie) -> _Occurrences:
    return _sorted(*trie.find(page.letters))


@lru_cache(maxsize=8)
def _own_numbers(phrases: PhraseSet, trie: Trie) -> np.ndarray:
    """For each word of *trie* its number in *phrases*; −1 where it isn't there."""
    number = {pattern: i for i, pattern in enumerate(phrases._patterns)}
    return np.array([number.get(word, -1) for word in trie.words])


def _sorted(pattern: np.ndarray, start: np.ndarray, end: np.ndarray) -> _Occurrences:
    """By their starts, the longest first; given with rising ends or lengths."""
    order = np.argsort(start[::-1], kind="stable")
    return _Occurrences(pattern[::-1][order], start[::-1][order], end[::-1][order])
