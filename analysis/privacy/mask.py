"""Find personal data in a text and mask it.

Patterns are data (`data/reference/pii_patterns.csv`).  Two levels: pages of
the internal edition mask numbers by which a person can be reached or
identified; the public edition masks names, home addresses and named
officials as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from analysis.layout import REFERENCE
from analysis.reference import read_rows

# Service numbers and document numbers are not personal data (DOMAIN, privacy).
_PUBLIC_NUMBERS = {"12345", "12340", "12315", "12369", "12320", "12388", "12333", "12348", "110", "119", "120", "122"}
# Seven digits are a telephone number only where the text says so just before.
_NEEDS_CONTEXT = re.compile(r"(?:电话|联系|手机|致电|座机)[^\d，。；！？]{0,6}$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方白邹熊孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤裴凌农甘蓝苗容阮温施庞包樊翁颜巫柳蒙岑闭零"
)
_NOT_NAMES = {"农村", "农场", "高中", "高校", "石场", "林场", "林业", "施工", "金融", "马路", "白天", "夏天"}
_TITLES = "书记|局长|主任|镇长|乡长|县长|区长|市长|村长|支书|所长|校长|院长|科长|股长|队长|站长|处长|会计|文书|经理|老板|法官|医生|老师|组长|委员|主席|秘书"


class Found(NamedTuple):
    """Personal data at text[start:end] and what stands in its place."""

    kind: str
    start: int
    end: int
    mask: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    patterns = {row["kind"]: re.compile(row["regex"]) for row in read_rows(REFERENCE / "pii_patterns.csv")}
    patterns["被点名干部"] = re.compile(
        rf"([{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)(?:副)?(?:{_TITLES})(?!(?:负责|责任)?(?:制(?![定订造作止])|岗))"
    )
    patterns["本地电话"] = re.compile(r"(?<!\d)[2-9]\d{6}(?!\d)")
    return patterns


_NUMBERS = ("身份证18位", "身份证15位", "银行卡", "手机号", "固定电话", "本地电话", "车牌", "邮箱", "QQ", "微信")
_PEOPLE = ("门牌住址", "自报姓名", "被点名干部")


def _half(text: str) -> str:
    """*text* half-width, character by character, so that places stay the same."""
    out = []
    for ch in text:
        folded = unicodedata.normalize("NFKC", ch)
        out.append(folded if len(folded) == 1 else ch)
    return "".join(out)


def find_personal(text: str, people: bool = True) -> list[Found]:
    """Personal data in *text*, in order, not overlapping; *people*: names, addresses and named officials too."""
    half = _half(text)
    found: list[Found] = []
    used = bytearray(len(text))
    patterns = _patterns()
    for kind in (*_NUMBERS, *(_PEOPLE if people else ())):
        for match in patterns[kind].finditer(half):
            start, end = match.span()
            value = match[0]
            if any(used[start:end]) or not _plausible(kind, value, half, start):
                continue
            used[start:end] = b"\x01" * (end - start)
            found.append(Found(kind, start, end, _mask(kind, match)))
    return sorted(found, key=lambda item: item.start)


def _plausible(kind: str, value: str, text: str, start: int) -> bool:
    digits = re.sub(r"\D", "", value)
    if digits in _PUBLIC_NUMBERS:
        return False
    if kind == "银行卡":
        return 16 <= len(digits) <= 19 and _luhn(digits)
    if kind == "本地电话":
        return bool(_NEEDS_CONTEXT.search(text[:start]))
    if kind == "被点名干部":
        # 「有老师」「村主任」「高中老师」: a title without a surname is nobody.
        if value[:2] in _NOT_NAMES:
            return False
        before = text[start - 1 : start]
        return not (before and value[0] in "江石金万方白田高马农" and before in "东大小村镇乡县")
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for place, ch in enumerate(reversed(digits)):
        number = int(ch) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _mask(kind: str, match: re.Match[str]) -> str:
    value = match[0]
    digits = re.sub(r"\D", "", value)
    if kind == "手机号":
        digits = digits[-11:]
        return f"{digits[:3]}****{digits[-4:]}"
    if kind == "固定电话":
        return f"{digits[:4] if digits.startswith('0770') else digits[:3]}-****{digits[-3:]}"
    if kind == "本地电话":
        return f"****{digits[-3:]}"
    if kind == "身份证18位":
        return f"{value[:2]}*************{value[-3:]}"
    if kind == "车牌":
        return f"{value[:2]}***{value[-2:]}"
    if kind == "自报姓名":
        head = re.match(r"我叫|姓名[:是为]?|联系人[:是为]?", value)
        return f"{head[0]}某某" if head else "某某"
    if kind == "被点名干部":
        return "某" + value[len(match[1]) :]
    return {"身份证15位": "[证件号]", "银行卡": "[银行卡号]", "邮箱": "[邮箱]", "QQ": "[QQ号]", "微信": "[微信号]"}.get(
        kind, "[住址]"
    )


def mask(text: str, people: bool = True) -> str:
    """*text* with personal data masked: 138****1234, [住址], 某书记."""
    out, place = [], 0
    for item in find_personal(text, people):
        out += [text[place : item.start], item.mask]
        place = item.end
    return "".join([*out, text[place:]])
