"""Comments with groups that are known because they were planted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.themes.taxonomy import Subtheme, Taxonomy, Theme

LAMPS, BUSES, DITCHES = "路灯", "公交", "水渠"
# Each topic in words that go together; what else a comment says is chance.
_SAID = {
    LAMPS: ["路灯不亮没有照明", "照明差，路灯坏了", "路灯不亮，照明线也断"],
    BUSES: ["公交班次太少", "等公交要半天，班次太少", "班次太稀，公交不等人"],
    DITCHES: ["水渠淤泥堵死", "淤泥太厚，水渠断流", "水渠淤泥没人清"],
}
_EACH = 24  # comments of a topic
_RANDOM_WORDS = (
    "围墙 电梯 楼梯 花坛 鱼塘 码头 隧道 涵洞 护栏 天桥 喷泉 球场 凉亭 仓库 货车 拖拉机 水表 电表 天线 基站 光缆 锅炉 烟囱 "
    "屋顶 瓦片 砖头 水泥 沙石 钢筋 木板 玻璃 油漆 地砖 窗户 铁门 台阶 斜坡 井盖 管道 阀门 水泵 电缆 变压器 插座 开关 保险丝 "
    "台账 图纸 招标 预算 验收 合同 公章 档案 公告 表格 收据 发票 押金 定金 利息 税务 罚款 执照 摊位 柜台 货架 冰箱 风扇 空调"
).split()

TAXONOMY = Taxonomy(
    "测试",
    (
        Theme("基建", "", ("路灯",), (), "", (Subtheme("照明", ("路灯",)), Subtheme("客运", ("公交",)))),
        Theme("教育", "", ("学校",), (), "", ()),
    ),
    "其他",
)


def comments(*topics: str, theme: str = "基建") -> pd.DataFrame:
    """The planted comments of *topics*, 24 each: columns id, text, theme, nature, topic."""
    rows = [
        {
            "id": f"{topic}{i:02d}",
            "text": f"{_SAID[topic][i % 3]}，{by_chance}",
            "theme": theme,
            "nature": "建设性",
            "topic": topic,
        }
        for topic in topics
        for i, by_chance in enumerate(_by_chance(_EACH, 2, seed=list(_SAID).index(topic)))
    ]
    return pd.DataFrame(rows)


def noise(number: int, theme: str = "基建") -> pd.DataFrame:
    """Comments that have nothing to do with one another: four words each, drawn by lot."""
    rows = [
        {"id": f"杂{i:03d}", "text": text, "theme": theme, "nature": "建设性", "topic": ""}
        for i, text in enumerate(_by_chance(number, 4, seed=9))
    ]
    return pd.DataFrame(rows)


def _by_chance(number: int, words: int, seed: int) -> list[str]:
    chance = np.random.default_rng(seed)
    return ["，".join(chance.choice(_RANDOM_WORDS, words, replace=False)) for _ in range(number)]
