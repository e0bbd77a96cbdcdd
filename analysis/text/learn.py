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
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import sparse

from analysis.layout import REPOSITORY
from analysis.text.segment import CHUNK, content_words, segment

FOLDS = 5
_PENALTY = 1.0  # LinearSVC's C; cross-validated once on the exemplars (docs/benchmarks.md), flat between 0.5 and 1
_TEMPERATURES = np.round(np.geomspace(0.1, 2.0, 25), 3)
_VERSION = 5  # of the features and the kept arrays; raise it when they change


def _words(text: str) -> list[str]:
    return [f"w:{word}" for word in segment(text) if word.strip()]


def _characters(text: str) -> list[str]:
    """Single characters and pairs, blanks left out."""
    letters = "".join(text.split())
    return [*letters, *map("".join, pairwise(letters))]


@lru_cache(maxsize=2 * CHUNK)
def _counts(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """How often each word, and each character or pair, stands in *text*."""
    return Counter(_words(text)), Counter(_characters(text))


def _vectors(texts: Sequence[str], columns: dict[str, int], idf: np.ndarray) -> sparse.csr_matrix:
    """Texts as rows of 1 + ln(count) · idf, words and characters each of length 1."""
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for text in texts:
        for part in _counts(text):
            known = [(columns[feature], count) for feature, count in part.items() if feature in columns]
            if not known:
                continue
            places, counts = zip(*known, strict=True)
            values = (1 + np.log(counts)) * idf[list(places)]
            indices.extend(places)
            data.extend(values / np.linalg.norm(values))
        starts.append(len(indices))
    return sparse.csr_matrix((data, indices, starts), shape=(len(texts), len(columns)))


@dataclass(frozen=True)
class LearnedModel:
    """A trained model.

    labels: the labels in order; columns: feature → column; idf, weights
    (columns × labels), bias: arrays; temperature: turns margins into
    probabilities, chosen on held-out folds.  reach: length in characters of
    all but the longest twentieth of the training texts.  held_out: probabilities of the
    training texts from folds that hadn't seen them (texts × labels).
    """

    labels: tuple[str, ...]
    columns: dict[str, int]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    reach: float
    held_out: np.ndarray

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probabilities of each label for normalised *texts*: one row a text, columns as `labels`."""
        margins = _vectors(texts, self.columns, self.idf) @ self.weights + self.bias
        return _soften(margins, self.temperature)

    def judge(self, texts: Sequence[str], titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities from text and title together, and how far they can be trusted (0–1, one a row).

        A text longer than those the model learned from counts in proportion
        less; a title, where there is one, counts as a text of its own.
        """
        reach = np.minimum(1, self.reach / np.maximum([len(text) for text in texts], 1))[:, None]
        titled = np.array([bool(title) for title in titles], dtype=float)[:, None]
        total = reach * self.probabilities(texts) + titled * self.probabilities(titles)
        return total / (reach + titled), ((reach + titled) / (1 + titled))[:, 0]

    def reasons(self, text: str, label: str, most: int = 3) -> list[str]:
        """The content words of *text* that speak most for *label*, strongest first."""
        place = self.labels.index(label)
        weight = {
            word: self.weights[self.columns[f"w:{word}"], place] * self.idf[self.columns[f"w:{word}"]]
            for word in dict.fromkeys(content_words(segment(text)))
            if f"w:{word}" in self.columns
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
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    columns, idf = _vocabulary(texts)
    matrix = _vectors(texts, columns, idf)
    names = tuple(sorted(set(labels)))
    truth = np.array([names.index(label) for label in labels])

    def fit(rows: np.ndarray | slice) -> LinearSVC:
        return LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0).fit(matrix[rows], truth[rows])

    margins = np.zeros((len(texts), len(names)))
    for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, truth):
        margins[unseen] = fit(seen).decision_function(matrix[unseen])
    own = np.arange(len(texts))
    loss = [-np.log(np.maximum(_soften(margins, t)[own, truth], 1e-12)).mean() for t in _TEMPERATURES]
    temperature = float(_TEMPERATURES[int(np.argmin(loss))])
    model = fit(slice(None))
    return LearnedModel(
        names,
        columns,
        idf,
        model.coef_.T.copy(),
        model.intercept_.copy(),
        temperature,
        float(np.quantile([len(text) for text in texts], 0.95)),
        _soften(margins, temperature),
    )


def _vocabulary(texts: Sequence[str]) -> tuple[dict[str, int], np.ndarray]:
    """Features seen in two texts or more, and their smoothed inverse document frequency."""
    seen: dict[str, int] = {}
    for text in texts:
        for part in _counts(text):
            for feature in part:
                seen[feature] = seen.get(feature, 0) + 1
    kept = sorted(feature for feature, count in seen.items() if count > 1)
    counts = np.array([seen[feature] for feature in kept], dtype=float)
    return {feature: i for i, feature in enumerate(kept)}, np.log((1 + len(texts)) / (1 + counts)) + 1


# --- keeping what was learned ----------------------------------------------------------


def trained(texts: Sequence[str], labels: Sequence[str]) -> LearnedModel:
    """As `train`, from the cache where the same examples were trained before."""
    key = json.dumps([_VERSION, list(texts), list(labels)], ensure_ascii=False)
    kept = cached(key, lambda: _arrays(train(texts, labels)))
    return LearnedModel(
        labels=tuple(kept["labels"].tolist()),
        columns={feature: i for i, feature in enumerate(kept["columns"].tolist())},
        idf=kept["idf"],
        weights=kept["weights"],
        bias=kept["bias"],
        temperature=float(kept["temperature"]),
        reach=float(kept["reach"]),
        held_out=kept["held_out"],
    )


def _arrays(model: LearnedModel) -> dict[str, np.ndarray]:
    return vars(model) | {
        "labels": np.array(model.labels),
        "columns": np.array(list(model.columns)),
        "temperature": np.array(model.temperature),
        "reach": np.array(model.reach),
    }


def cached(key: str, work: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The arrays *work* gives, worked out once for the same *key*.

    The cache (`.cache/`, or the folder that MINYI_CACHE names) only saves time
    and may be deleted; where it can't be written every run works anew.
    """
    folder = Path(os.environ.get("MINYI_CACHE") or REPOSITORY / ".cache")
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.npz"
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
