"""Comments for people to label by hand: drawing them, the workbook each reader fills in, and reading it back.

Readers are blind: a workbook holds what a comment says and empty columns,
never the program's labels nor the other reader's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.columns import HEADINGS, Nature
from analysis.errors import Fault, InputFaults
from analysis.intake.forms import rejected_row, row_fault
from analysis.intake.table import Row, Table
from analysis.intake.values import half_width
from analysis.reference import Units, counties, places
from analysis.tasks.corrections import allowed_values
from analysis.tasks.tasklist import read_tables, split_list
from analysis.themes.taxonomy import Taxonomy
from analysis.workbook import SheetSpec

READERS = ("甲", "乙")
ANY, DOUBTFUL, OTHERS = "全部", "待复核", "其余"  # the layers a comment may be drawn from
DRAWN = ["id", "stratum", "weight"]
FIELDS = {"theme": "类别", "nature": "意见性质", "county": "县（市、区）", "place": "地点", "lead_unit": "牵头单位"}
CODED = ["id", "text", *FIELDS, "lead_also", "sheet", "row"]
_ASKED = {
    "theme": "判为类别",
    "nature": "判为性质",
    "county": "判为县区",
    "place": "判为地点",
    "lead_unit": "判为牵头单位",
    "lead_also": "也可牵头",
}
_SAID = ("channel", "county_given", "title")  # shown beside the text, where a comment has them
_LINES = (
    "只看原文，照《编码手册》独立判断；不看程序的结果，也不与另一位标注人商量。",
    "“判为类别”“判为性质”每件都要选；地方没有写明的，“判为县区”“判为地点”留空；表扬、空泛的，“判为牵头单位”留空。",
    "几个单位都可以牵头的，最合适的写在“判为牵头单位”，其余写在“也可牵头”，用顿号隔开。不想判的列，整列留空。",
    "不要改动编号和原文，不要增加、删除行。",
)
_WITHOUT_UNIT = (Nature.PRAISE, Nature.EMPTY)


def draw(
    comments: pd.DataFrame, doubtful: Sequence[bool], number: int, from_queue: int = 0, seed: int = 1
) -> pd.DataFrame:
    """A sample of comments: the same for the same seed, whatever the order of rows.

    comments: columns id, text.  doubtful: whether each stands in the review
    queue.  from_queue: how many of the *number* come from there; 0 draws from
    all alike.  Returns: columns `DRAWN`, in random order; weight is how many
    comments a drawn one stands for (size of its layer by number drawn), so
    that weighted figures hold for all comments.  A greater number draws the
    same comments and more.
    """
    keys = [
        hashlib.sha256(f"{seed}\n{comment_id}\n{text}".encode("utf-8", "replace")).hexdigest()
        for comment_id, text in zip(comments["id"], comments["text"], strict=True)
    ]
    frame = pd.DataFrame({"id": list(comments["id"]), "doubtful": list(doubtful), "key": keys}).sort_values("key")
    if not from_queue:
        layers = [(ANY, frame, number)]
    else:
        queue, others = frame[frame["doubtful"]], frame[~frame["doubtful"]]
        taken = min(from_queue, number, len(queue))
        layers = [(DOUBTFUL, queue, taken), (OTHERS, others, number - taken)]
    parts = []
    for name, layer, wanted in layers:
        part = layer.head(wanted)
        parts.append(part.assign(stratum=name, weight=round(len(layer) / max(len(part), 1), 6)))
    return pd.concat(parts).sort_values("key")[DRAWN].reset_index(drop=True)


def coding_sheets(comments: pd.DataFrame, taxonomy: Taxonomy, register: Units, reader: str) -> list[SheetSpec]:
    """The sheets of one reader's workbook: the comments with empty columns to fill, and what each theme means.

    comments: columns id, text and, where there are, channel, county_given and title.
    """
    said = [name for name in _SAID if name in comments and (comments[name] != "").any()]
    frame = comments[["id", *said, "text"]].rename(columns=HEADINGS)
    for heading in (*_ASKED.values(), "说明"):
        frame[heading] = ""
    choices = {
        _ASKED["theme"]: taxonomy.names,
        _ASKED["nature"]: tuple(nature.value for nature in Nature),
        _ASKED["county"]: counties(),
        _ASKED["place"]: tuple(place.name for place in places()),
        _ASKED["lead_unit"]: tuple(unit.name for unit in register.units if unit.responsible),
    }
    widths = {HEADINGS["text"]: 60, HEADINGS["title"]: 24, _ASKED["lead_unit"]: 26, _ASKED["lead_also"]: 26}
    meanings = pd.DataFrame(
        [(theme.name, theme.description) for theme in taxonomy.themes], columns=["类别名称", "归这里的事"]
    )
    return [
        SheetSpec("标注", frame, f"意见标注表（标注人{reader}）", _LINES, widths=widths, choices=choices),
        SheetSpec("类别说明", meanings, "类别说明", widths={"类别名称": 16, "归这里的事": 90}),
    ]


@dataclass(frozen=True)
class Coded:
    """What one reader decided.

    reader: the file's name without its ending.  labels: columns `CODED`, one
    row a comment that was labelled; None where a field wasn't judged, "" where
    the reader says there is none; lead_also holds tuples of units.  rejected: rows not used, whole; faults: one a bad value.
    """

    reader: str
    file: str
    labels: pd.DataFrame
    rejected: list[dict[str, object]]
    faults: list[Fault]


def read_coded(path: Path, taxonomy: Taxonomy, register: Units) -> Coded:
    """A filled workbook (or a csv with the same columns).

    A bad value is a fault and that field of the comment isn't judged; a
    repeated or missing number, a fault and a row put aside.  Raises
    InputFaults where the file is no such table or nothing in it is filled.
    """
    tables, faults = read_tables(path, "coded")
    if not tables:
        raise InputFaults(faults)
    allowed = allowed_values(taxonomy, register)
    allowed["lead_also"] = allowed["lead_unit"]
    rows: list[dict[str, object]] = []
    rejected: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for table in tables:
        filled = {name for row in table.rows for name in _ASKED if row.values.get(name, "")}
        for row in table.rows:
            comment_id = comment_key(row.values.get("id", ""))
            if not comment_id or comment_id in seen:
                key = "row_duplicate" if comment_id else "id_missing"
                fault = row_fault(key, row, table, "id", comment_id, f"第 {seen.get(comment_id)} 行")
                faults.append(fault)
                rejected.append(rejected_row(row, fault) | {"id": comment_id})
                continue
            seen[comment_id] = row.number
            if any(row.values.get(name, "") for name in _ASKED):
                labels = _labels(row, table, filled, allowed, register, faults)
                rows.append({"id": comment_id, "sheet": row.sheet, "row": row.number} | labels)
    if not rows:
        faults.append(Fault("coded_empty", tables[0].file, tables[0].sheet))
        raise InputFaults(faults)
    return Coded(path.stem, path.name, pd.DataFrame(rows, columns=CODED, dtype=object), rejected, faults)


def comment_key(value: str) -> str:
    """A comment's number as compared: half-width, without the apostrophe that keeps spreadsheets from computing it."""
    return half_width(value).removeprefix("'")


def _labels(row: Row, table: Table, filled: set[str], allowed: dict, register: Units, faults: list[Fault]) -> dict:
    found: dict[str, object] = {"text": row.values.get("text", ""), "lead_also": ()}
    for field in _ASKED:
        value = row.values.get(field, "")
        names = split_list(value) if field in ("lead_unit", "lead_also") else [value] if value else []
        bad = next(((name, near) for name in names if (near := allowed[field](name))), None)
        if bad:
            faults.append(row_fault("not_in_list", row, table, field, *bad))
            found[field] = () if field == "lead_also" else None
        elif field in ("lead_unit", "lead_also"):
            found[field] = tuple(register.find(name).name for name in names)
        else:
            found[field] = value if value or (field in filled and field not in ("theme", "nature")) else None
    if found["lead_unit"] is not None:  # the first unit leads; further ones written beside it may as well
        first, *more = found["lead_unit"] or [_no_unit(found, filled)]
        found["lead_unit"], found["lead_also"] = first, (*more, *found["lead_also"])
    return found


def _no_unit(found: dict, filled: set[str]) -> str | None:
    """An empty 牵头单位 means that none is needed only where the nature says so; else it wasn't judged."""
    return "" if "lead_unit" in filled and found["nature"] in _WITHOUT_UNIT else None
