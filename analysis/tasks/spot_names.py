"""How names of places are made: which words tell a kind, and which words make no name before it.

The words are data (`data/reference/spots.yml`); here they are put in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.reference import places, settings, word_list
from analysis.text.phrases import trie_pattern
from analysis.text.segment import part_of_speech, rarity

COUNTY, TOWN, AREA, POINT = 0, 1, 2, 3  # ranks, wide to narrow; as in spots.yml
INSTITUTIONS = ("学校", "医院", "机构")  # whose bare town name is a name even where it is a common word: 马路|小学
HOLDING = ("村", "屯组", "乡镇", "村民小组", "区县")  # kinds that have others within
NEED_OWN_NAME = (*INSTITUTIONS, "企业", "市场")  # else 评估|公司 would be a name
_NAMED_PLAINLY = ("学校", "市场")  # a word that isn't everyday will do: 文峰|小学
_COMMON = 10.5  # rarity up to which a word before a whole name is taken for an ordinary one
_COMMON_SIGN = 7.5  # the same for a single character
_RARE = 14.0  # rarity from which a word may be a name whatever the dictionary calls it
_NO_NAME_ENDS = "到在往了的着去给把被从向过至是进"  # 停到|路: no name ends so
_GOING = "上读念进入送"  # 上|小学
_GRAMMAR = frozenset(
    "我你他她它们这是有的了在不没把被给让和与或及以因由要会能请讲说系咁个些么吗呢吧啊再又换"
)  # signs of a wrong cut
# Parts of speech as jieba's dictionary marks them; x: unknown to it.
_NO_NAMES = frozenset("d r p c m q u ul uj uv uz y e o t f zg df mq".split())
_NO_NAMES_OF_ONE = frozenset("m r p c u ul uj uv uz y".split())
_NAMES = frozenset("x ns nr nrt nrfg nz nt".split())
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Form:
    """What a written form stands for."""

    kind: str
    form: str
    rank: int
    one_in: int  # rank of the area that has only one: `COUNTY`, `TOWN`, for a village `AREA`; −1 where none has


@dataclass(frozen=True)
class Grammar:
    """The kinds as read from the file: written form → what it is, and the words that make no name."""

    forms: dict[str, Form]
    pattern: re.Pattern[str]
    numbered: re.Pattern[str]
    plain: dict[str, frozenset[str]]
    not_before: dict[str, tuple[str, ...]]
    everywhere: frozenset[str]
    landmarks: tuple[str, ...]
    not_of_towns: frozenset[str]  # written forms that make no name with a town's: 光坡|村口, 东兴|小区
    towns: dict[str, str]  # bare town names that are common words → town


@cache
def grammar() -> Grammar:
    """The grammar of names, as the file has it."""
    data = settings("spots")
    forms: dict[str, Form] = {}
    numbered: list[str] = []
    for entry in data["kinds"]:
        each = {form: [form] for form in entry.get("each", ())}
        for form, written in (entry["forms"] | each).items():
            for suffix in written:
                widths = zip(("county", "town", "village"), (COUNTY, TOWN, AREA), strict=True)
                one_in = max((rank for width, rank in widths if form in entry.get(f"one_in_{width}", ())), default=-1)
                forms[suffix] = Form(entry["kind"], form, entry["rank"], one_in)
                if entry.get("numbered"):
                    numbered.append(suffix)
    plain = data["plain"]
    everywhere = frozenset(data["everywhere"])
    common = frozenset(plain["common"]) | frozenset(word_list("stopwords")) - everywhere
    return Grammar(
        forms=forms,
        pattern=re.compile(trie_pattern(form for form in forms if form not in numbered)),
        numbered=re.compile(rf"第?((?<!\d)\d{{1,4}}|[一二三四五六七八九十])({trie_pattern(numbered)})"),
        plain={entry["kind"]: common | frozenset(plain.get(entry["kind"], ())) for entry in data["kinds"]},
        not_before={suffix: tuple(words) for suffix, words in data["not_before"].items()},
        everywhere=everywhere,
        landmarks=tuple(data["landmarks"]),
        not_of_towns=frozenset(data["not_of_towns"]),
        towns=_bare_towns(),
    )


def _bare_towns() -> dict[str, str]:
    """Towns whose bare name is a common word (马路), unless it names another place (东兴)."""
    known = {name for place in places() for name in (place.name, *place.aliases)}
    towns: dict[str, str] = {}
    for place in places():
        bare = place.name.rstrip("镇乡区街道")
        if place.suffix_required and bare not in known:
            towns.setdefault(bare, place.name)
    return towns


def ends_a_name(part: str, kind: str) -> bool:
    """Whether *part* can't belong to a name: a verb, a number, a word of grammar …"""
    if not _HAN.match(part) or part[-1] in _NO_NAME_ENDS + (_GOING if kind in INSTITUTIONS else ""):
        return True
    tag = part_of_speech(part)
    if tag == "x" or part in grammar().everywhere:
        return tag == "x" and not _GRAMMAR.isdisjoint(part)
    if rarity(part) > _RARE and tag[0] != "v":  # 大直 is an adverb in the dictionary only
        return False
    if len(part) == 1:  # cut out of an unknown name, as 龙孔|墩, no verb or measure
        return tag in _NO_NAMES_OF_ONE
    return tag in _NO_NAMES or (tag[0] == "v" and tag != "vn")


def ordinary(part: str) -> bool:
    """Whether *part* is an everyday word, which a name before it has no use for."""
    return rarity(part) <= (_COMMON if len(part) > 1 else _COMMON_SIGN)


def tells_a_name(part: str, kind: str) -> bool:
    """Whether *part* alone makes a name before *kind*, where ordinary words don't."""
    if kind not in NEED_OWN_NAME or part in grammar().everywhere or part_of_speech(part) in _NAMES:
        return True
    return kind in _NAMED_PLAINLY and not ordinary(part)
