"""Files as they really come: workbooks, csv and Word tables built cell by cell, whole, locked or broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile

HEADINGS = ["编号", "意见建议", "所在县区"]


def book(path: Path, rows: Iterable[Sequence], sheet: str = "意见", **more: Iterable[Sequence]) -> Path:
    """A workbook with *rows* on its first sheet and further sheets by name; texts that begin with = are formulas."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, lines in {sheet: rows, **more}.items():
        page = workbook.create_sheet(title)
        for line in lines:
            page.append(list(line))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def word(
    path: Path, rows: Sequence[Sequence[str]], merge: Iterable[tuple[tuple[int, int], tuple[int, int]]] = ()
) -> Path:
    """A Word file with one table; *merge* names the corners of cells to be merged."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for first, last in merge:
        text = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = text
    document.save(path)
    return path


def locked(path: Path, original: Path) -> Path:
    """*original* with a password, as Office sets it."""
    with open(original, "rb") as plain, open(path, "wb") as out:
        OOXMLFile(plain).encrypt("123456", out)
    return path


def cut(path: Path, original: Path, keep: float) -> Path:
    """The first *keep* of *original*'s bytes, as after a broken transfer."""
    data = original.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def repacked(path: Path, original: Path, part: str, change) -> Path:
    """*original* with one part of its zip changed."""
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return path


# --- a workbook whose sheet is written by hand ----------------------------------------

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{type}" Target="{target}"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def raw_book(path: Path, rows: Iterable[str], prefix: str = "") -> Path:
    """A workbook of one sheet 意见 from rows of XML; *prefix* names the namespace, as .NET programs write it."""
    declared = f' xmlns:{prefix}="{_MAIN}"' if prefix else f' xmlns="{_MAIN}"'
    p = f"{prefix}:" if prefix else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LINKS.format(type=f"{_OFFICE}/officeDocument", target="xl/workbook.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="意见" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        target = _LINKS.format(type=f"{_OFFICE}/worksheet", target="worksheets/sheet1.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", target)
        with archive.open("xl/worksheets/sheet1.xml", "w") as raw, io.TextIOWrapper(raw, "utf-8") as sheet:
            sheet.write(f"<{p}worksheet{declared}><{p}sheetData>")
            sheet.writelines(rows)
            sheet.write(f"</{p}sheetData></{p}worksheet>")
    return path


def heading_rows() -> list[str]:
    """A heading and one comment."""
    return [
        row(1, text_cell("A1", "编号"), text_cell("B1", "意见建议")),
        row(2, text_cell("A2", "1"), text_cell("B2", "希望修路")),
    ]
