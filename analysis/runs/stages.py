"""What each monthly notebook does, as one call: read what the earlier ones wrote, work, write tables.

A stage leaves its results as tables in the run's `work_dir`; the next reads
them.  Opened alone in JupyterLab, a notebook finds no fresh tables and the
earlier stages are worked out first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.briefing.data import Month, channel_counts
from analysis.briefing.pages import write_month
from analysis.briefing.public import write_public
from analysis.briefing.workbooks import write_workbooks
from analysis.columns import Account
from analysis.errors import Fault
from analysis.intake.comments import REJECTED, read_folder
from analysis.intake.year import Year, read_year
from analysis.layout import ReportFolder
from analysis.params import RunParams
from analysis.progress.fold import fold
from analysis.progress.returns import read_progress
from analysis.progress.scoring import HEADINGS as SCORE_HEADINGS
from analysis.progress.scoring import score
from analysis.runs.inputs import fingerprint, input_paths
from analysis.store import read_table, write_table
from analysis.tasks.account import accounts
from analysis.tasks.corrections import apply_corrections, corrected_themes, doubt_like_corrected, read_corrections
from analysis.tasks.hot import with_issues
from analysis.tasks.issues import is_problem, issues_of
from analysis.tasks.label import doubt_rare_themes, treat
from analysis.tasks.tasklist import read_plans, read_tasks
from analysis.text.words import frequencies
from analysis.themes.assign import assign_themes
from analysis.themes.engine import ThemeEngine
from analysis.themes.shares import Shares, checks_of, theme_shares
from analysis.themes.taxonomy import DEFAULT, Taxonomy, load_taxonomy

FAULTS = ["级别", "文件", "工作表", "行", "列", "值", "问题", "怎么改"]


# --- keeping results between notebooks ----------------------------------------------


def _stamp(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Tells whether files were written since: names, times and sizes.

    A notebook's kernel lives on while people correct what it read; hashing all
    files at every step would take longer than some steps.
    """
    stats = [(str(path), path.stat()) for path in paths]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=1)
def _taxonomy_of(stamp: tuple) -> Taxonomy:
    return load_taxonomy()


def _taxonomy() -> Taxonomy:
    return _taxonomy_of(_stamp([DEFAULT]))


@lru_cache(maxsize=4)
def _fingerprint_of(year_dir: Path, month: str, stamp: tuple) -> str:
    return fingerprint(year_dir, month)


def _fingerprint(run: RunParams) -> str:
    return _fingerprint_of(run.year_dir, run.month, _stamp(input_paths(run.year_dir, run.month).values()))


def _done(run: RunParams) -> dict[str, str]:
    path = run.work_dir / "stages.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _finish(run: RunParams, stage: str) -> None:
    run.work_dir.mkdir(parents=True, exist_ok=True)
    done = _done(run) | {stage: _fingerprint(run)}
    (run.work_dir / "stages.json").write_text(json.dumps(done, indent=1), encoding="utf-8")


def _need(run: RunParams, stage: str, work: Callable[[RunParams], object]) -> None:
    """Work *stage* out unless its tables are there for the same inputs."""
    if _done(run).get(stage) != _fingerprint(run):
        work(run)


def _tables(run: RunParams) -> Path:
    return run.work_dir / "tables"


def written(run: RunParams, *names: str) -> list[str]:
    """Where the tables of these names lie, for a notebook's last line."""
    return [str(_tables(run) / f"{name}.csv") for name in names]


def _write_faults(run: RunParams, stage: str, faults: list[Fault], rejected: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame([fault.record() for fault in faults], columns=FAULTS).astype(str)
    write_table(_tables(run), f"faults_{stage}", frame)
    write_table(_tables(run), f"rejected_{stage}", rejected[REJECTED])
    return frame


# --- 01 -------------------------------------------------------------------------------


@dataclass(frozen=True)
class IntakeStage:
    """Comments as received: accepted, rejected, the files they came in, what to mend."""

    year: Year
    comments: pd.DataFrame
    rejected: pd.DataFrame
    files: pd.DataFrame
    faults: pd.DataFrame

    def line(self) -> str:
        """Received = accepted + rejected, in a sentence."""
        received = int(self.files["rows_in"].sum())
        return f"收到 {received} 件，收下 {len(self.comments)} 件，退回 {len(self.rejected)} 件。"

    def by_channel(self) -> pd.DataFrame:
        """Comments received by channel against the covering letter: as `briefing.data.channel_counts`."""
        return channel_counts(self.comments, self.year)


def intake(run: RunParams) -> IntakeStage:
    """Read the year's comments and write them as tables."""
    year = read_year(run.year_dir)
    received = read_folder(year.folder.comments)
    write_table(_tables(run), "comments_received", received.accepted)
    write_table(_tables(run), "files", received.files.astype({"total": str}))
    _write_faults(run, "intake", received.faults, received.rejected)
    _finish(run, "intake")
    return load_intake(run)


def load_intake(run: RunParams) -> IntakeStage:
    """The intake of this run, worked out where it isn't there."""
    _need(run, "intake", intake)
    tables = _tables(run)
    return IntakeStage(
        read_year(run.year_dir),
        read_table(tables, "comments_received"),
        read_table(tables, "rejected_intake"),
        read_table(tables, "files"),
        read_table(tables, "faults_intake"),
    )


# --- 02 -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThemesStage:
    """Each comment with its theme."""

    taxonomy: Taxonomy
    comments: pd.DataFrame
    themes: pd.DataFrame
    checks: pd.DataFrame

    def line(self) -> str:
        doubtful = int((self.themes["theme_doubt"] != "").sum())
        return f"{len(self.themes)} 件都有主类，其中 {doubtful} 件类别拿不准、待复核。"

    def shares(self) -> Shares:
        """Each theme's share of all comments with its interval, before any correction."""
        return theme_shares(self.themes, self.taxonomy.names, self.checks)

    def by_subtheme(self) -> pd.DataFrame:
        """Comments by theme and sub-theme: columns theme, subtheme, count; most frequent first in each theme."""
        named = self.themes[self.themes["subtheme"] != ""]
        frame = named.groupby(["theme", "subtheme"], sort=False).size().reset_index(name="count")
        order = {name: i for i, name in enumerate(self.taxonomy.names)}
        key = frame.assign(order=frame["theme"].map(order), most=-frame["count"])
        return frame.loc[key.sort_values(["order", "most", "subtheme"]).index].reset_index(drop=True)

    def words(self, most: int = 30) -> pd.DataFrame:
        """The content words in most comments: columns word, count (comments that hold it), first *most*."""
        return frequencies(self.comments, most)[["word", "count"]]

    def examples(self, each: int = 3) -> pd.DataFrame:
        """The surest comments of each theme with their evidence: columns theme, text, evidence, confidence."""
        frame = pd.concat([self.themes, self.comments["text"]], axis=1)
        frame = frame[frame["evidence"] != ""].sort_values(["confidence", "id"], ascending=[False, True], kind="stable")
        order = {name: i for i, name in enumerate(self.taxonomy.names)}
        best = frame.groupby("theme", sort=False).head(each)
        best = best.loc[best["theme"].map(order).sort_values(kind="stable").index]
        return best[["theme", "text", "evidence", "confidence"]].reset_index(drop=True)


def _engine(run: RunParams) -> ThemeEngine:
    """The theme engine, with what people have put right until the run's cutoff."""
    received = load_intake(run)
    corrections, _ = read_corrections(received.year.folder.corrections, run.cutoff)
    return ThemeEngine(_taxonomy(), corrected_themes(corrections, received.comments))


def themes(run: RunParams) -> ThemesStage:
    """Assign themes and write them as a table."""
    engine = _engine(run)
    found = assign_themes(load_intake(run).comments, engine)
    write_table(_tables(run), "themes", found)
    write_table(_tables(run), "label_checks", checks_of(engine.held_out()))
    _finish(run, "themes")
    return load_themes(run)


def load_themes(run: RunParams) -> ThemesStage:
    """The themes of this run, worked out where they aren't there."""
    _need(run, "themes", themes)
    return ThemesStage(
        _taxonomy(),
        load_intake(run).comments,
        read_table(_tables(run), "themes"),
        read_table(_tables(run), "label_checks"),
    )


# --- 03 -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TasksStage:
    """Comments with all labels, account and tasks; their issues; the issued tasks; the units' plans."""

    year: Year
    taxonomy: Taxonomy
    comments: pd.DataFrame
    issues: pd.DataFrame
    tasks: pd.DataFrame
    plans: pd.DataFrame
    faults: pd.DataFrame

    def line(self) -> str:
        linked = int((self.comments["task_ids"] != "").sum())
        problems = int(is_problem(self.issues).sum())
        return f"{len(self.comments)} 件意见说了 {problems} 个问题，{linked} 件写进了 {len(self.tasks)} 项任务；收到 {len(self.plans)} 项任务的方案。"

    def by_nature(self) -> pd.DataFrame:
        """Comments by nature and account: columns nature, account, count."""
        return self.comments.groupby(["nature", "account"], sort=True).size().reset_index(name="count")

    def divided(self) -> pd.DataFrame:
        """The issues of comments that hold several: columns id, no, theme, nature, place, lead_unit, text."""
        several = self.issues["id"].duplicated(keep=False)
        columns = ["id", "no", "theme", "nature", "place", "lead_unit", "text"]
        return self.issues.loc[several, columns].reset_index(drop=True)

    def by_unit(self) -> pd.DataFrame:
        """Tasks by lead unit: columns lead_unit, tasks; most first."""
        counted = self.tasks["lead_unit"].value_counts().rename_axis("lead_unit").reset_index(name="tasks")
        return counted.sort_values(["tasks", "lead_unit"], ascending=[False, True], ignore_index=True)

    def waiting(self) -> pd.DataFrame:
        """Public problems that no task holds yet: columns id, text, theme, lead_unit."""
        own = self.comments[self.comments["account"] == Account.WAITING]
        return own[["id", "text", "theme", "lead_unit"]].reset_index(drop=True)


def tasks(run: RunParams) -> TasksStage:
    """Nature, place and units of each comment, corrections, the task list, the plans; written as tables."""
    received, themed = load_intake(run), load_themes(run)
    labels = treat(received.comments, themed.themes, themed.taxonomy)
    labels = doubt_rare_themes(labels, themed.taxonomy.other)
    corrections, faults = read_corrections(received.year.folder.corrections, run.cutoff)
    texts = list(received.comments["text"])
    labels, problems = apply_corrections(
        labels, corrections, themed.taxonomy, register=received.year.units, texts=texts
    )
    labels = doubt_like_corrected(labels, texts, corrections)
    issued = read_tasks(received.year, set(received.comments["id"]), run.month)
    plans = read_plans(received.year, issued.accepted, run.month, run.cutoff)
    account = accounts(labels, issued.accepted)
    comments = pd.concat([received.comments, labels.drop(columns="id"), account.drop(columns="id")], axis=1)
    tables = _tables(run)
    comments = with_issues(comments)
    write_table(tables, "comments", comments)
    write_table(tables, "issues", issues_of(received.comments, labels, _engine(run)))
    write_table(tables, "tasks", issued.accepted)
    write_table(tables, "plans", plans.accepted)
    rejected = pd.DataFrame([*issued.rejected, *plans.rejected], columns=REJECTED)
    _write_faults(run, "tasks", [*faults, *problems, *issued.faults, *plans.faults], rejected)
    _finish(run, "tasks")
    return load_tasks(run)


def load_tasks(run: RunParams) -> TasksStage:
    """Tasks and labels of this run, worked out where they aren't there."""
    _need(run, "tasks", tasks)
    tables = _tables(run)
    return TasksStage(
        read_year(run.year_dir),
        _taxonomy(),
        read_table(tables, "comments"),
        read_table(tables, "issues"),
        read_table(tables, "tasks"),
        read_table(tables, "plans"),
        read_table(tables, "faults_tasks"),
    )


# --- 04 -------------------------------------------------------------------------------


def _months(run: RunParams, year: Year) -> list[str]:
    """The months with returns up to this run's, oldest first; this run's in any case."""
    return list(dict.fromkeys([*(name for name in year.folder.progress_months() if name <= run.month), run.month]))


def progress(run: RunParams) -> Month:
    """Fold the returns up to the month into states and write them with all rates as tables."""
    known = load_tasks(run)
    received = read_progress(known.year, known.tasks, run.month)
    tables = _tables(run)
    by_month = [
        fold(known.tasks, known.plans, received.returns, received.verifications, name).assign(month=name)
        for name in _months(run, known.year)
    ]
    write_table(tables, "states_by_month", pd.concat(by_month, ignore_index=True))
    write_table(tables, "returns", received.returns)
    write_table(tables, "verifications", received.verifications)
    _write_faults(run, "progress", received.faults, pd.DataFrame(received.rejected, columns=REJECTED))
    _finish(run, "progress")
    month = load_month(run)
    for name in ("by_theme", "by_unit", "matrix", "burn_up", "reporting", "alerts"):
        write_table(tables, name, getattr(month, name))
    scores = score(month.states, month.alerts, month.by_unit, month.reporting)
    write_table(tables, "评分（示例，非官方）", scores, SCORE_HEADINGS)
    for name in ("channel_counts", "theme_counts", "theme_kinds", "issue_counts", "account_counts", "county_counts"):
        write_table(tables, name, getattr(month, name))
    for name in ("theme_shares", "theme_neighbours", "hot_issues"):
        write_table(tables, name, getattr(month, name), {"total": "全部件数", "text": "写法"})
    return month


def load_month(run: RunParams) -> Month:
    """Everything known of the month, worked out where it isn't there."""
    _need(run, "progress", progress)
    known, received = load_tasks(run), load_intake(run)
    tables = _tables(run)
    by_month = read_table(tables, "states_by_month")
    stages = ("intake", "tasks", "progress")
    return Month(
        params=run,
        year=known.year,
        taxonomy=known.taxonomy,
        comments=known.comments,
        issues=known.issues,
        files=received.files,
        rejected=pd.concat([read_table(tables, f"rejected_{name}") for name in stages], ignore_index=True),
        faults=pd.concat([read_table(tables, f"faults_{name}") for name in stages], ignore_index=True),
        tasks=known.tasks,
        plans=known.plans,
        returns=read_table(tables, "returns"),
        # A month of a year without tasks has no rows, and yet is a month.
        states_by_month={
            name: by_month[by_month["month"] == name].drop(columns="month").reset_index(drop=True)
            for name in _months(run, known.year)
        },
        checks=read_table(tables, "label_checks"),
    )


# --- 05 -------------------------------------------------------------------------------


def briefing(run: RunParams) -> Path:
    """Write pages, workbooks and the public edition; returns the briefing's path."""
    month = load_month(run)
    folder = ReportFolder(run.work_dir)
    write_month(month, folder)
    write_workbooks(month, folder)
    write_public(month, folder)
    return folder.briefing
