"""Classify any file of texts: what `minyi classify` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import YES
from analysis.errors import Fault, InputFaults
from analysis.intake.comments import Intake, read_file
from analysis.intake.grid import shown_name
from analysis.intake.pieces import read_pieces
from analysis.store import RowsWriter
from analysis.tasks.corrections import apply_corrections, corrected_themes, doubt_like_corrected, read_corrections
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import DEFAULT, Taxonomy, load_taxonomy

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


@dataclass(frozen=True)
class Written:
    """How many rows were labelled, not taken and need review in a file written, and its faults."""

    rows: int
    rejected: int
    to_review: int
    faults: list[Fault]
    profiles: list[str]


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
    pieces = list(classify_pieces(path, taxonomy, profile, id_column, text_columns, corrections))
    return Classified(
        pd.concat([piece.rows for piece in pieces], ignore_index=True),
        pd.concat([piece.rejected for piece in pieces], ignore_index=True),
        [fault for piece in pieces for fault in piece.faults],
        pieces[0].profiles,
    )


def classify_pieces(
    path: Path,
    taxonomy: Path = DEFAULT,
    profile: str | None = None,
    id_column: str | None = None,
    text_columns: Sequence[str] = (),
    corrections: Path | None = None,
    **sizes: int,
) -> Iterator[Classified]:
    """As `classify`, a large csv piece by piece, so that memory doesn't grow with it; *sizes* as in `read_pieces`.

    With corrections there is one piece.
    """
    if corrections and not corrections.is_file():
        raise InputFaults([Fault("file_missing", file=shown_name(corrections))])
    themes = load_taxonomy(taxonomy)
    if corrections:
        yield _corrected(read_file(path, profile, id_column, text_columns), themes, corrections)
        return
    engine = ThemeEngine(themes)
    for piece in read_pieces(path, profile, id_column, text_columns, **sizes):
        yield _classified(piece, label_comments(piece.accepted, engine), [])


def _corrected(received: Intake, themes: Taxonomy, corrections: Path) -> Classified:
    """With the ledger replayed, which takes all comments at once: the engine learns from them, repeats are looked for."""
    entries, problems = read_corrections(corrections)
    engine = ThemeEngine(themes, corrected_themes(entries, received.accepted))
    texts = list(received.accepted["text"])
    labels = label_comments(received.accepted, engine)
    labels, more = apply_corrections(labels, entries, themes, corrections.name, texts=texts)
    labels = doubt_like_corrected(labels, texts, entries)
    return _classified(received, labels, [*problems, *more])


def _classified(received: Intake, labels: pd.DataFrame, faults: list[Fault]) -> Classified:
    rows = pd.concat([received.accepted, labels.drop(columns="id")], axis=1)[[*COLUMNS, *MORE]]
    profiles = list(dict.fromkeys(received.files["profile"]))
    return Classified(rows, received.rejected, [*received.faults, *faults], profiles)


def write_classified(pieces: Iterable[Classified], out: Path) -> Written:
    """Write *pieces* as csv, and the rejected rows beside it; both files appear once they are whole."""
    rows = rejected = to_review = 0
    faults: list[Fault] = []
    profiles: dict[str, None] = {}
    with RowsWriter(out) as writer:
        for piece in pieces:
            writer.add(piece.rows, piece.rejected)
            rows, rejected = rows + len(piece.rows), rejected + len(piece.rejected)
            to_review += piece.to_review
            faults += piece.faults
            profiles |= dict.fromkeys(piece.profiles)
    return Written(rows, rejected, to_review, faults, list(profiles))
