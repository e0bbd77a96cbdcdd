"""Hot issues: which concrete issues most people bring up, lately, again and again, and others second.

Heat = (people + repeat × repeats + vote × √net votes) × 0.5^(months since the
last comment ÷ half_life), with the weights of `data/reference/hot.yml` [I].
The cutoff is the month's, never the clock's.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.columns import SEPARATOR, Nature
from analysis.reference import settings
from analysis.tasks.alike import Level
from analysis.tasks.merge import ISSUES, merge_issues, natural
from analysis.themes.sizes import person_keys

HOT = [
    "rank",
    "same_issue",
    "issue_text",
    "theme",
    "place",
    "people",
    "count",
    "repeats",
    "net_votes",
    "first_date",
    "last_date",
    "heat",
    "comment_ids",
]
_NONE = (Nature.PRAISE.value, Nature.EMPTY.value)
_DAYS_A_MONTH = 365.25 / 12
_TELLING = 10  # characters from which a comment tells its issue well enough to stand for it


MERGED = ["same_issue", "same_level", "related_to", "same_why"]


def with_issues(comments: pd.DataFrame) -> pd.DataFrame:
    """*comments* with what `merge.merge_issues` says of them: same_issue, same_level, related_to, same_why."""
    found = merge_issues(comments).drop(columns="id").rename(columns=dict(zip(ISSUES, MERGED, strict=True)))
    return pd.concat([comments, found], axis=1)


def telling(comments: pd.DataFrame) -> pd.DataFrame:
    """The comments that bring something up: neither praise nor empty (column nature)."""
    return comments[~comments["nature"].isin(_NONE)]


def senders(comments: pd.DataFrame) -> pd.Series:
    """Who is behind each comment of an issue, equal keys are one person.

    As `person_keys`; what was sent again under no name counts as one person's,
    for nothing tells a crowd that copies from one who repeats.
    comments: columns id, same_issue, same_level and, where there is one, respondent.
    """
    keys = person_keys(comments)
    nameless = keys == "件:" + comments["id"].astype(str)
    again = nameless & (comments["same_level"] == Level.RESENT.value)
    return keys.where(~again, "文:" + comments["same_issue"])


def issue_table(comments: pd.DataFrame) -> pd.DataFrame:
    """One row an issue, indexed by same_issue, in the order of their first comments' ids.

    comments: columns id, text, theme, place, date, same_issue, same_level and,
    where there are, title and respondent; one row a comment.
    Returns: people, count (comments), repeats (count − people), first_date
    and last_date (ISO, empty where unknown), issue_text (one comment's words:
    the tersest telling one), theme and place (the commonest), comment_ids.
    """
    own = comments.iloc[sorted(range(len(comments)), key=lambda row: natural(str(comments["id"].iloc[row])))]
    dates = own["date"].str[:10]
    own = own.assign(person=senders(own), day=dates.where(dates != "", None), words=_words(own))
    table = own.groupby("same_issue", sort=False).agg(
        people=("person", "nunique"),
        count=("id", "size"),
        first_date=("day", "min"),
        last_date=("day", "max"),
        issue_text=("words", _tersest),
        theme=("theme", _commonest),
        place=("place", _commonest),
        comment_ids=("id", lambda ids: SEPARATOR.join(map(str, ids))),
    )
    table["repeats"] = table["count"] - table["people"]
    return table.fillna({"first_date": "", "last_date": ""})


def hot_issues(comments: pd.DataFrame, cutoff: dt.date) -> pd.DataFrame:
    """The hot issues as of *cutoff*, hottest first.

    comments: one row a comment; columns id, text, theme, place, nature, date
    (ISO or empty), same_issue and same_level (as `with_issues` gives
    them) and, where there are, title, respondent, votes, votes_against.
    Comments dated after the cutoff, praise and empty ones are left out.
    Returns: columns `HOT`, one row an issue with at least `least` people,
    votes converted; as `issue_table`, net_votes: for minus against, at least 0.
    """
    weights = settings("hot")
    own = telling(comments[comments["date"].str[:10] <= cutoff.isoformat()])
    by_issue = own.assign(person=senders(own), net=net_votes(own)).groupby("same_issue", sort=False)
    votes = by_issue["net"].sum().clip(lower=0)
    backed = by_issue["person"].nunique() + weights["vote"] * np.sqrt(votes)
    backed = backed[backed >= weights["least"]]
    table = issue_table(own[own["same_issue"].isin(backed.index)])
    table["net_votes"] = votes[table.index]
    heat = (backed[table.index] + weights["repeat"] * table["repeats"]) * recency(table["last_date"], cutoff)
    table = table.assign(heat=heat.round(2)).reset_index()
    order = ["heat", "people", "count", "last_date"]
    table = table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    return table.assign(rank=table["heat"].rank(method="min", ascending=False).astype(int))[HOT]


def net_votes(comments: pd.DataFrame) -> pd.Series:
    """Votes for minus votes against each comment; 0 where the source has none, or no number."""

    def numbers(name: str) -> pd.Series:
        column = comments.get(name, pd.Series("", index=comments.index))
        return pd.to_numeric(column.astype(str).str.replace(",", ""), errors="coerce").fillna(0)

    return (numbers("votes") - numbers("votes_against")).round().astype(int)


def recency(last_dates: pd.Series, cutoff: dt.date) -> pd.Series:
    """1 for what was said on the cutoff, half of it a half-life before; without a date as the median of the others."""
    days = (pd.Timestamp(cutoff) - pd.to_datetime(last_dates, errors="coerce")).dt.days.astype(float)
    days = days.fillna(days.median() if days.notna().any() else 0.0)
    return 0.5 ** (days / _DAYS_A_MONTH / settings("hot")["half_life"])


def formula(cutoff_text: str) -> str:
    """How the heat is worked out, in one line, with the weights in use."""
    own = settings("hot")
    return (
        f"热度＝（人数＋{own['repeat']}×重复件数＋{own['vote']}×√净点赞数）×新近系数；"
        f"新近系数＝0.5^（末次反映距{cutoff_text}的月数÷{own['half_life']}），没有日期的取各事项的中位数；"
        f"人数与点赞折算合计不足{own['least']}人的不列。"
    )


def _words(comments: pd.DataFrame) -> list[str]:
    titles = comments["title"] if "title" in comments else [""] * len(comments)
    return [title or text for title, text in zip(titles, comments["text"], strict=True)]


def _tersest(words: pd.Series) -> str:
    """The shortest that tells the issue well enough; the longest where none does."""
    ordered = sorted(words, key=len)
    return next((text for text in ordered if len(text) >= _TELLING), ordered[-1])


def _commonest(values: pd.Series) -> str:
    """The value most rows have, of equals the first; empty ones don't count."""
    named = values[values != ""]
    return named.value_counts(sort=False).idxmax() if len(named) else ""
