"""The theme engine: listed words first, and what was learned from examples where that does better.

Two voices are mixed: the lexicon (what the listed words say, with evidence)
and a linear model learned from the taxonomy's exemplars, and beside them from the
examples of the catalogue's matters that it sorts into themes.  How much the model
may say is chosen by cross-validation on the exemplars, and nothing where it
doesn't beat the lexicon there; a taxonomy without exemplars uses the lexicon
alone.  Confidence is calibrated on the held-out folds: of labels given with
0.8, about 80 % of the exemplars were right there (they were written to be hard,
so everyday comments fare better).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.text.cues import says_nothing
from analysis.text.learn import FOLDS, LearnedModel, cached, trained
from analysis.text.normalise import normalise
from analysis.themes.calibration import Calibration, calibrate, margin, signs, sure
from analysis.themes.cases import examples_of
from analysis.themes.exemplars import Exemplar, load_exemplars
from analysis.themes.lexicon import LexiconEngine, LexiconVerdict
from analysis.themes.taxonomy import Taxonomy

BY_WORDS, BY_EXAMPLES, BY_RULE = "词库", "学习", "规则"
_SOLID = 1.2  # lexicon score at which evidence counts as about two thirds solid
_ROUNDING = 1e-9
_VERSION = 4  # of what is cached here


@dataclass(frozen=True)
class Verdict:
    """What the engine says of one text.

    theme: main theme; confidence: 0–1; evidence:
    phrases (or learned words) that counted for the main theme, heaviest
    first; labelled_by: 词库, 学习 or 规则; runner_up: the second theme or empty;
    by_words: the theme the listed words speak for, empty where there is none;
    practised: whether the learned voice knows enough examples of the theme.
    """

    theme: str
    subtheme: str
    confidence: float
    evidence: tuple[str, ...]
    labelled_by: str
    runner_up: str
    by_words: str
    practised: bool


class ThemeEngine:
    """Assigns the themes of one taxonomy; build it once, use it for many texts."""

    def __init__(self, taxonomy: Taxonomy, corrected: Sequence[tuple[str, str]] = ()):
        """*corrected*: (text as received, theme) of comments that people have put right; learned from like exemplars."""
        self.taxonomy = taxonomy
        self.lexicon = LexiconEngine(taxonomy)
        self._names = taxonomy.names
        examples = _usable(taxonomy, corrected)
        self.model: LearnedModel | None = None
        self._calibration: Calibration | None = None
        if examples:
            texts = [example.text for example in examples]
            themes = [example.theme for example in examples]
            further = [(text, theme.name) for theme in taxonomy.themes for text in examples_of(theme.matters)]
            self.model = trained(texts, themes, further)
            checking = np.array([example.checking for example in examples])
            known = [texts, themes, checking.tolist(), further]
            self._calibration = self._calibrated(known, checking if checking.any() else ~checking)

    @property
    def mix(self) -> float:
        """The learned model's share, 0–1; 0 where the lexicon decides alone."""
        return self._calibration.mix if self._calibration else 0.0

    def held_out(self) -> list[tuple[str, str, float]]:
        """Given theme, true theme and confidence of each checking exemplar, by folds that hadn't seen it."""
        if self._calibration is None:
            return []
        known = zip(self._calibration.given, self._calibration.truth, self._calibration.sure, strict=True)
        return [(self._names[given], self._names[true], round(float(sure), 3)) for given, true, sure in known]

    def assign(self, texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Verdict]:
        """The verdict on each comment; *texts* and *titles* as received."""
        normal = normalise.all(texts)
        heads = normalise.all(titles) if titles is not None else [""] * len(normal)
        heads = ["" if head == text else head for head, text in zip(heads, normal, strict=True)]
        found = self.lexicon.assign_all(normal, heads)
        shares, learned, mixed = self._voices(normal, heads, found)
        confidence = self._confidence(mixed, shares, learned, found)
        confidence[~mixed.any(axis=1)] = 0
        nothing = _saying_nothing(normal, heads, found)
        mixed[nothing], confidence[nothing] = 0, 1
        orders = np.argsort(-mixed, axis=1, kind="stable")[:, :2].tolist()
        reasons = self._reasons(normal, found, mixed.any(axis=1).tolist(), [order[0] for order in orders])
        rows = zip(found, mixed.tolist(), orders, confidence.tolist(), reasons, strict=True)
        return [self._verdict(*row) for row in rows]

    def themes(self, texts: Sequence[str]) -> list[str]:
        """The main themes of *texts* (as received, without titles), as `assign` gives them, for less work."""
        normal = normalise.all(texts)
        heads = [""] * len(normal)
        found = self.lexicon.assign_all(normal, heads)
        mixed = self._lexicon_shares(found)
        # Where the words' best theme is further ahead than the model can make up for, it isn't asked.
        unsure = np.flatnonzero((1 - self.mix) * margin(mixed) <= self.mix + _ROUNDING).tolist()
        if unsure:
            texts, titles, some = ([column[row] for row in unsure] for column in (normal, heads, found))
            _, _, mixed[unsure] = self._voices(texts, titles, some)
        mixed[_saying_nothing(normal, heads, found)] = 0
        best = np.where(mixed.any(axis=1), mixed.argmax(axis=1), self._names.index(self.taxonomy.other))
        return [self._names[row] for row in best.tolist()]

    def _voices(
        self, texts: Sequence[str], titles: Sequence[str], found: Sequence[LexiconVerdict]
    ) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
        """What the lexicon says, what the model says, and both mixed: one row a text, one column a theme."""
        shares = self._lexicon_shares(found)
        learned, mix = self._learned_shares(texts, titles, found)
        return (
            shares,
            learned,
            shares.copy() if learned is None else mix[:, None] * learned + (1 - mix[:, None]) * shares,
        )

    def _learned_shares(
        self, texts: Sequence[str], titles: Sequence[str], found: Sequence[LexiconVerdict]
    ) -> tuple[np.ndarray | None, np.ndarray]:
        """What the model says, and its share in the mix for each row: less for texts beyond its experience."""
        if self.model is None:
            return None, np.zeros(len(texts))
        # Without a share in the mix it still tells how sure the label is.
        probabilities, trust = self.model.judge(texts, titles)
        # A theme that has no exemplars yet is known to the lexicon alone: where its words lead, they decide.
        known = np.array([not verdict.scores or verdict.best in self.model.labels for verdict in found])
        return self._in_order(probabilities), self.mix * trust * known

    def _in_order(self, probabilities: np.ndarray) -> np.ndarray:
        """The model's probabilities in the taxonomy's order of themes."""
        shares = np.zeros((len(probabilities), len(self._names)))
        shares[:, [self._names.index(label) for label in self.model.labels]] = probabilities
        return shares

    def _lexicon_shares(self, found: Sequence[LexiconVerdict]) -> np.ndarray:
        shares = np.zeros((len(found), len(self._names)))
        for row, verdict in enumerate(found):
            total = sum(verdict.scores.values())
            for theme, score in verdict.scores.items():
                shares[row, self._names.index(theme)] = score / total
        return shares

    def _reasons(
        self, texts: Sequence[str], found: Sequence[LexiconVerdict], known: list[bool], places: list[int]
    ) -> list[tuple[str, ...]]:
        """The learned words that speak for each text's theme; empty where listed ones do, or where it isn't *known*."""
        reasons: list[tuple[str, ...]] = [()] * len(texts)
        if self.model is None:
            return reasons
        themes = [self._names[place] for place in places]
        rows = [
            row
            for row, (own, theme) in enumerate(zip(found, themes, strict=True))
            if known[row] and theme in self.model.labels and not own.words.get(theme)
        ]
        for row, words in zip(
            rows, self.model.reasons_of([(texts[row], themes[row], "") for row in rows]), strict=True
        ):
            reasons[row] = tuple(words)
        return reasons

    def _verdict(
        self, found: LexiconVerdict, mixed: list[float], order: list[int], confidence: float, reasons: tuple[str, ...]
    ) -> Verdict:
        """order: the places of the first two of *mixed*; reasons: the evidence where no listed word is."""
        if not any(mixed):
            other = self.taxonomy.other
            return Verdict(other, "", confidence, (), BY_RULE, "", "", True)
        main, second = self._names[order[0]], self._names[order[1]] if len(order) > 1 else ""
        words = found.words.get(main, {})
        return Verdict(
            theme=main,
            subtheme=self.lexicon.subtheme(main, words),
            confidence=round(confidence, 3),
            evidence=tuple(words) or reasons,
            labelled_by=BY_WORDS if words and found.best == main else BY_EXAMPLES,
            runner_up=second if len(order) > 1 and mixed[order[1]] > 0 else "",
            by_words=found.best,
            practised=self.model is None or main in self.model.labels,
        )

    def _confidence(
        self, mixed: np.ndarray, shares: np.ndarray, learned: np.ndarray | None, found: Sequence[LexiconVerdict]
    ) -> np.ndarray:
        """How sure each row's best theme is, 0–1."""
        evidence = _evidence(found)
        if learned is None:
            # Without examples: the margin, less where there is little evidence. An order, not a probability.
            return margin(mixed) * (1 - np.exp(-evidence / _SOLID))
        return sure(signs(mixed, shares, learned, evidence), self._calibration.weights)

    def _calibrated(self, known: list, checking: np.ndarray) -> Calibration:
        """As `_calibrate`; *known*: all that was learned from, the texts and themes first."""
        words = [(theme.name, theme.all_words, theme.excludes) for theme in self.taxonomy.themes]
        key = json.dumps([_VERSION, words, known], ensure_ascii=False)
        kept = cached(key, lambda: self._calibrate(known[0], known[1], checking))
        return Calibration(float(kept["mix"]), kept["weights"], kept["given"], kept["truth"], kept["sure"])

    def _calibrate(self, texts: list[str], themes: list[str], checking: np.ndarray) -> dict[str, np.ndarray]:
        """As `calibrate` does it, from the examples that were kept from the writers of the word lists.

        On the others the lists look better than they are.
        """
        fair = [text for text, own in zip(texts, checking, strict=True) if own]
        found = self.lexicon.assign_all(fair, [""] * len(fair))
        shares, learned = self._lexicon_shares(found), self._in_order(self.model.held_out)[checking]
        truth = np.array([self._names.index(theme) for theme in themes])[checking]
        return calibrate(shares, learned, _evidence(found), truth, self._names.index(self.taxonomy.other))


def _evidence(found: Sequence[LexiconVerdict]) -> np.ndarray:
    """The score of each row's best theme; 0 where no listed word was found."""
    return np.array([max(verdict.scores.values(), default=0.0) for verdict in found])


def _saying_nothing(texts: Sequence[str], titles: Sequence[str], found: Sequence[LexiconVerdict]) -> list[int]:
    """The rows that name no thing: they are 其他 (编码手册 一.6) and look like none of the examples."""
    silent = enumerate(zip(texts, titles, found, strict=True))
    return [row for row, (text, title, own) in silent if not title and not own.scores and says_nothing(text)]


def _usable(taxonomy: Taxonomy, corrected: Sequence[tuple[str, str]] = ()) -> list[Exemplar]:
    """Exemplars and corrected comments of this taxonomy's themes, of those with enough of them to be held out."""
    every = list(load_exemplars(taxonomy.exemplars)) if taxonomy.exemplars else []
    # No writer of word lists has seen a corrected comment: all of them may check.
    every += [Exemplar(normalise(text), theme, "", "", checking=True) for text, theme in corrected]
    own = [example for example in every if example.theme in taxonomy.names]
    counts = Counter(example.theme for example in own)
    enough = {theme for theme, count in counts.items() if count >= FOLDS}
    return [example for example in own if example.theme in enough] if len(enough) > 1 else []
