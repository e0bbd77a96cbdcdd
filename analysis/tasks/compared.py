"""One comment as it is compared with others: its place, its matter, its signs, and how it speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.tasks.agreement import agree
from analysis.tasks.matters import Matters, matters_of
from analysis.tasks.short_names import written_out
from analysis.tasks.signs import Signs, signs_of
from analysis.tasks.spot_names import AREA
from analysis.tasks.spots import Spots, spots_of
from analysis.text.cues import bare, find_cues, says_nothing
from analysis.text.memory import CHUNK
from analysis.text.normalise import normalise

RESENT_FROM = 16  # characters from which the same text without a place is one text sent twice, no coincidence
_HEAD, _READ = 150, 400  # characters of a text read for its place and for its matter

_INQUIRY = re.compile("请问|咨询|想问|问一下|问下|请教|了解一下")
_OUR_VILLAGE = re.compile("(?:我们?|咱们?|本|该|有[个条]|某)[条个]?(?:自然)?[村屯寨队]")


@dataclass(frozen=True)
class Comment:
    """A comment as compared.

    text: title and text, bare of punctuation.  silent: names no trouble (无, praise).  asks: only asks for
    information.  own: speaks for one person or household.  nameless: about 我们村 without its name.
    sure: its text, sent twice, is one issue.  given: the form's 所在县区 where the text names no place.
    letter: has a title of its own.
    """

    text: str
    spots: Spots
    matters: Matters
    signs: Signs
    silent: bool
    asks: bool
    own: bool
    nameless: bool
    sure: bool
    given: str
    letter: bool


def comment_of(text: str, title: str = "", place: str = "", county_given: str = "") -> Comment:
    """One comment, read.  *text*, *title* as received; *place*: a register place known from elsewhere."""
    return comments_of([(text, title, place, county_given)])[0]


def comments_of(wordings: Sequence[tuple[str, str, str, str]]) -> list[Comment]:
    """As `comment_of`, of many comments at once: text, title, place and county_given of each."""
    found: list[Comment] = []
    for start in range(0, len(wordings), CHUNK):
        chunk = [_Wording.of(*wording) for wording in wordings[start : start + CHUNK]]
        find_cues.all([wording.text for wording in chunk])
        signs = signs_of([written_out(wording.both) for wording in chunk], [wording.spots for wording in chunk])
        found += [_comment(wording, own) for wording, own in zip(chunk, signs, strict=True)]
    return found


class _Wording(NamedTuple):
    """A comment's text whole and as far as it is read, its title where it differs, its places, the form's district."""

    whole: str
    text: str
    title: str
    spots: Spots
    given: str

    @property
    def both(self) -> str:
        return f"{self.title}\n{self.text}".strip()

    @classmethod
    def of(cls, text: str, title: str, place: str, county_given: str) -> _Wording:
        whole, title = normalise(text), normalise(title)
        title = "" if title == whole else title
        spots = spots_of(title, place, county_given) if title else Spots()
        if spots.finest < AREA:
            spots = spots_of(f"{title}\n{whole[:_HEAD]}".strip(), place, county_given)
        return cls(whole, whole[:_READ], title, spots, county_given)


def _comment(wording: _Wording, signs: Signs) -> Comment:
    whole, text, title, spots, _ = wording
    matters = matters_of(title, spots.names) if title else None
    if matters is None or not matters.things:
        matters = matters_of(wording.both, spots.names)
    plain = bare(f"{title}{whole}")
    cues = find_cues(text)
    praise = cues.has("praise") and not cues.has("complaint", "request", "question", "hardship", "claim")
    silent = says_nothing(whole) or (praise and not title)
    # 「又涨，后面还涨不涨？」 complains; 「请问涨到多少」 asks.
    asks = cues.has("question") and not cues.has("complaint", "request")
    asks = asks and (not matters.strong or bool(_INQUIRY.search(text)))
    own = cues.has("claim") or (cues.has("hardship", "plea") and cues.has("own_household"))
    nameless = spots.finest < AREA and bool(_OUR_VILLAGE.search(text))
    told = not silent and spots.finest >= AREA and bool(matters.things)
    told = told or agree(matters, matters).citywide
    return Comment(
        text=plain,
        spots=spots,
        matters=matters,
        signs=signs,
        silent=silent,
        asks=asks,
        own=own,
        nameless=nameless,
        sure=len(plain) >= RESENT_FROM or told,
        given=wording.given if spots.finest < 0 else "",
        letter=bool(title),
    )
