"""Period against period: which themes and issues are new, go on or have gone, and whether that is more than chance.

A theme is the same by its name, a sub-theme by its theme's and its own, an
issue where comments of both periods are about the same concrete issue.  What
makes periods incomparable (口径变化) is said before any change is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from analysis.reference import settings
from analysis.tasks.hot import MERGED, issue_table, senders, telling, with_issues
from analysis.tasks.merge import natural
from analysis.themes.shares import LEVEL, Shares, is_small, middle, theme_shares
from analysis.themes.taxonomy import Taxonomy

_COUNTS = ["before", "before_total", "now", "now_total", "points", "status", "beyond_chance", "text"]
THEME_CHANGE = ["theme", "share_before", "share_now", *_COUNTS, "low", "high"]
SUBTHEME_CHANGE = ["theme", "subtheme", *_COUNTS]
ISSUE_CHANGE = ["same_issue", "issue_text", "theme", "place", "first_date", "last_date", *_COUNTS]
_MIX_MOVED = 0.2  # share of comments that came by other channels, from which the mix is another


class Status(StrEnum):
    """What became of a theme or an issue."""

    NEW = "新增"
    ONGOING = "持续"
    GONE = "消退"
    ABSENT = "都没有"


_STATUS = {
    (False, True): Status.NEW,
    (True, True): Status.ONGOING,
    (True, False): Status.GONE,
    (False, False): Status.ABSENT,
}


@dataclass(frozen=True)
class Method:
    """What counts of a period rest on.

    version, themes: the taxonomy's version and its themes with their
    sub-themes; channels: comments by channel; rules: digest of each file of
    counting rules by its name.
    """

    version: str
    themes: dict[str, tuple[str, ...]]
    channels: dict[str, int]
    rules: dict[str, str] = field(default_factory=dict)


def method_of(comments: pd.DataFrame, taxonomy: Taxonomy, rules: dict[str, str] | None = None) -> Method:
    """The method behind *comments* (column channel)."""
    themes = {theme.name: tuple(sub.name for sub in theme.subthemes) for theme in taxonomy.themes}
    channels = comments["channel"].replace("", "未写明").value_counts().sort_index()
    return Method(
        taxonomy.version,
        themes,
        {str(name): int(n) for name, n in channels.items()},
        dict(sorted((rules or {}).items())),
    )


def method_changes(before: Method, now: Method) -> list[str]:
    """What changed in the way of counting, each in a sentence; nothing where the periods can be compared.

    What isn't known of a period (no version, no sub-themes, no rules) isn't compared.
    """
    lines = []
    lines += _gained("类别", list(before.themes), list(now.themes))
    for theme in (name for name in now.themes if name in before.themes):
        if before.themes[theme] and now.themes[theme]:
            lines += _gained(f"“{theme}”的子类", before.themes[theme], now.themes[theme])
    if before.version and now.version and before.version != now.version:
        lines.append(f"类别词库换了版本：{before.version} → {now.version}。")
    lines += _gained("来源渠道", list(before.channels), list(now.channels))
    if (moved := _mix_moved(before.channels, now.channels)) >= _MIX_MOVED:
        lines.append(f"渠道构成变了：约 {moved * 100:.0f}% 的意见换了来源渠道，占比的变化可能只是问的人不同。")
    lines += [
        f"计数规则 {name} 改过。"
        for name in sorted(before.rules.keys() | now.rules.keys())
        if before.rules and now.rules and before.rules.get(name) != now.rules.get(name)
    ]
    return lines


def _gained(what: str, before: Sequence[str], now: Sequence[str]) -> list[str]:
    parts = [
        f"{word}了{'、'.join(names)}"
        for word, names in (
            ("多", [name for name in now if name not in before]),
            ("少", [name for name in before if name not in now]),
        )
        if names
    ]
    return [f"{what}变了：{'，'.join(parts)}。"] if parts else []


def _mix_moved(before: dict[str, int], now: dict[str, int]) -> float:
    """The part of comments that would have to change channel to make both mixes alike, 0–1."""
    totals = sum(before.values()), sum(now.values())
    if not all(totals):
        return 0.0
    names = dict.fromkeys([*before, *now])
    return sum(max(now.get(name, 0) / totals[1] - before.get(name, 0) / totals[0], 0) for name in names)


# --- themes ----------------------------------------------------------------------------


def theme_change(
    before: pd.DataFrame,
    now: pd.DataFrame,
    themes: Sequence[str],
    checks: pd.DataFrame | None = None,
    known: Sequence[str] = (),
) -> pd.DataFrame:
    """Themes of two periods against each other: columns `THEME_CHANGE`, in the order of *themes*.

    before, now, checks, known: as for `shares.theme_shares`.  share_*: 0–1;
    points: change of the shares in 个百分点, low and high its interval.
    beyond_chance: the interval leaves out 0; it is so wide that of all themes
    together one is called changed by mistake in one comparison of ten.
    """
    level = 1 - (1 - LEVEL) / max(len(themes), 1)
    old, new = (theme_shares(frame, themes, checks, known) for frame in (before, now))
    rows = []
    for place, theme in enumerate(themes):
        counts = [int(shares.frame["count"].iloc[place]) for shares in (old, new)]
        low, high = _apart(old, new, place, level)
        shares = [shares.frame["share"].iloc[place] for shares in (old, new)]
        told = _told(*counts, len(before), len(now), bool(low > 0 or high < 0))
        rows.append((theme, *shares, *told, low, high))
    return pd.DataFrame(rows, columns=THEME_CHANGE)


def _apart(old: Shares, new: Shares, place: int, level: float) -> tuple[float, float]:
    """Interval of the difference of one theme's shares, in 个百分点; NaN where a period has no comments."""
    if not (old.frame["total"].iloc[place] and new.frame["total"].iloc[place]):
        return float("nan"), float("nan")
    # Both periods' draws come from one seed: turned, so that they don't move together.
    turned = np.roll(new.draws[:, place], len(new.draws) // 2)
    low, high = middle(turned - old.draws[:, place], level)
    return round(low * 100, 1), round(high * 100, 1)


def subtheme_change(before: pd.DataFrame, now: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Sub-themes of two periods: columns `SUBTHEME_CHANGE`, the taxonomy's order, those said in either period.

    before, now: columns theme and subtheme.  beyond_chance: by Fisher's exact
    test at the level shared among all sub-themes; how often a sub-theme's
    label is wrong isn't known, so only chance in who spoke is counted.
    """
    order = {(theme.name, sub.name): None for theme in taxonomy.themes for sub in theme.subthemes}
    counted = [frame[["theme", "subtheme"]].value_counts().to_dict() for frame in (before, now)]
    pairs = [pair for pair in order if any(pair in counts for counts in counted)]
    rows = []
    for pair in pairs:
        old, new = (int(counts.get(pair, 0)) for counts in counted)
        told = _told(old, new, len(before), len(now), _differ(old, new, len(before), len(now), len(pairs)))
        rows.append((*pair, *told))
    return pd.DataFrame(rows, columns=SUBTHEME_CHANGE)


def _differ(before: int, now: int, before_total: int, now_total: int, tests: int) -> bool:
    """Whether two shares differ by more than chance, as one of so many *tests* done together."""
    if not (before_total and now_total):
        return False
    table = [[before, before_total - before], [now, now_total - now]]
    return bool(fisher_exact(table).pvalue < (1 - LEVEL) / max(tests, 1))


def _told(before: int, now: int, before_total: int, now_total: int, beyond: bool) -> tuple:
    """The columns `_COUNTS` of one row; below `small_n` comments in either period there are no percentages."""
    enough = min(before_total, now_total) >= settings("calendar")["small_n"]
    points = round((now / now_total - before / before_total) * 100, 1) if enough else float("nan")
    status = _STATUS[bool(before), bool(now)]
    if not enough or (is_small(before, before_total) and is_small(now, now_total)):
        text = f"{before}/{before_total} → {now}/{now_total}"
    elif points == 0:
        text = "持平"
    else:
        text = f"{'提高' if points > 0 else '下降'}{abs(points):.1f}个百分点"
    text += "" if beyond else "（在误差以内）"
    return before, before_total, now, now_total, points, status.value, beyond, text


# --- issues ----------------------------------------------------------------------------


def carried_issues(before: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The issue of each comment of two periods, the same for comments about one concrete issue.

    before, now: columns id, text, same_issue and what else `merge_issues`
    takes; same_issue as each period has it by itself, or as carried on from a
    period before, which stays the issue's id.
    Groups of the periods belong together where comments of both are merged
    when all are looked at; an issue keeps the id it had before.
    """
    both = pd.concat([before.assign(id="0." + before["id"].astype(str)), now.assign(id="1." + now["id"].astype(str))])
    joint = with_issues(both.drop(columns=MERGED, errors="ignore").reset_index(drop=True))["same_issue"]
    nodes = [*("0." + before["same_issue"]), *("1." + now["same_issue"])]
    group = {node: node for node in nodes}

    def root(node: str) -> str:
        while group[node] != node:
            node = group[node]
        return node

    first_of: dict[str, str] = {}
    for node, together in zip(nodes, joint, strict=True):
        one, other = root(node), root(first_of.setdefault(together, node))
        keep, join = sorted((one, other), key=natural)
        group[join] = keep
    roots = [root(node) for node in nodes]
    named = _named(roots, before, now)
    found = [named[node] for node in roots]
    return pd.Series(found[: len(before)], index=before.index), pd.Series(found[len(before) :], index=now.index)


def _named(roots: list[str], before: pd.DataFrame, now: pd.DataFrame) -> dict[str, str]:
    """An id for each group of issues: that of the period before; a new one's own, marked where it is taken."""
    taken = set(before["same_issue"])
    named = {}
    for node in dict.fromkeys(roots):
        period, name = node.split(".", 1)
        named[node] = name if period == "0" or name not in taken else f"{name}′"
    return named


def issue_change(before: pd.DataFrame, now: pd.DataFrame, least: int = 2) -> pd.DataFrame:
    """Concrete issues of two periods: columns `ISSUE_CHANGE`; those that *least* people brought up in either.

    before, now: as for `carried_issues`, with columns theme, place, nature,
    date and same_level as well; praise and empty comments are left out.
    Counts are people, totals all people with a concern; first_date and
    last_date are of both periods.  Most people now first, then most before.
    """
    before, now = telling(before), telling(now)
    old_ids, new_ids = carried_issues(before, now)
    old, new = before.assign(same_issue=old_ids), now.assign(same_issue=new_ids)
    tables = issue_table(old), issue_table(new)
    people = [table["people"].to_dict() for table in tables]
    totals = senders(old).nunique(), senders(new).nunique()
    every = pd.concat(reversed(tables))
    dates = every.replace("", None).groupby(level=0).agg({"first_date": "min", "last_date": "max"}).fillna("")
    shown = every[~every.index.duplicated()]
    names = [name for name in shown.index if max(p.get(name, 0) for p in people) >= least]
    rows = []
    for name in sorted(names, key=lambda name: (-people[1].get(name, 0), -people[0].get(name, 0), natural(name))):
        was, is_now = (int(counts.get(name, 0)) for counts in people)
        beyond = _differ(was, is_now, *totals, len(names))
        first, last = dates.loc[name, ["first_date", "last_date"]]
        words = shown.loc[name]
        told = _told(was, is_now, *totals, beyond)
        rows.append((name, words["issue_text"], words["theme"], words["place"], first, last, *told))
    return pd.DataFrame(rows, columns=ISSUE_CHANGE)
