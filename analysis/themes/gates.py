"""Is a set of themes any good?  Each theme by itself, and how far every two are apart.

`theme_pairs` measures, `check_themes` says what passes a limit: one finding a
row, with its number, the limit and a sentence for the analyst.  Works for the
themes of a taxonomy and for any other division of comments alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from analysis.text.normalise import normalise
from analysis.text.segment import segment
from analysis.themes.discover import FEW, takes_part
from analysis.themes.space import columns_of, count, fit_space, topic_words, weighted
from analysis.themes.taxonomy import Taxonomy

EMPTY, SMALL, WORDS, VOCABULARY, MISTAKEN = "没有意见", "件数太少", "词表重叠", "用词相近", "难以区分"
FINDINGS = ["check", "a", "b", "value", "limit", "detail", "sentence"]
PAIRS = ["a", "b", "overlap", "mistaken", "words"]

# Share of the shorter word list that the other has too.
WORDS_LIMIT = 0.1
# Overlap of the comments' words, in parts of what two random halves of both together have: 1 is one and the same.
# Between the shipped themes at most 0.64 (exemplars) to 0.78 (long messages); halves of one theme mostly above 0.9.
VOCABULARY_LIMIT = 0.85
# Comments that words alone send to the wrong one of two; 0.5 is chance. Between the shipped themes at most 0.29.
MISTAKEN_LIMIT = 0.4
_ENOUGH = 5  # comments of each below which a pair isn't compared
_SHOWN = 5  # words named in a sentence
_DIMENSIONS = 200  # more than for groups: themes differ by many small matters
_HALVINGS = 5
_SEED = 2019


def listed_words(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """The words of each theme of *taxonomy*, its sub-themes' too."""
    return {theme.name: theme.all_words for theme in taxonomy.themes}


def check_themes(
    comments: pd.DataFrame,
    names: Sequence[str],
    pairs: pd.DataFrame,
    words: Mapping[str, Sequence[str]] | None = None,
    by: str = "theme",
) -> pd.DataFrame:
    """What is wrong with a set of themes.

    comments: columns id, *by* and nature (praise and empty comments don't
    count).  names: the themes, in order.  pairs: as `theme_pairs` gives them
    for the same comments.  words: theme → its listed words, where it has a list.
    Returns: columns `FINDINGS`, one row a finding: the themes by themselves
    first, then the pairs; b is empty for a single theme; nothing found, no row.
    """
    sizes = comments[takes_part(comments)].groupby(by)["id"].nunique()
    rows = [*_alone(sizes, names), *_lists(names, words or {}), *_alike(pairs)]
    return pd.DataFrame(rows, columns=FINDINGS)


def verdict(findings: pd.DataFrame, names: Sequence[str], pairs: pd.DataFrame) -> list[str]:
    """The findings as sentences, after one that says what was looked at."""
    looked = f"核对了 {len(names)} 个类、{len(pairs)} 对类"
    if findings.empty:
        return [f"{looked}：没有空类，没有件数太少的类，词表不重叠，每两类都分得开。"]
    return [f"{looked}，有 {len(findings)} 处要看：", *findings["sentence"]]


def _alone(sizes: pd.Series, names: Sequence[str]) -> Iterator[tuple]:
    for name in names:
        size = int(sizes.get(name, 0))
        if size == 0:
            yield EMPTY, name, "", 0.0, 1.0, "", f"“{name}”没有一件意见；长期没有的，可以并入别的类。"
        elif size < FEW:
            sentence = f"“{name}”只有 {size} 件意见，不到 {FEW} 件，不宜单独比较。"
            yield SMALL, name, "", float(size), float(FEW), "", sentence


def _lists(names: Sequence[str], words: Mapping[str, Sequence[str]]) -> Iterator[tuple]:
    for a, b in combinations([name for name in names if words.get(name)], 2):
        both = [word for word in words[a] if word in set(words[b])]
        share = len(both) / min(len(set(words[a])), len(set(words[b])))
        if share >= WORDS_LIMIT:
            detail = "、".join(both[:_SHOWN])
            sentence = f"“{a}”和“{b}”的词表有 {len(both)} 个词相同，占较短一方的 {share:.0%}（{detail}）；请各归一处。"
            yield WORDS, a, b, round(share, 3), WORDS_LIMIT, "、".join(both), sentence


def _alike(pairs: pd.DataFrame) -> Iterator[tuple]:
    for a, b, overlap, mistaken, words in pairs[PAIRS].itertuples(index=False):
        if overlap >= VOCABULARY_LIMIT:
            sentence = (
                f"“{a}”和“{b}”的用词几乎一样（重合是同一类随意分成两半的 {overlap:.0%}，如{words}）；请核对两类的界线。"
            )
            yield VOCABULARY, a, b, overlap, VOCABULARY_LIMIT, words, sentence
        if mistaken >= MISTAKEN_LIMIT:
            sentence = f"凭用词分“{a}”和“{b}”，每 100 件要分错 {mistaken * 100:.0f} 件；两类太像，请合并或把界线写清。"
            yield MISTAKEN, a, b, mistaken, MISTAKEN_LIMIT, "", sentence


def theme_pairs(comments: pd.DataFrame, names: Sequence[str], by: str = "theme") -> pd.DataFrame:
    """How alike every two themes are, told by the words of their comments.

    comments: columns text, nature, *by* and, where there is one, title.
    Returns: columns `PAIRS`, one row a pair, in the order of *names*; themes
    of fewer than five comments are left out.  overlap: of their words, 1 where
    the two are like halves of one theme; mistaken: share of comments nearer to
    the other theme, 0.5 by chance; words: what they share most, joined by 、.
    """
    part = comments[takes_part(comments)]
    titles = part["title"] if "title" in part else [""] * len(part)
    texts = [normalise(f"{title}\n{text}") for title, text in zip(titles, part["text"], strict=True)]
    groups = {name: sorted(texts[row] for row in np.flatnonzero((part[by] == name).to_numpy())) for name in names}
    words = {name: [topic_words(segment(text)) for text in own] for name, own in groups.items() if len(own) >= _ENOUGH}
    columns = columns_of(own for some in words.values() for own in some)
    if len(words) < 2 or not columns:
        return pd.DataFrame(columns=PAIRS)
    counts = {name: count(some, columns) for name, some in words.items()}
    whole = sparse.vstack(list(counts.values()), format="csr")
    weights = np.log(whole.shape[0] / np.asarray(whole.sum(axis=0)).ravel())
    with threadpool_limits(1):
        # The themes have no say in the space, or any two would come out different.
        space = fit_space(whole, [""] * whole.shape[0], _DIMENSIONS)
        points = {name: space.vectors(weighted(own, weights)) for name, own in counts.items()}
    listed, rows = np.array(list(columns)), []
    for a, b in combinations(words, 2):
        overlap, shared = _overlap(counts[a], counts[b], weights)
        rows.append((a, b, overlap, _mistaken(points[a], points[b]), "、".join(listed[shared[:_SHOWN]])))
    return pd.DataFrame(rows, columns=PAIRS)


def _overlap(a: sparse.csr_matrix, b: sparse.csr_matrix, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Overlap of two themes' words in parts of that of random halves of both, and the words that make most of it."""
    both = sparse.vstack([a, b], format="csr")
    chance = np.random.default_rng(_SEED)
    halves = []
    for _ in range(_HALVINGS):
        rows = chance.permutation(both.shape[0])
        halves.append(_common(both[rows[: a.shape[0]]], both[rows[a.shape[0] :]], weights).sum())
    common = np.round(_common(a, b, weights), 9)
    alike = float(np.mean(halves))
    return round(float(common.sum()) / alike if alike else 0.0, 3), np.argsort(-common, kind="stable")


def _common(a: sparse.csr_matrix, b: sparse.csr_matrix, weights: np.ndarray) -> np.ndarray:
    """For each word the smaller of its shares in two sets of comments."""
    shares = [np.asarray(part.sum(axis=0)).ravel() * weights for part in (a, b)]
    return np.minimum(*(share / max(share.sum(), 1e-12) for share in shares))


def _mistaken(a: np.ndarray, b: np.ndarray) -> float:
    """Share of comments nearer to the other theme's centre than to their own's without them; 0.5 at most, as by chance."""
    return round(min(0.5, float(np.mean([_astray(a, b), _astray(b, a)]))), 3)


def _astray(own: np.ndarray, other: np.ndarray) -> float:
    rest = own.sum(axis=0) - own
    home = (own * rest).sum(axis=1) / np.maximum(np.linalg.norm(rest, axis=1), 1e-12)
    away = own @ other.sum(axis=0) / max(np.linalg.norm(other.sum(axis=0)), 1e-12)
    apart = np.round(away - home, 9)
    return float(((apart > 0) + 0.5 * (apart == 0)).mean())
