"""The clauses of many texts at once: where each ends, which tones stand in it, what it weighs in deciding the theme."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from analysis.text.page import lay_out

PRAISE, COMPLAINT, REQUEST = 1, 2, 4  # the tones of a clause are added up

_CLAUSE_END = "，,。；;！!？?\n"
_TURN = re.compile(r"(?:但是?|可是|不过|然而|就是|只是|可惜|唯独|美中不足)")
_PRAISE_ASIDE = 0.3
_AFTER_TURN = 1.3


class Clauses(NamedTuple):
    """The stretches of a text that end with punctuation marks.

    ends: where each ends, behind its marks.  tones: of each, as added up.  turns: 1 for each that begins with a
    word that turns from what was said before (但是, 就是, 可惜).  weights: of each; empty where all weigh 1.
    """

    ends: list[int]
    tones: bytes
    turns: bytes
    weights: list[float]

    def spans(self) -> list[tuple[int, int]]:
        """Where each begins and ends."""
        return list(pairwise([0, *self.ends]))

    def weight_at(self, place: int) -> float:
        """The weight of the one that holds character *place*."""
        return self.weights[bisect_right(self.ends, place)] if self.weights else 1.0


def clauses_of(texts: Sequence[str], cues: Sequence[Sequence[int]], starts: Sequence[Sequence[int]]) -> list[Clauses]:
    """The clauses of each of *texts*; cues: the tones of each of its cues, added up; starts: where each of them begins."""
    page = lay_out(texts)
    lasts = page.begins[1:] - 1  # the line end behind each text
    sign = _SIGNS.take(page.letters, mode="clip")
    sign[lasts] = False
    closes = sign & ~np.append(sign[1:], False)
    closes[lasts[page.begins[:-1] < lasts] - 1] = True
    ends = np.flatnonzero(closes) + 1
    upto = np.searchsorted(ends, lasts, side="right")
    many = np.diff(upto, prepend=0)
    begins = np.append(0, ends)[:-1]
    firsts = (upto - many)[many > 0]
    begins[firsts] = page.begins[:-1][many > 0]

    tones = np.zeros(len(ends), np.uint8)
    number = list(map(len, starts))
    places = np.fromiter(chain.from_iterable(starts), np.int64) + np.repeat(page.begins[:-1], number)
    told = np.fromiter(chain.from_iterable(cues), np.uint8)
    np.bitwise_or.at(tones, np.searchsorted(ends, places, side="right"), told)
    turns = np.zeros(len(ends), np.uint8)
    for place in np.flatnonzero(_TURN_SIGNS.take(page.letters.take(begins), mode="clip")).tolist():
        turns[place] = _TURN.match(page.text, begins[place]) is not None

    mixed = np.zeros(len(texts), bool)
    mixed[np.repeat(np.arange(len(texts)), number)[told & (COMPLAINT | REQUEST) > 0]] = True
    weights = np.where(turns, _AFTER_TURN, 1.0)
    weights[np.repeat(mixed, many) & (tones == PRAISE)] = _PRAISE_ASIDE
    uneven = np.add.reduceat(np.append(weights != 1, False), upto - many) > 0 if len(texts) else []
    ends -= np.repeat(page.begins[:-1], many)
    found = []
    for first, last, odd in zip((upto - many).tolist(), upto.tolist(), uneven, strict=True):
        some = slice(first, last)
        weigh = weights[some].tolist() if odd else []
        found.append(Clauses(ends[some].tolist(), tones[some].tobytes(), turns[some].tobytes(), weigh))
    return found


def _table(signs: str) -> np.ndarray:
    """For each code point whether it is one of *signs*; the last stands for all further up."""
    table = np.zeros(max(map(ord, signs)) + 2, dtype=bool)
    table[list(map(ord, signs))] = True
    return table


_SIGNS, _TURN_SIGNS = _table(_CLAUSE_END), _table("但可不然就只唯美")
