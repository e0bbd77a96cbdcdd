"""Short names of schools and hospitals written out: 二小 is 第二小学, 市一医 is 市第一人民医院."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.text.memory import CHUNK
from analysis.text.segment import segment

_SHORT = {
    f"{n}{short}": f"第{n}{full}"
    for n in "一二三四五六七八九十"
    for short, full in zip("小中幼", ("小学", "中学", "幼儿园"), strict=True)
}
_SHORT |= {"实小": "实验小学"}
_HOSPITALS = (
    (
        re.compile(r"第?([一二三四五])(?:人民)?医院|(?<=[市县区])第?([一二三四五])医(?![保疗生药师学护])"),
        "第{}人民医院",
    ),
    (re.compile(r"(?<=[市县区])医院"), "人民医院{}"),
    (re.compile(r"(?<=[市县区])妇幼(?!保健院|院)"), "妇幼保健院{}"),
)


@lru_cache(maxsize=2 * CHUNK)
def written_out(text: str) -> str:
    """*text* (normalised) with short names of schools and hospitals in full."""
    for pattern, name in _HOSPITALS:
        text = pattern.sub(lambda match, name=name: name.format(next(filter(None, match.groups()), "")), text)
    tokens = segment(text)
    if any(token in _SHORT for token in tokens):
        text = "".join(_SHORT.get(token, token) for token in tokens)
    return text
