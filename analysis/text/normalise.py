"""The text as it is compared; the original always stays beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

import numpy as np

from analysis.layout import REFERENCE
from analysis.reference import read_rows
from analysis.text.memory import Memory

_WIDE, _WIDES, _NARROWER = 0xFF01, 0x5E, 0xFF01 - 0x21  # full-width forms of what ASCII prints: first, number, shift
_HAN_BLANK = re.compile(r" (?<=[\u3400-\u9fff] )(?=[\u3400-\u9fff])")  # the blank first: sooner found


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["wrong"]: row["right"] for row in read_rows(REFERENCE / "typos.csv")}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def _normalised(texts: Sequence[str]) -> list[str]:
    joined = "".join(texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    signs = np.where(signs - np.uint32(_WIDE) < _WIDES, signs - np.uint32(_NARROWER), signs)
    signs[(signs == 0x3000) | (signs == 0xA0)] = 0x20
    joined = signs.tobytes().decode("utf-32-le", "surrogatepass")
    ends = list(accumulate(map(len, texts)))
    odd = np.searchsorted(ends, np.flatnonzero(~_plain().take(signs, mode="clip")), side="right")
    slow = set(odd.tolist())
    return [_tidied(joined[start:end], row in slow) for row, (start, end) in enumerate(pairwise([0, *ends]))]


@cache
def _plain() -> np.ndarray:
    """For each code point whether NFKC leaves it as it is whatever stands beside it; the last stands for all further up."""
    signs = [*map(chr, range(0x20, 0x7F)), *map(chr, range(0x3400, 0x9FD6)), *"\n、。“”‘’《》〈〉【】—·"]
    plain = np.zeros(0x10000, dtype=bool)
    plain[[ord(sign) for sign in signs if unicodedata.normalize("NFKC", sign) == sign]] = True
    return plain


def _tidied(text: str, odd: bool) -> str:
    """A half-width *text* normalised; odd: whether it holds signs that may not be plain."""
    text = (unicodedata.normalize("NFKC", text) if odd else text).lower()
    if odd or " " in text or "\n" in text:
        lines = [" ".join(line.split()) for line in text.split("\n")]
        text = _HAN_BLANK.sub("", "\n".join(filter(None, lines)))
    pattern, table = _typos()
    return pattern.sub(lambda match: table[match[0]], text)


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
