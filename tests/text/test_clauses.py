"""Clauses: the same of a text alone and of many at once; what asks and praises in each, and what it weighs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.clauses import COMPLAINT, PRAISE, clauses_of
from analysis.text.cues import find_cues
from analysis.text.normalise import normalise

PIECES = st.lists(
    st.sampled_from("路修好了 很满意 但是 就是灯不亮 没人管 希望 ， 。 ！ \n a".split(" ")), max_size=9
).map("".join)


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in find_cues(text).clauses.spans()]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("路烂,灯不亮。", ["路烂,", "灯不亮。"]),
        ("路烂!!!没人管", ["路烂!!!", "没人管"]),
        ("。路烂", ["。", "路烂"]),
        ("路烂", ["路烂"]),
        ("", []),
    ],
)
def test_a_clause_ends_behind_its_marks(text, clauses):
    assert parts(text) == clauses


def test_praise_beside_a_complaint_weighs_less_and_what_turns_round_more():
    clauses = clauses_of(["很好,但是灯坏了,路烂"], [[PRAISE, COMPLAINT]], [[0, 6]])[0]
    assert clauses.weights == [0.3, 1.3, 1.0] and list(clauses.turns) == [0, 1, 0]
    assert list(clauses.tones) == [PRAISE, COMPLAINT, 0]
    assert [clauses.weight_at(place) for place in (0, 2, 3, 8, 9)] == [0.3, 0.3, 1.3, 1.3, 1.0]
    assert clauses_of(["很好,路烂"], [[PRAISE]], [[0]])[0].weights == []


@given(st.lists(PIECES, max_size=6))
def test_texts_have_the_same_clauses_alone_and_together(texts):
    texts = [normalise(text) for text in texts]
    cues, starts = ([[each] if text else [] for text in texts] for each in (PRAISE, 0))
    alone = [clauses_of([text], [own], [at])[0] for text, own, at in zip(texts, cues, starts, strict=True)]
    assert clauses_of(texts, cues, starts) == alone
    assert all("".join(parts(text)) == text for text in texts)
