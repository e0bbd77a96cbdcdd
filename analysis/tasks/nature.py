"""The nature of a comment (建设性, 具体困难, 政策咨询, 个人诉求, 表扬, 空泛), with the reason in words.

Rules over the cues of `data/reference/nature.yml`, in the order of the
codebook (编码手册 三): first what says nothing, then what only praises, then
private claims, one household's hardship, questions; everything else that
reports or asks for something is 建设性, sarcastic or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.columns import Nature
from analysis.text.cues import Cues, bare, find_cues, whole
from analysis.text.normalise import normalise

_SLOGAN_LENGTH = 30  # a longer text that names no thing is still worth a look
_GENERAL_WISH = re.compile(
    r"^(?:希望|建议|请|望|盼|要|应该|应|继续)*(?:政府|党和政府|各级|有关部门|相关部门|国家|领导|上级|你们|我们)*"
    r"(?:能够?|可以|多|再|更加?|继续|进一步|不断|大力|切实|更好地?|加快)*"
    r"(?:加强|加大|提高|重视|关心|关注|支持|改善|抓好|做好|搞好|发展|完善|优化|提升|落实|推进|帮助|关爱)"
    r"[\u4e00-\u9fff]{0,12}$"
)


@dataclass(frozen=True)
class NatureVerdict:
    """A nature with its reason in words; `sure` is False where rules pulled two ways."""

    nature: Nature
    reason: str
    sure: bool = True


def _quote(words: list[str]) -> str:
    return "、".join(f"“{word}”" for word in words[:4])


def nature_of(text: str, has_theme_evidence: bool = True, cues: Cues | None = None) -> NatureVerdict:
    """The nature of one comment.

    text: as received.  has_theme_evidence: whether the theme engine found any
    word; a wish that names no thing is 空泛 only without concrete evidence.
    cues: those of the normalised text, where already found.
    """
    text = normalise(text)
    plain = bare(text)
    if not plain or plain in whole("whole_empty") or not re.search(r"[\u3400-\u9fffa-z]", plain):
        return NatureVerdict(Nature.EMPTY, "没有说出意见")
    if plain in whole("whole_praise"):
        return NatureVerdict(Nature.PRAISE, f"全文是肯定：“{plain}”")
    cues = cues or find_cues(text)
    if plain in whole("slogan"):
        return NatureVerdict(Nature.EMPTY, "口号式的希望，落不到一件事")
    troubled = cues.has("complaint")
    if not troubled and len(plain) <= _SLOGAN_LENGTH and _general_wish(text, cues):
        return NatureVerdict(Nature.EMPTY, "泛泛的希望，没有说出哪一件事")
    praise = cues.words("praise", "coached")
    asks = _asks_for_action(cues)
    if praise and not troubled and not asks and not cues.has("claim", "hardship", "accusation", "anger"):
        return NatureVerdict(Nature.PRAISE, f"只有肯定：{_quote(praise)}")
    verdict = _private(cues) or _hardship(cues) or _question(text, cues)
    if verdict:
        return verdict
    if praise and not asks and cues.count("praise") > cues.count("complaint"):
        return NatureVerdict(Nature.PRAISE, f"以肯定为主：{_quote(praise)}", sure=False)
    if troubled or asks:
        words = cues.words("complaint", "request")
        return NatureVerdict(Nature.CONSTRUCTIVE, f"反映了能办的问题：{_quote(words)}")
    if not has_theme_evidence:
        return NatureVerdict(Nature.EMPTY, "没有说出哪一件事", sure=False)
    return NatureVerdict(Nature.CONSTRUCTIVE, "说了一件具体的事，没有别的性质的词", sure=False)


def _general_wish(text: str, cues: Cues) -> bool:
    clauses = [bare(text[clause.start : clause.end]) for clause in cues.clauses]
    slogans = whole("slogan")
    return all(not c or c in slogans or c in whole("whole_empty") or _GENERAL_WISH.match(c) for c in clauses)


def _asks_for_action(cues: Cues) -> bool:
    return (cues.has("request") and cues.has("action_verb")) or cues.count("request") >= 2


def _private(cues: Cues) -> NatureVerdict | None:
    """④ a private claim, an accusation or venting; a claim needs someone's own share in it."""
    claims, accusations, anger = cues.words("claim"), cues.words("accusation"), cues.words("anger")
    own = cues.has("own_household")
    if claims and (own or accusations or anger) and not cues.has("collective"):
        return NatureVerdict(Nature.PRIVATE, f"为自己争一份：{_quote(claims + accusations)}")
    if accusations and len(accusations) + len(anger) >= 2:
        return NatureVerdict(Nature.PRIVATE, f"告某个人：{_quote(accusations + anger)}", sure=False)
    if anger and len(anger) >= 2 and not cues.has("collective"):
        return NatureVerdict(Nature.PRIVATE, f"泄愤：{_quote(anger)}", sure=False)
    return None


def _hardship(cues: Cues) -> NatureVerdict | None:
    """② one household's difficulty; said of many it is a public problem."""
    hardship = cues.words("hardship")
    if not hardship or cues.has("collective"):
        return None
    if cues.has("own_household", "plea"):
        return NatureVerdict(Nature.HARDSHIP, f"一家一户的难处：{_quote(cues.words('own_household') + hardship)}")
    return None


def _question(text: str, cues: Cues) -> NatureVerdict | None:
    """③ a question about a rule; a demand in the form of a question is 建设性."""
    questions = cues.words("question")
    if not questions:
        return None
    if cues.has("request") and cues.has("action_verb"):
        return None
    objects = cues.words("policy_object")
    ends_asking = text.rstrip().endswith(("?", "吗", "呢", "么"))
    if objects or (ends_asking and not cues.has("complaint")):
        return NatureVerdict(Nature.POLICY, f"在问规定：{_quote(questions + objects)}", sure=bool(objects))
    return None
