"""Learn labels from labelled examples: a linear model over words and characters, with honest probabilities.

Used for themes and natures alike.  scikit-learn trains it; what is kept are
plain arrays, so a trained model is read back without running anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.layout import REPOSITORY
from analysis.text.dictionary import fingerprint
from analysis.text.segment import CHUNK, content_words, segment

FOLDS = 5
_PENALTY = 1.0  # LinearSVC's C; cross-validated once on the exemplars (docs/benchmarks.md), flat between 0.5 and 1
_TOPICS = 50
_TOPIC_WEIGHTS = (0.0, 1.5)  # cross-validation chooses: topics help to tell themes, and hurt with units
_TEMPERATURES = np.round(np.geomspace(0.1, 2.0, 25), 3)
_VERSION = 9  # of the features, the models and the kept arrays; raise it when they change


class _Features(NamedTuple):
    """What the models see of a text: its words, and codes of its characters and pairs, each with 1 + ln(count)."""

    words: tuple[str, ...]
    weights: np.ndarray
    codes: np.ndarray  # sorted, of one character c or of a pair (c << 21 | d) + `_PAIR`
    code_weights: np.ndarray


_PAIR = 1 << 42  # no single character's code reaches it


@lru_cache(maxsize=2 * CHUNK)
def _features(text: str) -> _Features:
    """The features of a normalised text; blanks don't count."""
    words = {word: count for word, count in Counter(segment(text)).items() if not word.isspace()}
    letters = np.frombuffer("".join(text.split()).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    pairs = (letters[:-1] << 21 | letters[1:]) + _PAIR
    codes, counts = np.unique(np.concatenate([letters, pairs]), return_counts=True)
    return _Features(
        tuple(words), 1 + np.log(np.array(list(words.values()), dtype=float)), codes, 1 + np.log(counts.astype(float))
    )


@dataclass(frozen=True)
class _Vocabulary:
    """The features a model knows: columns of words first, then of codes (in rising order)."""

    words: dict[str, int]
    codes: np.ndarray
    idf: np.ndarray

    @property
    def size(self) -> int:
        return len(self.words) + len(self.codes)

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text: 1 + ln(count), times idf; words and characters each of length 1.

        All texts at once, as numpy pays for every call; a row doesn't depend on the others.
        """
        found = [_features(text) for text in texts]
        known = self.words.get
        words = np.array([known(word, -1) for each in found for word in each.words], dtype=np.int64)
        codes = np.concatenate([np.zeros(0, np.int64), *(each.codes for each in found)])
        places = np.searchsorted(self.codes, codes)
        columns = np.where(self._codes_and_end[places] == codes, places + len(self.words), -1)
        nothing, entries = np.zeros(0), []
        for own, weights, sizes in (
            (words, [each.weights for each in found], [len(each.words) for each in found]),
            (columns, [each.code_weights for each in found], [len(each.codes) for each in found]),
        ):
            hit = own >= 0
            rows = np.repeat(np.arange(len(found)), sizes)[hit]
            values = np.concatenate([nothing, *weights])[hit] * self.idf[own[hit]]
            lengths = np.sqrt(np.bincount(rows, values * values, minlength=len(found)))
            entries.append((values / lengths[rows], rows, own[hit]))
        values, rows, columns = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(found), self.size))

    @cached_property
    def _codes_and_end(self) -> np.ndarray:
        return np.append(self.codes, -1)  # what stands after all codes is none of them


@dataclass(frozen=True)
class LearnedModel:
    """A trained model.

    labels: the labels in order; vocabulary: the features it knows; weights
    (columns × labels), bias: arrays; temperature: turns margins into
    probabilities, chosen on held-out folds.  reach: length in characters of
    all but the longest twentieth of the training texts.  held_out: probabilities of the
    training texts from folds that hadn't seen them (texts × labels).
    """

    labels: tuple[str, ...]
    vocabulary: _Vocabulary
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    reach: float
    held_out: np.ndarray

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probabilities of each label for normalised *texts*: one row a text, columns as `labels`."""
        return _soften(self.vocabulary.matrix(texts) @ self.weights + self.bias, self.temperature)

    def judge(self, texts: Sequence[str], titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities from text and title together, and how far they can be trusted (0–1, one a row).

        A text longer than those the model learned from counts in proportion
        less; a title, where there is one, counts as a text of its own.
        """
        reach = np.minimum(1, self.reach / np.maximum([len(text) for text in texts], 1))[:, None]
        titled = np.array([bool(title) for title in titles], dtype=float)[:, None]
        total = reach * self.probabilities(texts)
        with_title = np.flatnonzero(titled)
        total[with_title] += self.probabilities([titles[row] for row in with_title])
        return total / (reach + titled), ((reach + titled) / (1 + titled))[:, 0]

    def reasons(self, text: str, label: str, most: int = 3) -> list[str]:
        """The content words of *text* that speak most for *label*, strongest first."""
        place, known = self.labels.index(label), self.vocabulary
        weight = {
            word: self.weights[known.words[word], place] * known.idf[known.words[word]]
            for word in dict.fromkeys(content_words(segment(text)))
            if word in known.words
        }
        best = sorted(weight, key=lambda word: (-weight[word], word))
        return [word for word in best[:most] if weight[word] > 0]


def _soften(margins: np.ndarray, temperature: float) -> np.ndarray:
    scaled = (margins - margins.max(axis=1, keepdims=True)) / temperature
    powers = np.exp(scaled)
    return powers / powers.sum(axis=1, keepdims=True)


def train(texts: Sequence[str], labels: Sequence[str]) -> LearnedModel:
    """A model of normalised *texts* and their *labels*; every label needs `FOLDS` texts or more.

    The same texts in the same order give the same model.
    """
    from threadpoolctl import threadpool_limits

    vocabulary = _learn_vocabulary(texts)
    matrix = vocabulary.matrix(texts)
    names = tuple(sorted(set(labels)))
    truth = np.array([names.index(label) for label in labels])
    with threadpool_limits(limits=1):  # threads only wait for each other here, and may add up in another order
        trials = [_cross_validated(matrix, truth, weight) for weight in _TOPIC_WEIGHTS]
        best = min(trials, key=lambda trial: trial.loss)
        weights, bias = _fit(matrix, truth, best.topic_weight)
    return LearnedModel(
        names,
        vocabulary,
        weights,
        bias,
        best.temperature,
        float(np.quantile([len(text) for text in texts], 0.95)),
        best.probabilities,
    )


class _Trial(NamedTuple):
    """A weight of the topics as it did on folds that hadn't seen the texts."""

    topic_weight: float
    loss: float  # mean log loss at the best temperature
    temperature: float
    probabilities: np.ndarray


def _cross_validated(matrix: sparse.csr_matrix, truth: np.ndarray, topic_weight: float) -> _Trial:
    from sklearn.model_selection import StratifiedKFold

    margins = np.zeros((len(truth), truth.max() + 1))
    for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, truth):
        weights, bias = _fit(matrix[seen], truth[seen], topic_weight)
        margins[unseen] = matrix[unseen] @ weights + bias
    own = np.arange(len(truth))
    tried = [(-np.log(np.maximum(_soften(margins, t)[own, truth], 1e-12)).mean(), float(t)) for t in _TEMPERATURES]
    loss, temperature = min(tried)
    return _Trial(topic_weight, loss, temperature, _soften(margins, temperature))


def _fit(matrix: sparse.csr_matrix, truth: np.ndarray, topic_weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns × labels) and bias of a linear model over the features and their topics (LSA).

    Topics are sums of features, so their weights are added to the features'
    own: judging a text costs nothing more.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.svm import LinearSVC

    def linear(seen: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        model = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0).fit(seen, truth)
        weights, bias = model.coef_.T, model.intercept_
        if len(bias) > 1:
            return weights, bias
        # Of two labels scikit-learn keeps one line for both, with opposite signs.
        return np.hstack([-weights, weights]), np.concatenate([-bias, bias])

    if not topic_weight:
        weights, bias = linear(matrix)
        return np.ascontiguousarray(weights), bias.copy()
    number = max(1, min(_TOPICS, matrix.shape[0] // 10))
    topics = topic_weight * TruncatedSVD(number, random_state=0).fit(matrix).components_.T
    weights, bias = linear(sparse.hstack([matrix, matrix @ topics]).tocsr())
    own, of_topics = np.split(weights, [matrix.shape[1]])
    return own + topics @ of_topics, bias


def _learn_vocabulary(texts: Sequence[str]) -> _Vocabulary:
    """Features seen in two texts or more, with their smoothed inverse document frequency."""
    words: Counter[str] = Counter()
    codes: list[np.ndarray] = []
    for text in texts:
        found = _features(text)
        words.update(found.words)
        codes.append(found.codes)
    kept = sorted(word for word, count in words.items() if count > 1)
    every, seen = np.unique(np.concatenate(codes), return_counts=True)
    often = seen > 1
    counts = np.concatenate([[words[word] for word in kept], seen[often]]).astype(float)
    idf = np.log((1 + len(texts)) / (1 + counts)) + 1
    return _Vocabulary({word: i for i, word in enumerate(kept)}, every[often], idf)


# --- keeping what was learned ----------------------------------------------------------


def trained(texts: Sequence[str], labels: Sequence[str]) -> LearnedModel:
    """As `train`, from the cache where the same examples were trained before."""
    key = json.dumps([list(texts), list(labels)], ensure_ascii=False)
    kept = cached(key, lambda: _arrays(train(texts, labels)))
    return LearnedModel(
        labels=tuple(kept["labels"].tolist()),
        vocabulary=_Vocabulary({word: i for i, word in enumerate(kept["words"].tolist())}, kept["codes"], kept["idf"]),
        weights=kept["weights"],
        bias=kept["bias"],
        temperature=float(kept["temperature"]),
        reach=float(kept["reach"]),
        held_out=kept["held_out"],
    )


def _arrays(model: LearnedModel) -> dict[str, np.ndarray]:
    known = model.vocabulary
    return {
        "labels": np.array(model.labels),
        "words": np.array(list(known.words)),
        "codes": known.codes,
        "idf": known.idf,
        "weights": model.weights,
        "bias": model.bias,
        "temperature": np.array(model.temperature),
        "reach": np.array(model.reach),
        "held_out": model.held_out,
    }


def cached(key: str, work: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The arrays *work* gives, worked out once for the same *key* and the same segmentation.

    The cache (`.cache/`, or the folder that MINYI_CACHE names) only saves time
    and may be deleted; where it can't be written every run works anew.
    """
    folder = Path(os.environ.get("MINYI_CACHE") or REPOSITORY / ".cache")
    told = f"{_VERSION} {fingerprint()} {key}"
    path = folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.npz"
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(kept)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        arrays = work()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{path.stem}.{os.getpid()}.part.npz"
        np.savez(partial, **arrays)
        partial.replace(path)
    except OSError:
        pass
    return arrays
