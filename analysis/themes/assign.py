"""Themes for a frame of comments: one row in, one row out."""

from __future__ import annotations

import pandas as pd

from analysis.columns import SEPARATOR
from analysis.text.cues import find_cues
from analysis.text.normalise import normalise
from analysis.themes.lexicon import LexiconEngine, Verdict

THEMES = ["theme", "themes", "subtheme", "confidence", "evidence", "labelled_by", "theme_doubt"]

BY_RULE = "规则"
REVIEW_BELOW = 0.35  # confidence below which a person should look
_EVIDENCE_SHOWN = 5


def assign_themes(comments: pd.DataFrame, engine: LexiconEngine) -> pd.DataFrame:
    """The themes of comments.

    comments: columns id, text and, where there is one, title; one row a comment.
    Returns: column id and `THEMES`, same rows, same order.  themes are joined
    by `|`, main first; confidence is 0–1; evidence names the phrases that
    counted most; theme_doubt says why a person should look, or is empty.
    """
    titles = comments["title"] if "title" in comments else [""] * len(comments)
    rows = [_assign(engine, text, title) for text, title in zip(comments["text"], titles, strict=True)]
    themes = pd.DataFrame(rows, columns=THEMES, index=comments.index)
    themes.insert(0, "id", comments["id"])
    return themes


def _assign(engine: LexiconEngine, text: str, title: str) -> dict[str, object]:
    normal = normalise(text)
    verdict = engine.assign(normal, "" if title == text else title, find_cues(normal))
    return {
        "theme": verdict.theme,
        "themes": SEPARATOR.join(verdict.themes),
        "subtheme": verdict.subtheme,
        "confidence": verdict.confidence,
        "evidence": "、".join(item.phrase for item in verdict.evidence[:_EVIDENCE_SHOWN]),
        "labelled_by": BY_RULE,
        "theme_doubt": _doubt(verdict, engine.taxonomy.other),
    }


def _doubt(verdict: Verdict, other: str) -> str:
    if not verdict.evidence:
        return f"没有找到类别的依据，暂归{other}"
    if verdict.confidence < REVIEW_BELOW:
        return f"类别把握低，也像{verdict.runner_up}" if verdict.runner_up else "类别把握低，依据少"
    return ""
