"""What the learned models see of a text: its words, its characters and their pairs, each as a number.

A character is its own number, a pair is two of them side by side, a word a
hash of its characters; so a whole chunk of texts is counted by numpy at once,
and no table of words is needed.  Blanks don't count, nor what only tells where
(`locatives`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.text.locatives import without_sites
from analysis.text.lookup import Lookup
from analysis.text.page import page_of
from analysis.text.segment import code_points, word_begins

_ROWS = 1 << 12  # texts looked at at once
_PAIR = np.uint64(1 << 42)  # no single character reaches it
FIRST_WORD = np.uint64(1 << 51)  # nor does a pair this
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
    return codes >= FIRST_WORD


def word_codes(words: Sequence[str]) -> np.ndarray:
    """The code of each of *words*; none may be empty."""
    return np.fromiter(map(_word_code, words), np.uint64, len(words))


@lru_cache(maxsize=1 << 14)
def _word_code(word: str) -> int:
    return int(_hashed(_signs(word), np.array([len(word)]))[0])


def words_in(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The words of normalised *texts*: the text's number, where in all joined the word begins and ends, its code."""
    text = "".join(texts)
    begins = np.flatnonzero(np.concatenate([np.zeros(0, bool), *word_begins.all(texts)]))
    ends = np.append(begins[1:], len(text))[: len(begins)]
    rows = np.repeat(np.arange(len(texts)), list(map(len, texts)))[begins]
    return rows, begins, ends, _hashed(_signs(text), ends - begins)


def count(texts: Sequence[str]) -> Counts:
    """The features of normalised *texts*."""
    codes, rows = _all_features(texts)
    known, code = np.unique(codes, return_inverse=True)
    return _counted(len(texts), known, rows, code)


@lru_cache(maxsize=16)
def count_known(texts: tuple[str, ...], known: Lookup) -> Counts:
    """Of the features of normalised *texts* the *known* ones; the last few chunks are kept for the next model."""
    codes, rows = _all_features(texts)
    code = known.places(codes)
    own = np.flatnonzero(code >= 0)
    return _counted(len(texts), known.numbers, rows.take(own), code.take(own))


def _all_features(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Code and row of every feature, as often as it stands in the texts."""
    parts = [_features(texts[start : start + _ROWS], start) for start in range(0, len(texts), _ROWS)] or [
        (np.zeros(0, np.uint64), np.zeros(0, np.int32))
    ]
    codes, rows = zip(*parts, strict=True)
    return np.concatenate(codes), np.concatenate(rows)


def _features(texts: Sequence[str], first: int) -> tuple[np.ndarray, np.ndarray]:
    page = page_of(tuple(map(without_sites, texts)))
    letters = page.letters.astype(np.uint64)
    rows = np.repeat(np.arange(first, first + len(texts), dtype=np.int32), np.diff(page.begins))
    blank = _BLANK.take(page.letters, mode="clip")
    begins = np.flatnonzero(page.words[:-1])
    sizes = np.diff(begins, append=len(letters))
    blanks = np.bincount(np.searchsorted(begins, np.flatnonzero(blank), side="right") - 1, minlength=len(begins))
    told = np.flatnonzero(blanks < sizes)
    words = _hashed(letters, sizes).take(told)
    of_words = rows.take(begins.take(told))
    black = np.flatnonzero(~blank)
    letters, rows = letters.take(black), rows.take(black)
    together = np.flatnonzero(rows[:-1] == rows[1:])
    pairs = (letters[:-1] << np.uint64(21) | letters[1:]).take(together) + _PAIR
    return np.concatenate([words, letters, pairs]), np.concatenate([of_words, rows, rows.take(together)])


def _counted(texts: int, known: np.ndarray, rows: np.ndarray, codes: np.ndarray) -> Counts:
    """Each feature of a row once."""
    # scipy counts what falls together, and putting columns for rows is how it gets them in order without comparing.
    each = sparse.coo_matrix((np.ones(len(rows), np.int32), (codes, rows)), shape=(max(len(known), 1), texts))
    counts = each.tocsr().tocsc()
    row = np.repeat(np.arange(texts), np.diff(counts.indptr))
    return Counts(texts, known, row, counts.indices, 1 + np.log(counts.data))


def _signs(text: str) -> np.ndarray:
    return code_points(text).astype(np.uint64)


def _hashed(letters: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The codes of words that stand in a row, each of so many letters."""
    if not len(sizes):
        return np.zeros(0, np.uint64)
    begins = np.cumsum(sizes) - sizes
    powers = np.full(int(sizes.max()), _BASE)
    powers[0] = 1
    powers = np.cumprod(powers)  # whole numbers that wrap round at 64 bits
    places = np.arange(len(letters)) - np.repeat(begins, sizes)
    sums = np.add.reduceat(letters * powers.take(places), begins)
    mixed = (sums ^ sums >> np.uint64(32)) * _MIX
    return mixed >> np.uint64(13) | FIRST_WORD
