"""A grid → a table: where the heading is, which column means what, which rows are data.

Received sheets have title rows, headings over two merged rows, notes, blank
rows, totals and repeated headings.  Every row of a sheet is exactly one of:
layout (title, heading, note, blank, total) or data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from analysis.errors import Fault
from analysis.intake.grid import Sheet
from analysis.intake.values import half_width, text_of

HEADER_ROWS = 15  # how far down a heading is looked for
_WIDEST = 200  # columns beyond this are stray formatting

_NOTE = re.compile(
    r"^(注|说明|备注|填表说明|填表人|填报人|填报单位|审核人?|制表人?|联系人|联系电话|单位负责人|盖章)\s*\d*\s*[:：、]"
)
_TOTAL = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?\s*(\d*)\s*(条|项|件|户|份)?")
_ID = re.compile(r"(?=.*\d)[\x21-\x7e]{1,40}")  # what a number of a comment or case looks like: no Chinese, no blank


@dataclass(frozen=True)
class Profile:
    """How one kind of source names our columns (`data/reference/profiles.yml`).

    `columns`: our field → headings it may stand under, most usual first.
    `required`: fields without which a sheet is not of this kind.
    """

    name: str
    kind: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    note: str = ""

    @cached_property
    def _known(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for name, headings in self.columns.items():
            for heading in headings:
                known.setdefault(heading_key(heading), name)
        return known

    def field_of(self, heading: str) -> str | None:
        """Our field for *heading*; None where the profile doesn't know it."""
        return self._known.get(heading_key(heading))


@dataclass(frozen=True)
class Row:
    """One data row: `values` by our field, `raw` by the sheet's own headings, `headings` from field to heading."""

    file: str
    sheet: str
    number: int
    values: dict[str, str]
    raw: dict[str, str]
    formulas: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A sheet read with a profile: its data rows, what stood above the heading, and faults met on the way."""

    file: str
    sheet: str
    profile: Profile
    title: str
    headings: list[str]
    rows: list[Row]
    layout_rows: int
    total: int | None
    faults: list[Fault]


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading as compared: half-width, no blanks, no star or bracketed remark."""
    text = re.sub(r"\s+", "", half_width(heading)).lower()
    bare = re.sub(r"[\(（〔\[].*?[\)）〕\]]|[*＊:：]", "", text)
    return bare or text


def _cells(row: list[object]) -> list[str]:
    return [text_of(cell) for cell in row[:_WIDEST]]


def _combine(upper: list[str], lower: list[str]) -> list[str]:
    """Headings of two merged rows: the lower cell where there is one, else the upper."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [low or up for up, low in zip(upper, lower, strict=True)]


@dataclass(frozen=True)
class Header:
    """Where a sheet's heading stands and what its columns mean."""

    start: int  # index of its first row in sheet.rows
    end: int  # index after its last row
    headings: list[str]
    fields: list[str | None]

    @property
    def known(self) -> set[str]:
        return {name for name in self.fields if name}


def find_header(sheet: Sheet, profile: Profile) -> Header | None:
    """The heading of *sheet* under *profile*: one row, or two where merged cells need both.

    Of all candidates the one that knows most of the profile's fields wins; two
    rows only where together they know more than any single one, so that a line
    above the heading isn't taken for a part of it.
    """
    best: Header | None = None
    rows = [_cells(row) for row in sheet.rows[:HEADER_ROWS]]
    for depth in (1, 2):
        for start in range(len(rows) - depth + 1):
            names = rows[start] if depth == 1 else _combine(rows[start], rows[start + 1])
            found = Header(start, start + depth, names, _fields(names, profile))
            if len(found.known) > (len(best.known) if best else 0):
                best = found
    # A single row of data may contain one cell that reads like a heading; two known columns make a heading.
    if best and (len(best.known) >= 2 or set(profile.required) <= best.known):
        return best
    return None


def _fields(names: list[str], profile: Profile) -> list[str | None]:
    """Our field for each heading; where two headings mean one field, the profile's more usual name wins."""
    fields = [profile.field_of(name) if name else None for name in names]
    for wanted in {name for name in fields if name}:
        places = [i for i, name in enumerate(fields) if name == wanted]
        if len(places) > 1:
            order = [heading_key(known) for known in profile.columns[wanted]]
            keep = min(places, key=lambda i: (order.index(heading_key(names[i])), i))
            for place in places:
                if place != keep:
                    fields[place] = None
    return fields


def read_table(sheet: Sheet, profile: Profile, header: Header | None = None) -> Table:
    """The data rows of *sheet* under *profile*; a missing heading or column is a fault and gives no rows.

    header: as found on an earlier piece of the sheet, of which *sheet* holds further rows.
    """
    faults: list[Fault] = []
    further = header is not None
    header = header or find_header(sheet, profile)
    if header is None:
        faults.append(Fault("header_missing", sheet.file, sheet.name, value=str(min(HEADER_ROWS, len(sheet.rows)))))
        return Table(sheet.file, sheet.name, profile, "", [], [], len(sheet.rows), None, faults)
    body = 0 if further else header.end
    title = "" if further else "\n".join(cell for row in sheet.rows[: header.start] for cell in _cells(row) if cell)
    for required in () if further else profile.required:
        if required not in header.known:
            faults.append(
                Fault(
                    "column_missing",
                    sheet.file,
                    sheet.name,
                    sheet.first_row + header.start,
                    value=profile.columns[required][0],
                    found="、".join(name for name in header.headings if name),
                )
            )
    if faults:
        return Table(sheet.file, sheet.name, profile, title, header.headings, [], len(sheet.rows), None, faults)
    if not further:
        faults += _unused_columns(sheet, header, profile)

    names = _own_names(header.headings)
    headings = {known: name for known, name in zip(header.fields, header.headings, strict=True) if known}
    with_formula: dict[int, set[int]] = {}
    for number, column in sheet.formulas:
        with_formula.setdefault(number, set()).add(column - 1)
    rows: list[Row] = []
    total: int | None = None
    layout = body
    for number, cells in enumerate(sheet.rows[body:], start=sheet.first_row + body):
        formulas = with_formula.get(number, set())
        if not formulas and all(cell == "" for cell in cells):  # a sheet formatted down to its last row
            layout += 1
            continue
        texts = _cells(cells)
        kind = _layout_kind(texts, header, profile, formulas)
        if kind == "data":
            row = _row(sheet, number, texts, header, names, headings)
            rows.append(row)
            faults += _formulas_without_value(row, profile)
            continue
        layout += 1
        if kind == "total":
            total = _total(texts) if _total(texts) is not None else total
        elif kind == "header":
            faults.append(Fault("header_twice", sheet.file, sheet.name, number))
    if total is not None and total != len(rows):
        faults.append(Fault("total_mismatch", sheet.file, sheet.name, value=str(total), found=str(len(rows))))
    return Table(sheet.file, sheet.name, profile, title, header.headings, rows, layout, total, faults)


def _layout_kind(texts: list[str], header: Header, profile: Profile, formulas: set[int]) -> str:
    """What a row below the heading is: data, blank, note, total or a repeated header.

    What stands in a text column was said by somebody, even where it begins
    with 「说明：」 or 「合计」; a formula counts as content even without a result.
    """
    filled = [(i, text) for i, text in enumerate(texts) if text or i in formulas]
    if not filled:
        return "blank"
    place, first = filled[0]
    own = [header.fields[i] if i < len(header.fields) else None for i, _ in filled]
    spoken = own[0] is not None and own[0].startswith(("text", "title"))
    total = _TOTAL.fullmatch if spoken else _TOTAL.match
    if total(half_width(first)) and len(filled) <= max(3, len(texts) // 2):
        return "total"
    names = [heading_key(name) for name in header.headings]
    same = sum(i < len(names) and heading_key(text) == names[i] for i, text in filled)
    if same >= 2 and same >= len(filled) - 1:
        return "header"
    if len(filled) == 1 and not spoken and not set(own) & (set(profile.required) - {"serial", "id"}):
        if place in formulas or (own[0] == "id" and _ID.fullmatch(half_width(first))):
            return "data"  # a number without its text: the reader says what is missing
        # A form printed with its serial numbers, or a remark under the table.
        return "blank" if re.fullmatch(r"\d+", half_width(first)) else "note"
    if _NOTE.match(half_width(first)) and place == 0 and not spoken:
        return "note"
    return "data"


def _total(texts: list[str]) -> int | None:
    for text in texts:
        match = re.search(r"\d+", half_width(text))
        if match:
            return int(match[0])
    return None


def _row(
    sheet: Sheet, number: int, texts: list[str], header: Header, names: list[str], headings: dict[str, str]
) -> Row:
    values: dict[str, str] = {}
    raw: dict[str, str] = {}
    formulas: dict[str, str] = {}
    for i, text in enumerate(texts):
        name = names[i] if i < len(names) else ""
        known = header.fields[i] if i < len(header.fields) else None
        formula = sheet.formulas.get((number, i + 1))
        if name or text or formula is not None:
            raw[name or f"第{i + 1}列"] = text if text or formula is None else f"={formula}"
        if known:
            values[known] = text
            if formula is not None:
                formulas[known] = formula
    return Row(sheet.file, sheet.name, number, values, raw, formulas, headings)


def _own_names(headings: list[str]) -> list[str]:
    """The headings with a number after a repeated one, so that no column of a row hides another."""
    seen: dict[str, int] = {}
    names = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        names.append(f"{heading}（{seen[heading]}）" if heading and seen[heading] > 1 else heading)
    return names


def _unused_columns(sheet: Sheet, header: Header, profile: Profile) -> list[Fault]:
    """Columns that would be lost: a second text, or a heading that matters written twice."""
    faults = []
    for i, heading in enumerate(header.headings):
        meant = profile.field_of(heading) if heading and header.fields[i] is None else None
        if meant not in {"id", "text", *profile.required}:
            continue
        used = header.headings[header.fields.index(meant)]
        if meant == "text" or heading_key(heading) == heading_key(used):
            at = sheet.first_row + header.start
            value = f"{heading}（第 {i + 1} 列）"
            faults.append(Fault("column_twice", sheet.file, sheet.name, at, value=value, found=used))
    return faults


def _formulas_without_value(row: Row, profile: Profile) -> list[Fault]:
    """Cells whose result isn't stored, but for text and id of a comment: these decide whether it is taken."""
    decided = ("text", "id") if profile.kind == "comments" else ()
    return [
        Fault("text_formula", row.file, row.sheet, row.number, row.headings[name])
        for name in row.formulas
        if not row.values[name] and name not in decided
    ]
