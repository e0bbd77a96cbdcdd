"""Which comments of any file are about the same concrete issue: what `minyi merge` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import Fault
from analysis.intake.comments import read_file
from analysis.store import write_rows
from analysis.tasks.alike import Level
from analysis.tasks.merge import ISSUES, merge_issues

COLUMNS = ["id", "text", *ISSUES, "issue_size"]
MORE = ["title", "source_sheet", "source_row"]


@dataclass(frozen=True)
class Merged:
    """Comments with their issue (`COLUMNS`, then `MORE`), rows not taken, and faults; in = rows + rejected."""

    rows: pd.DataFrame
    rejected: pd.DataFrame
    faults: list[Fault]
    profiles: list[str]

    @property
    def issues(self) -> int:
        """How many different issues there are."""
        return int(self.rows["issue"].nunique())

    def at(self, level: Level) -> int:
        """How many comments are at *level*."""
        return int((self.rows["level"] == level.value).sum())


def merge(
    path: Path, profile: str | None = None, id_column: str | None = None, text_columns: Sequence[str] = ()
) -> Merged:
    """The issue of every text of *path*; issue_size counts the comments of the same issue.

    Raises InputFaults when the file can't be used at all.
    """
    received = read_file(path, profile, id_column, text_columns)
    issues = merge_issues(received.accepted)
    rows = pd.concat([received.accepted, issues.drop(columns="id")], axis=1)
    rows["issue_size"] = rows.groupby("issue")["id"].transform("size")
    profiles = list(dict.fromkeys(received.files["profile"]))
    return Merged(rows[[*COLUMNS, *MORE]], received.rejected, received.faults, profiles)


def write_merged(result: Merged, out: Path) -> None:
    """Write *result* as csv, and the rejected rows beside it."""
    write_rows(result.rows, result.rejected, out)
