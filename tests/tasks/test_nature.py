"""Natures: what rules tell for certain, what is learned, and the reason in words."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.columns import Nature
from analysis.tasks.nature import _learned, _model, natures_of
from analysis.text.cues import find_cues


def nature(text: str, title: str = "") -> Nature:
    return natures_of([text], [title])[0].nature


@pytest.mark.parametrize("text", ["", "无", "没有", "。。。", "---", "12345", "无意见", "加强教育", "希望政府越来越好"])
def test_what_says_nothing_is_empty_for_certain(text):
    (verdict,) = natures_of([text])
    assert (verdict.nature, verdict.probability) == (Nature.EMPTY, 1.0)


@pytest.mark.parametrize("text", ["很满意", "满意", "都很好！"])
def test_praise_and_nothing_else_is_praise(text):
    assert nature(text) == Nature.PRAISE


PLAIN = [
    ("村口那段路烂了半年没人修，建议尽快硬化", Nature.CONSTRUCTIVE),
    ("我老公瘫痪在床，两个孩子读书，家里没有收入，求政府帮帮我们", Nature.HARDSHIP),
    ("请问异地住院的报销比例是多少，要带什么材料？", Nature.POLICY),
    ("村干部把低保给了自己亲戚，不给我家，必须给我家补上", Nature.PRIVATE),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[text[:8] for text, _ in PLAIN])
def test_the_natures_of_the_codebook(text, expected):
    assert nature(text) == expected


@pytest.mark.parametrize("text", ["路修好了很感谢，就是路灯一直没有装，晚上看不见", "路修好了很感谢，请把路灯也装上"])
def test_a_praise_that_ends_with_a_complaint_is_no_praise(text):
    assert nature(text) != Nature.PRAISE


def test_a_long_text_that_reports_a_problem_is_never_empty():
    text = "希望政府继续努力，" * 12 + "自来水三天两头停，没有人来修。"
    assert nature(text) != Nature.EMPTY


def test_a_title_speaks_where_the_text_says_nothing():
    assert nature("如题", "村口的路灯坏了半年没人修") == Nature.CONSTRUCTIVE


def test_the_reason_quotes_the_words_that_told():
    (verdict,) = natures_of(["请问异地住院的报销比例是多少？"])
    assert verdict.reason.startswith("在问规定、问办法") and "“" in verdict.reason
    assert 0 < verdict.probability <= 1


def test_each_text_has_a_verdict_alone_as_in_company():
    texts = [text for text, _ in PLAIN] + ["无"]
    assert natures_of(texts) == [natures_of([text])[0] for text in texts]
    assert natures_of([]) == []


def test_praise_without_a_word_of_praise_names_the_complaints_in_it():
    text, glad = "办执照跑了三趟，窗口爱理不理", "以前没人管，现在服务好，很满意"
    shares = np.array([0.9 if label == Nature.PRAISE.value else 0.02 for label in _model().labels])
    told = _learned([text], find_cues.all([text]), shares[None])[0]
    assert told.nature == Nature.PRAISE and "爱理不理" in told.but and not told.sure
    praised = _learned([glad], find_cues.all([glad]), shares[None])[0]
    assert praised.but == () and praised.sure
