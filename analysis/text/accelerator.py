"""rjieba behind jieba: the same words, several times as fast, where it is installed.

rjieba (jieba in Rust) gets our whole dictionary with jieba's frequencies.
What the two would cut differently stays with jieba, so the words are the same
on every machine; tests/text/test_segment.py proves it where rjieba is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from analysis.reference import word_list
from analysis.text.cutter import Cutter
from analysis.text.dictionary import tokenizer

# jieba and rjieba part ways over signs inside numbers and words (8-9栋) and over Han characters
# beyond the basic block (𣲘尾): such a run, as far as no other sign ends it, is jieba's.
_PLAIN = "\u4e00-\u9fd5a-zA-Z0-9"
_OWN = "+#&._%\\-\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JIEBAS_RUN = re.compile(f"((?<![{_PLAIN}{_OWN}])[{_PLAIN}]*+[{_OWN}][{_PLAIN}{_OWN}]*+)")
# But for plain decimals and the numbers of points (12.5米, 1.修路), which they cut alike.
_HAN = "\u4e00-\u9fd5"
_ALIKE = re.compile(rf"(?:[{_HAN}]++|(?:[a-zA-Z0-9]++|[0-9]++\.[0-9]*+)(?=[{_HAN}]|\Z))++")
_PROBE = 200  # entries a line
_NUMBERS = "1.路面宽12.5米，2.坡长0.3公里"


@cache
def accelerated() -> Callable[[str], list[str]] | None:
    """What cuts a line as jieba does, but faster; None where rjieba isn't installed or doesn't agree.

    As versions to come may differ, it must agree on all words we added.
    """
    try:
        import rjieba
    except ImportError:
        return None
    own = tokenizer()
    try:
        fast = rjieba.Jieba.empty()
        for word, frequency in own.FREQ.items():
            if frequency:
                fast.add_word(word, frequency, None)
    except (AttributeError, TypeError):  # before 0.2 it had no dictionary of its own
        return None

    ours = Cutter(own)

    def cut(line: str) -> list[str]:
        words: list[str] = []
        for number, run in enumerate(_JIEBAS_RUN.split(line)):
            if run:
                words += ours.cut(run) if number % 2 and not _ALIKE.fullmatch(run) else fast.cut(run)
        return words

    probe = word_list("domain_words")
    lines = ["".join(probe[i : i + _PROBE]) for i in range(0, len(probe), _PROBE)] + [_NUMBERS]
    return cut if all(cut(line) == own.lcut(line) for line in lines) else None
