"""Themes for a frame of comments: one row in, one row out."""

from __future__ import annotations

import pandas as pd

from analysis.columns import SEPARATOR
from analysis.themes.engine import ThemeEngine, Verdict
from analysis.themes.issues import split_all

THEMES = ["theme", "themes", "subtheme", "confidence", "evidence", "labelled_by", "theme_doubt"]

REVIEW_BELOW = 0.7  # calibrated confidence below which a person should look: about a fifth of survey comments
_EVIDENCE_SHOWN = 5


def assign_themes(comments: pd.DataFrame, engine: ThemeEngine) -> pd.DataFrame:
    """The themes of comments.

    comments: columns id, text and, where there is one, title; one row a comment.
    Returns: column id and `THEMES`, same rows, same order.  themes are joined
    by `|`: the main theme first, then those of the issues that the comment
    holds besides (see `split_all`); confidence is 0–1; evidence names the
    phrases that counted most; labelled_by is 词库, 学习 or 规则; theme_doubt says
    why a person should look, or is empty.
    """
    texts = comments["text"].tolist()
    titles = comments["title"].tolist() if "title" in comments else [""] * len(texts)
    rows = []
    verdicts, issues = engine.assign(texts, titles), split_all(texts, titles, engine)
    for verdict, own in zip(verdicts, issues, strict=True):
        named = dict.fromkeys((verdict.theme, *(issue.theme for issue in own if issue.theme)))
        rows.append(_row(verdict, tuple(named), engine.taxonomy.other))
    themes = pd.DataFrame(rows, columns=THEMES, index=comments.index)
    themes.insert(0, "id", comments["id"])
    return themes


def _row(verdict: Verdict, named: tuple[str, ...], other: str) -> tuple[object, ...]:
    """The cells of `THEMES`."""
    return (
        verdict.theme,
        SEPARATOR.join(named),
        verdict.subtheme,
        verdict.confidence,
        "、".join(verdict.evidence[:_EVIDENCE_SHOWN]),
        verdict.labelled_by,
        _doubt(verdict, other),
    )


def _doubt(verdict: Verdict, other: str) -> str:
    if not verdict.evidence and verdict.confidence < REVIEW_BELOW:
        return f"没有找到类别的依据，暂归{verdict.theme or other}"
    if not verdict.practised:
        return f"{verdict.theme}还没有足够的例句，把握不可靠"
    if verdict.confidence >= REVIEW_BELOW:
        return ""
    if verdict.by_words not in ("", verdict.theme):
        return f"两种判法不一致：词库看是{verdict.by_words}，例句看是{verdict.theme}"
    return f"类别把握低，也像{verdict.runner_up}" if verdict.runner_up else "类别把握低，依据少"
