"""Same concrete issues as tables to read: levels, sizes, the issues most often raised, pairs left open."""

from __future__ import annotations

import pandas as pd

from analysis.tasks.alike import Level
from analysis.tasks.hot import with_issues

MEANS = {
    Level.RESENT: "同一段话又来一遍，并成一件事",
    Level.SAME: "地点、东西、毛病都对得上，并成一件事",
    Level.RELATED: "有一样对得上，另一样不同或没有写明，不合并，请人看",
}
ALONE = "单独一件"
_ALONE_MEANS = "没有别的意见说这件事"


def with_sizes(comments: pd.DataFrame) -> pd.DataFrame:
    """*comments* with issue_size, the comments of the same issue; their issues are worked out where they lack them."""
    frame = comments if "same_issue" in comments else with_issues(comments)
    return frame.assign(issue_size=frame.groupby("same_issue")["id"].transform("size"))


def by_level(comments: pd.DataFrame) -> pd.DataFrame:
    """Comments by level: columns same_level, count, means; all three levels, then those on their own.

    comments: as `with_sizes` gives them, here and below.
    """
    counts = comments["same_level"].value_counts()
    rows = [(level.value, int(counts.get(level.value, 0)), means) for level, means in MEANS.items()]
    return pd.DataFrame(
        [*rows, (ALONE, int(counts.get("", 0)), _ALONE_MEANS)], columns=["same_level", "count", "means"]
    )


def sizes(comments: pd.DataFrame) -> pd.DataFrame:
    """How many issues were raised how often: columns raised (in words), size, count; from 2 times up.

    Sizes between the smallest and the largest that no issue has are there with 0.
    """
    counts = comments.groupby("same_issue").size().value_counts()
    largest = int(counts.index.max()) if len(counts) else 1
    rows = [(f"说了 {size} 次", size, int(counts.get(size, 0))) for size in range(2, largest + 1)]
    return pd.DataFrame(rows, columns=["raised", "size", "count"])


def most_raised(comments: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """The comments of the *most* issues raised most often, issue by issue, with the words that decided.

    Returns: columns same_issue, issue_size, id, channel, text, same_level, same_why; largest
    issue first, then by the issue's first comment as *comments* has them.
    """
    raised = comments[comments["issue_size"] > 1]
    order = raised.drop_duplicates("same_issue").sort_values("issue_size", ascending=False, kind="stable")["same_issue"]
    place = {issue: number for number, issue in enumerate(order[:most])}
    own = raised[raised["same_issue"].isin(place)]
    own = own.loc[own["same_issue"].map(place).sort_values(kind="stable").index]
    return own[["same_issue", "issue_size", "id", "channel", "text", "same_level", "same_why"]].reset_index(drop=True)


def left_open(comments: pd.DataFrame) -> pd.DataFrame:
    """Pairs possibly related, not merged: columns id, text, related_to, related_text, same_why; each pair once."""
    texts = dict(zip(comments["id"], comments["text"], strict=True))
    seen: set[frozenset[str]] = set()
    rows = []
    for row in comments[comments["related_to"] != ""].itertuples():
        pair = frozenset((row.id, row.related_to))
        if pair not in seen:
            seen.add(pair)
            rows.append((row.id, row.text, row.related_to, texts[row.related_to], row.same_why))
    return pd.DataFrame(rows, columns=["id", "text", "related_to", "related_text", "same_why"])


def line(comments: pd.DataFrame) -> str:
    """Comments in, issues out, in a sentence."""
    issues = comments["same_issue"].nunique()
    again = comments[comments["issue_size"] > 1]
    return (
        f"{len(comments)} 件意见说的是 {issues} 件事；其中 {again['same_issue'].nunique()} 件事有人说了不止一次，"
        f"共 {len(again)} 件意见。一件也没有删。"
    )
