"""Readable names for groups of comments, taken from the comments' own phrases.

A name is one or two phrases that together tell most comments of the group and
few of the rest: the most typical word, or the longest phrase around it that a
good part of its comments share (路灯 → 路灯不亮), then the same for the comments it
leaves untold.  Where one phrase tells them all, what they say of it follows
in brackets: 卫生院（降压药、没人等）.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.text.segment import content_words, is_stop_word
from analysis.themes.space import sets_scene

UNNAMED = "说法各异"  # a group that no phrase tells from the rest
LONGEST = 8  # characters of one phrase
_TOKENS = 4  # words of one phrase
_SHARED = 0.6  # of a word's comments, from which a phrase around it may stand for it
_CANDIDATES = 12  # most typical words that a name may be made of
_SHOWN = 8  # typical words given beside a name
_LEAST = 2  # comments that must use a phrase
_SEVERAL = 3  # comments from which a phrase around a word is no accident; two may be one comment sent again
_WORTH = 0.2  # of a group's comments that a second phrase must add, or a phrase in brackets hold
_DETAILS = 2  # phrases in brackets

Tokens = Sequence[str]


def group_names(
    tokens: Sequence[Tokens], words: Sequence[Sequence[str]], labels: np.ndarray, spread: Mapping[str, float]
) -> list[tuple[str, list[str]]]:
    """The name of each group 0, 1, … and its most typical words, best first; no name twice.

    tokens, words: of each comment, as `segment` and `topic_words` give them;
    labels: its group, −1 for none; spread: 0–1 a word, how tied to themes.
    """
    sets = [set(own) for own in words]
    holding = Counter(word for own in sets for word in own)
    named: list[tuple[str, list[str]]] = []
    for group in range(int(labels.max(initial=-1)) + 1):
        rows = np.flatnonzero(labels == group)
        typical = _typical([sets[row] for row in rows], holding, len(labels), spread)
        phrases = _phrases([tokens[row] for row in rows], set(list(typical)[:_CANDIDATES]))
        taken = {name for name, _ in named}
        named.append((_name(typical, phrases, len(rows), taken), list(typical)[:_SHOWN]))
    return named


def _typical(
    sets: Sequence[set[str]], holding: Counter[str], total: int, spread: Mapping[str, float]
) -> dict[str, float]:
    """Words by how typical they are of these comments, best first; only those of two comments or more."""
    inside = Counter(word for own in sets for word in own)
    others = max(total - len(sets), 1)
    score = {}
    for word, count in inside.items():
        if count < min(_LEAST, len(sets)):
            continue
        own, rest = count / len(sets), (holding[word] - count) / others
        score[word] = own * np.log((own + 0.01) / (rest + 0.01)) * spread.get(word, 0.0)
    order = sorted(score, key=lambda word: (-round(float(score[word]), 8), word))
    return {word: score[word] for word in order if score[word] > 0}


def _phrases(texts: Iterable[Tokens], around: set[str]) -> dict[str, set[int]]:
    """The phrases of some comments that hold one of the words *around* → the comments that use them.

    A phrase is a run of Chinese words that begins with a word of two
    characters or more and neither begins nor ends with a stop word or one
    that only sets the scene (学校不收, 路灯不亮).  What follows a digit or a
    Latin letter was cut off something (2号线) and is none.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for number, tokens in enumerate(texts):
        for place in (place for place, token in enumerate(tokens) if token in around):
            for start in range(max(0, place - _TOKENS + 1), place + 1):
                if start and tokens[start - 1][-1].isascii() and tokens[start - 1][-1].isalnum():
                    continue
                for stop in range(place, min(start + _TOKENS, len(tokens))):
                    run = tokens[start : stop + 1]
                    phrase = "".join(run)
                    if len(phrase) <= LONGEST and _han(phrase) and _opens(run[0]) and _closes(run[-1]):
                        found[phrase].add(number)
    return found


def _closes(token: str) -> bool:
    return not is_stop_word(token) and not sets_scene(token)


def _opens(token: str) -> bool:
    return bool(content_words([token])) and not sets_scene(token)


def _han(text: str) -> bool:
    return all("\u3400" <= sign <= "\u9fff" for sign in text)


def _name(typical: dict[str, float], phrases: dict[str, set[int]], comments: int, taken: set[str]) -> str:
    """typical: words by how typical they are; phrases: as `_phrases`; comments: how many the group has."""
    holders = {word: phrases[word] for word in list(typical)[:_CANDIDATES] if phrases.get(word)}
    parts: list[str] = []
    told: set[int] = set()
    for _ in range(2):
        gain = {
            word: typical[word] * len(rows - told) / len(rows)
            for word, rows in holders.items()
            if _apart(word, parts) and (not parts or len(rows - told) >= _WORTH * comments)
        }
        if not gain:
            break
        best = max(gain, key=lambda word: (round(gain[word], 8), word))
        parts.append(_widest(best, holders[best], phrases))
        told |= holders[best]
    more = _details(holders, parts, phrases, _WORTH * comments)
    plain = "、".join(parts) or next(iter(typical), UNNAMED)
    names = [plain] if len(parts) > 1 or not more else []
    names += [f"{plain}（{'、'.join(more[:end])}等）" for end in range(min(_DETAILS, len(more)), len(more) + 1) if end]
    names += [f"{names[-1]}之{number}" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def _details(
    holders: dict[str, set[int]], parts: Sequence[str], phrases: dict[str, set[int]], least: float
) -> list[str]:
    """Further phrases of the group, the most typical first."""
    found: list[str] = []
    for word, rows in holders.items():
        phrase = _widest(word, rows, phrases)
        if not _apart(phrase, [*parts, *found]):
            phrase = word  # 江平中学（饭堂等）, not 江平中学（江平中学饭堂等）
        if len(rows) >= max(_LEAST, least) and _apart(phrase, [*parts, *found]):
            found.append(phrase)
    return found


def _apart(word: str, parts: Sequence[str]) -> bool:
    """Whether *word* neither holds one of *parts* nor is held by one."""
    return not any(word in part or part in word for part in parts)


def _widest(word: str, holders: set[int], phrases: dict[str, set[int]]) -> str:
    """The longest phrase around *word* that enough of its comments share, else the word itself."""
    least = max(_SEVERAL, _SHARED * len(holders))
    fits = [phrase for phrase, rows in phrases.items() if word in phrase and len(rows & holders) >= least]
    return max(fits, key=lambda phrase: (len(phrase), len(phrases[phrase]), phrase), default=word)
