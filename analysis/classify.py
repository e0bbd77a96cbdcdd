"""Classify any file of texts: what `minyi classify` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import YES
from analysis.errors import Fault, InputFaults
from analysis.intake.comments import read_file
from analysis.intake.grid import shown_name
from analysis.store import csv_bytes, inert
from analysis.tasks.corrections import apply_corrections, read_corrections
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import DEFAULT, load_taxonomy

# The contract of DESIGN.md: these columns, in this order, then whatever helps.
COLUMNS = [
    "id",
    "text",
    "theme",
    "themes",
    "confidence",
    "evidence",
    "nature",
    "county",
    "place",
    "lead_unit",
    "support_units",
    "needs_review",
    "reason",
]
MORE = ["title", "subtheme", "nature_reason", "unit_reason", "labelled_by", "source_sheet", "source_row"]


@dataclass(frozen=True)
class Classified:
    """Labelled rows (`COLUMNS`, then `MORE`), rows not taken, and faults; in = rows + rejected."""

    rows: pd.DataFrame
    rejected: pd.DataFrame
    faults: list[Fault]
    profiles: list[str]

    @property
    def to_review(self) -> int:
        return int((self.rows["needs_review"] == YES).sum())


def classify(
    path: Path,
    taxonomy: Path = DEFAULT,
    profile: str | None = None,
    id_column: str | None = None,
    text_columns: Sequence[str] = (),
    corrections: Path | None = None,
) -> Classified:
    """Label every text of *path*.

    taxonomy: a themes.yml; corrections: a ledger replayed over the labels.
    Raises InputFaults when the file or the taxonomy can't be used at all.
    """
    if corrections and not corrections.is_file():
        raise InputFaults([Fault("file_missing", file=shown_name(corrections))])
    themes = load_taxonomy(taxonomy)
    received = read_file(path, profile, id_column, text_columns)
    labels = label_comments(received.accepted, ThemeEngine(themes))
    faults = list(received.faults)
    if corrections:
        entries, problems = read_corrections(corrections)
        labels, more = apply_corrections(labels, entries, themes, corrections.name)
        faults += [*problems, *more]
    rows = pd.concat([received.accepted, labels.drop(columns="id")], axis=1)[[*COLUMNS, *MORE]]
    return Classified(rows, received.rejected, faults, list(dict.fromkeys(received.files["profile"])))


def rejected_path(out: Path) -> Path:
    """Where the rows not taken go: OUT.csv → OUT.rejected.csv."""
    return out.with_name(f"{out.stem}.rejected.csv")


def write_classified(result: Classified, out: Path) -> None:
    """Write *result* as csv (UTF-8 with mark, so that Excel opens it), and the rejected rows beside it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for frame, path in ((result.rows, out), (result.rejected, rejected_path(out))):
        path.write_bytes(csv_bytes(frame.map(inert)))
