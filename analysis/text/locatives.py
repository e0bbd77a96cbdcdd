"""Words that tell where something is: 学校门口摆摊 has to do with no lesson."""

from __future__ import annotations

import re

from analysis.text.phrases import trie_pattern

LOCATIVES = tuple(
    "门口 门前 旁边 旁 附近 对面 周边 周围 后面 前面 路口 路段 一带 隔壁 边上 外面 背后 出口 入口 围墙 那边 那里 后门 大门 侧门".split()
)
_SITES = "小学 中学 初中 高中 幼儿园 学校 校 医院 卫生院 卫生室 市场 派出所 政府 车站 公园 银行 村委 村委会 广场 超市".split()
_MERE_PLACE = re.compile(f"{trie_pattern(_SITES)}(?={trie_pattern(LOCATIVES)})")


def without_sites(text: str) -> str:
    """*text* (normalised) without the words that only tell where: 门口摆摊 for 学校门口摆摊."""
    return _MERE_PLACE.sub("", text)
