"""Into how many groups, and by which way: what stays the same when part of the comments is missing.

Each way is repeated on random two thirds of the comments, with the word space
learned anew.  A group's stability is the mean over the repeats of the best
Jaccard overlap with any group found there (Hennig 2007, cluster-wise
assessment by resampling: below 0.5 a group counts as dissolved, from 0.6 on
it shows a pattern).  Taken is the division that tells most: each group that
holds and that a few words can tell counts with its comments, times its
stability, times the share of comments outside it, as a group of nearly all
tells nothing.  The stability shown is measured on repeats of its own, so that
the choice doesn't flatter it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from analysis.themes.grouping import KMEANS, NMF, Part, Way, divide, part_of
from analysis.themes.space import WordSpace, fit_space

HOLDS = 0.6  # stability from which a group stands
COVERS = 0.5  # share of a group's comments that must hold one of its typical words
LEAST = 4  # comments a group needs; of three, chance makes one too often
CHOOSING, JUDGING = 10, 20  # repeats to choose by, and to measure what was chosen
KEPT = 2 / 3  # of the comments in each repeat
_NUMBERS = {KMEANS: (2, 3, 4, 5, 6, 8, 10, 12, 15, 20), NMF: (3, 5, 8, 12)}
_EACH = 6  # comments a group should have on average
_TYPICAL = 2  # words that tell a group while ways are compared
_SEED = 2019

Counts = dict[str, sparse.csr_matrix]  # theme → which words each comment that takes part holds


@dataclass(frozen=True)
class Division:
    """The groups of one theme.

    labels: group of each comment, 0, 1, … by size, −1 for none; stability: of
    each group, 0–1; way: method and number asked for, ("", 0) where nothing
    could be divided; tried: one dict a way, with method, number, stability
    (mean over comments in groups) and held (share of comments in groups that hold).
    """

    labels: np.ndarray
    stability: np.ndarray
    way: Way = ("", 0)
    tried: list[dict[str, object]] = field(default_factory=list)


def ways_for(comments: int) -> list[Way]:
    """The ways tried for a theme of so many comments; none where there are too few to divide."""
    return [(method, number) for method, tried in _NUMBERS.items() for number in tried if number * _EACH <= comments]


def learn_space(counts: Counts, background: Counts) -> WordSpace:
    """The word space of all themes together; *background* holds texts that only help to learn it."""
    both = [*counts.items(), *background.items()]
    themes = [theme for theme, part in both for _ in range(part.shape[0])]
    return fit_space(sparse.vstack([part for _, part in both], format="csr"), themes)


def steady_division(counts: Counts, background: Counts, space: WordSpace) -> dict[str, Division]:
    """Divide the comments of each theme; their order must not depend on how they came in.

    space: as `learn_space` gives it for *counts* and *background*.
    """
    # Several threads add up in any order, and the last digit may move a comment.
    with threadpool_limits(1):
        parts = {theme: part_of(space, own) for theme, own in counts.items()}
        found = {theme: divide(part, ways_for(len(part.known))) for theme, part in parts.items()}
        overlaps = _repeat(counts, background, found, range(CHOOSING))
        chosen = {theme: _choose(parts[theme], ways, overlaps[theme], space) for theme, ways in found.items()}
        again = {theme: {best.way: best.labels} if best.way[1] else {} for theme, best in chosen.items()}
        judged = _repeat(counts, background, again, range(CHOOSING, CHOOSING + JUDGING))
    return {
        theme: Division(best.labels, judged[theme].get(best.way, best.stability), best.way, best.tried)
        for theme, best in chosen.items()
    }


def _repeat(
    counts: Counts, background: Counts, found: dict[str, dict[Way, np.ndarray]], rounds: range
) -> dict[str, dict[Way, np.ndarray]]:
    """theme → way → stability of each group in *found*, the mean over the *rounds*."""
    total = {theme: dict.fromkeys(ways, 0.0) for theme, ways in found.items()}
    for number in rounds if any(found.values()) else ():
        chance = np.random.default_rng([_SEED, number])
        rows = {theme: _part_of_rows(own.shape[0], chance) for theme, own in counts.items()}
        some = {theme: counts[theme][kept] for theme, kept in rows.items()}
        space = learn_space(some, background)
        for theme, ways in found.items():
            now = divide(part_of(space, some[theme]), list(ways)) if ways else {}
            for way, labels in ways.items():
                kept = labels[rows[theme]]
                total[theme][way] = total[theme][way] + _overlap(kept, now.get(way, np.full(len(kept), -1)), labels)
    return {
        theme: {way: np.round(value / len(rounds), 3) for way, value in ways.items()} for theme, ways in total.items()
    }


def _part_of_rows(length: int, chance: np.random.Generator) -> np.ndarray:
    return np.sort(chance.choice(length, round(length * KEPT), replace=False))


def _overlap(kept: np.ndarray, now: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """For each group of *labels*, the best Jaccard overlap of what was *kept* of it with a group found *now*."""
    number, others = int(labels.max(initial=-1)) + 1, int(now.max(initial=-1)) + 1
    table = np.zeros((number + 1, others + 1))
    np.add.at(table, (kept, now), 1)  # −1 is the last row or column
    both = table[:number, :others]
    either = table[:number].sum(axis=1)[:, None] + table[:, :others].sum(axis=0)[None, :] - both
    shares = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return shares.max(axis=1, initial=0.0)


def _choose(part: Part, ways: dict[Way, np.ndarray], overlaps: dict[Way, np.ndarray], space: WordSpace) -> Division:
    """The way that tells most, the first of equals; groups that don't hold are dissolved."""
    best, most = Division(np.full(len(part.points), -1), np.zeros(0)), 0.0
    tried: list[dict[str, object]] = []
    for way, labels in ways.items():
        stability = overlaps[way]
        size = np.bincount(labels[labels >= 0], minlength=len(stability))
        holds = (stability >= HOLDS) & (size >= LEAST) & (_covered(part.counts, labels, space) >= COVERS)
        mean, held = (size * stability).sum() / max(size.sum(), 1), size[holds].sum() / max(len(labels), 1)
        tried.append({"method": way[0], "number": way[1], "stability": float(mean), "held": float(held)})
        worth = round(float((size * stability * (1 - size / len(part.known)))[holds].sum()), 6)
        if worth > most:
            best, most = Division(*_kept(labels, stability, size, holds), way), worth
    return replace(best, tried=tried)


def _kept(
    labels: np.ndarray, stability: np.ndarray, size: np.ndarray, holds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Labels and stability of the groups that hold, numbered anew by size; the first comment decides among equals."""
    first = {group: int(np.flatnonzero(labels == group)[0]) for group in np.flatnonzero(holds)}
    order = sorted(first, key=lambda group: (-size[group], first[group]))
    new = np.full(len(holds) + 1, -1)
    new[order] = np.arange(len(order))
    return new[labels], stability[order]


def _covered(counts: sparse.csr_matrix, labels: np.ndarray, space: WordSpace) -> np.ndarray:
    """For each group, the share of its comments that hold one of its `_TYPICAL` most typical words."""
    covered = []
    for group in range(int(labels.max(initial=-1)) + 1):
        inside = labels == group
        if not inside.any():
            covered.append(0.0)
            continue
        weight = typicality(counts, inside) * space.spread
        best = np.argsort(-np.round(weight, 8), kind="stable")[:_TYPICAL]
        covered.append(float(np.asarray(counts[inside][:, best].sum(axis=1) > 0).mean()))
    return np.array(covered)


def typicality(counts: sparse.csr_matrix, inside: np.ndarray) -> np.ndarray:
    """How typical each word is of the rows *inside*: its share there times the log of how many times its share outside."""
    own = np.asarray(counts[inside].mean(axis=0)).ravel()
    rest = np.asarray(counts[~inside].mean(axis=0)).ravel() if (~inside).any() else np.zeros(counts.shape[1])
    return own * np.log((own + 0.01) / (rest + 0.01))
