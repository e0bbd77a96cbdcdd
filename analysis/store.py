"""Tables as files: every figure's numbers, for people (Excel opens them) and for the next notebook.

A table is a csv in UTF-8 with byte-order mark and Chinese headings; columns
and types stand in `schema.json` beside it, so that reading gives back the
frame that was written.  A text that a spreadsheet would take for a formula is
written with an apostrophe before it, and read back without.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from analysis.columns import HEADINGS, NO, YES

# Signs that begin a formula, also in full width, as some programs read them; an apostrophe, to be told from ours.
_FORMULA = re.compile(r"(?s)[=@\t\r\n'＝＠＋－]|[+-](?![0-9]+(?:\.[0-9]+)?%?\Z)(?=.)")
_TYPES = {"b": "bool", "i": "int", "u": "int", "f": "float"}


def inert(value: object) -> object:
    """*value* as a cell that no spreadsheet program runs as a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def csv_bytes(frame: pd.DataFrame, headings: bool = True) -> bytes:
    """*frame* as csv in UTF-8 with mark: the same bytes on every system; without *headings* what follows them.

    Lines end in CR LF, as the format's RFC 4180 has it; with a bare line feed
    Python 3.11 would leave a carriage return inside a text unquoted.
    """
    text = frame.to_csv(index=False, lineterminator="\r\n", header=headings)
    return text.encode("utf-8-sig" if headings else "utf-8", "replace")


def rejected_path(out: Path) -> Path:
    """Where the rows not taken go: OUT.csv → OUT.rejected.csv."""
    return out.with_name(f"{out.stem}.rejected.csv")


class RowsWriter:
    """Writes rows piece by piece as csv to *out* (UTF-8 with mark, so that Excel opens it), and the rows not taken beside it.

    Both files get their names when all is written (`with`); a run that stops
    before leaves what was there.
    """

    def __init__(self, out: Path):
        self._paths = (out, rejected_path(out))
        self._parts = [path.with_name(f"{path.name}.part") for path in self._paths]
        self._headings = True

    def __enter__(self) -> RowsWriter:
        self._paths[0].parent.mkdir(parents=True, exist_ok=True)
        return self

    def add(self, rows: pd.DataFrame, rejected: pd.DataFrame) -> None:
        """Write the next rows; all pieces have the same columns."""
        for frame, part in zip((rows, rejected), self._parts, strict=True):
            with open(part, "wb" if self._headings else "ab") as stream:
                stream.write(csv_bytes(frame.map(inert), self._headings))
        self._headings = False

    def __exit__(self, kind: type | None, *_: object) -> None:
        try:
            if kind is None:
                for part, path in zip(self._parts, self._paths, strict=True):
                    part.replace(path)
        finally:
            for part in self._parts:
                part.unlink(missing_ok=True)


def write_rows(rows: pd.DataFrame, rejected: pd.DataFrame, out: Path) -> None:
    """As `RowsWriter`, in one piece."""
    with RowsWriter(out) as writer:
        writer.add(rows, rejected)


def _quicken(value: str) -> str:
    return value[1:] if value.startswith("'") else value


def _type(series: pd.Series) -> str:
    return _TYPES.get(series.dtype.kind, "text")


def write_table(folder: Path, name: str, frame: pd.DataFrame, extra_headings: dict[str, str] | None = None) -> Path:
    """Write *frame* as `<name>.csv` in *folder* and note its columns and types; returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    names = HEADINGS | (extra_headings or {})
    types = {str(column): _type(frame[column]) for column in frame.columns}
    out = frame.copy()
    for column, kind in types.items():
        if kind == "text":
            out[column] = [inert("" if pd.isna(v) else v) for v in out[column]]
        elif kind == "bool":
            out[column] = [YES if value else NO for value in out[column]]
    out.columns = [names.get(column, column) for column in types]
    path = folder / f"{name}.csv"
    path.write_bytes(csv_bytes(out))
    schema_path = folder / "schema.json"
    schema = json.loads(schema_path.read_text(encoding="utf-8")) if schema_path.is_file() else {}
    schema[name] = types
    text = json.dumps(dict(sorted(schema.items())), ensure_ascii=False, indent=1)
    schema_path.write_bytes((text + "\n").encode("utf-8"))
    return path


def has_table(folder: Path, name: str) -> bool:
    """Whether `read_table` can read *name*."""
    return (folder / f"{name}.csv").is_file() and (folder / "schema.json").is_file()


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """The frame that `write_table` wrote under *name*, with its column names and types."""
    types = json.loads((folder / "schema.json").read_text(encoding="utf-8"))[name]
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame.columns = list(types)
    for column, kind in types.items():
        if kind == "int":
            frame[column] = frame[column].astype("int64")
        elif kind == "float":
            frame[column] = pd.to_numeric(frame[column].replace("", None)).astype(float)
        elif kind == "bool":
            frame[column] = frame[column] == YES
        else:
            frame[column] = frame[column].map(_quicken).astype(object)
    return frame
