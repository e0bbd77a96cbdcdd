"""Tables of texts as a notebook shows them: whole texts, to be read from the left; pandas cuts and right-aligns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.columns import NO, YES, headings

# Colours are JupyterLab's own, so that its dark theme stays readable.
_STYLE = """<style>
.minyi-table td, .minyi-table th { text-align: left !important; vertical-align: top !important; }
.minyi-table td { white-space: normal !important; overflow-wrap: anywhere; min-width: 5.5em; max-width: 36em !important; line-height: 1.5; }
.minyi-table td:first-child { white-space: nowrap !important; }
%s</style>"""
_RIGHT = (
    ".minyi-table.%(name)s td:nth-child(%(n)d), .minyi-table.%(name)s th:nth-child(%(n)d) "
    "{ text-align: right !important; }\n"
)


class Reading:
    """*frame* under Chinese headings as a table to read; every text is escaped.

    True and False are shown as 是 and 否.
    extra: headings beside those of `columns.HEADINGS`.  right: columns aligned
    to the right: numbers, and what stands before a word.
    """

    def __init__(self, frame: pd.DataFrame, extra: dict[str, str] | None = None, right: Sequence[str] = ()):
        flags = frame.select_dtypes("bool").columns
        told = frame.assign(**{name: frame[name].map({True: YES, False: NO}) for name in flags})
        self.frame = headings(told, extra)
        numbers = [name for name in told.columns if pd.api.types.is_numeric_dtype(told[name])]
        self._right = [number for number, name in enumerate(frame.columns, start=1) if name in {*right, *numbers}]

    def __repr__(self) -> str:
        return self.frame.to_string(index=False)

    def _repr_html_(self) -> str:
        # One class for each pattern of alignment: tables of one page don't change each other.
        name = "-".join(["right", *map(str, self._right)])
        style = _STYLE % "".join(_RIGHT % {"name": name, "n": n} for n in self._right)
        with pd.option_context("display.max_colwidth", None):
            table = self.frame.to_html(index=False, border=0, justify="left", classes=["minyi-table", name])
        return style + table
