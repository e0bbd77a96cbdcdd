"""The responsible units of a comment: one lead, supporting ones, and why.

The division of duties is data (`data/reference/duties.yml`): words that tell
the matter, the city-level unit in charge, and a scope that decides between
city and county (编码手册 四): public works in villages are led by the county
government whatever the district; 上思县 and 东兴市 lead what happens there,
except vertical units; in the urban districts and city-wide the city unit leads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from analysis.reference import settings, units
from analysis.tasks.places import PlaceVerdict, county_government
from analysis.text.normalise import normalise
from analysis.text.phrases import GAP, PhraseSet
from analysis.text.segment import rarity, segment

VILLAGE, VERTICAL = "农村公共设施", "垂直"
_SELF_RUN_COUNTIES = settings("duties")["counties_that_lead"]
_VILLAGE_WORDS = re.compile(r"村|屯|乡下|农村|寨|田间|山里|圩")


@dataclass(frozen=True)
class Duty:
    """One matter of the division of duties."""

    name: str
    words: tuple[str, ...]
    lead: str
    support: tuple[str, ...]
    scope: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitVerdict:
    """lead: full name or empty; support: full names; reason: in words; duty: the matter or empty."""

    lead: str
    support: tuple[str, ...]
    reason: str
    duty: str = ""


@cache
def duties() -> tuple[Duty, ...]:
    """All duties in the file's order."""
    return tuple(
        Duty(
            name=entry["duty"],
            words=tuple(dict.fromkeys(str(word).lower() for word in entry["words"])),
            lead=entry["lead"],
            support=tuple(entry.get("support") or ()),
            scope=entry["scope"],
            themes=tuple(entry.get("themes") or ()),
        )
        for entry in settings("duties")["duties"]
    )


@cache
def _index() -> tuple[PhraseSet, dict[str, list[Duty]]]:
    holders: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties():
        for word in duty.words:
            holders[word].append(duty)
    return PhraseSet(holders), holders


def _find_duty(text: str, theme: str) -> tuple[Duty | None, list[str]]:
    """The duty with the most weight of words in *text*; those led by a unit of *theme* count more."""
    phrases, holders = _index()
    scores: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    for hit in phrases.find(text, segment(text)):
        weight = max(rarity(part) for part in hit.phrase.split(GAP) if part) / 10
        for duty in holders[hit.phrase]:
            if hit.phrase not in words[duty.name]:
                scores[duty.name] += weight * (1.6 if _fits(duty, theme) else 1.0) / len(holders[hit.phrase])
                words[duty.name].append(hit.phrase)
    if not scores:
        return None, []
    order = {duty.name: i for i, duty in enumerate(duties())}
    best = max(scores, key=lambda name: (scores[name], -order[name]))
    return next(duty for duty in duties() if duty.name == best), words[best]


def _fits(duty: Duty, theme: str) -> bool:
    if duty.themes:
        return theme in duty.themes
    unit = units().find(duty.lead)
    return unit is not None and theme in (*unit.themes_lead, *unit.themes_support)


def units_of(text: str, theme: str, theme_lead: str, place: PlaceVerdict) -> UnitVerdict:
    """The units of one comment.

    text: as received.  theme: its main theme.  theme_lead: the unit the
    taxonomy names for that theme, used where no duty's word is found.
    """
    text = normalise(text)
    duty, words = _find_duty(text, theme)
    county_unit = county_government(place.county) if place.county else ""
    if duty is None:
        lead, support, scope, why = theme_lead, (), "", f"按类别“{theme}”的主管部门"
    else:
        lead, support, scope = duty.lead, duty.support, duty.scope
        why = f"{'、'.join(f'“{word}”' for word in words[:3])}属“{duty.name}”"
    name = duty.name if duty else ""
    if not lead:
        return UnitVerdict("", (), "没有可对应的职责，请人工分办", name)
    in_village = scope == VILLAGE and _VILLAGE_WORDS.search(text)
    if county_unit and scope != VERTICAL:
        if in_village:
            return _county_leads(county_unit, lead, support, f"{why}；村里的公共设施由{place.county}牵头", name)
        if place.county in _SELF_RUN_COUNTIES:
            return _county_leads(county_unit, lead, support, f"{why}；在{place.county}，属地牵头", name)
    local = (county_unit,) if county_unit else ()
    others = tuple(unit for unit in dict.fromkeys((*support, *local)) if unit != lead)
    return UnitVerdict(lead, others, why, name)


def _county_leads(county_unit: str, lead: str, support: tuple[str, ...], why: str, duty: str) -> UnitVerdict:
    others = tuple(unit for unit in dict.fromkeys((lead, *support)) if unit != county_unit)
    return UnitVerdict(county_unit, others, why, duty)
