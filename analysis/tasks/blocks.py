"""Which pairs of comments are worth comparing: those that share a place, a rare word or a stretch of text.

Never all pairs: comments fall into blocks by what they share, small blocks are
compared whole, in large ones each comment only with its neighbours in an order
that puts like beside like.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from analysis.tasks.alike import SHORT
from analysis.tasks.catalogue import foremost
from analysis.tasks.compared import Comment
from analysis.tasks.matters import CITY, things

_WHOLE = 50  # comments up to which all pairs of a block are compared
_NEIGHBOURS = 12  # else each with so many that follow it
_SHINGLE, _SKETCH = 4, 4  # characters of a stretch of text; stretches kept of each text, those of lowest checksum
_STEM = 2  # characters of a name by which it is found in other texts
_SHARE = 0.2  # of a text's weight, from which an object puts it into a block

# How clearly a short text points to a matter of the catalogue that puts it into a block, and to how many at most.
_BEARING, _MATTERS = 0.3, 3

Key = tuple[str, ...]


def pairs(comments: Sequence[Comment]) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) of positions in *comments* worth comparing, each once, in a fixed order."""
    blocks: dict[Key, list[int]] = {}
    stems = {spot.stem[:_STEM] for comment in comments for spot in comment.spots.spots}
    for number, comment in enumerate(comments):
        for key in _keys(comment, stems):
            blocks.setdefault(key, []).append(number)
    likeness = [(tuple(c.matters.things), tuple(sorted(c.matters.problems)), c.text) for c in comments]
    found: set[int] = set()
    size = len(comments)
    for members in blocks.values():
        reach = len(members) if len(members) <= _WHOLE else _NEIGHBOURS
        if len(members) > _WHOLE:
            members.sort(key=lambda number: (likeness[number], number))
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 1 + reach]:
                found.add(min(one, other) * size + max(one, other))
    for code in sorted(found):
        yield divmod(code, size)


def _keys(comment: Comment, stems: set[str]) -> list[Key]:
    """What *comment* may share with others; *stems*: how names of spots begin, which others may write without a kind."""
    keys: list[Key] = [("text", sketch) for sketch in _sketch(comment.text)]
    if comment.silent:
        return keys
    keys += [("spot", spot.kind, spot.form, spot.stem[-2:]) for spot in comment.spots.spots]
    keys += [("stem", stretch) for stretch in sorted(comment.signs.stretches & stems)]
    if not comment.letter and len(comment.text) <= SHORT:
        keys += [("name", name) for name in comment.signs.names]
        keys += [("matter", name) for name in foremost(comment.signs.bearing[0], _BEARING, _MATTERS)]
    main = [name for name, share in comment.matters.things.items() if share >= _SHARE]
    wide = [*comment.spots.towns, *comment.spots.counties]
    rare = sorted(comment.matters.rare)
    for name in main:
        keys += [("place", place, name) for place in wide]
        keys += [("word", word, name) for word in rare]
        if not wide and things()[name].scope == CITY:
            keys.append(("city", name))
    return list(dict.fromkeys(keys))


def _sketch(text: str) -> list[str]:
    """A few stretches of *text*, chosen so that texts alike in most stretches share some."""
    stretches = {text[start : start + _SHINGLE] for start in range(max(len(text) - _SHINGLE + 1, 1))}
    return sorted(stretches, key=lambda stretch: (zlib.crc32(stretch.encode()), stretch))[:_SKETCH]
