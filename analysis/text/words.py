"""Words of many comments: how many comments hold a word, what sets a group apart, a word in its context.

All counts are of comments, not of running words: a comment that says 路灯
five times speaks of it once.  So one long letter can't outweigh many short
answers, and comments are independent enough to be compared by a test.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import pandas as pd

from analysis.reference import counties, places, settings
from analysis.text.normalise import normalise, spellings
from analysis.text.segment import content_words, part_of_speech, segment

UNNAMED = "未写明"  # the group of comments whose group is empty
CLEAR, LIKELY, FEW = "明显", "可能", "样本少"
# G² against χ² with one degree of freedom: 15.13 is p < 0.0001, the cut Rayson, Berridge & Francis (2004) advise
# where many words are tried at once; 3.84 is p < 0.05, which of a hundred words five reach by chance.
CLEAR_FROM, LIKELY_FROM = 15.13, 3.84
FEWEST = 5  # comments with the word in the group, below which the figure hangs on single people
LEAST = 3  # and below which it isn't shown at all
NONE_APART = "—"
FREQUENCIES = ["word", "count", "share"]
KEYNESS = ["group", "word", "count", "group_size", "rest_count", "rest_size", "log_ratio", "g2", "sureness"]
CONCORDANCE = ["id", "left", "hit", "right"]

_CUT = "…"


def frequencies(comments: pd.DataFrame, most: int | None = None, with_places: bool = True) -> pd.DataFrame:
    """The content words in most comments.

    comments: column text and, where there is, title.  most: how many words;
    None for all.  with_places: names of places too.
    Returns: columns word, count (comments that hold it), share (of all
    comments, 0–1); most first, then by word.
    """
    counted: Counter[str] = Counter()
    for words in _words(comments, with_places):
        counted.update(words)
    rows = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    frame = pd.DataFrame(rows, columns=["word", "count"]).astype({"count": "int64"})
    return frame.assign(share=frame["count"] / max(len(comments), 1))


def keyness(comments: pd.DataFrame, by: str, with_places: bool = False) -> pd.DataFrame:
    """The words that set each group of comments apart from all others.

    comments: columns text and *by* (theme, channel, county …).
    Returns: one row a group and word, largest group first, in it by g2.
    count of group_size: comments of the group that hold the word;
    rest_count of rest_size: the same of all other comments.  g2: log-likelihood
    ratio over the four cells of with and without the word, in the group and
    outside (Dunning 1993, Computational Linguistics 19(1)).  log_ratio: how
    many times the share doubles in the group (Hardie 2014), with half a
    comment where there is none.  sureness: `CLEAR`, `LIKELY`, or `FEW` where
    the group is below `small_n` of calendar.yml or fewer than `FEWEST` of it
    hold the word.  Only words more usual in the group than outside, in `LEAST`
    of its comments or more, with g2 from `LIKELY_FROM`.
    """
    groups = [str(name) or UNNAMED for name in comments[by]]
    holding: dict[str, Counter[str]] = {name: Counter() for name in sorted(set(groups))}
    sizes, total = Counter(groups), Counter()
    for name, words in zip(groups, _words(comments, with_places), strict=True):
        holding[name].update(words)
        total.update(words)
    small = settings("calendar")["small_n"]
    rows = []
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        size, rest = sizes[name], len(groups) - sizes[name]
        own = []
        for word, count in holding[name].items():
            other = total[word] - count
            if count < LEAST or count * rest <= other * size:
                continue
            g2 = log_likelihood(count, size, other, rest)
            if g2 < LIKELY_FROM:
                continue
            few = size < small or count < FEWEST
            sureness = FEW if few else CLEAR if g2 >= CLEAR_FROM else LIKELY
            ratio = math.log2((count / size) / (max(other, 0.5) / rest))
            own.append((name, word, count, size, other, rest, round(ratio, 2), round(g2, 2), sureness))
        rows += sorted(own, key=lambda row: (-row[7], -row[6], row[1]))
    return pd.DataFrame(rows, columns=KEYNESS)


def log_likelihood(count: int, size: int, other: int, rest: int) -> float:
    """G² of *count* among *size* against *other* among *rest*; 0 where the shares are equal.

    >>> round(log_likelihood(10, 20, 5, 80), 2)
    19.41
    """
    with_word, everyone = count + other, size + rest
    cells = (
        (count, size * with_word),
        (other, rest * with_word),
        (size - count, size * (everyone - with_word)),
        (rest - other, rest * (everyone - with_word)),
    )
    return max(0.0, 2 * sum(seen * math.log(seen * everyone / due) for seen, due in cells if seen))


def key_words(comments: pd.DataFrame, by: str, most: int = 8, with_places: bool = False) -> pd.DataFrame:
    """The first *most* words of each group in a line, as `keyness` orders them.

    Returns: columns group, group_size, words; every group is there, with
    `NONE_APART` where no word sets it apart.  A word of `FEW` is in brackets.
    """
    found = keyness(comments, by, with_places)
    sizes = Counter(str(name) or UNNAMED for name in comments[by])
    rows = []
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        own = found[found["group"] == name].head(most)
        words = [
            f"（{word}）" if sureness == FEW else word
            for word, sureness in zip(own["word"], own["sureness"], strict=True)
        ]
        rows.append((name, sizes[name], "、".join(words) or NONE_APART))
    return pd.DataFrame(rows, columns=["group", "group_size", "words"])


def concordance(comments: pd.DataFrame, word: str, width: int = 20, show: Sequence[str] = ()) -> pd.DataFrame:
    """Every place where *word* stands in the comments, with what stands before and after, as written.

    word: a word, found where it is one (面积 isn't found in 路面积水), or any
    other string, found wherever it stands.  Usual typos of it are found too.
    width: characters of context on either side; what is cut ends in `…`, and
    line ends are shown as blanks.  show: further columns of *comments* to keep.
    Returns: columns `CONCORDANCE` and *show*, in the comments' order, then
    from left to right.  Texts are verbatim and not masked: for inside use only.
    """
    wanted = normalise(word)
    said = _said(comments)
    tokens = [segment(normalise(text)) for text in said]
    is_word = any(wanted in words for words in tokens)
    pattern = re.compile("|".join(r"\s*".join(map(re.escape, form)) for form in spellings(wanted)), re.IGNORECASE)
    rows = []
    for number, (text, words) in enumerate(zip(said, tokens, strict=True)):
        if not wanted or (is_word and wanted not in words):
            continue
        # Written in a way only `normalise` sees through (full-width letters): shown normalised.
        text = text if pattern.search(text) else normalise(text)
        for match in pattern.finditer(text):
            left, right = text[: match.start()], text[match.end() :]
            before = left if len(left) <= width else _CUT + left[-width:]
            after = right if len(right) <= width else right[:width] + _CUT
            kept = [comments[name].iloc[number] for name in show]
            context = [_BREAK.sub(" ", part) for part in (before, match[0], after)]
            rows.append([comments["id"].iloc[number], *context, *kept])
    return pd.DataFrame(rows, columns=[*CONCORDANCE, *show])


_BREAK = re.compile(r"\s*\n\s*")


def _said(comments: pd.DataFrame) -> list[str]:
    """Title and text of each comment."""
    texts = [str(text) for text in comments["text"]]
    if "title" not in comments:
        return texts
    return [f"{title}\n{text}" if title else text for title, text in zip(comments["title"], texts, strict=True)]


def _words(comments: pd.DataFrame, with_places: bool) -> list[list[str]]:
    """The different content words of each comment, in the order they are first said."""
    found = (dict.fromkeys(content_words(segment(normalise(text)))) for text in _said(comments))
    return [[word for word in words if with_places or not names_place(word)] for words in found]


@cache
def _place_names() -> frozenset[str]:
    named = {name for place in places() for name in (place.name, *place.aliases)}
    return frozenset(named | set(counties()))


@lru_cache(maxsize=65536)
def names_place(word: str) -> bool:
    """Whether *word* is a place of the register or one the general dictionary knows."""
    return word in _place_names() or part_of_speech(word) == "ns"
