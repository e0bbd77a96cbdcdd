"""Which district and which town, village or site a comment is about.

Names come from the place register with its aliases and traps: 马路, 公正,
港口 … count only with their suffix (`suffix_required`), 防城港 is not 防城.
Short names count only between word boundaries, as they consist of everyday
signs: 叫|安装 is not 叫安, 晚上|思来想去 not 上思.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analysis.reference import Place, county_of, places, units
from analysis.text.memory import Memory
from analysis.text.normalise import normalise
from analysis.text.page import page_of
from analysis.text.phrases import Hit, PhraseSet
from analysis.text.segment import segment

_LEVEL_RANK = {"地级市": 0, "县级": 1, "功能区": 2, "道路": 2}  # anything else is finer: 3
_OTHER_WORDS = ("乡镇", "乡亲", "区域", "区间")  # the suffix may open another word: 公正|乡镇, 港口|区域


@dataclass(frozen=True)
class PlaceVerdict:
    """county: a county-level name or empty; place: the first town, village or site named, else a zone or road, or empty."""

    county: str
    place: str
    words: tuple[str, ...] = ()


@cache
def _names() -> tuple[PhraseSet, dict[str, Place]]:
    by_name: dict[str, Place] = {}
    for place in places():
        # Later entries are finer or historic; a current town keeps its alias.
        for name in (place.name, *place.aliases):
            by_name.setdefault(normalise(name), place)
    # Unit names hold district names (东兴市教育局): consumed, they still tell the district.
    return PhraseSet(by_name), by_name


def _cut(tokens: Sequence[str]) -> list[str]:
    """*tokens* cut after a place name that opens one: 峒中口岸 is a word and still tells the town."""
    words: list[str] = []
    for word in tokens:
        cut = next((n for n in range(len(word) - 1, 1, -1) if word[:n] in _names()[1]), 0)
        words += [word[:cut], word[cut:]] if cut else [word]
    return words


def _trap(hit: Hit, place: Place, text: str) -> bool:
    """Whether the suffix without which the name is a common word belongs to the next word."""
    return place.suffix_required and text[hit.end - 1 : hit.end + 1] in _OTHER_WORDS


def find_places(text: str) -> list[tuple[Hit, Place]]:
    """The places of the register that *text* (normalised) names, with where they stand, from left to right."""
    if not _names()[0].find(text):
        return []  # most texts name no place: no need to look for word boundaries
    return _find_all([text])[0]


def _find_all(texts: Sequence[str]) -> list[list[tuple[Hit, Place]]]:
    phrases, by_name = _names()
    found = phrases.find_all(texts, [_cut(tokens) for tokens in segment.all(texts)])
    named = [[(hit, by_name[hit.phrase]) for hit in hits.each()] for hits in found]
    return [
        [(hit, place) for hit, place in own if not _trap(hit, place, text)]
        for text, own in zip(texts, named, strict=True)
    ]


def place_of(text: str, county_given: str = "") -> PlaceVerdict:
    """The place of one comment.

    text: as received.  county_given: what the form's 所在县区 says; it counts
    where the text names no district of its own.
    """
    return _verdict(find_places(normalise(text)), county_given)


def places_of(texts: Sequence[str], titles: Sequence[str], counties_given: Sequence[str]) -> list[PlaceVerdict]:
    """As `place_of`, of many comments under their titles; *titles* are empty where there are none."""
    normal, heads = normalise.all(texts), normalise.all(titles)
    whole = ["\n".join(filter(None, parts)) for parts in zip(heads, normal, strict=True)]
    named = _may_name_any.all([*normal, *heads])
    rows = [row for row in range(len(whole)) if named[row] or named[len(whole) + row]]
    found = dict(zip(rows, _find_all([whole[row] for row in rows]), strict=True))
    return [_verdict(found.get(row, []), given) for row, given in enumerate(counties_given)]


def _name_any(texts: Sequence[str]) -> list[bool]:
    return [bool(hits.phrases) for hits in _names()[0].find_on(page_of(tuple(texts)), bounded=False)]


# Whether a normalised text holds a name of the register, on the boundaries of words or not.
_may_name_any: Memory[str, bool] = Memory(_name_any)


def _verdict(found: list[tuple[Hit, Place]], county_given: str) -> PlaceVerdict:
    fine = [(hit, place) for hit, place in found if _LEVEL_RANK.get(place.level, 3) >= 2]
    finest = max(fine, key=lambda pair: (_LEVEL_RANK.get(pair[1].level, 3), -pair[0].start), default=None)
    place = finest[1].name if finest else ""
    named = [place_.name for _, place_ in found if place_.level == "县级"]
    county = county_of(place) or (named[0] if named else "") or county_given
    return PlaceVerdict(county, place, tuple(dict.fromkeys(hit.phrase for hit, _ in found)))


@cache
def county_government(county: str) -> str:
    """The government of *county* in the unit register; empty where there is none."""
    unit = units().find(county)
    return unit.name if unit else ""
