"""How many comments, people and issues: three numbers that must not be mistaken for one another."""

from __future__ import annotations

import re

import pandas as pd

from analysis.themes.taxonomy import Taxonomy

# A user number or a telephone tells people apart; a role (学生家长, 个体户) doesn't.
_IDENTITY = re.compile(r"[0-9A-Za-z]")


def person_keys(comments: pd.DataFrame) -> pd.Series:
    """Who is behind each row, as far as the source tells: equal keys are one person.

    comments: columns id and, where there is one, respondent.  A respondent
    written with digits or Latin letters (A00040066) identifies a person;
    without one, or with a role only, each comment counts as one person.
    """
    ids = "件:" + comments["id"].astype(str)
    if "respondent" not in comments:
        return ids
    named = comments["respondent"].fillna("").astype(str).str.strip()
    return ids.where(~named.str.contains(_IDENTITY), "人:" + named)


def sizes(comments: pd.DataFrame, by: str | list[str]) -> pd.DataFrame:
    """Comments, people and issues in each group of rows.

    comments: columns id, *by* and, where there is one, respondent; one row a
    comment or, with a column no (as `tasks.issues` gives it), one row an issue.
    Returns: indexed by *by*, columns comments, people and (where there is a
    column no) issues.
    """
    frame = comments.assign(person=person_keys(comments))
    named = {"comments": ("id", "nunique"), "people": ("person", "nunique")}
    if "no" in frame:
        named["issues"] = ("no", "size")
    return frame.groupby(by, sort=False).agg(**named)


NO_SUBTHEME = "（没有对上子类）"


def subtheme_sizes(comments: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Sizes of every named sub-theme of the taxonomy, empty ones too, and of what none of them took.

    comments: as for `sizes`, with columns theme and subtheme.
    Returns: columns theme, subtheme and those of `sizes`; themes in the
    taxonomy's order, in each the greatest first, `NO_SUBTHEME` last.
    """
    named = comments.assign(subtheme=comments["subtheme"].where(comments["subtheme"] != "", NO_SUBTHEME))
    counted = sizes(named, ["theme", "subtheme"])
    rows = []
    for name in taxonomy.names:
        theme = taxonomy.theme(name)
        own = [(name, sub.name) for sub in (theme.subthemes if theme else ())]
        found = counted.reindex([*own, (name, NO_SUBTHEME)], fill_value=0)
        rows += sorted(found.itertuples(), key=lambda row: (row.Index[1] == NO_SUBTHEME, -row.comments))
    table = [(*row.Index, *row[1:]) for row in rows if row.comments or row.Index[1] != NO_SUBTHEME]
    return pd.DataFrame(table, columns=["theme", "subtheme", *counted.columns])
