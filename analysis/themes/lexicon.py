"""The lexicon engine: which theme a comment is about, told by the words in it.

Each listed phrase found adds its weight to its theme.  A weight is learned
from how rare the words are in general Chinese (jieba's dictionary), not set
by hand.  It counts less where the word only tells a place (学校门口), where
the clause praises while another complains, and when repeated; more in a title
and after 但是.  Everything that counted is kept as evidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from analysis.text.cues import Cues, find_cues
from analysis.text.normalise import normalise
from analysis.text.phrases import GAP, PhraseSet
from analysis.text.segment import rarity, segment
from analysis.themes.taxonomy import Taxonomy

TITLE_WEIGHT = 2.0
LOCATION_WEIGHT = 0.25
LOCATIVES = (
    "门口 门前 旁边 旁 附近 对面 周边 周围 后面 前面 路口 路段 一带 隔壁 边上 外面 背后 出口 入口 围墙 那边 那里 后门 大门 侧门"
).split()
_LONG_PHRASE = 1.25  # of four characters or more, or gapped: seldom by accident
_SECOND_THEME = 0.5  # of the main theme's score, from which a further theme is named too
_SOLID = 1.2  # score at which evidence counts as about two thirds solid


@dataclass(frozen=True)
class Evidence:
    """A phrase that counted for a theme, with what it added."""

    phrase: str
    weight: float


@dataclass(frozen=True)
class Verdict:
    """What the engine says of one text.

    theme: main theme; themes: all, main first; confidence: 0–1 from the margin
    over the second theme and the amount of evidence; evidence: what counted
    for the main theme, heaviest first; runner_up: the second theme or empty.
    """

    theme: str
    themes: tuple[str, ...]
    subtheme: str
    confidence: float
    evidence: tuple[Evidence, ...]
    runner_up: str
    scores: dict[str, float]


class LexiconEngine:
    """Assigns themes of one taxonomy; build it once, use it for many texts."""

    def __init__(self, taxonomy: Taxonomy):
        self.taxonomy = taxonomy
        self._order = {name: i for i, name in enumerate(taxonomy.names)}
        self._themes_of: dict[str, list[str]] = defaultdict(list)
        self._subthemes_of: dict[tuple[str, str], list[str]] = defaultdict(list)
        excludes: list[str] = []
        for theme in taxonomy.themes:
            excludes += theme.excludes
            for word in theme.all_words:
                self._themes_of[word].append(theme.name)
            for sub in theme.subthemes:
                for word in sub.words:
                    self._subthemes_of[theme.name, word].append(sub.name)
        # What one theme excludes another may list: then it counts there.
        self._phrases = PhraseSet([*self._themes_of, *excludes])
        self._weights = {word: self._weight(word) for word in self._themes_of}

    def _weight(self, phrase: str) -> float:
        parts = [part for part in phrase.split(GAP) if part]
        strength = max(rarity(part) for part in parts) / 10
        return strength * (_LONG_PHRASE if len(parts) > 1 or len(phrase) >= 4 else 1.0)

    def assign(self, text: str, title: str = "", cues: Cues | None = None) -> Verdict:
        """The verdict on one comment; *text* and *title* as received, or normalised with *cues* found in it."""
        if cues is None:
            text = normalise(text)
            cues = find_cues(text)
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._count(text, found, cues, 1.0)
        if title:
            self._count(normalise(title), found, None, TITLE_WEIGHT)
        return self._verdict(found)

    def _count(self, text: str, found: dict[str, dict[str, float]], cues: Cues | None, factor: float) -> None:
        repeats: dict[str, int] = defaultdict(int)
        for hit in self._phrases.find(text, segment(text)):
            themes = self._themes_of.get(hit.phrase)
            if not themes:
                continue
            repeats[hit.phrase] += 1
            weight = self._weights[hit.phrase] * factor / repeats[hit.phrase] / len(themes)
            if text.startswith(tuple(LOCATIVES), hit.end):
                weight *= LOCATION_WEIGHT
            if cues is not None:
                weight *= cues.weight_at(hit.start)
            for theme in themes:
                found[theme][hit.phrase] += weight

    def _verdict(self, found: dict[str, dict[str, float]]) -> Verdict:
        scores = {theme: sum(words.values()) for theme, words in found.items()}
        ranked = sorted(scores, key=lambda theme: (-scores[theme], self._order[theme]))
        if not ranked:
            other = self.taxonomy.other
            return Verdict(other, (other,), "", 0.0, (), "", {})
        main = ranked[0]
        top = scores[main]
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        confidence = (top - second) / top * (1 - math.exp(-top / _SOLID))
        words = found[main]
        evidence = tuple(
            Evidence(word, round(words[word], 3)) for word in sorted(words, key=lambda word: (-words[word], word))
        )
        return Verdict(
            theme=main,
            themes=tuple(theme for theme in ranked if theme == main or scores[theme] >= _SECOND_THEME * top),
            subtheme=self._subtheme(main, words),
            confidence=round(confidence, 3),
            evidence=evidence,
            runner_up=ranked[1] if len(ranked) > 1 else "",
            scores={theme: round(scores[theme], 3) for theme in ranked},
        )

    def _subtheme(self, theme: str, words: dict[str, float]) -> str:
        scores: dict[str, float] = defaultdict(float)
        for word, weight in words.items():
            for sub in self._subthemes_of.get((theme, word), ()):
                scores[sub] += weight
        return max(scores, key=lambda sub: (scores[sub], sub)) if scores else ""
