"""Segmentation with jieba's words and ours; the same words sooner where rjieba is installed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import jieba
import numpy as np

from analysis.reference import word_list
from analysis.text.accelerator import accelerated
from analysis.text.cutter import Cutter
from analysis.text.dictionary import FUNCTION_SIGN, cuts, general_frequency, tokenizer
from analysis.text.memory import CHUNK, Memory


@cache
def rarity(word: str) -> float:
    """How rare *word* is in general Chinese, −ln of its share in jieba's dictionary, about 4 (的) to 18.

    A word the dictionary lacks is as rare as its rarest part and half a unit more.
    """
    own = tokenizer()
    count = general_frequency(word)
    if count:
        return math.log(own.total / count)
    parts = [part for part in own.lcut(word) if part != word] or list(word)
    known = [own.FREQ.get(part) or 1 for part in parts]
    return math.log(own.total / min(known)) + 0.5


@cache
def _parts_of_speech() -> dict[str, str]:
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}


def part_of_speech(word: str) -> str:
    """What jieba's dictionary calls *word*: n, v, ns (a place) …; x where the dictionary lacks it."""
    return _parts_of_speech().get(word, "x")


@cache
def _cutter() -> Callable[[str], list[str]]:
    """What cuts a text as jieba does: rjieba where it is installed and agrees with jieba, otherwise our own cutter."""
    return accelerated() or _cut_by_sentences


# jieba never joins words across these signs, and the same sentences come again as points of a letter.
_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]+|[^。!?;\n]+")


def _cut_by_sentences(text: str) -> list[str]:
    return list(chain.from_iterable(map(_cut_sentence, _SENTENCE.findall(text))))


@lru_cache(maxsize=32 * CHUNK)
def _cut_sentence(sentence: str) -> tuple[str, ...]:
    return tuple(_own_cutter().cut(sentence))


@cache
def _own_cutter() -> Cutter:
    return Cutter(tokenizer())


@lru_cache(maxsize=8 * CHUNK)
def _guessed(word: str) -> Sequence[str]:
    """The words of what jieba's model of new words took for one.

    It doesn't know that function signs stand alone (没人运, 灯不亮, 我要) and
    joins what often stands side by side (路烂).
    """
    if word in cuts():
        return cuts()[word]
    return _own_cutter().known_words(word) if FUNCTION_SIGN.search(word) else (word,)


_BETWEEN = "。"  # texts cut together: always a word of its own


def code_points(text: str) -> np.ndarray:
    """The number of each character."""
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")


def _cut_all(texts: Sequence[str]) -> list[np.ndarray]:
    joined = _BETWEEN.join(texts)
    words = _cutter()(joined)
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    begins = np.zeros(len(joined) + 1, dtype=bool)
    begins[0] = True
    begins[ends] = True
    for place in _guesses(joined, begins, words):
        end = int(ends[place])
        for word in reversed(_guessed(words[place])):
            end -= len(word)
            begins[end] = True
    starts = accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0)
    return [begins[start : start + len(text)] for start, text in zip(starts, texts, strict=False)]


def _guesses(text: str, begins: np.ndarray, words: list[str]) -> list[int]:
    """Which of *words* jieba's model of new words may have made of several; numpy sets most aside."""
    signs = _telling_signs().take(code_points(text), mode="clip")
    telling = np.flatnonzero(signs & ~(begins[:-1] & begins[1:]))  # in words of two signs or more
    is_one = np.zeros(len(words), dtype=bool)
    is_one[np.cumsum(begins[:-1], dtype=np.int32).take(telling) - 1] = True
    known = tokenizer().FREQ.get
    rare = [place for place in np.flatnonzero(is_one).tolist() if words[place] not in _met]
    _met.update([words[place] for place in rare if known(words[place])])
    return [place for place in rare if words[place] not in _met]


_met: set[str] = set()  # words of the dictionary that held a telling sign: few, and sooner found than in all of it


@cache
def _telling_signs() -> np.ndarray:
    """For each code point whether it is a function sign or begins an entry that is several words."""
    signs = [chr(number) for number in range(0x10000)]
    first = {word[0] for word in cuts()}
    return np.array([bool(FUNCTION_SIGN.match(sign)) or sign in first for sign in signs] + [False])


_JOINED = re.compile(f"(?:{jieba.re_han_default.pattern}){{2}}|\r\n")  # two characters that may lie within one word
# For each character of a normalised text whether a word begins there; what is asked for in one go is cut in one go.
word_begins: Memory[str, np.ndarray] = Memory(_cut_all)


class Part(NamedTuple):
    """Part of a text, and where it stands there."""

    text: str
    start: int
    end: int


def cut_alike(text: str, parts: Sequence[str]) -> list[Part]:
    """Have *parts* of *text* (normalised), which stand there one after the other, cut as they are cut there.

    Where they stand beside a sign that joins nothing jieba would give the same; others are left to be cut by themselves.
    Returns: those that are cut alike.
    """
    begins, alike, place = word_begins(text), [], 0
    for part in parts:
        start = text.find(part, place)
        end = start + len(part)
        if (
            start >= 0
            and not _JOINED.fullmatch(text[max(start - 1, 0) : start + 1])
            and not _JOINED.fullmatch(text[end - 1 : end + 1])
        ):
            alike.append(Part(part, start, end))
            place = end
    word_begins.remember({part.text: begins[part.start : part.end] for part in alike})
    return alike


def _words_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    words = []
    for text, begins in zip(texts, word_begins.all(texts), strict=True):
        places = [*np.flatnonzero(begins).tolist(), len(text)]
        words.append(tuple([text[begin:end] for begin, end in pairwise(places)]))
    return words


# The words of a normalised text, in order; joined they give the text again.
segment: Memory[str, tuple[str, ...]] = Memory(_words_of)


# Holds a Han character and isn't a number with its measure word (五个, 一把).
_CONTENT = re.compile(r"(?![一二三四五六七八九十两几百千万半第\d]+.?$)(?=.*[\u3400-\u9fff])")


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word_list("stopwords"))


def is_stop_word(word: str) -> bool:
    """Whether *word* is on the list of words that carry no content."""
    return word in _stop_words()


def content_words(tokens: Sequence[str]) -> list[str]:
    """The words that carry content: two characters or more, with a Han character, not a stop word."""
    stop = _stop_words()
    return [t for t in tokens if len(t) > 1 and t not in stop and _CONTENT.match(t)]
