"""Which district and which town, village or site a comment is about.

Names come from the place register with its aliases and traps: 马路, 公正,
港口 … count only with their suffix (`suffix_required`), 防城港 is not 防城.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.reference import Place, county_of, places, units
from analysis.text.normalise import normalise
from analysis.text.phrases import PhraseSet

_LEVEL_RANK = {"地级市": 0, "县级": 1, "功能区": 2, "道路": 2}  # anything else is finer: 3


@dataclass(frozen=True)
class PlaceVerdict:
    """county: a county-level name or empty; place: the finest register name in the text or empty."""

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


def place_of(text: str, county_given: str = "") -> PlaceVerdict:
    """The place of one comment.

    text: as received.  county_given: what the form's 所在县区 says; it counts
    where the text names no district of its own.
    """
    text = normalise(text)
    phrases, by_name = _names()
    found = [(hit, by_name[hit.phrase]) for hit in phrases.find(text)]
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
