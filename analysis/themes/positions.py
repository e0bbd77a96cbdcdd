"""Where themes lie on a flat map: the more their comments' words are alike, the nearer."""

from __future__ import annotations

import numpy as np
import pandas as pd

POSITIONS = ["theme", "x", "y"]


def theme_positions(pairs: pd.DataFrame) -> pd.DataFrame:
    """Positions of themes by how much their words overlap.

    pairs: as `gates.theme_pairs` gives them.  Metric multidimensional scaling
    (SMACOF; Borg and Groenen 2005) from the classical solution, so without
    chance: the same pairs give the same map.  Turned and mirrored so that the
    longest spread lies sideways and the first theme to the right and above.
    Returns: columns `POSITIONS`, one row a theme; no rows for fewer than two themes.
    """
    names = _names(pairs)
    if len(names) < 2:
        return pd.DataFrame(columns=POSITIONS).astype({"x": float, "y": float})
    from sklearn.manifold import smacof

    apart = _distances(pairs, names)
    found, _ = smacof(apart, n_components=2, init=_classical(apart), n_init=1, normalized_stress=False)
    return pd.DataFrame({"theme": names, "x": _settled(found)[:, 0], "y": _settled(found)[:, 1]})


def faithfulness(pairs: pd.DataFrame, positions: pd.DataFrame) -> float:
    """How well the map keeps which themes are nearer and which farther: Spearman's rank correlation, 1 is all of it.

    NaN where there are too few themes to tell.
    """
    names = list(positions["theme"])
    if len(names) < 3:
        return float("nan")
    from scipy.spatial.distance import pdist, squareform
    from scipy.stats import spearmanr

    return round(float(spearmanr(squareform(_distances(pairs, names)), pdist(positions[["x", "y"]])).statistic), 2)


def _names(pairs: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys([*pairs["a"], *pairs["b"]]))


def _distances(pairs: pd.DataFrame, names: list[str]) -> np.ndarray:
    place = {name: i for i, name in enumerate(names)}
    apart = np.zeros((len(names), len(names)))
    for a, b, overlap in pairs[["a", "b", "overlap"]].itertuples(index=False):
        apart[place[a], place[b]] = apart[place[b], place[a]] = max(0.0, 1.0 - overlap)
    return apart


def _classical(apart: np.ndarray) -> np.ndarray:
    """Classical scaling (Torgerson 1952): the two strongest directions of the doubly centred squares."""
    centring = np.eye(len(apart)) - 1 / len(apart)
    values, vectors = np.linalg.eigh(-0.5 * centring @ apart**2 @ centring)
    return vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))


def _settled(points: np.ndarray) -> np.ndarray:
    """*points* turned to their main directions, mirrored so that the first lies right and above, rounded."""
    middle = points - points.mean(axis=0)
    _, _, directions = np.linalg.svd(middle, full_matrices=False)
    turned = middle @ directions.T
    return np.round(turned * np.where(turned[0] < -1e-6, -1, 1), 4) + 0.0
