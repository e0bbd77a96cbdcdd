"""Whether place, object and trouble make two texts one concrete issue (编码手册 六).

The lists alone may say so where no rule forbids it (`never`, `plainly`), or of
two short comments many small signs together (`strength`): boosted trees,
learned once from invented comments and none of the sample's
(`data/reference/same_issue.json`); letters name too many things by the way.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache

from analysis.layout import REFERENCE
from analysis.tasks.agreement import Agreement
from analysis.tasks.catalogue import in_common
from analysis.tasks.matters import CITY, SITE, Matters, things
from analysis.tasks.meeting import Meeting, Met
from analysis.tasks.signs import Shared, Signs
from analysis.tasks.spot_names import AREA, POINT, TOWN

_TELLING_WORDS = 0.15  # share of telling words of two long texts, from which neither need name the trouble
# The same and how many, that stand in for objects the lists lack: in both long texts, in one of them.
_LONG_WORDS = ((0.3, 2), (0.45, 3))
_LEAST_OVERLAP = 0.2  # of the common objects of two long texts at one spot
_WITHIN = 0.4  # of the common objects, where one place lies within the other
# Of these a town has many: one that speaks of the town doesn't mean the one that another names.
_MANY = frozenset(["村", "屯组", "小区", "村民小组", "楼栋", "单元"])
_MOSTLY = 0.5  # share of what two texts have in common in the catalogue
_DIGITS = 4  # so that the last bits of a sum, which machines differ in, don't matter
_WIDE = (Meeting.OPEN, Meeting.COUNTY, Meeting.NOWHERE)


# A node of a tree: sign, threshold, node where the sign is at most that, node where it is more; or a leaf: its log-odds.
Node = tuple[str, float, int, int] | float


@dataclass(frozen=True)
class _Trees:
    """Boosted trees: what all pairs count, and the trees, whose leaves are added up (log-odds)."""

    constant: float
    trees: tuple[tuple[Node, ...], ...]


@cache
def _trees() -> _Trees:
    told = json.loads((REFERENCE / "same_issue.json").read_text(encoding="utf-8"))
    trees = tuple(tuple(tuple(node) if isinstance(node, list) else node for node in tree) for tree in told["trees"])
    return _Trees(told["constant"], trees)


@dataclass(frozen=True)
class Pair:
    """Two texts side by side: how their places meet, what they say alike, what signs they share.

    signs: what each shows by itself.  asks: how many of the two only ask.  own: how many speak for one household.
    shorter, longer: characters of the two texts.  narrow: only one names a place narrower than what they share.
    short: neither is a letter nor long.
    """

    one: Matters
    other: Matters
    place: Met
    agreed: Agreement
    shared: Shared
    signs: tuple[Signs, Signs]
    asks: int
    own: int
    shorter: int
    longer: int
    narrow: bool
    short: bool


def _ground(place: Met) -> str:
    """The sign in `evidence` of how the places meet."""
    if place.meeting == Meeting.SPOT:
        return "point" if place.rank >= POINT else "area"
    if place.meeting == Meeting.COARSE:
        return "within" if place.rank >= AREA else "town_and_spot" if place.rank == TOWN else "coarse"
    return {Meeting.TOWN: "town", Meeting.COUNTY: "county", Meeting.OPEN: "open"}.get(place.meeting, "nowhere")


def evidence(pair: Pair) -> dict[str, float]:
    """What speaks for and against one issue; a sign that isn't there counts 0."""
    agreed, shared = pair.agreed, pair.shared
    wide = pair.place.meeting in _WIDE
    scopes = {things()[name].scope for name in agreed.things}
    matters, clear = in_common(*(sign.bearing for sign in pair.signs)), [sign.clear for sign in pair.signs]
    untold = (not pair.one.things) + (not pair.other.things)
    found = {
        _ground(pair.place): 1,
        "overlap": agreed.overlap,
        "untold_by_one": untold == 1,
        "untold_by_both": untold == 2,
        "telling": agreed.telling,
        "certain": agreed.certain,
        "duties_differ": shared.duties_differ,
        "names": min(len(shared.names), 2),
        "known": shared.known,
        "unseen": math.sqrt(shared.unseen),
        "theme": shared.theme,
        "object": shared.object,
        "kind": shared.kind,
        "kind_sharp": shared.kind_sharp,
        "matter": matters.near,
        "matter_sharp": matters.sharp,
        "clear_less": min(clear),
        "clear_more": max(clear),
        "of_city": matters.of_city,
        "of_site": matters.of_site,
        "one_narrow": pair.narrow,
        "city_matter": wide and CITY in scopes,
        "site_matter": wide and SITE in scopes and CITY not in scopes,
        "asks": pair.asks,
        "own": pair.own,
        "shorter": pair.shorter,
        "longer": pair.longer,
        "contradict": agreed.contradict,
        "differ": agreed.differ,
        "forbidden": never(pair),
        "plain": plainly(pair),
    }
    return {name: round(float(value), _DIGITS) for name, value in found.items()}


def strength(pair: Pair) -> float:
    """How far all signs speak for one issue (log-odds): above 0 more for than against."""
    signs, model = evidence(pair), _trees()
    total = model.constant
    for tree in model.trees:
        node = tree[0]
        while isinstance(node, tuple):
            sign, threshold, less, more = node
            node = tree[less if signs.get(sign, 0.0) <= threshold else more]
        total += node
    return round(total, _DIGITS)


def never(pair: Pair) -> bool:
    """Whether a rule forbids one issue where the lists alone are to decide.

    The objects differ or the troubles contradict each other; the duties differ
    and nothing else is alike; one speaks of a town, the other of a village in
    it; one names a narrower place and they hardly name one object.  Without a
    rare name in both: only one names a place; or neither names more than a
    district, and it is no trouble of the whole city.
    """
    place, agreed, shared = pair.place, pair.agreed, pair.shared
    if agreed.contradict or agreed.differ:
        return True
    if shared.duties_differ and not (agreed.things or agreed.telling or shared.known):
        return True
    named = _named(pair)
    if place.meeting == Meeting.COARSE and place.rank <= TOWN:
        return _one_of_many(place)
    if place.meeting == Meeting.COARSE:
        return agreed.overlap < _WITHIN and not named
    if place.meeting not in _WIDE or named:
        return False
    return place.meeting == Meeting.OPEN or not _of_the_city(pair)


def _named(pair: Pair) -> bool:
    """Whether both say a likely name that the lists don't know: it may stand for a place."""
    return any(name not in pair.agreed.listed for name in pair.shared.names)


def unplaced(pair: Pair) -> bool:
    """Whether a place is missing: only one names one, or only one a village in the town that both name, or neither
    names one of what is tied to a spot (路灯坏了).

    However alike they are, unless a rare name stands in both: of 307 pairs of invented comments, written
    apart, of which one named a place, readers took five for one issue (`same_issue_pairs.csv`).
    """
    if _named(pair):
        return False
    if pair.place.meeting == Meeting.NOWHERE:
        of_site = in_common(*(sign.bearing for sign in pair.signs)).of_site > _MOSTLY
        return of_site and all(things()[name].scope != CITY for name in pair.agreed.things)
    return pair.place.meeting == Meeting.OPEN or _one_of_many(pair.place)


def _one_of_many(place: Met) -> bool:
    """Whether both name one town, and one of them a village or the like in it."""
    return place.meeting == Meeting.COARSE and place.rank <= TOWN and not place.alone.isdisjoint(_MANY)


def _of_the_city(pair: Pair) -> bool:
    """Whether both are mainly about one object that the city has but one of, and don't tell two troubles of it."""
    agreed = pair.agreed
    differ = pair.one.strong and pair.other.strong and pair.one.strong.isdisjoint(pair.other.strong)
    of_city = any(things()[name].scope == CITY for name in agreed.things)
    return agreed.main and (agreed.citywide or (of_city and not differ))


def plainly(pair: Pair) -> bool:
    """Whether the lists alone make two texts one issue: the common objects must be what both are about.

    A long letter names many things, so that two of them must share telling words as well.
    """
    place, agreed, one, other = pair.place.meeting, pair.agreed, pair.one, pair.other
    if (agreed.share < _TELLING_WORDS and not pair.short) or not (agreed.things or agreed.telling):
        return False
    if place == Meeting.SPOT:
        if agreed.telling:
            return True
        if one.things and other.things:
            single = any(not things()[name].several for name in agreed.things)
            return agreed.overlap >= _LEAST_OVERLAP and agreed.main and (agreed.certain or single)
        least, count = _LONG_WORDS[bool(one.things or other.things)]
        return len(agreed.words) >= count and agreed.share >= least
    if not (agreed.main and agreed.certain):
        return False
    if place == Meeting.COUNTY:
        return agreed.citywide and all(things()[name].scope != SITE for name in agreed.things)
    return place == Meeting.TOWN or (place == Meeting.NOWHERE and agreed.citywide)
