"""The text as it is compared; the original always stays beside it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
from ahocorasick_rs import AhoCorasick

from analysis.layout import REFERENCE
from analysis.reference import read_rows
from analysis.text.memory import Memory

_WIDE, _WIDES, _NARROWER = 0xFF01, 0x5E, 0xFF01 - 0x21  # full-width forms of what ASCII prints: first, number, shift
# What NFKC leaves as it is whatever stands beside it; and a run of other signs with the one before, which may join them.
_PLAIN = r" -~\n\u3400-\u9fd5、。“”‘’《》〈〉【】—·"
_ODD_RUN = re.compile(f"[ -~]?[^{_PLAIN}]+")
_HAN_BLANK = re.compile(r" (?<=[\u3400-\u9fff] )(?=[\u3400-\u9fff])")  # the blank first: sooner found


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["wrong"]: row["right"] for row in read_rows(REFERENCE / "typos.csv")}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


@cache
def _typo_finder() -> AhoCorasick:
    return AhoCorasick(list(_typos()[1]))


def _normalised(texts: Sequence[str]) -> list[str]:
    joined = "".join(texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    signs = np.where(signs - np.uint32(_WIDE) < _WIDES, signs - np.uint32(_NARROWER), signs)
    signs[(signs == 0x3000) | (signs == 0xA0)] = 0x20
    joined = signs.tobytes().decode("utf-32-le", "surrogatepass")
    ends = list(accumulate(map(len, texts)))
    odd = np.searchsorted(ends, np.flatnonzero(~_plain().take(signs, mode="clip")), side="right")
    slow = set(odd.tolist())
    return _mended([_tidied(joined[start:end], row in slow) for row, (start, end) in enumerate(pairwise([0, *ends]))])


@cache
def _plain() -> np.ndarray:
    """For each code point whether it is plain; the last stands for all further up."""
    sign = re.compile(f"[{_PLAIN}]")
    return np.array([sign.match(chr(number)) is not None for number in range(0x10000)])


def _tidied(text: str, odd: bool) -> str:
    """A half-width *text* normalised but for typos; odd: whether it holds signs that aren't plain."""
    text = (_ODD_RUN.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text) if odd else text).lower()
    if odd or " " in text or "\n" in text:
        lines = [" ".join(line.split()) for line in text.split("\n")]
        text = _HAN_BLANK.sub("", "\n".join(filter(None, lines)))
    return text


def _mended(texts: list[str]) -> list[str]:
    """*texts* with usual typos mended: most hold none, as one search through all of them tells."""
    pattern, table = _typos()
    ends = list(accumulate(len(text) + 1 for text in texts))
    found = _typo_finder().find_matches_as_indexes("\n".join(texts))
    for row in {bisect_right(ends, start) for _, start, _ in found}:
        texts[row] = pattern.sub(lambda match: table[match[0]], texts[row])
    return texts


# A text half-width and lower-case, blanks folded, usual typos mended (燥音 → 噪音).
# Line ends are kept, as they separate sentences.  Idempotent.
normalise: Memory[str, str] = Memory(_normalised)


def typos_in(text: str) -> list[tuple[str, str]]:
    """The (wrong, right) pairs that `normalise` mends in *text*."""
    pattern, table = _typos()
    return [(match[0], table[match[0]]) for match in pattern.finditer(unicodedata.normalize("NFKC", text).lower())]


def spellings(word: str) -> list[str]:
    """*word* (normalised) as people write it: itself, then with the usual typos that `normalise` mends to it."""
    forms = [word]
    for wrong, right in _typos()[1].items():
        forms += [form.replace(right, wrong) for form in forms[:1] if right in form]
    return list(dict.fromkeys(forms))
