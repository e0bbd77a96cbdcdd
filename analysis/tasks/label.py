"""Label comments: theme, nature, place and units in one pass, each with its reason.

One row in, one row out, same order; people's corrections come last and win.
"""

from __future__ import annotations

import pandas as pd

from analysis.columns import SEPARATOR, Nature
from analysis.tasks.nature import NatureVerdict, nature_of
from analysis.tasks.places import place_of
from analysis.tasks.units import UnitVerdict, units_of
from analysis.text.cues import find_cues
from analysis.text.normalise import normalise
from analysis.themes.lexicon import LexiconEngine, Verdict

LABELS = [
    "theme",
    "themes",
    "subtheme",
    "confidence",
    "evidence",
    "labelled_by",
    "nature",
    "nature_reason",
    "county",
    "place",
    "lead_unit",
    "support_units",
    "unit_reason",
    "needs_review",
    "reason",
]

BY_RULE, BY_PERSON = "规则", "人工"
REVIEW_BELOW = 0.35  # confidence; chosen so that about a fifth of survey comments are looked at
_EVIDENCE_SHOWN = 5


def label_comments(comments: pd.DataFrame, engine: LexiconEngine) -> pd.DataFrame:
    """Labels of comments.

    comments: columns id, text and, where there are, title and county_given; one row a comment.
    Returns: column `id` and the columns `LABELS`, same rows, same order.
    confidence is 0–1; themes, support_units are joined by `|`; needs_review is 是/否.
    """
    blank = pd.Series("", index=comments.index)
    titles = comments.get("title", blank).fillna("")
    given = comments.get("county_given", blank).fillna("")
    rows = [
        _label(engine, text, title, county)
        for text, title, county in zip(comments["text"], titles, given, strict=True)
    ]
    labels = pd.DataFrame(rows, columns=LABELS, index=comments.index)
    labels.insert(0, "id", comments["id"])
    return labels


def _label(engine: LexiconEngine, text: str, title: str, county_given: str) -> dict[str, object]:
    normal = normalise(text)
    cues = find_cues(normal)
    verdict = engine.assign(normal, "" if title == text else title, cues)
    nature = nature_of(normal, bool(verdict.evidence), cues)
    whole = f"{title}\n{normal}" if title and title != text else normal
    place = place_of(whole, county_given)
    if nature.nature in (Nature.PRAISE, Nature.EMPTY):
        unit = UnitVerdict("", (), "不需要承办")
    else:
        theme = engine.taxonomy.theme(verdict.theme)
        unit = units_of(whole, verdict.theme, theme.lead if theme else "", place)
    doubts = _doubts(verdict, nature, unit, engine.taxonomy.other)
    return {
        "theme": verdict.theme,
        "themes": SEPARATOR.join(verdict.themes),
        "subtheme": verdict.subtheme,
        "confidence": verdict.confidence,
        "evidence": "、".join(item.phrase for item in verdict.evidence[:_EVIDENCE_SHOWN]),
        "labelled_by": BY_RULE,
        "nature": nature.nature.value,
        "nature_reason": nature.reason,
        "county": place.county,
        "place": place.place,
        "lead_unit": unit.lead,
        "support_units": SEPARATOR.join(unit.support),
        "unit_reason": unit.reason,
        "needs_review": "是" if doubts else "否",
        "reason": "；".join(doubts),
    }


def _doubts(verdict: Verdict, nature: NatureVerdict, unit: UnitVerdict, other: str) -> list[str]:
    """Why a person should look at this label, in words; empty where nobody need."""
    doubts = []
    if nature.nature == Nature.EMPTY:
        return [] if nature.sure else [nature.reason]
    if not verdict.evidence:
        if nature.nature != Nature.PRAISE:
            doubts.append(f"没有找到类别的依据，暂归{other}")
    elif verdict.confidence < REVIEW_BELOW:
        near = f"，也像{verdict.runner_up}" if verdict.runner_up else "，依据少"
        doubts.append(f"类别把握低{near}")
    if not nature.sure:
        doubts.append(f"性质拿不准（{nature.reason}）")
    if nature.nature != Nature.PRAISE and not unit.lead:
        doubts.append(unit.reason)
    return doubts
