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
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

GAP = "…"
WINDOW = 10  # characters between two parts of a gapped phrase
SHORT = 2  # up to this length a word must lie on word boundaries

_START = itemgetter(1)
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


class Hit(NamedTuple):
    """One match: the phrase as listed, where it starts and ends in the text."""

    phrase: str
    start: int
    end: int


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
        self._is_word = [pattern in words for pattern in self._patterns]
        self._is_part = [pattern in parts for pattern in self._patterns]
        self._lengths = [len(pattern) for pattern in self._patterns]
        # first part → phrases that begin with it, the longest first, each with its further parts
        self._gapped: dict[int, list[tuple[str, list[int]]]] = {}
        for phrase in sorted(gapped, key=lambda phrase: -len(phrase)):
            first, *rest = (number[part] for part in gapped[phrase])
            self._gapped.setdefault(first, []).append((phrase, rest))
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def find(self, text: str, tokens: Sequence[str] | None = None) -> list[Hit]:
        """The hits in *text* (normalised), from left to right, none overlapping.

        *tokens*: the words of *text*, for the boundaries of short words;
        without them short words match anywhere.
        """
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return []
        # From left to right, the longest first; the automaton gives them by their ends.
        found.reverse()
        found.sort(key=_START)
        used = bytearray(len(text))
        hits = self._find_gapped(text, found, used) if self._gapped else []
        hits += self._find_words(text, found, used, _boundaries(tokens) if tokens is not None else None)
        hits.sort(key=lambda hit: (hit.start, hit.end))
        return hits

    def _find_words(
        self, text: str, found: list[tuple[int, int, int]], used: bytearray, bounds: set[int] | None
    ) -> list[Hit]:
        hits = []
        place = 0
        is_word = self._is_word
        for pattern, start, end in found:
            if start < place or not is_word[pattern]:
                continue
            if end - start <= SHORT and bounds is not None and not (start in bounds and end in bounds):
                continue
            if any(used[start:end]):
                continue
            hits.append(Hit(text[start:end], start, end))
            place = end
        return hits

    def _find_gapped(self, text: str, found: list[tuple[int, int, int]], used: bytearray) -> list[Hit]:
        starts: dict[int, list[int]] = {}
        parts = [match for match in found if self._is_part[match[0]]]
        firsts = [match for match in parts if match[0] in self._gapped]
        for pattern, start, _ in parts:
            starts.setdefault(pattern, []).append(start)
        ends = [match.start() for match in _SENTENCE_END.finditer(text)] if firsts else []
        hits: list[Hit] = []
        for pattern, start, end in firsts:
            for phrase, rest in self._gapped[pattern]:
                if rest and rest[0] not in starts:
                    continue
                spans = self._follow(end, rest, starts, ends, len(text))
                if spans is None or any(used[start:end]) or any(any(used[a:b]) for a, b in spans):
                    continue
                for a, b in ((start, end), *spans):
                    used[a:b] = b"\x01" * (b - a)
                hits.append(Hit(phrase, start, spans[-1][1] if spans else end))
        return hits

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


def _boundaries(tokens: Sequence[str]) -> set[int]:
    return set(accumulate(map(len, tokens), initial=0))
