"""Compare two periods: stretches of one year's comments, two files, or two finished months' reports."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.errors import UsageError
from analysis.intake.comments import read_file
from analysis.intake.values import parse_date
from analysis.layout import ReportFolder
from analysis.params import RunParams
from analysis.runs.stages import load_tasks, load_themes
from analysis.store import read_table, write_table
from analysis.tasks.change import Method, issue_change, method_changes, method_of, subtheme_change, theme_change
from analysis.tasks.corrections import BY_PERSON
from analysis.tasks.hot import with_issues
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.shares import checks_of
from analysis.themes.taxonomy import load_taxonomy

HEADINGS = {
    "share_before": "前期占比",
    "share_now": "后期占比",
    "before": "前期",
    "before_total": "前期合计",
    "now": "后期",
    "now_total": "后期合计",
    "points": "变化（个百分点）",
    "status": "变化类型",
    "beyond_chance": "大于误差",
    "text": "变化",
    "low": "变化下限（个百分点）",
    "high": "变化上限（个百分点）",
    "warning": "口径变化",
}
_RANGE = re.compile(r"\s*([0-9][^~～至/]*?)\s*(?:~|～|至|/)\s*([0-9].*?)\s*")
# Reference files that say how units, publication or scores are handled change no count of comments.
_BESIDE = ("scoring.yml", "hot.yml", "profiles.yml", "pii_patterns.csv", "units.csv", "duties.yml", "agencies.txt")


@dataclass(frozen=True)
class Period:
    """The labelled comments of a period, their method, and the checks of their labels.

    name: how people call it; undated: comments without a date, in no stretch of time.
    """

    name: str
    comments: pd.DataFrame
    method: Method
    checks: pd.DataFrame
    undated: int = 0


@dataclass(frozen=True)
class Comparison:
    """Two periods side by side."""

    before: Period
    now: Period
    declared: tuple[str, ...] = ()

    def line(self) -> str:
        """How many comments each period has, in a sentence."""
        text = "；".join(f"{own.name}：{len(own.comments)} 件" for own in (self.before, self.now))
        return text + (f"；没有日期、两边都没有算的 {self.now.undated} 件。" if self.now.undated else "。")

    @cached_property
    def warnings(self) -> pd.DataFrame:
        """What changed in the way of counting: column warning, empty where the periods can be compared."""
        return pd.DataFrame({"warning": [*self.declared, *method_changes(self.before.method, self.now.method)]})

    def verdict(self) -> str:
        """What may be believed of the change, in a sentence."""
        if len(self.warnings):
            return f"注意：两期口径不同（{len(self.warnings)} 处，见下表），下面的变化不能直接当作民意变化。"
        changed = self.themes[self.themes["beyond_chance"]]
        if not len(changed):
            return "各类占比的变化都在误差以内。"
        told = "、".join(f"{theme}{text}" for theme, text in changed[["theme", "text"]].itertuples(index=False))
        return f"大于误差的变化：{told}。"

    @cached_property
    def themes(self) -> pd.DataFrame:
        """As `change.theme_change`, themes of both periods."""
        names = list(dict.fromkeys([*self.now.method.themes, *self.before.method.themes]))
        return theme_change(self.before.comments, self.now.comments, names, self.now.checks, (BY_PERSON,))

    @cached_property
    def subthemes(self) -> pd.DataFrame:
        """As `change.subtheme_change`."""
        return subtheme_change(self.before.comments, self.now.comments, load_taxonomy())

    @cached_property
    def issues(self) -> pd.DataFrame:
        """As `change.issue_change`."""
        return issue_change(self.before.comments, self.now.comments)

    def write(self, run: RunParams) -> list[str]:
        """Write all tables below *run*'s out_dir; returns where they lie."""
        folder = run.out_dir / "jupyter" / "变化"
        tables = {
            "口径变化": self.warnings,
            "类别变化": self.themes,
            "子类变化": self.subthemes,
            "事项变化": self.issues,
        }
        return [str(write_table(folder, name, frame, HEADINGS)) for name, frame in tables.items()]


def compare(run: RunParams, before: str, now: str) -> Comparison:
    """The comparison of two periods, each given as dates of *run*'s year (2019-09-01 至 2019-10-31), as a file of
    comments, or as the folder of a finished month.

    Raises UsageError where it is none of these, InputFaults where a file can't be read.
    """
    return Comparison(_period(run, before), _period(run, now), _declared(run, before, now))


def _declared(run: RunParams, before: str, now: str) -> tuple[str, ...]:
    """What year.yml says of changes in the method up to the run's month, where stretches of the year are compared."""
    if not any(_RANGE.fullmatch(source) for source in (before, now)):
        return ()
    months = [month for month in load_tasks(run).year.method_changed if month <= run.month]
    return tuple(f"year.yml 写明 {month} 起统计方法变了。" for month in months)


def _period(run: RunParams, source: str) -> Period:
    if match := _RANGE.fullmatch(source):
        return _stretch(run, source, *match.groups())
    path = Path(source)
    if ReportFolder(path).manifest.is_file():
        return _reported(path)
    if path.is_file():
        return _file(path)
    raise UsageError(
        f"看不懂时段“{source}”；请写成 2019-09-01 至 2019-10-31，或一份意见文件，或一个月的结果文件夹（里面有 manifest.json）。"
    )


def _stretch(run: RunParams, name: str, first: str, last: str) -> Period:
    start, end = parse_date(first), parse_date(last)
    if not start or not end or start > end:
        raise UsageError(f"时段“{name}”的起止日期不对；请写成 2019-09-01 至 2019-10-31。")
    comments = load_tasks(run).comments
    days = comments["date"].str[:10]
    own = comments[(days >= start.isoformat()) & (days <= end.isoformat())].reset_index(drop=True)
    method = method_of(own, load_taxonomy())
    return Period(name, own, method, load_themes(run).checks, undated=int((days == "").sum()))


def _file(path: Path) -> Period:
    engine = ThemeEngine(load_taxonomy())
    received = read_file(path).accepted
    labels = label_comments(received, engine).reset_index(drop=True)
    comments = with_issues(pd.concat([received, labels.drop(columns="id")], axis=1))
    return Period(path.name, comments, method_of(comments, engine.taxonomy), checks_of(engine.held_out()))


def _reported(folder: Path) -> Period:
    """A finished month as it was reported, with the rules of its manifest."""
    tables = ReportFolder(folder).tables
    manifest = json.loads(ReportFolder(folder).manifest.read_text(encoding="utf-8"))
    rules = {
        name.removeprefix("reference/"): digest
        for name, digest in manifest["inputs"].items()
        if name.startswith("reference/") and not name.endswith(_BESIDE)
    }
    comments = read_table(tables, "comments")
    named = method_of(comments, load_taxonomy())
    themes = dict.fromkeys(read_table(tables, "theme_counts")["theme"], ())
    method = Method("", themes, named.channels, rules | {"软件程序": manifest["code"]})
    return Period(folder.name, comments, method, read_table(tables, "label_checks"))
