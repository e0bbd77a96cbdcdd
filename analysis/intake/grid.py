"""Files as grids of cells: xlsx, xls, ods, csv (UTF-8, UTF-16 or GB18030) and docx tables.

Nothing is interpreted here; row numbers are those a person sees in Excel.
Every way a file can be unreadable ends in one `Fault`, never in an exception
of a reading library.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import html
import io
import os
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.xml.functions import fromstring
from python_calamine import CalamineWorkbook, PasswordError

from analysis.errors import Fault, InputFaults, preview

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
READABLE = WORKBOOKS | TEXTS | {".docx"}

_FILEPASS = re.compile(rb"\x09\x08\x10\x00.{16}\x2f\x00", re.S)  # an .xls whose first record says it is encrypted
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# The part without which a zipped file isn't what its name says.
_MAIN_PART = {".docx": "word/document.xml", ".ods": "content.xml"}
# What zip, XML and Word readers raise on a damaged file; RuntimeError for methods of packing they don't know.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    RuntimeError,
    EOFError,
    OSError,
)
_MAX_UNZIPPED = 2 * 1024**3  # a 2 MB workbook can unpack to more than an office PC holds
_MAX_CELLS = 10_000_000  # calamine lays a sheet out whole: one stray blank in XFD1048576 would ask for 500 GB


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


def shown_name(path: Path) -> str:
    """A file's name as we write it; one from a Chinese Windows archive unpacked elsewhere becomes readable again."""
    name = path.name
    if any("\ud800" <= ch <= "\udfff" for ch in name):
        name = os.fsencode(name).decode("gb18030", "replace")
    return preview(name, 255)


def read_grid(path: Path) -> list[Sheet]:
    """All sheets of *path* that hold something.

    Raises InputFaults with one fault when the file is missing, empty,
    damaged, locked by a password, of an unknown type or encoding.
    """
    name, suffix = shown_name(path), path.suffix.lower()

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
    zipped, old = head[:2] == b"PK", head == _OLE
    if old and _is_encrypted(path):
        raise refuse("file_password")
    if old != (suffix == ".xls") or zipped == old:
        raise refuse("file_not_workbook", suffix)
    if zipped and not _is_package(path):
        raise refuse("file_not_workbook", suffix)
    if suffix == ".docx":
        return _read_docx(path)
    return _read_workbook(path)


def _is_encrypted(path: Path) -> bool:
    data = path.read_bytes()
    # The stream of an encrypted OOXML package is named in UTF-16 in the OLE directory.
    return "EncryptedPackage".encode("utf-16-le") in data or _FILEPASS.search(data) is not None


def _damaged(path: Path) -> InputFaults:
    return InputFaults([Fault("file_truncated", file=shown_name(path))])


def _is_package(path: Path) -> bool:
    """Whether a zipped file holds what its extension says.  Raises InputFaults where it is cut off or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
    except _DAMAGE:
        raise _damaged(path) from None
    if size > _MAX_UNZIPPED:
        raise InputFaults([Fault("zip_too_large", file=shown_name(path), value=f"{size / 1024**3:.1f} GB")])
    return _MAIN_PART.get(path.suffix.lower(), "xl/workbook.xml") in names


def _read_workbook(path: Path) -> list[Sheet]:
    name = shown_name(path)
    special = _special_cells(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else {}
    sheets = []
    try:
        # From bytes: calamine can't open a name in another system's encoding.
        with _quiet(), CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
            for title in book.sheet_names:
                sheet = book.get_sheet_by_name(title)
                rows = sheet.to_python(skip_empty_area=True)
                top, left = sheet.start or (0, 0)
                # Keep columns where Excel shows them, so that merged headings line up.
                rows = [[""] * left + row for row in rows] if left else rows
                cells = special.get(title, _Special())
                rows = _with_errors(rows, top + 1, cells.errors)
                if rows:
                    sheets.append(Sheet(name, title, rows, top + 1, cells.formulas))
    except PasswordError:
        raise InputFaults([Fault("file_password", file=name)]) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # calamine panics on some cut-off files, which isn't an Exception
        raise _damaged(path) from None
    return sheets


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps a reading library's own report of a panic off the user's screen."""
    try:
        screen = os.dup(2)
    except OSError:  # no screen to keep clean
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        os.close(nowhere)


@dataclass
class _Special:
    """Cells that calamine tells nothing about, by (row, column) from 1."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


# A cell that holds something, whatever the order of its attributes and the prefix of its names.
_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")([^>]*)(?<!/)>\s*'
    rb"(?:<(?:\w+:)?(f)\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*)?(?:<(?:\w+:)?(?:v|is)\b[^>]*(?<!/)>([^<]*))?"
)
_CHUNK = 1 << 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how xlsx and xls begin


def _special_cells(path: Path) -> dict[str, _Special]:
    """Formulas and error values by sheet.  Raises InputFaults where a sheet reaches too far out to be read.

    The sheets are read in pieces, so that a million formatted cells cost time but no memory.
    """
    found: dict[str, _Special] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for title, part in _sheet_parts(archive):
                found[title] = cells = _Special()
                widest = lowest = 0
                for match in _cells_of(archive, part):
                    letters, digits, attributes, formula, formula_text, value = match.groups()
                    if not formula and value is None:
                        continue
                    row, column = int(digits), column_index_from_string(letters.decode())
                    widest, lowest = max(widest, column), max(lowest, row)
                    if formula:
                        cells.formulas[row, column] = html.unescape((formula_text or b"").decode("utf-8", "replace"))
                    if b't="e"' in attributes and value:
                        cells.errors[row, column] = value.decode("utf-8", "replace")
                if widest * lowest > _MAX_CELLS:
                    corner = f"{get_column_letter(widest)}{lowest}"
                    raise InputFaults([Fault("sheet_too_large", shown_name(path), title, value=corner)])
    except _DAMAGE:
        raise _damaged(path) from None
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name with the part of the archive that holds it."""
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {link.get("Id"): link.get("Target", "") for link in links}
    parts = []
    for entry in fromstring(archive.read("xl/workbook.xml")).iter():
        if entry.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")
            part = posixpath.normpath(posixpath.join("/xl", target.get(link, ""))).lstrip("/")
            if part in archive.namelist():
                parts.append((entry.get("name", ""), part))
    return parts


def _cells_of(archive: zipfile.ZipFile, part: str) -> Iterator[re.Match]:
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            # A whole number of rows: </row> or, with a prefix, </x:row>.
            end = rest.rfind(b"row>") + 4
            if end >= 4:
                yield from _CELL.finditer(rest, 0, end)
                rest = rest[end:]
    yield from _CELL.finditer(rest)


def _with_errors(rows: list[list[object]], first: int, errors: dict[tuple[int, int], str]) -> list[list[object]]:
    """The rows with error values (#REF!) where calamine gives blanks."""
    for (row, column), value in errors.items():
        if 0 <= row - first < len(rows) and column <= len(rows[row - first]):
            rows[row - first][column - 1] = value
    return rows


def decode(data: bytes) -> str | None:
    """Text of *data* in UTF-8, UTF-16 (with mark) or GB18030; None where it is none of these."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return None
        return None if "\x00" in text else text  # UTF-32 begins with the same mark
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or plausible_chinese(text):
            return text
    return None


def plausible_chinese(text: str) -> bool:
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
    name, data = shown_name(path), path.read_bytes()
    if data.startswith(_WORKBOOKS):
        raise InputFaults([Fault("file_not_workbook", file=name, value=path.suffix)])
    text = None if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff") else decode(data)
    if text is None:
        raise InputFaults([Fault("file_truncated" if _cut_off(data) else "file_encoding", file=name)])
    if not text.strip():
        raise InputFaults([Fault("file_empty", file=name)])
    delimiter = delimiter_of(text)
    csv.field_size_limit(2**31 - 1)
    end = "\x01"  # a last row of our own, which an open quote would swallow
    stream = io.StringIO(text.rstrip("\r\n") + f"\n{end}", newline="")
    try:
        rows: list[list[object]] = list(csv.reader(stream, delimiter=delimiter))
    except csv.Error:
        raise _damaged(path) from None
    if rows[-1] != [end]:
        raise InputFaults([Fault("file_quote", file=name, row=len(rows))])
    return Sheet(name, "", rows[:-1])


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the one that the first line of *text* has most of."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max("\t,;", key=first.count)


def _cut_off(data: bytes) -> bool:
    """Whether *data* is UTF-8 but for a last character cut in half."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in data


def _read_docx(path: Path) -> list[Sheet]:
    import docx

    try:
        document = docx.Document(str(path))
        tables = [_docx_rows(table) for table in document.tables]
        only_text = any(paragraph.text.strip() for paragraph in document.paragraphs)
    except _DAMAGE:
        raise _damaged(path) from None
    sheets = [
        Sheet(shown_name(path), f"表{number}", rows)
        for number, rows in enumerate(tables, start=1)
        if any(str(cell).strip() for row in rows for cell in row)
    ]
    if not sheets and only_text:
        raise InputFaults([Fault("file_no_table", file=shown_name(path))])
    return sheets


def _docx_rows(table) -> list[list[object]]:
    rows: list[list[object]] = []
    for row in table.rows:
        cells: list[object] = []
        last = None
        for cell in row.cells:
            # python-docx repeats a merged cell once a grid column; keep it in the first.
            cells.append("" if cell._tc is last else cell.text)
            last = cell._tc
        rows.append(cells)
    return rows
