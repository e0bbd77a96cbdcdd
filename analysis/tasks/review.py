"""Decisions on doubtful comments into the ledger: nothing is taken silently, nothing already decided is overwritten.

They come back in the filled 待复核.xlsx or from the grid in JupyterLab; both
take the same way (`judge`, then `append`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import YES
from analysis.errors import Fault, InputFaults
from analysis.intake.forms import row_fault
from analysis.intake.table import Row, Table
from analysis.intake.values import half_width
from analysis.reference import Units, nearest
from analysis.store import inert
from analysis.tasks.corrections import COLUMNS, Correction, allowed_values, opening
from analysis.tasks.tasklist import read_tables
from analysis.text.normalise import normalise
from analysis.themes.taxonomy import Taxonomy

ASKED = {"theme": "to_theme", "nature": "to_nature", "lead_unit": "to_lead_unit"}  # what a reviewer may put right


@dataclass(frozen=True)
class Review:
    """Corrections to append, in the workbook's order; faults: those not taken, and what to look at."""

    corrections: list[Correction]
    faults: list[Fault]

    def line(self) -> str:
        """How many decisions were taken and how many were not, in a sentence."""
        refused = sum(fault.is_error for fault in self.faults)
        return f"记进台账 {len(self.corrections)} 条更正，没有收下 {refused} 条。"


def queue(comments: pd.DataFrame) -> pd.DataFrame:
    """The comments a person should look at, least certain first, then by id; columns as *comments* (labelled)."""
    own = comments[comments["needs_review"] == YES]
    return own.sort_values(["confidence", "id"], kind="stable", ignore_index=True)


def read_review(
    path: Path,
    comments: pd.DataFrame,
    ledger: list[Correction],
    taxonomy: Taxonomy,
    register: Units,
    who: str,
    when: str,
) -> Review:
    """The decisions of a filled review workbook, as `judge` takes them.

    Raises InputFaults where the file is no review workbook.
    """
    tables, faults = read_tables(path, "review")
    if not tables:
        raise InputFaults(faults)
    review = judge(tables, comments, ledger, taxonomy, register, who, when)
    return Review(review.corrections, [*faults, *review.faults])


def judge(
    tables: Sequence[Table],
    comments: pd.DataFrame,
    ledger: list[Correction],
    taxonomy: Taxonomy,
    register: Units,
    who: str,
    when: str,
) -> Review:
    """Which decisions of filled *tables* (of kind review) are to be appended to the ledger.

    comments: columns id, text, as received now.  ledger: what is decided
    already.  who: for rows that don't say; when: ISO date of the import.
    A decision isn't taken, with a fault, where its value is none that may be,
    the comment is unknown or its text has changed since the table was made,
    or somebody else has decided otherwise; one that the ledger holds already
    is passed over.
    """
    faults: list[Fault] = []
    texts = dict(zip(comments["id"], comments["text"], strict=True))
    latest = {(entry.id, entry.field): entry for entry in ledger}
    allowed = allowed_values(taxonomy, register)
    taken: list[Correction] = []
    for table in tables:
        for row in table.rows:
            for field, column in ASKED.items():
                if not row.values.get(column, ""):
                    continue
                entry = _decision(row, field, who, when, texts)
                fault = _problem(row, table, entry, texts, latest, allowed)
                if fault:
                    faults.append(fault)
                elif latest.get((entry.id, field)) is None or latest[entry.id, field].new != entry.new:
                    taken.append(entry)
                    latest[entry.id, field] = entry
    return Review(taken, faults)


def _decision(row: Row, field: str, who: str, when: str, texts: Mapping[str, str]) -> Correction:
    value = row.values.get
    comment_id = half_width(value("id", ""))
    return Correction(
        when,
        value("who", "") or who,
        comment_id,
        field,
        value(field, ""),
        value(ASKED[field], ""),
        value("why", ""),
        row.number,
        opening(texts.get(comment_id, "")),
    )


def _problem(row: Row, table: Table, entry: Correction, texts: dict, latest: dict, allowed: dict) -> Fault | None:
    """Why a decision isn't taken; None where it is."""
    if entry.id not in texts:
        near = "、".join(nearest(entry.id, sorted(texts), whole=True))
        return row_fault("comment_unknown", row, table, "id", entry.id, near)
    if normalise(row.values.get("text", "")) != normalise(texts[entry.id]):
        return row_fault("review_text_changed", row, table, "text", entry.id)
    if bad := allowed[entry.field](entry.new):
        return row_fault("not_in_list", row, table, ASKED[entry.field], entry.new, bad)
    before = latest.get((entry.id, entry.field))
    if before and before.new != entry.new and before.who != entry.who:
        return row_fault(
            "review_disagree", row, table, ASKED[entry.field], entry.new, f"{before.who}改为“{before.new}”"
        )
    return None


def append(ledger: Path, corrections: list[Correction]) -> None:
    """Append *corrections* to the ledger file, making it where there is none; earlier lines stay as they are.

    A ledger begun with fewer columns (without how the comments began) keeps
    them.  Without corrections the file isn't touched.
    """
    if not corrections:
        return
    stream = io.StringIO()
    out = csv.writer(stream, lineterminator="\n")
    held = ledger.read_bytes() if ledger.is_file() else b""
    fresh = not held.strip()
    if fresh:
        held = b""
        out.writerow(COLUMNS)
    width = len(COLUMNS) if fresh else held.splitlines()[0].count(b",") + 1
    for entry in corrections:
        row = (entry.when, entry.who, entry.id, entry.field, entry.old, entry.new, entry.why, entry.text)
        out.writerow([inert(cell) for cell in row[:width]])
    with open(ledger, "ab") as file:
        file.write((b"\n" if held and not held.endswith(b"\n") else b"") + stream.getvalue().encode("utf-8"))
