"""The sample year of November, counted every way there is: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter

import pytest

from analysis.briefing.data import Month
from analysis.columns import SEPARATOR, Account, Nature
from analysis.params import RunParams
from analysis.progress.rates import COUNTS, counts
from analysis.reference import channels, counties
from analysis.runs.stages import load_intake, progress
from analysis.store import read_table
from analysis.tasks.issues import is_problem

MONTHS = ["2020-07", "2020-08", "2020-09", "2020-10", "2020-11"]


@pytest.fixture(scope="module")
def run(tmp_path_factory, sample_year) -> RunParams:
    return RunParams.of("2020-11", sample_year, tmp_path_factory.mktemp("november"))


@pytest.fixture(scope="module")
def november(run) -> Month:
    """November of the sample year, through the stages of the monthly run."""
    return progress(run)


# --- comments ---------------------------------------------------------------------------


def test_in_is_accepted_and_rejected(run, november):
    received = load_intake(run)
    assert received.files["rows_in"].sum() == len(received.comments) + len(received.rejected)
    assert len(november.comments) == len(received.comments) == 435


def test_the_channels_hold_what_the_covering_letter_says(november):
    frame = november.channel_counts
    assert (frame["count"] == frame["expected"]).all()
    assert frame["count"].sum() == 435 and len(frame) == 15


def test_every_comment_has_exactly_one_nature_one_main_theme_and_one_account(november):
    comments = november.comments
    assert comments["id"].is_unique
    assert set(comments["nature"]) <= {nature.value for nature in Nature}
    assert set(comments["theme"]) <= set(november.taxonomy.names)
    assert set(comments["account"]) <= {account.value for account in Account}
    assert set(comments["channel"]) <= {channel.name for channel in channels()}
    assert set(comments["county"]) <= {"", *counties()}
    assert [themes.split(SEPARATOR)[0] for themes in comments["themes"]] == list(comments["theme"])


def test_the_totals_by_channel_theme_kind_district_and_account_agree(november):
    tables = (
        november.channel_counts,
        november.theme_counts,
        november.theme_kinds,
        november.county_counts,
        november.account_counts,
    )
    assert [int(frame["count"].sum()) for frame in tables] == [435] * 5


def test_the_issues_of_each_comment_are_its_text_and_hold_its_main_theme(november):
    for (_, own), comment in zip(
        november.issues.groupby("id", sort=False), november.comments.to_dict("records"), strict=True
    ):
        assert set(own["id"]) == {comment["id"]}
        assert "".join(own["text"]) == comment["text"]
        assert comment["theme"] in set(own["theme"])
    assert november.issue_counts["count"].sum() == is_problem(november.issues).sum()


def test_praise_and_empty_comments_have_no_unit_and_the_others_one_or_a_review(november):
    comments = november.comments
    aside = comments["nature"].isin([Nature.PRAISE, Nature.EMPTY])
    assert (comments.loc[aside, "lead_unit"] == "").all()
    nobody = comments[~aside & (comments["lead_unit"] == "")]
    assert (nobody["needs_review"] == "是").all()


def test_comments_and_tasks_point_at_each_other(november):
    of_comments = Counter(
        (row["id"], task)
        for row in november.comments.to_dict("records")
        for task in row["task_ids"].split(SEPARATOR)
        if task
    )
    of_tasks = Counter(
        (comment, row["task_id"])
        for row in november.tasks.to_dict("records")
        for comment in row["comment_ids"].split(SEPARATOR)
    )
    assert of_comments == of_tasks
    named = {comment for comment, _ in of_tasks}
    assert set(november.comments.loc[november.comments["account"] == Account.TASK, "id"]) == named


# --- tasks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("month", MONTHS)
def test_each_of_the_94_tasks_has_one_state_in_every_month(november, month):
    states = november.states_by_month[month]
    assert list(states["task_id"]) == [str(n) for n in range(1, 95)]


def test_the_totals_by_theme_unit_group_and_matrix_agree(november):
    whole = counts(november.states).to_dict()
    for frame in (november.by_theme, november.by_unit):
        assert frame[COUNTS].sum().to_dict() == whole
    groups = november.by_unit.groupby("group")[COUNTS].sum()
    assert len(groups) == 2 and groups.sum().to_dict() == whole
    assert november.matrix[["tasks", "closed"]].sum().to_dict() == {key: whole[key] for key in ("tasks", "closed")}
    assert november.reporting["due_return"].sum() == whole["due_return"]
    assert november.reporting["returned"].sum() == whole["returned"]


def test_burn_up_ends_in_the_months_own_counts_and_tasks_never_change_in_number(november):
    frame = november.burn_up
    assert list(frame["month"]) == MONTHS and set(frame["tasks"]) == {94}
    whole = counts(november.states)
    assert (
        frame.iloc[-1][["declared", "closed", "overdue"]].tolist() == whole[["declared", "closed", "overdue"]].tolist()
    )
    assert (frame["closed"] <= frame["declared"]).all() and frame["due"].is_monotonic_increasing


def test_what_the_alerts_say_is_what_the_counts_say(november):
    found = november.alerts["kind"].value_counts()
    whole = counts(november.states)
    assert found["逾期"] == whole["overdue"]
    assert found["未报"] == whole["due_return"] - whole["returned"]
    assert not november.alerts.duplicated(["kind", "task_id", "detail"]).any()


# --- what is written -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "by_theme",
        "by_unit",
        "matrix",
        "burn_up",
        "reporting",
        "alerts",
        "channel_counts",
        "theme_counts",
        "county_counts",
    ],
)
def test_the_written_tables_hold_the_same_numbers(run, november, name):
    written, own = read_table(run.work_dir / "tables", name), getattr(november, name)
    assert written.astype(str).values.tolist() == own.astype(str).values.tolist()
