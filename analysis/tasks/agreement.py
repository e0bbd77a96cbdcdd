"""What two texts say alike, and whether place, object and trouble make it one concrete issue (编码手册 六).

Hard rules decide what can be one issue at all (`ground`); where the lists of
`matters.yml` name an object in both texts that is nearly enough, and where
they don't, general signs (`signs`) speak, with weights learned once
(`data/reference/same_issue.yml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.reference import settings
from analysis.tasks.matters import SITE, Matters, near, things
from analysis.tasks.meeting import Meeting, Met
from analysis.tasks.signs import Shared
from analysis.tasks.spot_names import AREA, POINT, TOWN
from analysis.text.segment import rarity

_MAIN, _MAIN_OF_BOTH = 0.4, 1.2  # share of each text, and of the two added up, that the common objects must hold
_ALIKE_WORDS = 2.0  # telling stretches (as `Shared.known`) that stand in for objects the list lacks
_COMMON_WORDS = 0.15  # share of telling words of two long texts, from which neither need name the trouble
# The same and how many, that stand in for objects the lists lack: in both long texts, in one of them.
_LONG_WORDS = ((0.3, 2), (0.45, 3))
_LEAST_OVERLAP, _WITHIN = 0.2, 0.4  # of the common objects, at one spot and where the place is less sure
_MONEY = frozenset(["贵", "少给"])
_OWN_KIND = _MONEY | {
    "脏臭",
    "吵",
    "态度",
    "不公",
    "质量差",
    "太亮",
    "不会用",
}  # troubles that are never two sides of one
# Kinds of spots that the town alone may stand for; of villages, estates, schools it has many.
_OF_TOWN = frozenset(["水体", "企业", "圩镇", "道路", "桥", "功能区"])


@cache
def weights() -> dict[str, float]:
    """What each sign counts (log-odds), as the file has it."""
    return {name: float(weight) for name, weight in settings("same_issue")["weights"].items()}


@dataclass(frozen=True)
class Agreement:
    """What two texts say alike: common objects, whether they are both texts' main matter, and common troubles."""

    things: tuple[str, ...]
    differ: bool  # both name objects, none alike
    telling: bool  # a trouble that tells the matter by itself where one names no object is told by both
    overlap: float  # share of both texts that the common objects hold, 0–1
    main: bool
    troubles: tuple[str, ...]
    citywide: bool  # object and trouble, told side by side, are one matter for the whole city
    contradict: bool
    certain: bool  # the trouble is the same by its own words, or the object is one
    listed: str  # the listed words found in both, one after the other
    words: tuple[str, ...]
    share: float  # of telling words, 0–1


def agree(one: Matters, other: Matters, spot: bool = False) -> Agreement:
    common = tuple(name for name in one.things if name in other.things)
    held = [sum(said.things[name] for name in common) for said in (one, other)]
    troubles = tuple(x for x in one.words if x in one.problems and any((x, y) in near() for y in other.problems))
    whole = [name for name in common if things()[name].citywide & one.beside[name] & other.beside[name]]
    fault = any(things()[name].fault for name in common)
    contradict = not fault and not troubles and _contradict(one, other, common, spot)
    if common and all(things()[name].general for name in common):  # 广场舞吵, 装修吵
        sources = [{name for name in said.things if not things()[name].general} for said in (one, other)]
        contradict = contradict or all(sources)
    telling = bool((one.telling | other.telling) & one.strong & other.strong)
    words = tuple(sorted(one.rare & other.rare, key=lambda word: (-rarity(word), word)))
    weight = [sum(map(rarity, sorted(said.rare))) for said in (one, other)]
    share = sum(map(rarity, words)) / max(min(weight), 1.0)
    return Agreement(
        things=common,
        differ=bool(one.things and other.things and not common) and not telling,
        telling=telling,
        overlap=sum(min(one.things[name], other.things[name]) for name in common),
        main=min(held) >= _MAIN and sum(held) >= _MAIN_OF_BOTH,
        troubles=troubles,
        citywide=all(sum(said.things[name] for name in whole) >= _MAIN for said in (one, other)),
        contradict=contradict,
        certain=fault or bool(troubles),
        listed="，".join(word for said in (one, other) for found in said.words.values() for word in found),
        words=words,
        share=share,
    )


def _contradict(one: Matters, other: Matters, common: tuple[str, ...], spot: bool) -> bool:
    """Whether both tell what is wrong right beside a common object, and nothing alike: 食堂贵, 食堂有虫.

    Some troubles may be two sides of one (没有B超, B超坏了), others never are: see `_OWN_KIND`.
    """
    for name in common:
        ours, theirs = one.beside[name] & one.strong, other.beside[name] & other.strong
        pairs = [(x, y) for x in sorted(ours) for y in sorted(theirs)]
        if not any(pair in near() for pair in pairs) and any(_opposed(x, y, spot) for x, y in pairs):
            return True
    return False


def _opposed(one: str, other: str, spot: bool) -> bool:
    """Whether two kinds of trouble are never one; what is broken may be what is missing, at one spot."""
    both = {one, other}
    return both <= _OWN_KIND or not both.isdisjoint(_MONEY) or (not spot and both == {"坏", "缺"})


def ground(place: Met, own: Shared, agreed: Agreement, short: bool) -> str:
    """On which ground the two may be one issue: a name of `weights`; empty where they can't be.

    They can't where both name objects and none alike, where they contradict each other, where neither an
    object nor a telling trouble is common and the texts are long, and where the place is wide and the object isn't the
    main matter of both.
    """
    if agreed.contradict or agreed.differ or not (agreed.things or agreed.telling or short):
        return ""
    overlap = agreed.overlap >= _LEAST_OVERLAP or not agreed.things
    if place.meeting == Meeting.SPOT:
        return ("point" if place.rank >= POINT else "area") if overlap else ""
    if place.meeting == Meeting.COARSE and place.rank >= AREA:
        return "within" if agreed.main or agreed.overlap >= _WITHIN else ""
    if short and agreed.overlap >= _WITHIN and any(name not in agreed.listed for name in own.names):
        return "name"
    if place.meeting == Meeting.TOWN:
        return "town" if agreed.main or (not agreed.things and own.known >= _ALIKE_WORDS) else ""
    if place.meeting == Meeting.COARSE and place.rank == TOWN:
        return "town" if place.alone <= _OF_TOWN and agreed.main and agreed.certain else ""
    if place.meeting in (Meeting.COUNTY, Meeting.NOWHERE):
        return "wide" if agreed.main and agreed.citywide else ""
    return ""


def plainly(meeting: Meeting, agreed: Agreement, one: Matters, other: Matters) -> bool:
    """Whether the lists alone make two long texts one issue.

    A letter names many things: common stretches and themes prove nothing, and
    the common objects must be what both are about.
    """
    if agreed.share < _COMMON_WORDS:
        return False
    if meeting == Meeting.SPOT:
        if agreed.telling:
            return True
        if one.things and other.things:
            single = any(not things()[name].several for name in agreed.things)
            return agreed.main and (agreed.certain or single)
        least, count = _LONG_WORDS[bool(one.things or other.things)]
        return len(agreed.words) >= count and agreed.share >= least
    if not (agreed.main and agreed.certain):
        return False
    if meeting == Meeting.COUNTY:
        return all(things()[name].scope != SITE for name in agreed.things)
    return meeting == Meeting.TOWN or (meeting == Meeting.NOWHERE and agreed.citywide)


def _evidence(agreed: Agreement, own: Shared, one: Matters, other: Matters) -> dict[str, float]:
    """What speaks for and against one issue, by the names of `weights`."""
    found = {
        "overlap": agreed.overlap,
        "untold": not one.things or not other.things,
        "troubles_differ": bool(one.strong and other.strong and not agreed.troubles),
        "duties_differ": own.duties_differ,
        "known": own.known,
        "unseen": own.unseen,
        "theme": own.theme,
        "object": own.object,
    }
    return {name: float(value) for name, value in found.items()}


def score(place: str, agreed: Agreement, own: Shared, one: Matters, other: Matters) -> float:
    """How far place (`ground`) and matter speak for one issue (log-odds)."""
    learned = weights()
    found = _evidence(agreed, own, one, other)
    total = learned["constant"] + learned.get(place, 0.0)
    return round(total + sum(learned[name] * value for name, value in found.items()), 4)
