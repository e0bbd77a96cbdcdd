"""The dictionary jieba cuts by: its own, cleared of chance entries, with our words, place names and unit names.

`data/reference/domain_words.txt` has one entry a line: `词` adds a word,
`词 3000` adds it with this frequency (as in a user dictionary of jieba),
`甲/乙` says that 甲乙 is two words.  All else follows from rules that hold for
every word:

- an added word is at least so frequent that neighbours don't pull it apart
  (路|面积|水 → 路面|积水);
- a place's full name is less frequent, as its last sign may open the next
  word (东兴|市区, not 东兴市|区), and a unit named as "市" and another listed
  name is as rare as jieba allows, as that 市 may end a place (东兴市|教育局);
- the general dictionary's chance entries go (`_chance_entry`).
"""

from __future__ import annotations

import json
import logging
import re
from functools import cache

import jieba

from analysis.reference import places, units, word_list
from analysis.text.normalise import normalise

CUT = "/"
_LEAST = 1000  # frequency of an added word; 路面 and 积水 need 501 each to hold against 面积
_LEAST_FULL_NAME = 30  # 东兴市|教育局 needs more than 4, 上思|县城 less than 75
_LEVEL_SIGNS = "市县区镇乡村"
_RARE = 3  # so often the general dictionary has most of what its corpus held by chance

# Pronouns, negation, adverbs, auxiliaries and particles.  那 and 叫 are left out: they begin place names.
FUNCTION_SIGN = re.compile("[我你他她它这各人没不未别要得着了过的把被给让在是有到来去个全先还只就才再又也都很太更最]")

_general_frequency: dict[str, int] = {}  # of the words added or taken out, as the general dictionary had them


@cache
def cuts() -> dict[str, tuple[str, ...]]:
    """The strings that are several words, and those words: 马路上 → (马路, 上)."""
    split = (tuple(entry.split(CUT)) for entry in _entries() if CUT in entry)
    return {"".join(words): words for words in split}


def _entries() -> list[str]:
    return [normalise(entry) for entry in word_list("domain_words")]


@cache
def _listed() -> dict[str, int]:
    """The words we add, each with its least frequency."""
    least: dict[str, int] = {}
    for entry in _entries():
        if CUT not in entry:
            word, _, frequency = entry.partition(" ")
            least[word] = int(frequency or _LEAST)
    for place in places():
        for name in map(normalise, (place.name, *place.aliases)):
            least[name] = _LEAST_FULL_NAME if name[-1] in _LEVEL_SIGNS else _LEAST
    names = [normalise(name) for unit in units().units for name in unit.short_names]
    for name in names:
        city_office = name.startswith("市") and (name[1:] in names or name[1:] in least)
        least.setdefault(name, 1 if city_office else _LEAST)
    return least


@cache
def tokenizer() -> jieba.Tokenizer:
    """jieba's tokenizer with this dictionary; one a process."""
    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    own.initialize()
    gone = [word for word, count in own.FREQ.items() if 0 < count <= _RARE and _chance_entry(word, own.FREQ)]
    gone += [word for word in cuts() if own.FREQ.get(word)]
    for word in gone:
        _general_frequency[word] = own.FREQ[word]
        own.FREQ[word] = 0
    own.total = sum(own.FREQ.values())  # jieba counts words listed twice, and words added to, twice
    for word, least in _listed().items():
        _general_frequency.setdefault(word, own.FREQ.get(word) or 0)
        # jieba's own suggestion keeps the word whole by itself, the least frequency among neighbours.
        own.add_word(word, max(least, own.FREQ.get(word) or 0, own.suggest_freq(word)))
    own.total = sum(own.FREQ.values())
    return own


def _chance_entry(word: str, frequencies: dict[str, int]) -> bool:
    """Whether a rare entry of the general dictionary is two words side by side rather than one.

    It holds a function sign (没人管, 很窄), or is made of two words of two
    signs or more (手机|信号, 公正|执法).  Short words must lie on word
    boundaries to be found, and 没人管 would hide 没人.
    """
    if word in _listed() or len(word) == 1:
        return False
    if FUNCTION_SIGN.search(word):
        return True
    known = _listed()
    return any(
        (frequencies.get(word[:i]) or word[:i] in known) and (frequencies.get(word[i:]) or word[i:] in known)
        for i in range(2, len(word) - 1)
    )


def general_frequency(word: str) -> int:
    """How often the general dictionary has *word*, whatever we made of it; 0 where it doesn't."""
    own = tokenizer()
    return _general_frequency.get(word, own.FREQ.get(word) or 0)


@cache
def fingerprint() -> str:
    """What the cuts depend on, for caches of what was learned from them."""
    own = tokenizer()
    added = {word: own.FREQ[word] for word in sorted(_listed())}
    parts = [jieba.__version__, own.total, added, sorted(cuts().items()), FUNCTION_SIGN.pattern]
    return json.dumps(parts, ensure_ascii=False)
