"""A page's charts and tables, numbered as they come: 图1 …, 表1 …"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple

import pandas as pd
import plotly
import plotly.graph_objects as go
import plotly.io as pio

# Kinds of cells: "" a number or name of ours, "words" other people's words,
# "quote" the same with line breaks kept, "link" (text, href), "tags" [(text, style)].


class Column(NamedTuple):
    """A column of a shown table: the frame's column, its heading, its style (n = number, wide = not on phones), its kind."""

    name: str
    heading: str
    style: str = ""
    kind: str = ""


class ShownRow(NamedTuple):
    """A row as the template wants it."""

    cells: list[tuple[Column, object]]
    total: bool = False


@dataclass(frozen=True)
class ShownTable:
    """A table on a page."""

    id: str
    number: str
    caption: str
    columns: Sequence[Column]
    rows: list[ShownRow]
    notes: Sequence[str] = ()

    @property
    def short(self) -> bool:
        """Whether it should stay on one printed page."""
        return len(self.rows) <= 20


@dataclass(frozen=True)
class ShownChart:
    """A chart on a page with its data table."""

    id: str
    number: str
    caption: str
    json: str
    table: ShownTable
    open: bool = False


@dataclass
class Document:
    """Collects what a page shows, in order, and numbers it."""

    charts: list[ShownChart] = field(default_factory=list)
    tables: list[ShownTable] = field(default_factory=list)

    def table(
        self,
        caption: str,
        frame: pd.DataFrame,
        columns: Sequence[Column],
        notes: Sequence[str] = (),
        total: dict[str, object] | None = None,
    ) -> ShownTable:
        """A numbered table of *frame*; *total* is a last row by column name."""
        number = f"表{len(self.tables) + 1}"
        table = ShownTable(
            f"table-{len(self.tables) + 1}",
            number,
            f"{number}　{caption}",
            columns,
            _rows(frame, columns, total),
            notes,
        )
        self.tables.append(table)
        return table

    def chart(
        self,
        figure: go.Figure,
        caption: str,
        frame: pd.DataFrame,
        columns: Sequence[Column],
        notes: Sequence[str] = (),
        total: dict[str, object] | None = None,
        opened: bool = False,
    ) -> ShownChart:
        """A numbered chart with the numbers behind it; *opened*: the table is worth reading by itself."""
        number = f"图{len(self.charts) + 1}"
        name = f"chart-{len(self.charts) + 1}"
        data = ShownTable(f"{name}-table", number, caption, columns, _rows(frame, columns, total), notes)
        chart = ShownChart(name, number, f"{number}　{caption}", figure_json(figure), data, opened)
        self.charts.append(chart)
        return chart


def _rows(frame: pd.DataFrame, columns: Sequence[Column], total: dict[str, object] | None) -> list[ShownRow]:
    rows = [
        ShownRow([(column, record.get(column.name, "")) for column in columns]) for record in frame.to_dict("records")
    ]
    if total is not None:
        rows.append(ShownRow([(column, total.get(column.name, "")) for column in columns], total=True))
    return rows


def figure_json(figure: go.Figure) -> str:
    """The figure as JSON that is safe inside a script element."""
    text = pio.to_json(figure, engine="json", validate=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def plotly_gzip() -> str:
    """plotly.js of the installed package, gzip + base64: about 2 MB instead of 4.8."""
    script = resources.files(plotly).joinpath("package_data", "plotly.min.js").read_bytes()
    return base64.b64encode(gzip.compress(script, compresslevel=9, mtime=0)).decode("ascii")
