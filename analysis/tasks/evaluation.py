"""The program's labels beside those of one or two readers: everything `minyi evaluate` tells, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pandas as pd

from analysis.columns import YES
from analysis.errors import Fault, InputFaults
from analysis.intake.comments import REJECTED
from analysis.intake.forms import row_fault
from analysis.reference import nearest
from analysis.tasks.coding import FIELDS, Coded, comment_key
from analysis.tasks.tasklist import read_tables
from analysis.text.normalise import normalise
from analysis.themes import evaluation as measure
from analysis.themes.evaluation import Estimate

PROGRAM = "程序"
BLANK = "（空）"  # a label that says there is none: no county told, no unit given
MACHINE = [*FIELDS, "confidence", "evidence", "nature_reason", "unit_reason", "needs_review", "weight"]
JUDGED = ["id", "text", "given", "true", "confidence", "doubtful", "evidence", "weight"]
SUMMARY = ["field", "figure", "value", "low", "high", "right", "n"]
DISPUTED = ["id", "text", "field", "first", "second", "given"]
AGREEMENT = ["field", "pair", "n", "right", "agreement", "low", "high", "kappa", "kappa_low", "kappa_high"]
ACCURACY, MACRO_F1, COVERED = "准确率", "宏平均 F1", "最有把握的 90% 的准确率"
IN_QUEUE, ERRORS_IN_QUEUE, ERRORS_LEAST_SURE = "待复核占", "错误在待复核里的", "错误在把握最低的五分之一里的"
_WORDS = {"theme": "evidence", "nature": "nature_reason", "lead_unit": "unit_reason"}


@dataclass(frozen=True)
class Evaluation:
    """What was measured.

    readers: their names; the first one's labels are the measure.
    judged: for every field the comments whose field the first reader judged, columns `JUDGED`; maybe none.
    summary: columns `SUMMARY`; agreement: columns `AGREEMENT`, each two of
    program and readers; disputed: what two readers decided differently.
    faults: what couldn't be used, and why; rejected: rows not used at all, whole.
    """

    readers: tuple[str, ...]
    judged: dict[str, pd.DataFrame]
    summary: pd.DataFrame
    agreement: pd.DataFrame
    disputed: pd.DataFrame
    faults: list[Fault]
    rejected: pd.DataFrame

    @property
    def comments(self) -> int:
        """How many comments the first reader labelled at all."""
        return len({comment_id for frame in self.judged.values() for comment_id in frame["id"]})

    @property
    def fields(self) -> list[str]:
        """The fields that were judged at all."""
        return [field for field, frame in self.judged.items() if len(frame)]

    def figure(self, field: str, figure: str) -> pd.Series | None:
        """One row of the summary; None where there is none."""
        found = self.summary[(self.summary["field"] == field) & (self.summary["figure"] == figure)]
        return found.iloc[0] if len(found) else None


def read_labelled(path: Path) -> pd.DataFrame | None:
    """The program's labels from a file of them (columns id, text, `MACHINE`); None where the file isn't one.

    Raises InputFaults where there is no such file or a confidence isn't a number.
    """
    if not path.is_file():
        raise InputFaults([Fault("file_missing", file=path.name)])
    tables, _ = read_tables(path, "labelled")
    if not tables:
        return None
    faults = []
    rows = []
    for table in tables:
        for row in table.rows:
            values = {name: row.values.get(name, "").removeprefix("'") for name in ("text", *MACHINE)}
            for name in ("confidence", "weight"):
                try:
                    values[name] = float(values[name] or 1)
                except ValueError:
                    faults.append(row_fault("not_a_number", row, table, name, values[name]))
            rows.append({"id": comment_key(row.values.get("id", ""))} | values)
    if faults:
        raise InputFaults(faults)
    return pd.DataFrame(rows, columns=["id", "text", *MACHINE])


def known_only(coded: Coded, machine: pd.DataFrame) -> Coded:
    """*coded* without the comments that the program didn't label or whose text is another there; a fault for each."""
    texts = {comment_key(comment_id): text for comment_id, text in zip(machine["id"], machine["text"], strict=True)}
    faults, kept = list(coded.faults), []
    for row in coded.labels.itertuples():
        at = {"file": coded.file, "sheet": row.sheet, "row": row.row, "value": row.id}
        if row.id not in texts:
            near = "、".join(nearest(row.id, sorted(texts), whole=True))
            faults.append(Fault("comment_unknown", **at, column="意见编号", found=near))
        elif row.text and normalise(row.text) != normalise(texts[row.id]):
            faults.append(Fault("coded_text_changed", **at, column="意见建议"))
        else:
            kept.append(row.Index)
    return replace(coded, labels=coded.labels.loc[kept].reset_index(drop=True), faults=faults)


def judge(coded: Coded, machine: pd.DataFrame, field: str) -> pd.DataFrame:
    """The program's labels of one field beside a reader's, columns `JUDGED`: the comments the reader judged.

    A lead unit is right where it is any of those the reader accepts; comments
    that need none aren't counted there.  doubtful: whether the program had
    put the comment into the review queue.
    """
    own = coded.labels[coded.labels[field].notna()]
    if field == "lead_unit":
        own = own[own["lead_unit"] != ""]
    by_id = machine.assign(id=[comment_key(comment_id) for comment_id in machine["id"]]).set_index("id")
    found = by_id.loc[list(own["id"])]
    given = list(found[field])
    true = [
        said if said in also else first
        for said, first, also in zip(
            given, own[field], own["lead_also"] if field == "lead_unit" else [()] * len(own), strict=True
        )
    ]
    return pd.DataFrame(
        {
            "id": list(own["id"]),
            "text": list(found["text"]),
            "given": [said or BLANK for said in given],
            "true": [said or BLANK for said in true],
            "confidence": list(found["confidence"].astype(float)),
            "doubtful": [flag == YES for flag in found["needs_review"]],
            "evidence": list(found[_WORDS[field]]) if field in _WORDS else "",
            "weight": list(found["weight"]) if "weight" in found else 1.0,
        },
        columns=JUDGED,
    )


def evaluate(coded: Sequence[Coded], machine: pd.DataFrame) -> Evaluation:
    """Everything measured; *coded*: one or two readers' labels of comments that are all in *machine*."""
    first = coded[0]
    judged = {field: judge(first, machine, field) for field in FIELDS}
    summary = [row for field, frame in judged.items() if len(frame) for row in _summary(field, frame)]
    return Evaluation(
        tuple(reader.reader for reader in coded),
        judged,
        pd.DataFrame(summary, columns=SUMMARY),
        pd.DataFrame(_agreements(coded, machine), columns=AGREEMENT),
        _disputed(coded, machine),
        [fault for reader in coded for fault in reader.faults],
        pd.DataFrame([row for reader in coded for row in reader.rejected], columns=REJECTED),
    )


def _summary(field: str, frame: pd.DataFrame) -> list[tuple]:
    in_queue, caught = measure.queue(frame)
    figures: list[tuple[str, Estimate]] = [(ACCURACY, measure.accuracy(frame)), (MACRO_F1, measure.macro_f1(frame))]
    if field == "theme":  # the confidence is that of the theme
        figures += [(COVERED, measure.at_coverage(frame)), (ERRORS_LEAST_SURE, measure.least_sure(frame))]
    figures += [(IN_QUEUE, in_queue), (ERRORS_IN_QUEUE, caught)]
    return [
        (FIELDS[field], name, found.value, found.low, found.high, found.hits if found.hits is not None else "", found.n)
        for name, found in figures
    ]


def _agreements(coded: Sequence[Coded], machine: pd.DataFrame) -> list[tuple]:
    """Program beside each reader, and reader beside reader."""
    weight = dict(zip(machine["id"].map(comment_key), machine["weight"], strict=True)) if "weight" in machine else {}
    rows = []
    for field, name in FIELDS.items():
        pairs = [(f"{PROGRAM}与{reader.reader}", judge(reader, machine, field)) for reader in coded]
        for a, b in combinations(coded, 2):
            both = _both(a, b, field).rename(columns={"first": "given", "second": "true"})
            pairs.append((f"{a.reader}与{b.reader}", both.assign(weight=[weight.get(i, 1.0) for i in both["id"]])))
        for pair, frame in pairs:
            if len(frame):
                same, beyond = measure.accuracy(frame), measure.kappa(frame)
                shared = (same.n, same.hits, same.value, same.low, same.high)
                rows.append((name, pair, *shared, beyond.value, beyond.low, beyond.high))
    return rows


def _both(a: Coded, b: Coded, field: str) -> pd.DataFrame:
    """What two readers say of the comments both judged: columns id, first, second; a unit that either accepts agrees."""
    frame = a.labels.merge(b.labels, on="id", suffixes=("_a", "_b"))
    frame = frame[frame[f"{field}_a"].notna() & frame[f"{field}_b"].notna()]
    one, other = list(frame[f"{field}_a"]), list(frame[f"{field}_b"])
    if field == "lead_unit":
        frame = frame[frame["lead_unit_a"] != ""]  # as beside the program: comments that need none aren't counted
        one, other = list(frame["lead_unit_a"]), list(frame["lead_unit_b"])
        alike = [
            x in (y, *of_b) or y in of_a
            for x, y, of_a, of_b in zip(one, other, frame["lead_also_a"], frame["lead_also_b"], strict=True)
        ]
        other = [x if same else y for x, y, same in zip(one, other, alike, strict=True)]
    said = {"first": [value or BLANK for value in one], "second": [value or BLANK for value in other]}
    return pd.DataFrame({"id": list(frame["id"])} | said)


def _disputed(coded: Sequence[Coded], machine: pd.DataFrame) -> pd.DataFrame:
    """What two readers decided differently, to be settled: columns `DISPUTED`."""
    known = machine.assign(id=[comment_key(comment_id) for comment_id in machine["id"]]).set_index("id")
    rows = []
    for a, b in combinations(coded, 2):
        for field, name in FIELDS.items():
            both = _both(a, b, field)
            rows += [
                (row.id, known.at[row.id, "text"], name, row.first, row.second, known.at[row.id, field])
                for row in both[both["first"] != both["second"]].itertuples()
            ]
    return pd.DataFrame(rows, columns=DISPUTED)
