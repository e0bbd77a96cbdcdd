"""Find many words and gapped phrases in a text at once.

A *phrase* is a word (积水) or parts joined by `…` (路灯…不亮): the parts in
this order within `WINDOW` characters of one sentence.  Matching is the same
for themes, natures and duties:

- gapped phrases first, then words from left to right, the longest at each
  place; matched characters are used up, so 合作医疗 keeps 医疗 from counting;
- a word of two characters or fewer must lie on word boundaries (路面积水 holds
  路面 and 积水, not 面积); longer ones hardly ever arise by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

GAP = "…"
WINDOW = 10  # characters between two parts of a gapped phrase
SHORT = 2  # up to this length a word must lie on word boundaries

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
        self.phrases = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
        self._words = frozenset(p for p in self.phrases if GAP not in p)
        self._gapped: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for phrase in self.phrases:
            if GAP in phrase:
                first, *rest = [part for part in phrase.split(GAP) if part]
                self._gapped.setdefault(first, []).append((phrase, tuple(rest)))
        for followers in self._gapped.values():
            followers.sort(key=lambda pair: -len(pair[0]))
        self._word_pattern = re.compile(trie_pattern(self._words)) if self._words else None
        # First parts may nest (路, 路灯), so each is tried at each place of the longest.
        self._first_pattern = re.compile(trie_pattern(self._gapped)) if self._gapped else None

    def find(self, text: str, tokens: Sequence[str] | None = None) -> list[Hit]:
        """The hits in *text* (normalised), from left to right, none overlapping.

        *tokens*: the words of *text*, for the boundaries of short words;
        without them short words match anywhere.
        """
        used = bytearray(len(text))
        hits = self._find_gapped(text, used)
        if self._word_pattern:
            bounds = _boundaries(tokens) if tokens is not None else None
            hits += self._find_words(text, used, bounds)
        hits.sort(key=lambda hit: (hit.start, hit.end))
        return hits

    def _find_words(self, text: str, used: bytearray, bounds: set[int] | None) -> list[Hit]:
        hits = []
        search = self._word_pattern.search
        place = 0
        while match := search(text, place):
            start, end = match.span()
            word = self._longest_free(text, start, end, used, bounds)
            if word:
                hits.append(Hit(word, start, start + len(word)))
                place = start + len(word)
            else:
                place = start + 1
        return hits

    def _longest_free(self, text: str, start: int, end: int, used: bytearray, bounds: set[int] | None) -> str:
        for stop in range(end, start, -1):
            word = text[start:stop]
            if word not in self._words or any(used[start:stop]):
                continue
            if stop - start <= SHORT and bounds is not None and not (start in bounds and stop in bounds):
                continue
            return word
        return ""

    def _find_gapped(self, text: str, used: bytearray) -> list[Hit]:
        hits: list[Hit] = []
        if not self._first_pattern:
            return hits
        place = 0
        while match := self._first_pattern.search(text, place):
            start, end = match.span()
            place = start + 1
            for stop in range(end, start, -1):
                for phrase, rest in self._gapped.get(text[start:stop], ()):
                    spans = _follow(text, stop, rest)
                    if spans is None or any(used[start:stop]) or any(any(used[a:b]) for a, b in spans):
                        continue
                    for a, b in ((start, stop), *spans):
                        used[a:b] = b"\x01" * (b - a)
                    hits.append(Hit(phrase, start, spans[-1][1]))
        return hits


def _follow(text: str, place: int, parts: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """Where *parts* follow *place* in order, each within the window and the sentence; None where they don't."""
    spans = []
    for part in parts:
        reach = text[place : place + WINDOW + len(part)]
        end = _SENTENCE_END.search(reach)
        found = reach.find(part, 0, end.start() if end else len(reach))
        if found < 0:
            return None
        spans.append((place + found, place + found + len(part)))
        place = spans[-1][1]
    return spans


def _boundaries(tokens: Sequence[str]) -> set[int]:
    bounds, place = {0}, 0
    for token in tokens:
        place += len(token)
        bounds.add(place)
    return bounds
