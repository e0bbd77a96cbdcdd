"""Comments of a large csv piece by piece, so that a million of them need no more memory than thousands."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from analysis.errors import Fault, InputFaults
from analysis.intake.comments import Collector, Intake, profile_of, read_file, take
from analysis.intake.grid import TEXTS, Sheet, delimiter_of, plausible_chinese, shown_name
from analysis.intake.table import Header, Profile, find_header, read_table

LARGE = 4 * 1024**2  # bytes; a smaller file is read whole, like workbooks, which can't be read otherwise
ROWS = 5_000  # rows a piece
_BLOCK = 1024**2
_END = "\x01"  # a last row of our own, which an open quote would swallow


def read_pieces(
    path: Path,
    profile: str | None = None,
    id_column: str | None = None,
    text_columns: Iterable[str] = (),
    large: int = LARGE,
    rows: int = ROWS,
) -> Iterator[Intake]:
    """What `read_file` gives, a csv of *large* bytes or more in pieces of *rows* rows.

    Together the pieces hold the same rows and the same faults; ids are unique
    over all of them.  Raises InputFaults as `read_file` does, for an open
    quote only at the end of the file.
    """
    columns = tuple(text_columns)
    encoding = _encoding(path) if _is_large_csv(path, large) else None
    sheets = _sheets(path, encoding, rows) if encoding else iter(())
    first = next(sheets, None)
    kind = profile_of(first, profile, id_column, columns) if first else None
    header = find_header(first, kind) if first and kind else None
    if header is None or {*kind.required} - header.known:
        yield read_file(path, profile, id_column, columns)  # small, or nothing to be read: it says why
        return
    yield from _taken(chain([first], sheets), first, kind, header)


def _taken(sheets: Iterable[Sheet], first: Sheet, kind: Profile, header: Header) -> Iterator[Intake]:
    collector = Collector()
    seen, total = 0, None
    for sheet in sheets:
        table = read_table(sheet, kind, None if sheet is first else header)
        seen += len(table.rows)
        total = table.total if table.total is not None else total
        # Whether the total is right shows only at the end.
        collector.faults += [fault for fault in table.faults if fault.key != "total_mismatch"]
        if table.rows or sheet is first:
            take(table, collector)
        yield collector.finish()
        collector.clear()
    if total is not None and total != seen:
        collector.faults.append(Fault("total_mismatch", first.file, value=str(total), found=str(seen)))
        yield collector.finish()


def _is_large_csv(path: Path, large: int) -> bool:
    return path.suffix.lower() in TEXTS and path.is_file() and path.stat().st_size >= large


def _encoding(path: Path) -> str | None:
    """UTF-8 or GB18030, whichever *path* is in; None for all else, which `read_file` knows how to treat."""
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with open(path, "rb") as stream:
                data = stream.read(_BLOCK)
                head = decoder.decode(data)
                while more := stream.read(_BLOCK):
                    decoder.decode(more)
                decoder.decode(b"", True)
        except UnicodeDecodeError:
            continue
        return None if b"\x00" in data or (name == "gb18030" and not plausible_chinese(head)) else name
    return None


def _sheets(path: Path, encoding: str, size: int) -> Iterator[Sheet]:
    """The rows of a csv, *size* at a time; row numbers go on."""
    name, first, rows = shown_name(path), 1, []
    csv.field_size_limit(2**31 - 1)
    with open(path, encoding=encoding, newline="") as stream:
        delimiter = delimiter_of(stream.read(_BLOCK))
        stream.seek(0)
        try:
            for row in csv.reader(chain(stream, [_END]), delimiter=delimiter):
                if len(rows) > size:  # one is held back: it may be our own
                    yield Sheet(name, "", rows[:size], first)
                    first, rows = first + size, rows[size:]
                rows.append(row)
        except csv.Error:
            raise InputFaults([Fault("file_truncated", file=name)]) from None
    if rows[-1] != [_END]:
        raise InputFaults([Fault("file_quote", file=name, row=first + len(rows) - 1)])
    if rows := rows[:-1]:
        yield Sheet(name, "", rows, first)
