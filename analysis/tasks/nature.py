"""The nature of a comment (建设性, 具体困难, 政策咨询, 个人诉求, 表扬, 空泛), with the reason in words.

Whole texts that say nothing or only praise (「无」「很满意」) and slogans are
told by rule (编码手册 三).  The rest is learned from the exemplars: measured on
comments it never saw, rules over cue words alone named 0.60 of the natures
right (macro-F1), the learned model 0.88.  The cue words of
`data/reference/nature.yml` still tell the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.columns import Nature
from analysis.layout import REFERENCE
from analysis.text.clauses import COMPLAINT, PRAISE, REQUEST
from analysis.text.cues import Cues, bare, find_cues, whole
from analysis.text.learn import LearnedModel, trained
from analysis.text.normalise import normalise
from analysis.themes.exemplars import load_exemplars

SURE = 0.6  # probability from which a nature needs no second look
# What nobody follows up, and the cues that make a word of complaint in it no surprise (以前没人管，现在好了).
_LAID_ASIDE: dict[Nature, tuple[str, ...]] = {Nature.PRAISE: ("praise",), Nature.EMPTY: ("slogan",)}
_SLOGAN_LENGTH = 30
_LONG = 80  # nobody needs so many characters to say nothing and complain besides
_GENERAL_WISH = re.compile(
    r"^(?:希望|建议|请|望|盼|要|应该|应|继续)*(?:政府|党和政府|各级|有关部门|相关部门|国家|领导|上级|你们|我们)*"
    r"(?:能够?|可以|多|再|更加?|继续|进一步|不断|大力|切实|更好地?|加快)*"
    r"(?:加强|加大|提高|重视|关心|关注|支持|改善|抓好|做好|搞好|发展|完善|优化|提升|落实|推进|帮助|关爱)"
    r"[\u4e00-\u9fff]{0,12}$"
)
# The cue lists that tell the reason for a nature, in the order they are quoted.
_REASONS: dict[Nature, tuple[str, tuple[str, ...]]] = {
    Nature.CONSTRUCTIVE: ("反映了能办的问题", ("complaint", "request")),
    Nature.HARDSHIP: ("说的是一家一户的难处", ("hardship", "plea", "own_household")),
    Nature.POLICY: ("在问规定、问办法", ("question", "policy_object")),
    Nature.PRIVATE: ("为自己争一份、告人或泄愤", ("claim", "accusation", "anger", "own_household")),
    Nature.PRAISE: ("只有肯定", ("praise", "coached")),
    Nature.EMPTY: ("没有说出哪一件事", ("slogan",)),
}


@dataclass(frozen=True)
class NatureVerdict:
    """A nature, its reason in words, and its probability (1.0 where a rule decides).

    but: words of complaint in what was taken for praise or for nothing, so that
    somebody looks before it is laid aside.
    """

    nature: Nature
    reason: str
    probability: float = 1.0
    but: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return self.probability >= SURE and not self.but


@cache
def _model() -> LearnedModel:
    examples = [example for example in load_exemplars(REFERENCE / "exemplars.csv") if example.nature]
    return trained([example.text for example in examples], [example.nature for example in examples])


def natures_of(texts: Sequence[str], titles: Sequence[str] | None = None) -> list[NatureVerdict]:
    """The nature of each comment; *texts* and *titles* as received."""
    normal = normalise.all(texts)
    heads = normalise.all(titles) if titles is not None else [""] * len(normal)
    heads = ["" if head == text else head for head, text in zip(heads, normal, strict=True)]
    cues = find_cues.all(normal)
    verdicts = [None if head else _by_rule(text) for text, head in zip(normal, heads, strict=True)]
    rows = [row for row, verdict in enumerate(verdicts) if verdict is None]
    if rows:
        # All are judged: the features of these very texts are known already.
        shares, _ = _model().judge(normal, heads)
        learned = _learned([normal[row] for row in rows], [cues[row] for row in rows], shares[rows])
        for row, verdict in zip(rows, learned, strict=True):
            verdicts[row] = verdict
    return verdicts


def _learned(texts: Sequence[str], cues: Sequence[Cues], shares: np.ndarray) -> list[NatureVerdict]:
    """The likeliest natures; a long text that reports a problem is never 空泛, what ends with a complaint never 表扬."""
    model = _model()
    asks = [own.has("complaint", "request") for own in cues]
    long = [row for row, text in enumerate(texts) if asks[row] and len(text) > _LONG]
    shares[long, model.labels.index(Nature.EMPTY)] = 0
    complains = [row for row, own in enumerate(cues) if asks[row] and _asks_in_the_end(own)]
    shares[complains, model.labels.index(Nature.PRAISE)] = 0
    shares /= shares.sum(axis=1, keepdims=True)
    natures = [Nature(label) for label in model.labels]
    best = [natures[place] for place in shares.argmax(axis=1).tolist()]
    verdicts = []
    for reason, own, nature, share in zip(
        _reasons(texts, cues, best), cues, best, shares.max(axis=1).tolist(), strict=True
    ):
        but = own.words("complaint") if nature in _LAID_ASIDE and not own.has(*_LAID_ASIDE[nature]) else []
        verdicts.append(NatureVerdict(nature, reason, round(share, 3), tuple(but)))
    return verdicts


def _asks_in_the_end(cues: Cues) -> bool:
    """Whether praise turns to a complaint (路修好了，就是灯没有装), or the last clause asks for something."""
    turned = False
    for tones, turns in zip(cues.clauses.tones, cues.clauses.turns, strict=True):
        turned = turned or turns
        if turned and tones & (COMPLAINT | REQUEST):
            return True
    last = cues.clauses.tones[-1]
    return bool(last & REQUEST) and not last & PRAISE


def _by_rule(text: str) -> NatureVerdict | None:
    """What needs no learning: nothing said, only praise in so many words, a slogan."""
    plain = bare(text)
    if not plain or plain in whole("whole_empty") or not re.search(r"[\u3400-\u9fffa-z]", plain):
        return NatureVerdict(Nature.EMPTY, "没有说出意见")
    if plain in whole("whole_praise"):
        return NatureVerdict(Nature.PRAISE, f"全文是肯定：“{plain}”")
    if plain in whole("slogan"):
        return NatureVerdict(Nature.EMPTY, "口号式的希望，落不到一件事")
    if len(plain) <= _SLOGAN_LENGTH:
        cues = find_cues(text)
        if not cues.has("complaint") and _general_wish(text, cues):
            return NatureVerdict(Nature.EMPTY, "泛泛的希望，没有说出哪一件事")
    return None


def _general_wish(text: str, cues: Cues) -> bool:
    """Whether every clause is a slogan or says nothing."""
    clauses = [bare(text[start:end]) for start, end in cues.clauses.spans()]
    nothing = whole("slogan") | whole("whole_empty")
    return all(not clause or clause in nothing or _GENERAL_WISH.match(clause) for clause in clauses)


def _reasons(texts: Sequence[str], cues: Sequence[Cues], natures: Sequence[Nature]) -> list[str]:
    words = [own.words(*_REASONS[nature][1]) for own, nature in zip(cues, natures, strict=True)]
    rest = [row for row, own in enumerate(words) if not own]
    learned = _model().reasons_of([(texts[row], natures[row].value, "") for row in rest])
    for row, own in zip(rest, learned, strict=True):
        words[row] = own
    return [_in_words(_REASONS[nature][0], own[:4]) for nature, own in zip(natures, words, strict=True)]


def _in_words(told: str, words: Sequence[str]) -> str:
    return f"{told}：{'、'.join(f'“{word}”' for word in words)}" if words else told
