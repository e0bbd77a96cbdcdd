"""The issues inside comments, each with labels of its own: 件 are comments, 问题 are issues.

A comment that speaks of one thing is one issue with the comment's labels.
Each part of a comment that speaks of several is labelled by itself; what it
leaves unsaid (where, mostly) it takes from the comment.
"""

from __future__ import annotations

import pandas as pd

from analysis.columns import Nature
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.issues import Issue, split_all

_LABELS = ["theme", "subtheme", "nature", "county", "place", "lead_unit"]
ISSUES = ["id", "no", "start", "end", "text", *_LABELS]
_NONE = (Nature.PRAISE.value, Nature.EMPTY.value)


def issues_of(comments: pd.DataFrame, labels: pd.DataFrame, engine: ThemeEngine) -> pd.DataFrame:
    """The issues of comments: columns `ISSUES`, comments in their order, no from 1 in each.

    comments: columns id, text and, where there is one, title.  labels: as
    `label_comments` returns them for the same rows, corrected or not.
    text is text[start:end] of the comment as received; the parts of a comment
    together cover it.  A comment of praise or without content is one row, as
    is each other comment that speaks of one thing.  The comment's main theme
    is always among its issues’ themes.
    """
    whole = labels["nature"].isin(_NONE)
    titles = comments.get("title", [""] * len(comments))
    parts = [
        [Issue(0, len(text), text)] if one else own
        for text, one, own in zip(comments["text"], whole, split_all(comments["text"], titles, engine), strict=True)
    ]
    rows = [
        {"row": row, "no": no, "start": part.start, "end": part.end, "text": part.text, "matter": part.matter}
        for row, own in enumerate(parts)
        for no, part in enumerate(own, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["row", "no", "start", "end", "text", "matter"])
    said = labels.iloc[frame["row"]][["id", *_LABELS]].reset_index(drop=True)
    several = frame["row"].duplicated(keep=False)
    frame = pd.concat([frame, said], axis=1)
    if several.any():
        frame.loc[several, _LABELS] = _own_labels(frame[several], engine)
    return frame[ISSUES]


def is_problem(issues: pd.DataFrame) -> pd.Series:
    """Whether each issue is a 问题: neither praise nor empty."""
    return ~issues["nature"].isin(_NONE)


def _own_labels(parts: pd.DataFrame, engine: ThemeEngine) -> pd.DataFrame:
    """Labels of the parts of comments of several issues; *parts* hold the comment's labels so far."""
    own = label_comments(
        pd.DataFrame({"id": parts["id"], "text": parts["matter"], "county_given": parts["county"]}), engine
    )
    found = own[_LABELS].copy()
    found["place"] = own["place"].where(own["place"] != "", parts["place"].where(own["county"] == parts["county"], ""))
    for _, group in parts.groupby("id", sort=False):
        main = group["theme"].iloc[0]
        if main not in set(found.loc[group.index, "theme"]):
            # What most of the comment is about is what its main theme was told by.
            longest = (group["end"] - group["start"]).idxmax()
            found.loc[longest, ["theme", "subtheme"]] = group.loc[longest, ["theme", "subtheme"]].to_numpy()
    return found
