"""Check a year folder: every fault of it at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from analysis.errors import Fault, InputFaults
from analysis.intake.comments import read_folder
from analysis.intake.year import read_year
from analysis.progress.returns import read_progress
from analysis.tasks.corrections import read_corrections
from analysis.tasks.tasklist import read_plans, read_tasks


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
    try:
        faults += read_corrections(year.folder.corrections)[1]
    except InputFaults as error:
        faults += error.faults
    months = year.folder.progress_months()
    month = months[-1] if months else f"{year.rectification_year}-12"
    issued = read_tasks(year, set(received.accepted["id"]), month)
    faults += issued.faults
    faults += read_plans(year, issued.accepted, month, dt.date.max).faults
    faults += read_progress(year, issued.accepted, month).faults
    counted = received.accepted["channel"].value_counts()
    for channel, number in year.expected.items():
        if counted.get(channel, 0) != number:
            faults.append(
                Fault(
                    "total_mismatch",
                    file="comments",
                    sheet=channel,
                    value=str(number),
                    found=str(counted.get(channel, 0)),
                )
            )
    return faults
