"""How the places of two comments meet: the same spot, the same town, different places, or not told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.reference import county_of
from analysis.tasks.spot_names import AREA, COUNTY, TOWN
from analysis.tasks.spots import Spot, Spots

_ADJACENT = ("楼栋", "单元", "分期", "村民小组")  # a number: only within the same estate or village
_COMPANIES = ("公司", "银行")  # tell two matters apart, but are found in many places
# Words people say for another form: 丽景小区 may be 丽景新城, 江边社区 江边村, 江边市场 江边圩.
_LOOSE = (("小区", "小区"), ("村", "村"), ("市场", "市场"), ("码头", "码头"), ("码头", "渔港"))
_DWELLINGS = ("村", "屯组", "小区")  # 江边村, 江边屯 and 江边小区 are the same people's words for where they live
_NUMBERED = (*_ADJACENT, "班级", "公交线路", "国省道")
_FIRMS, _ROAD = ("企业", "工厂"), "道路"
_CONTRAST = frozenset("0123456789东西南北中上下大小新老旧前后内外一二三四五六七八九十")  # 东桃花路 is not 桃花路


class Meeting(StrEnum):
    """How the places of two comments meet."""

    APART = "地点不同"  # they name different places of one kind
    SPOT = "同一处"  # the narrowest place is the same
    TOWN = "同一乡镇"  # both name the town, neither anything narrower
    COUNTY = "同一县区"
    COARSE = "粗细不同"  # nothing against it, but one is narrower than what they share
    OPEN = "一条没有写地点"
    NOWHERE = "都没有写地点"


@dataclass(frozen=True)
class Met:
    """How two places meet, the names that decided, and the rank of the narrowest both name.

    bare: only one of the two says what kind of place the name is of (小窑村, 小窑那边).
    alone: where they share only the town, the kinds of narrower spots that either names.
    """

    meeting: Meeting
    names: tuple[str, ...] = ()
    rank: int = -1
    bare: bool = False
    alone: frozenset[str] = frozenset()

    @property
    def at_one_spot(self) -> bool:
        """Whether a road, village or something narrower is the same, however finely either names it."""
        return self.meeting == Meeting.SPOT or (self.meeting == Meeting.COARSE and self.rank >= AREA)


def _same_spot(one: Spot, other: Spot) -> bool | None:
    """Whether two spots of one kind are the same; None where it can't be told."""
    if one.stem == other.stem and one.form != other.form:
        return None if (one.kind, one.form) in _LOOSE or (other.kind, other.form) in _LOOSE else False
    if one.form != other.form or not _same_stem(one.stem, other.stem):
        return False
    if not one.home and not other.home:
        return True
    if not one.home or not other.home:
        return None
    return one.home in (other.home, county_of(other.home)) or other.home == county_of(one.home)


def _same_stem(one: str, other: str) -> bool:
    """Whether two names are one, though a word before may stick to the longer: 老街|桃花 and 桃花."""
    short, long = sorted((one, other), key=len)
    if not long.endswith(short):
        return False
    return short == long or (len(short) > 1 and long[-len(short) - 1] not in _CONTRAST)


def _bare(one: Spots, other: Spots) -> list[Spot]:
    """Spots of *one* whose name stands in the text of *other* without its kind, or for a company of the same name."""
    found = []
    for spot in one.spots:
        if spot.home or len(spot.stem) < 2 or spot.kind in _NUMBERED or spot.stem not in other.text:
            continue
        if spot.stem in (*one.towns, *other.towns, *one.counties, *other.counties) or county_of(spot.stem):
            continue
        same = [named.kind for named in other.spots if named.stem == spot.stem]
        either = spot.kind in _FIRMS or not {*same}.isdisjoint(_FIRMS) or {spot.kind, *same} <= {*_DWELLINGS}
        if (same and not either) or (not same and any(spot.stem in name for name in other.names)):
            continue
        found.append(spot)
    return found


def _differing(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str] | None:
    """A school of each text, where none of their kinds is in both: 小学, 中学."""
    return (one[0], other[0]) if one and other and not set(one) & set(other) else None


def meet(one: Spots, other: Spots) -> Met:
    """How the places of two texts meet."""
    shared: list[Spot] = []
    doubtful = False
    for kind in dict.fromkeys(spot.kind for spot in one.spots):
        ours, theirs = ([spot for spot in said.spots if spot.kind == kind] for said in (one, other))
        pairs = [(x, y) for x in ours for y in theirs]
        verdicts = [_same_spot(x, y) for x, y in pairs]
        if any(verdicts):
            same = [pair for pair, verdict in zip(pairs, verdicts, strict=True) if verdict]
            shared += [max(pair, key=lambda spot: spot.rank) for pair in same]  # a landmark to one is a place to both
            # Two corners of one road: 甲路乙路口, 甲路丙路口.
            if kind == _ROAD and len(same) == 1 and len(ours) == len(theirs) == 2:
                return Met(Meeting.APART, tuple("、".join(spot.shown for spot in own) for own in (ours, theirs)))
            doubtful = doubtful or (kind == _ROAD and len(same) < min(len(ours), len(theirs)))
        elif None in verdicts:
            doubtful = True
        elif pairs:
            return Met(Meeting.APART, (ours[0].shown, theirs[0].shown))
    for names, others in ((one.towns, other.towns), (one.counties, other.counties)):
        if names and others and not set(names) & set(others):
            return Met(Meeting.APART, (names[0], others[0]))
    towns = tuple(town for town in one.towns if town in other.towns)
    counties = tuple(county for county in one.counties if county in other.counties)
    finest = max(one.finest, other.finest)
    shared = [spot for spot in shared if spot.form not in _COMPANIES]
    if all(spot.kind in _ADJACENT for spot in shared) and not towns:  # 3栋 of whichever estate
        shared = []
    bare = [] if shared else [*_bare(one, other), *_bare(other, one)]
    shared = shared or bare
    if not shared and (schools := _differing(one.schools, other.schools)):
        return Met(Meeting.APART, schools)
    if shared:
        top = max(spot.rank for spot in shared)
        names = tuple(dict.fromkeys(spot.shown for spot in shared))
        return Met(Meeting.SPOT if top >= finest and not doubtful else Meeting.COARSE, names, top, bool(bare))
    if towns:
        kinds = frozenset(spot.kind for spot in (*one.spots, *other.spots))
        return Met(Meeting.TOWN if finest == TOWN else Meeting.COARSE, towns, TOWN, alone=kinds)
    if counties:
        return Met(Meeting.COUNTY if finest == COUNTY else Meeting.OPEN, counties, COUNTY)
    if finest < 0:
        return Met(Meeting.NOWHERE)
    return Met(Meeting.COARSE if doubtful else Meeting.OPEN)


def apart(one: Spots, other: Spots) -> bool:
    """Whether the two name different places."""
    return meet(one, other).meeting == Meeting.APART
