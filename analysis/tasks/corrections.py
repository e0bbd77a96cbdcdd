"""People's corrections: an append-only ledger, replayed over the rules' labels in each run.

The ledger is a csv with one decision a line: when, who, id, field, from, to,
why (English or Chinese headings).  The last line about a field of a comment
counts; nothing in the ledger is ever rewritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.columns import NO, SEPARATOR, YES, Nature
from analysis.errors import Fault, InputFaults
from analysis.intake.grid import read_grid
from analysis.intake.values import half_width, parse_date, text_of
from analysis.reference import Units, counties, nearest, places, units
from analysis.text.cues import bare
from analysis.text.normalise import normalise
from analysis.themes.taxonomy import Taxonomy

BY_PERSON = "人工"
COLUMNS = ("when", "who", "id", "field", "from", "to", "why", "text")
_OPENING = 40  # characters of a comment that the ledger keeps, to tell whether it is still the same one
_HEADINGS = dict(
    zip(("时间", "更正人", "意见编号", "更正项", "原值", "改为", "理由", "原话开头"), COLUMNS, strict=True)
) | {name: name for name in COLUMNS}
_FIELDS = {
    "类别": "theme",
    "涉及类别": "themes",
    "意见性质": "nature",
    "县（市、区）": "county",
    "地点": "place",
    "牵头单位": "lead_unit",
    "配合单位": "support_units",
}
_REASONS = {
    "theme": "evidence",
    "themes": "evidence",
    "nature": "nature_reason",
    "lead_unit": "unit_reason",
    "support_units": "unit_reason",
}
_COMPARED = {"theme": "类别", "nature": "性质"}
_NEARLY = 92.0  # likeness of characters (0–100) from which two comments should have one label
_WITHOUT_UNIT = (Nature.PRAISE, Nature.EMPTY)
_NO_UNIT = "更正后没有牵头单位"


@dataclass(frozen=True)
class Correction:
    """One line of the ledger; text: how the comment began, empty where the line doesn't say."""

    when: str
    who: str
    id: str
    field: str
    old: str
    new: str
    why: str
    row: int
    text: str = ""


def read_corrections(path: Path, cutoff: dt.date | None = None) -> tuple[list[Correction], list[Fault]]:
    """The corrections of *path* in order; none where there is no such file.

    cutoff: leave out what was decided after it, so that a closed month stays
    as it was; a line without a readable date counts always and is hinted at.

    Raises InputFaults when the file can't be read or lacks id, field or to.
    """
    if not path.is_file():
        return [], []
    sheet = next(iter(read_grid(path)), None)
    if sheet is None:
        raise InputFaults([Fault("file_empty", file=path.name)])
    header = [_HEADINGS.get(text_of(cell), "") for cell in sheet.rows[0]]
    missing = [name for name in ("id", "field", "to") if name not in header]
    if missing:
        found = "、".join(text_of(cell) for cell in sheet.rows[0])
        raise InputFaults([Fault("column_missing", path.name, row=1, value=name, found=found) for name in missing])
    corrections, faults = [], []
    for number, cells in sheet:
        if number == sheet.first_row or not any(text_of(cell) for cell in cells):
            continue
        # A line cut short lacks its last cells.
        row = dict.fromkeys(COLUMNS, "") | {
            name: text_of(cell) for name, cell in zip(header, cells, strict=False) if name
        }
        when = parse_date(row["when"])
        if when is None:
            faults.append(Fault("correction_undated", path.name, row=number, column="时间", value=row["when"]))
        elif cutoff and when > cutoff:
            continue
        corrections.append(
            Correction(
                row["when"],
                row["who"],
                half_width(row["id"]),
                _FIELDS.get(row["field"], row["field"]),
                row["from"],
                row["to"],
                row["why"],
                number,
                row["text"],
            )
        )
    return corrections, faults


def allowed_values(taxonomy: Taxonomy, register: Units) -> dict[str, Callable[[str], str]]:
    """For each field that may be corrected: what would be right instead of a value ('' = the value is)."""

    def one_of(names: tuple[str, ...]) -> Callable[[str], str]:
        return lambda value: "" if value in names else "、".join(nearest(value, list(names), limit=3))

    def every(check: Callable[[str], str]) -> Callable[[str], str]:
        return lambda value: next((bad for part in value.split(SEPARATOR) if (bad := check(part))), "")

    theme = one_of(taxonomy.names)

    def unit(value: str) -> str:
        found = register.find(value)
        return "" if not value or (found and found.responsible) else "、".join(register.suggest(value))

    return {
        "theme": theme,
        "themes": every(theme),
        "nature": one_of(tuple(nature.value for nature in Nature)),
        "county": one_of(("", *counties())),
        "place": one_of(("", *(place.name for place in places()))),
        "lead_unit": unit,
        "support_units": every(unit),
    }


def apply_corrections(
    labels: pd.DataFrame,
    corrections: list[Correction],
    taxonomy: Taxonomy,
    file: str = "corrections.csv",
    register: Units | None = None,
    texts: Sequence[str] | None = None,
) -> tuple[pd.DataFrame, list[Fault]]:
    """Labels with the corrections applied, and a fault for each that can't be.

    labels: as `label_comments` returns them.  texts: of the same rows, as
    received; a correction of a comment that began otherwise isn't applied.  register: the year's units; by
    default those of the reference data.  A corrected row is marked
    `labelled_by` 人工 and needs no review, unless it is left without the lead
    unit that its nature asks for.  A correction whose recorded old value isn't
    what the rules say now is applied and hinted at.
    """
    labels = labels.copy()
    register = register or units()
    allowed = allowed_values(taxonomy, register)
    place = {comment_id: index for index, comment_id in labels["id"].items()}
    begins = dict(zip(labels["id"], map(opening, texts), strict=True)) if texts is not None else {}
    faults: list[Fault] = []
    latest: dict[tuple[str, str], Correction] = {}
    for entry in corrections:
        at = {"file": file, "row": entry.row}
        if entry.field not in allowed:
            found = "、".join(_FIELDS)
            faults.append(Fault("correction_field", **at, value=entry.field, found=found))
        elif entry.id not in place:
            faults.append(Fault("correction_unknown", **at, value=entry.id))
        elif bad := allowed[entry.field](entry.new):
            faults.append(Fault("correction_value", **at, value=entry.new, found=bad))
        elif entry.text and entry.text != begins.get(entry.id, entry.text):
            faults.append(Fault("correction_text_changed", **at, value=entry.id, found=entry.text))
        else:
            before = latest.get((entry.id, entry.field))
            if before and before.new != entry.new and before.who != entry.who:
                found = f"第 {before.row} 行{before.who}改的“{before.new}”"
                faults.append(Fault("correction_conflict", **at, value=entry.new, found=found))
            latest[entry.id, entry.field] = entry
    for (comment_id, field), entry in latest.items():
        index = place[comment_id]
        now = labels.at[index, field]
        new = _full_names(entry.new, register) if field in ("lead_unit", "support_units") else entry.new
        if entry.old and entry.old != now and new != now:
            faults.append(Fault("correction_stale", file, row=entry.row, value=entry.old, found=str(now)))
        labels.at[index, field] = new
        if field == "theme" and new != now:
            labels.at[index, "subtheme"] = ""
        if field in ("theme", "themes"):
            main, gone = labels.at[index, "theme"], now if field == "theme" else ""
            others = [t for t in labels.at[index, "themes"].split(SEPARATOR) if t not in (gone, main)]
            labels.at[index, "themes"] = SEPARATOR.join([main, *others])
        if field == "nature" and new in _WITHOUT_UNIT:
            labels.loc[index, ["lead_unit", "support_units"]] = ""
        labels.at[index, "labelled_by"] = BY_PERSON
        labels.at[index, "confidence"] = 1.0
        unit_missing = labels.at[index, "nature"] not in _WITHOUT_UNIT and not labels.at[index, "lead_unit"]
        labels.at[index, "needs_review"] = YES if unit_missing else NO
        labels.at[index, "reason"] = _NO_UNIT if unit_missing else ""
        if field in _REASONS:
            labels.at[index, _REASONS[field]] = f"人工更正：{entry.why or entry.who}"
    return labels, faults


def opening(text: str) -> str:
    """How a comment begins, as the ledger keeps it."""
    return bare(normalise(text))[:_OPENING]


def doubt_like_corrected(labels: pd.DataFrame, texts: Sequence[str], corrections: list[Correction]) -> pd.DataFrame:
    """Labels with a doubt on each comment that nearly repeats a corrected one and yet is labelled otherwise.

    labels: with the corrections applied; texts: of the same rows, as received.
    Only theme and nature are compared: place and unit may differ with good reason.
    """
    latest = {(entry.id, entry.field): entry for entry in corrections if entry.field in _COMPARED}
    row_of = {comment_id: row for row, comment_id in enumerate(labels["id"])}
    normal = [bare(normalise(text)) for text in texts]
    decided = {key: entry for key, entry in latest.items() if entry.id in row_of and len(normal[row_of[entry.id]]) > 3}
    labels = labels.copy()
    for (comment_id, field), entry in decided.items():
        own = row_of[comment_id]
        alike = process.extract(normal[own], normal, scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=None)
        for _, _, row in sorted(alike, key=lambda found: found[2]):
            index = labels.index[row]
            if (labels.at[index, "id"], field) in latest or labels.at[index, field] == entry.new:
                continue
            told = f"与{comment_id}文字几乎相同，那件的{_COMPARED[field]}人工改为{entry.new}"
            said = labels.at[index, "reason"]
            labels.at[index, "needs_review"] = YES
            labels.at[index, "reason"] = f"{said}；{told}" if said else told
    return labels


def corrected_themes(corrections: list[Correction], comments: pd.DataFrame) -> list[tuple[str, str]]:
    """(text, theme) of the comments whose theme people have put right, for the engine to learn from.

    comments: columns id, text.  Of several corrections of one comment the last counts; in the comments' order.
    """
    latest = {entry.id: entry for entry in corrections if entry.field == "theme"}
    return [
        (text, entry.new)
        for comment_id, text in zip(comments["id"], comments["text"], strict=True)
        if (entry := latest.get(comment_id)) and entry.text in ("", opening(text))
    ]


def _full_names(names: str, register: Units) -> str:
    """The units' full names, as the register has them, joined as *names* are."""
    return SEPARATOR.join(register.find(name).name for name in names.split(SEPARATOR) if name)
