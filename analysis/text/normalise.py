"""The text as it is compared; the original always stays beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from analysis.layout import REFERENCE
from analysis.reference import read_rows
from analysis.text.memory import Memory

_WIDE, _WIDES, _NARROWER = 0xFF01, 0x5E, 0xFF01 - 0x21  # full-width forms of what ASCII prints: first, number, shift
_BETWEEN = "\0"
_BLANKS = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r"\s*\n\s*")
_HAN_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["wrong"]: row["right"] for row in read_rows(REFERENCE / "typos.csv")}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def _normalised(texts: Sequence[str]) -> list[str]:
    narrow = _narrow(_BETWEEN.join(texts)).split(_BETWEEN)
    return list(map(_tidied, narrow if len(narrow) == len(texts) else map(_narrow, texts)))


def _narrow(text: str) -> str:
    """*text* with half-width punctuation: else nearly every text would need unicodedata's slow way."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    narrow = np.where(signs - np.uint32(_WIDE) < _WIDES, signs - np.uint32(_NARROWER), signs)
    return narrow.tobytes().decode("utf-32-le", "surrogatepass")


def _tidied(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    text = _BLANKS.sub(" ", text)
    if "\n" in text:
        text = _NEWLINES.sub("\n", text)
    text = text.strip()
    if " " in text:
        text = _HAN_BLANK.sub("", text)
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
