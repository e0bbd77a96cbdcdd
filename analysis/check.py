"""Check a year folder: every fault of it at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from analysis.errors import Fault, InputFaults
from analysis.intake.comments import read_folder
from analysis.intake.year import Year, read_year
from analysis.progress.returns import read_progress
from analysis.tasks.corrections import apply_corrections, read_corrections
from analysis.tasks.label import label_comments
from analysis.tasks.tasklist import read_plans, read_tasks
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy


def check_year(year_dir: Path) -> list[Fault]:
    """All faults and hints of a year folder, in the order comments, corrections, tasks, plans, progress."""
    try:
        year = read_year(year_dir)
    except InputFaults as error:
        return error.faults
    received = read_folder(year.folder.comments)
    faults = list(received.faults)
    if not year.folder.comments.is_dir():
        faults.append(Fault("file_missing", file="comments"))
    faults += _correction_faults(year, received.accepted)
    months = year.folder.progress_months()
    month = months[-1] if months else f"{year.rectification_year}-12"
    issued = read_tasks(year, set(received.accepted["id"]), month)
    faults += issued.faults
    filed = read_plans(year, issued.accepted, month, dt.date.max).faults
    filed += read_progress(year, issued.accepted, month).faults
    # Without a task list or comments every number would be unknown: one fault has said so already.
    faults += [fault for fault in filed if fault.key != "task_unknown" or len(issued.accepted)]
    if received.accepted.empty:
        faults = [fault for fault in faults if fault.key != "comment_unknown"]
    counted = received.accepted["channel"].value_counts()
    for channel, number in year.expected.items():
        if counted.get(channel, 0) != number:
            faults.append(
                Fault(
                    "total_mismatch",
                    file="comments",
                    column=channel,
                    value=str(number),
                    found=str(counted.get(channel, 0)),
                )
            )
    return faults


def _correction_faults(year: Year, comments: pd.DataFrame) -> list[Fault]:
    try:
        entries, faults = read_corrections(year.folder.corrections)
    except InputFaults as error:
        return error.faults
    if not entries:
        return faults
    taxonomy = load_taxonomy()
    labels = label_comments(comments, ThemeEngine(taxonomy))
    texts = list(comments["text"])
    return faults + apply_corrections(labels, entries, taxonomy, register=year.units, texts=texts)[1]
