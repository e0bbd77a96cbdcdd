"""General signs that two texts are about the same matter, where the lists of `matters.yml` lack their words.

Shared stretches of two characters, the rarer in everyday comments (the
exemplars) the more telling, without the names of places; the same theme as
the theme engine sees it; the same matters of the catalogue; different duties.
What turns them into one number: `strength`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.layout import REFERENCE
from analysis.tasks.catalogue import catalogue, kinds
from analysis.tasks.matters import matters_of
from analysis.tasks.spots import Spots
from analysis.tasks.units import duties_of
from analysis.text.learn import FOLDS, LearnedModel, trained
from analysis.text.segment import content_words, part_of_speech, rarity, segment
from analysis.themes.engine import ThemeEngine
from analysis.themes.exemplars import load_exemplars
from analysis.themes.taxonomy import load_taxonomy

_RUNS = re.compile(r"[\u3400-\u9fff0-9a-z]+")
_TELLING = 3.0  # rarity among the exemplars (ln) from which a stretch tells a matter
_UNSEEN = 1  # exemplars that may hold a stretch that counts as unseen: mostly a name
_MOST_UNSEEN = 4
_MAIN = 0.5  # share from which an exemplar is about one object
_LONGEST_NAME = 4  # characters
_NAMES = frozenset("x nr ns nz nt nrt nrfg".split())  # parts of speech: unknown, names
_NOUNS = frozenset(["n", "s"])
_RARE, _SELDOM = 11.0, 3  # general rarity from which, exemplars with its stretches up to which a noun is rare
_SHOWN = 8.0  # general rarity from which a word is worth showing
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Signs:
    """What one text shows: its stretches, those within names of places, its duties, the roots of its shares of each theme and object.

    names: words that are likely names of places without a word for their kind (百马, 滩尾坳).
    bearing: its rows of `Bearings.near` and `.sharp` among the catalogue's matters; clear: its largest margin there.
    kind: the same two rows among the kinds of matters.
    """

    text: str
    names: tuple[str, ...]
    stretches: frozenset[str]
    places: frozenset[str]
    duties: frozenset[str]
    themes: np.ndarray
    objects: np.ndarray
    bearing: tuple[np.ndarray, np.ndarray]
    clear: float
    kind: tuple[np.ndarray, np.ndarray]


@cache
def _usual() -> tuple[Counter[str], int]:
    """How many exemplars hold each stretch, and how many exemplars there are."""
    texts = [example.text for example in load_exemplars(REFERENCE / "exemplars.csv")]
    return Counter(stretch for text in texts for stretch in stretches(text)), len(texts)


@cache
def _engine() -> ThemeEngine:
    return ThemeEngine(load_taxonomy(REFERENCE / "themes.yml"))


@cache
def _objects() -> LearnedModel:
    """What the texts of each object look like, learned from the exemplars whose main object the lists know."""
    known: list[tuple[str, str]] = []
    for example in load_exemplars(REFERENCE / "exemplars.csv"):
        found = matters_of(example.text).things
        main = max(found, key=lambda name: (found[name], name), default="")
        if main and found[main] >= _MAIN:
            known.append((example.text, main))
    counts = Counter(name for _, name in known)
    known = [(text, name) for text, name in known if counts[name] >= FOLDS]
    return trained([text for text, _ in known], [name for _, name in known])


@cache
def _telling(stretch: str) -> float:
    """How far *stretch* tells a matter: 0 for an everyday one."""
    seen, texts = _usual()
    return max(math.log((texts + 1) / (seen[stretch] + 1)) - _TELLING, 0.0)


def stretches(text: str) -> frozenset[str]:
    """All stretches of two characters, none across punctuation."""
    return frozenset(run[at : at + 2] for run in _RUNS.findall(text) for at in range(len(run) - 1))


def signs_of(texts: Sequence[str], spots: Sequence[Spots]) -> list[Signs]:
    """The signs of normalised texts, in which *spots* were found."""
    themes, objects = (np.sqrt(model.probabilities(texts)) for model in (_engine().model, _objects()))
    near, sharp, clear = catalogue().bearings(texts)
    bearings = zip(near, sharp, strict=True)
    among_kinds = kinds().bearings(texts)
    ways = zip(among_kinds.near, among_kinds.sharp, strict=True)
    columns = (texts, spots, duties_of(texts), themes, objects, bearings, clear.tolist(), ways)
    return [_signs(*each) for each in zip(*columns, strict=True)]


def _signs(
    text: str,
    spots: Spots,
    duties: frozenset[str],
    themes: np.ndarray,
    objects: np.ndarray,
    bearing: tuple[np.ndarray, np.ndarray],
    clear: float,
    kind: tuple[np.ndarray, np.ndarray],
) -> Signs:
    written = (*spots.names, *(spot.shown for spot in spots.spots), *(spot.stem for spot in spots.spots))
    places = stretches("，".join((*written, *spots.towns, *spots.counties)))
    return Signs(
        text=text,
        names=tuple(dict.fromkeys(word for word in segment(text) if _is_name(word) and not stretches(word) <= places)),
        stretches=stretches(text),
        places=places,
        duties=duties,
        themes=themes,
        objects=objects,
        bearing=bearing,
        clear=clear,
        kind=kind,
    )


@cache
def _is_name(word: str) -> bool:
    """Whether *word* is likely a name: unknown to the dictionary or a name there, and in no exemplar; or a rare noun (钢厂)."""
    if len(word) < 2 or len(word) > _LONGEST_NAME or not _HAN.fullmatch(word):
        return False
    seen = max(_usual()[0][stretch] for stretch in stretches(word))
    if part_of_speech(word) in _NAMES:
        return not seen
    return part_of_speech(word) in _NOUNS and seen <= _SELDOM and rarity(word) >= _RARE


def shared_words(one: Signs, other: Signs) -> tuple[str, ...]:
    """Telling words that stand in both texts and in no name of a place, the rarest first: to show, not to judge by."""
    named = one.places | other.places
    both = [
        word
        for word in content_words(segment(one.text))
        if word in other.text and rarity(word) >= _SHOWN and not stretches(word) <= named
    ]
    return tuple(dict.fromkeys(sorted(both, key=lambda word: (-rarity(word), word))))


@dataclass(frozen=True)
class Shared:
    """What two texts share.

    kind, kind_sharp: likeness of the kinds of matters they tell, 0–1, the second by the foremost kinds.
    known: ln(1 + sum of how telling the shared stretches are); unseen: how many hardly any exemplar holds, up
    to `_MOST_UNSEEN`; names: likely names that stand in both; theme, object:
    likeness of their shares of themes and of objects, 0–1 (Bhattacharyya's coefficient).
    """

    known: float
    unseen: int
    names: tuple[str, ...]
    theme: float
    object: float
    kind: float
    kind_sharp: float
    duties_differ: bool


def shared(one: Signs, other: Signs) -> Shared:
    """What *one* and *other* share."""
    both = sorted((one.stretches & other.stretches) - one.places - other.places)
    seen = _usual()[0]
    known = [stretch for stretch in both if seen[stretch] > _UNSEEN and _telling(stretch)]
    unseen = [stretch for stretch in both if seen[stretch] <= _UNSEEN]
    names = [name for name in one.names if name in other.text] + [name for name in other.names if name in one.text]
    return Shared(
        known=math.log1p(sum(map(_telling, known))),
        unseen=min(len(unseen), _MOST_UNSEEN),
        names=tuple(dict.fromkeys(names)),
        theme=round(float(one.themes @ other.themes), 6),
        object=round(float(one.objects @ other.objects), 6),
        kind=round(float(one.kind[0] @ other.kind[0]), 6),
        kind_sharp=round(float(one.kind[1] @ other.kind[1]), 6),
        duties_differ=bool(one.duties and other.duties and one.duties.isdisjoint(other.duties)),
    )
