"""The catalogue of matters (事项): what residents complain of, finer than a theme (放学太早要托管, 渔船油补减少).

810 matters with some two dozen ways to tell each (`themes.cases`), most of one
of 30 kinds (贵, 办得慢, 拖欠未发).  No comment is given a matter or a kind as its
label; how alike two comments point among the matters, and apart from that
among the kinds, is what tells one matter told in other words from two
troubles of one service (`signs`, `strength`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.errors import Fault, InputFaults
from analysis.tasks.matters import CITY, REGION, SITE
from analysis.text.bearings import BearingModel, bearing_model
from analysis.themes.cases import CATALOGUE, load_cases

_TOLD = 0.15  # share of the sharp likeness from which a matter is worth naming


@cache
def _scopes() -> dict[str, str]:
    """How far each matter of the catalogue reaches: `SITE`, `REGION` or `CITY`, as of the objects of matters.yml."""
    scopes = {case.name: case.scope for case in load_cases().values()}
    if faults := [
        Fault("matter_scope", file=CATALOGUE, row=number, value=scope)
        for number, scope in enumerate(scopes.values(), 2)
        if scope not in (SITE, REGION, CITY)
    ]:
        raise InputFaults(faults)
    return scopes


@cache
def catalogue() -> BearingModel:
    """The model of the catalogue's matters, learned from their examples.

    Raises InputFaults for a scope there is not, and as `load_cases`.
    """
    told = [(text, name) for name in _scopes() for text in load_cases()[name].examples]
    return bearing_model([text for text, _ in told], [name for _, name in told])


@cache
def kinds() -> BearingModel:
    """The model of the matters' kinds, whatever they are about, learned from the examples of all matters that have one.

    Raises InputFaults where no matter has one, and as `load_cases`.
    """
    told = [(text, case.kind) for case in load_cases().values() if case.kind for text in case.examples]
    if not told:
        raise InputFaults([Fault("matter_kinds", file=CATALOGUE)])
    return bearing_model([text for text, _ in told], [kind for _, kind in told])


@cache
def _of_scope(scope: str) -> np.ndarray:
    return np.array([_scopes()[name] == scope for name in catalogue().labels], dtype=np.float32)


class Common(NamedTuple):
    """How alike two texts point among the matters.

    near, sharp: 0–1, the second by the foremost matters.  of_city, of_site:
    share of what they have in common that is of the whole city, of one spot.
    """

    near: float
    sharp: float
    of_city: float
    of_site: float


def in_common(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> Common:
    """How alike two texts point, of each its row of `Bearings.near` and of `Bearings.sharp`."""
    shared = one[1] * other[1]
    total = float(shared.sum())
    return Common(
        near=float(one[0] @ other[0]),
        sharp=total,
        of_city=float(shared @ _of_scope(CITY)) / max(total, 1e-12),
        of_site=float(shared @ _of_scope(SITE)) / max(total, 1e-12),
    )


def alike_in(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> str:
    """The matter that two texts, given as in `in_common`, have most in common; empty where that is little."""
    shared = one[1] * other[1]
    best = int(shared.argmax())
    return catalogue().labels[best] if shared[best] >= _TOLD else ""


def foremost(bearing: np.ndarray, least: float, most: int) -> list[str]:
    """The matters that a row of `Bearings.near` points to with *least* or more, *most* of them, the first first."""
    order = np.argsort(-bearing, kind="stable")[:most]
    return [catalogue().labels[place] for place in order if bearing[place] >= least]
