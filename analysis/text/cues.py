"""Cues of tone and intent (praise, complaint, question, hardship …), and the weight of each clause.

The cue lists are data (`data/reference/nature.yml`); they serve the nature of
a comment and tell which clauses of a mixed comment ask for something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analysis.reference import settings
from analysis.text.clauses import COMPLAINT, PRAISE, REQUEST, Clauses, clauses_of
from analysis.text.memory import Memory
from analysis.text.phrases import PhraseSet

# Cues that must be the whole text are looked up, not searched for.
WHOLE = ("whole_empty", "whole_praise", "slogan")

TONES = {"praise": PRAISE, "complaint": COMPLAINT, "request": REQUEST}


class Cues(NamedTuple):
    """The cues found in a text: their phrases in its order and their names; the text's clauses with their tones."""

    phrases: list[str]
    names: frozenset[str]
    clauses: Clauses

    def has(self, *names: str) -> bool:
        return not self.names.isdisjoint(names)

    def words(self, *names: str) -> list[str]:
        """The phrases found for *names*, in order of the text, without repeats."""
        if not self.has(*names):
            return []
        cues_of = _index()[1]
        return [phrase for phrase in dict.fromkeys(self.phrases) if not cues_of[phrase].isdisjoint(names)]

    def weight_at(self, place: int) -> float:
        """The weight of the clause that holds character *place*."""
        return self.clauses.weight_at(place)


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(word).lower() for word in words) for name, words in settings("nature").items()}


@cache
def _index() -> tuple[PhraseSet, dict[str, frozenset[str]]]:
    """All cue phrases together, so that 不满意 beats 满意 across the lists, and the cues of each phrase.

    A denied praise (不满意, 没有改善) counts as a complaint.
    """
    cues_of: dict[str, set[str]] = {}
    for name, words in _lists().items():
        if name not in WHOLE:
            for word in words:
                cues_of.setdefault(word, set()).update((name, "complaint") if name == "negated_praise" else (name,))
    return PhraseSet(cues_of), {word: frozenset(names) for word, names in cues_of.items()}


@cache
def _tone_of() -> dict[str, int]:
    """The tones of each cue phrase, added up."""
    return {word: sum(tone for name, tone in TONES.items() if name in names) for word, names in _index()[1].items()}


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
    tone_of = _tone_of()
    found = phrases.in_texts.all(texts)
    tones = [[tone_of[phrase] for phrase in hits.phrases] for hits in found]
    names = [frozenset().union(*[cues_of[phrase] for phrase in hits.phrases]) for hits in found]
    clauses = clauses_of(texts, tones, [hits.starts for hits in found])
    return [Cues(hits.phrases, *each) for hits, *each in zip(found, names, clauses, strict=True)]


# All cues in a normalised text and its weighted clauses.
find_cues: Memory[str, Cues] = Memory(_find_all)
