"""Cues of tone and intent (praise, complaint, question, hardship …), and the weight of each clause.

The cue lists are data (`data/reference/nature.yml`); they serve the nature of
a comment and tell which clauses of a mixed comment ask for something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from analysis.reference import settings
from analysis.text.clauses import COMPLAINT, PRAISE, REQUEST, Clauses, clauses_of
from analysis.text.memory import Memory
from analysis.text.phrases import Hit, PhraseSet

# Cues that must be the whole text are looked up, not searched for.
WHOLE = ("whole_empty", "whole_praise", "slogan")

_START = attrgetter("start")
TONES = {"praise": PRAISE, "complaint": COMPLAINT, "request": REQUEST}


@dataclass(frozen=True)
class Cues:
    """The cues found in a text: hits by cue name, where there are any; the text's clauses with their tones."""

    hits: dict[str, list[Hit]]
    clauses: Clauses

    def has(self, *names: str) -> bool:
        return any(self.hits.get(name) for name in names)

    def words(self, *names: str) -> list[str]:
        """The phrases found for *names*, in order of the text, without repeats."""
        hits = sorted((hit for name in names for hit in self.hits.get(name, ())), key=lambda hit: hit.start)
        return list(dict.fromkeys(hit.phrase for hit in hits))

    def count(self, *names: str) -> int:
        return sum(len(self.hits.get(name, ())) for name in names)

    @property
    def uneven(self) -> bool:
        """Whether some clause weighs more or less than 1."""
        return bool(self.clauses.weights)

    def weight_at(self, place: int) -> float:
        """The weight of the clause that holds character *place*."""
        return self.clauses.weight_at(place)


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(word).lower() for word in words) for name, words in settings("nature").items()}


@cache
def _index() -> tuple[PhraseSet, dict[str, list[str]]]:
    """All cue phrases together, so that 不满意 beats 满意 across the lists, and the cues of each phrase."""
    cues_of: dict[str, list[str]] = {}
    for name, words in _lists().items():
        if name not in WHOLE:
            for word in dict.fromkeys(words):
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
    found: list[dict[str, list[Hit]]] = []
    for own in phrases.in_texts.all(texts):
        hits: dict[str, list[Hit]] = {}
        for hit in own:
            for name in cues_of[hit.phrase]:
                hits.setdefault(name, []).append(hit)
        if "negated_praise" in hits:
            hits["complaint"] = sorted({*hits.get("complaint", ()), *hits["negated_praise"]}, key=_START)
        found.append(hits)
    starts = [[(tone, hit.start) for name, tone in TONES.items() for hit in hits.get(name, ())] for hits in found]
    return [Cues(*each) for each in zip(found, clauses_of(texts, starts), strict=True)]


# All cues in a normalised text and its weighted clauses. A denied praise (不满意, 没有改善) counts as a complaint.
find_cues: Memory[str, Cues] = Memory(_find_all)
