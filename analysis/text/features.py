"""What the learned models see of a text: its words, its characters and their pairs, each as a number.

A character is its own number, a pair is two of them side by side, a word a
hash of its characters; so a whole chunk of texts is counted by numpy at once,
and no table of words is needed.  Blanks don't count, nor what only tells where
(`locatives`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from analysis.text.locatives import without_sites
from analysis.text.segment import segment

_ROWS = 1 << 12  # texts counted at once: a row and a code share the 64 bits of one number
_CODE = np.uint64(52)  # bits of a code
_PAIR = np.uint64(1 << 42)  # no single character reaches it
_WORD = np.uint64(1 << 51)  # nor does a pair this
_BASE, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd, arbitrary, fixed for ever
_BLANK = np.array([chr(sign).isspace() for sign in range(0x3001)] + [False])  # there are none further up


class Counts(NamedTuple):
    """The features of some texts: how often each stands in each.

    known: the distinct codes, rising.  row, code: of each feature found, its
    text and its place in *known*; by rows.  weight: 1 + ln(count).
    """

    texts: int
    known: np.ndarray
    row: np.ndarray
    code: np.ndarray
    weight: np.ndarray


def is_word(codes: np.ndarray) -> np.ndarray:
    """Which of *codes* are words."""
    return codes >= _WORD


def word_codes(words: Sequence[str]) -> np.ndarray:
    """The code of each of *words*; none may be empty."""
    return np.fromiter(map(_word_code, words), np.uint64, len(words))


@lru_cache(maxsize=1 << 14)
def _word_code(word: str) -> int:
    return int(_hashed(_signs(word), np.array([len(word)]))[0])


@lru_cache(maxsize=16)
def count(texts: tuple[str, ...]) -> Counts:
    """The features of normalised *texts*; the last few chunks are kept, as several models look at them."""
    texts = tuple(map(without_sites, texts))
    blocks = [_keys(texts[start : start + _ROWS]) for start in range(0, len(texts), _ROWS)]
    codes, rows, counts = [], [], []
    for number, keys in enumerate(blocks):
        own, times = np.unique(keys, return_counts=True)
        rows.append((own >> _CODE).astype(np.int64) + number * _ROWS)
        codes.append(own & np.uint64((1 << 52) - 1))
        counts.append(times)
    known, code = np.unique(np.concatenate([*codes, np.zeros(0, np.uint64)]), return_inverse=True)
    row, times = np.concatenate([*rows, np.zeros(0, np.int64)]), np.concatenate([*counts, np.ones(0)])
    return Counts(len(texts), known, row, code, 1 + np.log(times.astype(float)))


def _keys(texts: Sequence[str]) -> np.ndarray:
    """Every feature of the texts as often as it stands there: the row above, the code below."""
    letters = _signs("".join(texts))
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64) << _CODE, [len(text) for text in texts])
    words = segment.all(texts)
    sizes = np.fromiter(map(len, chain.from_iterable(words)), np.int64)
    blank = _BLANK[np.minimum(letters, np.uint64(len(_BLANK) - 1)).astype(np.int64)]
    begins = np.cumsum(sizes) - sizes
    told = np.flatnonzero(~np.logical_and.reduceat(blank, begins)) if len(sizes) else begins
    own = _hashed(letters, sizes)[told] | rows[begins[told]]
    letters, rows = letters[~blank], rows[~blank]
    together = rows[:-1] == rows[1:]
    pairs = ((letters[:-1] << np.uint64(21) | letters[1:]) + _PAIR | rows[1:])[together]
    return np.concatenate([own, letters | rows, pairs])


def _signs(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)


def _hashed(letters: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The codes of words that stand in a row, each of so many letters."""
    if not len(sizes):
        return np.zeros(0, np.uint64)
    begins = np.cumsum(sizes) - sizes
    powers = np.full(int(sizes.max()), _BASE)
    powers[0] = 1
    powers = np.cumprod(powers)  # whole numbers that wrap round at 64 bits
    places = np.arange(len(letters)) - np.repeat(begins, sizes)
    sums = np.add.reduceat(letters * powers[places], begins)
    mixed = (sums ^ sums >> np.uint64(32)) * _MIX
    return mixed >> np.uint64(13) | _WORD
