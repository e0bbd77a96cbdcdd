"""Comments about the same concrete issue: re-sent text, same issue, possibly related (编码手册 六).

A pair is merged only where place, object and trouble agree (see `alike`);
a group only grows while its members name no two places and on the whole fit
together.  Nothing is dropped: every
comment keeps its row, and duplicates stay counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from analysis.tasks.alike import TOO_SHORT, Level, Likeness, fitting, likeness
from analysis.tasks.blocks import pairs
from analysis.tasks.compared import Comment, comments_of
from analysis.tasks.meeting import apart
from analysis.tasks.spots import Spots

ISSUES = ["issue", "level", "related_to", "why"]
PREFIX = "事"  # of an issue's id, before the id of its first comment
_ORDER = {Level.RESENT: 0, Level.SAME: 1, Level.RELATED: 2}
# Mean log-odds with which two groups must fit together: below 0, as of one issue some tell this and some that.
_COHERENT = -0.5
_LOOKED_AT = 6  # members of a group looked at for that, the surest
_IDENTICAL = "文字完全相同"

Pairs = dict[tuple[int, int], Likeness]


def merge_issues(comments: pd.DataFrame) -> pd.DataFrame:
    """The issue of each comment.

    comments: one row a comment, ids unique; columns id, text and, where there
    are, title, place (a register place, say a person's correction) and
    county_given (所在县区 of the form).
    Returns: columns id and `ISSUES`, same rows, same order.  issue: `PREFIX`
    and the id of the issue's first comment, in the order of ids whatever the
    order of rows.  level: a `Level`, empty for a comment on its own.
    related_to: for 可能相关 the id of the nearest comment, which was not
    merged.  why: the words that decided, in Chinese.

    >>> texts = ["桃花路没有路灯", "桃花路晚上没灯，装几盏吧", "明珠路没有路灯"]
    >>> merge_issues(pd.DataFrame({"id": ["1", "2", "3"], "text": texts}))[["issue", "level", "why"]].values.tolist()
    [['事1', '同一问题', '与2：地点都是桃花路；都说路灯（“没灯”）、缺（“没有”“没灯”）'], ...]
    """
    ids = [str(value) for value in comments["id"]]
    nodes = _nodes(comments, sorted(range(len(ids)), key=lambda row: natural(ids[row])))
    found: Pairs = {}
    for one, other in pairs([node.comment for node in nodes]):
        alike = likeness(nodes[one].comment, nodes[other].comment)
        if alike:
            found[one, other] = alike
    group = _groups(nodes, found)
    nearest = _nearest(found, group)
    told: dict[int, tuple[str, str, str, str]] = {}
    for number, node in enumerate(nodes):
        first = ids[nodes[group[number]].rows[0]]
        for row in node.rows:
            level, other, why = _judged(node, row, nodes, nearest.get(number))
            issue = first if node.whole else ids[row]
            named = ids[other] if other is not None else ""
            told[row] = (
                f"{PREFIX}{issue}",
                level,
                named if level == Level.RELATED else "",
                f"与{named}：{why}" if level else "",
            )
    rows = [told[row] for row in range(len(ids))]
    issues = pd.DataFrame(rows, columns=ISSUES, index=comments.index)
    issues.insert(0, "id", comments["id"])
    return issues


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts ids as people do: 2 before 10, A2 before A10."""
    parts = re.findall(r"\d+|\D+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


@dataclass(frozen=True)
class _Node:
    """All comments of one wording: their rows, in order of ids.  whole: they are one issue."""

    comment: Comment
    rows: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return self.comment.sure or len(self.rows) == 1


def _nodes(frame: pd.DataFrame, order: list[int]) -> list[_Node]:
    blank = [""] * len(frame)
    columns = [list(frame.get(name, blank)) for name in ("text", "title", "place", "county_given")]
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for row in order:
        rows_of.setdefault(tuple(str(column[row]) for column in columns), []).append(row)
    comments = comments_of(list(rows_of))
    return [_Node(comment, tuple(rows)) for comment, rows in zip(comments, rows_of.values(), strict=True)]


# --- groups ----------------------------------------------------------------------------


@dataclass
class _Group:
    """Nodes merged so far, in the order they came, and their places."""

    members: list[int]
    places: dict[Spots, None] = field(default_factory=dict)

    def take(self, other: _Group) -> None:
        self.members += other.members
        self.places |= other.places


def _may_join(one: _Group, other: _Group, nodes: list[_Node]) -> bool:
    """Whether the members of both can be one issue: no two places, and on the whole they fit together."""
    if any(apart(ours, theirs) for ours in one.places for theirs in other.places):
        return False
    ours, theirs = one.members[:_LOOKED_AT], other.members[:_LOOKED_AT]
    total = sum(fitting(nodes[x].comment, nodes[y].comment) for x in ours for y in theirs)
    return total >= _COHERENT * len(ours) * len(theirs)


def _groups(nodes: list[_Node], found: Pairs) -> list[int]:
    """The group of each node, named by its first node; the surest pairs are joined first."""
    groups = {number: _Group([number], {node.comment.spots: None}) for number, node in enumerate(nodes)}
    belongs = list(range(len(nodes)))
    merging = [pair for pair, alike in found.items() if alike.level != Level.RELATED]
    merging.sort(key=lambda pair: (_ORDER[found[pair].level], -found[pair].strength, pair))
    for one, other in merging:
        keep, join = sorted((belongs[one], belongs[other]))
        if keep != join and (found[one, other].level == Level.RESENT or _may_join(groups[keep], groups[join], nodes)):
            for member in groups[join].members:
                belongs[member] = keep
            groups[keep].take(groups.pop(join))
    return belongs


def _nearest(found: Pairs, group: list[int]) -> dict[int, tuple[int, Likeness]]:
    """For each node that is like another the nearest: a member of its group where it has one."""
    best: dict[int, tuple[tuple, int, Likeness]] = {}
    for (one, other), alike in found.items():
        together = group[one] == group[other]
        if not together and alike.level != Level.RELATED:
            alike = Likeness(Level.RELATED, alike.strength, f"{alike.why}，但与同组的其他意见对不上")
        if together and alike.level == Level.RELATED:
            continue
        for node, partner in ((one, other), (other, one)):
            rank = (_ORDER[alike.level], -alike.strength, partner)
            if node not in best or rank < best[node][0]:
                best[node] = (rank, partner, alike)
    return {node: (partner, alike) for node, (_, partner, alike) in best.items()}


def _judged(
    node: _Node, row: int, nodes: list[_Node], nearest: tuple[int, Likeness] | None
) -> tuple[str, int | None, str]:
    """Level, the row it is told by, and why, of one comment."""
    if len(node.rows) > 1:
        other = node.rows[1] if row == node.rows[0] else node.rows[0]
        if node.whole:
            return Level.RESENT.value, other, _IDENTICAL
        if not node.comment.silent:
            return Level.RELATED.value, other, f"{_IDENTICAL}，{TOO_SHORT}"
    if nearest is None:
        return "", None, ""
    partner, alike = nearest
    return alike.level.value, nodes[partner].rows[0], alike.why
