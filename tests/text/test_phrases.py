"""Phrases are found by the rules of `analysis.text.phrases`, alone or among many texts."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.phrases import GAP, SHORT, WINDOW, PhraseSet
from analysis.text.segment import Part

_SIGNS = "路灯不亮坏。\n"
_texts = st.text(_SIGNS, max_size=40)
_words = st.text("路灯不亮坏", min_size=1, max_size=4)
_phrases = st.one_of(_words, st.lists(_words, min_size=2, max_size=3).map(GAP.join))


def _phrases_in(text: str, *phrases: str) -> list[tuple[str, int, int]]:
    return [tuple(hit) for hit in PhraseSet(phrases).find(text)]


def test_the_longest_word_counts_and_uses_up_its_characters():
    assert _phrases_in("合作医疗", "医疗", "合作医疗") == [("合作医疗", 0, 4)]


def test_a_gapped_phrase_comes_before_words_and_stays_within_window_and_sentence():
    assert _phrases_in("路灯都不亮", "路灯…不亮", "不亮") == [("路灯…不亮", 0, 5)]
    assert _phrases_in("路灯。不亮", "路灯…不亮") == []
    assert _phrases_in("路灯" + "啊" * WINDOW + "不亮", "路灯…不亮") == [("路灯…不亮", 0, WINDOW + 4)]
    assert _phrases_in("路灯" + "啊" * (WINDOW + 1) + "不亮", "路灯…不亮") == []


def test_short_words_lie_on_word_boundaries():
    found = PhraseSet(["面积", "积水"])
    assert [hit.phrase for hit in found.find("路面积水", ("路面", "积水"))] == ["积水"]
    assert found.find("路面积水", ("路", "面积", "水"))[0].phrase == "面积"


@given(st.lists(_texts, max_size=5), st.lists(_phrases, min_size=1, max_size=8), st.data())
def test_many_texts_at_once_give_what_each_gives_alone(texts, phrases, data):
    cuts = [data.draw(st.lists(st.integers(1, 3), min_size=len(text), max_size=len(text))) for text in texts]
    tokens = []
    for text, sizes in zip(texts, cuts, strict=True):
        ends = list(accumulate(sizes))
        tokens.append([text[end - size : end] for size, end in zip(sizes, ends, strict=True) if end - size < len(text)])
    found = PhraseSet(phrases)
    together = [hits.each() for hits in found.find_all(texts, tokens)]
    assert together == [found.find(text, own) for text, own in zip(texts, tokens, strict=True)]
    for text, own, hits in zip(texts, tokens, together, strict=True):
        bounds = {0, *accumulate(map(len, own))}
        for hit in hits:
            first, *rest = hit.phrase.split(GAP)
            assert text.startswith(first, hit.start)
            assert text.endswith(rest[-1] if rest else first, 0, hit.end)
            assert rest or len(first) > SHORT or {hit.start, hit.end} <= bounds
        assert all(one.end <= other.start or GAP in one.phrase + other.phrase for one, other in pairwise(hits))


def test_words_that_do_not_give_the_texts_are_refused():
    with pytest.raises(ValueError, match="give the text"):
        PhraseSet(["面积"]).find_all(["路面积水", "面积"], [("路面", "积水")])


def test_hits_in_a_part_are_those_of_the_whole_unless_one_reaches_across():
    text = "1.路灯总是不亮。2.路面积水,路灯坏,3.不亮"
    found, parts = (
        PhraseSet(["路灯…不亮", "积水", "路灯", "不亮"]),
        ["1.路灯总是不亮。", "2.路面积水,路灯坏,", "3.不亮"],
    )
    places = [Part(part, text.index(part), text.index(part) + len(part)) for part in parts]
    found.in_texts(text)
    found.find_alike(text, places)
    assert set(found.in_texts._kept) == {text, parts[0]}  # 路灯坏,3.不亮 reaches from the second into the third
    assert found.in_texts.all(parts) == PhraseSet(found.phrases).in_texts.all(parts)
