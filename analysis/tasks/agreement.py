"""What two texts say alike of object and trouble, by the lists of `matters.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.tasks.matters import Matters, kin, near, things
from analysis.text.segment import rarity

_MAIN, _MAIN_OF_BOTH = 0.4, 1.2  # share of each text, and of the two added up, that the common objects must hold
_KIN = 0.5  # what two objects count that people name for one matter, beside one that both name
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


@dataclass(frozen=True)
class Agreement:
    """What two texts say alike: common objects, whether they are both texts' main matter, and common troubles."""

    things: tuple[str, ...]
    differ: bool  # both name objects, none alike or kin
    telling: bool  # a trouble that tells the matter by itself where one names no object is told by both
    overlap: float  # share of both texts that the common objects hold, kin objects by half, 0–1
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
    related = [] if common or not spot else _related(one, other)
    held = [sum(said.things[name] for name in common) for said in (one, other)]
    alike = near()
    troubles = tuple(x for x in one.words if x in one.problems and any((x, y) in alike for y in other.problems))
    whole = [name for name in common if things()[name].citywide & one.beside[name] & other.beside[name]]
    fault = any(things()[name].fault for name in common)
    contradict = not fault and not troubles and _contradict(one, other, common, spot)
    if common and all(things()[name].general for name in common):  # 广场舞吵, 装修吵
        sources = [{name for name in said.things if not things()[name].general} for said in (one, other)]
        contradict = contradict or all(sources)
    telling = bool((one.telling | other.telling) & one.strong & other.strong)
    words = tuple(sorted(one.rare & other.rare, key=lambda word: (-rarity(word), word)))
    share = sum(map(rarity, words)) / max(min(one.weight, other.weight), 1.0)
    return Agreement(
        things=common,
        differ=bool(one.things and other.things) and not (common or related or telling),
        telling=telling,
        overlap=sum(min(one.things[name], other.things[name]) for name in common)
        + _KIN * max((min(one.things[x], other.things[y]) for x, y in related), default=0.0),
        main=min(held) >= _MAIN and sum(held) >= _MAIN_OF_BOTH,
        troubles=troubles,
        citywide=all(sum(said.things[name] for name in whole) >= _MAIN for said in (one, other)),
        contradict=contradict,
        certain=fault or bool(troubles),
        listed="，".join(word for said in (one, other) for found in said.words.values() for word in found),
        words=words,
        share=share,
    )


def _related(one: Matters, other: Matters) -> list[tuple[str, str]]:
    """Objects of either that people name for one matter."""
    pairs = kin()
    return [(x, y) for x in one.things for y in other.things if (x, y) in pairs]


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
