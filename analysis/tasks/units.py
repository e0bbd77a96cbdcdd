"""The responsible units of a comment: one lead, supporting ones, and why.

First the department in charge of the matter, from three voices: the division
of duties (`data/reference/duties.yml`), what was learned from the exemplars,
and how often a theme's exemplars fall to each unit.  Then city or county
(编码手册 四): public works in villages are led by the county government
whatever the district; 上思县 and 东兴市 lead what happens there, except
vertical units; in the urban districts and city-wide the city unit leads.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.columns import UnitGroup
from analysis.layout import REFERENCE
from analysis.reference import settings, units
from analysis.tasks.places import PlaceVerdict, county_government
from analysis.text.learn import FOLDS, LearnedModel, trained
from analysis.text.normalise import normalise
from analysis.text.phrases import PhraseSet, telling
from analysis.themes.cases import load_cases
from analysis.themes.exemplars import Exemplar, load_exemplars

VILLAGE, VERTICAL, CITY = "农村公共设施", "垂直", "市直"
_VILLAGE_WORDS = re.compile(r"村|屯|乡下|农村|寨|田间|山里|圩")
# Cross-validated on the exemplars: learned alone 0.74 right, with duties and the theme's share 0.87; flat from 0.3 to 0.8.
_LEARNED = 0.5
_SMOOTHING = 0.3  # examples added to every unit of a theme, so that none is impossible
_FLOOR = 1e-4  # so that a theme's share decides where neither voice speaks


@dataclass(frozen=True, eq=False)  # each is one of its kind, and sooner found than by all its words
class Duty:
    """One matter of the division of duties."""

    name: str
    words: tuple[str, ...]
    lead: str
    support: tuple[str, ...]
    scope: str


@dataclass(frozen=True)
class UnitVerdict:
    """lead: full name or empty; support: full names; reason: in words; duty: the matter or empty."""

    lead: str
    support: tuple[str, ...]
    reason: str
    duty: str = ""


NOT_NEEDED = UnitVerdict("", (), "不需要承办")


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


@cache
def _examples() -> tuple[Exemplar, ...]:
    """Exemplars led by a department (counties follow from the place), of departments with enough of them."""
    own = [
        example
        for example in load_exemplars(REFERENCE / "exemplars.csv")
        if (unit := units().find(example.lead_unit)) and unit.group == UnitGroup.CITY
    ]
    counts = Counter(example.lead_unit for example in own)
    return tuple(example for example in own if counts[example.lead_unit] >= FOLDS)


@cache
def _model() -> LearnedModel:
    further = [(text, case.lead_unit) for case in load_cases().values() for text in case.examples]
    return trained([example.text for example in _examples()], [example.lead_unit for example in _examples()], further)


@cache
def _departments() -> tuple[str, ...]:
    """Every unit that a duty or an exemplar names, in the register's order."""
    named = {duty.lead for duty in duties()} | set(_model().labels)
    return tuple(unit.name for unit in units().units if unit.name in named)


@cache
def _theme_shares(theme: str) -> np.ndarray:
    """How the exemplars of *theme* fall to the departments, smoothed; even where there are none."""
    counts = Counter(example.lead_unit for example in _examples() if example.theme == theme)
    shares = np.array([counts[name] + _SMOOTHING for name in _departments()])
    return shares / shares.sum()


def _duty_words(texts: Sequence[str], titles: Sequence[str]) -> list[dict[Duty, dict[str, float]]]:
    """The duties whose words stand in each text or its title, each with its words and their weights."""
    phrases, holders = _index()
    every = []
    hits = phrases.in_texts.all([*texts, *titles])
    for in_text, in_title in zip(hits[: len(texts)], hits[len(texts) :], strict=True):
        found: dict[Duty, dict[str, float]] = {}
        for phrase in dict.fromkeys([*in_title.phrases, *in_text.phrases]):
            weight = telling(phrase) / len(holders[phrase])
            for duty in holders[phrase]:
                found.setdefault(duty, {})[phrase] = weight
        every.append(found)
    return every


def duties_of(texts: Sequence[str]) -> list[frozenset[str]]:
    """The names of the duties whose words stand in each of *texts* (normalised)."""
    return [frozenset(duty.name for duty in found) for found in _duty_words(texts, [""] * len(texts))]


def units_of(
    texts: Sequence[str],
    titles: Sequence[str],
    themes: Sequence[str],
    theme_leads: Sequence[str],
    places: Sequence[PlaceVerdict],
) -> list[UnitVerdict]:
    """The units of each comment that needs one.

    texts, titles: as received.  themes: their main themes.  theme_leads: the unit the
    taxonomy names for each theme, used where a theme has no exemplars and no
    duty's word is found.
    """
    normal, heads = normalise.all(texts), normalise.all(titles)
    if not normal:
        return []
    heads = ["" if head == text else head for head, text in zip(heads, normal, strict=True)]
    learned, trust = _model().judge(normal, heads)
    number = {name: i for i, name in enumerate(_departments())}
    shares = np.zeros((len(normal), len(number)))
    shares[:, [number[label] for label in _model().labels]] = _LEARNED * (trust[:, None] * learned)
    every = _duty_words(normal, heads)
    for row, found in enumerate(every):
        sums = {duty: sum(words.values()) for duty, words in found.items()}
        total = sum(sums.values())
        for duty, own in sums.items():
            shares[row, number[duty.lead]] += (1 - _LEARNED) * own / total
    best = ((shares + _FLOOR) * np.array([_theme_shares(theme) for theme in themes])).argmax(axis=1).tolist()
    known = {example.theme for example in _examples()}
    named = [
        _departments()[place] if found or theme in known else ""
        for place, theme, found in zip(best, themes, every, strict=True)
    ]
    return [
        _decide(f"{head}\n{text}", department, found, place, words)
        if department
        else _lead_of_theme(theme, lead, place)
        for text, head, theme, lead, place, department, found, words in zip(
            normal, heads, themes, theme_leads, places, named, every, _reasons(normal, heads, named, every), strict=True
        )
    ]


def _reasons(
    texts: Sequence[str],
    titles: Sequence[str],
    departments: Sequence[str],
    found: Sequence[dict[Duty, dict[str, float]]],
) -> list[list[str]]:
    """The learned words that speak for each text's department; none where a duty's words do."""
    reasons: list[list[str]] = [[] for _ in texts]
    rows = [
        row
        for row, (department, own) in enumerate(zip(departments, found, strict=True))
        if department in _model().labels and all(duty.lead != department for duty in own)
    ]
    asked = [(texts[row], departments[row], titles[row]) for row in rows]
    for row, words in zip(rows, _model().reasons_of(asked), strict=True):
        reasons[row] = words
    return reasons


def _lead_of_theme(theme: str, lead: str, place: PlaceVerdict) -> UnitVerdict:
    if not lead:
        return UnitVerdict("", (), "没有可对应的职责，请人工分办")
    return _city_or_county("", lead, (), CITY, place, f"按类别“{theme}”的主管部门", "")


def _decide(
    whole: str, department: str, found: dict[Duty, dict[str, float]], place: PlaceVerdict, words: list[str]
) -> UnitVerdict:
    """whole: title and text; words: learned ones that speak for *department*."""
    own = {duty: words for duty, words in found.items() if duty.lead == department}
    if own:
        duty = max(own, key=lambda d: (sum(own[d].values()), -duties().index(d)))
        why = f"{'、'.join(f'“{word}”' for word in list(own[duty])[:3])}属“{duty.name}”"
        return _city_or_county(whole, department, duty.support, duty.scope, place, why, duty.name)
    why = (
        f"同类意见（{'、'.join(f'“{word}”' for word in words)}）多归{_short(department)}"
        if words
        else "同类意见多归该单位"
    )
    return _city_or_county(whole, department, (), _scope(department), place, why, "")


@cache
def _scope(department: str) -> str:
    """How far the duties of *department* reach, taken together."""
    scopes = {duty.scope for duty in duties() if duty.lead == department}
    return VERTICAL if scopes == {VERTICAL} else VILLAGE if VILLAGE in scopes else CITY


def _short(name: str) -> str:
    unit = units().find(name)
    return unit.short if unit else name


def _city_or_county(
    text: str, department: str, support: tuple[str, ...], scope: str, place: PlaceVerdict, why: str, duty: str
) -> UnitVerdict:
    county_unit = county_government(place.county) if place.county else ""
    if county_unit and scope != VERTICAL:
        reason = ""
        if scope == VILLAGE and _VILLAGE_WORDS.search(text):
            reason = f"{why}；村里的公共设施由{place.county}牵头"
        elif place.county in settings("duties")["counties_that_lead"]:
            reason = f"{why}；在{place.county}，属地牵头"
        if reason:
            others = tuple(unit for unit in dict.fromkeys((department, *support)) if unit != county_unit)
            return UnitVerdict(county_unit, others, reason, duty)
    local = (county_unit,) if county_unit else ()
    others = tuple(unit for unit in dict.fromkeys((*support, *local)) if unit != department)
    return UnitVerdict(department, others, why, duty)
