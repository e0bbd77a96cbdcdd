"""Some texts side by side, as the matcher of phrases and the counter of features look at them: in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, repeat

import numpy as np

from analysis.text.segment import code_points, word_begins

SENTENCE_ENDS = "。！？!?；;\n"
BETWEEN = "\n"  # behind each text; it ends a sentence, so that nothing is found across


@dataclass(frozen=True, eq=False)
class Page:
    """Texts joined to one, a line end behind each.

    begins: where each text begins, and last the length of the whole.
    letters: the code point of each character.
    words: for each character, and for the end, whether a word begins there; None where that doesn't matter.
    """

    text: str
    begins: np.ndarray
    letters: np.ndarray
    words: np.ndarray | None

    @cached_property
    def sentences(self) -> np.ndarray:
        """For each character, and for the end, how many sentences have ended before it."""
        ended = np.zeros(len(self.letters) + 1, np.int32)
        np.cumsum(_ENDS.take(self.letters, mode="clip"), out=ended[1:])
        return ended


_ENDS = np.zeros(
    max(map(ord, SENTENCE_ENDS)) + 2, dtype=bool
)  # for each code point; the last stands for all further up
_ENDS[list(map(ord, SENTENCE_ENDS))] = True


def lay_out(texts: Sequence[str], tokens: Sequence[Sequence[str]] | None = None) -> Page:
    """The page of *texts*, with the words that *tokens* gives of each, if any."""
    page = _page(texts, None)
    if tokens is None:
        return page
    words = chain.from_iterable(chain.from_iterable(zip(tokens, repeat((BETWEEN,)), strict=False)))
    places = np.cumsum(np.fromiter(map(len, words), np.int64))
    if len(texts) and places[-1] != len(page.text):
        raise ValueError("the words of each text must give the text")
    bounds = np.zeros(len(page.text) + 1, dtype=bool)
    bounds[0] = True
    bounds[places] = True
    return replace(page, words=bounds)


@lru_cache(maxsize=6)
def page_of(texts: tuple[str, ...]) -> Page:
    """The page of normalised *texts* with our words; the last few are kept, as several parts look at them."""
    between = np.ones(len(BETWEEN), dtype=bool)
    words = chain.from_iterable(zip(word_begins.all(texts), repeat(between), strict=False))
    return _page(texts, np.concatenate([*words, between]))


def _page(texts: Sequence[str], words: np.ndarray | None) -> Page:
    text = "".join(chain.from_iterable(zip(texts, repeat(BETWEEN), strict=False)))
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + len(BETWEEN) for text in texts], out=begins[1:])
    return Page(text, begins, code_points(text), words)
