"""Comments as received → accepted rows + rejected rows; in = accepted + rejected, always."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import HEADINGS, SEPARATOR
from analysis.errors import Fault, InputFaults
from analysis.intake.grid import READABLE, Sheet, digest, read_grid, shown_name
from analysis.intake.profiles import profile_named, recognise, seen_headings
from analysis.intake.table import Profile, Row, Table, find_header, read_table
from analysis.intake.taken import Place, Taken
from analysis.intake.values import half_width, parse_moment
from analysis.layout import documents
from analysis.reference import Channel, channels, counties, find_channel, squeeze, suggest_channels

ACCEPTED = [
    "id",
    "channel",
    "title",
    "text",
    "respondent",
    "county_given",
    "date",
    "reply",
    "reply_date",
    "votes",
    "votes_against",
    "source_file",
    "source_sheet",
    "source_row",
]
REJECTED = ["source_file", "source_sheet", "source_row", "id", "text", "problem", "remedy", "raw"]
FILES = ["file", "sheet", "profile", "channel", "rows_in", "accepted", "rejected", "layout_rows", "total", "sha256"]

EXCEL_CELL_LIMIT = 30_000  # Excel cuts a cell at 32,767 characters


@dataclass(frozen=True)
class Intake:
    """What came in.

    accepted: one row a comment, columns `ACCEPTED`, in order of file, sheet and row.
    rejected: one row a row not taken, columns `REJECTED`; `raw` holds the whole row as 列名=值.
    faults: everything a person should mend or check, including hints about accepted rows.
    files: one row a sheet, columns `FILES`; rows_in = accepted + rejected in each.
    """

    accepted: pd.DataFrame
    rejected: pd.DataFrame
    faults: list[Fault]
    files: pd.DataFrame


class Collector:
    """Gathers the rows of several sheets; ids are unique over all of them."""

    def __init__(self) -> None:
        self.accepted: list[dict[str, object]] = []
        self.rejected: list[dict[str, object]] = []
        self.faults: list[Fault] = []
        self.files: list[dict[str, object]] = []
        self.taken = Taken()

    def refuse(self, row: Row, fault: Fault, comment_id: str = "") -> None:
        self.faults.append(fault)
        self.keep_rejected(row, fault, comment_id)

    def keep_rejected(self, row: Row, fault: Fault, comment_id: str = "") -> None:
        self.rejected.append(
            {
                "source_file": row.file,
                "source_sheet": row.sheet,
                "source_row": row.number,
                "id": comment_id,
                "text": row.values.get("text", ""),
                "problem": fault.what,
                "remedy": fault.remedy,
                "raw": "；".join(f"{name}={value}" for name, value in row.raw.items() if value),
            }
        )

    def finish(self) -> Intake:
        return Intake(
            accepted=_frame(self.accepted, ACCEPTED),
            rejected=_frame(self.rejected, REJECTED),
            faults=self.faults,
            files=_frame(self.files, FILES),
        )

    def clear(self) -> None:
        """Forget what was gathered, but for the ids."""
        self.accepted, self.rejected, self.faults, self.files = [], [], [], []


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)


def read_folder(folder: Path) -> Intake:
    """All comments of a year's `comments/` folder.

    Every row must belong to one of the channels (by its 来源渠道 column, its
    sheet's name, the title above the heading or the file's name).
    A file identical to an earlier one is counted in and rejected whole.
    """
    collector = Collector()
    seen: dict[str, str] = {}
    for path in documents(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in READABLE:
            collector.faults.append(Fault("file_type", file=name, value=path.suffix or "没有扩展名"))
            continue
        sha = digest(path)
        twin = seen.setdefault(sha, name)
        _read_file(path, collector, sha, needs_channel=True, twin="" if twin == name else twin)
    return collector.finish()


def read_file(
    path: Path,
    profile: str | None = None,
    id_column: str | None = None,
    text_columns: Iterable[str] = (),
) -> Intake:
    """Comments of any one file: an export whose columns a profile knows, or columns named by the caller.

    Raises InputFaults when the file can't be read or no text column is found.
    """
    collector = Collector()
    named = profile_named(profile) if profile else None
    own = _own_profile(id_column, tuple(dict.fromkeys(text_columns)))
    _read_file(path, collector, digest(path) if path.is_file() else "", named=named, own=own)
    nothing = not collector.accepted and not collector.rejected and any(fault.is_error for fault in collector.faults)
    if not collector.files or nothing:
        raise InputFaults(collector.faults or [Fault("file_empty", file=shown_name(path))])
    return collector.finish()


def _own_profile(id_column: str | None, text_columns: tuple[str, ...]) -> Profile | None:
    """A profile made of the caller's column names: the last text column is the text, those before it titles."""
    if not text_columns and not id_column:
        return None
    columns: dict[str, tuple[str, ...]] = {}
    if text_columns:
        columns["text"] = (text_columns[-1],)
        for number, heading in enumerate(text_columns[:-1]):
            columns[f"title{number}"] = (heading,)
    if id_column:
        columns["id"] = (id_column,)
    return Profile("指定列", "comments", columns, tuple(columns))


def _read_file(
    path: Path,
    collector: Collector,
    sha: str,
    *,
    needs_channel: bool = False,
    named: Profile | None = None,
    own: Profile | None = None,
    twin: str = "",
) -> None:
    try:
        sheets = read_grid(path)
    except InputFaults as error:
        collector.faults.extend(error.faults)
        return
    if not sheets:
        collector.faults.append(Fault("file_empty", file=shown_name(path)))
    if twin:
        collector.faults.append(Fault("file_duplicate", file=shown_name(path), value=twin))
    taken = 0
    missing: list[Fault] = []
    for sheet in sheets:
        profile = _profile_for(sheet, named, own)
        if profile is None:
            if _looks_like_table(sheet):
                missing.append(Fault("file_no_profile", sheet.file, sheet.name, value=seen_headings(sheet)))
            continue
        table = read_table(sheet, profile)
        collector.faults.extend(table.faults)
        take(table, collector, sha, needs_channel, twin)
        taken += 1
    collector.faults.extend(missing)
    if sheets and not taken and not missing:
        collector.faults.append(Fault("file_no_profile", sheets[0].file, value=seen_headings(sheets[0])))


def profile_of(
    sheet: Sheet, profile: str | None = None, id_column: str | None = None, text_columns: Iterable[str] = ()
) -> Profile | None:
    """The profile of *sheet* for `read_file`'s choices; None where it has none."""
    named = profile_named(profile) if profile else None
    return _profile_for(sheet, named, _own_profile(id_column, tuple(dict.fromkeys(text_columns))))


def _profile_for(sheet: Sheet, named: Profile | None, own: Profile | None) -> Profile | None:
    if named:
        return named
    known = recognise(sheet, "comments")
    if own is None:
        return known
    # The caller's names come first; what they leave out may still be recognised.
    merged = own.columns | {k: v for k, v in (known.columns if known else {}).items() if k not in own.columns}
    if "text" not in merged:
        return None
    combined = Profile(own.name, "comments", merged, tuple(dict.fromkeys((*own.required, "text"))))
    return combined if find_header(sheet, combined) else None


def _looks_like_table(sheet: Sheet) -> bool:
    return sum(sum(1 for cell in row if str(cell).strip()) >= 2 for row in sheet.rows) >= 2


def _sheet_channel(table: Table, path_name: str) -> Channel | None:
    """The channel a sheet says it is: by its name, a line above the heading, or the file's name.

    Longest names are tried first, so 「信贷办理」 in a title isn't taken for a part of another.
    """
    for text in (table.sheet, table.title, path_name):
        key = squeeze(text)
        names = [(name, channel) for channel in channels() for name in (channel.name, *channel.aliases)]
        for name, channel in sorted(names, key=lambda pair: -len(pair[0])):
            if key and squeeze(name) in key:
                return channel
    return None


def take(table: Table, collector: Collector, sha: str = "", needs_channel: bool = False, twin: str = "") -> None:
    """Take the rows of *table* or refuse them, each with its reason."""
    accepted, rejected = len(collector.accepted), len(collector.rejected)
    sheet_channel = _sheet_channel(table, table.file) if needs_channel else None
    names: dict[str, None] = {}
    for order, row in enumerate(table.rows, start=1):
        if twin:
            collector.keep_rejected(row, Fault("file_duplicate", row.file, row.sheet, row.number, value=twin))
            continue
        channel = _accept(row, order, sheet_channel, collector, needs_channel)
        if channel:
            names[channel] = None
    if not table.rows and not table.faults:
        collector.faults.append(Fault("sheet_empty", table.file, table.sheet))
    collector.files.append(
        {
            "file": table.file,
            "sheet": table.sheet,
            "profile": table.profile.name,
            "channel": SEPARATOR.join(names),
            "rows_in": len(table.rows),
            "accepted": len(collector.accepted) - accepted,
            "rejected": len(collector.rejected) - rejected,
            "layout_rows": table.layout_rows,
            "total": table.total if table.total is not None else "",
            "sha256": sha,
        }
    )


def _accept(
    row: Row, order: int, sheet_channel: Channel | None, collector: Collector, needs_channel: bool
) -> str | None:
    """Take one row or refuse it with its reason; returns the channel it was taken for."""
    at = {"file": row.file, "sheet": row.sheet, "row": row.number}
    value = row.values.get

    def heading(name: str) -> str:
        return row.headings.get(name) or HEADINGS[name]

    channel = sheet_channel
    if needs_channel and value("channel"):
        channel = find_channel(value("channel"))
        if channel is None:
            near = "、".join(suggest_channels(value("channel")))
            collector.refuse(
                row, Fault("channel_unknown", **at, column=heading("channel"), value=value("channel"), found=near)
            )
            return None
    if needs_channel and channel is None:
        near = "、".join(suggest_channels(f"{row.sheet} {row.file}"))
        collector.refuse(
            row, Fault("channel_unknown", **at, column=heading("channel"), value=row.sheet or row.file, found=near)
        )
        return None

    comment_id = _identity(row, order, channel, collector.taken)
    text = value("text", "")
    title = "\n".join(value(name) for name in sorted(row.values) if name.startswith("title") and value(name))
    for name in ("text", "id"):
        if name in row.formulas:
            key = "formula_value" if value(name) else "text_formula"
            fault = Fault(key, **at, column=heading(name), value=value(name))
            if fault.is_error:
                collector.refuse(row, fault, comment_id)
                return None
            collector.faults.append(fault)
    if text.startswith("#") and text.rstrip("!?").upper() in _CELL_ERRORS:
        collector.refuse(row, Fault("cell_error", **at, column=heading("text"), value=text), comment_id)
        return None
    if not text and not title:
        collector.refuse(row, Fault("text_missing", **at, column=heading("text")), comment_id)
        return None
    if other := collector.taken.get(comment_id):
        found = f"《{other.file}》" + (f"“{other.sheet}”" if other.sheet else "") + f"第 {other.number} 行"
        collector.refuse(row, Fault("id_duplicate", **at, value=comment_id, found=found), comment_id)
        return None
    if len(text) >= EXCEL_CELL_LIMIT:
        collector.faults.append(Fault("text_too_long", **at, column=heading("text"), value=str(len(text))))

    collector.taken.add(comment_id, Place(row.file, row.sheet, row.number))
    collector.accepted.append(
        {
            "id": comment_id,
            "channel": channel.name if channel else "",
            "title": title,
            "text": text or title,
            "respondent": value("respondent", ""),
            "county_given": _county(row, at, collector, needs_channel),
            "date": _moment(row, "date", at, collector),
            "reply": value("reply", ""),
            "reply_date": _moment(row, "reply_date", at, collector),
            "votes": value("votes", ""),
            "votes_against": value("votes_against", ""),
            "source_file": row.file,
            "source_sheet": row.sheet,
            "source_row": row.number,
        }
    )
    return channel.name if channel else None


_CELL_ERRORS = {"#REF", "#N/A", "#NAME", "#VALUE", "#DIV/0", "#NULL", "#NUM"}


def _identity(row: Row, order: int, channel: Channel | None, taken: Taken) -> str:
    """A comment's id: its own number; else channel code and serial number (04-007); else file, sheet and row."""
    own = half_width(row.values.get("id", "")).strip()
    if own:
        return own
    serial = half_width(row.values.get("serial", "")).strip()
    # A missing number must not become the one that another row really has.
    place = f"行{row.number}" if "id" in row.values or "serial" in row.values else ""
    if channel:
        number = int(serial) if serial.isdecimal() else order
        return f"{channel.code}-{place}" if place and not serial else f"{channel.code}-{number:03d}"
    if serial:
        # Sheets of one workbook each count from 1.
        other = taken.get(serial)
        return f"{row.sheet}-{serial}" if other and other.sheet != row.sheet else serial
    if row.sheet:
        return f"{row.sheet}-{row.number}"
    return place or str(row.number)


def _county(row: Row, at: dict, collector: Collector, strict: bool) -> str:
    given = squeeze(row.values.get("county_given", ""))
    if not given:
        return ""
    for county in counties():
        if given == county or (len(given) >= 2 and county.startswith(given)) or county in given:
            return county
    if strict:
        collector.faults.append(
            Fault(
                "county_unknown",
                **at,
                column=row.headings["county_given"],
                value=given,
                found="、".join(counties()),
            )
        )
    return ""


def _moment(row: Row, name: str, at: dict, collector: Collector) -> str:
    """The date under *name* as ISO text, with its time of day where one is given; empty where it isn't a date."""
    text = row.values.get(name, "")
    if not text:
        return ""
    moment = parse_moment(text)
    if moment is None:
        collector.faults.append(Fault("not_a_date", **at, column=row.headings[name], value=text))
        return ""
    return moment.date().isoformat() if moment.time().isoformat() == "00:00:00" else moment.isoformat(" ")
