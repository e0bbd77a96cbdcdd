"""Words, characters and pairs of each text are counted right, whatever texts stand beside it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from analysis.text.features import _ROWS, count, is_word, word_codes
from analysis.text.segment import segment

TEXTS = ("路面积水很深，路面也烂", "", "  ", "a2区 路灯\n不亮", "😀𣲘尾小学", "水水水")


def _row(found, row: int) -> dict[int, float]:
    own = found.row == row
    return dict(zip(found.known[found.code[own]].tolist(), found.weight[own].tolist(), strict=True))


@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_features_are_words_characters_and_pairs_with_their_counts(row):
    text = TEXTS[row]
    signs = "".join(text.split())
    words = Counter(word for word in segment(text) if word.strip())
    expected = dict(zip(word_codes(list(words)).tolist(), words.values(), strict=True))
    expected |= {ord(sign): times for sign, times in Counter(signs).items()}
    pairs = Counter((ord(one) << 21 | ord(other)) + (1 << 42) for one, other in pairwise(signs))
    assert _row(count(TEXTS), row) == pytest.approx({code: 1 + np.log(n) for code, n in {**expected, **pairs}.items()})


def test_a_text_has_the_same_features_alone_and_behind_thousands():
    many = (*tuple("水" * (number % 7) for number in range(_ROWS + 3)), "路面积水")
    assert _row(count(many), len(many) - 1) == _row(count(("路面积水",)), 0)


def test_no_two_words_of_the_dictionary_have_one_code():
    from analysis.text.dictionary import tokenizer

    words = list(tokenizer().FREQ)
    codes = word_codes(words)
    assert len(np.unique(codes)) == len(words)
    assert is_word(codes).all()
