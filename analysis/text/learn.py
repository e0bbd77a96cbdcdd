"""Learn labels from labelled examples: a linear model over words and characters, with honest probabilities.

Used for themes and natures alike.  scikit-learn trains it; what is kept are
plain arrays, so a trained model is read back without running anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.layout import REPOSITORY
from analysis.text.dictionary import fingerprint
from analysis.text.features import words_in
from analysis.text.locatives import without_sites
from analysis.text.segment import content_words
from analysis.text.vocabulary import Vocabulary, learn_vocabulary

FOLDS = 5
_PENALTY = 1.0  # LinearSVC's C; cross-validated once on the exemplars (docs/benchmarks.md), flat between 0.5 and 1
_TOPICS = 50
_TOPIC_WEIGHTS = (0.0, 1.5)  # cross-validation chooses: topics help to tell themes, and hurt with units
# Of a further text beside one that the model is judged by: cross-validated on the exemplars, flat between 0.08 and 0.15.
_FURTHER = 0.12
_SPEAKS = 0.05  # of a word, from which it tells a label; less may be rounding
_TEMPERATURES = np.round(np.geomspace(0.1, 2.0, 25), 3)
_VERSION = 12  # of the features, the models and the kept arrays; raise it when they change


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
    vocabulary: Vocabulary
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
        with_title = np.flatnonzero(titled)
        found = self.probabilities([*texts, *(titles[row] for row in with_title.tolist())])
        total = reach * found[: len(texts)]
        total[with_title] += found[len(texts) :]
        return total / (reach + titled), ((reach + titled) / (1 + titled))[:, 0]

    def reasons_of(self, asked: Sequence[tuple[str, str, str]], most: int = 3) -> list[list[str]]:
        """For each text, label and title (normalised) the content words that speak most for the label, strongest first."""
        parts = [(row, part) for row, (text, _, title) in enumerate(asked) for part in (title, text) if part]
        own = [without_sites(part) for _, part in parts]
        numbers, begins, ends, codes = words_in(own)
        of_text = np.array([row for row, _ in parts], dtype=np.int64)[numbers]
        places = np.array([self.labels.index(label) for _, label, _ in asked], dtype=np.int64)[of_text]
        columns = self.vocabulary.columns(codes)
        speaks = self.weights[columns, places] * self.vocabulary.idf[columns]
        telling = np.flatnonzero((columns >= 0) & (speaks > _SPEAKS) & (ends - begins > 1))
        weights: list[dict[str, float]] = [{} for _ in asked]
        joined, found = "".join(own), (column[telling].tolist() for column in (of_text, begins, ends, speaks))
        for row, begin, end, weight in zip(*found, strict=True):
            weights[row][joined[begin:end]] = weight
        return [sorted(content_words(list(words)), key=lambda word: (-words[word], word))[:most] for words in weights]


def _soften(margins: np.ndarray, temperature: float) -> np.ndarray:
    scaled = (margins - margins.max(axis=1, keepdims=True)) / temperature
    powers = np.exp(scaled)
    return powers / powers.sum(axis=1, keepdims=True)


def train(texts: Sequence[str], labels: Sequence[str], further: Sequence[tuple[str, str]] = ()) -> LearnedModel:
    """A model of normalised *texts* and their *labels*; every label needs `FOLDS` texts or more.

    further: more texts with their labels, that count less and that the model
    is never judged by (they come in bunches told by one hand); those of other
    labels are left out.  The same texts in the same order give the same model.
    """
    from threadpoolctl import threadpool_limits

    names = tuple(sorted(set(labels)))
    further = [(text, label) for text, label in further if label in names]
    every = [*texts, *(text for text, _ in further)]
    vocabulary = learn_vocabulary(every)
    matrix = vocabulary.matrix(every)
    truth = np.array([names.index(label) for label in (*labels, *(label for _, label in further))])
    table = _Table(matrix, truth, len(texts))
    with threadpool_limits(limits=1):  # threads only wait for each other here, and may add up in another order
        # Beside further texts topics only blur, and cost most of the time (cross-validated on the exemplars).
        tried = _TOPIC_WEIGHTS[:1] if further else _TOPIC_WEIGHTS
        trials = [_cross_validated(table, weight) for weight in tried]
        best = min(trials, key=lambda trial: trial.loss)
        weights, bias = _fit(table, np.arange(len(every)), best.topic_weight)
    return LearnedModel(
        names,
        vocabulary,
        weights,
        bias,
        best.temperature,
        float(np.quantile([len(text) for text in texts], 0.95)),
        best.probabilities,
    )


class _Table(NamedTuple):
    """What is learned from: a row a text, its label's place; the first *own* of them are those to be judged by."""

    matrix: sparse.csr_matrix
    truth: np.ndarray
    own: int


class _Trial(NamedTuple):
    """A weight of the topics as it did on folds that hadn't seen the texts."""

    topic_weight: float
    loss: float  # mean log loss at the best temperature
    temperature: float
    probabilities: np.ndarray


def _cross_validated(table: _Table, topic_weight: float) -> _Trial:
    from sklearn.model_selection import StratifiedKFold

    matrix, truth = table.matrix[: table.own], table.truth[: table.own]
    further = np.arange(table.own, len(table.truth))
    margins = np.zeros((len(truth), truth.max() + 1))
    for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, truth):
        weights, bias = _fit(table, np.concatenate([seen, further]), topic_weight)
        margins[unseen] = matrix[unseen] @ weights + bias
    own = np.arange(len(truth))
    tried = [(-np.log(np.maximum(_soften(margins, t)[own, truth], 1e-12)).mean(), float(t)) for t in _TEMPERATURES]
    loss, temperature = min(tried)
    return _Trial(topic_weight, loss, temperature, _soften(margins, temperature))


def _fit(table: _Table, rows: np.ndarray, topic_weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns × labels) and bias of a linear model over the features and their topics (LSA) of *rows*.

    Topics are sums of features, so their weights are added to the features'
    own: judging a text costs nothing more.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.svm import LinearSVC

    matrix, truth, counts = table.matrix[rows], table.truth[rows], np.where(rows < table.own, 1.0, _FURTHER)

    def linear(seen: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        model = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0).fit(seen, truth, sample_weight=counts)
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


# --- keeping what was learned ----------------------------------------------------------


def trained(texts: Sequence[str], labels: Sequence[str], further: Sequence[tuple[str, str]] = ()) -> LearnedModel:
    """As `train`, from the cache where the same examples were trained before."""
    key = json.dumps([list(texts), list(labels), list(further)], ensure_ascii=False)
    kept = cached(key, lambda: _arrays(train(texts, labels, further)))
    return LearnedModel(
        labels=tuple(kept["labels"].tolist()),
        vocabulary=Vocabulary(kept["codes"], kept["idf"]),
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
