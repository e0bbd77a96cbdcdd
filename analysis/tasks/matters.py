"""What a comment is about, fine enough to tell two issues apart: its things and what is wrong with them.

Finer than a theme (基础设施建设) and than a duty (路灯): a canteen is not a
toilet, a lamp is not a pothole, a fee is not a refund.  The words are data
(`data/reference/matters.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from analysis.reference import settings
from analysis.text.cues import Cues, find_cues
from analysis.text.locatives import LOCATIVES
from analysis.text.phrases import Hit, PhraseSet
from analysis.text.segment import content_words, rarity, segment

SITE, REGION, CITY = "点", "片", "市"  # how wide a thing reaches, as in matters.yml
_RARE = 9.5  # general rarity from which a word tells one matter from another
_ASIDE = 0.25  # what a word that mostly tells a consequence, or where one was, counts for its object
_AT = ("在", "到", "去", "往", "从", "离")
_SOURCE = 0.5  # what an object counts beside one that is a complaint in itself: 烧烤摊 beside 油烟
_BESIDE = 12  # characters between an object and its trouble
_PER_THING = 60  # characters of text for which one mention of an object is enough
_MOST_WORDS = 40  # rare words kept of a long text, the first ones


@dataclass(frozen=True)
class Thing:
    """An object of the list.

    scope: `SITE`, `REGION` or `CITY`.  citywide: the problems that make it one matter for the whole city.
    fault: naming it is the complaint (积水).
    general: the same complaint comes from many things (噪声): those of both texts must agree.
    several: it has troubles of several kinds (a canteen: dear, dirty), so that both texts must tell theirs.
    host: mostly only where it happens (学校): no object where another is named.
    """

    name: str
    scope: str
    citywide: frozenset[str]
    fault: bool
    general: bool
    several: bool
    host: bool


@dataclass(frozen=True)
class Matters:
    """What one text says.

    things: object → how far the text is about it, 0–1; they add up to 1, to less in a long text that
    hardly names any.  words: object or problem → the words found, in order; problems: kinds of trouble; beside: object →
    the problems told right beside it; strong: those that can contradict another's,
    telling: those of them that tell the matter even without an object, where the text is
    vague: it names no object of its own;
    rare: the text's telling words; weight: how rare they are, added up.
    """

    things: dict[str, float]
    problems: frozenset[str]
    beside: dict[str, frozenset[str]]
    strong: frozenset[str]
    telling: frozenset[str]
    vague: bool
    words: dict[str, tuple[str, ...]]
    rare: frozenset[str]
    weight: float


@cache
def things() -> dict[str, Thing]:
    """The objects of the list by name, in the file's order."""
    return {
        entry["name"]: Thing(
            name=entry["name"],
            scope=entry.get("scope", SITE),
            citywide=frozenset(entry.get("citywide", ())),
            fault=entry.get("fault", False),
            general=entry.get("general", False),
            several=entry.get("several", False) or entry.get("host", False),
            host=entry.get("host", False),
        )
        for entry in settings("matters")["objects"]
    }


@cache
def _index(part: str) -> tuple[PhraseSet, dict[str, list[str]]]:
    """The phrases of *part* (objects or problems) and the names that each stands for."""
    names: dict[str, list[str]] = {}
    for entry in settings("matters")[part]:
        for word in (*entry["words"], *entry.get("also", ())):
            names.setdefault(str(word).lower(), []).append(entry["name"])
    return PhraseSet(names), names


@cache
def _asides() -> frozenset[tuple[str, str]]:
    """Objects with those of their words that mostly tell a consequence."""
    return frozenset(
        (entry["name"], str(word).lower()) for entry in settings("matters")["objects"] for word in entry.get("also", ())
    )


@cache
def _marked(mark: str) -> frozenset[str]:
    """The problems marked so in the file."""
    return frozenset(entry["name"] for entry in settings("matters")["problems"] if entry.get(mark))


@cache
def near() -> frozenset[tuple[str, str]]:
    """Pairs of problems that are two ways of saying one, in both orders, and each with itself."""
    pairs: set[tuple[str, str]] = set()
    for entry in settings("matters")["problems"]:
        for other in (entry["name"], *entry.get("near", ())):
            pairs |= {(entry["name"], other), (other, entry["name"])}
    return frozenset(pairs)


@cache
def kin() -> frozenset[tuple[str, str]]:
    """Pairs of objects that people name for one and the same matter, in both orders."""
    return frozenset(pair for group in settings("matters")["kin"] for pair in permutations(group, 2))


def matters_of(text: str, names: Iterable[str] = ()) -> Matters:
    """The objects, problems and telling words of *text* (normalised); *names*: names of places in it, as written."""
    tokens, cues = segment(text), find_cues(text)
    names = [name for name in names if name]
    in_names = [span for name in names for span in _spans(text, name)]
    found: tuple[dict[str, float], dict[str, float]] = ({}, {})  # proper objects; hosts
    words: dict[str, dict[str, None]] = {}
    at: dict[str, list[Hit]] = {}
    vague = True
    phrases, meanings = _index("objects")
    for hit in phrases.find(text, tokens):
        where = text.startswith(LOCATIVES, hit.end)
        if any(start <= hit.start and hit.end <= end for start, end in in_names):
            continue
        for name in meanings[hit.phrase]:
            thing = things()[name]
            if where and not thing.fault:
                continue
            weights = found[thing.host]
            repeats = len(words.setdefault(name, {})) + 1
            aside = (name, hit.phrase) in _asides() or (not thing.fault and text.endswith(_AT, 0, hit.start))
            weights[name] = weights.get(name, 0.0) + (_ASIDE if aside else 1.0) * cues.weight_at(hit.start) / repeats
            words[name][hit.phrase] = None
            at.setdefault(name, []).append(hit)
            vague = vague and (aside or thing.host)
    proper = found[0] or found[1]
    if any(things()[name].fault for name in proper):  # what is complained of, before what it comes from
        proper = {name: weight * (1 if things()[name].fault else _SOURCE) for name, weight in proper.items()}
    total = max(sum(proper.values()), len(text) / _PER_THING)
    troubles = _problems(text, tokens, cues)
    for hit, name in troubles:
        words.setdefault(name, {})[hit.phrase] = None
    problems = frozenset(name for _, name in troubles)
    rare = [word for word in content_words(tokens) if rarity(word) >= _RARE and not any(word in name for name in names)]
    kept = list(dict.fromkeys(rare))[:_MOST_WORDS]
    return Matters(
        things={name: weight / total for name, weight in proper.items()},
        problems=problems,
        beside={
            name: frozenset(trouble for hit, trouble in troubles if any(_near(hit, spot) for spot in at[name]))
            for name in proper
        },
        strong=problems - _marked("weak"),
        vague=vague,
        telling=problems - _marked("weak") - _marked("vague") if vague else frozenset(),
        words={name: tuple(found) for name, found in words.items()},
        rare=frozenset(kept),
        weight=sum(map(rarity, kept)),
    )


def _near(one: Hit, other: Hit) -> bool:
    return one.start - other.end <= _BESIDE and other.start - one.end <= _BESIDE


def _spans(text: str, name: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(name), text)]


def _problems(text: str, tokens: tuple[str, ...], cues: Cues) -> list[tuple[Hit, str]]:
    """Where *text* tells a kind of trouble, and which; asides of praise don't count."""
    phrases, meanings = _index("problems")
    hits = [hit for hit in phrases.find(text, tokens) if cues.weight_at(hit.start) >= 1]
    return [(hit, name) for hit in hits for name in meanings[hit.phrase]]
