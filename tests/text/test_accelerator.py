"""rjieba gives jieba's words, or isn't used: with a stand-in everywhere, with the real one where it is installed."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.layout import REFERENCE, REPOSITORY
from analysis.reference import read_rows
from analysis.text.accelerator import accelerated
from analysis.text.dictionary import tokenizer
from analysis.text.normalise import normalise
from tests.pieces import PIECES

installed = pytest.mark.skipif(importlib.util.find_spec("rjieba") is None, reason="没有安装 rjieba，跳过与它的对照")


class StandIn:
    """An rjieba that cuts by *cut* and remembers what it was given."""

    def __init__(self, cut):
        self.cut_by, self.given, self.frequencies = cut, [], {}

    def add_word(self, word, frequency, tag):
        self.frequencies[word] = frequency

    def cut(self, run):
        self.given.append(run)
        return self.cut_by(run)


def with_stand_in(monkeypatch, cut):
    stand_in = StandIn(cut)
    module = SimpleNamespace(Jieba=SimpleNamespace(empty=lambda: stand_in))
    monkeypatch.setitem(sys.modules, "rjieba", module)
    return stand_in, accelerated.__wrapped__()


def test_without_rjieba_there_is_no_accelerator(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert accelerated.__wrapped__() is None


def test_an_old_rjieba_without_a_dictionary_of_its_own_is_not_used(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", SimpleNamespace(cut=list))
    assert accelerated.__wrapped__() is None


def test_an_rjieba_that_gives_other_words_is_not_used(monkeypatch):
    assert with_stand_in(monkeypatch, list)[1] is None


def test_rjieba_gets_every_word_with_jiebas_frequency_and_no_other(monkeypatch):
    stand_in, _ = with_stand_in(monkeypatch, tokenizer().lcut)
    assert stand_in.frequencies == {word: count for word, count in tokenizer().FREQ.items() if count}
    assert stand_in.frequencies["路面"] > 0 and "没人管" not in stand_in.frequencies


def joining(line: str) -> list[str]:
    """As rjieba cuts: what signs join is one word."""
    spans = [match.span() for match in re.finditer(r"[a-z0-9]+(?:[-._][a-z0-9]+)+", line)]
    words: list[str] = []
    place = 0
    for word in tokenizer().lcut(line):
        if any(start < place < end for start, end in spans):
            words[-1] += word
        else:
            words.append(word)
        place += len(word)
    return words


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("马路镇没有4g信号,路灯不亮", ["马路镇没有4g信号,路灯不亮"]),
        ("涨了30%,又涨", ["涨了30%,又涨"]),
        ("路窄,8-9栋没水,没人管", ["路窄", ",8-9栋没水", ",没人管"]),
        ("2019.5.1到8-9栋，见a_b.com", ["2019.5.1到8-9栋，见a_b.com"]),
        ("修路,到𣲘尾的路,坏了", ["修路", ",坏了"]),
    ],
)
def test_words_with_signs_and_clauses_with_rare_characters_are_jiebas(monkeypatch, line, given):
    stand_in, cut = with_stand_in(monkeypatch, joining)
    stand_in.given.clear()
    assert cut(line) == tokenizer().lcut(line)
    assert list(filter(None, stand_in.given)) == given


def differing(texts) -> list[str]:
    cut, own = accelerated(), tokenizer()
    return [line for text in texts for line in text.splitlines(keepends=True) if cut(line) != own.lcut(line)]


@installed
@pytest.mark.parametrize(
    "path", [REPOSITORY / "tests/data/segmentation.csv", REFERENCE / "exemplars.csv"], ids=["cases", "exemplars"]
)
def test_rjieba_gives_jiebas_words_on_our_texts(path):
    texts = [row["text"] for row in read_rows(path)]
    assert len(texts) > 240
    assert differing(texts) == differing(map(normalise, texts)) == []


@installed
@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=500, deadline=None)
def test_rjieba_gives_jiebas_words_on_any_text(text):
    assert differing([text]) == []


@installed
@pytest.mark.slow
def test_rjieba_gives_jiebas_words_on_the_real_messages(shared):
    import pandas as pd

    for name in ("messages.xlsx", "messages-with-replies.xlsx"):
        table = pd.read_excel(shared / "feedback" / name, dtype=str, engine="calamine").fillna("")
        texts = [text for column in table for text in table[column].unique()]
        assert len(texts) > 1000
        assert differing(map(normalise, texts)) == []
