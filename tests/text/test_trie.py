"""The trie and the table it looks up find what a plain search finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.lookup import Lookup
from analysis.text.segment import code_points
from analysis.text.trie import Trie

_SIGNS = "路灯不亮𣲘\n"
_words = st.lists(st.text(_SIGNS, min_size=1, max_size=4), unique=True, max_size=8)


@given(_words, st.text(_SIGNS, max_size=40))
def test_every_occurrence_is_found_and_no_other(words, text):
    found = list(zip(*(column.tolist() for column in Trie(words).find(code_points(text))), strict=True))
    plain = [
        (number, start, start + len(word))
        for number, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    ]
    assert sorted(found) == sorted(plain)
    assert [end - start for _, start, end in found] == sorted(end - start for _, start, end in found)


@given(st.sets(st.integers(0, 40)), st.lists(st.integers(0, 50)))
def test_numbers_are_found_in_their_places(known, asked):
    rising = sorted(known)
    expected = [rising.index(number) if number in known else -1 for number in asked]
    assert Lookup(np.array(rising, dtype=np.uint64)).places(np.array(asked, dtype=np.uint64)).tolist() == expected


def test_numbers_that_share_a_slot_are_all_found():
    known = np.unique(np.random.default_rng(0).integers(0, 2**51, 20_000).astype(np.uint64))
    places = Lookup(known).places(np.concatenate([known, known + np.uint64(1)]))
    beside = np.isin(known + np.uint64(1), known)
    assert (places[: len(known)] == np.arange(len(known))).all()
    assert ((places[len(known) :] >= 0) == beside).all()
