"""Pieces of texts that segmentation may stumble over, to be put together by fuzzing."""

from __future__ import annotations

from hypothesis import strategies as st

from analysis.reference import places

# Register names and everyday words, numbers, signs, rare characters, line ends: what jieba and rjieba may treat differently.
PIECES = st.one_of(
    st.sampled_from(sorted({name for place in places() for name in (place.name, *place.aliases)})),
    st.sampled_from("路面 积水 没人 管 下水道 天才 公正 区域 市区 的 了 不 很 两百 多 户 村 屯 里 三轮车 T恤".split()),
    st.sampled_from(
        [
            "4G",
            "wifi",
            "8-9",
            "0.5",
            "2019.5.1",
            "30%",
            "a_b.com",
            "A&B",
            "c++",
            "#3",
            "_",
            "12345",
            "𣲘尾",
            "澫",
            "㐀",
            "鿿",
        ]
    ),
    st.sampled_from(["，", "。", "\n", "\r\n", "\t", " ", "\u3000", "·", "🙂", "（1）"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=3),
)
