"""Labelled example comments that a taxonomy learns from (`exemplars.csv` beside it).

Survey speech often lacks every listed word; what it looks like is learned
from examples.  The shipped ones were written by hand for this purpose and are
invented; another city adds its own the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.errors import Fault, InputFaults
from analysis.reference import read_rows
from analysis.text.normalise import normalise

REQUIRED = ("text", "theme")


@dataclass(frozen=True)
class Exemplar:
    """One example: its normalised text and labels (nature and lead_unit may be empty).

    checking: kept from those who wrote the word lists, so that words and
    learned model can be compared fairly on it.
    """

    text: str
    theme: str
    nature: str
    lead_unit: str
    checking: bool = False


@lru_cache(maxsize=4)
def load_exemplars(path: Path) -> tuple[Exemplar, ...]:
    """The examples of *path*, in order.  Raises InputFaults where the file or a needed column is missing."""
    if not path.is_file():
        raise InputFaults([Fault("file_missing", file=path.name)])
    rows = read_rows(path)
    missing = [name for name in REQUIRED if not rows or name not in rows[0]]
    if missing:
        found = "、".join(rows[0]) if rows else "无"
        raise InputFaults([Fault("column_missing", path.name, row=1, value=name, found=found) for name in missing])
    return tuple(
        Exemplar(
            normalise(row["text"]),
            row["theme"],
            row.get("nature") or "",
            row.get("lead_unit") or "",
            row.get("checking") == "yes",
        )
        for row in rows
        if row["text"].strip()
    )
