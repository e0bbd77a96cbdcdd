"""The lexicon engine: which theme a comment is about, told by the words in it.

Each listed phrase found adds its weight to its theme.  A weight is learned
from how rare the words are in general Chinese (jieba's dictionary), not set
by hand.  It counts less where the word only tells a place (学校门口), where
the clause praises while another complains, and when repeated; more in a title
and after 但是.  Everything that counted is kept as evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.text.clauses import Clauses
from analysis.text.cues import cue_phrases, find_cues
from analysis.text.locatives import LOCATIVES
from analysis.text.memory import Memory
from analysis.text.phrases import GAP, Hits, PhraseSet, telling
from analysis.text.segment import Part
from analysis.themes.taxonomy import Taxonomy

TITLE_WEIGHT = 2.0
LOCATION_WEIGHT = 0.25
_OPENS_LOCATIVE = frozenset(word[0] for word in LOCATIVES)
_LONG_PHRASE = 1.25  # of four characters or more, or gapped: seldom by accident


@dataclass(frozen=True)
class LexiconVerdict:
    """What the words of one text say.

    scores: theme → sum of what counted for it, best first (ties in the
    taxonomy's order); empty where no listed phrase was found.
    words: theme → phrase → what it counted, heaviest first.
    """

    scores: dict[str, float]
    words: dict[str, dict[str, float]]

    @property
    def best(self) -> str:
        """The theme with the highest score; empty where nothing was found."""
        return next(iter(self.scores), "")


_NOTHING = LexiconVerdict({}, {})


def _by_weight(word: tuple[str, float]) -> tuple[float, str]:
    return -word[1], word[0]


class LexiconEngine:
    """Assigns themes of one taxonomy; build it once, use it for many texts."""

    def __init__(self, taxonomy: Taxonomy):
        self.taxonomy = taxonomy
        self._order = {name: i for i, name in enumerate(taxonomy.names)}
        self._themes_of: dict[str, list[str]] = {}
        self._subthemes_of: dict[tuple[str, str], list[str]] = defaultdict(list)
        excludes: list[str] = []
        for theme in taxonomy.themes:
            excludes += theme.excludes
            for word in theme.all_words:
                self._themes_of.setdefault(word, []).append(theme.name)
            for sub in theme.subthemes:
                for word in sub.words:
                    self._subthemes_of[theme.name, word].append(sub.name)
        # What one theme excludes another may list: then it counts there.
        self._phrases = PhraseSet([*self._themes_of, *excludes])
        self._weights = {word: self._weight(word) for word in self._themes_of}
        # A text is looked at as a comment, for its issues and as one of them.
        self._remembered: Memory[tuple[str, str], LexiconVerdict] = Memory(self._look)

    def _weight(self, phrase: str) -> float:
        return telling(phrase) * (_LONG_PHRASE if len(phrase) >= 4 or GAP in phrase.strip(GAP) else 1.0)

    def assign(self, text: str, title: str = "") -> LexiconVerdict:
        """What the words of one comment say; *text* and *title* normalised.  Treat it as read-only."""
        return self._remembered((text, title))

    def assign_all(self, texts: Sequence[str], titles: Sequence[str]) -> list[LexiconVerdict]:
        """As `assign`, of many comments at once."""
        return self._remembered.all(list(zip(texts, titles, strict=True)))

    def assign_alike(self, text: str, parts: Sequence[Part]) -> None:
        """Prepare for the *parts* of *text* (normalised), as `cut_alike` gives them: its hits tell theirs."""
        self._phrases.find_alike(text, parts)
        cue_phrases().find_alike(text, parts)

    def _look(self, comments: Sequence[tuple[str, str]]) -> list[LexiconVerdict]:
        texts, titles = [text for text, _ in comments], [title for _, title in comments]
        # Titles have no cues to look for; but the same texts together are laid out and searched once for all phrases.
        together = [*texts, *titles]
        hits = self._phrases.in_texts.all(together)
        cue_phrases().in_texts.all(together)
        verdicts = []
        for (text, title), own, in_title, cues in zip(
            comments, hits[: len(texts)], hits[len(texts) :], find_cues.all(texts), strict=True
        ):
            found: dict[str, dict[str, float]] = {}
            self._count(text, own, found, cues.clauses if cues.clauses.weights else None, 1.0)
            if title:
                self._count(title, in_title, found, None, TITLE_WEIGHT)
            verdicts.append(self._verdict(found))
        return verdicts

    def _verdict(self, found: dict[str, dict[str, float]]) -> LexiconVerdict:
        if not found:
            return _NOTHING
        scores = {theme: sum(words.values()) for theme, words in found.items()}
        ranked = sorted(scores, key=lambda theme: (-scores[theme], self._order[theme])) if len(scores) > 1 else scores
        return LexiconVerdict(
            {theme: scores[theme] for theme in ranked},
            {theme: dict(sorted(found[theme].items(), key=_by_weight)) for theme in ranked},
        )

    def _count(
        self, text: str, hits: Hits, found: dict[str, dict[str, float]], uneven: Clauses | None, factor: float
    ) -> None:
        """uneven: the clauses of *text*; None where all weigh 1."""
        repeats: dict[str, int] = {}
        for phrase, start, end in zip(*hits, strict=True):
            themes = self._themes_of.get(phrase)
            if not themes:
                continue
            repeats[phrase] = repeated = repeats.get(phrase, 0) + 1
            weight = self._weights[phrase] * factor / repeated / len(themes)
            if text[end : end + 1] in _OPENS_LOCATIVE and text.startswith(LOCATIVES, end):
                weight *= LOCATION_WEIGHT
            if uneven is not None:
                weight *= uneven.weight_at(start)
            for theme in themes:
                words = found.setdefault(theme, {})
                words[phrase] = words.get(phrase, 0.0) + weight

    def subtheme(self, theme: str, words: dict[str, float]) -> str:
        """The sub-theme of *theme* that the found *words* speak most for; empty where none does."""
        scores: dict[str, float] = defaultdict(float)
        for word, weight in words.items():
            for sub in self._subthemes_of.get((theme, word), ()):
                scores[sub] += weight
        return max(scores, key=lambda sub: (scores[sub], sub)) if scores else ""
