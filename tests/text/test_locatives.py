"""A word that only tells where is no matter."""

from __future__ import annotations

import pytest

from analysis.text.locatives import without_sites


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("学校门口摆摊", "门口摆摊"),
        ("人民医院附近乱停车", "人民附近乱停车"),
        ("小学对面和村委会旁边的路灯", "对面和旁边的路灯"),
        ("学校食堂的菜馊", "学校食堂的菜馊"),
        ("门口没有灯", "门口没有灯"),
        ("", ""),
    ],
)
def test_only_what_a_locative_follows_goes(text, left):
    assert without_sites(text) == left
