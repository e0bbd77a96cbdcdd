"""Our cutter gives jieba's words: on every text, in time that grows with the length."""

from __future__ import annotations

import time

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba import finalseg

from analysis.layout import REFERENCE, REPOSITORY
from analysis.reference import read_rows
from analysis.text import cutter
from analysis.text.cutter import Cutter
from analysis.text.dictionary import tokenizer
from analysis.text.normalise import normalise
from tests import pieces

PIECES = pieces.PIECES | st.sampled_from(["，。", "a1.5%，"])
PIECES |= st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6)


@pytest.fixture(scope="module")
def ours() -> Cutter:
    return Cutter(tokenizer())


@pytest.mark.parametrize(
    "path", [REPOSITORY / "tests/data/segmentation.csv", REFERENCE / "exemplars.csv"], ids=["cases", "exemplars"]
)
def test_it_gives_jiebas_words_on_our_texts(ours, path):
    texts = [text for row in read_rows(path) for text in (row["text"], normalise(row["text"]))]
    assert len(texts) > 480
    assert [text for text in texts if ours.cut(text) != tokenizer().lcut(text)] == []


@given(text=st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_it_gives_jiebas_words_on_any_text(ours, text):
    assert ours.cut(text) == tokenizer().lcut(text)


def test_words_that_begin_with_a_sign_that_is_none_and_equal_ways_are_cut_as_jieba_does():
    own = jieba.Tokenizer()
    own.initialize()
    own.FREQ = {
        "q": 0,
        "q恤": 5,
        "恤": 0,
        "恤衫": 5,
        "衫": 5,
        "甲": 0,
        "甲乙": 8,
        "乙": 0,
        "乙丙": 8,
        "丙": 8,
        "甲乙丙": 0,
    }
    own.FREQ |= {"丁": 4, "戊": 4, "丁戊": 1}  # 4/16 · 4/16 = 1/16: as likely in one word as in two
    own.total = 16
    for text in ("q恤衫", "q恤", "q", "恤衫", "甲乙丙", "甲乙", "甲丙乙丙", "丁戊", "丁戊丁", "丙q恤衫甲", "q，丁戊q"):
        assert Cutter(own).cut(text) == own.lcut(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=12))
@settings(max_examples=500, deadline=None)
def test_new_words_are_those_of_jiebas_model(run):
    assert list(cutter._viterbi(run)) == list(finalseg.cut(run))


@pytest.mark.parametrize("sign", ["滢", "路灯不亮", "8-9栋"])
def test_a_cell_of_thirty_thousand_characters_without_a_stop_takes_time_in_proportion(ours, sign):
    def seconds(length: int) -> float:
        text = (sign * length)[:length]
        best = []
        for _ in range(3):
            begun = time.process_time()
            ours.cut(text)
            best.append(time.process_time() - begun)
        return min(best)

    assert seconds(30_000) < 40 * max(seconds(3_000), 0.002)  # 10 times the text; with its square it would be 100


@pytest.mark.slow
def test_it_gives_jiebas_words_on_the_real_messages(ours, shared):
    import pandas as pd

    for name in ("messages.xlsx", "messages-with-replies.xlsx"):
        table = pd.read_excel(shared / "feedback" / name, dtype=str, engine="calamine").fillna("")
        lines = [
            line for column in table for text in table[column].unique() for line in normalise(text).splitlines(True)
        ]
        assert len(lines) > 1000
        assert [line for line in lines if ours.cut(line) != tokenizer().lcut(line)] == []


@given(st.lists(PIECES, max_size=5).map("".join))
@settings(max_examples=200, deadline=None)
def test_without_the_model_of_new_words_it_gives_jiebas_words_too(text):
    assert Cutter(tokenizer()).known_words(text) == tokenizer().lcut(text, HMM=False)
