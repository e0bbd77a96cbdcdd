"""Files as grids of cells: xlsx, xls, ods, csv (UTF-8, UTF-16 or GB18030) and docx tables.

Nothing is interpreted here; row numbers are those a person sees in Excel.
Every way a file can be unreadable ends in one `Fault`, never in an exception
of a reading library.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from analysis.errors import Fault, InputFaults

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
READABLE = WORKBOOKS | TEXTS | {".docx"}

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAX_UNZIPPED = 2 * 1024**3  # a 2 MB workbook can unpack to more than an office PC holds


@dataclass(frozen=True)
class Sheet:
    """One sheet or table: `rows[i]` is Excel row `first_row + i`, cells as read."""

    file: str
    name: str
    rows: list[list[object]]
    first_row: int = 1
    formulas: dict[tuple[int, int], str] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[tuple[int, list[object]]]:
        return ((self.first_row + i, row) for i, row in enumerate(self.rows))


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_grid(path: Path) -> list[Sheet]:
    """All sheets of *path* that hold something.

    Raises InputFaults with one fault when the file is missing, empty,
    damaged, locked by a password, of an unknown type or encoding.
    """
    name, suffix = path.name, path.suffix.lower()

    def refuse(key: str, value: str = "") -> InputFaults:
        return InputFaults([Fault(key, file=name, value=value)])

    if not path.is_file():
        raise refuse("file_missing")
    if suffix not in READABLE:
        raise refuse("file_type", suffix or "没有扩展名")
    if path.stat().st_size == 0:
        raise refuse("file_empty")
    if suffix in TEXTS:
        return [_read_csv(path)]
    with open(path, "rb") as stream:
        head = stream.read(8)
    zipped = head[:2] == b"PK"
    if head == _OLE and suffix != ".xls":
        raise refuse("file_password" if _is_encrypted(path) else "file_not_workbook", suffix)
    if suffix in {".xlsx", ".xlsm", ".docx", ".ods"}:
        if not zipped:
            raise refuse("file_not_workbook", suffix)
        _check_zip(path)
    if suffix == ".docx":
        return _read_docx(path)
    return _read_workbook(path)


def _is_encrypted(path: Path) -> bool:
    # The stream of an encrypted OOXML package is named in UTF-16 in the OLE directory.
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        raise InputFaults([Fault("file_truncated", file=path.name)]) from None
    if size > _MAX_UNZIPPED:
        raise InputFaults([Fault("zip_too_large", file=path.name, value=f"{size / 1024**3:.1f} GB")])


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = []
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=True)
                if rows:
                    top, left = sheet.start or (0, 0)
                    # Keep columns where Excel shows them, so that merged headings line up.
                    rows = [[""] * left + row for row in rows] if left else rows
                    sheets.append(Sheet(path.name, name, rows, top + 1))
    except PasswordError:
        raise InputFaults([Fault("file_password", file=path.name)]) from None
    except (CalamineError, ZipError, OSError, ValueError):
        raise InputFaults([Fault("file_truncated", file=path.name)]) from None
    formulas = _formulas(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else {}
    return [
        Sheet(sheet.file, sheet.name, sheet.rows, sheet.first_row, formulas.get(sheet.name, {})) for sheet in sheets
    ]


_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)')


def _formulas(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Formula texts by sheet and (row, column), both from 1; calamine gives only their stored results."""
    import openpyxl

    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        with_formula = {}
        for part in parts:
            found = {
                coordinate_to_tuple(cell.decode()): (text or b"").decode("utf-8", "replace")
                for cell, text in _FORMULA_CELL.findall(archive.read(part))
            }
            if found:
                with_formula["/" + part] = found
    if not with_formula:
        return {}
    # Only a workbook with formulas pays for learning which part is which sheet.
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        paths = {sheet.title: "/" + sheet._worksheet_path.lstrip("/") for sheet in book.worksheets}
    finally:
        book.close()
    return {title: with_formula[part] for title, part in paths.items() if part in with_formula}


def decode(data: bytes) -> str | None:
    """Text of *data* in UTF-8, UTF-16 (with mark) or GB18030; None where it is none of these."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or _plausible_chinese(text):
            return text
    return None


def _plausible_chinese(text: str) -> bool:
    """False for another encoding's bytes that happen to decode as GB18030.

    Nearly all of running Chinese lies in the first level of GB 2312 (rows
    16–55); bytes of Big5 or Shift-JIS scatter far beyond it.
    """
    han = [ch for ch in text if "\u4e00" <= ch <= "\u9fff"]
    others = [ch for ch in text if ord(ch) > 0x2FFF and ch not in han and not "\uff00" <= ch <= "\uffef"]
    common = 0
    for ch in han:
        encoded = ch.encode("gb18030")
        common += len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xD7 and encoded[1] >= 0xA1
    strange = len(han) - common + sum(ch not in "、。〈〉《》「」『』【】〔〕〇々" for ch in others)
    return common >= 5 * strange


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    text = None if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff") else decode(data)
    if text is None:
        raise InputFaults([Fault("file_encoding", file=path.name)])
    if not text.strip():
        raise InputFaults([Fault("file_empty", file=path.name)])
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max("\t,;", key=first.count)
    csv.field_size_limit(2**31 - 1)
    rows: list[list[object]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(list(row))
            numbers.append(reader.line_num)
    except csv.Error:
        raise InputFaults([Fault("file_truncated", file=path.name)]) from None
    return Sheet(path.name, "", rows)


def _read_docx(path: Path) -> list[Sheet]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise InputFaults([Fault("file_truncated", file=path.name)]) from None
    sheets = []
    for number, table in enumerate(document.tables, start=1):
        rows: list[list[object]] = []
        for row in table.rows:
            cells: list[object] = []
            last = None
            for cell in row.cells:
                # python-docx repeats a merged cell once a grid column; keep it in the first.
                cells.append("" if cell._tc is last else cell.text)
                last = cell._tc
            rows.append(cells)
        if any(str(cell).strip() for row in rows for cell in row):
            sheets.append(Sheet(path.name, f"表{number}", rows))
    return sheets
