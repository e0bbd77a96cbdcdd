"""What the notebooks below notebooks/explore read and write: a year's labelled comments in, tables out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import Nature
from analysis.params import RunParams
from analysis.runs.stages import load_tasks
from analysis.store import write_table
from analysis.tasks.grouped import with_sizes
from analysis.tasks.hot import MERGED

# Headings of the tables these notebooks show, beside those of `columns.HEADINGS`.
HEADINGS = {
    "word": "词",
    "words": "特征词",
    "group": "类别",
    "group_size": "本组件数",
    "rest_count": "其余含词件数",
    "rest_size": "其余件数",
    "log_ratio": "对数比",
    "g2": "G²",
    "sureness": "可靠程度",
    "left": "前文",
    "hit": "词",
    "right": "后文",
    "issue_size": "说了几次",
    "related_text": "相关意见的原话",
    "means": "意思",
}
_NOTHING_ASKED = (Nature.PRAISE, Nature.EMPTY)


@dataclass(frozen=True)
class Spoken:
    """The comments whose words are looked at, and how many were left out."""

    comments: pd.DataFrame
    left_out: int

    def line(self) -> str:
        """Comments received = looked at + left out, in a sentence."""
        total = len(self.comments) + self.left_out
        return f"收下 {total} 件，看 {len(self.comments)} 件，没有看的表扬和空泛意见 {self.left_out} 件。"


def load_spoken(run: RunParams, with_praise: bool = False) -> Spoken:
    """The year's labelled comments; with_praise: praise and empty ones too, whose set phrases drown the rest."""
    comments = load_tasks(run).comments
    kept = comments if with_praise else comments[~comments["nature"].isin(_NOTHING_ASKED)]
    return Spoken(kept.reset_index(drop=True), len(comments) - len(kept))


def load_same_issues(run: RunParams) -> pd.DataFrame:
    """The year's labelled comments with the issue of each; as `grouped.with_sizes`."""
    return with_sizes(load_tasks(run).comments)


def write_words(run: RunParams, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Write *tables* by their names; returns where they lie."""
    return _write(run, "词", tables)


def write_issues(run: RunParams, comments: pd.DataFrame, open_pairs: pd.DataFrame) -> list[str]:
    """Write the issue of each comment, and the pairs left open; returns where they lie."""
    columns = ["id", "text", *MERGED, "issue_size"]
    return _write(run, "同一件事", {"事项": comments[columns], "要人来定的": open_pairs})


def _write(run: RunParams, folder: str, tables: dict[str, pd.DataFrame]) -> list[str]:
    place: Path = run.out_dir / "jupyter" / folder
    return [str(write_table(place, name, frame, HEADINGS)) for name, frame in tables.items()]
