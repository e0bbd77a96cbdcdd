"""Run the response-time notebook on an export of answered messages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.briefing.responses_page import write_responses
from analysis.errors import Fault, InputFaults
from analysis.intake.comments import read_file
from analysis.layout import NOTEBOOKS, REPOSITORY
from analysis.progress.responses import responses
from analysis.runs.kernels import KernelShelf
from analysis.runs.notebook import run_notebook, settle
from analysis.runs.place import check_place, put_in_place, workshop
from analysis.themes.assign import assign_themes
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy

NOTEBOOK = NOTEBOOKS / "explore" / "response_time.ipynb"


@dataclass(frozen=True)
class Answered:
    """Messages with their theme, answering unit and days to the reply."""

    messages: pd.DataFrame
    received: int
    rejected: int

    def line(self) -> str:
        known = int(self.messages["days"].notna().sum())
        return (
            f"收到 {self.received} 件，收下 {len(self.messages)} 件，退回 {self.rejected} 件；有答复时间的 {known} 件。"
        )


def load_answered(file: str | Path) -> Answered:
    """Read an export with replies; recognise its profile, themes and answering units.

    Raises InputFaults where the file can't be read or has no replies.
    """
    path = Path(file)
    received = read_file(path)
    if not (received.accepted["reply"] != "").any():
        found = "、".join(column for column in ("答复意见", "答复时间"))
        raise InputFaults([Fault("column_missing", path.name, value=found, found="没有答复的留言表")])
    themes = assign_themes(received.accepted, ThemeEngine(load_taxonomy()))
    frame = pd.concat(
        [received.accepted, themes.drop(columns="id"), responses(received.accepted).drop(columns="id")], axis=1
    )
    return Answered(frame, int(received.files["rows_in"].sum()), len(received.rejected))


def write_page(answered: Answered, file: str | Path, out_dir: str | Path) -> Path:
    """Write the page and its tables into *out_dir*; returns the page's path."""
    return write_responses(answered.messages, Path(out_dir), Path(file).name)


def run_responses(file: Path, out: Path) -> Path:
    """Execute the notebook on *file* into *out*, whole or not at all; returns the page's path."""
    if not file.is_file():
        raise InputFaults([Fault("file_missing", file=file.name)])
    out = out.resolve()
    check_place(out, out / "notebooks" / NOTEBOOK.name)
    partial = out.with_name(f".{out.name}.partial")
    target = partial / "notebooks" / NOTEBOOK.name
    parameters = {"file": str(file.resolve()), "out_dir": str(partial)}
    with workshop(partial), KernelShelf(1, 0, REPOSITORY) as shelf:
        run_notebook(NOTEBOOK, target, parameters, REPOSITORY, shelf.take())
    settle(target, {str(partial): out.name, str(file.resolve()): file.name})
    put_in_place(partial, out)
    return out / "index.html"
