"""Find many words and gapped phrases in a text at once.

A *phrase* is a word (积水) or parts joined by `…` (路灯…不亮): the parts in
this order within `WINDOW` characters of one sentence.  Matching is the same
for themes, natures and duties:

- gapped phrases first, then words from left to right, the longest at each
  place; matched characters are used up, so 合作医疗 keeps 医疗 from counting;
- a word of two characters or fewer must lie on word boundaries (路面积水 holds
  路面 and 积水, not 面积); longer ones hardly ever arise by accident.

All occurrences come from `Patterns`; which of them count is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from analysis.text.lookup import Lookup
from analysis.text.memory import Memory
from analysis.text.occurrences import Occurrences, Patterns
from analysis.text.page import SENTENCE_ENDS, Page, lay_out, page_of
from analysis.text.segment import Part, rarity

GAP = "…"
WINDOW = 10  # characters between two parts of a gapped phrase
SHORT = 2  # up to this length a word must lie on word boundaries

_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")


Spans = tuple[tuple[int, int], ...]  # where the parts of one phrase start and end, in order


class Hit(NamedTuple):
    """One match: the phrase as listed, where it starts and ends in the text."""

    phrase: str
    start: int
    end: int


class Hits(NamedTuple):
    """The hits in one text, from left to right, none overlapping; as lists, since most are only passed on."""

    phrases: list[str]
    starts: list[int]
    ends: list[int]

    def each(self) -> list[Hit]:
        return [Hit(*one) for one in zip(*self, strict=True)]


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
        strings = sorted(words | parts)
        self._patterns = Patterns(strings)
        number = {pattern: i for i, pattern in enumerate(strings)}
        self._is_word = np.array([pattern in words for pattern in strings], dtype=bool)
        # what is left of a gapped phrase whose other part is missing: one part → the ranks of its phrases
        self._alone: dict[int, list[int]] = defaultdict(list)
        # first and second part, as one number → the ranks of the phrases that begin with them
        together: dict[int, list[int]] = defaultdict(list)
        self._rest: list[list[int]] = []  # of a gapped phrase by its rank: the numbers of its further parts
        self._is_second, self._is_late = (np.zeros(len(strings), dtype=bool) for _ in range(2))
        longest_first = sorted(gapped, key=lambda phrase: -len(phrase))
        for rank, phrase in enumerate(longest_first):
            first, *rest = (number[part] for part in gapped[phrase])
            own = together[first * len(strings) + rest[0]] if rest else self._alone[first]
            own.append(rank)
            self._rest.append(rest)
            self._is_second[rest[:1]] = True
            self._is_late[rest[1:]] = True
        pairs = sorted(together)
        self._pairs, self._of_pair = Lookup(np.array(pairs, dtype=np.uint64)), [together[pair] for pair in pairs]
        self._is_first = np.zeros(len(strings), dtype=bool)
        self._is_first[[pair // len(strings) for pair in pairs]] = True
        self._said = [*strings, *longest_first]  # what a hit is called: by the pattern's number, or behind them by rank
        # The hits in each of many normalised texts, with our words; the last are kept, as texts come again.
        self.in_texts: Memory[str, Hits] = Memory(lambda texts: self.find_on(page_of(tuple(texts))))

    def find(self, text: str, tokens: Sequence[str] | None = None) -> list[Hit]:
        """The hits in *text* (normalised), from left to right, none overlapping.

        *tokens*: the words of *text*, for the boundaries of short words;
        without them short words match anywhere.
        """
        return self.find_all([text], None if tokens is None else [tokens])[0].each()

    def find_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]] | None = None) -> list[Hits]:
        """As `find`, of many texts at once."""
        return self.find_on(lay_out(texts, tokens), tokens is not None)

    def find_on(self, page: Page, bounded: bool = True) -> list[Hits]:
        """The hits in each text of *page*: most of what occurs can't count, and numpy sets it aside.

        bounded: whether short words must lie on word boundaries.
        """
        found = self._patterns.find(page)
        if not len(found.pattern):
            return [Hits([], [], []) for _ in page.begins[1:]]
        used = bytearray(len(page.text))
        gapped = self._find_gapped(page, found, used)
        rows = self._rows_of_words(found, used, page.words if bounded else None)
        number, start, end = (column[rows] for column in found)
        if gapped:
            both = zip((number, start, end), zip(*gapped, strict=True), strict=True)
            number, start, end = (np.append(*columns) for columns in both)
            order = np.argsort(start)
            number, start, end = number[order], start[order], end[order]
        firsts = np.searchsorted(start, page.begins)
        begins = np.repeat(page.begins[:-1], np.diff(firsts))
        said = [self._said[each] for each in number.tolist()]
        starts, ends = (start - begins).tolist(), (end - begins).tolist()
        return [Hits(said[a:b], starts[a:b], ends[a:b]) for a, b in pairwise(firsts.tolist())]

    def find_alike(self, text: str, parts: Sequence[Part]) -> None:
        """Have the hits in *parts* of *text*, as `cut_alike` gives them, remembered from those in the whole.

        A part is left out that a hit reaches out of or into: by itself it may have others.
        """
        (phrases, starts, ends), own = self.in_texts(text), {}
        reach = list(accumulate(ends, max, initial=0))  # of the hits before each
        for part, begin, end in parts:
            first, last = bisect_left(starts, begin), bisect_left(starts, end)
            if reach[first] <= begin and reach[last] <= end:
                some = slice(first, last)
                own[part] = Hits(phrases[some], [at - begin for at in starts[some]], [at - begin for at in ends[some]])
        self.in_texts.remember(own)

    def _rows_of_words(self, found: Occurrences, used: bytearray, bounds: np.ndarray | None) -> np.ndarray:
        """The rows of *found* that are words which count: from left to right, the longest at each place."""
        pattern, start, end = found
        counts = self._is_word[pattern]
        if bounds is not None:
            counts &= (end - start > SHORT) | (bounds[start] & bounds[end])
        if 1 in used:
            before = np.zeros(len(used) + 1, np.int64)
            np.cumsum(np.frombuffer(used, dtype=np.uint8), out=before[1:])
            counts &= before[start] == before[end]
        rows = np.flatnonzero(counts)
        rows = rows[np.diff(start[rows], prepend=-1) > 0]  # the longest of those that begin at one place
        begins, ends = start[rows], end[rows]
        # Most begin behind the end of all before, which needs no look at whether those count.
        free = np.append(begins[1:] >= np.maximum.accumulate(ends)[:-1], True)
        crowded = np.flatnonzero(~(np.append(True, free[:-1]) & free))
        gone, place = [], 0
        for row, begin, end in zip(
            *(column.tolist() for column in (crowded, begins[crowded], ends[crowded])), strict=True
        ):
            if begin >= place:
                place = end
            else:
                gone.append(row)
        return np.delete(rows, gone)

    def _find_gapped(self, page: Page, found: Occurrences, used: bytearray) -> list[tuple[int, int, int]]:
        """The gapped phrases that count, each with its number in `_said`, start and end; what they use up goes into *used*."""
        late = np.flatnonzero(self._is_late[found.pattern])
        starts: dict[int, list[int]] = defaultdict(list)
        for pattern, start in zip(found.pattern[late].tolist(), found.start[late].tolist(), strict=True):
            starts[pattern].append(start)
        hits = []
        for candidate, spans in sorted(self._begun(page, found).items()):
            rank = candidate % len(self._rest)
            if len(self._rest[rank]) > 1:
                spans = self._follow(page.text, spans, self._rest[rank][1:], starts)
            if not spans or any(used.find(1, a, b) >= 0 for a, b in spans):
                continue
            for a, b in spans:
                used[a:b] = b"\x01" * (b - a)
            hits.append((len(self._is_word) + rank, spans[0][0], spans[-1][1]))
        return hits

    def _begun(self, page: Page, found: Occurrences) -> dict[int, Spans]:
        """Where the first part of a phrase stands, and the second next to it, within the window and the sentence.

        Each under the row of its first part and the rank of the phrase as one number, row × phrases + rank.
        """
        pattern, start, end = found
        begun: dict[int, Spans] = {}
        for alone, ranks in self._alone.items():
            for row in np.flatnonzero(pattern == alone).tolist():
                spans = ((start.item(row), end.item(row)),)
                begun.update((row * len(self._rest) + rank, spans) for rank in ranks)
        firsts, seconds = np.flatnonzero(self._is_first[pattern]), np.flatnonzero(self._is_second[pattern])
        begins = start[seconds]
        low = np.searchsorted(begins, end[firsts])
        many = np.searchsorted(begins, end[firsts] + WINDOW, side="right") - low
        first = np.repeat(firsts, many)
        second = seconds[np.arange(len(first)) + np.repeat(low - np.cumsum(many) + many, many)]
        pairs = self._pairs.places((pattern[first] * len(self._is_word) + pattern[second]).astype(np.uint64))
        known = np.flatnonzero((pairs >= 0) & (page.sentences[end[first]] == page.sentences[end[second]]))
        first, second, pairs = first[known], second[known], pairs[known]
        one, other = (zip(start[rows].tolist(), end[rows].tolist(), strict=True) for rows in (first, second))
        for row, pair, spans in zip(first.tolist(), pairs.tolist(), zip(one, other, strict=True), strict=True):
            for rank in self._of_pair[pair]:
                begun.setdefault(row * len(self._rest) + rank, spans)
        return begun

    def _follow(self, text: str, spans: Spans, parts: Sequence[int], starts: dict[int, list[int]]) -> Spans:
        """*spans* and where further *parts* follow them in order, each within the window and the sentence; empty where they don't."""
        for part in parts:
            own, place = starts[part], spans[-1][1]
            at = bisect_left(own, place)
            if at == len(own) or own[at] > place + WINDOW:
                return ()
            spans = (*spans, (own[at], own[at] + len(self._said[part])))
        return () if _SENTENCE_END.search(text, spans[0][1], spans[-1][1]) else spans
