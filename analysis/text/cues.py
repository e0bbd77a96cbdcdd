"""Cues of tone and intent (praise, complaint, question, hardship …), and the weight of each clause.

The cue lists are data (`data/reference/nature.yml`); they serve the nature of
a comment and tell which clauses of a mixed comment ask for something.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import NamedTuple

from analysis.reference import settings
from analysis.text.memory import Memory
from analysis.text.phrases import Hit, PhraseSet

# Cues that must be the whole text are looked up, not searched for.
WHOLE = ("whole_empty", "whole_praise", "slogan")

_CLAUSE_END = re.compile(r"[，,。；;！!？?\n]+")
_TURN = re.compile(r"(?:但是?|可是|不过|然而|就是|只是|可惜|唯独|美中不足)")
_TURNS = re.compile(rf"(?:^|[，,。；;！!？?\n]){_TURN.pattern}")
TONES = ("praise", "complaint", "request")
_NO_TONES, _ONLY_PRAISE = frozenset[str](), frozenset({"praise"})
_START = attrgetter("start")
_PRAISE_ASIDE = 0.3
_AFTER_TURN = 1.3


class Clause(NamedTuple):
    """A stretch of text between punctuation marks, with its `TONES` and its weight in deciding the theme."""

    start: int
    end: int
    tones: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class Cues:
    """The cues found in a text: hits by cue name; the clauses are worked out when somebody asks."""

    text: str
    hits: dict[str, list[Hit]]

    def has(self, *names: str) -> bool:
        return any(self.hits.get(name) for name in names)

    def words(self, *names: str) -> list[str]:
        """The phrases found for *names*, in order of the text, without repeats."""
        hits = sorted((hit for name in names for hit in self.hits.get(name, ())), key=lambda hit: hit.start)
        return list(dict.fromkeys(hit.phrase for hit in hits))

    def count(self, *names: str) -> int:
        return sum(len(self.hits.get(name, ())) for name in names)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return _clauses(self.text, self.hits)

    @cached_property
    def _even(self) -> bool:
        """Whether every clause weighs alike: nothing is praised beside a complaint, and no clause turns round."""
        praised = self.has("praise") and self.has("complaint", "request")
        return not praised and not _TURNS.search(self.text)

    def weight_at(self, place: int) -> float:
        """The weight of the clause that holds character *place*."""
        if self._even:
            return 1.0
        number = bisect_right(self.clauses, place, key=lambda clause: clause.end)
        return self.clauses[number].weight if number < len(self.clauses) else 1.0


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(word).lower() for word in words) for name, words in settings("nature").items()}


@cache
def _index() -> tuple[PhraseSet, dict[str, list[str]]]:
    """All cue phrases together, so that 不满意 beats 满意 across the lists, and the cues of each phrase."""
    cues_of: dict[str, list[str]] = {}
    for name, words in _lists().items():
        if name not in WHOLE:
            for word in words:
                cues_of.setdefault(word, []).append(name)
    return PhraseSet(cues_of), cues_of


def cue_phrases() -> PhraseSet:
    """The phrases of all cues that are searched for."""
    return _index()[0]


@cache
def whole(name: str) -> frozenset[str]:
    """The texts (without punctuation) that are wholly of cue *name*."""
    return frozenset(bare(word) for word in _lists()[name])


def says_nothing(text: str) -> bool:
    """Whether *text* (normalised) is wholly empty, wholly praise or wholly a slogan: it names no thing."""
    plain = bare(text)
    return not re.search(r"[\u3400-\u9fffa-z]", plain) or any(plain in whole(name) for name in WHOLE)


_PUNCTUATION = re.compile(r"[\s\W_]+")


def bare(text: str) -> str:
    """*text* without blanks and punctuation."""
    return _PUNCTUATION.sub("", text)


def _find_all(texts: Sequence[str]) -> list[Cues]:
    phrases, cues_of = _index()
    names = [name for name in _lists() if name not in WHOLE]
    found = []
    for text, own in zip(texts, phrases.in_texts.all(texts), strict=True):
        hits: dict[str, list[Hit]] = {name: [] for name in names}
        for hit in own:
            for name in cues_of[hit.phrase]:
                hits[name].append(hit)
        hits["complaint"] = sorted({*hits["complaint"], *hits["negated_praise"]}, key=_START)
        found.append(Cues(text, hits))
    return found


# All cues in a normalised text and its weighted clauses. A denied praise (不满意, 没有改善) counts as a complaint.
find_cues: Memory[str, Cues] = Memory(_find_all)


def turns(text: str, clause: Clause) -> bool:
    """Whether *clause* begins with a word that turns from what was said before: 但是, 就是, 可惜."""
    return _TURN.match(text, clause.start, clause.end) is not None


def _clauses(text: str, hits: dict[str, list[Hit]]) -> tuple[Clause, ...]:
    spans, start = [], 0
    for match in _CLAUSE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    mixed = bool(hits["complaint"] or hits["request"])
    ends = [end for _, end in spans]
    inside: list[frozenset[str]] = [_NO_TONES] * len(spans)
    for name in TONES:
        for hit in hits[name]:
            inside[bisect_right(ends, hit.start)] |= {name}
    clauses = []
    for (begin, end), tones in zip(spans, inside, strict=True):
        weight = 1.0
        if mixed and tones == _ONLY_PRAISE:
            weight = _PRAISE_ASIDE
        elif _TURN.match(text, begin, end):
            weight = _AFTER_TURN
        clauses.append(Clause(begin, end, tones, weight))
    return tuple(clauses)
