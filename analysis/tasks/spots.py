"""Named spots: the road, village, estate, school or clinic that a comment names (编码手册 六).

The place register knows towns and a few sites; people name far more, so spots
are recognised by how such names are made: a name and a kind (桃花|路,
明珠|小学).  Kinds, and the plain words that make no name (泥|路, 我们|学校),
are data (`data/reference/spots.yml`); nothing in code names a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from analysis.reference import Place, county_of, places
from analysis.tasks.places import find_places
from analysis.tasks.short_names import written_out
from analysis.tasks.spot_names import (
    AREA,
    COUNTY,
    HOLDING,
    INSTITUTIONS,
    NEED_OWN_NAME,
    POINT,
    TOWN,
    Form,
    ends_a_name,
    grammar,
    ordinary,
    tells_a_name,
)
from analysis.text.segment import segment, tokenizer

_REACH = 6  # characters a name may have before its kind
_KIND_OF_LEVEL = {"村/岛": ("村", "村"), "市场": ("市场", "市场"), "道路": ("道路", "路"), "安置点": ("小区", "安置点")}
_DIGITS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", start=1)}
_HIGHWAY = re.compile(r"g?(\d{3})(国道|省道|县道)|(国道|省道|县道)g?(\d{3})")
_N = r"(\d{1,3}|[一二三四五六七八九十])"
_BUS = re.compile(rf"{_N}路(?=公交|公车|车|班车|线|班次)|公交车?{_N}路|(?<=[坐等乘搭转]){_N}路(?![口灯边上面段])")
_STREETS, _CENTRE = ("街", "圩"), "圩镇"  # with a town's name: its centre
_ORDINAL = ("村民小组", "分期")  # 一组, 二期: always the first, the second
_TOWARDS = "方向"  # 往东兴方向那段路 isn't in 东兴
_SCHOOL = "学校"
_SCHOOLS_OF = {"中心小学": "小学", "实验小学": "小学", "完小": "小学", "高中": "中学"}
_MASKED = re.compile(r"(?<![0-9a-z])[a-z]\d{1,2}[区县]")  # a publisher's stand-in for a district's name: A2区
_LATIN = re.compile(r"[0-9a-z]")


@dataclass(frozen=True, order=True)
class Spot:
    """One named spot.

    kind: 道路, 学校 …; two spots of one kind that differ are two places.
    form: 路, 大道, 小学 …  stem: the name (桃花), or a town's for what it has one of (江边镇|卫生院).
    home: where the stem is found everywhere (人民路, 第二小学) the town or county it belongs to, else empty.
    rank: `COUNTY` to `POINT`; a mere landmark (市场旁边) ranks as an area.
    shown: as the text writes it.
    """

    kind: str
    form: str
    stem: str
    home: str = ""
    rank: int = AREA
    shown: str = field(default="", compare=False)


@dataclass(frozen=True)
class Spots:
    """What a text says of its place: spots in order of the text, towns and counties by their register names.

    names: all of them as the text writes them.  schools: the kinds of schools it speaks of, with a name or
    without (小学, 中学).  text: the text itself, short names written out.
    """

    spots: tuple[Spot, ...] = ()
    towns: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    @property
    def finest(self) -> int:
        """The rank of the narrowest place named; −1 where none is."""
        wide = TOWN if self.towns else COUNTY if self.counties else -1
        return max((spot.rank for spot in self.spots), default=wide)


def spots_of(text: str, place: str = "", county_given: str = "") -> Spots:
    """The places that *text* (normalised) names.

    place: a place known from elsewhere (a person's correction), counted as named.
    county_given: the form's 所在县区; it only says where a name found everywhere belongs.
    """
    text = written_out(text)
    return _Reader(text, segment(text), place, county_given).read()


def _stem_of(place: Place, form: str) -> str:
    """The name of a register place without its kind: the shortest that people call it by, 河西 for 河西新区安置点."""
    names = [name for name in (place.name, *place.aliases) if place.level == "安置点"] or [place.name]
    stem = min(names, key=len).removesuffix(form)
    for written, rule in grammar().forms.items():
        if rule.form == form and stem.endswith(written) and len(stem) > len(written) + 1:
            return stem.removesuffix(written)
    return stem


@cache
def _town_of_zone(zone: str) -> str:
    """The town that a zone bears the name of and lies in: 企沙镇 of 企沙工业区; empty where a district has that name."""
    towns = [
        place for place in places() if place.level in ("镇", "乡", "民族乡") and zone.startswith(_bare_name(place.name))
    ]
    districts = [place for place in places() if place.level == "县级" and zone.startswith(_bare_name(place.name))]
    return towns[0].name if len(towns) == 1 and not districts else ""


def _bare_name(name: str) -> str:
    return re.sub("(?:街道|民族乡|[镇乡市县区])$", "", name)


class _Reader:
    """Reads the names of one text."""

    def __init__(self, text: str, tokens: tuple[str, ...], place: str, county_given: str):
        self.text, self.tokens, self.place, self.county_given = text, tokens, place, county_given
        self.ends = list(accumulate(map(len, tokens)))
        self.hits = find_places(text)
        self.register = {entry.name: entry for entry in places()}
        self.spots: dict[Spot, None] = {}
        self.towns: dict[str, None] = {}
        self.counties: dict[str, None] = {}
        self.written = {hit.phrase: None for hit, _ in self.hits}
        self.stem_before: dict[int, str] = {}  # where a name ends → its stem

    def read(self) -> Spots:
        for hit, place in self.hits:
            if not self.text.startswith(_TOWARDS, hit.end):
                self._register(place, hit.phrase)
        if self.place in self.register:
            self._register(self.register[self.place], self.place)
        for match in _MASKED.finditer(self.text):
            self.counties[match[0]] = None
        self._numbers()
        unnamed = self._names()
        for rule in unnamed:
            named = {spot.kind for spot in self.spots}
            home = self._home(rule.one_in, rule.form)
            if home and rule.kind not in named:
                self._add(rule, home, f"{home}{rule.form}")
        forms = [said.form for said in (*self.spots, *unnamed) if said.kind == _SCHOOL]
        return Spots(
            tuple(self.spots),
            tuple(self.towns),
            tuple(self.counties),
            tuple(self.written),
            tuple(dict.fromkeys(_SCHOOLS_OF.get(form, form) for form in forms)),
            self.text,
        )

    def _register(self, place: Place, shown: str) -> None:
        county = county_of(place.name)
        if county:
            self.counties[county] = None
        if place.level in ("地级市", "县级"):
            return
        if place.level in _KIND_OF_LEVEL:
            kind, form = _KIND_OF_LEVEL[place.level]
            rank = POINT if kind == "市场" else AREA
            self.spots[Spot(kind, form, _stem_of(place, form), "", rank, shown)] = None
            if place.parent in self.register:
                self._register(self.register[place.parent], place.parent)
        elif place.level == "功能区":
            self.spots[Spot("功能区", "", place.name, "", AREA, shown)] = None
            if town := _town_of_zone(place.name):
                self.towns[town] = None
        else:
            self.towns[place.name] = None

    def _home(self, one_in: int, form: str) -> str:
        """The one town, or county, in which the text's only clinic, school … lies; empty where that isn't told."""
        villages = [spot.stem for spot in self.spots if spot.kind == "村"]
        names = {TOWN: self.towns, COUNTY: self.counties, AREA: villages}.get(one_in, ())
        if one_in == COUNTY and not names and ("市" + form in self.text or form == "妇幼"):  # 市人民医院
            names = [place.name for place in self.register.values() if place.level == "地级市"]
        return next(iter(names)) if len(names) == 1 else ""

    def _where(self) -> str:
        """The one town, or else the one county, the text names; else what the form gives."""
        for names in (self.towns, self.counties):
            if names:
                return next(iter(names)) if len(names) == 1 else ""
        return self.county_given

    def _add(self, rule: Form, stem: str, shown: str, home: str = "", landmark: bool = False) -> None:
        form = rule.form
        if form in _STREETS and self.register.get(stem) and self.register[stem].level not in ("地级市", "县级"):
            rule = Form(_CENTRE, _CENTRE, AREA, -1)  # 江平街上, 江平圩
            form = rule.form
        if rule.kind == "医院" and form == "医院" and stem in self.register:
            form = "人民医院" if self.register[stem].level == "县级" else "卫生院"
        self.spots.setdefault(Spot(rule.kind, form, stem, home, AREA if landmark else rule.rank, shown))

    def _numbers(self) -> None:
        for match in _HIGHWAY.finditer(self.text):
            form, number = match[2] or match[3], match[1] or match[4]
            self.spots[Spot("国省道", form, number, "", AREA, f"{number}{form}")] = None
        for match in _BUS.finditer(self.text):
            number = next(filter(None, match.groups()))
            number = _DIGITS.get(number, number)
            self.spots[Spot("公交线路", "路公交", number, "", POINT, f"{number}路公交")] = None
        for match in grammar().numbered.finditer(self.text):
            rule, number = grammar().forms[match[2]], _DIGITS.get(match[1], match[1])
            # 一栋楼, 两班 count; only a figure is a number there.
            if (match[1].isdecimal() or rule.kind in _ORDINAL) and not self._other_word(match[2], match.end()):
                self._add(rule, number, f"{number}{rule.form}")

    def _other_word(self, suffix: str, end: int) -> bool:
        """Whether *suffix* that ends at *end* opens another word: 路|灯."""
        words = grammar().not_before.get(suffix, ())
        return bool(words) and self.text.startswith(words, end)

    def _names(self) -> list[Form]:
        """Adds every name with a kind; returns the kinds that stand without a name."""
        unnamed: dict[Form, None] = {}
        floor = before = 0
        estate, named = -1, False  # where the last estate's kind ends, and whether it had a name
        for match in self._kinds():
            rule = grammar().forms[match[0]]
            follows = rule.kind == "小区" and match.start() == estate
            if follows and named:  # 丽景新城|小区
                estate = match.end()
                continue
            stem, home = self._stem(match.start(), before if follows else floor, rule.kind)
            named = bool(stem) and not (stem in self.register and match[0] in grammar().not_of_towns)
            estate = match.end() if rule.kind == "小区" else -1
            if stem or len(match[0]) > 1:  # 江 or 街 without a name may open one: 江南水岸|小区
                before, floor = floor, match.end()
            if not named:
                unnamed[rule] = None
            elif rule.kind == "乡镇":
                self.towns[stem + match[0].removesuffix("办")] = None
                self.written[stem + match[0]] = None
            elif rule.kind == "区县":
                self.counties[stem + match[0]] = None
            else:
                landmark = self.text.startswith(grammar().landmarks, match.end())
                named_so = self._as_written(stem, match.start())
                shown = named_so + (rule.form if rule.form in match[0] else match[0])
                self.stem_before[match.end()] = stem
                self.written[named_so + match[0]] = None
                self._add(rule, stem, shown, home, landmark)
        return list(unnamed)

    def _as_written(self, stem: str, end: int) -> str:
        """The name that ends at *end* as the text has it, where *stem* is the register's: 上思|中学, not 上思县中学."""
        phrases = [hit.phrase for hit, _ in self.hits if hit.end == end]
        return stem if self.text.endswith(stem, 0, end) or not phrases else phrases[0]

    def _kinds(self) -> list[re.Match[str]]:
        """Where a kind stands, without those that are part of the name of another: 大王江|小学, 丽景新城|小区."""
        kept: list[re.Match[str]] = []
        for match in grammar().pattern.finditer(self.text):
            start, end = match.span()
            if any(hit.start <= start and end <= hit.end for hit, _ in self.hits) or self._other_word(match[0], end):
                continue
            if self._inside_a_word(start, end):
                continue
            kind = grammar().forms[match[0]].kind
            if kept and kept[-1].end() == start:
                before = grammar().forms[kept[-1][0]].kind
                if before not in HOLDING and not before == kind == "小区":
                    kept.pop()
            kept.append(match)
        return kept

    def _inside_a_word(self, start: int, end: int) -> bool:
        """Whether what looks like a kind is the middle of a known word: 农|村|局 in 农业农村局."""
        token = bisect_right(self.ends, end - 1)
        begins = self.ends[token - 1] if token else 0
        return begins < start and end < self.ends[token] and bool(tokenizer().FREQ.get(self.tokens[token]))

    def _stem(self, start: int, floor: int, kind: str) -> tuple[str, str]:
        """The name that ends at *start*, and its home; empty where what stands there is no name."""
        if kind in INSTITUTIONS:
            town = grammar().towns.get(self.text[max(start - 2, 0) : start])
            if town:
                return town, ""
        before = ""
        for hit, place in self.hits:
            if hit.end == start and place.level != "地级市":
                return place.name, ""
            if floor < hit.end < start:
                floor, before = hit.end, place.name
        if floor == start:  # a village's own clinic: 红沙村|卫生室
            if start in self.stem_before:
                return (self.stem_before[start], "") if kind in NEED_OWN_NAME else ("", "")
            floor = 0
        stem = self._walk(start, floor, kind)
        if kind in INSTITUTIONS and stem[:1] in ("市", "区", "县") and stem[1:] in grammar().everywhere:
            stem = stem[1:]  # 市|第一|人民医院
        if stem in grammar().everywhere:
            return stem, before or self._where()
        return (stem.replace("洲", "州"), "") if len(stem) > 1 else ("", "")

    def _walk(self, start: int, floor: int, kind: str) -> str:
        """The name before *start*, word by word leftwards up to the first that belongs to no name."""
        plain = grammar().plain[kind]
        stem, end, named = "", start, False
        while end > floor:
            token = bisect_right(self.ends, end - 1)
            begin = max(self.ends[token - 1] if token else 0, floor)
            part = self.text[begin:end]
            if len(stem) + len(part) > _REACH or part in plain or (stem and part + stem in plain):
                break
            if ends_a_name(part, kind) or (len(stem) >= 2 and ordinary(part)):
                break
            named = named or tells_a_name(part, kind)
            stem, end = part + stem, begin
        if stem[:1] in ("市", "区", "县") and end and _LATIN.match(self.text[end - 1]):  # a2|区丽景
            stem = stem[1:]
        return stem if named and stem not in plain else ""
