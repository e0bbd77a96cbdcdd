"""Groups inside each theme, found in the comments themselves: named, sized, and with how steady they are.

Praise and empty comments never take part.  Same comments, same groups, in
whatever order they come.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.columns import Nature
from analysis.text.normalise import normalise
from analysis.text.segment import segment
from analysis.themes.exemplars import load_exemplars
from analysis.themes.grouping import Part, centres, nearest, part_of
from analysis.themes.naming import group_names
from analysis.themes.sizes import sizes
from analysis.themes.space import WordSpace, columns_of, count, topic_words
from analysis.themes.stability import Division, learn_space, steady_division
from analysis.themes.taxonomy import Taxonomy

CAP = 800  # comments of a theme that groups are found on; the rest join the group they are nearest to
FEW = 10  # comments below which a group is marked 样本少
UNSTEADY = 0.5  # Hennig (2007): below it a group counts as dissolved
TYPICAL = 3  # comments shown of each group
LITTLE_DATA, NOT_STEADY, SCATTERED = "样本少", "不稳定", "零散意见"
WITHOUT_TOPIC = (Nature.PRAISE, Nature.EMPTY)

GROUPS = ["theme", "topic", "name", "comments", "people", "share", "stability", "remark", "words", "examples"]
TYPICALS = ["theme", "topic", "order", "id", "text"]
TRIED = ["theme", "method", "number", "stability", "held", "chosen"]


@dataclass(frozen=True)
class Discovery:
    """What was found.

    groups: one row a group, columns `GROUPS` (and issues after people, where
    rows are issues), themes as in the taxonomy, the greatest
    first; share is of the theme's comments that take part, 0–1; stability is
    0–1; examples are ids joined by `|`.  The last row of a theme, without
    topic and stability, holds those in no group (零散意见).
    members: one row a row given, same index: id, theme, topic (empty for none), close: 0–1, how near to the middle.
    typical: the comments of `examples` with their texts, columns `TYPICALS`.
    tried: one row a way tried, columns `TRIED`; held is the share of comments in groups that hold.
    """

    groups: pd.DataFrame
    members: pd.DataFrame
    typical: pd.DataFrame
    tried: pd.DataFrame


def takes_part(comments: pd.DataFrame) -> pd.Series:
    """Whether each comment is about something: neither praise nor empty."""
    return ~comments["nature"].isin([nature.value for nature in WITHOUT_TOPIC])


def discover(comments: pd.DataFrame, taxonomy: Taxonomy) -> Discovery:
    """Find groups inside each theme.

    comments: columns id, text, theme, nature and, where there are, title and
    respondent; one row a comment or, with a column no, an issue of one.  The
    taxonomy's exemplars help to learn which words belong together; they are
    never members.
    """
    texts = _texts(comments)
    rows = _rows_by_theme(comments, texts, taxonomy)
    fitted = {theme: _capped(own, texts) for theme, own in rows.items()}
    tokens = {theme: [segment(texts[row]) for row in own] for theme, own in fitted.items()}
    words = {theme: [topic_words(own) for own in part] for theme, part in tokens.items()}
    background = _background(taxonomy)
    columns = columns_of(own for part in (*words.values(), *background.values()) for own in part)
    counts = {theme: count(part, columns) for theme, part in words.items()}
    behind = {theme: count(part, columns) for theme, part in background.items()}
    space = learn_space(counts, behind) if rows else None
    divisions = steady_division(counts, behind, space) if space else {}
    spread = dict(zip(columns, space.spread, strict=True)) if space else {}
    names = {theme: group_names(tokens[theme], words[theme], own.labels, spread) for theme, own in divisions.items()}
    topic, close = np.full(len(comments), "", dtype=object), np.zeros(len(comments))
    for theme, division in divisions.items():
        rest = rows[theme][~np.isin(rows[theme], fitted[theme])]
        part = part_of(space, counts[theme])
        labels, near = _everyone(space, columns, part, division.labels, _words_of(rest, texts))
        order = np.concatenate([fitted[theme], rest])
        topic[order] = [f"{theme}-{label + 1}" if label >= 0 else "" for label in labels]
        close[order] = near
    members = pd.DataFrame(
        {"id": comments["id"], "theme": comments["theme"], "topic": topic, "close": close.round(3)},
        index=comments.index,
    )
    part = np.concatenate([*rows.values(), np.empty(0, dtype=int)]).astype(int)
    typical = _typical(comments.iloc[part], members.iloc[part], [texts[row] for row in part])
    groups = _groups(comments.iloc[part].assign(topic=topic[part]), divisions, names, typical)
    return Discovery(groups, members, typical, _tried(divisions))


def subthemes_beside(found: Discovery, comments: pd.DataFrame) -> pd.Series:
    """The named sub-themes that each group's rows fall into, the most frequent first: `入学与学位 5、收费 2`.

    comments: those given to `discover`, with a column subtheme.
    Returns: indexed by topic; empty where no row of a group has a sub-theme.
    """
    named = found.members.assign(subtheme=comments["subtheme"])
    named = named[(named["topic"] != "") & (named["subtheme"] != "")]
    counted = named.groupby(["topic", "subtheme"])["id"].nunique().reset_index(name="count")
    counted = counted.sort_values(["topic", "count", "subtheme"], ascending=[True, False, True])
    told = counted["subtheme"] + " " + counted["count"].astype(str)
    topics = found.groups.loc[found.groups["topic"] != "", "topic"]
    return told.groupby(counted["topic"], sort=False).agg("、".join).reindex(topics, fill_value="")


def _texts(comments: pd.DataFrame) -> list[str]:
    """Title and text of each comment, normalised."""
    bodies = [normalise(text) for text in comments["text"]]
    heads = [normalise(title) for title in comments["title"]] if "title" in comments else [""] * len(bodies)
    return [f"{head}\n{body}" if head and head != body else body for head, body in zip(heads, bodies, strict=True)]


def _rows_by_theme(comments: pd.DataFrame, texts: Sequence[str], taxonomy: Taxonomy) -> dict[str, np.ndarray]:
    """The places of each theme's comments that take part, in order of text and id, whatever order they came in."""
    themes = [str(theme) for theme in comments["theme"]]
    ids = [str(name) for name in comments["id"]]
    rows: dict[str, list[int]] = {theme: [] for theme in (*taxonomy.names, *sorted(set(themes)))}
    for row in np.flatnonzero(takes_part(comments)):
        rows[themes[row]].append(int(row))
    return {
        theme: np.array(sorted(own, key=lambda row: (texts[row], ids[row])), dtype=int)
        for theme, own in rows.items()
        if own
    }


def _capped(rows: np.ndarray, texts: Sequence[str]) -> np.ndarray:
    """At most `CAP` of *rows*, drawn by a checksum of the text, so that order plays no part."""
    if len(rows) <= CAP:
        return rows
    drawn = sorted(range(len(rows)), key=lambda place: (zlib.crc32(texts[rows[place]].encode()), place))[:CAP]
    return rows[np.sort(drawn)]


def _background(taxonomy: Taxonomy) -> dict[str, list[list[str]]]:
    """The words of the taxonomy's exemplars by theme."""
    words: dict[str, list[list[str]]] = {}
    for example in load_exemplars(taxonomy.exemplars) if taxonomy.exemplars else ():
        if example.theme in taxonomy.names and example.nature not in WITHOUT_TOPIC:
            words.setdefault(example.theme, []).append(topic_words(segment(example.text)))
    return words


def _everyone(
    space: WordSpace, columns: dict[str, int], part: Part, labels: np.ndarray, rest: Iterator[list[list[str]]]
) -> tuple[np.ndarray, np.ndarray]:
    """Groups and closeness (cosine to the group's centre) of the comments groups were found on, then of the *rest*.

    rest: the words of the others, some at a time, so that memory doesn't grow with their number.
    """
    middles, weights = centres(part.points, labels), space.weights(part.counts)
    groups, close = [labels], [_close(part.points, labels, middles)]
    for words in rest:
        points = part_of(space, count(words, columns), weights).points
        groups.append(nearest(points, middles))
        close.append(_close(points, groups[-1], middles))
    return np.concatenate(groups), np.concatenate(close)


def _close(points: np.ndarray, labels: np.ndarray, middles: np.ndarray) -> np.ndarray:
    inside = labels >= 0
    close = np.zeros(len(points))
    close[inside] = (points[inside] * middles[labels[inside]]).sum(axis=1)
    return close


_AT_ONCE = 5000  # comments


def _words_of(rows: np.ndarray, texts: Sequence[str]) -> Iterator[list[list[str]]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield [topic_words(segment(texts[row])) for row in rows[start : start + _AT_ONCE]]


def _typical(comments: pd.DataFrame, members: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """The comments nearest to the middle of each group, no text twice."""
    frame = comments[["id", "theme", "text"]].assign(topic=members["topic"], close=members["close"], compared=texts)
    frame = frame[frame["topic"] != ""].sort_values(["close", "compared", "id"], ascending=[False, True, True])
    frame = frame.drop_duplicates(["topic", "compared"]).groupby("topic", sort=False).head(TYPICAL)
    frame = frame.assign(order=frame.groupby("topic", sort=False).cumcount() + 1)
    return frame.sort_values(["theme", "topic", "order"])[TYPICALS]


def _groups(
    comments: pd.DataFrame,
    divisions: dict[str, Division],
    found: dict[str, list[tuple[str, list[str]]]],
    typical: pd.DataFrame,
) -> pd.DataFrame:
    counted = sizes(comments, ["theme", "topic"])
    of_theme = comments.groupby("theme", sort=False)["id"].nunique()
    examples = {topic: "|".join(map(str, own["id"])) for topic, own in typical.groupby("topic", sort=False)}
    rows = []
    for theme, place in _places(divisions):
        topic = f"{theme}-{place + 1}" if place >= 0 else ""
        if (theme, topic) not in counted.index:
            continue
        name, words = found[theme][place] if place >= 0 else (SCATTERED, [])
        stability = float(divisions[theme].stability[place]) if place >= 0 else float("nan")
        size = counted.loc[(theme, topic)].to_dict()
        remarks = [LITTLE_DATA] if place >= 0 and size["comments"] < FEW else []
        remarks += [NOT_STEADY] if stability < UNSTEADY else []
        row = {"theme": theme, "topic": topic, "name": name, **size, "share": size["comments"] / of_theme[theme]}
        row |= {"stability": stability, "remark": "、".join(remarks), "words": "、".join(words)}
        rows.append(row | {"examples": examples.get(topic, "")})
    columns = [*GROUPS[:5], *(["issues"] if "issues" in counted else []), *GROUPS[5:]]
    frame = pd.DataFrame(rows, columns=columns)
    whole = [name for name in ("comments", "people", "issues") if name in columns]
    return frame.astype(dict.fromkeys(whole, "int64") | {"share": float, "stability": float})


def _places(divisions: dict[str, Division]) -> Iterator[tuple[str, int]]:
    """Theme and group, −1 last."""
    for theme, division in divisions.items():
        yield from ((theme, place) for place in (*range(len(division.stability)), -1))


def _tried(divisions: dict[str, Division]) -> pd.DataFrame:
    rows = [
        {"theme": theme, **way, "chosen": (way["method"], way["number"]) == division.way}
        for theme, division in divisions.items()
        for way in division.tried
    ]
    return pd.DataFrame(rows, columns=TRIED)
