"""Whether two comments are about the same concrete issue: place, object and trouble must agree (编码手册 六)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from analysis.tasks.agreement import Agreement, agree
from analysis.tasks.catalogue import alike_in
from analysis.tasks.compared import RESENT_FROM, Comment
from analysis.tasks.matters import Matters, things
from analysis.tasks.meeting import Meeting, Met, meet
from analysis.tasks.signs import shared, shared_words
from analysis.tasks.spot_names import AREA, POINT
from analysis.tasks.strength import Pair, never, plainly, strength, unplaced
from analysis.text.segment import rarity, segment

TOO_SHORT = "但文字短、没有写明地点"
_NEAR = 88.0  # likeness of characters (0–100) from which two texts are near-identical
_CHECK_WORDS_UP_TO = 80  # characters up to which one other name or number makes a near-identical text another issue
# Characters of two texts together and of the shorter, up to which a rare word in both may stand for a place.
SHORT, _SHORTER = 320, 80
_VILLAGE = "村"
_DIFFER = 3.0  # what counts against two comments in one issue that differ in object or trouble
_DIFFER_HERE = 8.0  # and where both say at one spot what is wrong with what: that is two matters, no loose wording
# Log-odds that pairs must reach where objects or troubles seem to differ or where their places meet so, elsewhere 0;
# by writers left out in turn.
_SURER = 0.5
_CAREFUL = frozenset([Meeting.SPOT, Meeting.NOWHERE])
_MOST = 4.0  # log-odds beyond which more makes no difference
_COMMON_WORDS = 0.15  # share of telling words from which two matters of one village have to do with each other
_RELATED_WORDS = 0.25  # the same from which comments without a common place are worth showing together
_RELATED_COUNT = 3  # and how many telling words they must share
_SURE = 60  # characters of near-identical text from which one place more or less makes no difference


class Level(StrEnum):
    """How near two comments are; a comment on its own has none."""

    RESENT = "重复提交"
    SAME = "同一问题"
    RELATED = "可能相关"


@dataclass(frozen=True)
class Likeness:
    """How two comments are alike: level, strength (comparable within a level) and the reason in words."""

    level: Level
    strength: float
    why: str


# --- in words ---------------------------------------------------------------------------


def _where(pair: Pair) -> str:
    """What both name, in words: 地点都是桃花路；, or where it is no place 都提到“鑫岩”；."""
    if pair.place.names:
        return f"地点都是{'、'.join(pair.place.names[:2])}；"
    return f"都提到“{'”“'.join(pair.shared.names[:2])}”；" if pair.shared.names else ""


def _told(pair: Pair, one: Comment, other: Comment) -> str:
    """The agreement in words: 都说占道摆摊（“摆摊”“卖菜的占”）."""
    agreed = pair.agreed
    matter = alike_in(one.signs.bearing, other.signs.bearing)
    alike = f"说法像是同一类事（{matter}）" if matter else ""
    if not agreed.things:
        words = agreed.words or shared_words(one.signs, other.signs)
        said = f"都说到“{'”“'.join(words[:4])}”" if words else ""
        return "，".join(filter(None, (said, alike))) or f"都说{'、'.join(agreed.troubles) or '一类事'}"
    parts, told = [], set()
    for name in (*agreed.things, *agreed.troubles):
        found = dict.fromkeys((one.matters.words[name][0], other.matters.words.get(name, ("",))[0]))
        if name in agreed.troubles and told.issuperset(found):
            continue
        told |= found.keys()
        said = "".join(f"“{word}”" for word in found if word not in ("", name))
        parts.append(f"{name}（{said}）" if said else name)
    # The object alone mostly doesn't say what is wrong with it.
    plain = agreed.troubles or any(things()[name].fault for name in agreed.things)
    return "，".join(filter(None, ("都说" + "、".join(parts[:4]), "" if plain else alike)))


# --- both ------------------------------------------------------------------------------


def likeness(one: Comment, other: Comment) -> Likeness | None:
    """How *one* and *other* are alike; None where they have nothing to do with each other."""
    if one.silent or other.silent:
        resent = one.text == other.text and len(one.text) >= RESENT_FROM
        return Likeness(Level.RESENT, 1.0, "文字完全相同") if resent else None
    place = meet(one.spots, other.spots)
    near = fuzz.ratio(one.text, other.text, score_cutoff=_NEAR)
    if near:
        return _near_identical(one, other, place, near)
    if place.meeting == Meeting.APART:
        return None
    pair = pair_of(one, other, place)
    if not _alone(one, other, pair.place) and (_same(pair) or _listed(pair)):
        return Likeness(Level.SAME, strength(pair), _where(pair) + _told(pair, one, other))
    return _related(pair, one, other)


def _listed(pair: Pair) -> bool:
    """Whether the lists alone say so, and no rule forbids it."""
    return plainly(pair) and not never(pair)


def _same(pair: Pair) -> bool:
    """Whether all signs of two short comments together say so.

    More is asked where the lists say otherwise; of two at one spot, which may have two troubles that sound
    alike; and of two without a place.
    """
    if not pair.short or unplaced(pair):
        return False
    doubtful = pair.agreed.contradict or pair.agreed.differ or pair.place.meeting in _CAREFUL
    return strength(pair) > _SURER * doubtful


def pair_of(one: Comment, other: Comment, place: Met | None = None) -> Pair:
    """The two side by side; *place*: how their places meet, where that is known already."""
    place = place or meet(one.spots, other.spots)
    if place.meeting == Meeting.TOWN and one.nameless and other.nameless:
        # 我们村 of either: there are many in a town.
        place = replace(place, meeting=Meeting.COARSE, alone=frozenset([_VILLAGE]))
    if place.bare and not _short(one, other):  # in a long text a name without its kind is mostly another word
        place = Met(Meeting.OPEN)
    return Pair(
        one=one.matters,
        other=other.matters,
        place=place,
        agreed=agree(one.matters, other.matters, place.meeting == Meeting.SPOT),
        shared=shared(one.signs, other.signs),
        signs=(one.signs, other.signs),
        asks=one.asks + other.asks,
        own=one.own + other.own,
        shorter=min(len(one.text), len(other.text)),
        longer=max(len(one.text), len(other.text)),
        narrow=not place.at_one_spot and (one.spots.finest >= AREA) != (other.spots.finest >= AREA),
        short=_short(one, other),
    )


def _alone(one: Comment, other: Comment, place: Met) -> bool:
    """Whether a household's own case, or a mere question, is told where no narrower place could make it one with another."""
    if place.meeting == Meeting.NOWHERE and (one.asks or other.asks):
        return True
    return place.meeting in (Meeting.TOWN, Meeting.COUNTY, Meeting.NOWHERE) and (one.own or other.own)


def _near_identical(one: Comment, other: Comment, place: Met, near: float) -> Likeness:
    how = "文字完全相同" if one.text == other.text else f"文字有 {int(near)}% 相同"
    strength, length = round(near / 100, 4), min(len(one.text), len(other.text))
    doubt = ""
    if place.meeting == Meeting.APART:
        doubt = f"但地点不同：{'、'.join(place.names)}"
    elif place.meeting in (Meeting.COARSE, Meeting.OPEN) and length < _SURE:
        doubt = "但有一条地点没有写明或写得更细"
    elif one.given and other.given and one.given != other.given:
        doubt = f"但所在县区不同：{one.given}、{other.given}"
    elif not (one.sure and other.sure):
        doubt = TOO_SHORT
    elif length <= _CHECK_WORDS_UP_TO:
        doubt = _changed(one.text, other.text)
    return Likeness(Level.RELATED if doubt else Level.RESENT, strength, f"{how}，{doubt}" if doubt else how)


def _changed(one: str, other: str) -> str:
    """The telling word or number that stands in one text for that in the other, in words; empty where there is none."""
    ours, theirs = segment(one), segment(other)
    for tag, start, end, begin, stop in Levenshtein.opcodes(ours, theirs):
        if tag != "replace":
            continue
        pair = ["".join(words) for words in (ours[start:end], theirs[begin:stop])]
        if all(
            any(rarity(word) >= 9 or word.isdecimal() for word in words)
            for words in (ours[start:end], theirs[begin:stop])
        ):
            return f"但“{pair[0]}”换成了“{pair[1]}”"
    return ""


def _short(one: Comment, other: Comment) -> bool:
    """Whether what both share can't be by accident; in letters and long texts it may."""
    lengths = len(one.text), len(other.text)
    return not (one.letter or other.letter) and sum(lengths) <= SHORT and min(lengths) <= _SHORTER


def fitting(one: Comment, other: Comment) -> float:
    """How well two comments fit into one issue that others may hold together (log-odds); they need no common place."""
    pair = pair_of(one, other)
    fits = strength(pair)
    if (pair.agreed.contradict or pair.agreed.differ) and fits <= _SURER:
        own = pair.place.meeting == Meeting.SPOT and _complete(one.matters) and _complete(other.matters)
        return -_DIFFER_HERE if own else -_DIFFER
    return max(0.0 if _listed(pair) else -_MOST, min(_MOST, fits))


def _complete(said: Matters) -> bool:
    """Whether every object is told with what is wrong with it."""
    return all(things()[name].fault or said.beside[name] & said.strong for name in said.things)


def _related(pair: Pair, one: Comment, other: Comment) -> Likeness | None:
    place, agreed = pair.place, pair.agreed
    meeting = place.meeting
    strength = round(agreed.share + len(agreed.things), 4)
    where = "、".join(place.names[:2])
    if meeting == Meeting.SPOT:
        # Two matters of one village or of one long road have nothing to do with each other.
        if place.rank < POINT and not agreed.things and agreed.share < _COMMON_WORDS:
            return None
        return Likeness(Level.RELATED, strength, f"地点都是{where}，{_difference(agreed, one.matters, other.matters)}")
    if not (agreed.main and agreed.certain) or agreed.contradict:
        return None
    said = _told(pair, one, other)
    if meeting == Meeting.COARSE:
        where = f"都在{where}" if where else "地点说法不一"
        return Likeness(Level.RELATED, strength, f"{where}，{said}，但没有写明是不是同一处")
    if agreed.share < _RELATED_WORDS or len(agreed.words) < _RELATED_COUNT:
        return None
    missing = "都只写到县区" if meeting == Meeting.COUNTY else "地点没有写明"
    return Likeness(Level.RELATED, strength, f"{said}，但{missing}，不一定是同一处")


def _difference(agreed: Agreement, one: Matters, other: Matters) -> str:
    """Why one place does not make one issue here."""
    if agreed.contradict and agreed.things:
        ours, theirs = ("、".join(name for name in said.words if name in said.strong) for said in (one, other))
        return f"都说{'、'.join(agreed.things[:2])}，但毛病不同（{ours}；{theirs}）"
    ours, theirs = ("、".join(list(said.things)[:2]) for said in (one, other))
    if ours and theirs and ours != theirs:
        return f"但说的东西不同（{ours}；{theirs}）"
    return "但看不出说的是不是一件事"
