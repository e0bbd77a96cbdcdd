"""Segmentation with jieba and the domain words; one tokenizer a process."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

import jieba

from analysis.reference import places, units, word_list


@cache
def tokenizer() -> jieba.Tokenizer:
    """jieba's tokenizer with the domain words, place names and unit names added."""
    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    own.initialize()
    added = list(word_list("domain_words"))
    added += [name for place in places() for name in (place.name, *place.aliases)]
    added += [name for unit in units().units for name in unit.short_names]
    for word in added:
        _general_frequency.setdefault(word, own.FREQ.get(word) or 0)
        # jieba's own suggestion leaves 路/面积/水 as it is; a common word's frequency doesn't.
        own.add_word(word, max(_LEAST_FREQUENCY, own.FREQ.get(word) or 0, own.suggest_freq(word)))
    return own


_LEAST_FREQUENCY = 500


_general_frequency: dict[str, int] = {}  # of the words added, as the general dictionary had them


@cache
def rarity(word: str) -> float:
    """How rare *word* is in general Chinese, −ln of its share in jieba's dictionary, about 4 (的) to 18.

    A word the dictionary lacks is as rare as its rarest part and half a unit more.
    """
    own = tokenizer()
    count = _general_frequency.get(word, own.FREQ.get(word) or 0)
    if count:
        return math.log(own.total / count)
    parts = [part for part in own.lcut(word) if part != word] or list(word)
    known = [own.FREQ.get(part) or 1 for part in parts]
    return math.log(own.total / min(known)) + 0.5


# Texts at work at one time: themes, natures and units look at the same few hundred in turn.
CHUNK = 256


@lru_cache(maxsize=8 * CHUNK)
def _segment_line(line: str) -> tuple[str, ...]:
    return tuple(tokenizer().lcut(line))


def segment(text: str) -> tuple[str, ...]:
    """The words of a normalised text, in order; joined they give the text again."""
    if "\n" not in text:
        return _segment_line(text)
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        words.extend(_segment_line(line))
    return tuple(words)


# Holds a Han character and isn't a number with its measure word (五个, 一把).
_CONTENT = re.compile(r"(?![一二三四五六七八九十两几百千万半第\d]+.?$)(?=.*[\u3400-\u9fff])")


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word_list("stopwords"))


def content_words(tokens: Sequence[str]) -> list[str]:
    """The words that carry content: two characters or more, with a Han character, not a stop word."""
    stop = _stop_words()
    return [t for t in tokens if len(t) > 1 and t not in stop and _CONTENT.match(t)]
