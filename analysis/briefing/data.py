"""All of one month, ready to be told: what the earlier notebooks found, and the counts every page shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.columns import NOT_REPORTED, SEPARATOR, Account, Nature
from analysis.intake.year import Year
from analysis.params import RunParams, chinese_date, month_end, previous_month
from analysis.progress import rates
from analysis.progress.alerts import alerts
from analysis.progress.rates import Rate
from analysis.reference import channels, counties
from analysis.tasks.corrections import BY_PERSON
from analysis.tasks.hot import hot_issues
from analysis.tasks.issues import is_problem
from analysis.themes.shares import CHECKS, Shares, theme_shares
from analysis.themes.taxonomy import Taxonomy

# How natures are told together in charts: who has to act, and how.
KIND_OF_NATURE = {
    Nature.CONSTRUCTIVE: "要办的",
    Nature.HARDSHIP: "要办的",
    Nature.POLICY: "要解释引导的",
    Nature.PRIVATE: "要解释引导的",
    Nature.PRAISE: "表扬",
    Nature.EMPTY: "空泛",
}


def channel_counts(comments: pd.DataFrame, year: Year) -> pd.DataFrame:
    """Reconciliation by channel: columns channel, expected (from the covering letter, -1 unknown), count; all channels."""
    found = comments["channel"].value_counts()
    names = [channel.name for channel in channels()]
    return pd.DataFrame(
        {
            "channel": names,
            "expected": [year.expected.get(name, -1) for name in names],
            "count": [int(found.get(name, 0)) for name in names],
        }
    )


def theme_counts(comments: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Comments by main theme: columns theme, count, share (of all comments, 0–1); all themes, in order."""
    found = comments["theme"].value_counts()
    total = len(comments)
    counts = [int(found.get(name, 0)) for name in taxonomy.names]
    return pd.DataFrame(
        {
            "theme": list(taxonomy.names),
            "count": counts,
            "share": [n / total if total else float("nan") for n in counts],
        }
    )


@dataclass(frozen=True)
class Month:
    """One month of one year.

    comments: accepted comments with labels, account, task_ids and the columns of `hot.with_issues`, one row each.
    issues: what they hold, as `issues.issues_of` returns it.
    rejected: rows not taken, of all received files; faults: 退回清单 records.
    states_by_month: `fold.STATES` for every month with returns up to this one, oldest first.
    checks: how right labels of themes are, as `shares.CHECKS`; none: taken as right.
    """

    params: RunParams
    year: Year
    taxonomy: Taxonomy
    comments: pd.DataFrame
    issues: pd.DataFrame
    files: pd.DataFrame
    rejected: pd.DataFrame
    faults: pd.DataFrame
    tasks: pd.DataFrame
    plans: pd.DataFrame
    returns: pd.DataFrame
    states_by_month: dict[str, pd.DataFrame]
    checks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CHECKS))

    @property
    def name(self) -> str:
        return self.params.month

    @property
    def cutoff_text(self) -> str:
        return chinese_date(self.params.cutoff)

    @property
    def states(self) -> pd.DataFrame:
        return self.states_by_month[self.name]

    @property
    def states_before(self) -> pd.DataFrame | None:
        """Last month's states; None without them or where the way of counting changed since (同比、环比 then void)."""
        if self.name in self.year.method_changed:
            return None
        return self.states_by_month.get(previous_month(self.name))

    def rate(self, numerator: str, denominator: str = "tasks") -> Rate:
        """A rate of this month's states from two of `rates.COUNTS`."""
        total = rates.counts(self.states)
        return Rate(int(total[numerator]), int(total[denominator]), self.params.cutoff)

    def rate_before(self, numerator: str) -> Rate | None:
        """The rate as of last month's end, of all its tasks; None where it can't be compared."""
        if self.states_before is None:
            return None
        total = rates.counts(self.states_before)
        return Rate(int(total[numerator]), int(total["tasks"]), month_end(previous_month(self.name)))

    @cached_property
    def themes(self) -> list[str]:
        """Theme names in the taxonomy's order, then any that only the task list uses."""
        extra = [theme for theme in self.states["theme"] if theme not in self.taxonomy.names]
        return [*self.taxonomy.names, *dict.fromkeys(extra)]

    @cached_property
    def by_theme(self) -> pd.DataFrame:
        return rates.by_theme(self.states, self.themes)

    @cached_property
    def by_unit(self) -> pd.DataFrame:
        return rates.by_unit(self.states, self.year.units)

    @cached_property
    def matrix(self) -> pd.DataFrame:
        return rates.matrix(self.states, self.by_unit, self.themes)

    @cached_property
    def burn_up(self) -> pd.DataFrame:
        return rates.burn_up(self.states_by_month, self.year.milestones)

    @cached_property
    def reporting(self) -> pd.DataFrame:
        return rates.reporting(self.states, self.year.units)

    @cached_property
    def alerts(self) -> pd.DataFrame:
        return alerts(self.states, self.returns, self.name, self.year.plan_due)

    @cached_property
    def channel_counts(self) -> pd.DataFrame:
        return channel_counts(self.comments, self.year)

    @cached_property
    def theme_kinds(self) -> pd.DataFrame:
        """Comments by theme and kind of treatment: columns theme, kind, count."""
        kinds = self.comments["nature"].map(KIND_OF_NATURE)
        frame = pd.DataFrame({"theme": self.comments["theme"], "kind": kinds})
        return frame.groupby(["theme", "kind"], sort=False).size().reset_index(name="count")

    @cached_property
    def issue_counts(self) -> pd.DataFrame:
        """Issues that are neither praise nor empty, by theme: columns theme, count; all themes, in order."""
        found = self.issues.loc[is_problem(self.issues), "theme"].value_counts()
        rows = [(name, int(found.get(name, 0))) for name in self.taxonomy.names]
        return pd.DataFrame(rows, columns=["theme", "count"])

    def issues_besides(self, theme: str) -> pd.DataFrame:
        """Issues of *theme* in comments whose main theme is another: `issues.ISSUES` and main."""
        main = self.issues["id"].map(dict(zip(self.comments["id"], self.comments["theme"], strict=True)))
        hit = (self.issues["theme"] == theme) & (main != theme) & is_problem(self.issues)
        return self.issues[hit].assign(main=main[hit])

    @cached_property
    def theme_counts(self) -> pd.DataFrame:
        return theme_counts(self.comments, self.taxonomy)

    @cached_property
    def shares(self) -> Shares:
        """Shares of the themes among all comments, with intervals."""
        return theme_shares(self.comments, self.taxonomy.names, self.checks, known=(BY_PERSON,))

    @cached_property
    def theme_shares(self) -> pd.DataFrame:
        """As `shares.SHARES`, one row a theme, the taxonomy's order."""
        return self.shares.frame

    @cached_property
    def theme_neighbours(self) -> pd.DataFrame:
        """Themes next to each other by count, and whether they can be told apart: `shares.NEIGHBOURS`."""
        return self.shares.neighbours()

    @cached_property
    def hot_issues(self) -> pd.DataFrame:
        """The concrete issues most brought up as of the month's end: `hot.HOT`, hottest first."""
        return hot_issues(self.comments, self.params.cutoff)

    @cached_property
    def account_counts(self) -> pd.DataFrame:
        """Comments by account: columns account, count; adds up to all accepted comments."""
        found = self.comments["account"].value_counts()
        return pd.DataFrame({"account": list(Account), "count": [int(found.get(a, 0)) for a in Account]}).astype(
            {"account": str}
        )

    @cached_property
    def county_counts(self) -> pd.DataFrame:
        """Comments by district: columns county, count; the last row holds those without one."""
        found = self.comments["county"].value_counts()
        rows = [(county, int(found.get(county, 0))) for county in counties()]
        rows.append(("全市或未写明", int(found.get("", 0))))
        return pd.DataFrame(rows, columns=["county", "count"])

    @cached_property
    def histories(self) -> dict[str, str]:
        """What each task's unit reported month by month: 「7月 30%　8月 未报（9月补报 40%）」; nothing after it was closed out."""

        def percent_text(percent: float) -> str:
            return "—" if pd.isna(percent) else f"{percent:g}%"

        in_time: dict[tuple[str, str], str] = {}
        later: dict[tuple[str, str], str] = {}
        for row in self.returns.to_dict("records"):
            key = (row["task_id"], row["month"])
            if row["received_in"] == row["month"]:
                in_time[key] = percent_text(row["percent"])
            else:
                later[key] = f"（{int(row['received_in'][5:])}月补报 {percent_text(row['percent'])}）"
        words: dict[str, list[str]] = {}
        for name, states in self.states_by_month.items():
            for task, state in zip(states["task_id"], states["reported"], strict=True):
                own = words.setdefault(task, [])
                key = (task, name)
                said = in_time.get(key) or (NOT_REPORTED if state == NOT_REPORTED else "")
                if said or key in later:
                    own.append(f"{int(name[5:])}月\u00a0{said}{later.get(key, '')}")
        return {task: "　".join(own) for task, own in words.items()}

    def comments_of(self, task_ids: list[str]) -> pd.DataFrame:
        """The comments that any of *task_ids* rests on."""
        wanted = set(task_ids)
        hit = [bool(wanted & set(ids.split(SEPARATOR))) for ids in self.comments["task_ids"]]
        return self.comments[hit]
