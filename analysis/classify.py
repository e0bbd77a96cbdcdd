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
from analysis.store import write_rows
from analysis.tasks.corrections import apply_corrections, corrected_themes, doubt_like_corrected, read_corrections
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
    entries, problems = read_corrections(corrections) if corrections else ([], [])
    engine = ThemeEngine(themes, corrected_themes(entries, received.accepted))
    labels, more = apply_corrections(
        label_comments(received.accepted, engine), entries, themes, corrections.name if corrections else ""
    )
    labels = doubt_like_corrected(labels, list(received.accepted["text"]), entries)
    faults = [*received.faults, *problems, *more]
    rows = pd.concat([received.accepted, labels.drop(columns="id")], axis=1)[[*COLUMNS, *MORE]]
    return Classified(rows, received.rejected, faults, list(dict.fromkeys(received.files["profile"])))


def write_classified(result: Classified, out: Path) -> None:
    """Write *result* as csv, and the rejected rows beside it."""
    write_rows(result.rows, result.rejected, out)
