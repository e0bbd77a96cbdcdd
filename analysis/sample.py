"""Draw comments for people to label by hand: what `minyi sample` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.classify import COLUMNS, MORE
from analysis.columns import YES
from analysis.errors import Fault, InputFaults, UsageError
from analysis.intake.comments import read_file, read_folder
from analysis.layout import YearFolder
from analysis.reference import units
from analysis.store import csv_bytes, inert
from analysis.tasks.coding import DOUBTFUL, READERS, coding_sheets, draw
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import DEFAULT, Taxonomy, load_taxonomy
from analysis.workbook import write_workbook

KEY = "底稿"  # the file that keeps the program's labels and the weights, for `minyi evaluate`


@dataclass(frozen=True)
class Labelled:
    """Comments with the program's labels, as classified now (no correction applied): columns `classify.COLUMNS`, `MORE`."""

    rows: pd.DataFrame
    comments: pd.DataFrame
    rejected: int
    faults: list[Fault]


def label(path: Path, taxonomy: Taxonomy) -> Labelled:
    """Label a file of texts or a year folder's comments.

    Corrections aren't applied: what is measured is the program.  Raises
    InputFaults where there is nothing to read.
    """
    if path.is_dir():
        folder = YearFolder(path)
        received = read_folder(folder.comments if folder.comments.is_dir() else path)
    else:
        received = read_file(path)
    if received.accepted.empty:
        raise InputFaults(received.faults or [Fault("file_empty", file=path.name)])
    labels = label_comments(received.accepted, ThemeEngine(taxonomy))
    rows = pd.concat([received.accepted, labels.drop(columns="id")], axis=1)[[*COLUMNS, *MORE]]
    return Labelled(rows, received.accepted, len(received.rejected), received.faults)


def sample_paths(out: Path, readers: int) -> list[Path]:
    """The files that OUT stands for: one a reader, and the key last (抽样.xlsx → 抽样-甲.xlsx, 抽样-乙.xlsx, 抽样-底稿.csv)."""
    return [*(out.with_name(f"{out.stem}-{name}.xlsx") for name in READERS[:readers]), key_path(out)]


def key_path(out: Path) -> Path:
    return out.with_name(f"{out.stem}-{KEY}.csv")


@dataclass(frozen=True)
class Sample:
    """What was drawn: columns of the labels, then stratum and weight; and from how many comments."""

    drawn: pd.DataFrame
    received: Labelled

    @property
    def doubtful(self) -> int:
        """How many were drawn from the review queue on purpose."""
        return int((self.drawn["stratum"] == DOUBTFUL).sum())


def sample(
    path: Path,
    out: Path,
    number: int = 200,
    readers: int = 2,
    from_queue: int = 0,
    seed: int = 1,
    taxonomy: Path = DEFAULT,
) -> Sample:
    """Draw *number* comments of *path* and write each reader's workbook and the key.

    from_queue: how many of them come from the review queue; the weights in
    the key make up for it.  Raises UsageError for numbers that can't be.
    """
    if number < 1 or not 0 <= from_queue <= number:
        raise UsageError("--number 至少是 1，--doubtful 在 0 和 --number 之间。")
    themes = load_taxonomy(taxonomy)
    received = label(path, themes)
    rows = received.rows
    drawn = draw(rows, list(rows["needs_review"] == YES), number, from_queue, seed)
    key = drawn.merge(rows, on="id", validate="1:1")[[*rows.columns, "stratum", "weight"]]
    shown = drawn[["id"]].merge(received.comments, on="id", validate="1:1")
    *books, key_file = sample_paths(out, readers)
    for reader, book in zip(READERS, books, strict=False):
        write_workbook(book, coding_sheets(shown, themes, units(), reader))
    key_file.write_bytes(csv_bytes(key.map(inert)))
    return Sample(key, received)
