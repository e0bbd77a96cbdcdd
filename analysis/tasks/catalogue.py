"""The catalogue of matters (事项): what residents complain of, finer than a theme (放学太早要托管, 渔船油补减少).

465 matters with some two dozen ways to tell each, all invented and none from
the sample year (`data/reference/matter_catalogue.csv`, `matter_examples.csv`).
No comment is given a matter as its label; how alike two comments point among
them is what tells one matter told in other words (`signs`, `strength`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.errors import Fault, InputFaults
from analysis.layout import REFERENCE
from analysis.reference import read_rows
from analysis.tasks.matters import CITY, REGION, SITE
from analysis.text.bearings import BearingModel, bearing_model
from analysis.text.normalise import normalise

_TOLD = 0.15  # share of the sharp likeness from which a matter is worth naming
_CATALOGUE, _EXAMPLES = "matter_catalogue.csv", "matter_examples.csv"


@cache
def _scopes() -> dict[str, str]:
    """How far each matter of the catalogue reaches: `SITE`, `REGION` or `CITY`, as of the objects of matters.yml."""
    rows = read_rows(REFERENCE / _CATALOGUE)
    if faults := [
        Fault("matter_scope", file=_CATALOGUE, row=number, value=row.get("scope", ""))
        for number, row in enumerate(rows, 2)
        if row.get("scope") not in (SITE, REGION, CITY)
    ]:
        raise InputFaults(faults)
    return {row["matter"]: row["scope"] for row in rows}


@cache
def catalogue() -> BearingModel:
    """The model of the catalogue's matters, learned from their examples.

    Raises InputFaults for an example of no matter of the catalogue, and for a scope there is not.
    """
    rows = read_rows(REFERENCE / _EXAMPLES)
    if faults := [
        Fault("matter_unknown", file=_EXAMPLES, row=number, value=row.get("matter", ""))
        for number, row in enumerate(rows, 2)
        if row.get("matter") not in _scopes()
    ]:
        raise InputFaults(faults)
    return bearing_model([normalise(row["text"]) for row in rows], [row["matter"] for row in rows])


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
